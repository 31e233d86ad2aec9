"""Opening balance plus income less expenditure is not the closing balance.

For every fund that a budget names with 收入, 支出 and 结余: last year's balance and this year's figures; and for every sentence that says
all four (上年结余…收入…支出…年末结余…).

Passes: 上年结余100万元；今年收入50万元，支出40万元，结余110万元。
Fails: 上年结余100万元；今年收入50万元，支出40万元，结余120万元。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from briefing.analysis.index import Index
from briefing.analysis.rules import said, sentences
from briefing.analysis.rules.base import FactRule, Seen
from briefing.analysis.rules.sentences import Sentence
from briefing.model import Observation

_FUND = re.compile(
    r"(?P<fund>\S{2,}?(?:基金|专户|预算))(?:预算)?(?:累计)?(?:收支)?(?:总)?(?P<side>收入|支出|结余)(?:资金|余额)?"
)
_BEFORE = (
    ("opening", re.compile(r"(?:上年|年初|期初)[^，。；、]{0,8}结[余转][^，。；、]{0,6}$")),
    ("balance", re.compile(r"(?:年末|期末|滚存|累计)[^，。；、]{0,8}结余[^，。；、]{0,6}$")),
    ("income", re.compile(r"收入[^，。；、]{0,4}$")),
    ("spent", re.compile(r"支出[^，。；、]{0,4}$")),
)
_SAYS_SO = {"收入": "income", "支出": "spent", "结余": "balance"}


def check(index: Index) -> Iterator[Seen]:
    yield from _by_funds(index)
    for document in index.by_document:
        if any("结余" in text for text in {o.source.sentence for o in index.by_document[document]}):
            for sentence in sentences.of_document(index, document):
                yield from _in_sentence(sentence)


def _in_sentence(sentence: Sentence) -> Iterator[Seen]:
    """A sentence with one opening balance, one income, one expenditure and one closing balance, by the words before each figure."""
    found: dict[str, Observation] = {}
    after = 0
    for at, o in sentence.figures:
        side = (
            next((side for side, words in _BEFORE if words.search(sentence.text[after:at])), "")
            if o.measure == "level"
            else ""
        )
        after = at
        if side and (side in found or o.bound != "exact"):
            return
        if side:
            found[side] = o
    if tuple(found) == ("opening", "income", "spent", "balance"):
        yield from _disagree("", *found.values())


def _by_funds(index: Index) -> Iterator[Seen]:
    accounts: defaultdict[tuple[str, str], dict[tuple[str, str], Observation]] = defaultdict(dict)
    for o in index.facts.observations:
        match = (
            _FUND.fullmatch(o.name)
            if o.measure == "level" and o.bound == "exact" and o.period.isdigit()
            else None
        )
        if match:
            accounts[o.area, match["fund"].removeprefix("全区").removeprefix("全市")].setdefault(
                (o.period, _SAYS_SO[match["side"]]), o
            )
    for (_, fund), account in accounts.items():
        for period, side in sorted(account):
            if side == "balance":
                yield from _year(fund, account, period)


def _year(fund: str, account: dict[tuple[str, str], Observation], period: str) -> Iterator[Seen]:
    wanted = (
        (str(int(period) - 1), "balance"),
        (period, "income"),
        (period, "spent"),
        (period, "balance"),
    )
    if not all(key in account for key in wanted):
        return
    yield from _disagree(fund, *(account[key] for key in wanted))


def _disagree(
    fund: str, opening: Observation, income: Observation, spent: Observation, closing: Observation
) -> Iterator[Seen]:
    if len({o.amount.dimension for o in (opening, income, spent, closing)}) > 1:
        return
    intervals = [o.amount.interval for o in (opening, income, spent, closing)]
    if (intervals[0] + intervals[1] - intervals[2]).meets(intervals[3]):
        return
    worked_out = opening.amount + income.amount - spent.amount
    gap = closing.amount - worked_out
    year = f"{opening.period}年" if opening.period != closing.period else ""
    yield Seen(
        f"{fund}{'：' if fund else ''}{year}{said.named(opening)}，加{income.period}年{said.named(income)}，减{said.named(spent)}，应为"
        f"{said.amount(worked_out, closing.unit)}，文中{said.named(closing)}，{'多' if gap.sign > 0 else '少'}{said.amount(abs(gap), closing.unit)}。",
        (closing, opening, income, spent),
    )


RULE = FactRule("balance", "high", "上年结余加收入减支出不等于结余", check)
