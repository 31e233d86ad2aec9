"""What a Word template can print: flat tables of texts under Chinese names, made from a Pack.

Templates see dictionaries, lists and texts only, so a tag can reach nothing else. VARIABLES describes them all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from briefing import periods
from briefing.analysis import wording
from briefing.model import DocumentInfo, IndicatorRow, Observation, Pack, ProjectMention, Source, TargetRow
from briefing.papers import Request, filters
from briefing.papers.word import prose

BODY_ROWS = 8  # of the headline table; more indicators stand in an annex
_BODY_LINES = 43  # of two pages' 44
_QUOTE = 80  # characters of a quotation in the table of sources

# Name -> what it is; "[]" stands for each row of a table.
VARIABLES: dict[str, str] = {
    "标题": "公文标题，如“槐荫区2024年区情简报”",
    "地区": "区县名称",
    "时期": "简报所写时期，如“2024年”",
    "下期": "下一年，如“2025年”；时期不是整年时为空",
    "日期": "成文日期；没有日期时为空",
    "成果名称": "任务里给这份成果起的名字",
    "序号": "每打印一次进一位的中文序号：一、二、三……用于一级标题",
    "总体": "总体情况，若干段文字",
    "目标": "年度目标完成情况，若干段文字；没有目标时为空",
    "项目": "重点项目，若干段文字；没有项目时为空",
    "民生": "民生保障，若干段文字；没有数据时为空",
    "问题": "报告自己提出的问题，若干段文字；没有时为空",
    "下年": "下一年预期目标和计划项目，若干段文字；没有时为空",
    "指标": f"主要指标表，最多{BODY_ROWS}行",
    "指标[].名称": "指标名称",
    "指标[].单位": "计量单位",
    "指标[].完成": "完成数，缺的打“—”",
    "指标[].增速": "增速（%），下降为负",
    "指标[].年度目标": "年度目标，带单位",
    "指标[].完成情况": "完成、预计未完成等",
    "有目标": "有没有年度目标：没有时主要指标表可以少两栏",
    "全部指标": "附件用的全部指标；正文的表放得下时为空",
    "全部指标[].序": "序号",
    "全部指标[].名称": "指标名称",
    "全部指标[].单位": "计量单位",
    "全部指标[].完成": "完成数",
    "全部指标[].增速": "增速（%）",
    "全部指标[].年度目标": "年度目标，带单位",
    "全部指标[].完成情况": "完成情况和与目标的差距",
    "全部指标[].下年目标": "下一年目标，带单位",
    "项目清单": "附件用的全部项目；正文已经列全时为空",
    "项目清单[].序": "序号",
    "项目清单[].名称": "项目名称",
    "项目清单[].阶段": "竣工投用、在建等",
    "项目清单[].投资": "投资额，缺的打“—”",
    "项目清单[].时期": "所说的年份",
    "项目清单[].出处": "出处文件和章节序号",
    "附件": "附件说明，每个附件一行",
    "附件[].号": "附件的序号；只有一个附件时为空",
    "附件[].名称": "附件的名称",
    "附件号": "各附件的序号，如“附件号.来源”；只有一个附件时为空",
    "附件号.指标": "全部指标表的附件序号",
    "附件号.项目": "项目清单的附件序号",
    "附件号.来源": "数据来源表的附件序号",
    "来源": "数据来源表：正文已经打印的每个数据一行，所以要放在文末",
    "来源[].序": "序号",
    "来源[].名称": "指标、项目或事项",
    "来源[].数值": "正文里的数值",
    "来源[].文件": "出处文件及日期",
    "来源[].章节": "出处章节",
    "来源[].原文": "原文",
}


_HEADING = 12  # characters of a heading in the table of sources
_CLAUSE = re.compile("[，；。]")
_NUMBER = re.compile(r"第?[一二三四五六七八九十]+[、章节]|（[一二三四五六七八九十]+）|\d+[.．、]")


class Numbering:
    """一, 二, 三 … one further each time it is printed."""

    def __init__(self) -> None:
        self._printed = 0

    def next(self) -> str:
        self._printed += 1
        return filters.chinese_number(self._printed)


class Sources:
    """The rows of the 数据来源表: what has been printed when a template reaches it, in the order printed.

    `printed` holds the keys as they are printed; it is filled by the engine.
    """

    def __init__(self, pack: Pack, facts: dict[str, tuple[str, str, Source]]) -> None:
        self.printed: dict[str, None] = {}
        self._facts = facts
        self._dates = {document.id: document.date for document in pack.documents}

    def __len__(self) -> int:
        return sum(key in self._facts for key in self.printed)

    def __iter__(self) -> Iterator[dict[str, str]]:
        names: dict[tuple[str, str], list[str]] = {}
        rows: dict[tuple[str, str], tuple[str, str, Source]] = {}
        for key in list(self.printed):
            if key not in self._facts:
                continue
            name, value, source = self._facts[key]
            # Names from one sentence share a row; a figure has its own.
            place = (source.document + source.quote, key if value else "")
            names.setdefault(place, []).append(filters.bind(key, name, "text") if not value else filters.plain(name))
            rows.setdefault(place, (key, value, source))
        for number, (place, (key, value, source)) in enumerate(rows.items(), start=1):
            yield {
                "序": str(number),
                "名称": "、".join(names[place]),
                "数值": filters.bind(key, value) if value else "—",
                "文件": document_name(source, self._dates.get(source.document, "")),
                "章节": section_name(source),
                "原文": filters.bind(key, _excerpt(source.quote, value), "text"),
            }


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables of a template (VARIABLES) for this Pack. The lists are cut until the body fits its two pages."""
    for limits in prose.LIMITS:
        variables = _build(pack, request, limits)
        if _lines(variables) <= _BODY_LINES:
            break
    return variables


def _build(pack: Pack, request: Request, limits: prose.Limits) -> dict[str, Any]:
    words = request.wording
    by_indicator = {row.indicator: row for row in reversed(pack.targets) if row.indicator}
    mentions = [mention for _, found in prose.by_stage(prose.reached(pack.projects, pack.period)) for mention in found]
    cut = any(len(found) > limits.named for _, found in prose.by_stage(mentions))
    documents = {document.id: document for document in pack.documents}
    annexes = {
        "指标": _wide_rows(pack, by_indicator, request) if len(_told(pack)) > BODY_ROWS else [],
        "项目": [_project(number, mention, request, documents) for number, mention in enumerate(mentions, start=1)] if cut else [],
    }
    names = {"指标": "主要指标完成情况表", "项目": "重点项目清单", "来源": "数据来源表"}
    present = [kind for kind in names if kind == "来源" or annexes[kind]]
    numbers = {kind: str(present.index(kind) + 1) if kind in present and len(present) > 1 else "" for kind in names}
    following = prose.following(pack.period)
    return {
        "标题": f"{pack.scope.name}{periods.label(pack.period)}{request.title}",
        "地区": pack.scope.name,
        "时期": periods.label(pack.period),
        "下期": periods.label(following) if following else "",
        "日期": filters.chinese_date(pack.as_of),
        "成果名称": request.title,
        "序号": Numbering(),
        "总体": prose.overview(pack, words, limits),
        "目标": prose.targets(pack, words, limits),
        "项目": prose.projects(pack, words, limits),
        "民生": prose.livelihood(pack, limits),
        "问题": prose.problems(pack, limits),
        "下年": prose.outlook(pack, limits),
        "指标": [_narrow(row, by_indicator.get(row.indicator), request) for row in _headlines(pack, by_indicator)],
        "全部指标": annexes["指标"],
        "项目清单": annexes["项目"],
        "附件": [{"号": numbers[kind], "名称": names[kind]} for kind in present],
        "附件号": numbers,
        "有目标": bool(pack.targets),
        "来源": Sources(pack, _facts(pack, limits)),
    }


def _lines(variables: dict[str, Any]) -> float:
    """How many lines of the type area the body takes, about: a Han character is one wide, a digit a half."""
    lines = 3.0 + len(variables["附件"]) + 1
    for part in ("总体", "目标", "项目", "民生", "问题", "下年"):
        if variables[part]:
            lines += 1 + sum(math.ceil((_width(text) + 2) / 28) for text in variables[part])
    # Head, caption and note of the table; a row is 6.6 mm of a line's 10.2.
    return lines + (2.5 + 0.65 * len(variables["指标"]) if variables["指标"] else 0)


def _width(text: str) -> float:
    return sum(0.5 if character < "\u2000" else 1 for character in filters.unbound(text))


def document_name(source: Source, date: str) -> str:
    """《槐荫区政府工作报告》（2025年1月8日）."""
    name = f"《{filters.plain(source.title)}》" if source.title else filters.plain(source.file)
    return name + (f"（{filters.chinese_date(date)}）" if date else "")


def section_name(source: Source) -> str:
    """The headings above a fact, and the page or cell where the format has one."""
    return (
        "／".join(_shortened(filters.plain(heading)) for heading in source.section)
        + (f"（{filters.plain(source.place)}）" if source.place else "")
        or "—"
    )


def _short_name(source: Source, documents: dict[str, DocumentInfo], request: Request) -> str:
    """2025年政府工作报告: the kind of a document and its year, where both are known."""
    document = documents.get(source.document)
    if document is None or document.kind == "other" or not document.date:
        return f"《{filters.plain(source.title)}》"
    return f"{document.date[:4]}年{request.wording.documents[document.kind]}"


def _shortened(heading: str) -> str:
    return heading if len(heading) <= _HEADING else heading[:_HEADING] + "……"


def _section_numbers(source: Source) -> str:
    """一（二）: the numbers of the headings above a fact."""
    return "".join(match[0].strip("、.．") for heading in source.section if (match := _NUMBER.match(heading.strip())))


def _headlines(pack: Pack, targets: dict[str, TargetRow]) -> list[IndicatorRow]:
    """The rows of the body's table, in the configured order: those with a main target come first when not all fit."""

    def weight(row: IndicatorRow) -> tuple[bool, bool]:
        target = targets.get(row.indicator)
        return not (target and target.headline), target is None

    chosen = {row.indicator for row in sorted(_told(pack), key=weight)[:BODY_ROWS]}
    return [row for row in pack.indicators if row.indicator in chosen]


def _told(pack: Pack) -> list[IndicatorRow]:
    """The indicators a table has something to say about."""
    return [row for row in pack.indicators if prose.has_figure(row) or row.target]


def _narrow(row: IndicatorRow, target: TargetRow | None, request: Request) -> dict[str, str]:
    missing = request.wording.missing
    return {
        "名称": row.name,
        "单位": row.level.unit if row.level and row.level.unit else missing,
        "完成": filters.cell(row.level, missing),
        "增速": filters.cell(row.growth, missing),
        "年度目标": _goal(row.target, missing),
        "完成情况": prose.verdict_word(target, request.wording) if target else missing,
    }


def _wide_rows(pack: Pack, targets: dict[str, TargetRow], request: Request) -> list[dict[str, str]]:
    return [_wide(number, row, targets.get(row.indicator), request) for number, row in enumerate(_told(pack), start=1)]


def _wide(number: int, row: IndicatorRow, target: TargetRow | None, request: Request) -> dict[str, str]:
    missing = request.wording.missing
    verdict = "，".join(part for part in (prose.verdict_word(target, request.wording), prose.gap(target)) if part) if target else missing
    following = _goal(target.next_target if target else None, missing)
    return _narrow(row, target, request) | {"序": str(number), "完成情况": verdict, "下年目标": following}


def _goal(target: Observation | None, missing: str) -> str:
    """6%左右, 60亿元以上: a target says its own unit, it may be another than the figure's."""
    return filters.bind(target.key, wording.cell(target, with_unit=True)) if target else missing


def _project(number: int, mention: ProjectMention, request: Request, documents: dict[str, DocumentInfo]) -> dict[str, str]:
    return {
        "序": str(number),
        "名称": filters.project_name(mention),
        "阶段": prose.stage_word(mention.stage, request.wording),
        "投资": filters.bind(mention.key, mention.investment) if mention.investment else request.wording.missing,
        "时期": periods.label(mention.period),
        "出处": _short_name(mention.source, documents, request) + _section_numbers(mention.source),
    }


def _facts(pack: Pack, limits: prose.Limits) -> dict[str, tuple[str, str, Source]]:
    """Every fact the paragraphs and indicator tables can print, by key: name, figure as printed ("" for names), source.

    The projects that only stand in the 项目清单 are not among them: that table names its sources itself.
    """
    names = {row.indicator: row.name for row in pack.indicators}
    facts: dict[str, tuple[str, str, Source]] = {}
    for task in pack.tasks:
        facts[filters.source_key(task.source)] = (task.title, "", task.source)
    for mention in (*pack.portfolios, *prose.mentioned(pack, limits)):
        counted = prose.portfolio_count(mention) if mention.kind == "portfolio" else ""
        value = "，".join(part for part in (counted, mention.investment if counted else "") if part)
        facts[mention.key] = (mention.name, value, mention.source)
    for observation in _observations(pack):
        name = f"{names.get(observation.indicator or '', observation.name)}（{_qualified(observation)}）"
        said = wording.change(observation) if observation.measure in wording.CHANGES else wording.figure(observation)
        facts[observation.key] = (name, said, observation.source)
    return facts


def _observations(pack: Pack) -> Iterator[Observation]:
    yield from pack.observations
    yield from pack.series
    yield from pack.next_targets
    for row in pack.targets:
        yield from (observation for observation in (row.target, row.actual, row.next_target) if observation)
    for indicator in pack.indicators:
        yield from (o for o in (indicator.level, indicator.growth, indicator.rank, indicator.target, indicator.previous) if o)


def _qualified(observation: Observation) -> str:
    """2024年, 2024年预计, 2025年目标."""
    suffix = {"estimate": "预计", "target": "目标", "actual": ""}[observation.status]
    return periods.label(observation.period) + suffix


def _excerpt(quote: str, value: str) -> str:
    """The quotation, cut around its figure where it is long, from the beginning of a clause where one is near."""
    if len(quote) <= _QUOTE:
        return quote
    digits = "".join(character for character in value if character in "0123456789.")
    at = max(quote.find(digits), 0) if digits else 0
    start = max(0, min(at - _QUOTE // 2, len(quote) - _QUOTE))
    clause = _CLAUSE.search(quote, start, max(at, start)) if start else None
    start = clause.end() if clause else start
    end = start + _QUOTE
    return ("……" if start else "") + quote[start:end] + ("……" if end < len(quote) else "")
