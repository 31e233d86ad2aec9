"""The facts of a scope, indexed once for everything the analysis asks of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from briefing.amounts import base
from briefing.analysis import names
from briefing.analysis.best import best_first
from briefing.extraction.projects import link
from briefing.model import DocumentInfo, Measure, Observation, Project, ProjectMention, ScopeFacts
from briefing.settings import Settings
from briefing.settings.schema import Indicator

Found = TypeVar("Found")
Quantity = tuple[str, frozenset[str]]
Cell = tuple[str, Measure, bool]  # period, measure, whether a target
# What a configured name may say that a sentence did not: then the sentence's own name is the figure's.
_CLAIMS = re.compile("签约|落地|登记|新增|新建|竣工|投产|开工|认定|完成")
_AWARD = re.compile("(?:新?获[批评]|新?认定|新?入选)$")
# 总投资1087亿元的216个重点项目: how many there are is said of those whose sum is said.
_TOLD_WITH = {"key_projects": "key_projects_investment"}
_PLACE = attrgetter("source.start")
Key = tuple[Quantity, str, str]  # quantity, measure, base unit ("" unless measure is level)


def key(observation: Observation) -> Key:
    """Equal for figures that speak of the same thing in the same measure and can be compared by value."""
    return _key(observation.name, observation.indicator, observation.measure, observation.unit)


@lru_cache(maxsize=65536)
def _key(name: str, indicator: str | None, measure: str, unit: str) -> Key:
    return names.quantity(name, indicator), measure, base(unit) if measure == "level" else ""


class Index:
    """ScopeFacts by what they speak of. `documents` by id, `indicators` in the configured order."""

    def __init__(self, facts: ScopeFacts, settings: Settings) -> None:
        self.facts = facts
        self.settings = settings
        self._memory: dict[Hashable, Any] = {}
        self.documents: dict[str, DocumentInfo] = {
            document.id: document for document in facts.documents
        }

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(sorted(self.settings.indicators, key=lambda indicator: indicator.order))

    @cached_property
    def by_indicator(self) -> dict[str, list[Observation]]:
        """Figures of each canonical indicator, in document and text order."""
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for observation in self.facts.observations:
            if observation.indicator:
                found[observation.indicator].append(observation)
        return dict(found)

    @cached_property
    def mentions_by_document(self) -> dict[str, list[ProjectMention]]:
        """The named projects of each document."""
        found: dict[str, list[ProjectMention]] = defaultdict(list)
        for mention in self.facts.mentions:
            if mention.kind == "named":
                found[mention.source.document].append(mention)
        return found

    @cached_property
    def by_document(self) -> dict[str, list[Observation]]:
        """Figures of each document in text order."""
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for observation in self.facts.observations:
            found[observation.source.document].append(observation)
        return {document: sorted(inside, key=_PLACE) for document, inside in found.items()}

    @cached_property
    def cells(self) -> dict[tuple[str, bool], dict[Key, list[Observation]]]:
        """(period, whether targets) -> what is spoken of -> its figures, best first."""
        found: defaultdict[tuple[str, bool], defaultdict[Key, list[Observation]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for observation in self.facts.observations:
            found[observation.period, observation.status == "target"][key(observation)].append(
                observation
            )
        return {
            cell: {what: self.best_first(inside) for what, inside in by_key.items()}
            for cell, by_key in found.items()
        }

    @cached_property
    def whole(self) -> dict[tuple[str, str, str], list[Observation]]:
        """(indicator, period, measure) -> what became of the indicator itself, not of a part of it, best first."""
        found: dict[tuple[str, str, str], list[Observation]] = {}
        for (period, targets), cell in self.cells.items():
            for ((indicator, scope), measure, _), figures in cell.items():
                if not targets and not scope and indicator in self.by_indicator:
                    found.setdefault((indicator, period, measure), figures)
        return found

    @cached_property
    def _ranked(self) -> dict[str, list[Observation]]:
        """Figures of each canonical indicator, best first."""
        return {
            indicator: self.best_first(figures) for indicator, figures in self.by_indicator.items()
        }

    @cached_property
    def _figures(self) -> dict[tuple[str, str, bool], list[Observation]]:
        found: defaultdict[tuple[str, str, bool], list[Observation]] = defaultdict(list)
        for indicator, observations in self._ranked.items():
            for o in observations:
                found[indicator, o.period, o.status == "target"].append(o)
        return {cell: distinct(figures) for cell, figures in found.items()}

    def figures(self, indicator: str, period: str, *, target: bool = False) -> list[Observation]:
        """Figures of a canonical indicator for one period, best first; of equal ones the best source's."""
        return self._figures.get((indicator, period, target), [])

    @cached_property
    def series(self) -> dict[str, dict[Cell, Observation]]:
        """indicator -> the figure of each of its cells, in order: the one rule by which every paper takes the same one.

        All of them are of one scope, the indicator itself where any figure is: all 创新平台 of one year are not set beside the new ones
        of another. The rest is `best_first`, and of two numbers of one document that which is told with its sum (_TOLD_WITH).
        """
        return {
            indicator.id: self._of_one_scope(indicator.id, self._ranked[indicator.id])
            for indicator in self.indicators
            if indicator.id in self._ranked
        }

    def figure(self, indicator: str, period: str, measure: Measure) -> Observation | None:
        """What became of an indicator in a period, as every paper says it; None where no source gives it in its usual scope."""
        return self.series.get(indicator, {}).get((period, measure, False))

    def _of_one_scope(self, indicator: str, figures: list[Observation]) -> dict[Cell, Observation]:
        scopes = [names.scope(o.name, indicator) for o in figures]
        main = frozenset[str]() if frozenset() in scopes else scopes[0]
        figures = [o for o, scope in zip(figures, scopes, strict=True) if scope == main]
        companions = self._ranked.get(_TOLD_WITH.get(indicator, ""), ())
        if companions:
            figures = [*_told_with(figures, companions), *figures]
        # The first of each cell is the best one.
        cells = {(o.period, o.measure, o.status == "target"): o for o in reversed(figures)}
        return {cell: cells[cell] for cell in sorted(cells)}

    def best_first(self, found: Iterable[Observation]) -> list[Observation]:
        found = list(found)
        if len(found) < 2:
            return found
        return best_first(found, self.documents, fiscal=self.is_fiscal(found[0].indicator))

    def is_fiscal(self, indicator: str | None) -> bool:
        return indicator in self._fiscal

    @cached_property
    def _fiscal(self) -> frozenset[str]:
        return frozenset(
            indicator.id for indicator in self.settings.indicators if indicator.category == "财政"
        )

    @cached_property
    def families(self) -> dict[str, str]:
        """The kind of unit of each indicator."""
        return {indicator.id: indicator.unit_family for indicator in self.indicators}

    @cached_property
    def direction(self) -> dict[str | None, str]:
        return {indicator.id: indicator.direction for indicator in self.settings.indicators}

    @cached_property
    def departments(self) -> dict[str, str]:
        """The names of the departments by their ids."""
        return {department.id: department.name for department in self.settings.departments}

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        return link(self.facts.mentions)

    def name(self, observation: Observation) -> str:
        """The configured name of the indicator, with what narrows it as the text has it; else the name in the text, also where it says less."""
        days = observation.measure == "level" and observation.unit.endswith("天")
        configured = self._names.get(observation.indicator or "", "")
        found = _named(observation.name, observation.indicator, configured, days)
        if found != observation.name and any(
            word not in observation.source.quote for word in _claims(configured)
        ):
            return _awarded(observation) + observation.name
        return found

    def configured_name(self, indicator: str | None) -> str:
        return self._names.get(indicator or "", "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {indicator.id: indicator.name for indicator in self.settings.indicators}

    def remembered(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` found when it was first asked for."""
        try:
            found: Found = self._memory[what]
        except KeyError:
            found = self._memory[what] = find()
        return found

    @cached_property
    def years(self) -> tuple[str, ...]:
        """Every year that has a target or is reviewed, oldest first."""
        return tuple(sorted({o.period for o in self.facts.observations if o.period.isdigit()}))


def _awarded(observation: Observation) -> str:
    """获批 of 32家企业获批山东省“专精特新”企业: without its verb what was added in a year reads as all there are."""
    sentence = observation.source.sentence
    before = sentence[: max(sentence.find(observation.name), 0)]
    found = _AWARD.search(before)
    return found[0] if found else ""


@lru_cache(maxsize=4096)
def _claims(configured: str) -> tuple[str, ...]:
    return tuple(_CLAIMS.findall(configured))


@lru_cache(maxsize=65536)
def _named(name: str, indicator: str | None, configured: str, days: bool) -> str:
    """days: 空气优良天数 where they are counted, though the indicator is configured as a share of them (空气优良天数比例)."""
    if names.scope(name, indicator) or names.of_some(name, configured):
        return name
    if days:
        configured = configured.removesuffix("比例").removesuffix("占比")
    return configured or name


def _told_with(
    figures: Sequence[Observation], companions: Sequence[Observation]
) -> list[Observation]:
    """The figures of the best figures' documents in whose sentences one of the companions stands."""
    best: dict[tuple[str, bool], str] = {}
    for figure in figures:
        best.setdefault((figure.period, figure.status == "target"), figure.source.document)
    sentences = {
        (other.source.document, other.source.sentence, other.period) for other in companions
    }
    return [
        figure
        for figure in figures
        if (figure.source.document, figure.source.sentence, figure.period) in sentences
        and best[figure.period, figure.status == "target"] == figure.source.document
    ]


def distinct(figures: Iterable[Observation]) -> list[Observation]:
    """The first of equal figures."""
    figures = list(figures)
    if len({o.measure for o in figures}) == len(figures):
        return figures
    kept: dict[tuple[object, ...], Observation] = {}
    for observation in figures:
        kept.setdefault((observation.measure, observation.value, observation.unit), observation)
    return list(kept.values())
