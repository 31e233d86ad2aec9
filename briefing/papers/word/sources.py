"""Where a paper's figures come from: the rows of its 数据来源表 and how documents and sections are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing import periods
from briefing.analysis import wording
from briefing.model import DocumentInfo, Observation, Pack, Source
from briefing.papers import Request, filters
from briefing.papers.word import prose

_QUOTE = 80  # characters of a quotation
_HEADING = 12  # characters of a heading
_CLAUSE = re.compile("[，；。]")
_NUMBER = re.compile(r"第?[一二三四五六七八九十]+[、章节]|（[一二三四五六七八九十]+）|\d+[.．、]")


class Sources:
    """The rows of the 数据来源表: what has been printed when a template reaches it, in the order printed.

    `printed` holds the keys as they are printed; it is filled by the engine.
    """

    def __init__(self, pack: Pack, facts: dict[str, tuple[str, str, Source]]) -> None:
        self.printed: dict[str, None] = {}
        self._facts = facts
        self._dates = {document.id: document.date for document in pack.documents}

    @property
    def known(self) -> Iterable[str]:
        """The keys of all facts that can have a row."""
        return self._facts.keys()

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
                "原文": filters.bind(key, excerpt(source.quote, value), "text"),
            }


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


def short_name(source: Source, documents: dict[str, DocumentInfo], request: Request) -> str:
    """2025年政府工作报告: the kind of a document and its year, where both are known."""
    document = documents.get(source.document)
    if document is None or document.kind == "other" or not document.date:
        return f"《{filters.plain(source.title)}》"
    return f"{document.date[:4]}年{request.wording.documents[document.kind]}"


def section_numbers(source: Source) -> str:
    """一（二）: the numbers of the headings above a fact."""
    return "".join(match[0].strip("、.．") for heading in source.section if (match := _NUMBER.match(heading.strip())))


def _shortened(heading: str) -> str:
    return heading if len(heading) <= _HEADING else heading[:_HEADING] + "……"


def facts_of(pack: Pack, limits: prose.Limits) -> dict[str, tuple[str, str, Source]]:
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
        area = observation.area if pack.scope.kind == "districts" else ""
        name = f"{area}{names.get(observation.indicator or '', observation.name)}（{_qualified(observation)}）"
        said = wording.change(observation) if observation.measure in wording.CHANGES else wording.figure(observation)
        facts[observation.key] = (name, said, _with_correction(observation))
    return facts


def _with_correction(observation: Observation) -> Source:
    """The source, its quotation after what a department made of the figure."""
    if observation.correction is None:
        return observation.source
    return replace(observation.source, quote=f"〔{wording.corrected_from(observation)}〕{observation.source.quote}")


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
