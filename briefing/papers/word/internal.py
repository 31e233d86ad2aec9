"""What only internal papers show: findings, doubtful figures, targets without a verdict, figures that disagree, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from briefing import periods
from briefing.analysis import fields, names
from briefing.analysis.rules import conflict
from briefing.model import Finding, Observation, Pack, Source, TargetRow
from briefing.papers import Request, filters, wording
from briefing.papers.word import progress
from briefing.papers.word.sources import excerpt, placing

DOUBTFUL = 0.8  # confidence below which a person looks at the source
_SEVERITIES = ("high", "medium", "low")
Row = dict[str, str]


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables of variables.INTERNAL."""
    numbered = placing(pack, request)

    def place(source: Source) -> str:
        at = f"（{filters.plain(source.place)}）" if source.place else ""
        return numbered(source) + at

    findings = sorted(pack.findings, key=lambda finding: _SEVERITIES.index(finding.severity))
    doubtful = sorted(
        (o for o in pack.observations if o.indicator and o.confidence < DOUBTFUL),
        key=lambda o: o.confidence,
    )
    unjudged = [
        row for row in pack.targets if not row.verdict.judged or row.verdict.basis == "derived"
    ]
    return {
        "发现": [
            _finding(n, finding, request, place) for n, finding in enumerate(findings, start=1)
        ],
        "存疑": [_doubt(n, observation, place) for n, observation in enumerate(doubtful, start=1)],
        "待核目标": [_target(n, row, request, place) for n, row in enumerate(unjudged, start=1)],
        "不一致": [
            row | {"序": str(n)} for n, row in enumerate(_disagreeing(pack, place), start=1)
        ],
        "待确认单位": progress.proposed(pack),
        "缺项": [filters.plain(note) for note in pack.notes],
    }


def _finding(number: int, finding: Finding, request: Request, place: Any) -> Row:
    sources = [*(o.source for o in finding.observations), *finding.sources]
    return {
        "序": str(number),
        "轻重": request.wording.severities[finding.severity],
        "说明": filters.plain(finding.message),
        "数据": _figures(finding.observations) or request.wording.missing,
        "出处": "；".join(dict.fromkeys(place(source) for source in sources))
        or request.wording.missing,
    }


def _figures(observations: Iterable[Observation]) -> str:
    return "；".join(f"{_named(o)}{filters.said(o)}" for o in observations)


def _named(observation: Observation) -> str:
    """地区生产总值（2024年预计）."""
    status = {"estimate": "预计", "target": "目标", "actual": ""}[observation.status]
    return f"{filters.plain(observation.name)}（{periods.label(observation.period)}{status}）"


def _doubt(number: int, observation: Observation, place: Any) -> Row:
    said = filters.said(observation)
    return {
        "序": str(number),
        "名称": _named(observation),
        "数值": said,
        "把握": str(round(observation.confidence * 100)),
        "出处": place(observation.source),
        "原文": filters.bind(
            observation.key,
            excerpt(filters.quoted(observation.source), filters.unbound(said)),
            "text",
        ),
    }


def _target(number: int, row: TargetRow, request: Request, place: Any) -> Row:
    return {
        "序": str(number),
        "名称": row.name,
        "目标": filters.said(row.target),
        "完成": filters.said(row.actual) if row.actual else request.wording.missing,
        "说明": filters.plain(wording.verdict(row)),
        "出处": place(row.target.source),
    }


def _disagreeing(pack: Pack, place: Any) -> Iterable[Row]:
    """Figures of one cell that say something else than the one chosen."""
    said: defaultdict[str, list[Observation]] = defaultdict(list)
    for each in pack.observations:
        said[each.source.document].append(each)
    for row in pack.indicators:
        chosen = {o.measure: o for o in (row.growth, row.level) if o}
        for other in row.alternatives:
            used = chosen.get(other.measure)
            # 51宗 and 4727.8亩, 13.2亿元 and 突破13亿元: two ways of saying one thing
            if used is None or not used.amount.like(other.amount):
                continue
            if used.amount.meets(other.amount, loosely=True):
                continue
            if names.scope(other.name, row.indicator) != names.scope(used.name, row.indicator):
                continue  # 政协提案 beside 人大建议: two things, no contradiction
            if fields.of_one(other.name, other.source):
                continue  # 半导体's 10 of all 145
            if conflict.speaks_of_another(other, used, said):
                continue  # 开工在建135个 of 216个, 其中11.6亿元 of 68.1亿元
            yield {
                "名称": row.name,
                "采用": filters.said(used),
                "采用出处": place(used.source),
                "其他": filters.said(other),
                "其他出处": place(other.source),
            }
