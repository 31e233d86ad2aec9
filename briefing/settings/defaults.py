"""Where the program's own settings are."""

from __future__ import annotations

from pathlib import Path


def defaults_root() -> Path:
    """The folder that holds the program's own config/, templates/ and docs/: inside the package in a wheel, else the checkout."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_defaults"
    return carried if carried.is_dir() else package.parent


def guide_page() -> Path:
    """The guide's first page: HTML where it was made (`make docs`; every wheel of a release), else its Markdown."""
    root = defaults_root()
    pages = (root / "guide" / "index.html", root / "build" / "site" / "index.html")
    return next((page for page in pages if page.is_file()), root / "docs" / "index.md")
