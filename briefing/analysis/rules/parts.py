"""Parts that must make up their whole do not.

Lists after 其中 or “…项目的情况是” whose sum comes within 2 % of a whole before them but is not it (a list that comes
short names only some of the parts, unless it ends with 其他; money that is more than its whole is wrong too), and wholes whose parts are known: 税收收入 and 非税收入, the three industries, 一般 and 专项债务,
续建, 新建 and 储备项目. Figures are intervals: 170.3亿元 may be the sum of 0.2, 37.1 and 133.1.

Passes: 支出100万元，其中：甲60万元，乙40万元。
Passes: 企业353家，其中：甲类20家，乙类30家。 (only some of the parts)
Passes: 卫生机构4754个，其中：医院142个，卫生院296个，诊所1298个，村卫生室2982个。 (36 others)
Passes: 支出100万元，其中：甲60万元，乙41万元。 (whole 万元 are rounded)
Fails: 支出1000万元，其中：甲600万元，乙410万元。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from briefing.amounts import MONEY, PERCENT, Amount, Interval, summed, total
from briefing.analysis import names
from briefing.analysis.index import Index
from briefing.analysis.rules import said, sentences
from briefing.analysis.rules.base import FactRule, Seen
from briefing.analysis.wholes import WHOLES
from briefing.model import Observation

_CUE = re.compile(
    r"其中|(?:分[^，。；]{0,6}项目|项目)的?(?:完成|支出|收入)?(?:预算)?(?:安排|情况|完成情况)(?:情况)?(?:是|为|如下)"
)
_ENDS = re.compile(r"其他|其它")
_NESTED = re.compile(r"[（(]含|其中")
_NEAR, _TOO_MUCH = Amount(Decimal(2), PERCENT), Amount(Decimal(50), PERCENT)  # of the whole
_OTHER_SCOPE = Amount(
    Decimal(20), PERCENT
)  # further off, known parts are of another level than the whole
# What something changed by, and why, is no part of it: 夏粮产量增加0.05万吨, 比上年减少32.1亿元.
_MOVED = re.compile(
    r"(?:增加|减少|增长|下降|增收|减收|提高|净增|净减)$|[比较]上年|[比较]\d{4}年|^(?:主要原因|冲减|划转|剔除|收回)"
)
_SENTENCES_BACK = 2


def check(index: Index) -> Iterator[Seen]:
    for document in index.by_document:
        seen = list(_known(index, document))
        told = {observation for each in seen for observation in each.observations}
        yield from seen
        yield from (each for each in _lists(index, document) if not told & set(each.observations))


def _lists(index: Index, document: str) -> Iterator[Seen]:
    if not any(map(_CUE.search, {o.source.sentence for o in index.by_document[document]})):
        return
    found = sentences.of_document(index, document)
    for i, sentence in enumerate(found):
        cues = [match.end() for match in _CUE.finditer(sentence.text)]
        for cue, end in pairwise((*cues, len(sentence.text))):
            parts = [o for at, o in sentence.figures if cue <= at < end and o.measure == "level"]
            before = [o for at, o in sentence.figures if at < cue]
            for earlier in reversed(found[max(0, i - _SENTENCES_BACK) : i]):
                if earlier.section == sentence.section:
                    before = [*(o for _, o in earlier.figures), *before]
            if not _NESTED.search(sentence.text[cue:end]):
                yield from _list(parts, before)


def _list(parts: Sequence[Observation], before: Sequence[Observation]) -> Iterator[Seen]:
    if len(parts) < 2 or len({part.name for part in parts}) < len(parts):
        return  # rows of several levels or years under one name
    if any(_MOVED.search(part.name) for part in parts):
        return
    if any(part.bound != "exact" or not part.amount.like(parts[0].amount) for part in parts):
        return
    wholes = [
        o for o in reversed(before)
        if o.measure == "level" and o.bound == "exact" and o.amount.like(parts[0].amount) and not _MOVED.search(o.name)
        and (o.status, o.period) == (parts[0].status, parts[0].period)
    ]  # fmt: skip
    allowed = _total(parts)
    if not wholes or any(allowed.meets(whole.amount.interval) for whole in wholes):
        return
    together = summed((part.amount for part in parts), parts[0].unit)
    nearest = min(wholes, key=lambda whole: abs(together - whole.amount).size)
    gap = together.gap_to(nearest.amount)
    last = nearest is wholes[0]
    complete = last and bool(_ENDS.match(parts[-1].name))
    # Money is not counted twice; of things one may belong to several kinds.
    money = last and nearest.amount.dimension == MONEY
    too_much = (
        money and nearest.amount.interval.below(allowed) and gap and gap.order(_TOO_MUCH) <= 0
    )
    near = gap and gap.sign > 0 and gap.order(_NEAR) <= 0
    if gap and (near or complete or too_much):
        yield _seen(nearest, parts)


def _total(parts: Sequence[Observation]) -> Interval:
    return total(part.amount.interval for part in parts)


def _known(index: Index, document: str) -> Iterator[Seen]:
    cells: defaultdict[tuple[str, bool], list[Observation]] = defaultdict(list)
    for o in index.by_document[document]:
        if o.measure == "level" and o.bound == "exact":
            cells[o.period, o.status == "target"].append(o)
    for figures in cells.values():
        by_indicator: defaultdict[str, list[Observation]] = defaultdict(list)
        for o in figures:
            by_indicator[o.indicator or ""].append(o)
        for whole_is, parts_are in WHOLES:
            for whole in by_indicator.get(whole_is, ()):
                if _is(whole, whole_is):
                    yield from _known_whole(whole, parts_are, by_indicator)


def _beside(part: Observation, whole: Observation) -> bool:
    """Whether a figure stands behind a whole in its section and is of its kind."""
    return (
        part.source.start > whole.source.start
        and part.source.section == whole.source.section
        and part.area == whole.area
        and part.amount.like(whole.amount)
    )


def _known_whole(
    whole: Observation, parts_are: Sequence[str], figures: Mapping[str, Sequence[Observation]]
) -> Iterator[Seen]:
    parts = []
    for part_is in parts_are:
        may_be = figures.get(part_is if part_is.isascii() else "", ())
        candidates = [o for o in may_be if _is(o, part_is) and _beside(o, whole)]
        if not candidates:
            return
        parts.append(min(candidates, key=lambda o: o.source.start - whole.source.start))
    between = [
        o
        for o in figures[whole.indicator or ""]
        if o.source.start < parts[0].source.start and _same(o, whole) and _beside(o, whole)
    ]
    off = summed((part.amount for part in parts), whole.unit).gap_to(whole.amount)
    of_one_scope = off is not None and abs(off).order(_OTHER_SCOPE) <= 0
    if not between and of_one_scope and not _total(parts).meets(whole.amount.interval):
        yield _seen(whole, parts)


def _is(observation: Observation, what: str) -> bool:
    if observation.indicator:
        return observation.indicator == what and not names.scope(
            observation.name, observation.indicator
        ) - {"绿色低碳"}
    return (
        observation.name.endswith(what) and len(observation.name) <= len(what) + 2
    )  # 开工新建项目


def _same(one: Observation, other: Observation) -> bool:
    return names.quantity(one.name, one.indicator) == names.quantity(other.name, other.indicator)


def _seen(whole: Observation, parts: Sequence[Observation]) -> Seen:
    together = summed((part.amount for part in parts), whole.unit)
    gap = together - whole.amount
    side = "多" if gap.sign > 0 else "少"
    return Seen(
        f"{said.named(whole)}，分项{said.listed(parts)}，合计{said.amount(together, whole.unit)}，比总数{side}{said.amount(abs(gap), whole.unit)}。",
        (whole, *parts),
    )


RULE = FactRule("parts", "high", "分项之和与总数不符", check)
