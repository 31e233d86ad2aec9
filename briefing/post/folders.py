"""Papers handed over in folders, for offices that upload to an OA by hand: a folder a unit, and one list of everything."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from briefing.files import write_whole
from briefing.post.templates import Words

FOLDER = "待交付"  # in the job's folder, then the period, then the units
LIST = "发送清单.xlsx"
NOTE = "说明.txt"
_HEADS = (
    ("序号", 6),
    ("单位", 24),
    ("文件", 46),
    ("sha256", 36),
    ("报回期限", 12),
    ("交付日期", 12),
)
_HEIGHT = 31.0  # points: two lines, which a sha256 takes


class Handed(NamedTuple):
    """One file in the list. Dates are ISO; due is "" where nothing is to come back."""

    unit: str
    file: str
    sha256: str
    due: str
    on: str


def safe(name: str) -> str:
    """A name fit for a folder on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ") or "_"


def fill(folder: Path, files: Mapping[str, bytes], words: Words) -> None:
    """Put a unit's papers into its folder, with the words that a mail would carry. Raises PaperError."""
    for name, data in files.items():
        write_whole(folder / safe(name), data)
    write_whole(folder / NOTE, f"{words.subject}\n\n{words.text}".encode("utf-8-sig"))


def write_list(path: Path, title: str, handed: Sequence[Handed]) -> None:
    """Write the list of what was handed over; the title stands at the head of its pages. Raises PaperError."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "发送清单"
    sheet.append([head for head, _ in _HEADS])
    for number, each in enumerate(handed, 1):
        sheet.append([number, *each])
    line = Border(*(Side(style="thin", color="B0B7BD"),) * 4)
    for row in sheet.iter_rows():
        for cell in row:
            cell.border = line
            cell.font = Font(name="宋体", size=11, bold=cell.row == 1)
            cell.alignment = Alignment(
                vertical="center",
                wrap_text=True,
                horizontal="center" if cell.column == 1 or cell.row == 1 else None,
            )
            if cell.row == 1:
                cell.fill = PatternFill("solid", start_color="E8EEF1")
            elif not cell.coordinate.startswith("A"):
                cell.data_type = "s"  # whatever a name begins with, it is no formula
    for number in range(1, len(handed) + 2):
        sheet.row_dimensions[number].height = _HEIGHT
    for (_, width), letter in zip(_HEADS, "ABCDEF", strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = title.replace("&", "&&")  # type: ignore[union-attr]
    sheet.oddHeader.center.size = 14  # type: ignore[union-attr]
    sheet.oddFooter.right.text = "第&P页 共&N页"  # type: ignore[union-attr]
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(path, buffer.getvalue())
