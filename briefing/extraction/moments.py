"""For what time a figure speaks, and whether it happened, is expected or is aimed at.

In this order: what the clause says itself (2023年, 到2030年, 1—5月, 十四五时期), the section (review, tasks, outlook, 五年来), the document.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.levels import Levels
from briefing.model import Document, Part, Section, Status

_PLAN = {
    "一": 2006,
    "二": 2011,
    "三": 2016,
    "四": 2021,
    "五": 2026,
    "六": 2031,
}  # 十二五 began in 2011
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PART_OF_YEAR = (
    r"第?(?P<quarter{0}>[一二三四1-4])季度|(?P<half{0}>[上下])半年|(?P<three{0}>前三季度)"
    r"|(?P<from{0}>1?\d|元)月?(?:份|1日)?[—\-–－~～至到]+(?P<to{0}>1?\d)月(?:份|\d{{1,2}}日)?|前(?P<first{0}>1?\d)个月|(?P<month{0}>1?\d)月(?:份|(?P<end{0}>末|底))?(?!\d|份)"
)
_TIME = re.compile(
    r"(?=[0-9“十第一二三四两上下前今去明当目未近元])(?:(?P<year>(?:19|20)\d\d)(?:年)?[—\-–－~～至到]+(?P<last>(?:19|20)\d\d)年"
    r"|(?P<since>(?:19|20)\d\d)年1?\d月(?:份|底)?[—\-–－~～至到]+(?P<until>(?:19|20)\d\d)年1?\d月(?:份|底)?"
    rf"|(?P<one>(?:19|20)\d\d)年(?:度?(?:{_PART_OF_YEAR.format('a')}))?"
    rf"|{_PART_OF_YEAR.format('b')}"
    r"|“?十(?P<plan>[一二三四五六])五”?(?:期间|时期|(?:开局)?以来)?"
    r"|(?P<relative>今年|去年|明年|(?<!以)前年|当年|目前)|(?P<coming>[今未][后来]五年)|近(?P<late>[二两三四五])年来?|(?P<past>[两三四])年来)"
)
_FORECAST_ONWARD = re.compile(r"预计(?:完成)?数?[，（(]+(?:以下|下)同")  # 预计（下同）全年实现…
_DUTIES = re.compile(r"（(?:牵头|责任|配合|主办)单位")
_NEXT = re.compile(
    r"下一?步|下一?阶段|下半年(?:工作|重点)|工作(?:建议|打算)|对策建议|措施建议|意见建议"
)
_TILL = re.compile(r"(?<!截)[到至]$")  # 到2025年, 至2025年底
_NEVER = 9999
_BEGINNING = 3000  # characters in which a document without a dated title says its year
_REMARK, _TIME_ALONE = 40, 4  # characters before a time in a remark; and besides it in （2023年末）
_SEVERAL = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_SUMMED = re.compile(r"[^，。；]{0,24}(?:累计|总额|总量|合计|共计|年均)")  # “十四五”全市收入累计…
_RELATIVE = {"今年": 0, "当年": 0, "目前": 0, "去年": -1, "前年": -2, "明年": 1}
# 今年我市共有|280个|重点项目: of the year, in a report on its first half too.
_OF_THE_YEAR = re.compile(r"[^，。；\d]{0,8}(?:共有|共安排|计划|下达|安排|确定|列入)")
# A heading in a plan to adjust a budget below which it says how things stand: 地方政府债务规模和风险情况.
_STANDS = re.compile(r"(?:债务|规模|风险|余额|基本)情况$")
_TITLED_PLAN = re.compile(r"十([一二三四五六])五")
_SECOND_HALF = re.compile(r"下半年(?:的)?(?:主要|重点)?(?:工作|任务|打算|安排|思路)")
_SET_OUT = re.compile(r"年初预算(?:安排|编制|批准)?情况$")  # below it the year was still to come
_BASES = "比较与由从自同"
# 是2015年的1.8倍, 恢复到2019年水平, 在2022年的基础上
_TIMES_OF = re.compile(
    r"(?:同期)?的[近约超逾]?[0-9.一二两三四五六七八九十]+多?倍|(?:同期)?水平|的?基础上|的?(?:可比|不变)价"
)
_OVER = re.compile("[高低优好快慢大小多少早晚]于$")  # 高于去年同期1.6个百分点
_JOINTS = frozenset("和、及与")
_BASE_BEFORE = re.compile(
    r"[比较](?:上年|去年|[^，。；、和及与]{1,6})(?:同期|末)?[和、及与]$"
)  # 较去年同期和|一季度
_TOLD = re.compile(r"(?:执行|完成|运行|收支|发展)情况")
_MONTH = re.compile(r"M(?!01)\d\d")
_UNTIL = re.compile(r"截[至止]$|(?<=[，。\n])至$")
_DONE_BY = re.compile(
    r"，?[^，。；\d]{0,16}?(?:完成|实现|入库|到位|开工|开复工|(?:产值|增加值|收入|支出|投资|销售额|零售额)(?:达|为|(?=\d)))"
)
_IN_ALL = re.compile(r"，[^，。；\d]{0,16}累计完成")  # 4月，收入累计完成2.4亿元
_NAMED_IN = re.compile(r"《[^《》]{0,60}$")


class Frame(NamedTuple):
    """What a place in the document speaks for by itself."""

    status: Status
    first: int  # years; 0 where unknown
    last: int
    part_of_year: str = ""  # "Q1", "H1", "M01-M05": the document's or the paragraph's
    reason: str = ""  # for people: 回顾部分, 任务部分, 文件标题 …


class Moment(NamedTuple):
    """A time the text names."""

    start: int
    end: int
    first: int  # years; 0: of the frame's year
    last: int
    part_of_year: str = ""
    base: bool = False  # 比2020年, 由2020年的: not what the figure speaks for
    relative: str = ""
    years: int = (
        0  # it is of so many years up to the frame's (近三年), or from them on (-5: 今后五年)
    )
    since: bool = False  # it goes on to the frame's year: 2021年以来
    by_months: bool = False  # 2018年7月至2019年6月: of all that was done in it


class Calendar:
    """The times of one document, compiled once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.levels = Levels(document)
        text = document.text
        self._found: dict[tuple[int, int], list[Moment]] = {}
        self._last: tuple[Section | None, Frame] | None = None  # the last section and its frame
        self._settled: tuple[Frame, Moment, Frame] | None = None  # the last one asked for
        self._dated = int(document.date[:4]) if document.date[:4].isdigit() else 0
        # A text of no known kind speaks of 今年 as of the year it was published in.
        self._news = self._dated if document.kind == "other" else 0
        self._plans = document.ahead or ("单位：" in text and bool(_DUTIES.search(text)))
        self._forecast = text.find("预计数")
        onward = _FORECAST_ONWARD.search(text)
        self._forecast_from = onward.start() if onward else -1
        self._reviewed, self._planned = self._years()
        self.dated = bool(document.year_reviewed or document.year_planned or self._dated)
        self._titled = _titled(document.title)

    def began(self, last: int) -> int:
        """The first year of the plan that the title is of, where `last` is a later one of it: “十四五”规划中期评估; else 0."""
        number = _TITLED_PLAN.search(self._document.title)
        first = _PLAN[number[1]] if number else 0
        return first if first < last <= first + 4 else 0

    def forecast(self, end: int) -> bool:
        """Whether a figure that ends here is marked as expected, itself or by an earlier one: 5600亿元（预计数，下同）."""
        onward = 0 <= self._forecast_from < end
        marked = self._forecast >= 0 and self._document.text.startswith(("（预计", "(预计"), end)
        return onward or marked

    def frame(self, position: int) -> Frame:
        """What the section and the running text at a place speak for."""
        section = self._document.section_at(position)
        if self._last is None or self._last[0] is not section:
            self._last = section, self._frame(section)
        return self._last[1]

    def _frame(self, section: Section | None) -> Frame:
        document = self._document
        part: Part = section.part if section else "other"
        reviewed, planned = self._reviewed, self._planned
        if section and self._titled and any(_SECOND_HALF.search(one) for one in section.path):
            year = self._titled.first or reviewed
            return Frame("target", year, year, "H2", "下半年工作")
        if (
            part in ("review", "other")
            and section
            and any(_NEXT.search(heading) for heading in section.path)
        ):
            year = planned if document.year_planned else reviewed
            return Frame("target", year, year, reason="下一步工作")
        if section and section.heading and _SET_OUT.search(section.heading):
            year = reviewed if part in ("review", "other") else planned
            return Frame("target", year, year, reason="年初预算安排")
        if part == "review":
            first, last = section.years if section and section.years else (reviewed, reviewed)
            return Frame("actual", first, last, self._part_told(section, first, last), "回顾部分")
        if section and "调整" in document.title and _STANDS.search(section.heading):
            return Frame("actual", planned, planned, reason="现状部分")
        if part == "tasks" and section and (carried_out := _carried_out(section.path)):
            return carried_out
        if part == "tasks":
            year = section.years[1] if section and section.years else planned
            first = section.years[0] if section and section.years else year
            return Frame("target", first, year, reason="任务部分")
        if part == "outlook":
            first, last = section.years if section and section.years else (planned, planned)
            return Frame("target", first, last, reason="展望部分")
        if self._plans:
            year = document.year_planned or self._dated or planned
            return Frame("target", year, year, reason="规划、意见、任务分工")
        told = self._part_told(section, reviewed, reviewed)
        return Frame("actual", reviewed, reviewed, told, "文件所属时期")

    def _part_told(self, section: Section | None, first: int, last: int) -> str:
        """The part of the year that a heading is of (一、2021年1—11月指标完成情况), else the title, where it is of this year."""
        carried_out = _carried_out(section.path) if section else None
        if carried_out and carried_out.first == first == last:
            return carried_out.part_of_year
        titled = self._titled
        return titled.part_of_year if titled and titled.first in (0, last) and first == last else ""

    def around(self, position: int) -> tuple[int, int] | None:
        """The several years that the part around a paragraph of one year looks back on, if its heading says so."""
        section = self._document.section_at(position)
        if section is None or section.heading or section.part != "review" or section.start == 0:
            return None
        outer = self._document.section_at(section.start - 1)
        same = (
            outer is not None
            and outer.path == section.path
            and outer.years is not None
            and outer.years[0] != outer.years[1]
        )
        return outer.years if same and outer else None

    def named(self, start: int, end: int, before: int) -> Moment | None:
        """The last time that text[start:end] names before a place, other than as a base of comparison."""
        found = None
        for moment in self._moments(start, end):
            if moment.start >= before:
                break
            if not self._aside(moment, before):
                found = moment
        return found

    def named_as_base(self, start: int, end: int) -> Moment | None:
        """The last time that text[start:end] names, as a base of comparison or not."""
        text, found = self._document.text, None
        for match in _TIME.finditer(text, max(0, start), end):
            found = _moment(text, match) or found
        return found

    def _aside(self, moment: Moment, before: int) -> bool:
        """Whether a time is told in a remark that is closed before a place: （2008年是第二次经济普查年份，下同）."""
        text = self._document.text
        close = text.find("）", moment.end, before)
        if close < 0 or text.find("（", moment.end, close) >= 0:
            return False
        opened = text.rfind("（", max(0, moment.start - _REMARK), moment.start)
        in_it = opened >= 0 and text.find("）", opened, moment.start) < 0
        return in_it and close - opened > moment.end - moment.start + _TIME_ALONE

    def _moments(self, start: int, end: int) -> list[Moment]:
        """The times of a sentence or paragraph; the last one asked for is kept."""
        if (start, end) not in self._found:
            text = self._document.text
            found = (_moment(text, match) for match in _TIME.finditer(text, start, end))
            self._found = {(start, end): [moment for moment in found if moment and not moment.base]}
        return self._found[start, end]

    def _so_far(self, frame: Frame) -> int:
        return frame.last if frame.status == "actual" else self._reviewed

    def settle(self, frame: Frame, moment: Moment | None) -> Frame:
        """The frame of a figure: what the text names goes before the section."""
        if moment is None:
            return frame
        last = self._settled
        if last is None or last[0] is not frame or last[1] is not moment:
            self._settled = last = (frame, moment, self._of(frame, moment))
        return last[2]

    def _of(self, frame: Frame, moment: Moment) -> Frame:
        reviewed = self._reviewed
        first, last = moment.first, moment.last
        if moment.relative:
            shift = _RELATIVE[moment.relative]
            if moment.relative == "今年" and self._news:
                return frame._replace(first=self._news, last=self._news, part_of_year="")
            if not shift:
                whole = frame.part_of_year and _OF_THE_YEAR.match(self._document.text, moment.end)
                return frame._replace(part_of_year="") if whole else frame
            same_months = self._document.text.startswith("同期", moment.end)
            if same_months:
                moment = moment._replace(part_of_year=frame.part_of_year)
            elif shift < 0 and self._told_since(frame):
                shift += 1
            first = last = (frame.last if frame.first == frame.last else reviewed) + shift
        elif moment.years:
            last = self._planned + 4 if moment.years < 0 else self._so_far(frame)
            first = last - abs(moment.years) + 1
        elif moment.since:
            last = max(first, self._so_far(frame))
        elif not first:
            first = last = frame.last
        status = frame.status
        if status == "target" and last <= reviewed and frame.last > reviewed:
            status = "actual"
        elif status != "target" and self._ahead(moment, last, self._known(moment, frame)):
            status = "target"
        reason = (
            frame.reason
            if status == frame.status
            else self._document.text[moment.start : moment.end]
        )
        return Frame(status, first, last, moment.part_of_year, reason)

    def _told_since(self, frame: Frame) -> bool:
        """Whether a review of a whole year is told in the year planned: 去年，… of a report on 2024 and the tasks of 2025 is 2024."""
        planned, last = self._document.year_planned or 0, frame.last
        whole = frame.status == "actual" and not frame.part_of_year
        return whole and frame.first == last == planned - 1

    def _known(self, moment: Moment, frame: Frame) -> int:
        """The last year that is past where a time is named: months that end by the document's date are."""
        dated = self._dated if moment.by_months else self._news
        return max(self._reviewed, frame.last, dated)

    def _ahead(self, moment: Moment, last: int, known: int) -> bool:
        """Whether a year is beyond those the document speaks for; one that does not say its own looks ahead only with 到, 至."""
        text = self._document.text
        return (
            known > 0
            and last > known
            and (self.dated or bool(_TILL.search(text, max(0, moment.start - 2), moment.start)))
        )

    def _years(self) -> tuple[int, int]:
        """The year reviewed and the year planned, from whatever the document says of either."""
        document = self._document
        if self._plans and not document.year_reviewed and not document.year_planned:
            planned = self._dated or self._told_most()
            return max(planned - 1, 0), planned
        reviewed = (
            document.year_reviewed
            or (document.year_planned - 1 if document.year_planned else 0)
            or self._told_most()
            or self._dated
        )
        return reviewed, document.year_planned or (reviewed + 1 if reviewed else self._dated)

    def _told_most(self) -> int:
        """The year the beginning of the text names most often, where its title names none.

        Years after that it was published in, and those that something is to be done by (到2025年), are none to look back on.
        """
        text, latest = self._document.text, self._dated or _NEVER
        years = Counter(
            m.first
            for m in self._moments(0, _BEGINNING)
            if m.first
            and m.first == m.last <= latest
            and text[m.start] not in "“十"  # “十四五”末
            and not _TILL.search(text, max(0, m.start - 2), m.start)
        )
        return years.most_common(1)[0][0] if years else 0


def _titled(title: str) -> Moment | None:
    """The part of a year that a title names: 2022年民生实事进展情况（截至9月底） tells of the months up to then."""
    for match in _TIME.finditer(title):
        moment = _moment(title, match)
        if moment and moment.part_of_year:
            part = moment.part_of_year
            whole = since_january(part) if told_until(title, moment.start) else part
            return moment._replace(part_of_year=whole)
    return None


@lru_cache(maxsize=64)  # asked for every sentence of a section
def _carried_out(headings: tuple[str, ...]) -> Frame | None:
    """The months of the year planned that a heading looks back on: 二、2025年1—6月预算执行情况."""
    for heading in headings:
        for match in _TIME.finditer(heading):
            moment = _moment(heading, match)
            if moment and moment.first and moment.part_of_year and _TOLD.search(heading):
                return Frame("actual", moment.first, moment.last, moment.part_of_year, "回顾部分")
    return None


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    start = match.start()
    before = text[start - 1] if start else ""
    base = (
        (before in _BASES and bool(before))
        or bool(_OVER.search(text, max(0, start - 2), start))
        or bool(_TIMES_OF.match(text, match.end()))
        or (before in _JOINTS and bool(_BASE_BEFORE.search(text, max(0, start - 12), start)))
    )
    group = match.groupdict()
    if group["year"]:
        return Moment(start, match.end(), int(group["year"]), int(group["last"]), base=base)
    if group["since"]:
        since, until = int(group["since"]), int(group["until"])
        return Moment(start, match.end(), since, until, base=base, by_months=True)
    if group["one"]:
        if before == "《" or _NAMED_IN.search(text, max(0, start - 40), start):
            return None
        year = int(group["one"])
        since = text.startswith("以来", match.end())
        base = base and not since
        part = _since_january(text, match, _part(group, "a"))
        return Moment(start, match.end(), year, year, part, base, since=since)
    if group["plan"]:
        return _plan(text, match, base)
    if several := group["late"] or group["past"] or group["coming"]:
        years = _SEVERAL.get(several, -5)
        return Moment(start, match.end(), 0, 0, base=base, years=years)
    if group["relative"]:
        return Moment(start, match.end(), 0, 0, base=base, relative=group["relative"])
    part = _since_january(text, match, _part(group, "b"))
    return Moment(start, match.end(), 0, 0, part, base) if part else None


def _plan(text: str, match: re.Match[str], base: bool) -> Moment | None:
    """The years of a plan, its last year (“十三五”末), or those of it that are past (“十四五”以来)."""
    year, end = _PLAN[match["plan"]], match.end()
    if match[0].endswith("以来"):
        return Moment(match.start(), end, year, year, since=True)
    if text.startswith(("末", "期末"), end) and not text.startswith("末期", end):
        return Moment(match.start(), end, year + 4, year + 4, base=base)
    if text.startswith(("规划", "收官", "开局", "目标", "胜利", "圆满", "任务"), end):
        return None
    if match[0].endswith(("期间", "时期")) or _SUMMED.match(text, end):
        return Moment(match.start(), end, year, year + 4, base=base)
    return None


def _part(group: dict[str, str | None], suffix: str) -> str:
    if group["quarter" + suffix]:
        return f"Q{_QUARTER[group['quarter' + suffix] or '1']}"
    if group["half" + suffix]:
        return "H1" if group["half" + suffix] == "上" else "H2"
    if group["three" + suffix]:
        return "M01-M09"
    first, last = group["from" + suffix], group["to" + suffix]
    began = 1 if first == "元" else int(first or 0)
    if last and 1 <= began < int(last) <= 12:
        return _months(began, int(last))
    if group["first" + suffix] and 1 < int(group["first" + suffix] or 0) <= 12:
        return _months(1, int(group["first" + suffix] or 0))
    if group["month" + suffix] == "12" and (group["end" + suffix] or "") in ("末", "底"):
        return ""  # what stood at the end of the year
    if group["month" + suffix] and 1 <= int(group["month" + suffix] or 0) <= 12:
        return f"M{int(group['month' + suffix] or 0):02d}"
    return ""


def _since_january(text: str, match: re.Match[str], part: str) -> str:
    """截至8月底，累计完成税收收入9亿元: of the months up to then; a stock is of its month."""
    till = told_until(text, match.start())
    month = _MONTH.fullmatch(part) is not None
    done = month and (
        _DONE_BY.match(text, match.end())
        if till
        else text[match.end() - 1] in "月份" and _IN_ALL.match(text, match.end())
    )
    return _months(1, int(part[1:])) if done else part


def told_until(text: str, at: int) -> bool:
    """Whether what is told of goes up to the time that stands at a place: 截至|8月底."""
    return _UNTIL.search(text, max(0, at - 2), at) is not None


def since_january(part: str) -> str:
    """M01-M08 of M08."""
    return _months(1, int(part[1:])) if _MONTH.fullmatch(part) else part


def _months(first: int, last: int) -> str:
    if first == 1 and last in (3, 6, 12):
        return {3: "Q1", 6: "H1", 12: ""}[last]
    return f"M{first:02d}-M{last:02d}"


def last_month(part: str) -> str:
    """M08 of M01-M08, M06 of H1, M03 of Q1: the month that a report on a part of a year calls 当月."""
    quarter = {"Q": 3, "H": 6}.get(part[0], 0)
    return f"M{quarter * int(part[1:]):02d}" if quarter else part[-3:]
