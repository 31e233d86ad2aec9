"""What a table's title, the lines around it and its document say of all its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import labels, texts, times, words
from briefing.extraction.tables.columns import INDEX
from briefing.extraction.tables.labels import Label
from briefing.extraction.tables.times import When
from briefing.model import Document, Section, Status, Vintage

UNIT_LINE = re.compile(
    r"(?<![制报管算位门])(?:计量|金额|货币|数量)?单位(?:[:：]|\s*(?=[亿万千百]?元\s*[:：]?\s*$))(?P<units>[^:：;；。()（）]{1,40}(?:[(（][^()（）]{1,20}[)）])?)"
)
MADE_BY = re.compile(
    r"(?:数据库|时间|地区|来源|数据来源):|"
    r"(?:编制|填报|预算|主管|公开)?(?:部门|单位)(?:名称)?:|[一-龥]{2}\d\d表$|表[\d一二三四五六七八九十]{1,3}$"
)
NOTE = re.compile(
    r"[(（\[]?(?:注|备注|说明|附注|资料来源|数据来源|来源)\d?[:：、.]|[(（]?带[*#★▲△]"
)
_TARGET = re.compile(words.any_of("target_titles"))
# Of no year, it is what came in and no plan: 各县（市、区）一般公共预算收入.
_REVENUE = re.compile(r"^(?:(?!20\d\d年).)*一般公共预算(?:收入|支出|收支)[()]*$")
_ACTUAL = re.compile(words.any_of("actual_titles"))
_FINAL = re.compile(words.any_of("final_titles"))
_MARKED = re.compile(r"[带标注为“\"(（\s]{0,4}(?P<mark>[*#★▲△※◆●○☆])[^。；;，,*#★▲△※◆●○☆]{0,24}")
_PUBLISHED = re.compile(
    "(?:发布|发文|成文|生成)(?:时间|日期)|索引号|浏览次数|(?<!数据)来源[:：]"
)  # says nothing of the figures
_NAMED_TIMES = re.compile(
    r"(?:^|[:,;。])(?P<names>[^:,;。*#★▲△]{2,40})[为是](?P<time>1[-—~至]\d{1,2}月)(?:份|累计)?(?:数据?|$)"
)
_GAPS = re.compile(r"(?<![\d\s])\s+|\s+(?![\d\s])")  # but not those between two numbers: 表2 2023年
_TITLE_HEAD = re.compile(
    r"^(?:指标:|\d{1,2}[-—]\d{1,3}(?:[-—]\d{1,2})?(?=[一-龥])|附?[表件图]\s*[\d一二三四五六七八九十]{1,3}(?:[-—.]\d{1,2})*\s*[:、.]?|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])"
)
_ASIDE_LAST = re.compile(r"(?<=表)[(][^()]*[)]$")  # （按功能分类）
_TITLE_AREAS = re.compile(
    r"县[(]市、区[)]|各[市州县区旗镇乡街办园道(、)]{2,9}|" + words.any_of("title_areas")
)
_LEAD = re.compile("^(?:[对、]|截[至止])+")
_TITLE_END = re.compile(words.any_of("title_ends") + "$")
_BASE_OF_INDEX = re.compile(r"[(][^()]*100[^()]*[)]")  # （以上年为100）
_UP_TO = re.compile(r"[(]截[至止][)]$|[(][)]$")  # what is left of （截至6月底）
_UNTIL = re.compile(r"截[至止](?:20\d\d年)?\d{1,2}月")
_LONGEST_SUBJECT = 20
_HAN = re.compile("[一-龥]")
_UNITS_LAST = re.compile(r"[(](?P<units>[^()]{1,24})[)]$")  # …主要指标（万元、%）
_UNITS = re.compile(r"[、,，；;/ ]+")
_PLAN = re.compile(rf"十[一二三四五六]五|{_TARGET.pattern}")
_OWN_LEVEL = re.compile(r"(?:自治区|[省市区县州盟旗])本级(?!及|和)(?<!全市及市本级)")
_LEVEL_FIRST = re.compile(r"^(?:自治区|[省市区县州盟旗])?(?:本级|(?<=.)级)(?!及|以)")
_LEVEL_OF = re.compile(
    r"(?<![各对])([省市区县州])级(?=20\d\d年|一般公共|政府性|国有资本|社会保险|财政|预算|部门|重点|基本)"
)
_WITH_LEVELS_BELOW = "省市州"
_TITLED = re.compile(
    r"(?:^[(]?|^专栏\d+|年度?末?|月末?|末|(?:部门|单位)(?:名称)?:|^地区:)(?P<area>(?![各分全末])[一-龥]{1,7}?"
    r"(?:自治[区州县旗]|(?<![地全各特])[省市县区旗盟]|特别行政区|(?<=..)(?<![城乡集])[镇乡]|街道))(?!级|[本区县市镇村居])"
)
# A body's own budget or accounts are of no area: 部门：云岭县水务局.
_OF_A_BODY = re.compile(
    "决算|部门预算|三公|财政拨款|机构运行|收支|基本支出|项目支出|收入预算|支出预算"
)
_OF_ALL = re.compile("完成|执行|进度|运行情况|全[省市县区州旗]")
_BODY = re.compile(
    r"(?:部门|单位)(?:名称)?:(?P<body>[一-龥()]{2,24}?(?<!财政)(?<!统计)(?<!改革)(?:局|委|办|中心|处|院|校|委员会|办公室|联合会))(?=$|金额|单位|[^一-龥])"
)
_FORWARD = ("work_report", "plan_report", "budget_report", "five_year_plan", "opinion", "notice")
_DATED = ("table", "communique", "ledger", "other", "budget_report")


class Marks(NamedTuple):
    """What a note says of rows with a mark: 带*的指标为季度数."""

    quarterly: str = ""
    estimated: str = ""
    times: tuple[tuple[str, When], ...] = ()
    names: tuple[tuple[str, When], ...] = ()  # 营业收入、利润总额为1—4月数据


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for every figure of a table that says nothing else itself."""

    base: When  # the time the table is for
    span: tuple[int, int] | None  # the years of the plan it is about
    status: Status | None  # that its title gives
    vintage: Vintage | None
    unit: str
    units: tuple[str, ...]  # listed together above it: the names tell whose they are
    amounts: bool  # every figure is in that unit: no % beside it
    marks: Marks
    reviewed: int  # up to here years are past; 0: the document does not say
    own_level: bool  # 区本级: not the whole area
    level: str  # its words, or the body that made the table
    area: str  # that a title names
    quarterly_issue: bool  # the table comes each quarter
    sure: bool  # the base time is said by the table itself
    subject: Label | None = None  # the one indicator that its title names
    about: Label | None = None  # what its title says it is about, though it names no quantity
    future: bool = False  # it stands in a part about work to come
    until: bool = False  # its title says 截至: what is done is of all months up to then
    cumulative: bool = False  # its title says 累计: a month stands for all up to it
    index: bool = False  # its title says what is 100
    plan: tuple[int, int] | None = None  # the years of the plan whose aims its title says it shows


def context(
    document: Document, section: Section | None, lines: Sequence[str], notes: Iterable[str]
) -> Context:
    """lines: those above the table's header, from the top down; the nearest line that says a thing decides it."""
    flat = [_GAPS.sub("", texts.plain(line)) for line in lines]
    told = (UNIT_LINE.sub("", line) for line in flat if not _PUBLISHED.search(line))
    titles = [title for title in told if title]
    if not titles and document.kind in _DATED:
        titles = [texts.plain(document.title)]
    base, sure = _base(document, section, titles)
    said = next((title for title in reversed(titles) if _status(title)), "")
    status = _status(said) or ("target" if _is_draft(document.reading.text, base.last) else None)
    reviewed = document.year_reviewed or 0
    level = _body(titles) or _level(document, document.area or _titled_area(titles), titles)
    titled = next(
        (
            when
            for line in reversed(titles)
            if _PLAN.search(line) and (when := times.take(line)[0]).several
        ),
        None,
    )
    units = next((units for line in reversed([*lines]) if (units := units_of(line))), ())
    levels = [unit for unit in units if len(units) == 1 or not texts.is_percent(unit)]
    unit = levels[0] if len(levels) == 1 else ""
    about = _about({document.area, _titled_area(titles)} - {""}, titles)
    return Context(
        base=base,
        span=_span(document, section, titles),
        status=status,
        vintage="final" if status == "actual" and _FINAL.search(said) else None,
        unit=unit,
        units=units,
        amounts=unit.endswith("元") and not any("%" in line for line in flat),
        marks=_marks(notes),
        reviewed=reviewed if document.kind in _FORWARD else 0,
        own_level=bool(level),
        level=level,
        area=_titled_area(titles),
        quarterly_issue=base.part[:1] == "Q" or any("季" in title for title in titles[-2:]),
        sure=sure,
        subject=about if about and about.has_noun else None,
        about=about,
        future=section is not None and section.part in ("tasks", "outlook"),
        until=any(map(_UNTIL.search, titles[-2:])),
        cumulative=any("累计" in title for title in titles[-2:]),
        index=any(map(INDEX.search, titles)),
        plan=(titled.first, titled.last) if titled and status != "actual" else None,
    )


@lru_cache(maxsize=64)
def _is_draft(text: str, year: int) -> bool:
    """Whether a file lays a budget of this year before the congress: what its tables show of the year is to come."""
    laid = r"年(?:(?!20\d\d年|执行)[^。\n]){0,16}草案"
    return all(bool(re.search(f"{at}{laid}", text)) is (at == year) for at in (year, year + 1))


def _body(titles: Sequence[str]) -> str:
    """云岭县水务局 of its own budget or accounts; "" of what a body reports for all of its area."""
    said = "".join(titles)
    if not _OF_A_BODY.search(said) or _OF_ALL.search(said):
        return ""
    return next((found["body"] for line in titles if (found := _BODY.search(line))), "")


def _level(document: Document, area: str, titles: Sequence[str]) -> str:
    """市本级, 市级 of a title: a government's own level; "" where the title is of the whole area, or names more than one level.

    区级 and 县级 are one only in a file that speaks of 全区 or 全县 too; a city and a province have levels below their own.
    """
    for line in reversed(titles[-2:]):
        if match := _OWN_LEVEL.search(line):
            return match[0]
        found = {match[0] for match in _LEVEL_OF.finditer(line)}
        if len(found) != 1 or (level := found.pop())[0] != area[-1:] or "全" in line:
            continue
        if level[0] in _WITH_LEVELS_BELOW or f"全{level[0]}" in document.reading.text:
            return level
    return ""


def _titled_area(titles: Sequence[str]) -> str:
    """云岭区 of “2025年云岭区一般公共预算收入表”."""
    return next((m["area"] for line in reversed(titles) if (m := _TITLED.search(line))), "")


def _about(areas: set[str], titles: list[str]) -> Label | None:
    """一般公共预算收入 of “表2 2023年全区一般公共预算收入执行情况表”; None where the title says nothing else."""
    bare = (_BASE_OF_INDEX.sub("", line) for line in titles if not MADE_BY.match(line))
    titles = [line for line in bare if _HAN.search(line)]  # none that is English alone
    if not titles:
        return None
    _, line = times.take(_TITLE_HEAD.sub("", titles[-1]))
    line = _UP_TO.sub("", line)
    for area in areas:
        line = line.replace(area, "", 1)
    line = _LEVEL_FIRST.sub("", _TITLE_AREAS.sub("", line))
    line = _ASIDE_LAST.sub("", line).removesuffix("()")
    while match := _TITLE_END.search(line):
        line = line[: match.start()]
    label = labels.read(_LEAD.sub("", line))
    return label if 1 < len(label.name) <= _LONGEST_SUBJECT else None


def _status(said: str) -> Status | None:
    if _ACTUAL.search(said):
        return "actual"
    if "预计" in said:
        return "estimate"
    return "target" if _TARGET.search(_REVENUE.sub("", said)) else None


def _base(document: Document, section: Section | None, titles: list[str]) -> tuple[When, bool]:
    """The time a table is for: of the nearest title that names one, else of the document."""
    partial = When()
    for line in reversed(titles):
        when, _ = times.take(line)
        if when.first and not when.several:
            return When(when.first, when.last, when.part or partial.part), True
        partial = partial if partial.part else when
    named, _ = times.take(texts.plain(document.title))
    part = partial.part or (named.part if document.kind in _DATED else "")
    if document.kind in _DATED and named.first and not named.several:
        return When(named.first, named.last, part), True
    if section and section.years and section.years[0] == section.years[1]:
        return When(*section.years, part), False
    year = document.year_reviewed or named.first or int(document.date[:4] or 0)
    return When(year, year, part), False


def _span(document: Document, section: Section | None, titles: list[str]) -> tuple[int, int] | None:
    for line in reversed([texts.plain(document.title), *titles]):
        when, _ = times.take(line)
        if when.several:
            return when.first, when.last
    if section and section.years and section.years[0] != section.years[1]:
        return section.years
    if document.kind == "five_year_plan" and document.year_planned:
        return document.year_planned - 4, document.year_planned
    return None


def units_of(line: str) -> tuple[str, ...]:
    """The units of “单位：万元” or “单位：所、人、%” in a line."""
    written = texts.plain(line)
    match = UNIT_LINE.search(written) or _UNITS_LAST.search(texts.label(written))
    if not match:
        return ()
    said = match["units"].strip()
    if whole := texts.unit(said):
        return (whole,)
    units = [texts.unit(part.strip()) for part in _UNITS.split(said) if part.strip()]
    known = [unit for unit in dict.fromkeys(units) if unit and unit != "个百分点"]
    amounts = any(not texts.is_percent(unit) for unit in known)
    return tuple(known) if amounts else ("%",) if units and all(units) else ()


def _marks(notes: Iterable[str]) -> Marks:
    quarterly = estimated = ""
    timed: list[tuple[str, When]] = []
    named: list[tuple[str, When]] = []
    for note in notes:
        for match in _NAMED_TIMES.finditer(texts.plain(texts.label(note))):
            when = times.take(match["time"])[0]
            named += [(name, when) for name in re.split("[、和及]", match["names"])]
        for match in _MARKED.finditer(texts.plain(texts.label(note))):
            says = match[0]
            when, _ = times.take(says)
            if when.part:
                timed.append((match["mark"], when))
            elif "季度" in says:
                quarterly += match["mark"]
            if "预计" in says:
                estimated += match["mark"]
    return Marks(quarterly, estimated, tuple(timed), tuple(named))
