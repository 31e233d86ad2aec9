"""An office's address book: a workbook or CSV with the columns 单位 and 邮箱, which lies over the addresses in the settings."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefing.errors import SettingsError, system_words

_UNIT, _ADDRESS = "单位", "邮箱"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_MOST_ROWS = 20_000


def read_addresses(root: Path, name: str) -> Mapping[str, str]:
    """Addresses by unit (槐荫区财政局, 槐荫区) of a file in the workspace; {} where none is named. Raises SettingsError."""
    return dict(_entries(name, _rows(root / name, name))) if name else {}


def _entries(name: str, rows: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    found = iter(rows)
    heads = next((row for row in found if _UNIT in row and _ADDRESS in row), None)
    if heads is None:
        hint = f"第一行写“{_UNIT}”和“{_ADDRESS}”"
        raise SettingsError("通讯录里没有表头", where=name, hint=hint)
    unit, address = heads.index(_UNIT), heads.index(_ADDRESS)
    known: dict[str, str] = {}
    for row in found:
        said = [*row, "", ""]
        who, to = said[unit], said[address] if address < len(row) else ""
        if not who or not to:
            continue
        if not _EMAIL.fullmatch(to):
            raise SettingsError(f"{who}的 {to} 不像邮箱地址", where=name, hint="一格写一个邮箱")
        if known.setdefault(who, to) != to:
            hint = "留下对的那一行"
            raise SettingsError(f"{who}有两个邮箱：{known[who]}、{to}", where=name, hint=hint)
        yield who, to


def _rows(path: Path, name: str) -> list[list[str]]:
    try:
        rows = _workbook(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    except FileNotFoundError:
        hint = "路径从工作区文件夹算起"
        raise SettingsError("找不到通讯录", where=name, hint=hint) from None
    except OSError as error:
        raise SettingsError(f"通讯录读不出来：{system_words(error)}", where=name) from None
    except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, KeyError, ValueError):
        hint = "存成 .xlsx 或 UTF-8、GBK 的 .csv"
        raise SettingsError("通讯录读不出来", where=name, hint=hint) from None
    return [[re.sub(r"\s", "", cell) for cell in row] for row in rows]


def _workbook(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    found = sheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in found]


def _csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))
