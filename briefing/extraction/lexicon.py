"""From the names documents use to canonical indicators.

A name is a known name, or composed of one and of modifiers before it, by a grammar:

    name     = modifier* known qualifier?
    modifier = neutral    全区, 累计, 各类, 争取, 用于…的: makes no other indicator of it
             | level      县级, 省市, 省级以上: where the indicator's `levels` allow it
             | new        新认定, 净增: the indicator that its `new` names

An alias of config/indicators.yaml is one of
    固投                      a whole name (brackets, quotes, blanks, 规模以上/规上 and the like make no difference)
    办理…建议                 with … for any words of one item of a list
    民生……支出……占……          with …… for any words, lists too
    {key_projects}总投资      any plain name of another indicator, then words
    {new}……专精特新……         any word of newness (新增, 获评), then words
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import kept, settings
from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.wordlists import alternation
from briefing.model import Measure

if TYPE_CHECKING:
    from briefing.settings.schema import Indicator

_ASIDE = re.compile(
    r"（[^（）]*）|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|[“”\"‘’'《》\s·*#★▲①-⑳]"
)
_REMARK_ENDS = (
    "）)]】〕“”\"‘’'《》·*#★▲①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ \t\n\u3000\xa0"  # what `normal` takes off
)
_MARKS = frozenset(
    "（([【〔"
    + _REMARK_ENDS
    + "\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u202f\u205f"
    + "".join(map(chr, range(0x2000, 0x200B)))
)
_SAME = (
    ("规模以上", "规上"),
    ("限额以上", "限上"),
    ("及以上", "以上"),
    ("市场主体", "经营主体"),
    ("R＆D", "R&D"),
    ("5G-A", "5G"),
    ("现价增加值", "增加值"),
    ("PM_2.5", "PM2.5"),
    ("PM₂.₅", "PM2.5"),
    ("PM2．5", "PM2.5"),
)
_SAME_SIGNS = frozenset("模额及场＆GM现")  # one of each
_QUALIFIERS = (
    "年均增速",
    "年均增幅",
    "年均增长率",
    "现价总量",
    "增速",
    "增幅",
    "涨幅",
    "增长率",
    "总量",
    "总数",
    "总额",
    "数量",
    "户数",
    "家数",
    "个数",
    "存量",
    "保有量",
    "总值",
    "降幅",
    "增长",
    "决算数",
    "执行数",
    "完成数",
    "完成额",
    "预算数",
    "年初预算",
    "调整预算",
    "预算",
    "任务数",
    "任务",
    "名录",
    "名单",
    "数",
)
# The modifiers of the grammar.
_NEUTRAL = re.compile(
    rf"(?:{alternation(words.MODIFIERS.split())})|用于[^、，]{{2,12}}的|[全我本][省市区县州旗盟]"
)
_LEVEL = re.compile(
    r"(?:省|市|县|区|全)域(?=.)"
    r"|(?:(?:国家|全国|省部|[省市区县州盟旗])级?[、和及]?)+(?:及?以上)?(?:的|各类)?"
)
_OWN = re.compile(r"(?:[省市区县州盟旗]级|[县区市全]域)$")
_NATIONAL = re.compile(r"(?:国家|全国)级?$")
_NEW = re.compile(f"(?:{alternation(words.NEWNESS.split())})")
_MOST_MODIFIERS = 5
_MOST_KEPT = 100_000  # names whose indicators are remembered
_FAMILIES: dict[str, re.Pattern[str]] = {
    "money": re.compile(r"元|亿$"),
    "foreign_money": re.compile(r"元"),
    "count": re.compile(
        r"[个家户项件处所座栋套间张部台辆条起例份只支块类种站宗片万千百人名位次事]|座"
    ),
    "persons": re.compile(r"人|名|位|万|个"),
    "area": re.compile(r"米|亩|公顷|公里|套"),
    "land": re.compile(r"亩|宗|公顷|平方|块"),
    "weight": re.compile(r"吨|斤|克"),
    "concentration": re.compile(r"克|[μµu]g"),
    "days": re.compile(r"天|日"),
    "energy": re.compile(r"吨|千瓦|焦"),
}


def normal(name: str) -> str:
    """A name without what makes no difference."""
    if not _MARKS.isdisjoint(name):  # few names have any
        name = _ASIDE.sub("", name)
    if not _SAME_SIGNS.isdisjoint(name):
        for long, short in _SAME:
            name = name.replace(long, short)
    return name


class Lexicon:
    """The names of canonical indicators, compiled once. Look-ups are exact but for what `normal` evens out."""

    def __init__(
        self,
        names: dict[str, str],
        patterns: Iterable[tuple[str, str, str]],
        families: dict[str, str],
        grammar: dict[str, tuple[str, str]] | None = None,
    ) -> None:
        self._names = names
        self._grammar = grammar or {}  # of an indicator: what is new of it, which levels it keeps
        self._patterns = [
            (needed, re.compile(pattern), indicator) for needed, pattern, indicator in patterns
        ]
        # most names hold what none of the patterns needs
        self._needed = re.compile(alternation(needed for needed, _, _ in self._patterns))
        self._families = families
        self._ends = frozenset(("₅", *(name[-1] for name in names if name), *_REMARK_ENDS))
        self._resolved: dict[str, str | None] = {}
        self._asked: dict[str, bool] = {}

    @classmethod
    def from_indicators(cls, indicators: Iterable[Indicator]) -> Lexicon:
        """The lexicon of configured indicators; the first of two indicators with one name keeps it."""
        return cls(*_entries(indicators))

    @classmethod
    @lru_cache(maxsize=1)
    def own(cls) -> Lexicon:
        """The lexicon of the program's own indicators, kept between runs as long as they and what reads them stay. Raises SettingsErrors."""
        sources = _own_sources()
        data = kept.load(kept.own("lexicon"), sources)
        if data is None:
            data = json.dumps(_entries(settings.load_indicators())).encode()
            kept.keep(kept.own("lexicon"), sources, data)
        return cls(*json.loads(data))

    def knows(self, name: str) -> bool:
        """Whether an indicator is named so. Most pieces of a sentence end like no name at all, which is quick to see."""
        if name[-1:] not in self._ends:
            return False
        known = self._asked.get(name)
        if known is None:
            known = normal(name) in self._names
            if len(self._asked) < _MOST_KEPT:
                self._asked[name] = known
        return known

    def resolve(self, name: str) -> str | None:
        """The indicator a name stands for, or None. Without regard to the figure: see `fits`."""
        if name in self._resolved:
            return self._resolved[name]
        key = normal(name)
        found = self._known(key) or self._composed(key)
        if len(self._resolved) < _MOST_KEPT:
            self._resolved[name] = found
        return found

    def _known(self, key: str) -> str | None:
        """The indicator of a name without modifiers before it."""
        found = self._names.get(key)
        if not found and key.endswith(_QUALIFIERS):
            for qualifier in _QUALIFIERS:
                if key.endswith(qualifier) and len(key) > len(qualifier) + 1:
                    found = self._names.get(key[: -len(qualifier)])
                    if found:
                        break
        if not found and ("实现" in key or "完成" in key):
            found = self._names.get(key.replace("实现", "").replace("完成", ""))
        if found or not self._needed.search(key):
            return found
        return next(
            (
                indicator
                for needed, pattern, indicator in self._patterns
                if needed in key and pattern.fullmatch(key)
            ),
            None,
        )

    def _composed(self, key: str) -> str | None:
        """The indicator of a known name behind modifiers that leave it what it is, or say what is new of it."""
        new, level, at = False, "", 0
        for _ in range(_MOST_MODIFIERS):
            if match := _NEW.match(key, at):
                new = True
            elif match := _NEUTRAL.match(key, at):
                pass
            elif match := _LEVEL.match(key, at):
                level += match[0]
            else:
                return None
            at = match.end()
            if len(key) - at < 2:
                return None
            found = self._known(key[at:])
            if found:
                return self._modified(found, new, level)
        return None

    def _modified(self, indicator: str, new: bool, level: str) -> str | None:
        newly, levels = self._grammar.get(indicator, ("", ""))
        if level and not (
            levels == "any"
            or (levels == "above" and level.rstrip("的各类").endswith("以上"))
            or (levels == "own" and _OWN.match(level))
            or (levels == "national" and _NATIONAL.match(level))
        ):
            return None
        return indicator if not new or newly == indicator else newly or None

    def fits(self, indicator: str, measure: Measure, unit: str) -> bool:
        """Whether a level of this unit can be one of the indicator."""
        family = self._families[indicator]
        if measure != "level":
            return True
        if family == "percent":
            return False
        if unit == "%":
            return family == "days"
        return bool(_FAMILIES[family].search(unit))


def _own_sources() -> list[bytes]:
    """What the lexicon of the program's own indicators is made from: their file, the code that reads it, and this file."""
    code = sorted(Path(settings.__file__).parent.glob("*.py"))
    own = settings.defaults_root() / "config" / "indicators.yaml"
    return [path.read_bytes() for path in (own, *code, Path(__file__)) if path.is_file()]


def _entries(indicators: Iterable[Indicator]) -> tuple[Any, ...]:
    """What a Lexicon is made of: names, patterns, families, grammar."""
    names: dict[str, str] = {}
    families: dict[str, str] = {}
    grammar: dict[str, tuple[str, str]] = {}
    wild: list[tuple[str, str]] = []
    plain: dict[str, list[str]] = {}
    for indicator in indicators:
        families[indicator.id] = indicator.unit_family
        grammar[indicator.id] = indicator.new, indicator.levels
        for alias in (indicator.name, indicator.short, *indicator.aliases):
            if "…" in alias or "{" in alias:
                wild.append((alias, indicator.id))
            elif alias:
                key = normal(alias)
                names.setdefault(key, indicator.id)
                plain.setdefault(indicator.id, []).append(key)
    patterns = [(_needed(alias), _compiled(alias, plain), indicator) for alias, indicator in wild]
    return names, patterns, families, grammar


def _needed(alias: str) -> str:
    """A piece every match of a pattern contains: looking for it first is quick."""
    return max((normal(piece) for piece in re.split(r"…+|\{\w+\}", alias)), key=len)


def _compiled(alias: str, plain: dict[str, list[str]]) -> str:
    parts: list[str] = []
    for piece in re.split(r"(……|…|\{\w+\})", alias):
        if piece.startswith("…"):
            parts.append("[^、]*(?<!非)" if piece == "…" else ".*")  # no 税收 in 非税收入
        elif piece == "{new}":
            parts.append(_NEW.pattern)
        elif piece.startswith("{"):
            parts.append(
                f"(?:{'|'.join(sorted(map(re.escape, plain.get(piece[1:-1], ())), key=len, reverse=True))})"
            )
        else:
            parts.append(re.escape(normal(piece)))
    return "".join(parts)
