"""How much a file may hold before anything is built of it: a few kilobytes can unpack to gigabytes."""

from __future__ import annotations

import io
import re
import zipfile

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PART = 100 * 1024 * 1024
MOST_MERGED = 50_000  # cells in one merged area with something in it, or near it
_MOST_MERGED_IN_ALL = 2_000_000  # cells that openpyxl would make an object of each
_MOST_CELLS = 1_000_000
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell[^>]{0,80}?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"'
)
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def unpacked(members: list[zipfile.ZipInfo]) -> str:
    """What is too big in an archive, "" where nothing is."""
    whole = sum(member.file_size for member in members)
    if whole > MOST_UNPACKED:
        return f"解压后共 {megabytes(whole)}，超过 {megabytes(MOST_UNPACKED)}"
    return next(
        (
            f"其中 {member.filename} 解压后 {megabytes(member.file_size)}，超过 {megabytes(MOST_PART)}"
            for member in members
            if member.file_size > MOST_PART and member.filename.endswith((".xml", ".rels"))
        ),
        "",
    )


def workbook(data: bytes) -> str:
    """What of an .xlsx is more than openpyxl can hold, "" where nothing is. Looks at the bytes alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if found := unpacked(archive.infolist()):
                return found
            for member in archive.infolist():
                if member.filename.startswith("xl/worksheets/") and (
                    found := _sheet(archive.read(member))
                ):
                    return found
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""  # no workbook: who opens it says so
    return ""


def _sheet(xml: bytes) -> str:
    merged = 0
    for match in _MERGE.finditer(xml):
        wide = abs(column(match[3].decode()) - column(match[1].decode())) + 1
        merged += wide * (abs(int(match[4]) - int(match[2])) + 1)
    if merged > _MOST_MERGED_IN_ALL:
        return f"合并的单元格有 {merged} 个，超过 {_MOST_MERGED_IN_ALL} 个"
    cells = sum(1 for _ in _CELL.finditer(xml))
    return f"单元格有 {cells} 个，超过 {_MOST_CELLS} 个" if cells > _MOST_CELLS else ""


def column(letters: str) -> int:
    """A -> 1, AA -> 27."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
