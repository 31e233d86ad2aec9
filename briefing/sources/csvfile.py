"""Tables as text (.csv, .tsv): one table, its cells parted by commas, tabs or semicolons."""

from __future__ import annotations

import csv
import io
from itertools import islice

from briefing.errors import SourceError
from briefing.sources import txt
from briefing.sources.raw import Builder, Raw
from briefing.sources.sheets import MOST_CELLS, Sheet, SheetCell, too_many, write

_DELIMITERS = ",\t;|"
_LOOKED_AT = 50  # lines


def read(name: str, data: bytes) -> Raw:
    """The file's table. Raises SourceError for one that is no text or has nothing in it."""
    decoded = txt.read(name, data)
    sheet = Sheet("表")
    try:
        for row, line in enumerate(
            csv.reader(io.StringIO(decoded.text), delimiter=_mark(decoded.text)), 1
        ):
            sheet.cells += [
                SheetCell(row, column, text.strip())
                for column, text in enumerate(line, 1)
                if text.strip()
            ]
            if len(sheet.cells) > MOST_CELLS:
                raise too_many(name)
    except csv.Error:
        raise SourceError(
            "表格的引号或分隔符不完整", where=name, hint="请用 Excel 或 WPS 打开后另存为 .xlsx"
        ) from None
    builder = Builder()
    # What decoding noticed; numbers that cannot be read are noted again, cell by cell.
    builder.warnings += [one for one in decoded.warnings if "个数字里" not in one]
    write(builder, sheet)
    raw = builder.raw()
    if not raw.tables:
        raise SourceError("文件里没有表格", where=name, hint="请检查文件是否保存完整")
    return raw


def _mark(text: str) -> str:
    """What parts the cells: the mark that most lines have, equally often."""
    lines = [line for line in islice(text.splitlines(), _LOOKED_AT) if line.strip()]

    def held(mark: str) -> int:
        return sum(1 for line in lines if mark in line)

    return max(_DELIMITERS, key=lambda mark: (held(mark), -_DELIMITERS.index(mark)))
