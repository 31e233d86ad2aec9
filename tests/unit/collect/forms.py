"""A store with a few facts, the forms that departments get of them, and people who fill those in."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from briefing.analysis.pack import build_pack, for_audience
from briefing.model import DocumentInfo, Facts, Observation, Scope, Source, Task
from briefing.papers import Form, Request, Template, render
from briefing.papers.excel import seal_of
from briefing.settings import Settings, load_settings, office_name
from briefing.store import DocumentFacts, FileInfo, Order, Store
from tests.conftest import ROOT
from tests.once import once

AT = datetime(2025, 2, 10, 1, 0, tzinfo=UTC)
DISTRICT, AREA = "370104", "槐荫区"
LAYOUT = "templates/excel/department.yaml"
INFO = DocumentInfo(
    "d1", "报告.txt", "政府工作报告", "work_report", AREA, "2025-01-08", 2024, 2025, "f1"
)
Write = Callable[[Any], None]
rendered = once(render)

# indicator, measure, value, unit, period: what the report says
FIGURES = (
    ("gdp", "level", "850.40", "亿元", "2024"),
    ("gdp", "yoy", "4.2", "%", "2024"),
    ("gdp", "level", "812.5", "亿元", "2023"),
    ("general_budget_revenue", "level", "57.1", "亿元", "2024"),
    ("general_budget_revenue", "yoy", "0.7", "%", "2024"),
)
TASKS = (
    ("1", "新建学校3所", ("区教育和体育局",)),
    ("2", "改造老旧小区12个", ("区住房城乡建设局", "区财政局")),
)


@cache
def settings() -> Settings:
    return load_settings(ROOT)


def facts(figures: tuple[tuple[str, ...], ...] = FIGURES) -> Facts:
    observations = tuple(_observation(100 * at, *figure) for at, figure in enumerate(figures))
    tasks = tuple(
        Task("commitment", number, text, f"{text}，年内完成。", "2025", AREA, _source(5000 + 100 * at, text), lead=units[:1], responsible=units[1:])
        for at, (number, text, units) in enumerate(TASKS)
    )  # fmt: skip
    return Facts(observations, tasks=tasks)


def _source(at: int, text: str) -> Source:
    return Source(
        "d1", "报告.txt", "政府工作报告", at, at + len(text), text, f"{text}。", ("一、回顾",)
    )


def _observation(
    at: int,
    indicator: str,
    measure: str,
    value: str,
    unit: str,
    period: str,
    status: str = "actual",
) -> Observation:
    from decimal import Decimal

    name = next(each.name for each in settings().indicators if each.id == indicator)
    said = f"{name}{'增长' if measure == 'yoy' else ''}{value}{unit}"
    vintage = "preliminary" if status == "actual" else None
    return Observation(
        name,
        indicator,
        AREA,
        measure,
        Decimal(value),
        unit,
        status,
        period,
        "exact",
        _source(at, said),
        "",
        vintage,
    )  # type: ignore[arg-type]


def fill_store(store: Store, found: Facts | None = None) -> None:
    store.replace(
        FileInfo("f1", ("报告.txt",), "txt", "v1"),
        [DocumentFacts(INFO, DISTRICT, found or facts())],
        AT,
    )


def form(
    store: Store,
    department: str,
    *,
    due: str = "2025-02-12",
    period: str = "2024",
    layout: str = "",
    sent: bool = True,
) -> bytes:
    """The workbook that a department gets. layout: an office's own. sent: it is in the ledger as well."""
    known = next(each for each in settings().departments if each.id == department)
    district = next(each for each in settings().districts if each.code == DISTRICT)
    scope = Scope("department", DISTRICT, AREA, department, office_name(known, district))
    pack = build_pack(store.scope_facts(DISTRICT), scope, period, settings())
    template = Template(LAYOUT, layout.encode() or (ROOT / LAYOUT).read_bytes())
    asked = Request(
        "填报表",
        "department",
        template,
        settings().wording,
        form=Form(
            "departments",
            due,
            "区政府督查室",
            store.seals.key("departments", DISTRICT, department, period),
        ),
    )
    data = rendered("excel", for_audience(pack, "department"), asked)
    if sent:
        enter(store, data, scope.office, period)
    return data


def enter(
    store: Store,
    data: bytes,
    unit: str,
    period: str,
    *,
    sheet: str = "",
    correction: int = 0,
    at: datetime = AT,
) -> None:
    """Record in the ledger that a form went out. sheet: its path among the papers; without it no other has its path."""
    seal = seal_of(data)
    order = Order(
        job="departments",
        period=period,
        recipient=f"文件夹：{unit}",
        unit=unit,
        channel="folder",
        sheet=sheet or f"departments/{period}/{unit}/{seal[:8]}.xlsx",
        correction=correction,
        digest=seal,
        sha256=hashlib.sha256(data).hexdigest(),
        name="填报表.xlsx",
        message_id="",
        seal=seal,
    )
    if store.ledger.sent(seal) is None:
        store.ledger.settle(store.ledger.prepare([order], {}, at), "sent", at)


def filled(data: bytes, path: Path, *writes: Write) -> Path:
    """The workbook after some people wrote into it, as a file."""
    book = load_workbook(io.BytesIO(data))
    for write in writes:
        write(book)
    book.save(path)
    return path


def place(book: Any, sheet: str, row: str, head: str) -> Any:
    """The cell under a head, in the row whose hidden key begins so."""
    heads = {cell.value: cell.column for cell in book[sheet][3]}
    key = heads["〔行〕"]
    number = next(
        cells[0].row
        for cells in book[sheet].iter_rows()
        if str(cells[key - 1].value or "").startswith(row)
    )
    return book[sheet].cell(number, heads[head])


def put(sheet: str, row: str, head: str, value: object) -> Write:
    def write(book: Any) -> None:
        place(book, sheet, row, head).value = value

    return write


def figure(row: str, value: object) -> Write:
    """Writes 核定值 of an indicator: gdp:level."""
    return put("指标填报", f"indicator:{row}", "核定值", value)


def sign(filler: str = "甲科", reviewer: str = "乙科", sheet: str = "") -> Write:
    """Signs below the table of a sheet, the first unless named."""

    def write(book: Any) -> None:
        page = book[sheet] if sheet else book.worksheets[0]
        for row in page.iter_rows():
            for cell in row:
                for label, name in (("填报人：", filler), ("审核人：", reviewer)):
                    if cell.value == label:
                        page.cell(cell.row, cell.column + 1).value = name

    return write
