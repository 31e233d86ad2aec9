"""The facts of a scope, indexed once for everything the analysis asks of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from briefing.amounts import base
from briefing.analysis import names
from briefing.analysis.best import best_first
from briefing.extraction.projects import link
from briefing.model import DocumentInfo, Measure, Observation, Project, ProjectMention
from briefing.settings import Settings
from briefing.settings.schema import Indicator
from briefing.store import ScopeFacts

Found = TypeVar("Found")
Quantity = tuple[str, frozenset[str]]
Cell = tuple[str, Measure, bool]  # period, measure, whether a target
# What a configured name may say that a sentence did not: then the sentence's own name is the figure's.
_CLAIMS = re.compile("签约|落地|登记|新增|新建|竣工|投产|开工|认定|完成")
# 总投资1087亿元的216个重点项目: how many there are is said of those whose sum is said.
_TOLD_WITH = {"key_projects": "key_projects_investment"}
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
        return {
            document: sorted(inside, key=lambda o: o.source.start)
            for document, inside in found.items()
        }

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
    def _figures(self) -> dict[tuple[str, str, bool], list[Observation]]:
        found: defaultdict[tuple[str, str, bool], list[Observation]] = defaultdict(list)
        for indicator, observations in self.by_indicator.items():
            for o in observations:
                found[indicator, o.period, o.status == "target"].append(o)
        return {cell: distinct(self.best_first(figures)) for cell, figures in found.items()}

    def figures(self, indicator: str, period: str, *, target: bool = False) -> list[Observation]:
        """Figures of a canonical indicator for one period, best first; of equal ones the best source's."""
        return self._figures.get((indicator, period, target), [])

    @cached_property
    def series(self) -> dict[str, dict[Cell, Observation]]:
        """indicator -> the figure of each of its cells, in order: the one rule by which every paper takes the same one.

        All of them are of one scope, the indicator itself where any figure is: all 创新平台 of one year are not set beside the new ones
        of another. The rest is `best_first`, and of two numbers of one document that which is told with its sum (_TOLD_WITH).
        """
        found = {
            indicator.id: self.best_first(self.by_indicator.get(indicator.id, ()))
            for indicator in self.indicators
        }
        return {
            indicator: self._of_one_scope(indicator, figures, found)
            for indicator, figures in found.items()
            if figures
        }

    def figure(self, indicator: str, period: str, measure: Measure) -> Observation | None:
        """What became of an indicator in a period, as every paper says it; None where no source gives it in its usual scope."""
        return self.series.get(indicator, {}).get((period, measure, False))

    def _of_one_scope(
        self, indicator: str, figures: list[Observation], every: Mapping[str, list[Observation]]
    ) -> dict[Cell, Observation]:
        scopes = [names.scope(observation.name, indicator) for observation in figures]
        main = frozenset[str]() if frozenset() in scopes else scopes[0]
        figures = [
            observation for observation, scope in zip(figures, scopes, strict=True) if scope == main
        ]
        cells: dict[Cell, Observation] = {}
        for observation in (
            *_told_with(figures, every.get(_TOLD_WITH.get(indicator, ""), ())),
            *figures,
        ):
            cells.setdefault(
                (observation.period, observation.measure, observation.status == "target"),
                observation,
            )
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
        configured = self.configured_name(observation.indicator)
        if names.scope(observation.name, observation.indicator):
            return observation.name
        if names.of_some(observation.name, configured):
            return observation.name
        if any(word not in observation.source.quote for word in _CLAIMS.findall(configured)):
            return observation.name
        return _counted(configured, observation) or observation.name

    def configured_name(self, indicator: str | None) -> str:
        return self._names.get(indicator or "", "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {indicator.id: indicator.name for indicator in self.settings.indicators}

    def remembered(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` found when it was first asked for."""
        if what not in self._memory:
            self._memory[what] = find()
        found: Found = self._memory[what]
        return found

    def years(self) -> Iterator[str]:
        """Every year that has a target or is reviewed, oldest first."""
        found = {o.period for o in self.facts.observations if o.period.isdigit()}
        yield from sorted(found)


def _counted(name: str, observation: Observation) -> str:
    """空气优良天数 where days are counted, though the indicator is configured as a share of them (空气优良天数比例)."""
    return (
        name.removesuffix("比例").removesuffix("占比")
        if observation.measure == "level" and observation.unit.endswith("天")
        else name
    )


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
    kept: dict[tuple[object, ...], Observation] = {}
    for observation in figures:
        kept.setdefault((observation.measure, observation.value, observation.unit), observation)
    return list(kept.values())
