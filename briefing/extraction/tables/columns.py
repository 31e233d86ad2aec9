"""What the columns of a table mean, by the words of their headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import labels, texts, times, words
from briefing.extraction.tables.times import When
from briefing.extraction.wordlists import alternation
from briefing.model import Status, Vintage

Role = Literal[
    "name", "area", "time", "unit", "index", "nature", "state", "ignored", "value", "foreign", ""
]
# Beyond the measures: a difference in the unit of the level, how much of a target is done, a share of a whole, 为上年%; open: level or growth.
Kind = Literal[
    "growth",
    "annual",
    "points",
    "change",
    "completion",
    "of_last_year",
    "share",
    "rank",
    "level",
    "index",
    "amount_or_rate",
    "open",
    "",
]

_ROLES: dict[str, Role] = words.index(
    {
        **{role: role for role in ("name", "area", "time", "unit", "index", "nature", "state")},
        "ignored": "pace",
        "foreign": "foreign",
    }
)
_IGNORED = re.compile(words.any_of("ignored"))
_KINDS: dict[str, Kind] = words.index(
    {
        "growth": "growth base chain",
        "points": "against",
        "annual": "annual",
        "change": "change change_or_rate",
        "completion": "completion",
        "of_last_year": "last_year_ratio",
        "share": "share",
        "rank": "rank",
        "level": "level",
    }
)
_STATUSES: dict[str, Status] = words.index(
    {"target": "target", "estimate": "estimate", "actual": "actual final"}
)
_WORDS = frozenset([*_KINDS, *_STATUSES])
_COUNTED = frozenset(words.of("counted"))
_PROGRESS = frozenset(words.of("progress"))
_CHANGE_OR_RATE = frozenset(words.of("change_or_rate"))
_FINAL = frozenset(words.of("final"))
_TOKEN = re.compile(alternation([*_KINDS, *_STATUSES, *words.of("filler")]))
# Read before the times: what they name is what a figure is held against.
_YEAR = re.compile(r"20\d\d年")
_OF_BUDGET = r"(?:为|占|完成)(?!上年)[一-龥]{0,6}预算数?的?"  # 为汇总预算数的
_AGAINST = words.any_of("base", "against", "completion", "last_year_ratio", "annual")
_FIRST = re.compile(
    rf"{_AGAINST}|{_OF_BUDGET}|(?:比|较|与|为|占)20\d\d年(?:同期|末|底)?(?:预计)?(?:执行数|决算数|预算数|完成数|执行|决算|预算|完成)?(?:相比|的)?"
)
# What may be taken off the end of a name: 地区生产总值增速, 一般公共预算收入位次, 固定资产投资目标.
_AMOUNTS = "总量 绝对额 绝对值 绝对量 绝对数 数值 金额 数额"
_ENDING = re.compile(
    "(?<!自然)"
    + alternation(
        [*words.of("growth", "annual", "completion", "rank"), *_STATUSES, *_AMOUNTS.split()]
    )
    + "$"
)
_BOUND = re.compile(r"(?<=..)(?:不?[低高少多]于|不?超过|控制在)$")  # 失业率低于
_OPENING = re.compile(r"(?:其中[:,、]?|预计|#)+")
_BRACKET = re.compile(r"[\[(]([^\[\]()]*(?:\([^()]*\))?[^\[\]()]*)[\])]")
# An index says what is 100, not for when it is.
INDEX = re.compile(
    r"(?:上年|上月|去年|上期|基期|同期|同月|年)[^，。]{0,5}(?:=|为|＝)100|定基|环比指数"
)
_LONGEST_INDEX = 6  # 环比指数; a longer heading names an index: 居民消费价格指数
_UNTIL = re.compile(r"(?:截[至止]到?|自?年初至)(?=\d)")
_BETWEEN = re.compile(
    r"(?P<last>(?:19|20)\d\d)年?(?:比|较)(?P<first>(?:19|20)\d\d)年?[^\d]{0,4}(?:增长|增减|增速|增幅|上升|下降|[±+])"
)
# A group of changes, or one that does not say whether it is an amount or a rate.
_CHANGES = re.compile(
    r"(?P<when>(?:20\d\d年)?)(?:执行数?|预算数?|决算数?)?(?:增减|比较|变化|变动)(?:增减|变化|变动|比较|情况)*"
)
# What is carried over is of the year it stands in: 上年结转, 结转下年.
_CARRIED = re.compile(
    r"(?:上年度?)?(?:结转|结余)(?:结余|资金|收入)?|(?:年终)?(?:结转|结余)(?:结余)?下年度?(?:支出|使用)?"
)
_PERCENT = re.compile(r"^[±+\-/]*%$|^±$")
_RISE = re.compile(r"[±+\-/]{1,3}%")
_TIMES_TOO = frozenset("年月天日分点%‰")  # of units: headings of their own
_MARKS = re.compile(r"[*#★▲△※◆●○☆@]+|\d{1,2}\)$")


CHAIN = "环比"  # of a growth: on the month or quarter before
BALANCE = "余额"  # of a column: what a row's name may leave out
_UNSAID = When()
LEVELS: tuple[Kind, ...] = ("", "level", "index")  # where a thing stands, not how it changed


class Heading(NamedTuple):
    """What one heading, or several one below the other, say of a column."""

    role: Role = ""
    kind: Kind = ""
    when: When = _UNSAID
    status: Status | None = None
    vintage: Vintage | None = None
    unit: str = ""
    name: str = ""  # what is left: an indicator in a table whose rows are areas or years
    names: tuple[str, ...] = ()  # of the headings above it and its own, from the top down
    area: str = ""
    text: str = ""  # the word that gave the kind: 为预算, 占年度目标, 增减额
    same_year: bool = False  # says 同比: the change of what happened, not of a plan
    among: bool = False  # 其中：公共预算拨款: a part of the column to its left

    @property
    def says(self) -> bool:
        """Whether it says anything of figures."""
        return bool(self.kind or self.when.said or self.status or self.area)


def heading(parts: Iterable[str], *, figures: bool = False) -> Heading:
    """What the headings above a column say together, from the top down. The lower of two decides."""
    found = Heading()
    said = list(parts)
    for number, part in enumerate(said, start=1):
        found = _below(found, one(part, figures=figures or number < len(said)))
    return found


def _below(upper: Heading, lower: Heading) -> Heading:
    if lower.text in _PROGRESS and not lower.unit and _is_amount(upper.unit):
        lower = lower._replace(kind="", text="", status="actual")
    return Heading(
        role=_role_below(upper, lower),
        kind=_kind_below(upper, lower),
        when=times.joined(lower.when, upper.when),
        status=lower.status or upper.status,
        vintage=lower.vintage or upper.vintage,
        unit=lower.unit or upper.unit,
        name=_named_below(upper.name, lower.name),
        names=(*upper.names, *lower.names),
        area=lower.area or upper.area,
        text=lower.text or upper.text,
        same_year=lower.same_year or upper.same_year,
        among=lower.among,
    )


def _kind_below(upper: Heading, lower: Heading) -> Kind:
    """金额 and 比例 below 增减变化 are of the change."""
    if upper.kind == "amount_or_rate" and lower.kind in ("level", "share", "change", ""):
        rate = lower.unit == "%" or lower.kind == "share"
        return "growth" if rate else "change" if lower.kind or lower.unit else upper.kind
    return upper.kind if lower.kind == "level" and upper.kind else lower.kind or upper.kind


def _role_below(upper: Heading, lower: Heading) -> Role:
    """增减变化 over 增减额 and 增减% drops neither: a group's heading only says what its columns leave open."""
    says = lower.says or bool(lower.name)
    return lower.role or ("" if upper.role in ("ignored", "name") and says else upper.role)


def _named_below(upper: str, lower: str) -> str:
    """The name that two headings give, one below the other: no word of theirs is lost, and none is added."""
    if not upper or not lower:
        return lower or upper
    label = labels.read(lower)
    if label.total:
        return f"{upper}{labels.NAMES_APART}{lower}"
    if label.is_partial:
        return labels.joined(upper, lower)
    if not label.has_noun:
        return labels.overlapping(lower, upper) or f"{upper}{labels.NAMES_APART}{lower}"
    return labels.merged(upper, lower) if labels.is_noun(lower) else lower


def role_of(written: str) -> Role:
    """The role that a whole heading names, "" for none."""
    return (
        _ROLES.get(_MARKS.sub("", texts.plain(texts.label(written))).lower(), "")
        if len(written) <= 40
        else ""
    )


@lru_cache(maxsize=4096)
def one(written: str, *, figures: bool = False) -> Heading:
    """What a single heading says. figures: its column holds figures, so it names no role: 收入 or 预期目标 above numbers."""
    text = texts.label(written)[:120]
    flat = texts.plain(text)
    bare, unit, aside = _without_brackets(flat)
    if not figures and (role := role_of(flat) or ("" if aside else role_of(bare.rstrip("±%")))):
        return Heading(role=role, unit=unit)
    if _RISE.fullmatch(flat):
        return Heading(kind="growth", unit="%")
    if whole := _whole(bare, flat, unit):
        return whole
    if _IGNORED.search(flat) and not unit:
        return Heading(role="ignored")
    if area := _area(_OPENING.sub("", bare, count=1)):
        return Heading(area=area, unit=unit)
    if years := _BETWEEN.search(bare):
        return _between(int(years["last"]), int(years["first"]), unit)
    first = Heading()
    for match in _FIRST.finditer(bare):
        first = _with_word(first, _YEAR.sub("上年", match[0]))
    when, rest = _time(_FIRST.sub("", bare))
    if "%" in rest and not unit:
        unit = "%"
    if "百分点" in rest and not unit:
        unit, rest = "个百分点", rest.replace("个百分点", "").replace("百分点", "")
    first = first._replace(when=when, unit=unit)
    said, residue = _said(rest + aside, first)
    if not residue or (residue in ("变化", "变动") and said.kind in ("points", "growth")):
        return _settled(said)
    if _IGNORED.search(flat):
        return Heading(role="ignored")
    return _settled(_named(text, rest, _said(aside, first)[0]))


def _time(bare: str) -> tuple[When, str]:
    """The time of a heading, and the heading without it: 截至9月底完成数 is of all months up to then."""
    when, rest = times.take(_UNTIL.sub("", bare))
    if "完成" in rest and when.part and not when.kind and _UNTIL.search(bare):
        when = when._replace(kind="total")
    return when, rest


def _whole(bare: str, flat: str, unit: str) -> Heading | None:
    """Headings that are one word, whatever times and words stand in them: 上年结转, 比较, 上年=100, 环比指数."""
    if flat not in _TIMES_TOO and texts.unit(flat):
        return Heading(unit=flat)  # 公顷, 吨 below the names of what is measured
    if _CARRIED.fullmatch(bare):
        return Heading(unit=unit, name=bare, names=(bare,))
    if bare not in _WORDS and (labels.is_noun(bare) or bare in _COUNTED):  # 增加值, 单位数
        return Heading(unit=unit, name=bare, names=(bare,))
    if change := _CHANGES.fullmatch(bare):
        when, _ = times.take(change["when"] or "")
        return Heading(kind="amount_or_rate", unit=unit, when=when)
    if not bare.endswith("指数") or len(bare) > _LONGEST_INDEX:
        return Heading(kind="index", names=(bare,)) if INDEX.search(flat) else None
    when, rest = times.take(bare)
    return Heading(kind="index", when=when, name=rest, names=(rest,))


def _between(last: int, first: int, unit: str) -> Heading:
    """2020年比2010年增长: of the years between, or of the later one where the other is the year before."""
    when = When(last, last) if last - first == 1 else When(first, last)
    return Heading(kind="growth", when=when, unit=unit or "%")


def is_header(written: str) -> bool:
    """Whether a text can only be a heading: it names a role, or says something of figures and nothing else."""
    found = one(written)
    return (
        bool(found.role) or (found.says and not found.name) or (bool(found.unit) and not found.name)
    )


def is_one_word(written: str) -> bool:
    """Whether a heading, without its unit, is one of the known words: 累计完成, 同比（±%）."""
    bare = _without_brackets(texts.plain(texts.label(written)))[0]
    return bare in _KINDS or bare in _STATUSES or times.is_word(bare)


def _without_brackets(flat: str) -> tuple[str, str, str]:
    """A heading without its brackets, the unit in one of them, and what the others say."""
    unit, asides = "", []
    for match in _BRACKET.finditer(flat):
        inside = match[1]
        if _PERCENT.match(inside):
            unit = "%" if "%" in inside else unit
        elif found := texts.unit(inside.lstrip("±+-")) or _unit_list(inside):
            unit = found
        elif any(mark in inside for mark in ("百分点", "%")):
            unit = (
                "%、百分点"
                if "百分点" in inside and "%" in inside
                else ("个百分点" if "百分点" in inside else "%")
            )
        elif times.take(inside)[0].said or inside in _STATUSES or inside in _KINDS:
            asides.append(inside)
    bare = _BRACKET.sub("", flat)
    return _MARKS.sub("", bare).strip(":、,. "), unit, "".join(asides)


def _unit_list(text: str) -> str:
    """亿元、% : the units of several figures; the first that is no percentage stands for the level."""
    parts = re.split(r"[、,，;]", text)
    if len(parts) < 2 or not all(texts.unit(part) for part in parts):
        return ""
    return next((part for part in parts if not texts.is_percent(part)), "%")


def _said(rest: str, found: Heading) -> tuple[Heading, str]:
    """What the words of a heading say, and what no table knows."""
    left: list[str] = []
    at = 0
    for match in _TOKEN.finditer(rest):
        left.append(rest[at : match.start()])
        at = match.end()
        found = _with_word(found, match[0])
    residue = ("".join(left) + rest[at:]).strip()
    return found, residue


def _with_word(found: Heading, word: str) -> Heading:
    """The heading with what one more of its words says. Of two that give a status the last one decides: 目标完成数."""
    if word in _STATUSES:
        return found._replace(status=_STATUSES[word], vintage="final" if word in _FINAL else None)
    kind = _KINDS.get(word) or _kind_against(word)
    if not kind:
        return found
    same_year = found.same_year or word.startswith("同比")
    if found.kind and found.kind != "level" and (found.kind, kind) != ("growth", "change"):
        return found._replace(same_year=same_year)
    kept = kind in ("completion", "of_last_year", "share", "points", "change")
    word = CHAIN if word.startswith(CHAIN) else word
    text = word if kept or word == CHAIN or word.endswith(BALANCE) else found.text
    return found._replace(kind=kind, text=text, same_year=same_year)


def _kind_against(word: str) -> Kind:
    """What a word says that no list has: 比2024年决算数, 为上年实绩, 占汇总预算数的."""
    if word[0] in "比较与":
        return "growth"
    if word[0] not in "为占完":
        return ""
    return "of_last_year" if "上年" in word else "completion" if "预算" in word else "of_last_year"


def _settled(found: Heading) -> Heading:
    """Words that mean one thing of an amount and another of a percentage."""
    unit, kind = found.unit, found.kind
    if kind == "change" and not unit and found.text in _CHANGE_OR_RATE:
        return found._replace(kind="amount_or_rate")
    amount = _is_amount(unit)
    if kind in ("growth", "points", "change", "") and unit == "个百分点":
        kind = "points"
    elif kind == "change" and unit == "%":
        kind = "growth"
    elif kind == "growth" and amount:
        kind = "change"
    elif kind == "completion" and amount:
        kind, found = "", found._replace(status=found.status or "actual")
    return found._replace(kind=kind)


def _is_amount(unit: str) -> bool:
    return bool(unit) and not texts.is_percent(unit) and unit not in ("个百分点", "%、百分点", "倍")


def _named(written: str, rest: str, found: Heading) -> Heading:
    """A heading that names an indicator: what its end says is taken off."""
    if opening := _OPENING.match(rest):
        told: Status | None = "estimate" if "预计" in opening[0] else found.status
        found = found._replace(status=told, among="其中" in opening[0])
        rest = rest[opening.end() :]
    if written[:1] in ("#", "＃"):
        found = found._replace(among=True)
    if rest.startswith("计划") and len(rest) > 2 and not found.status:  # 年度计划投资
        found = found._replace(status="target")
    while (match := _ENDING.search(rest)) and match.start() >= 2:
        found = _with_word(found, match[0])
        rest = rest[: match.start()]
    rest = _BOUND.sub("", rest.strip(" :、,.%±+-/—"))
    at = texts.plain(written).find(rest)
    name = written[at : at + len(rest)] if at >= 0 else rest
    return found._replace(name=name, names=(name,) if name else ())


_ENDS = words.of("area_ends")
_PARTS = words.of("part_ends")
_SCOPES = frozenset(words.of("scopes"))
_NO_AREA = frozenset(words.of("no_area"))


def _area(bare: str) -> str:
    return bare if bare in _SCOPES or is_area(bare) else ""


def is_area(text: str) -> bool:
    """Whether a whole text is the name of an area: 槐荫区, 张庄路街道."""
    return (
        2 <= len(text) <= 14
        and text.endswith(_ENDS)
        and text not in _NO_AREA
        and not re.search(r"[\d%:、,()]|全部|其中|各", text)
    )


def is_part(area: str) -> bool:
    """A town, a street, a park: a part of a district."""
    return area.endswith(_PARTS)


@dataclass(slots=True)
class Column:
    """A column with its heading and, for a column of figures, where its row labels stand."""

    place: int
    heading: Heading
    role: Role
    group: int = -1  # index of the name columns it belongs to
    unit_at: int = -1  # the column with its units
