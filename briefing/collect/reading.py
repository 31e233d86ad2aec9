"""A file that came back becomes the department's workbook, whatever program saved it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from briefing.collect.sizes import MOST_BYTES, MOST_CELLS, check_size, too_big
from briefing.errors import BriefingError, SourceError, system_words
from briefing.papers.excel.returned import Returned, returned
from briefing.sources.read import FORMATS, sniff

_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Workbooks:
    """A file that came back, as it was read."""

    name: str
    sha256: str
    back: Returned
    has_formats: bool = (
        True  # False: what came of a format whose numbers do not say how they are shown
    )


def read(path: Path) -> Workbooks:
    """Raises BriefingError for what is no sheet of ours: damaged, encrypted, of another program or another table."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_big(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"文件读不出来：{system_words(error)}",
            where=str(path),
            hint="检查文件是否还在、是否有权限",
        ) from None
    if path.suffix.lower() not in (*FORMATS, ".ods"):
        raise SourceError(
            f"读不了 {path.suffix or '没有后缀的'} 文件",
            where=path.name,
            hint="请用 WPS 或 Excel 打开后另存为 .xlsx 再导入",
        )
    form = "ods" if _ODS in data[:128] else sniff(path.name, data)
    if form not in ("xlsx", "xls", "ods"):
        raise SourceError(
            "不是 Excel 表", where=path.name, hint="请填报单位在发出的表上填写，保存为 .xlsx 后重报"
        )
    try:
        if form == "xlsx":
            check_size(path.name, data)
        modern = data if form == "xlsx" else _modern(path.name, data)
        return Workbooks(
            path.name,
            hashlib.sha256(data).hexdigest(),
            returned(modern, path.name),
            form == "xlsx",
        )
    except BriefingError as error:
        error.where = error.where or path.name
        raise
    except (
        Exception
    ) as error:  # whatever a workbook put together by a strange program makes the reader raise
        raise SourceError(
            f"这份表读不出来（{type(error).__name__}）",
            where=path.name,
            hint="请用 Excel 或 WPS 打开后另存为 .xlsx 再导入",
        ) from error


def _modern(name: str, data: bytes) -> bytes:
    """The values of an old .xls or an .ods in an .xlsx, each where it stood."""
    try:
        old = CalamineWorkbook.from_filelike(io.BytesIO(data))
        book = Workbook()
        book.remove(book.worksheets[0])
        for title in old.sheet_names:
            sheet = book.create_sheet(title)
            read = old.get_sheet_by_name(title)
            merged = read.merged_cell_ranges or ()
            cells = read.total_height * read.total_width
            cells += sum((b - t + 1) * (r - left + 1) for (t, left), (b, r) in merged)
            if cells > MOST_CELLS:
                raise too_big(name)
            for (top, left), (bottom, right) in merged:
                sheet.merge_cells(
                    start_row=top + 1,
                    start_column=left + 1,
                    end_row=bottom + 1,
                    end_column=right + 1,
                )
            for row, line in enumerate(read.to_python(skip_empty_area=False), 1):
                for column, value in enumerate(line, 1):
                    if value != "":
                        cell = sheet.cell(row, column, value)
                        if isinstance(value, str):
                            cell.data_type = "s"  # a text that begins with = stays one
        made = io.BytesIO()
        book.save(made)
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            "无法读取，文件可能已加密或损坏",
            where=name,
            hint="请用 Excel 或 WPS 打开后另存为 .xlsx",
        ) from error
    return made.getvalue()
