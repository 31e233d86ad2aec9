"""What a reader sees of a paper: all its text, by the format's own library."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
from docx import Document
from openpyxl import load_workbook


def text_of(path: Path) -> str:
    """The text of a paper without white space."""
    return "".join({".docx": _word, ".xlsx": _excel, ".pdf": _pdf}[path.suffix](path).split())


def _word(path: Path) -> str:
    return "".join(
        node.text or ""
        for node in Document(str(path)).element.body.iter()
        if node.tag.endswith("}t")
    )


def _excel(path: Path) -> str:
    """Values as their number formats show them, as far as the formats of our sheets go."""
    shown = []
    for sheet in load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows():
            shown += [str(cell.value) for cell in row if cell.value is not None]
    return "|".join(shown)


def _pdf(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


def papers(output: Path) -> dict[str, Path]:
    """The papers below an output folder by their name."""
    return {
        path.name: path
        for path in sorted(output.rglob("*"))
        if path.suffix in (".docx", ".xlsx", ".pdf")
    }


def is_whole(path: Path) -> bool:
    """Whether a paper is a whole file of its format."""
    if path.suffix == ".pdf":
        return path.read_bytes().rstrip().endswith(b"%%EOF")
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None
