"""Whether a workbook can be opened at all: a few kilobytes may unfold into gigabytes.

Readers make a cell for each one that an area covers, so the areas count as well as the bytes. What still gets through is stopped by the
limits of the worker that reads it.
"""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl.utils import range_boundaries

from briefing.errors import SourceError

MOST_BYTES = 30 * 1024**2  # of a file; a department's form has a hundredth of it
MOST_CELLS = 500_000
_MOST_UNPACKED = 120 * 1024**2
_AREA = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref\s*=\s*[\"']([^\"']{1,40})[\"']"
)


def check_size(name: str, data: bytes) -> None:
    """Raises SourceError for an .xlsx that unfolds into more than any form holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise too_big(name)
            cells = 0
            for part in parts:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename, re.IGNORECASE):
                    cells += _covered(_unpacked(package, part, name))
                    if cells > MOST_CELLS:
                        raise too_big(name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise SourceError(
            "打不开这份表：文件损坏、加密，或不是 .xlsx",
            where=name,
            hint="请填报单位另存为 .xlsx 后重报",
        ) from error


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """No more than the directory says: it may lie."""
    with package.open(part) as file:
        data = file.read(part.file_size + 1)
    if len(data) > part.file_size:
        raise too_big(name)
    return data


def _covered(sheet: bytes) -> int:
    """Cells under merged areas and areas with a link."""
    return sum(_size(found.decode("ascii", "replace")) for found in _AREA.findall(sheet))


def _size(area: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(area)
    except ValueError:
        return 0
    if None in (left, top, right, bottom):  # whole columns or rows
        return MOST_CELLS + 1
    return (int(right or 0) - int(left or 0) + 1) * (int(bottom or 0) - int(top or 0) + 1)


def too_big(name: str) -> SourceError:
    """A file that no department can have filled in."""
    return SourceError(
        "这份表大得不正常（文件、合并的区域或内容所占的范围），没有打开",
        where=name,
        hint="请在原来发出的表上重填，不要合并整列整行",
    )
