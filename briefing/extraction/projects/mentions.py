"""The project mentions of a document: phrases with the status and year of their place."""

from __future__ import annotations

from typing import Literal

from briefing.extraction.projects import phrases
from briefing.extraction.projects.clauses import Clause, sentences
from briefing.extraction.projects.counts import Group
from briefing.extraction.projects.names import Named
from briefing.model import Document, ProjectMention, Stage, squeeze

_CONJUNCTION = 3  # 其中 between two clauses does not part them
_OF_WHICH = ("其中", "包括")
Status = Literal["actual", "target"]


def project_mentions(document: Document) -> tuple[ProjectMention, ...]:
    """Every project and counted group of projects that the document's running text names, in text order.

    A name that a list shortens (轨道交通6号线和7号线) is completed; its source then shows what is written.
    """
    found: list[ProjectMention] = []
    for span, clauses in sentences(document.text):
        found.extend(_of_sentence(document, span, clauses))
    return tuple(found)


def _of_sentence(document: Document, span: tuple[int, int], clauses: list[Clause]) -> list[ProjectMention]:
    read: list[phrases.Phrase | None] = []
    carried: Stage | None = None
    told: Stage | None = None  # of the last counted group, which 其中 speaks of
    for clause in clauses:
        phrase = phrases.read(clause.text, told if clause.text.startswith(_OF_WHICH) else carried)
        if phrase or len(clause.text) > _CONJUNCTION:
            carried = (phrase.stage or carried) if phrase and phrase.groups else None
        if carried:
            told = carried
        read.append(phrase)
    if not any(read):
        return []
    status, period = _when(document, span[0])
    found: list[ProjectMention] = []
    stage: Stage | None = None
    group = ""
    for i, (clause, phrase) in enumerate(zip(clauses, read, strict=True)):
        if not phrase:
            continue
        stage = "completed" if phrase.done_in_review and status == "actual" else phrase.stage or stage or "building"
        place = _Place(document, clause, span, stage, status, period)
        money = phrase.investment or _investment_beside(clauses, read, i)
        alone = len(phrase.named) == 1 and not phrase.groups
        found.extend(place.named(named, money if alone else None) for named in phrase.named)
        for counted in phrase.groups:
            group = counted.name or group  # 新策划项目189个，已开工60个
            if group:
                found.append(place.group(group, counted, money if counted.name else None))
    return found


class _Place:
    """A clause with all that its mentions share."""

    def __init__(self, document: Document, clause: Clause, sentence: tuple[int, int], stage: Stage, status: Status, period: str) -> None:
        self.document, self.clause, self.sentence = document, clause, sentence
        self.stage, self.status, self.period = stage, status, period

    def named(self, named: Named, investment: str | None) -> ProjectMention:
        return self._mention("named", named.name, named.start, named.end, investment, None)

    def group(self, name: str, group: Group, investment: str | None) -> ProjectMention:
        return self._mention("portfolio", name, group.start, group.end, investment, group.count, group.stage)

    def _mention(
        self,
        kind: Literal["named", "portfolio"],
        name: str,
        start: int,
        end: int,
        investment: str | None,
        count: str | None,
        stage: Stage | None = None,
    ) -> ProjectMention:
        at = self.clause.start
        return ProjectMention(
            kind=kind,
            name=squeeze(name),
            stage=stage or self.stage,
            status=self.status,
            period=self.period,
            area=self.document.area,
            source=self.document.source(at + start, at + end, self.sentence, (at, at + len(self.clause.text))),
            investment=squeeze(investment) if investment else None,
            count=count,
        )


def _investment_beside(clauses: list[Clause], read: list[phrases.Phrase | None], i: int) -> str | None:
    """The investment that a clause of its own gives beside this one: 新策划项目189个，总投资1209亿元."""
    for j in (i + 1, i - 1):
        if 0 <= j < len(clauses) and read[j] is None and (money := phrases.investment_beside(clauses[j].text, before=j < i)):
            return money
    return None


def _when(document: Document, offset: int) -> tuple[Status, str]:
    """Status and period of what stands at this offset: from its section, else from the years the document speaks of."""
    section = document.section_at(offset)
    status: Status = "target" if section and section.part in ("tasks", "outlook") else "actual"
    if section and section.years:
        first, last = section.years
        return status, str(last) if first == last else f"{first}-{last}"
    year = document.year_planned if status == "target" else document.year_reviewed
    return status, str(year or document.date[:4])
