"""What a department's workbook says of itself, so that what comes back can be matched with what was sent.

Three things travel with the file, all hidden:

- in each row a key (`RowKey`) that names what the row is about; it moves with its row when a sheet is sorted;
- a sheet (RECORD) with what the workbook is (`Sent`), its columns, its lines above the heads, and every cell as it was sent: given ones,
  and those to be filled in that held what had been reported already; `Sent.hash` is of all of that, the store's seal is over `Sent`;
- the same description as custom properties of the file, for programs that open no sheet.

The writer (`form.py`) and the reader (`returned.py`) both take their words from here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Literal

from briefing.model import Measure, Project, Task

LAYOUT = 3  # of the hidden keys; a reader refuses what it does not know
ROW_MARK = "〔行〕"  # the head of the hidden column that holds the rows' keys
RECORD = "briefing"  # the hidden sheet
PROPERTY = "briefing_"  # begins the names of the custom properties
SIGNED = (
    "填报单位（盖章）",
    "填报人",
    "审核人",
    "联系电话",
    "填报日期",
)  # the lines below each table

Kind = Literal["indicator", "task", "project"]
Holds = Literal["number", "choice", "text", "person"]
# The columns that say to a reader what a row is about, and their usual titles.
NAMING: dict[Kind, dict[str, str]] = {
    "indicator": {"name": "指标", "measure": "类型"},
    "task": {"quote": "工作任务"},
    "project": {"name": "项目名称"},
}
PACES = ("已完成", "超进度", "达进度", "欠进度", "其他")


@dataclass(frozen=True, slots=True)
class Filling:
    """A column to be filled in: its name in layouts, its usual title, what it holds, the most characters of a text."""

    name: str
    title: str
    holds: Holds
    most: int = 0


FILLINGS: dict[str, Filling] = {
    filling.name: filling
    for filling in (
        Filling("correction", "核定值", "number"),
        Filling("progress", "本期进展", "text", 2000),
        Filling("pace", "是否达序", "choice"),
        Filling("problems", "存在问题及原因", "text", 1000),
        Filling("measures", "下步措施", "text", 1000),
        Filling("filler", "填报人", "person", 20),
        Filling("reviewer", "审核人", "person", 20),
    )
}


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row is about. It stays the same from period to period: last period's text is found by it.

    kind indicator: id is the canonical id and `measure` says which of its figures; task and project: id is a hash, measure "".
    """

    kind: Kind
    id: str
    measure: str = ""

    def __str__(self) -> str:
        """indicator:gdp:yoy, task:0123456789ab, project:0123456789ab."""
        return ":".join(part for part in (self.kind, self.id, self.measure) if part)

    @classmethod
    def parse(cls, text: str) -> RowKey | None:
        """None for what is no key."""
        kind, _, rest = text.strip().partition(":")
        id_, _, measure = rest.partition(":")
        if kind == "indicator" and id_ and measure:
            return cls("indicator", id_, measure)
        if kind in ("task", "project") and id_ and not measure:
            return cls("task" if kind == "task" else "project", id_)
        return None


def of_indicator(indicator: str, measure: Measure) -> RowKey:
    return RowKey("indicator", indicator, measure)


def of_task(task: Task) -> RowKey:
    return RowKey("task", task.key)


def of_project(project: Project) -> RowKey:
    return RowKey("project", _hashed(project.area, project.name))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a workbook is. `hash` is of all else that its record says (`hash_of`)."""

    layout: str
    job: str
    district: str  # code
    department: str  # id
    period: str
    title: str
    due: str  # ISO date, "" where the job sets none
    hash: str
    seal: str = ""  # of all the others (`sealed`)

    def sealed(self, key: str) -> str:
        """The seal that the workbook has to bear. key: hex, of this form alone; "" where there is no store to know it."""
        if not key:
            return ""
        parts = [value for name, value in self.pairs() if name != "seal"]
        return hmac.new(bytes.fromhex(key), "\x1f".join(parts).encode(), "sha256").hexdigest()

    def pairs(self) -> list[tuple[str, str]]:
        return [(field.name, str(getattr(self, field.name))) for field in fields(self)]


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """One cell as it was sent: the sheet, its row's key, the column's title, the text of its value (`text_of`), the key of its figure."""

    sheet: str
    row: str
    title: str
    text: str
    figure: str = ""  # Observation.key, or of a computed figure; "" for a text


def hash_of(rows: Iterable[Sequence[str]]) -> str:
    """Of the rows of a record, in whatever order they stand."""
    told = sorted("\x1f".join(map(plain, row)).rstrip("\x1f") for row in rows)
    return hashlib.sha256("\x1e".join(told).encode()).hexdigest()


def plain(text: str) -> str:
    """Line ends and blanks at the ends are programs' doing."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def text_of(value: object) -> str:
    """A cell's value as text, the same before and after another program saved the file: 56.70 and 56.7 are both 56.7."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    try:
        number = Decimal(str(value)).quantize(Decimal("1e-9")).normalize()
    except InvalidOperation:
        return str(value)
    return format(number if number else Decimal(0), "f")
