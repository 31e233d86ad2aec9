"""Names of projects: what in a list is one name, how a shortened name reads in full, and what is no project's name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.patterns import Endings, any_of, shortest
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.wordlists import alternation

Span = tuple[int, int]

PROJECT = re.compile(r"项目(?!标)|工程(?![师机化技院]|项目)")
_PROJECT_END = ("项目", "工程")
_LONGEST = 45
_FIELD = 4
_WHOLE_ENDS = ("线", "高速", "高铁", "铁路", "大街")  # so a name is whole
_COSTS = re.compile(r"\d[\d.]{0,8}[亿万]元")  # 投资2亿元的甲水库、1.4亿元的乙公路
_SHORTENED = 3  # no longer than that is a name that leaves its end to the next one …
_PLACE = 6  # … or than that where it is a place's

_FACILITY = Endings(words.FACILITIES)
_WORK = Endings(words.WORKS)
_HEAD = Endings(words.FACILITIES, words.WORKS)
_AIM = Endings(words.AIMS)
# What an area is declared to be: 国家农业现代化示范区, 自由贸易港.
_STATUS = re.compile(
    r"^(?:国家级?|全国|全省|省级|中国).*(?:示范区|先行区|试验区|先导区|示范基地)$|自由?贸易?港$|自贸港$"
)
_ONE = Endings(words.ONE_OF_A_KIND)
_OF_WORK = re.compile("(?:示范|试点|建设|配套|改造|保护|利用|一体化|系统|提质升级|扩容提质)+$")
_PAPER = Endings(words.PAPER_WORK)
_STRETCH = re.compile("[^、]{2,12}至[^、]{2,12}段$|[^、]{2}[路线][^、路线]{2,4}段$")
# 县五小, 新一中: schools by their number.
_NUMBERED_SCHOOL = re.compile("(?:[省市区县镇新老]|[\u4e00-\u9fff]{2})?[一二三四五六七八九][中小]")
# Water brought from one place to another: “引徐济安”工程.
_DIVERSION = re.compile("引.{1,3}[济入补]")
_POLICY = any_of(words.POLICIES)
_PHASE_ENDS = frozenset("）)期”")
_PHASE = re.compile(r"(?:[（(][^（）()]{1,20}[）)]|[首一二三四五六七八九十]+期|”)+$")

_SECTION = re.compile(r"(?<=[路线速道铁])[^路线速道铁至、]{2,8}至[^至、]{1,8}段$")
_NAMED_WITH = Endings(words.NAMED_WITH)  # named by the places they are at or join
_ADORNED = re.compile(
    r"^(?:重点|重大|重要|标志性|骨干|优质|一大?批|央企|国企|民企|在建|续建|新建|[大中小]+型|[A-Z\d]级|既有)*+(?=..)"
)
_WORK_ON = re.compile(
    rf"{alternation(listed(words.NAMED_WITH))}.{{1,12}}工程"
)  # 山体公园绿化及生态治理工程
_BUILT_ENDS = (*_PROJECT_END, "建设")
# With what a name of something built ends, its phase or section included: most texts end with none of it.
_ENDS_AS_BUILT = _HEAD.ends | _PHASE_ENDS | {"段", *(end[-1] for end in _BUILT_ENDS)}
_OWNERS = ("公司", "集团", "厂", "合作社", "研究院", "大学", "医院", "小学", "中学")
_NAMED_BY = Endings(words.NAMED_BY)
_LONGEST_PLACE = 6  # … where they are no longer
# Lists of what is done at places that are there, by what they are called.
_RENEWAL = re.compile(
    r"(?:区域)?(?P<work>[^、，]{0,6}?(?:城市更新|更新改造|改造更新|更新|片区开发|片区改造提升|片区保护提升"
    r"|生态保护和修复|保护和修复|生态修复))(?:(?P<called>项目)|工程)?(?:工作|进度|步伐|任务)?"
)
_AREAS = ("片区", "地块", "街区", "园区", "工业园", "公园")
_MOTTOES = re.compile("(?:“[^“”]+”)+(?P<kind>[^“”、和]{2,}(?:工程|项目))")  # “甲”“乙”修复工程
_OF_PROJECTS = re.compile("等[^，、]{0,6}(?:项目|工程)")
_BUILT_ANEW_ENDS = ("迁建", "扩建", "重建", "新建")
_SHOWN = re.compile(r"(?:示范|试点)(?:项目|工程)$")
# … but not a set called by its numbers: “一区三园”.
_DESCRIBED = re.compile(
    r"[^“”]{7,60}(?P<name>“(?![一二三四五六七八九十两\d])[^“”]{4,40}”(?:项目|工程))"
)
_NUMBER = r"\d[\d.,，]{0,15}"
# No clause without one of these names a project.
_NAMING = shortest(
    listed(
        words.FACILITIES,
        words.WORKS,
        words.NAMED_BY,
        words.HARD,
        "前期 征收 征迁 拆迁 可研 主体 基础施工 正在进行 正在办理 项目 工程 实事 一期 二期 三期 四期 五期 六期 首期",
    )
)
_DIGITS = "0123456789０１２３４５６７８９"
_MAY_NAME = re.compile(alternation([*_NAMING, *_DIGITS]))
_MAY_COUNT = re.compile(
    rf"{alternation(_NAMING)}|\d[\d,.]{{0,11}}(?:[-—~至]\d+)?[余多]?万?[余多]?{alternation(listed(words.MEASURE_WORDS))}"
)
_SIZE = re.compile(
    rf"(?:总|新增|计划)?(?:建筑|占地)?(?:面积|全长|长)?(?:约|近|超|达)?{_NUMBER}(?:余|多)?"
    r"(?:万|亿|千)?(?:层(?=[^、，]{3})|平方米|平方公里|平米|公里|千米|米|亩|间|套|张|吨|兆瓦|户|栋|幢|元(?=的))(?!级)(?:以上|以内)?的?"
)
_SIZE_BEHIND = re.compile(
    r"(?:约|近|超)?\d[\d.,]{0,9}[余多]?万?[余多]?(?:平方米|平米|公里|千米|户|套|亩(?=土地|用地))(?:[（(][^（）()]{1,3}[）)]|土地|用地|村道)?$"
)
_SIZED_FROM = frozenset("其总新计建占面全长约近超")  # and digits
_SIZE_ENDS = frozenset("米里户套地道）)")
_INNER_SIZE = re.compile(r"(?<=.)(?:约|近)?\d[\d.]*[余多]?[万千]?(?:平方米|平米|平方公里)的?(?=..)")
_LONGEST_SIZE = 24
_WORK_BEFORE = re.compile(
    r"(?:“[^“”]{2,8}”(?:平台|工程)—+|[^、，“”]{2,12}(?:谋划|实施|新建|建设|完成|启动|引进|签订|打造)了|(?:新建|续建|重点|在建|民生|国债|以工代赈|扶贫|专项债|招商引资)项目(?=[^的、]{4})|现(?!代|有|状|场)|[一二三四五六七八九]是|[^、，“”]{0,8}?(?:项目|工程)(?:主要|分别)?(?:有|包括)(?=[^的]{3})|[\u4e00-\u9fff]{2}[省市]?首[个家批条座所]"
    r"|[^，、“”的]{2,6}(?:引领|带动|支撑|标志)[型性]项目"
    r"|新建|打通|改建|扩建|改扩建|续建|启动|实施|推进|加快|开工|(?:全[国省市区县])?首[个家批条座所])(?=..)"
)
# What lies along streets: 滨湖路、东环路等市政管网建设.
_STREETS = ("路", "街", "大道", "巷")
_STREET_WORKS = re.compile(
    r"[^、]{2,6}?(?:路|街|大道|巷)(?P<works>(?:道路|路面|管网|管线|沿线|立面)[^、]{2,16})"
)
_ALONG = re.compile("[^、]{0,4}(?:管网|管线|管廊|路灯|行道树)")
# How large a project is said to be before its name: 超百亿元水利工程|娄里水库.
_PRAISE = re.compile(
    r"(?:总投资|投资)?(?:超|过|近)?(?:[十百千]?亿(?:元级?|级)|\d{1,4}亿元级?)的?(?:[\u4e00-\u9fff]{2,4}(?:工程|项目))?(?=[^，。]{4})"
)
_AMONG = re.compile(
    r"(?:项目|工程)中(?:其中)?(?:包括|有)|[一二三四首]期(?=\0)|(?:其中)?\d{1,4}个[^，、]{2,12}?(?:项目|工程)中(?![心小试央医学部国介期])"
)  # 22个产业项目中|物流园
_TRAIL = re.compile(
    r"(?:的?(?:(?:开发|配套|规划|道路|主体|高标准)?建设|城市设计)?(?:工作|进度|步伐|任务|力度|收尾)?"
    r"|(?<=[期区园院馆站路桥])配套|(?<=[道园廊])(?:服务|配套)?设施(?:[及和].{2,6})?"
    r"|主体(?:土建|建设|结构)?(?:工程|施工)?|土石?方(?:开挖)?|事宜|辖区内|境内|沿线|全线"
    r"|(?:及其?|和)?(?:相关|其他)?(?:附属|配套)(?:基础)?设施(?:建设)?(?:工程)?)$"
)
_LONGEST_TRAIL = 12
_TRAIL_ENDS = frozenset("挖方宜套识牌施设计作度伐务尾体构程工内境线")
_ATTACHED = re.compile("(?:他|相关|其他)?(?:附属|配套)")
_BELONGS = re.compile("配套|附属|周边|其他|相关|道路|基础设施|幼儿园|小学|中学")
_JOINT = re.compile(r"以及|及其|及(?=\d)|及|和|与")
_OWN = Endings("隧道 大桥 楼 路 街 桥 公园 广场 小学 中学 学校 医院 铁路 公路 水库 水厂 污水处理厂")
_ROAD = re.compile(r"(?:[国省县乡]道|[GSXY])\d{1,4}$")
_SEVERAL_AS_ONE = re.compile(
    r"[两二三四五六七八九十](?:村|镇|乡|街|路|地块|片区|河|桥|校(?!区)|县|湖|库)"
)
NUMERALS = {"两": 2, **{numeral: i for i, numeral in enumerate("二三四五六七八九十", 2)}}
_LINE = re.compile(r"\d+号线")
_SIDE = re.compile(r"[东西南北]{1,2}(?P<what>片区|区|区域|地块|路|段|延|线|站|院区|校区|期)")
_SIDE_OF = re.compile(
    r"(?P<place>[^、]{2,12}?)[东西南北]{1,2}(?P<what>片区|区|区域|地块|路|段|延|线|站|院区|校区|期)"
)
_SIDE_OF_TOWN = re.compile("城[东西南北]")
_LINE_OF = re.compile(r"\D+(?=\d+号线)")
_SEVERAL_ALIKE = re.compile(r"(.+?)[两三四五六七八九十]大(.+)")

_SHARED = Endings(words.WORKS, words.SHARED)
_PLACE_ENDS = frozenset(words.PLACE_ENDS.split())
_LEVELS = Endings(words.SHARED_LEVELS)
_COMPOUND = any_of(words.COMPOUNDS)
_FIELDS = frozenset(words.FIELDS.split())
_OF_THE_AREA = frozenset(words.OF_THE_AREA.split())
_NO_NAME = any_of(words.NO_NAME)
_NOT_INSIDE = re.compile(
    alternation(listed(words.NOT_INSIDE))
    + r"|^\d+[余多]?[个项件宗](?:项目|工程)$|^(?:\d+[号#、]+)+(?:厂房|楼|车间|宿舍)|^主体(?:厂房|车间|楼)|(?:土方|桩基|主体)工程$"
    + "|[^所存内实现]在(?!建)|(?<=[^双方面单趋])向(?![阳东西南北上前])|(?<!第)一批|.部分$|资金$|“[两三四五六七八九十]个[^”]{2,4}”|(?:示范|试点|治理)县(?:项目)?$"
)  # 交通设施部分完工: a part is no project
_KIND = alternation(listed(words.GENERIC, words.SECTORS))
_KIND_OF_PROJECT = re.compile(f"{_KIND}*+(?:项目|工程)?")
_ONLY_LIKE = re.compile(f"的{_KIND}*+(?:项目|工程)$")  # 具有示范性的重点项目
_AND_PROJECTS = re.compile(  # 疫情防控和重点项目
    "[和与及](?:重点|重大|重要|产业|民生|前期|招商|基础设施|建设)+(?:项目|工程)$"
)
_KIND_OF_FACILITY = re.compile(f"{alternation(listed(words.GENERIC))}*+")
_CLASS = re.compile(
    r"^“\d+”(?:项目|工程)$|^“?[一二三四五六七八九十百千]+大[^”]*(?:项目|工程)”?$|^(?:国家级|省级|市级|区级|县级)\D{2,6}$|\d强$|^“(?:平安|法治|数字|健康|书香|无废|清廉|幸福|智慧|信用)[^”]{2,4}”$"
)
_ANY_PROJECT = re.compile(r"(?:[抓上谋引招促拼攻盯和及与]|类|\d强|企业)项目$")
_NO_SUBJECT = Endings(words.NO_SUBJECT)
_SOME = re.compile("[一二两三四五六七八九十]+[个座条所处家批](?!子)")  # 两所幼儿园地块
_OWNED = re.compile("院|大学|公司|集团|研究所")
_ONE_OF_MANY = re.compile(
    r"\d(?!\d*号?线)|[一二两三四五六七八九十百千万][个批座条所处家]|全部|多个"
)
_COUNTS = re.compile(
    r"\d[\d.,]*[余多]?[万亿]?[余多]?(?:个|家|座|条|处|所|项|套|户|人|元|%|％|公里|平方米|亩)|[一二两三四五六七八九十百千万][个批条座所处家]|全部|多个"
)
_ABSTRACT = any_of(words.ABSTRACT)
_SENTENCE = re.compile("[的是在可]|率先|时期|获|将|已|启动|再次|时隔")
_ABSTRACT_END = Endings(words.ABSTRACT, "建设 等 第一 前列")
_LONGEST_SIBLING = 24
_VERB_START = re.compile(
    alternation([*(verb for table in words.BEFORE.values() for verb in table.split())])
    + r"(?!桥|区|路)"
)
_CODE = re.compile(r"“[\d+Xx一二三四五六七八九十百千]+”工程")
_PHYSICAL = any_of(words.PHYSICAL)
_LAND_WORK = re.compile("环境(?:综合)?(?:修复|治理|整治|改造|提升)工程$")
_CAMPAIGN = any_of(words.CAMPAIGNS)


@dataclass(slots=True)
class Named:
    name: str
    start: int  # of what the text writes of it, in the clause
    end: int


# ---- Cutting --------------------------------------------------------------------------------------------------------


def parts(text: str, masked: str, start: int, end: int) -> Iterator[Span]:
    """The items of a list: cut at 、, and at 和 between two that stand for themselves."""
    at = start
    while at < end:
        stop = masked.find("、", at, end)
        stop = end if stop < 0 else stop
        if (quotes := masked.find("”“", at, stop)) > 0 and (
            masked.startswith("等", end) or _MOTTOES.fullmatch(masked, at, stop)
        ):  # “南水润城”“东渠补湖”
            yield at, quotes + 1
            at = quotes + 1
            continue
        for joint in _JOINT.finditer(masked, at + 2, stop - 1):
            left = bare(text[at : joint.start()])
            listed = masked.startswith("等", end) and _FACILITY.of(left) and _OWN.of(text, at, stop)
            phase = text.endswith("期", at, joint.start()) or listed  # 甲校一期及乙校体育馆
            if joint.group() == "与" and not (_OWN.of(left) and _OWN.of(masked, joint.end(), stop)):
                continue  # 某学院与某医院
            if joint.group() == "及其" and _ATTACHED.match(masked, joint.end()):
                continue  # 某大楼及其附属设施工程
            if (
                joint.group() == "及"
                and not (
                    phase or _beside(masked, left, joint.end(), stop) or left.endswith(_PROJECT_END)
                )
                and not masked[joint.end()].isdigit()
            ):
                continue
            apart = (
                phase
                or joint.group() == "及"
                or joint.group() in ("以及", "及其")
                or masked[joint.end()].isdigit()
            )
            right = stop - joint.end()
            last = at > start and _OF_PROJECTS.match(masked, end) and min(len(left), right) > _FIELD
            if (
                apart
                or (last and joint.group() == "和" and not _WORK.of(left))  # 甲、乙和丙等项目
                or (left.endswith(_BUILT_ANEW_ENDS) and _HEAD.of(masked, joint.end(), stop))
                or left.endswith(("建设", *_PROJECT_END))
                or _FACILITY.of(left)
                or _ROAD.search(left)
                or (len(left) >= _FIELD and _KIND_OF_PROJECT.fullmatch(left))
            ):
                yield at, joint.start()
                at = joint.end()
        yield at, stop
        at = stop + 1


def _beside(masked: str, left: str, start: int, end: int) -> bool:
    """Behind 及 something else begins: 甲小学及|乙观邸, 甲大桥及|乙水库, but not 甲小学及配套设施."""
    own = end - start > _SHORTENED and not _BELONGS.match(masked, start)
    school = left.endswith(("小学", "中学", "幼儿园")) or _NUMBERED_SCHOOL.fullmatch(left)
    alike = len(left) > _SHORTENED and _OWN.of(left) and _OWN.of(masked, start, end)
    return own and bool(school or alike or left.endswith(("地块", "段")))


def several_as_one(masked: str, start: int, end: int) -> bool:
    """Places joined into one project: 甲村、乙村、丙村三村改造项目."""
    several = _SEVERAL_AS_ONE.search(masked, start, end)
    if not several:
        return False
    listed_before = 1 + sum(masked[i] in "、和" for i in range(start, several.start()))
    return listed_before == NUMERALS[several.group()[0]]


def names(text: str, masked: str, start: int, end: int, *, in_list: bool) -> list[Named]:
    """The names between two offsets, trimmed and spelled in full. in_list: 等项目 follows, so each is complete as it is."""
    if not in_list and several_as_one(masked, start, end):
        spans = [(start, end)]  # 甲村、乙村、丙村三村改造项目
    else:
        spans = list(parts(text, masked, start, end))
        if spans and (own := _without_clause(masked, *spans[-1])) > spans[-1][0]:
            spans = [*(spans[:-1] if in_list else []), (own, spans[-1][1])]
    spans = [span for span in (_trimmed(masked, *span) for span in spans) if span[1] - span[0] >= 2]
    spans = [_quoted(text, *span) for span in spans]
    plain = [text[a:b] for a, b in spans]
    plain = [_INNER_SIZE.sub("", name) if "平" in name else name for name in plain]
    spelled = _in_full(plain, in_list=in_list)
    return [Named(name, a, b) for name, (a, b) in zip(spelled, spans, strict=True)]


def _quoted(text: str, start: int, end: int) -> Span:
    """What stands in quotes, where a long description stands before it: 全省第一个国家级平台“产教融合创新平台”项目."""
    quoted = text.find("“", start + 1, end) >= 0
    match = _DESCRIBED.match(text, start, end) if quoted else None
    return (match.start("name"), end) if match and match.end() == end else (start, end)


def _without_clause(masked: str, start: int, end: int) -> int:
    """Where a name begins behind what says of what kind it is: 具有引领作用的特色商圈."""
    of = masked.rfind("的", start, end - 2)
    return (
        start
        if of < 0
        or masked.endswith((*_OWNERS, "美"), start, of)  # 美的 is a firm
        or masked.startswith(("的一期", "的二期", "的三期"), of)
        or _COSTS.fullmatch(masked, start, of)
        else of + 1
    )


def _trimmed(masked: str, start: int, end: int) -> Span:
    """A name without a verb or sizes before it and without the 建设 behind it."""
    if _may_be_sized(masked, start, end) and (among := _AMONG.match(masked, start, end)):
        start = among.end()
    start = max(start, masked.rfind("\0", start, end - 3) + 1)  # 某集团投资5亿元的|光伏电站项目
    while start < end and masked[start] in "\0的— ":
        start += 1
    if work := _WORK_BEFORE.match(masked, start, end):
        start = work.end()
    if masked.find("亿", start, end) >= 0 and (praise := _PRAISE.match(masked, start, end)):
        start = praise.end()
    while _may_be_sized(masked, start, end) and (size := _SIZE.match(masked, start, end)):
        start = size.end()
    while end > start and masked[end - 1] in "\0 ，,":
        end -= 1
    if masked[end - 1 : end] in _SIZE_ENDS and (
        size := _SIZE_BEHIND.search(masked, max(start, end - _LONGEST_SIZE), end)
    ):
        end = size.start() if _is_sized(masked, start, size) else end
    return start, max(without_trail(masked, start, end), min(start + 2, end))


def _is_sized(masked: str, start: int, size: re.Match[str]) -> bool:
    """A length tells how large a work or a way is (某路硬化4公里); of 线路50公里 it is all that is told."""
    of_length = "里" in size.group()
    at = size.start()
    return not of_length or bool(_WORK.of(masked, start, at)) or masked.endswith("道", start, at)


def _may_be_sized(masked: str, start: int, end: int) -> bool:
    """The quick look before a number or a size is looked for."""
    return start < end and (masked[start] in _SIZED_FROM or masked[start].isdecimal())


def without_trail(text: str, start: int, end: int) -> int:
    """Where a name ends without 建设, 工作 and the like behind it."""
    if end <= start or text[end - 1] not in _TRAIL_ENDS:
        return end
    trail = _TRAIL.search(text, max(start, end - _LONGEST_TRAIL), end)
    return trail.start() if trail else end


def _in_full(names: list[str], *, in_list: bool) -> list[str]:
    """轨道交通6号线和7号线: the second takes the first's beginning. A、B商圈改造: the first takes the next one's end."""
    whole = list(names)
    for i in range(1, len(whole)):
        line = _LINE_OF.match(whole[i - 1]) if _LINE.match(whole[i]) else None
        if line:
            whole[i] = line.group() + whole[i]
        elif side := _SIDE.fullmatch(whole[i]):  # 儿童医院东片区、|南片区
            before = _SIDE_OF.fullmatch(whole[i - 1])
            if before and before["what"] == side["what"]:
                whole[i] = before["place"] + whole[i]
    if in_list or len(whole) < 2:
        return whole
    if work := _work_of_all(whole):
        return [name if name.endswith(_PROJECT_END) else name + work for name in whole[:-1]] + [
            whole[-1]
        ]
    following = ""
    for i in range(len(whole) - 1, -1, -1):
        name = whole[i]
        alike = _SEVERAL_ALIKE.fullmatch(name)
        if alike:  # 甲、乙两大创新中心
            whole[i] = alike[1] + alike[2]
            whole[:i] = [name + alike[2] for name in whole[:i]]
            break
        if bare(name).endswith(_PROJECT_END) or (len(name) > 2 and _HEAD.of(bare(name))):
            following = name
        elif (
            following
            and not name.endswith(_WHOLE_ENDS)
            and not (name.endswith("城") and len(name) > 2)
            and len(name) <= (_PLACE if name[-1] in _PLACE_ENDS else _SHORTENED)
            and not _KIND_OF_PROJECT.fullmatch(name)
        ):
            whole[i] = name + _shared_end(name, following)
    return whole


def _work_of_all(names: list[str]) -> str:
    """What the last of these says is done at all of them, or ""."""
    *others, last = names
    if shown := _SHOWN.search(last):  # 甲楼宇和乙光伏示范工程
        return shown.group()
    motto = _MOTTOES.fullmatch(last)  # “甲”“乙”修复工程
    if motto and all(name[0] + name[-1] == "“”" for name in others):
        return motto["kind"]
    works = _STREET_WORKS.fullmatch(last)
    if works and all(name.endswith(_STREETS) for name in others):  # 甲街和乙街道路改造工程
        return works["works"]
    return ""


def _shared_end(name: str, following: str) -> str:
    """永济泉 of 永济泉、迎仙泉名泉景观提升 shares what follows the same character, else the head: 商圈改造 of 缤纷五洲商圈改造."""
    if (side := _SIDE_OF_TOWN.fullmatch(name)) and _SIDE_OF_TOWN.match(following):
        return following[side.end() :]  # 城西、城东港区疏港通道
    if following.endswith("”") and (quoted := following.find("“")) > 0:
        return following[quoted:]  # 上海、杭州“科创飞地”
    at = following.find(name[-1])
    if at > 0 and _COMPOUND.match(following, at):
        return following[at:]
    if 0 < at < min(len(following) - 2, len(name) + 4):
        return following[at + 1 :]
    rest = bare(following)
    rest = rest[:-2] if rest.endswith(_PROJECT_END) else rest
    while work := _SHARED.of(rest):
        rest = rest[: -len(work)]
    head = _FACILITY.of(rest)
    rest = rest[: -len(head)] if len(head) > 1 else rest
    while level := _LEVELS.of(rest):  # 高阳、唐县省级零碳园区
        rest = rest[: -len(level)]
    return following[len(rest) :] if rest else following[-2:]


def ending_as_last(named: list[Named]) -> list[Named]:
    """云山路、学府路公共停车场: the roads are where what the last is called stands."""
    last = named[-1].name
    head = _FACILITY.of(last)
    return [
        Named(item.name + _shared_end(item.name, last), item.start, item.end)
        if item.name[-1] in _PLACE_ENDS and not item.name.endswith(head)
        else item
        for item in named
    ]


def shared_end(named: list[Named]) -> str:
    """What all of these end with: 公共停车场."""
    first, *others = (item.name for item in named)
    ends = (first[i:] for i in range(len(first)))
    shared = next((end for end in ends if all(name.endswith(end) for name in others)), "")
    return shared[1:] if shared[:1] in _PLACE_ENDS else shared


@lru_cache(maxsize=4096)  # several rules ask for each name
def bare(name: str) -> str:
    """A name without its phase, section and closing quote: 云谷 of 云谷三期, 济郑高铁 of 济郑高铁槐荫段."""
    if name[-1:] in _PHASE_ENDS:
        name = _PHASE.sub("", name)
    if name.endswith("段"):
        if section := _SECTION.search(name):
            return name[: section.start()]
        return next((name[:-length] for length in (2, 3, 4, 5) if _HEAD.of(name[:-length])), name)
    return name


_BRACKET = re.compile("[“（(《]")
_BUILT_ANEW = re.compile("[^（(，]{0,6}[新改开][（(][改扩迁重竣复、]{1,3}[)）][建工]")
_MASKED = re.compile(r"“[^“”]*”|（[^（）]*）|\([^()]*\)|《[^《》]*》")


def masked(text: str) -> str:
    """The text with what stands in quotes and brackets blank: nothing there is a verb, a count or a list."""
    if not _BRACKET.search(text):
        return text
    blank = _MASKED.sub(_blank, text)
    built = _BUILT_ANEW.match(text)  # 新（改、扩）建 is a verb
    return text[: built.end()] + blank[built.end() :] if built else blank


def blanked(text: str, start: int, end: int) -> str:
    """The text with nothing between two offsets, and of the same length."""
    return text[:start] + "\0" * (end - start) + text[end:]


def _blank(match: re.Match[str]) -> str:
    text = match.group()
    return text[0] + "\1" * (len(text) - 2) + text[-1]


# ---- Judging --------------------------------------------------------------------------------------------------------


def begins_no_name(text: str, start: int) -> bool:
    return _NO_NAME.match(text, start) is not None and not text.startswith("将军", start)


@lru_cache(maxsize=4096)  # several rules ask for each name
def is_specific(name: str) -> bool:
    """It is a name and no kind or field of projects."""
    return (
        2 <= len(name) <= _LONGEST
        and name[0] not in "该此"
        and name not in _FIELDS
        and not _KIND_OF_PROJECT.fullmatch(name)
        and not (_CLASS.search(name) and not _ONE.of(name))
        and not _NOT_INSIDE.search(name.replace("整县推进", ""))
        and not _SOME.match(name)
        and not _PAPER.of(name)
    )


def is_listed_project(name: str) -> bool:
    """It may stand in a list that ends with 等项目."""
    return is_specific(name) and not (_ONLY_LIKE.search(name) or _AND_PROJECTS.search(name))


def is_facility(name: str, *, aim: bool = False) -> bool:
    """It names something that is built, by a head and something of its own. aim: the verb is 打造."""
    plain = bare(name)
    head = _HEAD.of(plain)
    if not head or not is_specific(name):
        return False
    if is_numbered_school(plain):
        return True
    if _STATUS.search(plain) and "“" not in name:
        return False
    policy = _POLICY.search(plain) and not _OWNED.search(plain)
    if _AIM.of(plain) and "“" not in name and (aim or policy):
        return False
    own = plain[: -len(head)].lstrip("“")
    if plain != name and (len(head) > 2 or name.endswith("段")):
        return True  # 绕城高速南段, 县道甲镇至乙镇段
    return not _KIND_OF_FACILITY.fullmatch(own) or (len(head) > 2 and own in _OF_THE_AREA)


def ends_as_built(name: str) -> bool:
    """It ends with 项目, 工程, a phase, 建设 or the name of something built."""
    if name[-1:] not in _ENDS_AS_BUILT:
        return False  # as most
    plain = bare(name)
    return plain.endswith(_BUILT_ENDS) or len(plain) < len(name) or bool(_HEAD.of(plain))


def ends_as_project(text: str, masked: str, start: int, end: int) -> bool:
    """The quick look before names are cut: what they end with is what a project ends with."""
    start, end = _trimmed(masked, max(start, masked.rfind("、", start, end) + 1), end)
    name = bare(text[start:end])
    return (
        name.endswith(_PROJECT_END)
        or text.endswith("期", start, end)
        or bool(_HEAD.of(name) or _STRETCH.search(name))
    )


def with_kind(named: Named, kind: str) -> Named:
    """龙潭等6处水库除险加固, “南水润城”等引水工程: a place or a motto alone says nothing without what is done there."""
    noun = _ADORNED.sub("", kind)
    if not noun.isprintable() or "（" in noun or not is_specific_kind(noun):
        return named
    if renewal := _RENEWAL.fullmatch(noun):
        return _renewed(named, renewal)
    if named.name.endswith(_STREETS) and _ALONG.fullmatch(without_work(noun)):
        return Named(named.name + noun, named.start, named.end)
    quoted = named.name.startswith("“") and named.name.endswith("”")
    if not (names_places(kind) or (quoted and noun.endswith("工程") and len(noun) > 3)):
        return named
    alone = quoted or (len(named.name) <= _LONGEST_PLACE and not ends_as_built(named.name))
    return Named(named.name + noun, named.start, named.end) if alone else named


def is_renewal(kind: str) -> bool:
    """A list of such a kind names what is done at places that are there: 生态保护和修复工程."""
    return _RENEWAL.fullmatch(_ADORNED.sub("", kind)) is not None


def is_specific_kind(noun: str) -> bool:
    """What a list is called may go into its names: it is no piece of a sentence."""
    return not _NOT_INSIDE.search(noun)


def _renewed(named: Named, renewal: re.Match[str]) -> Named:
    """福音里、省立医院南片区等城市更新进度: what is under way is the renewal of the place, not the place."""
    plain = bare(named.name)
    if plain != named.name or plain.endswith(_PROJECT_END) or _WORK.of(plain):
        return named
    if renewal["called"] and _HEAD.of(plain) and not plain.endswith(_AREAS[:3]):
        return named  # a building among 城市更新项目 is a project itself
    if plain.startswith("“"):
        return named
    what = renewal["work"]
    if plain.endswith(_AREAS) and what.startswith(_AREAS):
        what = what[2:]
    return Named(named.name + what, named.start, named.end)


def without_work(noun: str) -> str:
    """山体 of 山体修复治理工程."""
    noun = noun[:-2] if noun.endswith(_PROJECT_END) else noun
    while (work := _WORK.of(noun)) and len(work) < len(noun):
        noun = noun[: -len(work)]
    return noun


def is_numbered_school(name: str) -> bool:
    """县五小, 新一中."""
    return _NUMBERED_SCHOOL.fullmatch(name) is not None


def is_thing(name: str) -> bool:
    """It is a name and no quality or ability of something."""
    return is_specific(name) and not begins_no_name(name, 0) and not _ABSTRACT_END.of(name)


def takes_kind(kind: str) -> bool:
    """A list of such a kind names places: 龙潭、凤台等水库除险加固, 杨柳湾等完整居住社区."""
    noun = _ADORNED.sub("", kind)
    return bool(_NAMED_WITH.of(without_work(noun)) or _WORK_ON.fullmatch(noun))


def names_places(kind: str) -> bool:
    """… or what stands or is done at places: 新立、石宝等特色小镇, 龙洞等景区基础设施改造."""
    noun = _ADORNED.sub("", kind)
    if takes_kind(kind):
        return True
    place = without_work(noun)
    return (
        len(_FACILITY.of(place)) > 1
        and is_specific_kind(noun)
        and not place.endswith("平台")
        and "、" not in noun
        and not (_AIM.of(place) or _NAMED_BY.of(place))
    )


def is_sibling(name: str) -> bool:
    """It may stand in a list beside a project's name and be one too, whatever its last word."""
    return (
        3 <= len(name) <= _LONGEST_SIBLING
        and is_specific(name)
        and not begins_no_name(name, 0)
        and "的" not in name
        and not _NO_SUBJECT.of(name)
        and not _ABSTRACT_END.of(name)
        and not _COUNTS.search(name)
        and not _VERB_START.match(name)
    )


def is_kind_of_facility(name: str) -> bool:
    """It is a head alone: 跑道."""
    return bool(name) and _FACILITY.of(name) == name


def is_building(name: str) -> bool:
    """It names something built, not work on it."""
    if name[-1:] not in _ENDS_AS_BUILT:
        return False
    return bool(_FACILITY.of(bare(name))) and is_facility(name)


def is_project(name: str, *, strong: bool, aim: bool) -> bool:
    """It is a project by itself, without a list that says so. strong: the clause has a verb that builds."""
    plain = bare(name)
    if plain.endswith("项目"):
        return is_listed_project(name) and not _ANY_PROJECT.search(plain)
    if plain.endswith("工程"):
        work = _OF_WORK.sub("", bare(plain[:-2]))
        phase = plain.endswith("期", 0, -2) and bare(plain[:-2]) != plain[:-2]  # 天保二期工程
        built = _HEAD.of(work) or _HEAD.of(bare(plain[:-2])) or work[-1:].isdigit() or phase
        return (
            is_listed_project(name)
            and bool(
                built
                or (strong and _PHYSICAL.search(_MASKED.sub("", plain)))
                or _DIVERSION.search(plain)
            )
            and not is_campaign(plain)
        )
    if not strong or (len(name) < 3 and not is_numbered_school(name)):
        return False
    if _FACILITY.of(plain):
        return is_facility(name, aim=aim)
    if name.endswith("期") and len(plain) < len(name):
        return is_specific(name)
    if _STRETCH.search(name):
        return is_specific(name)
    work = _WORK.of(plain)
    if not work or _ABSTRACT.search(plain):
        return False
    if work == "基础设施":  # of a place, and not 海外物流基础设施
        place = plain[: -len(work)]
        return is_facility(place) or place[-1:] in _PLACE_ENDS
    return is_specific(name) and not _KIND_OF_PROJECT.fullmatch(plain[: -len(work)])


def is_subject(name: str) -> bool:
    """It may be what 竣工 or 通车 is said of, without a head that names something built."""
    plain = bare(name)
    if plain.endswith(_PROJECT_END):
        return is_listed_project(name) and not _ANY_PROJECT.search(plain)
    if _HEAD.of(plain):
        return is_facility(name) or (len(plain) > 3 and _ONE.of(plain) == plain)
    return (
        4 <= len(name) <= 24
        and is_specific(name)
        and not (
            _NO_SUBJECT.of(plain)
            or _ABSTRACT.search(plain)
            or _SENTENCE.search(plain)
            or _ONE_OF_MANY.search(plain)
        )
    )


def is_campaign(noun: str) -> bool:
    """工程 of these are campaigns: 文化惠民工程, “1530”工程."""
    works = _LAND_WORK.search(noun) is not None  # 矿山生态环境修复工程
    return (_CAMPAIGN.search(noun) is not None and not works) or _CODE.fullmatch(noun) is not None


def may_name(text: str, start: int = 0, end: int = sys.maxsize) -> int:
    """The quick look that most sentences and clauses get: where the first word stands without which there is no project, else -1."""
    hit = _MAY_NAME.search(text, start, end)
    if hit is not None and hit.group() in _DIGITS:
        hit = _MAY_COUNT.search(text, hit.start(), end)
    return hit.start() if hit else -1
