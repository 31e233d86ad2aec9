"""The pages for contributors name only what is there."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["docs/architecture.md", "docs/contributing.md"]


@pytest.mark.parametrize("page", PAGES)
def test_modules_and_files_that_are_named_exist(page: str) -> None:
    told = (ROOT / page).read_text("utf-8")
    modules = set(re.findall(r"`(briefing(?:\.[a-z_]+)+)`", told))
    files = set(
        re.findall(r"`((?:briefing|tests|tools|templates|config|docs)/[\w./-]*[\w/])`", told)
    )
    assert modules or files
    assert not [name for name in modules if not find_spec(name)]
    assert not [name for name in files if not (ROOT / name).exists()]


def test_every_package_stands_on_the_architecture_page() -> None:
    told = (ROOT / PAGES[0]).read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / "briefing").glob("*/__init__.py")}
    assert not {name for name in packages if f"`briefing.{name}`" not in told}
