"""全部数据及出处: every figure with the words it stands in. Confidence is for internal papers only."""

from __future__ import annotations

from decimal import Decimal

from briefing import periods
from briefing.analysis import wording
from briefing.model import Observation, Pack
from briefing.papers import Request, filters
from briefing.papers.excel.cells import EMPTY, Cell, figure, text
from briefing.papers.excel.sheets.comparison import compared
from briefing.papers.excel.table import Column, Columns, Table, heading, numbered, rows_of


def sources(pack: Pack, request: Request) -> Table:
    rows, words = (
        (compared(pack) if pack.scope.kind == "districts" else pack.observations),
        request.wording,
    )
    canonical = {row.indicator: row.name for row in pack.indicators}

    def confidence(observation: Observation) -> Cell:
        return (
            Cell(
                Decimal(str(round(observation.confidence, 2))),
                "0.00",
                filters.derived("confidence", (observation.key,)),
            )
            if request.audience == "internal"
            else EMPTY
        )

    columns: Columns = [
        numbered(rows),
        (Column("name", "指标（原文）", 16, 26), lambda o: text(o.name)),
        (
            Column("indicator", "规范指标", 14, 22),
            lambda o: text(canonical.get(o.indicator or "", "")),
        ),
        (Column("value", "数值", 10, 15, "right"), figure),
        (Column("unit", "计量单位", 8, 12, "center"), lambda o: text(o.unit)),
        (Column("measure", "类型", 9, 10, "center"), lambda o: text(words.measures[o.measure])),
        (Column("status", "数据\n状态", 7, 9, "center"), lambda o: text(words.statuses[o.status])),
        (Column("period", "时期", 8, 15, "center"), lambda o: text(periods.label(o.period))),
        (Column("area", "区域", 8, 14), lambda o: text(o.area)),
        (Column("section", "章节", 14, 28), lambda o: text(" / ".join(o.source.section[-2:]))),
        (Column("quote", "原文", 30, 60), lambda o: text(filters.quoted(o.source))),
        (Column("correction", "来源值→核定值", 16, 30), lambda o: text(wording.corrected_from(o))),
        (Column("file", "文件", 18, 36), lambda o: text(o.source.file)),
        (Column("place", "位置", 8, 12), lambda o: text(o.source.place)),
        (Column("confidence", "把握", 7, align="right"), confidence),
    ]
    note = "数值照资料原文，“左右”“以上”等字样照录"
    return Table(
        "sources",
        "全部数据及出处",
        heading(pack, "全部数据及出处"),
        f"{len(rows)}条数据，每条有原文、章节和文件",
        note,
        tuple(c for c, _ in columns),
        rows_of(columns, rows),
    )
