"""What the checks found, by severity: for internal papers only."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.model import Finding, Severity
from briefing.papers import fonts
from briefing.papers.charts import style
from briefing.papers.charts.base import Absent, Chart, ChartTable, Context, count, unique, words
from briefing.papers.charts.scene import Box, Run, Runs, Scene, joined, runs, width

NAME = "校核发现"
_SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")


def make(context: Context) -> Chart | Absent:
    found = [
        finding
        for severity in _SEVERITIES
        for finding in context.pack.findings
        if finding.severity == severity
    ]
    if not found:
        return Absent("findings", NAME, runs("校核没有发现问题"))
    return Chart(
        id="findings",
        name=NAME,
        title=context.title(_conclusion(context, found)),
        key=runs("仅供内部校核；先重后轻，全部列于数据附录"),
        shape="列表",
        table=_table(context, found),
        sources=unique(source for finding in found for source in finding.sources),
        draw=lambda scene, box: _draw(context, found, scene, box),
    )


def _conclusion(context: Context, found: Sequence[Finding]) -> Runs:
    """校核发现12项：重要2项、一般7项、提示3项."""
    each = []
    for severity in _SEVERITIES:
        keys = [key for finding in found if finding.severity == severity for key in _keys(finding)]
        number = sum(finding.severity == severity for finding in found)
        if number:
            each.append(runs(context.wording.severities[severity], count(number, keys), "项"))
    every = [key for finding in found for key in _keys(finding)]
    return runs("校核发现", count(len(found), every), "项：", joined(each))


def _keys(finding: Finding) -> tuple[str, ...]:
    return tuple(observation.key for observation in finding.observations)


def _draw(context: Context, found: Sequence[Finding], scene: Scene, box: Box) -> None:
    colours = context.colours
    marks = {"high": colours.contrast, "medium": colours.main, "low": colours.pale}
    names = max(width(word, style.LABEL) for word in context.wording.severities.values()) + 26
    y = box.top
    for finding in found:
        if y - 2 * style.LABEL * 1.4 < box.bottom:
            break
        scene.bar(Box(box.left, y - style.LABEL - 1, box.left + 8, y - 2), marks[finding.severity])
        scene.text(
            box.left + 14,
            y - style.LABEL,
            context.wording.severities[finding.severity],
            style.LABEL,
            colours.soft,
        )
        text = Run(fonts.clean(finding.message), "derived", _keys(finding))
        y = (
            scene.lines(
                Box(box.left + names, box.bottom, box.right, y),
                text,
                style.LABEL,
                colours.ink,
                most=2,
            )
            - 8
        )


def _table(context: Context, found: Sequence[Finding]) -> ChartTable:
    return ChartTable(
        ("轻重", "规则", "发现", "出处"),
        tuple(
            (
                words(context.wording.severities[finding.severity]),
                words(Run(finding.rule, "name")),
                words(Run(fonts.clean(finding.message), "derived", _keys(finding))),
                words(
                    joined(dict.fromkeys(context.number(source) for source in finding.sources), "")
                ),
            )
            for finding in found
        ),
    )
