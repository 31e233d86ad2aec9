"""The columns of what lists hold: indicators, projects, tasks, findings, targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing import periods
from briefing.analysis import plain
from briefing.cli.listing import Column
from briefing.papers import filters
from briefing.papers.excel.cells import figure

if TYPE_CHECKING:
    from briefing.model import TargetRow
    from briefing.settings import Settings

_TASKS = {
    "duty": "责任事项",
    "commitment": "承诺事项",
    "livelihood": "民生实事",
    "problem": "问题",
    "goal": "文字目标",
}
_PROJECTS = {"named": "项目", "portfolio": "成批项目"}


def _field(key: str, head: str = "", words: Mapping[Any, str] | None = None, **more: Any) -> Column:
    """A field as it is called in the model. words: what people read for its codes."""

    def get(thing: Any) -> Any:
        value = getattr(thing, key)
        return list(value) if isinstance(value, tuple) else value

    said = (lambda thing: words.get(get(thing), "")) if words else None
    return Column(key, head, get, said, **more)


_PERIOD = Column("period", "时期", lambda f: f.period, lambda f: _period(f.period))


def _period(code: str) -> str:
    return periods.label(code) if code else ""


def _sourced(*before_the_key: Column) -> tuple[Column, ...]:
    """Where a fact stands. The cells of a table's row stand apart in its quote."""
    return (
        Column("file", "文件", lambda f: f.source.file),
        Column("quote", "原文", lambda f: filters.quoted(f.source)),
        Column("document", "", lambda f: f.source.title),
        Column(
            "section", "章节", lambda f: list(f.source.section),
            lambda f: " / ".join(f.source.section), type="texts", most=0,
        ),
        Column("start", "", lambda f: f.source.start, type="int"),
        Column("end", "", lambda f: f.source.end, type="int"),
        *before_the_key,
        _field("key"),
    )  # fmt: skip


def indicators(settings: Settings) -> tuple[Column, ...]:
    wording = settings.wording
    return (
        _field("area", "区域"),
        _field("name", "指标"),
        Column("id", "规范指标", lambda o: o.indicator or ""),
        _field("measure", "类型", wording.measures),
        Column("value", "数值", lambda o: format(o.value, "f"), cell=figure, right=True),
        _field("unit", "单位"),
        Column("bound", "界限", lambda o: "" if o.bound == "exact" else o.bound_text or o.bound),
        _field("status", "状态", wording.statuses),
        _PERIOD,
        *_sourced(_field("vintage")),
    )


def projects(settings: Settings) -> tuple[Column, ...]:
    wording = settings.wording
    return (
        _field("area", "区域"),
        _field("name", "名称"),
        _field("kind", "种类", _PROJECTS),
        _field("stage", "阶段", wording.stages),
        _field("stage_words", "原文字样"),
        _field("status", "状态", wording.statuses),
        _PERIOD,
        _field("count", "个数", right=True),
        _field("unit", "量词"),
        _field("bound", "", most=0),
        _field("bound_text", "界限"),
        _field("investment_bound"),
        Column(
            "investment", "投资", lambda m: m.investment,
            lambda m: m.investment_bound + (m.investment or ""), right=True,
        ),
        _field("level", "级别"),
        _field("category", "类别"),
        _field("part_of"),
        Column("details", "其他各栏", lambda m: dict(m.details), _details, most=0),
        *_sourced(),
    )  # fmt: skip


def _details(mention: Any) -> str:
    return "；".join(f"{head}：{text}" for head, text in mention.details)


def tasks(settings: Settings) -> tuple[Column, ...]:
    return (
        _field("area", "区域"),
        _field("kind", "种类", _TASKS),
        _field("number", "序号"),
        _field("title", "标题"),
        _field("text", "内容"),
        _PERIOD,
        _field("lead", "牵头单位", type="texts", most=24),
        _field("responsible", "责任单位", type="texts", most=24),
        _field("goal", "目标"),
        _field("deadline", "期限"),
        *_sourced(_field("nature")),
    )


def findings(settings: Settings) -> tuple[Column, ...]:
    from briefing.analysis.rules import titles

    names = titles()
    return (
        Column("rule", "规则", lambda f: f.rule, lambda f: names.get(f.rule, f.rule)),
        _field("severity", "轻重", settings.wording.severities),
        _field("area", "地区"),
        _PERIOD,
        Column("files", "文件", lambda f: list(dict.fromkeys(each.file for each in f.sources)), type="texts", most=40),
        _field("message", "说明", most=1000),
        Column("figures", "", lambda f: plain.finding(f)["figures"]),
        Column("quotes", "原文", lambda f: [filters.quoted(each) for each in f.sources], type="texts", most=0),
        Column("sources", "", lambda f: plain.finding(f)["sources"]),
    )  # fmt: skip


def targets(settings: Settings) -> tuple[Column, ...]:
    """Rows of targets; programs get the keys of docs/analysis.md."""
    from briefing.analysis import wording

    words = settings.wording

    def said(name: str) -> Callable[[TargetRow], str]:
        def figure(row: TargetRow) -> str:
            o = getattr(row, name)
            if o is None:
                return words.missing
            return wording.change(o) if o.measure in wording.CHANGES else wording.figure(o)

        return figure

    def column(key: str, head: str = "", read: Callable[[TargetRow], str] | None = None) -> Column:
        return Column(key, head, lambda row: target_row(row)[key], read, most=60)

    return (
        column("headline", "主要", lambda row: "主要" if row.headline else ""),
        column("name", "指标"),
        column("target", "目标", said("target")),
        column("actual", "完成", said("actual")),
        column(
            "basis", "依据", lambda row: words.bases[row.verdict.basis] if row.verdict.basis else ""
        ),
        column("verdict", "判断", lambda row: words.verdicts[row.verdict.kind]),
        column("display", "说明"),
        column("next_target", "下一年目标", said("next_target")),
        *(column(key) for key in _OF_TARGETS),
    )


_FIGURE = ("unit", "measure", "bound", "period")
_OF_TARGETS = (
    "id",
    *(f"{name}_{each}" for name in ("target", "actual", "next_target") for each in _FIGURE),
    "actual_status", "doubt", "difference", "difference_unit", "difference_bound", "share",
    "stated", "question", "growth", "others", "sources", "remark",
)  # fmt: skip


@lru_cache(maxsize=1)
def target_row(row: TargetRow) -> dict[str, Any]:
    """A target row as plain data, with the words of its verdict."""
    from briefing.papers import wording as verdicts

    return plain.target(row) | {"display": verdicts.verdict(row), "remark": verdicts.remark(row)}
