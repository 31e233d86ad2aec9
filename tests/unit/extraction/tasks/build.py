"""Documents for tests, made by the readers from a text or a workbook as a user would give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document as Word
from openpyxl import Workbook

from briefing.model import Document, OffsetMap, Reading
from briefing.sources import documents, read_file


def from_text(folder: Path, text: str, name: str = "文件.txt") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    (document,) = documents(read_file(path))
    return document


def from_sheet(
    folder: Path, rows: list[list[Any]], merged: tuple[str, ...] = (), name: str = "表.xlsx"
) -> Document:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    path = folder / name
    book.save(path)
    (document,) = documents(read_file(path))
    return document


def from_word_table(folder: Path, title: str, rows: list[list[str]]) -> Document:
    word = Word()
    word.add_heading(title, 0)
    table = word.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = folder / "表.docx"
    word.save(str(path))
    (document,) = documents(read_file(path))
    return document


def plain(text: str) -> Document:
    """A document of this text and nothing else: no reader, no cleaning, no sections."""
    reading = Reading("文件.txt", "0", "txt", text)
    return Document(
        "d",
        "工作报告",
        "work_report",
        "某区",
        "",
        2024,
        2025,
        text,
        OffsetMap((0,), (0,)),
        (),
        (),
        0,
        len(text),
        reading,
    )
