"""Why a name was read as a project, or why it was not: what `briefing explain` says of projects.

for told in explain_projects(document, "云栖谷"):
    print(told.sentence, told.reasons)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.extraction.projects import kinds, names, phrases
from briefing.extraction.projects.clauses import clauses, sentences
from briefing.extraction.projects.mentions import project_mentions
from briefing.extraction.projects.tables import table_mentions
from briefing.extraction.projects.verbs import verbs
from briefing.model import Document, ProjectMention, Stage

_STAGES: dict[Stage, str] = {
    "reserved": "谋划储备",
    "preparing": "前期",
    "signed": "签约落地",
    "started": "开工",
    "building": "在建",
    "completed": "竣工投用",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, or that nothing was: the sentence, and (field, value, why) in Chinese, "" where there is no why."""

    sentence: str
    reasons: tuple[tuple[str, str, str], ...]
    read: bool = True


def explain_projects(document: Document, find: str) -> tuple[Told, ...]:
    """The projects whose name has `find` in it, in text order, each with its reasons; then the clauses with it that gave none."""
    found = [m for m in (*project_mentions(document), *table_mentions(document)) if find in m.name]
    read = {mention.source.quote for mention in found}
    told = [Told(mention.source.sentence, tuple(_reasons(mention))) for mention in found]
    passed = (
        Told(clause, (("项目", "没有读出", _why_none(clause)),), read=False)
        for clause in _clauses(document.text)
        if find in clause and not any(clause in quote or quote in clause for quote in read)
    )
    return (*told, *passed)


def _clauses(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        yield from (clause.text for clause in clauses(text, start, end))


def _reasons(mention: ProjectMention) -> Iterator[tuple[str, str, str]]:
    group = mention.kind == "portfolio"
    kind = "一组项目" if group else "点名项目"
    yield "项目", kind, "名称前后有数量" if group else "名称带设施、工程或项目等词，分句说到建设"
    yield "名称", mention.name, ""
    if group:
        yield "数量", f"{mention.bound_text}{mention.count}{mention.unit}", ""
    words = f"原文“{mention.stage_words}”" if mention.stage_words else "原文没有写明，按标题或类别"
    yield "阶段", _STAGES[mention.stage], words
    yield "状态", "计划" if mention.status == "target" else "实际", ""
    yield "时期", mention.period, ""
    yield "范围", mention.area, f"属于{mention.part_of}" if mention.part_of else ""
    if mention.investment:
        yield "总投资", mention.investment_bound + mention.investment, ""
    if not group and kinds.is_no_entry(mention.name):
        yield "台账", "不列入", "只是一类事物或服务的名称，台账里分不清是哪一个"


def _why_none(clause: str) -> str:
    if names.may_name(clause) < 0:
        return "没有项目、工程和设施一类的词"
    if phrases.is_passed_over(clause):
        return "这样起头的话说的是依托、用途或活动，不说建设"
    if not verbs(names.masked(clause), 0).any:
        return "没有开工、推进、建成一类说建设的词"
    return "名称只是一类事物，或不像一个项目的名称"
