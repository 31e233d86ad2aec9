"""Where a paper's figures come from: the rows of its 数据来源表 and how documents and sections are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from briefing import periods
from briefing.analysis import wording
from briefing.model import DocumentInfo, Observation, Pack, Source
from briefing.papers import Request, filters
from briefing.papers.content import budgets
from briefing.papers.once import once
from briefing.papers.word import prose
from briefing.papers.word.clauses import same_part
from briefing.papers.wording import stated

_TOGETHER = 9  # facts of a row with several sentences: it does not break over pages
_QUOTE = 80  # characters of a quotation in a narrow cell
_SENTENCES = 200  # characters of the sentences of one row: it has to stand on a page
_ENDS = "。；！"
_HEADING = 12  # characters of a heading
_CARRIED_OUT = re.compile("完成.*(?:计划|预算|目标|任务|指标)")
_CLAUSE = re.compile("[，；。]")
_NUMBER = re.compile(r"第?[一二三四五六七八九十]+[、章节]|（[一二三四五六七八九十]+）|\d+[.．、]")


class Fact(NamedTuple):
    name: str
    said: str  # the figure as printed, "" for a name
    source: Source
    when: str = ""  # 2024年预计


Quoted = tuple[str, list[str]]  # a sentence and the keys of its facts


class Sources:
    """The rows of the 数据来源表: what has been printed when a template reaches it, by document and section, in the order printed.

    `printed` holds the keys as they are printed; it is filled by the engine. inputs: the facts behind worked-out figures that are
    not printed themselves, by the figure's key.
    """

    def __init__(
        self, pack: Pack, facts: dict[str, Fact], inputs: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.printed: dict[str, None] = {}
        self._facts = facts
        self._inputs = inputs
        self._dates = {document.id: document.date for document in pack.documents}

    @property
    def known(self) -> Iterable[str]:
        """The keys of all facts that can have a place."""
        return self._facts.keys()

    def _keys(self) -> list[str]:
        keys = (other for key in self.printed for other in (key, *self._inputs.get(key, ())))
        return [key for key in dict.fromkeys(keys) if key in self._facts]

    def __len__(self) -> int:
        return len(self._keys())

    def __iter__(self) -> Iterator[dict[str, str]]:
        documents: dict[str, dict[str, list[str]]] = {}
        for key in self._keys():
            source = self._facts[key].source
            documents.setdefault(source.document, {}).setdefault(_section(source), []).append(key)
        number = 0
        for document, sections in documents.items():
            rows = [
                (section, row)
                for section, keys in sections.items()
                for row in _rows(self._by_sentence(keys))
            ]
            for at, (section, row) in enumerate(rows):
                number += 1
                keys = [key for _, found in row for key in found]
                first = self._facts[keys[0]].source
                yield {
                    "序": str(number),
                    "文件": document_name(first, self._dates.get(document, "")) if at == 0 else "",
                    "章节": _with_cells(section, [self._facts[key].source for key in keys]),
                    "数据": "；".join(self._by_time(keys)),
                    "原文": _joined(filters.bind(found[0], quote, "text") for quote, found in row),
                }

    def _by_time(self, keys: Iterable[str]) -> Iterator[str]:
        """2024年预计：地区生产总值增长4%左右；固定资产投资增长7.4%左右: the time is said once. What has none comes first."""
        found: dict[str, dict[str, str]] = {"": {}}
        for key in keys:
            said = _fact(key, self._facts[key])
            found.setdefault(self._facts[key].when, {}).setdefault(filters.unbound(said), said)
        for when, facts in found.items():
            for at, said in enumerate(facts.values()):
                yield (f"{filters.plain(when)}：" if when and not at else "") + said

    def _by_sentence(self, keys: Sequence[str]) -> list[Quoted]:
        """The facts of a section by their sentence, whole and as the source has it, so that a reader finds it: each sentence once, in
        the order printed, none that another one holds."""
        quotes = {key: _sentence(self._facts[key].source) for key in keys}
        longest = sorted(set(quotes.values()), key=len, reverse=True)
        found: dict[str, list[str]] = {}
        for key, quote in quotes.items():
            whole = next(each for each in longest if quote.strip(_ENDS) in each)
            found.setdefault(whole, []).append(key)
        return list(found.items())


def _rows(sentences: Iterable[Quoted]) -> Iterator[list[Quoted]]:
    """What stands in one row: sentences with their facts, no more than a page has room for."""
    row: list[Quoted] = []
    for quote, keys in sentences:
        facts = sum(len(found) for _, found in row) + len(keys)
        if row and (facts > _TOGETHER or sum(len(q) for q, _ in row) + len(quote) > _SENTENCES):
            yield row
            row = []
        row.append((quote, keys))
    if row:
        yield row


def _joined(quotes: Iterable[str]) -> str:
    """Sentences one behind the other; those without a mark at their end parted by one."""
    said = ""
    for quote in quotes:
        said += ("；" if said and filters.unbound(said)[-1] not in _ENDS else "") + quote
    return said


def _section(source: Source) -> str:
    """What facts of one row share: the headings above them, and the page, or the sheet."""
    return _headed(source.section, source.place.partition("!")[0])


def _with_cells(section: str, sources: Sequence[Source]) -> str:
    """（主要指标）: with the cells where there are some: （主要指标!C4、D4）."""
    cells = [cell for source in sources if (cell := source.place.partition("!")[2])]
    return (
        section.removesuffix("）") + "!" + "、".join(dict.fromkeys(cells)) + "）"
        if cells
        else section
    )


def _fact(key: str, fact: Fact) -> str:
    """地区生产总值增长4%左右; its name alone where it has no figure."""
    return filters.bind(key, fact.name, "text") + (
        filters.bind(key, fact.said) if fact.said else ""
    )


def _sentence(source: Source) -> str:
    """What the source says around a fact: the whole sentence, of a table its row; with what a department made of it before it."""
    said = filters.quoted(source)
    return filters.plain(source.sentence if said in source.sentence else said)


def document_name(source: Source, date: str) -> str:
    """《槐荫区政府工作报告》（2025年1月8日）."""
    name = f"《{filters.plain(source.title)}》" if source.title else filters.plain(source.file)
    return name + (f"（{filters.chinese_date(date)}）" if date else "")


def section_name(source: Source) -> str:
    """The headings above a fact, and the page or cell where the format has one."""
    return _headed(source.section, source.place)


@lru_cache(maxsize=4096)
def _headed(section: tuple[str, ...], place: str) -> str:
    headings = "／".join(_shortened(filters.plain(heading)) for heading in section)
    return headings + (f"（{filters.plain(place)}）" if place else "") or "—"


def short_name(source: Source, documents: dict[str, DocumentInfo], request: Request) -> str:
    """2025年政府工作报告: the kind of a document and its year, where both are known."""
    document = documents.get(source.document)
    if document is None or document.kind == "other":
        return f"《{filters.plain(source.title)}》"
    if not document.date:
        alone = sum(other.kind == document.kind for other in documents.values()) == 1
        return (
            request.wording.documents[document.kind]
            if alone
            else f"《{filters.plain(source.title)}》"
        )
    return f"{document.date[:4]}年{request.wording.documents[document.kind]}"


def placing(pack: Pack, request: Request) -> Callable[[Source], str]:
    """Names a fact's place: 2024年政府工作报告二（二）."""
    documents = {document.id: document for document in pack.documents}
    shared = shared_numbers(pack)
    return lambda source: short_name(source, documents, request) + section_numbers(source, shared)


Places = Mapping[tuple[str, str], set[str]]  # document and numbers: the last headings so numbered


@once
def shared_numbers(pack: Pack) -> Places:
    """Which headings of a document carry the same numbers: a report may have two 二（二）."""
    found: dict[tuple[str, str], set[str]] = {}
    for source in _places(pack):
        numbers, heading = _numbered(source.section)
        found.setdefault((source.document, numbers), set()).add(heading)
    return found


def _places(pack: Pack) -> Iterator[Source]:
    yield from (task.source for task in pack.tasks)
    yield from (observation.source for observation in pack.observations)
    yield from (m.source for project in pack.projects for m in project.mentions)


def section_numbers(source: Source, shared: Places) -> str:
    """一（二）: the numbers of the headings above a fact; with the last one's first words where another heading has the same."""
    numbers, heading = _numbered(source.section)
    others = shared.get((source.document, numbers), set())
    if len(others) < 2:
        return numbers
    first = heading.partition("，")[0]
    apart = len({other.partition("，")[0] for other in others}) == len(others)
    return f"{numbers}“{filters.plain(first if apart else heading)}”"


@lru_cache(maxsize=4096)
def _numbered(section: tuple[str, ...]) -> tuple[str, str]:
    """The numbers of the numbered headings above a fact, and the words of the last of them."""
    found = [
        (match[0].strip("、.．"), heading.strip()[match.end() :].strip())
        for heading in section
        if (match := _NUMBER.match(heading.strip()))
    ]
    return "".join(number for number, _ in found), found[-1][1] if found else ""


def _shortened(heading: str) -> str:
    return heading if len(heading) <= _HEADING else heading[:_HEADING] + "……"


def facts_of(pack: Pack, limits: prose.Limits) -> dict[str, Fact]:
    """Every fact the paragraphs and indicator tables can print, by key.

    The projects that only stand in the 项目清单 are not among them: that table names its sources itself.
    """
    rows = {row.indicator: row for row in pack.indicators}
    lines = {
        figure.key: line.name
        for budget in budgets.budgets(pack, by_name=True)
        for line in budget.lines
        for figure in line.figures
    }
    facts: dict[str, Fact] = {}
    for task in (*pack.tasks, *pack.goals):
        facts[filters.source_key(task.source)] = Fact(
            f"{task.title}：" if task.goal else task.title, task.goal, task.source
        )
    for mention in (*pack.portfolios, *prose.mentioned(pack, limits)):
        counted = prose.portfolio_count(mention) if mention.kind == "portfolio" else ""
        money = f"{mention.investment_bound}{mention.investment or ''}" if counted else ""
        part = mention.area if mention.area != pack.scope.name else ""
        value = "，".join(filter(None, (counted, money)))
        facts[mention.key] = Fact(part + mention.name, value, mention.source)
    for observation in {id(each): each for each in _observations(pack)}.values():
        area = observation.area if pack.scope.kind == "districts" else ""
        row = rows.get(observation.indicator or "")
        named = row.name if row and same_part(observation, row) else observation.name
        named = lines.get(observation.key, named)
        said, source = _said(observation), _with_correction(observation)
        facts[observation.key] = Fact(area + named, said, source, _qualified(observation))
    return facts


def _said(observation: Observation) -> str:
    """The figure with what it is of: 增长4%左右, 完成全年目标的147.8%."""
    if observation.measure in wording.CHANGES:
        return wording.change(observation)
    named = _CARRIED_OUT.search(observation.name)  # 完成年度投资计划130%
    if observation.against and observation.measure == "ratio" and not named:
        return stated(observation)
    return wording.figure(observation)


def _with_correction(observation: Observation) -> Source:
    """The source, its quotation after what a department made of the figure."""
    if observation.correction is None:
        return observation.source
    return replace(
        observation.source,
        quote=f"〔{wording.corrected_from(observation)}〕{observation.source.quote}",
    )


def _observations(pack: Pack) -> Iterator[Observation]:
    yield from pack.observations
    yield from pack.series
    yield from pack.next_targets
    for row in pack.targets:
        yield from (
            observation for observation in (row.target, row.actual, row.next_target) if observation
        )
    for indicator in pack.indicators:
        yield from (
            o
            for o in (
                indicator.level,
                indicator.growth,
                indicator.rank,
                indicator.target,
                indicator.previous,
            )
            if o
        )


def _qualified(observation: Observation) -> str:
    """2024年, 2024年预计, 2025年目标."""
    suffix = {"estimate": "预计", "target": "目标", "actual": ""}[observation.status]
    return periods.label(observation.period) + suffix


def excerpt(quote: str, value: str) -> str:
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
