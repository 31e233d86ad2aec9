"""What results depend on besides the documents: our code, the libraries, the settings. Equal prints, equal results."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel

import briefing
from briefing import hooks

_NOUNS = ("model.py", "periods.py", "errors.py")
READING = (
    *_NOUNS,
    "settings",
    "sources",
    "extraction",
    "analysis/rules",
)  # what turns files into facts
RENDERING = (
    *_NOUNS,
    "settings",
    "extraction",
    "store",
    "analysis",
    "papers",
)  # what turns facts into papers
ADDRESSES = frozenset(
    {"contact", "email", "emails"}
)  # of districts and departments: post alone needs them
LIBRARIES = (
    "docxtpl",
    "jieba",
    "jinja2",
    "lxml",
    "matplotlib",
    "openpyxl",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "python-calamine",
    "python-docx",
    "reportlab",
    "zhplot",
)


def digest(*parts: str | bytes) -> str:
    """A short print of some texts."""
    hash = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        hash.update(len(data).to_bytes(8, "big") + data)
    return hash.hexdigest()[:16]


@cache
def code(parts: tuple[str, ...]) -> str:
    """The print of the code and data files of parts of the package."""
    root = Path(briefing.__file__).parent
    return digest(
        *(
            item
            for path in _files(root, parts)
            for item in (path.relative_to(root).as_posix(), path.read_bytes())
        )
    )


def _files(root: Path, parts: Iterable[str]) -> list[Path]:
    found = {
        path
        for part in parts
        for path in ([root / part] if (root / part).is_file() else (root / part).rglob("*"))
    }
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


@cache
def versions() -> dict[str, str]:
    """The versions of what makes the papers."""
    return {
        "briefing": briefing.__version__,
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
        **hooks.packages(),
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def libraries() -> str:
    """The print of the versions."""
    return digest(*(f"{name} {number}" for name, number in sorted(versions().items())))


def settings(*items: BaseModel, leave_out: frozenset[str] = frozenset()) -> str:
    """The print of settings but for some fields."""
    return digest(*(item.model_dump_json(exclude=set(leave_out)) for item in items))
