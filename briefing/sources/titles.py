"""What a document says of itself at its head: title, kind, area, date, and the years it looks back on and ahead to."""

from __future__ import annotations

from dataclasses import dataclass

from briefing import lazy as re
from briefing.model import DocumentKind, squeeze

_EVALUATION = r"(?:规划|纲要).{0,12}(?:评估|(?:实施|执行|完成)情况|成绩单|收官)"

# First pattern that is found in the squeezed title wins.
KINDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("appointments", re.compile(r"(?:任免|任命|免去|任职|免职).{0,40}(?:通知|决定|名单|命令)$")),
    # What tells how something went looks back, though it is sent as a notice.
    (
        "communique",
        re.compile(
            r"(?:完成|运行|进展|执行|推进|建设|收支|发展|落实|实施)情况的?(?:通报|公告|公示|通告|简报)$"
        ),
    ),
    # what came of something, told to all: 考核结果的通报
    ("communique", re.compile(r"(?:情况|结果|进展|成绩|排名|成效)的?(?:通报|公告|公示)$")),
    ("notice", re.compile(r"(?:通知|通告|公告|通报|决定|批复|函|命令|令)$")),
    (
        "opinion",
        re.compile(
            r"(?:(?<!审[查议])意见|措施|方案|办法|规定|细则|规则|行动计划|(?:年|工作|提升|攻坚)行动|发展思路|工作要点|若干政策|任务分工|任务分解|要点)(?:（.{1,20}）)?$"
        ),
    ),
    (  # 任务分解表, 责任分工; the year's 民生实事, unless the title says how they went
        "opinion",
        re.compile(
            r"(?:任务|责任|工作|职责|目标)(?:分工|分解)(?:方案|一览表|表|清单)?(?:（.{1,20}）)?$"
            r"|(?:民生|为民|惠民|利民|便民).{0,4}实事(?:候选)?(?:项目|工程|事项)?(?:建设)?(?:清单|目标|计划|安排|任务|名单|一览表|表)?(?:（.{1,20}）)?$"
        ),
    ),
    ("plan_report", re.compile(r"国民经济和社会发展(?:年度)?计划.*(?:报告|草案|审[查议]意见)")),
    # how a five-year plan has gone, halfway or at its end
    ("plan_report", re.compile(rf"五”?.{{0,30}}{_EVALUATION}")),
    (
        "budget_report",
        re.compile(
            r"(?:预算|决算|预决算).*(?:报告|草案|审[查议]意见)|财政收支.*报告|(?:预算|决算|收支).{0,12}说明$|决算.{0,20}预算(?:安排)?情况$"
            r"|(?:部门|单位)(?:预算|决算)(?:公开)?$|三公.{0,12}(?:预算|决算)"
        ),
    ),
    (
        "work_report",
        re.compile(
            r"(?:政府工作的?|(?:政府|区|县|市|镇|街道|管委会|管理委员会|常务委员会|常委会|法院|检察院)(?:\d{4}年)?工作)报告$"
        ),
    ),
    (
        "communique",
        re.compile(
            r"统计公报|普查(?:主要(?:数据|结果))?公报|(?:经济|国民经济).{0,12}(?:运行|发展|形势).{0,6}(?:情况|简况|公报|分析|简析|综述)$"
        ),
    ),
    (
        "five_year_plan",
        re.compile(
            r"第[一二三四五六七八九十]{1,3}个五年|“?十[一二三四五六七八九]?五”?.{0,40}(?:规划|纲要|计划)"
        ),
    ),
    (
        "ledger",
        re.compile(
            r"项目.{0,20}(?:台账|清单|一览表|名单|名录|计划表|计划|情况表|汇总表|进度表|进展情况|表)"
        ),
    ),
    # news of the year's 民生实事 that tells of nothing done
    (
        "opinion",
        re.compile(
            r"^(?!.*(?:完成|进展|进度|情况|落实|推进|回顾|总结|顺利|成效|兑现|办结|办实)).*(?:民生|为民|惠民|利民|便民).{0,6}实事"
        ),
    ),
    (
        "table",
        re.compile(
            r"(?:指标|收支|完成|运行|统计|执行|进度).{0,20}(?:情况|表|月报|快报|台账|数据|对照)|(?:主要经济指标|表)$"
        ),
    ),
)

# A title ends in one of these.
_ENDING = (
    r"(?:报告|通知|通告|公告|通报|决定|批复|意见|方案|办法|规定|细则|措施|公报|规划|纲要|规划纲要|行动计划|要点|计划|草案|清单|台账|函)"
    r"(?:（[^（）]{1,20}）)?"
)
_FORMAL = re.compile(
    rf"[^，。；：]{{0,40}}(?:关于[^。；：]{{2,90}}{_ENDING}|(?:预算|决算|计划)执行情况[^。；：]{{0,60}}报告)"
)
_WORK_REPORT = re.compile(
    r"(?:(?:\d{4}|[〇○零一二三四五六七八九]{4})年)?[^，。；：\d作向]{0,16}(?:\d{4}年)?(?:政府工作的?|人民政府(?:\d{4}年)?工作)报告(?:[（(][^（）()]{1,20}[)）])?"
)
_NAMED = re.compile(
    r"[^，。；：]{0,40}(?:统计公报|第[一二三四五六七八九十]{1,3}个五年[^，。；：]{0,40}(?:规划|纲要|计划)|五”?[^，。；：]{0,30}(?:规划|规划纲要))(?:（[^（）]{1,20}）)?"
)
_TABLE = re.compile(
    r"(?!专栏|附|表\s?\d|图\s?\d|[一二三四五六七八九十]、|（)[^，。；：]{0,30}\d{4}年[^，。；：]{0,40}(?:(?<!工作)完成情况|运行情况|主要(?:经济)?指标|(?:情况|统计|指标|收支|进度)表|台账|一览表)"
)
# The notes of a booklet of accounts, each of one year: 2026年一般公共预算收支草案说明.
NOTES = re.compile(
    r"\d{4}年[^，。；：]{0,30}(?:预算|收支|决算)[^，。；：]{0,8}(?:草案|执行情况|安排情况|编制)的?说明"
)
_LAST_WORD = "报告|通知|通告|公告|通报|决定|批复|意见|方案|办法|规定|细则|措施|公报|规划|纲要|计划|要点|草案|清单|台账|函|表|情况|指标|说明"
# Asked first, because they are quick to say no.
_BEGINNING = re.compile(r"关于|[政年委局厅办院会]|中心|小组|指挥部|报告|计划|预算|规划|公报|表")
_TITLE_WORD = re.compile(_LAST_WORD)
_TITLE_END = re.compile(rf"(?:{_LAST_WORD})(?:[（(][^（）()]{{1,20}}[)）])?$")
# 湖南省统计局 - : a page's name begins on the next line; 首页 > 政务公开 > 统计公报: the way to a page
_SITE = re.compile(r"[-_|]$|[>›»].+[>›»]")
_LONGEST_LINE, _SENTENCE = 70, 20
_HEAD_LINES, _LONGEST_LABEL = 10, 60  # what may stand above a title
_LABELLED = re.compile(
    r"(?:标题|题名|名称|文件名)\s*[:：]\s*"
)  # of a page's own table of what it holds
# The number of a paper before a congress, above its title: 四次会议文件（十八）.
_PAPER = re.compile(r".{0,30}会?议?文件[（(]?(?:之?[〇一二三四五六七八九十]{1,3}|\d{1,3})?[）)]?")
_FOOTNOTE = re.compile(r"(?:[\[【〔]\d{1,2}[\]】〕]|[①-⑳*＊]+)$")  # a mark behind a title
# A long title in the first sentence: “…规划纲要，以…为指导”.
_OPENING = re.compile(
    r"(?P<title>[^，。；：]{4,70}?(?:规划纲要|纲要|规划|公报|报告|意见|方案|计划))，"
)

_ISSUER = re.compile(
    r"(?:中共|中国共产党)?[^，。；：、\d]{2,28}(?:委|委员会|人民政府|政府|办公室|局|厅|院|会|中心|领导小组|指挥部|人大常委会)"
)
_NUMBER = re.compile(
    r"[^，。；：\s]{1,14}[〔\[（(【]\s?\d{4}\s?[〕\]）)】]\s?(?:第\s?)?\d{1,4}\s?号"
)
# Questions and answers on a paper: …工作方案（2023—2027年）的工作目标是什么？
_ASKED = re.compile(r"的?(?:[^，。；的]{2,6})?(?:是什么|有哪些|是怎样的)？$")
_GIVEN = re.compile(
    r"(?:[—―─–－-]{1,3}|[（(])?\s*(?:\d{4}|[〇○零一二三四五六七八九]{4})年.{1,12}日.{0,60}"
)
_ADDRESSED = re.compile(
    r"[^。；]{0,60}(?:政府|办事处|委员会|部门|单位|委办局|局|公司|街道|镇|乡|机构|企业)[^。；]{0,20}[:：]"
)
_SALUTATION = re.compile(r"(?:各位代表|各位委员|主任、.{0,20}委员|各位领导|同志们)")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,2}、|第一[章节条编篇])")

_DIGITS = {
    digit: str(value)
    for value, digits in enumerate(("〇○零", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for digit in digits
}
_YEAR = r"(\d{4}|[〇○零一二三四五六七八九]{4})\s?年"
_DATE = re.compile(
    rf"{_YEAR}\s?(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?月\s?(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?日"
)
_ISO = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_PUBLISHED = re.compile(r"(?:时间|日期)\s*[:：]\s*(.{0,20})")

_LETTER = "(?:(?!关于|人民政府|大会|会议)[一-龥])"
_PROVINCE, _CITY, _DISTRICT = (
    rf"{_LETTER}{{1,7}}?(?:省|自治区)",
    rf"{_LETTER}{{1,8}}?(?:市|自治州|地区|盟)",
    rf"{_LETTER}{{1,12}}?(?:区|县|市|旗)",
)
_NAME = rf"(?:{_PROVINCE})?(?:{_CITY})?(?:{_DISTRICT})?"
_PARTS = re.compile(rf"(?P<province>{_PROVINCE})?(?P<city>{_CITY})?(?P<district>{_DISTRICT})?")
_CONGRESS = re.compile(rf"在(?P<name>{_NAME})第?[一二三四五六七八九十]{{1,4}}届")
# What may stand between the year and the name: 2024年上半年云湖区…, 2024年1—6月云湖区…, 2023年度云湖县…
_WITHIN_YEAR = r"(?:度|[上下]半年|前三季度|第?[一二三四1-4]季度|1?\d(?:[—\-–－~～至到]+1?\d)?月份?)"
# 1-4 of a yearbook's table, 表2, 专栏1.
_TABLE_NUMBER = r"(?:(?:附?[表件]|专栏)[\d一二三四五六七八九十]{1,3}(?:[-—.]\d{1,2}){0,2}[:：、.]?|\d{1,2}[-—]\d{1,3})"
_OWNER = re.compile(
    rf"^{_TABLE_NUMBER}?(?:{_YEAR}{_WITHIN_YEAR}?)?(?:中共|中国共产党)?(?:关于(?:印发|公布|下达|调整)?)?[《“]?(?P<name>{_NAME})"
    r"(?=人民政府|人大|政府|委|管委|管理委员会|办公室|统计局|发展|财政|(?:19|20)\d\d(?![\d.,])|[〇二]|十|国民|统计|“|《|第|重点|主要|经济|规上|固定|各|项目)"
)
_COUNTED = re.compile(rf"^(?P<name>{_NAME})(?=\d{{4}})")  # a table's row
_SHORT = re.compile(
    rf"^(?:{_YEAR}{_WITHIN_YEAR}?)?《?(?P<name>[一-龥]{{2,6}}?)"
    r"(?=(?:经济特区)?(?:统计|调查|经济|财政)?年鉴|统计[月季快年]报|主要(?:经济|统计)?指标|国民经济|经济运行)"
)
_BEHALF = re.compile(rf"(?:代表(?!大会)|受)(?P<name>{_NAME})(?:人民政府|政府|人大)")
_OURS = re.compile(r"我|今年|去年|半年|季度")  # 今年上半年我市
_NOT_AREAS = re.compile(
    r"地区|各(?:区县|县区|县市|市县|县市区|区县市|市区县)|(?:全|我|本|各|该|区|市|省|县|强|新|园|开发|示范|片)(?:区|市|省|县)|.*(?:各区|全区|全市|强区|小区|(?:主|中心|新|老)城区|园区|片区|[全本该各我]地区)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title found in the lines of a text: lines first..last, those of the issuers included."""

    first: int
    last: int
    title: str
    kind: DocumentKind


def find(lines: list[str], at: int, *, at_head: bool) -> Heading | None:
    """The title that begins at line `at`, or None. A title inside a file must be followed by what follows titles; at_head: one at its head need not."""
    first = at
    window = lines[at : at + 7]
    if (
        not window
        or not _BEGINNING.search(window[0])
        or _PAPER.fullmatch(squeeze(window[0]))
        or _SITE.search(window[0])
        or not _TITLE_WORD.search("".join(line[:_LONGEST_LINE] for line in window))
    ):
        return None
    while at < len(lines) and at - first < 4 and _ISSUER.fullmatch(squeeze(lines[at])):
        at += 1
    for last in range(at, min(at + 4, len(lines))):
        if len(lines[last]) > _LONGEST_LINE or not _may_continue(lines[last]):
            break
        title = squeeze("".join(lines[at : last + 1]))
        title = _FOOTNOTE.sub("", _LABELLED.sub("", title, count=1))
        if not _TITLE_END.search(title[-30:]) or not _is_title(title):
            continue
        if not at_head and not _followed(lines, last, is_table=_TABLE.fullmatch(title) is not None):
            return None
        issuers = "".join(squeeze(line) + " " for line in lines[first:at])
        return Heading(first, last, (issuers + title).replace(" 关于", "关于"), kind_of(title))
    return None


def first(lines: list[str]) -> Heading | None:
    """The title at a document's head, below what stands above it: a newspaper's name, a date, a page's own labels."""
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if found := find(lines, number, at_head=True):
            return found
        if len(line) >= _LONGEST_LABEL or line[-1] in "。；！" or _SALUTATION.match(line):
            return None
    return None


def _may_continue(line: str) -> bool:
    return not (
        _NUMBER.fullmatch(squeeze(line))
        or _GIVEN.fullmatch(squeeze(line))
        or _PAPER.fullmatch(squeeze(line))
        or _SALUTATION.match(line)
        or _SECTION.match(line)
    )


def _is_title(text: str) -> bool:
    return any(
        pattern.fullmatch(text) for pattern in (_WORK_REPORT, _FORMAL, _NAMED, _TABLE, NOTES)
    )


def _followed(lines: list[str], last: int, *, is_table: bool) -> bool:
    following = lines[last + 1 : last + 5]
    if NOTES.fullmatch(squeeze(lines[last])):
        return any(len(line) >= _SENTENCE for line in following)
    if is_table:
        return (
            sum(
                any(character.isdigit() for character in line) and len(line) <= 80
                for line in lines[last + 1 : last + 15]
            )
            >= 3
        )
    return any(
        _NUMBER.fullmatch(squeeze(line))
        or _GIVEN.fullmatch(squeeze(line))
        or _SALUTATION.match(line)
        for line in following
    ) or any(_ADDRESSED.fullmatch(line) for line in following[:2])


def opening(lines: list[str]) -> Heading | None:
    """A title that the first sentence begins with, or a first line that is no sentence."""
    for number, line in enumerate(lines[:3]):
        if match := _OPENING.match(squeeze(line[:200])):
            return Heading(number, number, match["title"], kind_of(match["title"]))
        whole = line[-1] not in "。；：！？，" or _ASKED.search(line)
        if 5 <= len(line) <= _LONGEST_LINE and whole and not _SECTION.match(line):
            return Heading(number, number, line.strip(), kind_of(squeeze(line)))
    return None


def kind_of(title: str) -> DocumentKind:
    """The kind that a squeezed title speaks of, "other" where it speaks of none."""
    bare = re.sub(r"[（(][^（）()]{1,20}[)）]$", "", _ASKED.sub("", title))
    kinds = [kind for kind, pattern in KINDS if pattern.search(bare)]
    if kinds[:1] == ["notice"] and "印发" in bare and "five_year_plan" in kinds:
        return "five_year_plan"  # the notice is but its cover
    return kinds[0] if kinds else "other"


def head(lines: list[str], heading: Heading | None) -> list[str]:
    """The lines that belong to the head: title, date, speaker, number, up to the salutation or the first section."""
    start = heading.first if heading else 0
    found: list[str] = []
    for number in range(start, min(len(lines), start + 14)):
        line = lines[number]
        if (
            heading
            and number > heading.last
            and (_SALUTATION.match(line) or _SECTION.match(line) or len(line) > 60)
        ):
            break
        found.append(line[:200])
    return found


def area_of(title: str, head_lines: list[str], lines: list[str], stem: str) -> str:
    """The reference area as the text names it, its own level only (济南市槐荫区 -> 槐荫区); "" where it names none.

    Asked in turn: the head, the title, the first lines, the signature, the file's name.
    """
    if found := _area(_CONGRESS, squeeze("".join(head_lines))):
        return found
    signatures = [line for line in lines if len(line) <= 30 and _ISSUER.fullmatch(line)]
    for text in (title, *head_lines, *signatures):
        if found := _area(_OWNER, squeeze(text)):
            return found
    if found := _area(_BEHALF, squeeze("".join(lines[:12])[:1500])):
        return found
    if found := _area(_OWNER, stem):
        return found
    for text in (title, *head_lines, stem):
        if found := _in_short(squeeze(text)):
            return found
    counted = {found for text in head_lines if (found := _area(_COUNTED, squeeze(text)))}
    if len(counted) == 1:
        return counted.pop()
    parts = _PARTS.fullmatch(stem)
    return _own_level(parts) if parts else ""


def _area(pattern: re.Pattern[str], text: str) -> str:
    for match in pattern.finditer(text):
        parts = _PARTS.fullmatch(match["name"])
        if parts and (name := _own_level(parts)):
            return name
    return ""


def _in_short(text: str) -> str:
    """福建省 of 福建统计年鉴2008: a division named without what ends its name, where one alone is called so."""
    match = _SHORT.match(text)
    if not match:
        return ""
    from briefing.settings.divisions import named  # a table of 3,200 rows, for few documents

    found = named(match["name"])
    return found[0].name if len(found) == 1 else ""


def _own_level(parts: re.Match[str]) -> str:
    name = parts["district"] or parts["city"] or parts["province"] or ""
    return "" if _NOT_AREAS.fullmatch(name) or _OURS.search(name) else name


def date_of(head_lines: list[str], lines: list[str], raw_head: str) -> str:
    """ISO date: from the head, else the signature, else where it was published; "" where unknown."""
    if found := _date("".join(head_lines)):
        return found
    for line in lines:
        if (
            len(line) <= 24
            and (match := _DATE.search(line))
            and len(squeeze(line)) <= len(squeeze(match[0])) + 6
        ):
            return _iso(match)
    for published in _PUBLISHED.finditer(raw_head):
        if found := _date(published[1]):
            return found
    # A newspaper's own line: 2010-10-14 本报讯 今年前三季度…
    return next((found for line in lines[:3] if (found := _date(line[:_DATELINE]))), "")


def _date(text: str) -> str:
    match = _DATE.search(text) or _ISO.search(text)
    return _iso(match) if match else ""


def _iso(match: re.Match[str]) -> str:
    year, month, day = int(_western(match[1])), _counted(match[2]), _counted(match[3])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _western(year: str) -> str:
    return "".join(_DIGITS.get(digit, digit) for digit in year)


def _counted(text: str) -> int:
    """A day or month: 8, 十, 二十一."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return int(_DIGITS[text]) if len(text) == 1 else 0
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))


_LONGEST_TITLE = 300
_TITLE_YEAR = re.compile(_YEAR)
_REVIEWED = re.compile(
    rf"{_YEAR}(?:及|和|、|(?:(?!{_YEAR})[^，。；]){{0,24}}?)(?:工作)?(?:回顾|总结|汇报|(?:执行|运行|完成|工作|总体|发展|进展|实施|落实)情况|预算(?:收支)?情况|决算)"
)
_WORK = re.compile(rf"{_YEAR}主要工作")  # done or to be done
_PLANNED = re.compile(
    rf"{_YEAR}(?:(?!{_YEAR})[^，。；]){{0,30}}?(?:安排|重点工作|任务|目标|要求|打算|草案|计划|思路|预算(?!执行))"
)
_PLANNED_LIST = re.compile(
    r"项目[^，。；]{0,12}(?:计划|清单|名单|安排|名录)(?:表|一览表)?(?:（.{1,20}）)?$"
)  # of what is to be built, not of how it goes
_SPAN = re.compile(r"(20\d\d)\s?[-—–－~～至]{1,2}\s?(20\d\d)")
_PLAN_NUMBER = re.compile(r"第([一二三四五六七八九十]{1,3})个五年|“?(十[一二三四五六七八九]?)五”?")


def five_years(number: str) -> tuple[int, int]:
    """The years of a five-year plan by its Chinese number: 十五 -> (2026, 2030). The first began in 1953, all since the third in a 1 or 6."""
    first = 1951 + 5 * _counted(number)
    return first, first + 4


# A census by its number alone: 第七次全国人口普查 was that of 2020.
_CENSUS = re.compile(r"第(?P<number>[一二三四五六七八])次全国(?P<of>人口|经济|农业)普查")
_CENSUSES = {
    "人口": {"三": 1982, "四": 1990, "五": 2000, "六": 2010, "七": 2020, "八": 2030},
    "经济": {"一": 2004, "二": 2008, "三": 2013, "四": 2018, "五": 2023, "六": 2028},
    "农业": {"一": 1996, "二": 2006, "三": 2016, "四": 2026},
}
# What is told of a congress in spring is the year before and the year to come.
_CONGRESS_NEWS, _SPRING = re.compile(r"人民代表大会|人代会|两会|人大.{0,8}会议"), 4
_GIVEN_IN = re.compile(r"(20\d\d)年(\d{1,2})月在[^，。；]{2,30}(?:会议|大会)")
_BEGAN = re.compile(r"(十[一二三四五六])五”?(?:规划)?的?开局")
_TOLD_YEAR = re.compile(r"(20\d\d)年(?:政府)?工作(?:的)?(?:回顾|总结)")
_PAST_PLAN = re.compile(r"(十[一二三四五六])五”?(?:时期|期间|以来)")
_FIRST = 300  # characters of a report that say of which plan it is
_HALFWAY = re.compile(r"中期|期中")
_EVALUATED = re.compile(_EVALUATION)
# A budget that is told by itself: what it names is planned, and held against the year before's.
_BUDGET_ALONE = re.compile(
    r"^(?!.*(?:执行|决算)).*(?:预算(?:公开|编制|安排)?(?:情况)?的?说明|(?:部门|单位)预算(?:公开)?"
    r"|预算(?:的)?(?:收支)?调整.{0,12}(?:报告|方案|草案))(?:[（(].{1,20}[）)])?$"
)
_DATELINE = 12  # characters that a date at the head of a line takes
_EARLY = 2  # month up to which a text is of the year before
_LATE = 10  # month from which a report looks back on its own year


def years_of(
    kind: DocumentKind, title: str, date: str, headings: list[str]
) -> tuple[int | None, int | None]:
    """The year reviewed and the year planned. headings: the document's top headings. A five-year plan: the last years of the two spans."""
    title = squeeze(title)
    if kind == "five_year_plan":
        return _plan_years(title)
    if kind in ("communique", "table", "ledger"):
        return _told_years(kind, title, date, headings)
    if kind in ("notice", "opinion", "appointments"):
        span = _SPAN.search(title)
        return (int(span[1]) - 1, int(span[2])) if span else (None, _first_year(title))
    if told := _titled_years(kind, title, date):
        return told
    if kind == "other":
        headings = []  # a text of no known kind has no parts for past and coming work: only its title can say
    reviewed = _year_in(_REVIEWED, [title, *headings])
    if reviewed is None and (year := _year_in(_WORK, headings)) != _first_year(title):
        reviewed = year
    planned = _year_in(_PLANNED, [title, *headings], after=reviewed or 0)
    # A report of the year's first half looks back on the year before; one of November or December on its own.
    given = (int(date[:4]) + (int(date[5:7]) >= _LATE), int(date[:4])) if date else (0, 0)
    titled = _first_year(title)
    if kind == "work_report" and planned is None and titled != reviewed:
        planned = given[0] if titled == given[1] else titled
    if reviewed is None and planned is None and date and kind != "other":
        planned = given[0]
    if reviewed is None and planned is not None:
        reviewed = planned - 1
    if planned is None and reviewed is not None:
        planned = reviewed + 1
    return reviewed, planned


def _titled_years(
    kind: DocumentKind, title: str, date: str
) -> tuple[int | None, int | None] | None:
    """The years of a budget told by itself, of an evaluation of a plan and of news of a congress."""
    if kind == "budget_report" and _BUDGET_ALONE.search(title):
        return None, _first_year(title)
    if "审计" in title and (audited := _first_year(title)):
        return audited, audited + 1
    if _EVALUATED.search(title) and (said := _plan_years(title)) != (None, None):
        return _evaluated_years(title, date, said)
    if kind == "other" and date and _CONGRESS_NEWS.search(title) and int(date[5:7]) <= _SPRING:
        return int(date[:4]) - 1, int(date[:4])
    return None


def years_told(title: str, lines: list[str]) -> tuple[int | None, int | None]:
    """The years of a text that names none at its head, from the plan that it speaks of first.

    十二五时期，是…的五年: it looks back on that; “十四五”规划开局之年: it is of the plan's first year.
    """
    head = squeeze(title + "".join(lines))[:_FIRST]
    if given := _GIVEN_IN.search(head):
        planned = int(given[1]) + (int(given[2]) >= _LATE)
        return planned - 1, planned
    if began := _BEGAN.search(head):
        planned = five_years(began[1])[0]
        return planned - 1, planned
    if told := _TOLD_YEAR.search(head):  # of a congress: 报告共分…：一、2024年工作回顾
        return int(told[1]), int(told[1]) + 1
    told = _PAST_PLAN.search(head)
    reviewed = five_years(told[1])[1] if told else None
    return reviewed, reviewed + 1 if reviewed else None


def _told_years(
    kind: DocumentKind, title: str, date: str, headings: list[str]
) -> tuple[int | None, int | None]:
    """The year of a bulletin, a table or a list: its title's, a plan's last (“十三五”财政收支情况), a heading's, or its date's."""
    census = _CENSUS.search(title)
    counted = _CENSUSES[census["of"]].get(census["number"]) if census else None
    year = counted or _first_year(title) or (_plan_years(title)[1] if kind != "ledger" else None)
    told = (_first_year(text) for text in headings if not _DATE.fullmatch(squeeze(text)))
    year = year or next(filter(None, told), None)
    if not year and date:  # a bulletin comes out in the year after its own
        year = int(date[:4]) - ("公报" in title or int(date[5:7]) <= _EARLY)
    return (None, year) if kind == "ledger" and _PLANNED_LIST.search(title) else (year, None)


def _evaluated_years(
    title: str, date: str, years: tuple[int | None, int | None]
) -> tuple[int, int]:
    """The last year that an evaluation of a plan can look back on: before its date, halfway or at the plan's end."""
    before, last = years[0] or 0, years[1] or 0
    told = int(date[:4]) - 1 + (int(date[5:7]) >= _LATE) if date else last
    reviewed = min(last, told, before + 3 if _HALFWAY.search(title) else last)
    return reviewed, reviewed + 1


def _plan_years(title: str) -> tuple[int | None, int | None]:
    if span := _SPAN.search(title):
        return int(span[1]) - 1, int(span[2])
    if number := _PLAN_NUMBER.search(title):
        first, last = five_years(number[1] or number[2])
        return first - 1, last
    return None, None


def _first_year(text: str) -> int | None:
    match = _TITLE_YEAR.search(text)
    return int(_western(match[1])) if match else None


def _year_in(pattern: re.Pattern[str], texts: list[str], after: int = 0) -> int | None:
    """The first year later than `after` that a text speaks of in the pattern's way."""
    for text in texts:
        for start in _TITLE_YEAR.finditer(squeeze(text[:_LONGEST_TITLE])):
            year = int(_western(start[1]))
            if year > after and pattern.match(start.string, start.start()):
                return year
    return None
