"""Counted groups of projects: 33个项目, 教育设施8处, 4个省级、30个市级、106个…项目."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from briefing import lazy as re
from briefing.amounts import Bound
from briefing.extraction.projects import words
from briefing.extraction.projects.kinds import is_kind
from briefing.extraction.projects.names import (
    PROJECT,
    begins_no_name,
    is_specific,
    parts,
    without_trail,
)
from briefing.extraction.projects.patterns import Endings, any_of
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.verbs import Verbs, stage_before
from briefing.extraction.wordlists import alternation
from briefing.model import Stage

_MEASURE = alternation(listed(words.MEASURE_WORDS))
_MEASURE_END = "[个处家所座条件项套部片台村]"
_BUILDS_TOO = re.compile("(?:建设|新建|修建|维修|安装)(?!项目|工程|用地)(?=..)")
# 签订招商引资合同19个: each is of a project.
_SIGNED = (("签订",), ("签定",), ("签约",))
_CONTRACT = re.compile("(?:正式|招商引资|项目|投资)*(?:合同|投资协议)")
_TOO_MANY = 50_000
_OF_WORKS = frozenset("件项宗")
_SIZES = frozenset(words.SIZES.split())
_AROUND = r"(?:以上|左右|以内|上下)?"
_COUNT = rf"(?P<count>\d[\d,]{{0,11}}(?:\.\d{{1,4}}(?=万))?)(?:[-—~至]\d+)?(?:余|多)?(?P<wan>万)?(?:余|多)?(?P<unit>{_MEASURE})(?:[（(]\x01{{1,3}}[）)])?{_AROUND}"
_HEADED = re.compile(
    rf"(?P<name>[^，、（(\d]{{0,14}}(?:项目|工程))[（(](?:共|计)*{_COUNT}(?:，[^（）()]{{0,30}})?[）)]"
)
_FIRST = re.compile(_COUNT + r"(?P<noun>.*)")
_LAST = re.compile(
    rf"(?P<noun>.*?)(?:共有|总有|共计|总计|共|不少于|不低于|超过|达到|达|超|突破|近|约|至少)?(?:\d{{1,3}}(?:大?类|个?方面))?{_COUNT}"
)
# 旅游服务业14个项目
_BETWEEN = re.compile(rf"(?P<noun>[^\d的]{{2,8}}(?:业|贷款|债券)){_COUNT}(?P<head>项目|工程)")
_WITHIN = re.compile(
    rf"\D{{0,8}}(?P<rest>\d{{1,9}}{_MEASURE}.{{0,12}}?(?:项目|工程|实事).*|(?<=的)\d{{1,9}}{_MEASURE}.+)"
)
_INSIDE = re.compile(rf"\D.*?(?={_COUNT}\D)")
_ANY = re.compile(_COUNT)
_AFTER_VERB = re.compile(rf"(?:达到?|共|累计)?{_COUNT}$")
_WORKS = alternation(listed(words.WORKS))
_GROUP = any_of(words.GROUPS)
_GROUP_END = re.compile(
    rf"{alternation(listed(words.GROUPS))}(?:建设|环境|卫生|综合|专项|养护|维修|智能化|数字化|标准化|规范化|{_WORKS})*+$"
)
_NAMED_BY_END = re.compile(
    rf"{alternation(listed(words.NAMED_BY))}(?:开发|规划|建设|{_WORKS})*+(?:工作|进度)?$"
)
_PLACE_MEASURES = frozenset(words.PLACE_MEASURES.split())
_PLACE_END = Endings(words.PLACES, words.FACILITIES)
_WORK_END = Endings(words.WORKS, "建设 环境 卫生")
_WORK = Endings(words.WORKS)
_HOUSEHOLD_END = Endings(words.HOUSEHOLD_WORKS)
_NO_PLACE = any_of(words.NO_PLACES)
_ADDED = Endings(words.ADDED)
_AIM_END = Endings(words.AIMS)
_NO_GROUP = re.compile(alternation(listed(words.NO_GROUP)) + "|(?<!实)事项")
_NO_LIST = re.compile(alternation(listed(words.NO_LIST)) + "|等|推进|推动|加快|开展")
_FIELDS = frozenset(listed(words.FIELDS, words.SECTORS))
_NO_WORK = re.compile(f"(?:项目|工程){alternation(listed(words.NO_WORK))}")
_BOUNDS_BEFORE, _BOUNDS_BEHIND = (
    sorted(
        ((word, bound) for bound, text in table.items() for word in text.split()),
        key=lambda pair: -len(pair[0]),
    )
    for table in (words.BOUNDS_BEFORE, words.BOUNDS_BEHIND)
)
_RANGE = re.compile(r"[-—~至]\d")
_COUNTED_UP = re.compile("^(?:累计|总计|合计|全年|当年|全部)")
_IN_TOWN = re.compile("^(?:中心城区|主城区|老城区|城区|县城)(?=..)")
_DESCRIBED = re.compile(r"^[^的]{0,8}(?:完备|完善|齐全|优美|一流|先进|鲜明|浓郁|独特)的(?=..)")
_FOR_HOW_MANY = re.compile(  # 271个|村共计18.05万户的|气代煤改造工程
    r"^(?:行政村|自然村|村|小区|社区)(?:共计|合计|总计|共)\d[\d.]*[余多]?万?[余多]?[户人]的?(?=.)"
)
_LONGEST_FIELD = 8
_SIZE_INSIDE = re.compile(
    r"(?:[约近超]|总)?(?:建筑)?(?:面积)?\d[\d.]*[余多]?[万千]?(?:平方米|平米|平方公里|公里|亩)的?"
)
_SIZED_WORK = re.compile(
    r"\d[\d.,]*[余多]?万?(?:平方米|平米|栋|户|套)(?:住宅楼|楼|的)?(?P<noun>[^\d、]{4,20})"
)
_SIZE_AFTER = re.compile(
    rf"(?<={_MEASURE_END})(?:[共约])?\d[\d.]*[余多]?万?(?:公里|千米|米|平方米|平米|亩)$"
)
# 市定20件民生实事, 第二轮59家…
_DECIDED = re.compile(
    r"(?:[省市区县]定|[全我][省市区县]|第?[一二三四五六七八九十\d]+[轮批期])(?=\d)"
)
_APART = re.compile("[（(]\x01*[）)]$")
_DIGIT = re.compile(r"\d")
_WHO_DOES = re.compile("^.*(?:实施|引入|开展)(?=[^的]+(?:项目|工程))")
_PLACES_DONE = re.compile(
    r"(?:[全我][省市区县旗镇乡]|累计|共|已|有)*"
    r"(?P<count>\d[\d,]{0,11})(?:余|多)?(?P<wan>万)?(?P<unit>个)(?:行政村|自然村|村庄|村|住宅小区|小区|社区|乡镇|学校|中小学)"
    r"(?:全部|均|已|全面)*(?P<verb>完成|实施|启动|开展|(?:上报|申报)(?:[省市县区镇乡][^、，]{1,3}[办局委])?)(?:了)?(?P<work>[^\d、，]{3,24})(?=$|、)"
)
_AREA_LEVELS = ("国家级", "省级", "市级", "区级", "县级", "旗级", "镇级", "亿元以上")
_STEP_OF_IT = re.compile(
    rf"(?:项目|工程)的(?P<step>(?:{alternation(listed(words.STEPS_BEFORE))})+清零)$"
)  # 18个项目的拆迁清零
_AMOUNT = re.compile(r"\d*[亿万]元以上(?:[^\d、]{0,4}业)?")
_CLASS = re.compile("(?:重点|重大)?(?:预备|前期|续建|新建|在建|储备|拟建)")
_LEVELS = ("级", "类", "型", "式", "元", "以上", "以下")
_QUOTED = re.compile(r"“[^“”]*”|（[^（）]*）|\([^()]*\)|《[^《》]*》")


@dataclass(slots=True)
class Group:
    name: str  # "" where the clause gives the bare count (已开工60个)
    count: str
    start: int  # of the count and its measure word, in the clause
    end: int
    unit: str
    bound: Bound = "exact"
    bound_text: str = ""
    stage: Stage | None = None  # where it has a verb of its own: 新开工38个、续建74个
    words: str = ""  # that verb


def has_count(text: str, start: int) -> bool:
    return _ANY.search(text, start) is not None


def has_count_in(text: str, start: int, end: int) -> bool:
    return _ANY.search(text, start, end) is not None


def begins_with_count(text: str) -> bool:
    return _ANY.match(text) is not None


def places_done(text: str, masked: str, start: int) -> tuple[Stage, str, list[Group]] | None:
    """456个小区完成临时用电治理: the work, counted by the places it is done at, with the stage that its verb tells."""
    match = _PLACES_DONE.match(masked, start) if "个" in masked else None
    work = text[slice(*match.span("work"))] if match else ""
    if not match or not _is_work(PROJECT.sub("", work)):
        return None
    stages: dict[str, Stage] = {
        "完成": "completed",
        "启动": "started",
        "上报": "reserved",
        "申报": "reserved",
    }
    stage = stages.get(match["verb"][:2], "building")
    return stage, match["verb"], [_group(work, match)]


def headed(text: str, start: int) -> Group | None:
    """What a heading counts in brackets, and nothing else: 续建项目（6个）."""
    match = _HEADED.fullmatch(text, start) if text.endswith(("）", ")")) else None
    return _group(match["name"], match) if match else None


def counted(text: str, masked: str, start: int, end: int) -> Group | None:
    """The group that all of [start, end) counts, or None where it is no count or one of sizes (682栋楼)."""
    if not _DIGIT.search(masked, start, end):
        return None  # as most
    if decided := _DECIDED.match(masked, start, end):
        start = decided.end()
    start, end = _without_blanks(masked, start, end)
    apart = _APART.search(masked, start, end)  # 建设项目27项（省级6项、市级5项）
    if apart and _DIGIT.search(text, apart.start(), end):
        end = apart.start()
    if size := _SIZE_AFTER.search(masked, start, end):
        end = size.start()  # 农村公路5条37.7公里
    if not _ANY.search(masked, start, end):
        return None
    match = _FIRST.fullmatch(masked, start, end)
    while match and (inner := _WITHIN.fullmatch(match["noun"])):  # 7个片区18个项目
        match = _FIRST.fullmatch(masked, match.start("noun") + inner.start("rest"), end)
    match = match or _BETWEEN.fullmatch(masked, start, end) or _LAST.fullmatch(masked, start, end)
    if not match:
        return None
    noun = match.start("noun")
    while masked[noun : noun + 1] in ("\0", "、"):  # 26个、总投资16亿元的重点项目
        noun += 1
    name = group_name(text[noun : match.end("noun")])
    name += match["head"] if "head" in match.re.groupindex else ""
    if match["unit"] in _SIZES and not _counts_works(name, match["unit"]):
        return None
    group = _group(name, match)
    if Decimal(group.count) >= _TOO_MANY and PROJECT.search(name):
        return None  # 新建100万套车灯项目: what it makes
    return _with_own_verb(group, behind=match.start("noun") < match.start("count"))


def _without_blanks(masked: str, start: int, end: int) -> tuple[int, int]:
    while start < end and masked[start] in "\0的":
        start += 1
    while end > start and masked[end - 1] == "\0":
        end -= 1
    return start, end


def _with_own_verb(group: Group, *, behind: bool) -> Group:
    """累计建成|4067处, 修复堰塘1座、建设|机电井7座. behind: the count stands behind the name."""
    if own := stage_before(group.name):
        return replace(group, name="", stage=own, words=group.name)
    if behind and (built := _BUILDS_TOO.match(group.name)):
        verb = built.group()
        return replace(group, name=group.name[len(verb) :], stage=stage_before(verb), words=verb)
    return group


def _counts_works(name: str, unit: str) -> bool:
    """改造危房|531户, 重点项目|91宗: no size."""
    if unit == "户":
        return bool(_is_work(name) or _HOUSEHOLD_END.of(name))
    if unit == "栋":  # 标准厂房|8栋, but not of 682栋楼
        return name.endswith(("厂房", "安置房", "公寓"))
    return unit == "宗" and (not name or name.endswith("项目"))


def _is_work(name: str) -> bool:
    """It ends with work on something that is there: 农房抗震改造."""
    return len(name) >= 4 and bool(_WORK.of(name))


def _group(name: str, match: re.Match[str]) -> Group:
    count = Decimal(match["count"].replace(",", ""))
    if match["wan"]:
        count *= 10_000
    of_it = _STEP_OF_IT.search(match.string, match.end("unit"), match.end())
    return Group(
        name,
        format(count.quantize(1) if count == count.to_integral_value() else count, "f"),
        match.start("count"),
        match.end("unit"),
        "个" if match["unit"] == "大" else match["unit"],  # 5大片区
        *_bound(match),
        words=of_it["step"] if of_it else "",
    )


def _bound(match: re.Match[str]) -> tuple[Bound, str]:
    """What a word before the count, in it or behind it says of it: 超过20个, 90余处, 5个以上."""
    if _RANGE.match(match.string, match.end("count")):  # 5-10处
        return "min", ""
    before = match.string[max(0, match.start("count") - 3) : match.start("count")]
    for text, end in _BOUNDS_BEFORE:
        if before.endswith(text):
            return end, text
    behind = match.string[match.end("count") : match.end("unit") + 2]
    return next(((bound, text) for text, bound in _BOUNDS_BEHIND if text in behind), ("exact", ""))


def chain(
    text: str, masked: str, start: int, end: int, *, verbs: Verbs, strong: bool, of: str = ""
) -> list[Group] | None:
    """The groups of counts side by side, or None where nothing is counted. A name without a head takes the last one's.

    of: the group counted before of which these are parts (省级6项 of 重点工程项目).
    """
    if not _ANY.search(masked, start, end):
        return None
    spans = _with_beside(text, masked, list(parts(text, masked, start, end)))
    found = [group for span in spans if (group := counted(text, masked, *span))]
    if not found:
        return None
    if len(found) == 1 < len(spans):
        found = [_whole(text, masked, spans, found[0])]
    head = PROJECT.search(found[-1].name)
    work = _work_of(masked[slice(*spans[-1])])
    groups = []
    for group in found:
        name = group.name
        if not name and found[-1].name.endswith(("实事", "民生工程")):
            name = found[-1].name  # 市定20件、县定10件民生实事
        if _CLASS.fullmatch(name) and head:
            name += head.group()  # 10个重点预备和17个重大前期项目
        if name.endswith(_LEVELS):
            of_it = name in _AREA_LEVELS or (name.endswith("型") and is_place(of, group.unit))
            name += head.group() if head else of if of_it else ""
        if PROJECT.search(of) and (
            name.endswith("类") or name in _FIELDS or _AMOUNT.fullmatch(name)
        ):
            name += "项目"  # 其中交通12项、产业类9项、3亿元以上17个
        if work and is_group(name) and not _says_its_work(name):
            name += work  # 206条道路、75座桥梁养护维修
        signed = verbs.before[-1:] in _SIGNED and _CONTRACT.fullmatch(name)
        taken = PROJECT.search(name) or signed or (verbs.any and name.endswith("实事"))
        taken = (
            taken
            or (strong and (not name or is_group(name) or _is_work(name)))
            or (
                PROJECT.search(of)
                and group.unit in _OF_WORKS
                and is_specific(name)
                and not is_aim(name)
            )
            or adds(verbs, name)
            or ((verbs.builds or is_place(of, group.unit)) and is_place(name, group.unit))
        )
        if (
            taken
            and not _NO_GROUP.search(name)
            and not begins_no_name(name, 0)
            and not no_work(masked, group.end, end)
        ):
            groups.append(replace(group, name=_SIZE_INSIDE.sub("", name)))
    return groups


def adds(verbs: Verbs, name: str) -> bool:
    """新增停车位1200个: 新增 itself says that they are built."""
    return verbs.before[-1:] == ("新增",) and bool(_ADDED.of(name))


def _with_beside(text: str, masked: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A kind is counted with the one it is joined to: 主干道路和|小巷提档升级10条."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        before = joined[-1] if joined else (0, 0)
        if (
            masked[before[1] : start] == "和"
            and not _ANY.search(masked, *before)
            and _LAST.fullmatch(masked, start, end)
            and is_kind(_IN_TOWN.sub("", text[slice(*before)]))
        ):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _says_its_work(name: str) -> bool:
    return _is_work(name) or name.endswith("建设") or PROJECT.search(name) is not None


def _work_of(text: str) -> str:
    """The works that a list ends with: 养护维修 of 75座桥梁养护维修."""
    end = len(text)
    while work := _WORK.of(text, 0, end):
        end -= len(work)
    return text[end:]


def _whole(text: str, masked: str, spans: list[tuple[int, int]], group: Group) -> Group:
    """The one count of a list counts all of it: 18个省、市级重点项目, 学校、幼儿园10处."""
    start, end = spans[0][0], spans[-1][1]
    if group.start == start and not _GROUP.search(group.name):
        whole = counted(text, masked, start, end)
        named_so = whole and (is_group(whole.name) or PROJECT.search(whole.name))
        return whole if whole and named_so else group
    others = spans[1:] if group.start == start else spans[:-1]
    sized = _SIZED_WORK.fullmatch(masked, *spans[-1]) if len(spans) == 2 else None
    if sized and group.start == start:  # 8个片区、121栋住宅楼老旧小区改造工程
        works = text[
            slice(*sized.span("noun"))
        ]  # … but 对9个片区、17万平方米老旧小区实施改造: 片区
        said = PROJECT.search(works) or _is_work(works)
        return replace(group, name=group.name + works) if said else group
    fields = [text[a:b] for a, b in others]
    if group.end == end and group.name.endswith("项目") and all(map(_is_field_or_firm, fields)):
        return replace(group, name="、".join([*fields, group.name]))  # 金融、类金融项目21个
    if not all(_GROUP_END.search(masked[a:b]) and not _ANY.search(masked, a, b) for a, b in others):
        return group
    if group.start == start:
        return replace(group, name=group.name + text[spans[0][1] : end])
    return (
        replace(group, name=text[start : spans[-1][0]] + group.name) if group.end == end else group
    )


def _is_field_or_firm(text: str) -> bool:
    """… or firms counted with them: 500强企业、总投资50亿元以上项目10个."""
    return _is_field(text) or (text.endswith("企业") and not _ANY.search(text.rstrip("强企业")))


def _is_field(text: str) -> bool:
    """What may stand before 项目 in a list without it: 金融, 新一代信息技术."""
    return (
        len(text) <= _LONGEST_FIELD
        and not _ANY.search(text)
        and not is_group(text)
        and not PROJECT.search(text)
    )


def behind(text: str, masked: str, start: int, end: int) -> Group | None:
    """The group whose count stands behind its verb, at the clause's end: 特色学校建成35个."""
    match = _AFTER_VERB.search(masked, end)
    if not match or match["unit"] in _SIZES or "、" in text[start:end]:
        return None
    name = group_name(text[start:end])
    if not (is_group(name) or PROJECT.search(name) or is_place(name, match["unit"])):
        return None
    return _group(name, match)


def inside(text: str, masked: str, start: int, end: int) -> Group | None:
    """The group counted behind something else: 辖区内7个车站."""
    before = _INSIDE.match(masked, start, end)
    group = counted(text, masked, before.end(), end) if before else None
    return group if group and _GROUP_END.search(group.name) else None


def group_name(noun: str) -> str:
    """What a group is called: up to its first 项目 or 工程, without 的 before and 建设 behind it."""
    noun = _WHO_DOES.sub("", _COUNTED_UP.sub("", noun.strip("\0").lstrip("的")))
    noun = _DESCRIBED.sub("", _FOR_HOW_MANY.sub("", noun))
    project = PROJECT.search(_QUOTED.sub(lambda quoted: "\1" * len(quoted.group()), noun))
    if project:
        noun = noun[: project.end()]
    noun = noun[: without_trail(noun, 0, len(noun))] or noun
    return _SIZE_INSIDE.sub("", noun).rstrip("、")


def no_work(masked: str, start: int, end: int) -> bool:
    """项目 is followed by what is no work: 项目评审."""
    return _NO_WORK.search(masked, start, end) is not None


def is_group(noun: str) -> bool:
    """It ends with what makes a counted group a portfolio."""
    return _GROUP_END.search(noun.rstrip("”")) is not None


def is_place(noun: str, unit: str) -> bool:
    """Counted by a measure word of places it is a portfolio where the verb builds: 内涝点 (处), 山坪塘 (口)."""
    noun = noun.rstrip("”")
    return (
        unit in _PLACE_MEASURES
        and (unit == "座" or bool(_PLACE_END.of(_without_works(noun))))
        and not _NO_PLACE.search(noun)
    )


def _without_works(noun: str) -> str:
    while work := _WORK_END.of(noun):
        if work == noun:
            break
        noun = noun[: -len(work)]
    return noun


def is_aim(noun: str) -> bool:
    return bool(_AIM_END.of(noun))


def names_all(noun: str) -> bool:
    """A list of these needs no heads in its items: 高端酒店, 片区改造."""
    return _NAMED_BY_END.search(noun) is not None


def names_none(noun: str) -> bool:
    """A list of these names fields and firms: 研发、制造等领域项目."""
    return _NO_LIST.search(noun) is not None


def ends_with_count(text: str) -> bool:
    return _LAST.fullmatch(text) is not None
