"""The same thing has different values, within a document or in documents of the same year.

Figures are intervals by their decimals and bounds (56.7亿元 and 567,393万元 agree, 突破13亿元 and 13.2亿元 too), estimates are not held
against actual figures, and a later year's document may have revised a figure.

Passes: 收入56.7亿元 … 收入567,393万元。
Passes: 专项债券批复68.1亿元，其中老旧小区改造11.6亿元 … 专项债券额度11.6亿元。
Fails: 专项债券额度11.6亿元 … 专项债券资金3.78亿元。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from briefing.analysis import names
from briefing.analysis.best import age
from briefing.analysis.index import Index, distinct
from briefing.analysis.rules import said
from briefing.analysis.rules.base import FactRule, Seen
from briefing.analysis.rules.span_total import FLOWS
from briefing.model import Observation

ByDocument = Mapping[str, Sequence[Observation]]
_MEASURES = ("level", "yoy", "ratio")
# Of these one document may rightly give several: issues and quotas, groups of projects.
_SEVERAL_IN_ONE = {"special_bonds", "signed_projects", "land_supply"}
_SEVERAL_YEARS = 3  # as many times as much is the business of `span_total`
_LONG_ENOUGH = 4  # characters of a name without an id that two documents may share by chance


def check(index: Index) -> Iterator[Seen]:
    for cell in index.cells.values():
        for (_, measure, _), figures in cell.items():
            if measure in _MEASURES and len(figures) > 1 and not _completion(index, figures[0]):
                for group in _comparable(index, figures):
                    yield from _group(index, group)


def _completion(index: Index, figure: Observation) -> bool:
    """A rate of an indicator that is no share is how far a budget was carried out: each level and each budget has its own."""
    shares = ("percent", "days")
    return (
        figure.measure == "ratio"
        and figure.indicator is not None
        and index.families.get(figure.indicator) not in shares
    )


def _comparable(index: Index, figures: Sequence[Observation]) -> list[list[Observation]]:
    """Figures that should agree: of one status, said at about one time, and without an id of one name in different documents."""
    groups: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for o in figures:
        if o.correction:  # it was meant to differ
            continue
        document = index.documents.get(o.source.document)
        groups[
            o.status,
            o.vintage,
            age(document)[:4] if document else "",
            o.area,
            "" if o.indicator else o.name,
        ].append(o)
    return [group for group in groups.values() if len(group) > 1]


def _group(index: Index, figures: Sequence[Observation]) -> Iterator[Seen]:
    first = figures[0]
    if first.indicator in _SEVERAL_IN_ONE and len({o.source.document for o in figures}) == 1:
        return
    if first.indicator is None and (
        len({o.source.document for o in figures}) == 1 or len(names.core(first.name)) < _LONG_ENOUGH
    ):
        return
    agreeing = {o.source.document for o in figures if o.amount.meets(first.amount, loosely=True)}
    kept = [first]
    for o in distinct(figures):
        # A document that also has the agreed figure speaks of a part, unless it uses the same name.
        another = o.source.document in agreeing and _otherwise_called(o, first)
        if (
            not another
            and not any(is_part(o, other, index.by_document) for other in kept)
            and not any(o.amount.meets(other.amount, loosely=True) for other in kept)
            and not _of_several_years(o, first)
            and not _real_and_nominal(o, first)
        ):
            kept.append(o)
    if len(kept) == 1 or _range(kept):
        return
    values = "；".join(f"{_source(o, kept)}{said.named(o)}" for o in kept)
    yield Seen(f"同一指标的数不一致：{values}，请核对口径。", tuple(kept))


def _real_and_nominal(one: Observation, other: Observation) -> bool:
    """增长6.4%，扣除价格因素，实际增长6.2%: two growths of one sentence."""
    both = one.like_for_like and other.like_for_like
    return both and one.source.sentence == other.source.sentence


def _of_several_years(one: Observation, other: Observation) -> bool:
    times = one.amount.times(other.amount) if one.indicator in FLOWS else None
    return times is not None and not 1 < times * _SEVERAL_YEARS < _SEVERAL_YEARS**2


def _source(figure: Observation, all_: Sequence[Observation]) -> str:
    """The document's title, and its file where another document has the same title: every year's report is called 政府工作报告."""
    namesakes = {o.source.document for o in all_ if o.source.title == figure.source.title}
    return f"《{figure.source.title}》{f'（{figure.source.file}）' if len(namesakes) > 1 else ''}"


def speaks_of_another(figure: Observation, used: Observation, said: ByDocument) -> bool:
    """Whether a figure beside the one used is no contradiction: a part of it, or of a document that has that one too and calls this
    otherwise (重点项目216个, 开工在建重点项目135个). said: what each document says."""
    if is_part(figure, used, said):
        return True
    agrees = (
        o.indicator == used.indicator
        and (o.period, o.measure, o.status) == (used.period, used.measure, used.status)
        and o.amount.like(used.amount)
        and o.amount.meets(used.amount, loosely=True)
        for o in said.get(figure.source.document, ())
    )
    return _otherwise_called(figure, used) and any(agrees)


def _otherwise_called(one: Observation, other: Observation) -> bool:
    return names.plain(one.name) != names.plain(other.name)


def is_part(one: Observation, other: Observation, said: ByDocument) -> bool:
    """Whether one of the two is a part of the other: 批复68.1亿元，其中…11.6亿元 says so in one sentence, 11.6亿元 stands elsewhere."""
    return _has_part(said, one, other) or _has_part(said, other, one)


def _has_part(said: ByDocument, whole: Observation, part: Observation) -> bool:
    sentence = whole.source.sentence
    if "其中" not in sentence or whole.amount.order(part.amount) <= 0:
        return False
    return any(
        o.source.sentence == sentence
        and o.source.start > whole.source.start
        and o.measure == part.measure
        and o.amount.like(part.amount)
        and o.amount.meets(part.amount, loosely=True)
        for o in said.get(whole.source.document, ())
    )


def _range(figures: Sequence[Observation]) -> bool:
    """Both ends of a range: 5%—5.5%, 1-2家."""
    return {o.bound for o in figures} == {"min", "max"} and len(
        {o.source.sentence for o in figures}
    ) == 1


RULE = FactRule("conflict", "high", "同一指标的数不一致", check)
