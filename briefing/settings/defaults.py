"""Where the program's own settings are."""

from __future__ import annotations

from pathlib import Path


def defaults_root() -> Path:
    """The folder that holds the program's own config/, templates/ and docs/: inside the package in a wheel, else the checkout."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_defaults"
    return carried if carried.is_dir() else package.parent
