"""The names of rows: 其中：第一产业* is a part of what stands above it, 地区生产总值增速（%） the growth of 地区生产总值."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import texts, words
from briefing.extraction.wordlists import alternation
from briefing.model import Cell

Nature = Literal["growth", "annual", "points", "rank", ""]

_NUMBERING = re.compile(
    r"(?:附:|\d{1,3}(?:、|\.(?!\d)|\))|\(\d{1,3}\)|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十]{1,2}部分)[、.:]?"
)
_OUTLINE = re.compile(r"\s*\d{1,3}(?:\.\d{1,2}){1,2}\s+")  # 3.1 税收
NAMES_APART = "—"  # between two names that are no one name together
UNNUMBERED = 9
_RANKS = (  # of numberings, from the top down
    re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}部分|附:"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,3}(?:、|\.(?!\d))"),
    re.compile(r"\(?\d{1,3}\)"),
    re.compile(r"[①-⑳]"),
)
_CODE = re.compile(
    r"\[\d{3,7}\]|2[0-3]\d(?:\d\d){1,2}(?=[一-龥])|2[0-3]\d(?=[一-龥]+支出$)"
)  # [201]一般公共服务支出
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
_AMONG = re.compile(r"其中(?:[:,、]|(?=.))|#+|按[一-龥]{1,8}分:")
_OPENING_MARKS = "*#★▲△※◆●○☆·•-—–"
_MARKS = re.compile(r"(?:[*#★▲△※◆●○☆]|\[\d{1,2}\]|[①-⑳])+$")
_LAST_BRACKET = re.compile(r"\(([^()]*)\)$|\[([^\[\]]*)\]$")
_NOUN = re.compile(words.any_of("nouns") + "$")
_SHARE = re.compile(words.any_of("shares") + "$")
_UNITLESS = re.compile(words.any_of("unitless") + "$")
_COUNTED = re.compile(words.any_of("counted") + "$")
_PARTIAL = frozenset(words.of("partial"))
_CHANGES: dict[str, tuple[Nature, bool]] = words.index(
    {
        ("rank", False): "rank",
        ("annual", True): "yearly_fall",
        ("annual", False): "yearly",
        ("growth", True): "falling",
        ("growth", False): "growing",
    }
)
_CHANGE = re.compile(rf"(?<!自然)(?:{alternation(_CHANGES)})$")
# A part of these is one of them: 第一产业 of 总产出指数, of 地区生产总值构成.
_OF_A_WHOLE = re.compile("(?:指数|" + words.any_of("structure") + ")$")
_SEVERAL = re.compile(r"[及和与]其?(?:构成|结构|占比|比重)$")  # 人口数及其构成
_SORTS = re.compile("按|分")  # 按经营地分
_STRUCTURE = words.of("structure")
_RATE = re.compile(r"(?:[增降涨]幅|增速|增长率|增长速度|下降率|降低率|同比\w*|增长|位次|排名)$")
_BASE = re.compile("(?:按可比价格计算)?" + words.any_of("base") + "$")
_ENDS_TOTAL = re.compile(r"(?:合计|总计|小计)$")
_SUM = re.compile(r"(?<=收入|支出|投资)合计$")
_SUM_OF = re.compile("(?<=数)合计$")  # 各类学校数合计
_LEVEL = re.compile(r"(?:总量|绝对[额值量数]|数值|完成值|完成额)$")
_TOTALS = frozenset(words.of("totals"))
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_NOUNS_OF = words.by("noun")
_PER = re.compile(r"每|人均|单位|万元")


class Label(NamedTuple):
    """What a row's label says. `name` is as written, without numbering, marks, unit and what says growth."""

    name: str
    unit: str = ""
    nature: Nature = ""
    falling: bool = False
    among: bool = False  # 其中：, #
    marks: str = ""
    asides: str = ""  # what other brackets say
    total: bool = False  # 合计 and nothing else
    numbered: bool = False  # 一、
    rank: int = UNNUMBERED  # of its numbering: 1 for 一、, 2 for （一） …
    indent: int = 0

    @property
    def is_partial(self) -> bool:
        return self.name in _PARTIAL

    @property
    def has_noun(self) -> bool:
        return has_noun(self.name)


@lru_cache(maxsize=20_000)
def read(written: str, *, amounts: bool = False) -> Label:
    """A row's label, read from what stands in its cell. amounts: its figures are amounts, so 污染减排 is a name and no fall."""
    indent = len(written) - len(written.lstrip(" 　\t\xa0"))
    text = texts.label(_OUTLINE.sub("", written, count=1) if _OUTLINE.match(written) else written)
    flat = texts.plain(text)
    start, among, opening = _head(flat)
    end, unit, closing, asides = _tail(flat, start)
    name, nature, falling = _change(text[start:end], unit)
    if amounts and nature and not unit and not _RATE.search(text, start, end):
        name, nature, falling = text[start:end], "", False
    if not unit and nature == "growth":
        unit = "%"
    return Label(
        name,
        unit,
        nature,
        falling,
        among,
        opening + closing,
        asides,
        name in _TOTALS,
        _CHAPTER.match(flat) is not None,
        _rank(flat),
        indent,
    )


def _head(flat: str) -> tuple[int, bool, str]:
    """Where a label begins behind its code, numbering, 其中： and marks; whether it said 其中; the marks."""
    code = _CODE.match(flat)
    start, end = code.end() if code else 0, len(flat)
    among, marks = False, ""
    while start < end:
        part = _AMONG.match(flat, start)
        among = among or part is not None
        match = part or _NUMBERING.match(flat, start)
        if match and match.end() < end:
            start = match.end()
        elif flat[start] in _OPENING_MARKS and start + 1 < end:
            marks += flat[start]
            start += 1
        else:
            break
    return start, among, marks


def _tail(flat: str, start: int) -> tuple[int, str, str, str]:
    """Where a label ends before its marks, brackets and stops; the unit, the marks and what other brackets say."""
    end, unit, marks, asides = len(flat), "", "", ""
    while start < end:
        if match := _MARKS.search(flat, start, end):
            marks += match[0]
            end = match.start()
        elif (match := _LAST_BRACKET.search(flat, start, end)) and match.start() > start:
            inside = match[1] or match[2] or ""
            if found := _bracketed_unit(inside, unit):
                unit = unit or found
            elif _is_aside(inside):
                asides += inside
            else:
                break
            end = match.start()
        elif flat[end - 1] in ":、,.;":
            end -= 1
        else:
            break
    return end, unit, marks, asides


def _bracketed_unit(inside: str, known: str) -> str:
    if inside in ("±%", "+-%", "%"):
        return "%"
    return texts.unit(inside.lstrip("±+-")) or ("" if known else _first_unit(inside))


def _is_aside(inside: str) -> bool:
    told = "=" in inside or inside.isdigit() or _CHANGE.fullmatch(inside) is not None
    return told or len(inside) > 12


def _rank(flat: str) -> int:
    """How deep a row stands by its numbering."""
    ranks = (rank for rank, form in enumerate(_RANKS, start=1) if form.match(flat))
    return next(ranks, UNNUMBERED)


def _first_unit(text: str) -> str:
    parts = re.split(r"[、,;]", text)
    return parts[0] if len(parts) > 1 and all(texts.unit(part) for part in parts) else ""


def _change(name: str, unit: str) -> tuple[str, Nature, bool]:
    """The name without what says how it changes. An amount of 增加 is an amount: 税收增加（万元）."""
    if unit and not texts.is_percent(unit) and unit != "个百分点":
        return _without_level(name), "", False
    match = _CHANGE.search(name)
    if not match:
        return _without_level(name), "", False
    nature, falling = _CHANGES[match[0]]
    if unit == "个百分点":
        nature = "points"
    base = _BASE.search(name, 0, match.start())
    return name[: base.start() if base else match.start()].rstrip("_:"), nature, falling


def _without_level(name: str) -> str:
    """税收收入 of 税收收入总额; but 邮电业务总量 stays, as nothing else of it says what is measured."""
    level = _LEVEL.search(name)
    bare = name[: level.start()] if level and level.start() >= 2 else name
    return bare if has_noun(bare) else name


def is_total(written: str) -> bool:
    """Whether a row's label is of a sum: 合计, 人员经费合计."""
    return _ENDS_TOTAL.search(read(written).name) is not None


def has_noun(name: str) -> bool:
    """Whether a name says itself what is measured: 出口额, 学位; 汽车类 and 城镇 do not."""
    return _NOUN.search(_BRACKETS.sub("", name)) is not None


def is_noun(name: str) -> bool:
    """Whether a name says what is measured and not of what: 收入, 余额."""
    return _NOUN.fullmatch(name) is not None


def is_index(name: str) -> bool:
    """Whether this is an index number: 居民消费价格指数."""
    return _BRACKETS.sub("", name).endswith("指数")


def is_of_a_whole(name: str) -> bool:
    """Whether a title of this gives each row its measure: 居民消费价格指数, 地区生产总值构成."""
    bare = _BRACKETS.sub("", name)
    return _OF_A_WHOLE.search(bare) is not None and not _SEVERAL.search(bare)


def unit_among(units: Sequence[str], name: str) -> str:
    """Of units listed together the one that what a name ends in is counted in; "" where none is."""
    bare = _BRACKETS.sub("", name).removesuffix("合计").removesuffix(NAMES_APART)
    bare = bare.removesuffix("数").removesuffix("总")
    fits = {
        unit: max(
            (len(noun) for noun in _NOUNS_OF.get(_base(unit), ()) if bare.endswith(noun)), default=0
        )
        for unit in units
    }
    best = max(fits, key=lambda unit: fits[unit], default="")
    return best if best and fits[best] else ""


def _base(unit: str) -> str:
    """元 of 万元."""
    return unit.lstrip("百千万亿") or unit


def is_structure(name: str) -> bool:
    """Whether this is a share of a whole: 地区生产总值构成."""
    return name.endswith(_STRUCTURE)


def is_counted(name: str) -> bool:
    """Whether this is a number of something, never money: 人数, 年限, 面积."""
    return _COUNTED.search(_BRACKETS.sub("", name)) is not None


def is_share(name: str) -> bool:
    """Whether a percentage of this is a share and not a change: …率, …占比."""
    return _SHARE.search(name) is not None or "占" in name


def stands_alone(name: str) -> bool:
    """Whether a figure of this says something without a unit: an index, a ratio of two incomes."""
    return _UNITLESS.search(name) is not None


def is_model(name: str) -> bool:
    """Whether the parts of this keep their bare names: 地区生产总值（GDP）."""
    return _BRACKETS.sub("", name).endswith(words.of("models"))


def merged(head: str, name: str) -> str:
    """规模以上工业 and 工业增加值 as one name, what they share once."""
    shared = next(
        (
            length
            for length in range(min(len(head), len(name)), 0, -1)
            if head.endswith(name[:length]) and length >= min(2, len(name) - 1)
        ),
        0,
    )
    return head + name[shared:]


def overlapping(child: str, parent: str) -> str:
    """一般债务 and 债务限额: 一般债务限额; "" for two names where the one does not end as the other begins."""
    for length in range(min(len(parent), len(child) - 1), 1, -1):
        if child[-length:] == parent[:length]:
            return child + parent[length:]
    return ""


def joined(parent: str, child: str) -> str:
    """The name of a part that is named by its parent: 城镇居民 of 居民人均可支配收入, 汽车类 of 零售额, 第一产业 of 固定资产投资."""
    if is_of_a_whole(parent):
        return merged(child, parent.replace("总指数", "指数"))
    if not parent or is_model(parent):
        return child
    if whole := overlapping(child, parent):
        return whole
    if child.startswith("城") and "居民" in parent and "居民" not in child:
        return child + parent[parent.index("居民") :]
    if child.startswith(("农", "乡")) and "居民" in parent and "居民" not in child:
        return child + parent[parent.index("居民") :]
    parent = _SUM_OF.sub("", parent)
    noun = _NOUN.search(parent)
    if noun and len(noun[0]) == 1:  # a bare 额 or 数 says nothing of a part
        return f"{parent}{NAMES_APART}{child}"
    return merged(child, noun[0]) if noun else child


class Named(NamedTuple):
    """What a row is called."""

    label: Label
    name: str  # with what its parent adds
    parent: Label | None = None  # the whole it stands under
    anchor: Cell | None = (
        None  # the cell above that its name is taken from, where its own does not say it
    )
    heading: tuple[Label, Cell] | None = None  # a row without figures that it stands under

    @property
    def names(self) -> tuple[str, ...]:
        """The names it may be known by: 限额以上 of 社会消费品零售总额 is 限额以上零售总额 and 限额以上社会消费品零售总额.

        第一产业 by its bare name is the one of 地区生产总值, or of a table that names no other whole.
        """
        label, parent = self.label, self.parent
        if parent is None or parent is label or is_model(parent.name):
            return self.name, _SUM.sub("", self.name)
        if self.name != label.name:
            return self.name, label.name + parent.name
        return () if label.is_partial else (self.name,)

    @property
    def name_under_heading(self) -> str:
        """营业收入 under 规模以上工业: 规模以上工业营业收入."""
        return merged(self.heading[0].name, self.name) if self.heading else ""


@dataclass(slots=True)
class Namer:
    """Follows the rows of a table: what stands under what."""

    amounts: bool = False  # every figure is an amount, whatever verb its row's name has
    parent: Label | None = None
    anchor: Cell | None = None  # of the parent
    heading: tuple[Label, Cell] | None = None  # the last row without figures
    inside: bool = False  # among the parts of `parent`
    headed: bool = False  # `parent` is a heading without figures
    unmarked: set[int] = field(
        default_factory=set
    )  # where cells begin that name parts all the same
    levels: dict[int, tuple[Label, Cell]] = field(
        default_factory=dict
    )  # by column, of tables that name a thing in two columns

    def name(self, cells: list[Cell], *, alone: bool = False) -> Named | None:
        """What a row is called, by the cells of its name columns. alone: the row holds nothing else.

        A column that is blank in this row goes on with what stands above it. None where the row has no name at all.
        """
        if not cells:
            return None
        self.levels = {
            column: level for column, level in self.levels.items() if column < cells[0].column
        }
        inherited = len(self.levels)
        for cell in cells:
            self.levels[cell.column] = read(cell.text, amounts=self.amounts), cell
        label, cell = self.levels[cells[-1].column]
        if len(self.levels) > 1:
            upper, above = list(self.levels.values())[-2]
            name = self._in_columns(upper, label)
            return Named(
                label,
                name,
                upper,
                above if inherited == len(self.levels) - 1 and name != label.name else None,
            )
        if alone and not label.has_noun:
            if self.headed and not _SORTS.match(label.name):  # 专任教师 after 学校数
                self.parent, self.anchor = label, cell
            self.inside = self.parent is not None
            self.heading = label, cell
            return None
        if label.numbered:
            self.heading = None
        if cell.start in self.unmarked:
            label = label._replace(among=True)
        named = Named(
            label,
            self._in_rows(label),
            self.parent,
            None if label.name else self.anchor,
            self.heading,
        )
        if self.parent is label:
            self.anchor = cell
            self.inside = self.headed = alone and not self.amounts  # 学校数 over 小学, 中学
        return named

    def _in_columns(self, upper: Label, label: Label) -> str:
        """The name of what one column sorts and the next one names: 地区生产总值 | 总量, 居民人均可支配收入 | 城镇."""
        if not label.name or label.name in words.of("level") or label.total:
            return upper.name
        if label.is_partial or not label.has_noun:
            return joined(upper.name, label.name)
        return (
            f"{upper.name}（{label.name}）"
            if _PER.match(upper.name) and not _PER.match(label.name)
            else label.name
        )

    def _in_rows(self, label: Label) -> str:
        """The name of a row below others: 其中, # and deeper indents are parts of the row above them."""
        parent = self.parent
        if not label.name:  # 同比增长 below an amount
            return parent.name if parent else ""
        deeper = parent is not None and label.indent > parent.indent
        part = (
            label.among
            or deeper
            or (self.inside and not label.has_noun and not label.numbered)
            or label.is_partial
        ) and not (_ENDS_TOTAL.search(label.name) or is_of_a_whole(label.name))
        if part and parent and not label.total:
            self.inside = True
            alone = label.has_noun and not label.is_partial
            if self.headed and not parent.has_noun:
                return f"{parent.name}{NAMES_APART}{label.name}"
            return label.name if alone else joined(parent.name, label.name)
        self.inside = False
        if not label.total:
            self.parent = label
        return label.name
