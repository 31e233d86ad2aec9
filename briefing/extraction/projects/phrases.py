"""Reads one clause: the verbs, and between them a list, counts or names. Knows nothing of documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.projects import counts, kinds, names, words
from briefing.extraction.projects.counts import Group
from briefing.extraction.projects.names import PROJECT, Named
from briefing.extraction.projects.patterns import any_of
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.stages import stage_told, step, words_told
from briefing.extraction.projects.verbs import Verbs, stage_before, stage_behind, verbs
from briefing.extraction.wordlists import alternation
from briefing.model import Stage, squeeze

_LEAD = re.compile(
    r"(?=[（(—一二三四五六七八九十\d\s到在上下今明去年☑√●■◆•])"  # most clauses begin with none of it
    r"(?:[☑√●■◆•—]|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、是]|\d{1,2}[.．、](?!\d)|\s"
    r"|(?:[今明去]年|年)[初底末内度]|(?:到|在)?20\d\d年(?:度|底|末|初)?前?[、和]?|(?:\d{1,2}[-—至])?\d{1,2}月(?:上旬|中旬|下旬|底|末)?前?|[上下]半年|[一二三四]季度末?)+"
)
_PASSED_OVER = re.compile(
    any_of(words.PASSED_OVER).pattern
    + r"(?!(?<=在)[建谈])(?!(?<=对)接)(?!(?<=获)批)(?!(?<=组织)(?:实施|集中))|\d[\d.]{0,5}[%％]"
)
_USED_FOR = re.compile(
    r".{0,8}?(?:主要|重点|专项|统筹)(?:用于|投向|支持方向|(?<=主要)支持)"
)  # what money is used for
_DONE_FOR = re.compile(
    rf"(?:由|利用)[^，]{{2,24}}?(?:承担|承建|实施|负责|投资|建设|兴建|开发)的(?=...)|{alternation(listed(words.FOR_WHOM))}.{{2,12}}?(?={alternation(listed(words.GIVEN))})"
    rf"|{alternation(listed(words.IN_VIEW_OF))}.{{2,16}}?(?={alternation(listed(words.GIVEN))}\d)"
    rf"|(?=对.{{2,60}}(?:{alternation(listed(words.DONE_TO))}|全面)(?:综合|系统|全面|集中|优化)*(?:{alternation(listed(words.WORKS))}|提质)+$)"
    r"|在[^，]{2,8}?(?=实施|新建|开工建设|启动)|通过(?=新建|建设|实施|改造|开展|完善)|随着(?=[^，]{4,120}的?(?:奠基|开工|建成|建设|推进|实施|竣工|投产|投用|通车)$)"
    r"|(?:聚焦|围绕|紧盯|紧扣)(?=[^，]{2,80}等[^，]{0,8}(?:项目|工程)(?:建设)?$)"
    r"|为(?=[^，]{2,60}(?:集中)?(?:签约|开工|奠基)$)"
)
_TO_PLACE = re.compile("对(?P<what>[^，]{2,40}?)(?:进行|实施|开展|的(?=[^，]{0,8}(?:工作|任务)$))")
_INVESTMENT = re.compile(
    r"(?:估算|预计|计划|概算)?(?:总投资额?|计划投资|投资额|投资|投入(?:资金)?|总?(?:协议|签约|合同)(?:总?资金|总?金额|总?投资|引资))(?P<bound>约|近|超过|超|过|达到|达|逾|突破)?"
    r"(?P<money>\d[\d.,，]{0,15}\s*(?:余|多)?(?:万亿|亿|万)?(?:余|多)?(?:美)?元|[百千]亿元)(?!及?以上|用于|支持)的?"
)
_SOLVED = re.compile(
    r"(?:妥善|有效|成功|全力|积极|着力)*(?P<verb>(?:解决|破解|破除)(?:制约)?)[^，]{4,200}?"
    r"(?P<trouble>(?:建设|推进|进度|施工)?(?:征地|拆迁|资金|用地)?(?:等|的)?(?:关键|突出)?(?:难题|掣肘|瓶颈|堵点|卡点))$"
)
# How much a group yields: 黄蒿界等6处煤矿、产能1400万吨/年.
_CAPACITY = re.compile(
    r"、(?:新增|总)?(?:产能|装机容量|装机|总?面积|里程|库容)(?:约|超)?\d[\d.]*[余多]?[万亿千]?[^、，\d]{1,6}"
)
_LIST_END = re.compile(
    r"(?<![平同对均相])等(?![级于候待额效])(?!(?<=[中高初]等)[职教院学收专水规城强发研本])"
)
_AND = re.compile("以及|[和与、]")
_AND_ONE = re.compile("(?<=.)[和与、]")
_SEVERAL = re.compile(
    rf"(?<!\d)(?P<number>[2-9]|1\d|[两二三四五六七八九十](?=个(?:住宅|产业)?(?:项目|工程|小区)|大(?:片区|园区|街区|组团)|[条座所处](?!子)[^，、]{{2,}}))(?:{alternation(listed(words.MEASURE_WORDS))})(?=.)"
)
_PAIR = re.compile("[^、和]{2,8}(?P<and>和)[^、和]{2,8}")  # 渝西和成达万2条高铁
_SEVERAL_BEHIND = re.compile(
    rf"(?<![\d.])(?P<number>[2-9]|1\d)(?:{alternation(listed(words.MEASURE_WORDS))})$"
)
_MEASURE_ENDS = frozenset(word[-1] for word in listed(words.MEASURE_WORDS))
_WITH_FIRM = (("签订",), ("签约",), ("成功签约",))
_PROJECT_AND_PHASE = re.compile(
    rf"(?:{PROJECT.pattern})(?:[（(][^（）()]*[）)]|[一二三四五六七八九十]期)?"
)
_NO_WORKS = (
    "规划",
    "方案",
    "体系",
    "制度",
    "机制",
    "行动",
    "活动",
    "标准",
    "政策",
    "业态",
    "服务",
    "课程",
    "赛事",
)
# Whom a government talks with is no project: 对接怀山国家实验室.
_TALKS = frozenset(("对接", "洽谈"))
_TALKED_OF = ("在谈", "意向", "洽谈")
_TALKED_WITH = ("实验室", "大学", "学院", "研究院", "研究所", "医院", "集团", "公司")
_COUNTED_ONLY = frozenset(words.COUNTED_ONLY.split())
_ON_PAPER: tuple[Stage, ...] = ("reserved", "preparing", "signed")
_ENDS: tuple[Stage, ...] = ("signed", "started", "completed")
_LONGEST_SAID = 4
_CALLS_NONE = ("列入", "纳入", "入选", "获批", "获得", "正在前期", "正在施工", "核准")
_KINDS_ONLY = ("设施", "阵地", "空间", "场景")  # 打造农家书屋、文化驿站等公共设施
_FACILITIES = ("设施", "基础设施", "公共设施", "配套设施", "公共服务设施")
_LARGER = re.compile("全[省市]|[省市](?:级|重点|重大)")
_CALLED_SO = ("项目", "工程")
_NO_CLAUSE = (
    "进展情况",
    "推进情况",
    "活动",
    "仪式",
    "现场会",
    "推进会",
    "会议",
)  # 举行重点项目集中开工仪式
_TELLS_NONE = ("的", "完成外", "之外", "以外", *_NO_CLAUSE)
# Of projects that are counted and nothing else: 市政项目共22项, 38宗重点项目.
_NAME_BEFORE = re.compile(
    r"(?:项目|工程)(?:情况|总数)?(?:共计|总计|合计|共)?(?:有|为|达)?(?:\d{1,3}(?:大?类|个?方面))?$"
)
_NAME_BEHIND = re.compile(r"[^，]{0,24}(?:项目|工程)中?$")
# … of which the clause says before it how far they are: 主抓的|开工建设的13个项目.
_SAID_OF = re.compile("(?P<verb>开工建设|新开工|开工|签约|竣工|投产)的$")
_LONGEST_PLACE = 6
_LONGEST_MORE = 16  # characters of a name in a list that goes on without a verb
_LONGEST_TAIL = 6  # of what may follow 项目 and belongs to no name
_GOES_FORWARD = ("推进", "建设")  # 等36个项目加速推进: 加速推进项目
_UNDER_WAY = frozenset(words.STAGE_OF_GROUP["building"].split())
_INSIDE_IT = re.compile(r"(?:辖区内|境内|沿线)(?=\d)")
_IN_PART = re.compile(
    rf"^(?:{alternation(listed(words.PARTS))}|部分|基本)(?:完工|竣工|投产|工程|项目)|年度[^，]{{0,8}}的项目$"
)
_A_STEP = re.compile(rf"{alternation(listed(words.STEPS_BEFORE))}+的?项目")
_STAGE_OF_GROUP = tuple((any_of(table), stage) for stage, table in words.STAGE_OF_GROUP.items())


class Money(NamedTuple):
    """An investment as written (3150亿元), and the word before it that bounds it (超)."""

    text: str
    bound: str


@dataclass(slots=True)
class Phrase:
    """What a clause says of projects."""

    stage: Stage | None  # None: the clause has no verb of its own
    words: str = ""  # what the stage was read from
    groups: list[Group] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    done_in_review: bool = False
    investment: Money | None = None
    listed_so: bool = False  # its names are called projects: A、B等项目
    part_of: str = ""  # the larger area's projects that its list is of: 全市重点项目
    whole: Group | None = None  # the group counted in another sentence that its groups are of
    opened: bool = False  # its stage is that of what opens its list, whatever was said before
    leads: bool = False  # its verbs stand before its names: a list of names in the next clause goes on with it


@dataclass(slots=True)
class _Middle:
    """The clause between its verbs. `masked` is the text with quotes, brackets and the investment blank: of the same length."""

    text: str
    masked: str
    start: int
    end: int
    verbs: Verbs
    strong: bool
    preparing: bool = (
        False  # what is said is of a step before building: whatever it is said of is a project
    )
    of: str = ""  # the group whose parts the clause counts


def is_passed_over(text: str) -> bool:
    """A clause that begins with what is there, how things are done or what money is for: no project is told in it."""
    return bool(_USED_FOR.match(text) or _PASSED_OVER.match(text) or text.endswith(_NO_CLAUSE))


def investment_beside(text: str, *, before: bool) -> Money | None:
    """The investment, as written (3150亿元), that a clause gives to the one beside it.

    A clause behind its project gives nothing else (总投资1209亿元); one before it ends so (全力推动总投资3150亿元).
    """
    if "元" not in text:
        return None
    if not before:
        match = _INVESTMENT.fullmatch(text.strip())
    else:
        match = _INVESTMENT.search(text) if "总投资" in text else None
        match = match if match and match.end() == len(text.rstrip()) else None
    return _money(match) if match else None


def investment_within(text: str) -> Money | None:
    match = _INVESTMENT.search(text) if "投资" in text else None
    return _money(match) if match else None


def without_money(masked: str, start: int = 0, end: int = sys.maxsize) -> str:
    """The clause with its investments blank."""
    for money in _INVESTMENT.finditer(masked, start, end):
        masked = names.blanked(masked, *money.span())
    return masked


def _money(match: re.Match[str]) -> Money:
    said = match["bound"] or ""
    return Money(squeeze(match["money"]), "" if said.startswith("达") else said)


def _begins(text: str) -> int:
    """Where a clause begins to tell what is done, -1 where it tells of no project."""
    if names.may_name(text) < 0 or text.endswith(_TELLS_NONE):
        return -1
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if _USED_FOR.match(text, start):
        return -1
    if _PASSED_OVER.match(text, start):
        done = _DONE_FOR.match(text, start)
        return done.end() if done else -1
    return start


def read(
    text: str, carried: Stage | None = None, of: str = "", told: Stage | None = None
) -> Phrase | None:
    """What a clause says of projects, or None where it says nothing of any.

    carried: the stage of the clause before in the same sentence, which holds for a clause of counts without a verb;
    of: the group counted there, where this clause tells its parts; told: the stage of what was counted before, further off.
    """
    start = _begins(text)
    if start < 0:
        return None
    masked = names.masked(text)
    if counted := _only_counts(text, masked, start, carried):
        return counted
    solved = _SOLVED.match(masked, start) if "解" in masked or "破" in masked else None
    if solved:  # 解决某大桥建设拆迁等难题: it is being built
        text, masked = text[: solved.start("trouble")], masked[: solved.start("trouble")]
        found, done = Verbs(("保障",), (), solved.end("verb"), len(text)), ""
    else:
        found, done = _verbs(masked, start)
    if not found.any and not carried and not PROJECT.search(masked, start):
        return None
    if at := step(masked, found):  # 征收 is no part of the name
        joined = masked.endswith("的", found.start, at[0])  # 22条道路的|规划选址
        found = found._replace(end=min(found.end, at[0] - joined))
    here = None if at is None and masked is text else step(text, found)
    phrase = Phrase(stage_told(text, found, here))
    phrase.leads = bool(found.before and not found.behind)
    _read_middle(phrase, _middle(phrase, text, masked, found, carried, of))
    if done:
        phrase.groups = [_with_work(group, done) for group in phrase.groups]
    if not phrase.named and not phrase.groups:
        return None  # as most clauses: what follows need not be asked
    phrase.words = words_told(text, found, here)
    if solved:
        phrase.words = solved["verb"] + solved["trouble"].lstrip("的")
    _told_of_parts(phrase, text)
    phrase.done_in_review = phrase.stage == "building" and (
        found.done_in_review
        or (found.counted_done_in_review and _works_counted(phrase))
        or (bool(phrase.groups) and all(counts.adds(found, g.name) for g in phrase.groups))
    )
    opened = found.hard or found.before == ("开工建设",) or _opened(phrase, found)
    phrase.named = kinds.without_kinds(
        text,
        phrase.named,
        opened=opened,
        funded=bool(phrase.investment) and not phrase.groups,
        listed_so=phrase.listed_so,
        groups=len(phrase.groups),
    )
    if found.before:
        phrase.named = _taken_on(phrase, found)
    _one_is_named(phrase)
    step_said = text[at[0] : at[1]].removesuffix("工作").removesuffix("任务") if at else ""
    phrase.groups = _told_apart(
        phrase, step_said or _said_of_groups(phrase, found), invested=found.invested
    )
    if phrase.stage == "building" and phrase.groups:
        phrase.stage = _early(phrase.groups[-1].name) or phrase.stage
    if phrase.stage is None and phrase.groups and not _stage_by_groups(text, phrase, carried, told):
        return None  # a count that nothing is said of
    return phrase if phrase.named or phrase.groups else None


def _told_of_parts(phrase: Phrase, text: str) -> None:
    """轨道交通4号线辖区内|7个车站顺利封顶: of the line only this is said."""
    last = phrase.named[-1].end if phrase.named and phrase.groups else len(text)
    if inside := _INSIDE_IT.search(text, last):
        phrase.groups = [replace(g, words=g.words or phrase.words) for g in phrase.groups]
        phrase.words = squeeze(text[inside.start() :])


def _early(name: str) -> Stage | None:
    """What is pushed on is told by its name where that says less: 22个前期项目有序推进, 攻坚20个在谈项目."""
    if "前期" in name:
        return "preparing"
    return "reserved" if name.startswith(_TALKED_OF) else None


def _only_counts(text: str, masked: str, start: int, carried: Stage | None) -> Phrase | None:
    """456个小区完成临时用电治理; a heading 续建项目（6个）."""
    if places := counts.places_done(text, masked, start):
        return Phrase(*places)
    if headed := counts.headed(text, start):
        group = _staged(headed)
        return Phrase(group.stage or carried or "building", group.words, [group])
    return None


def _verbs(masked: str, start: int) -> tuple[Verbs, str]:
    """The verbs of a clause, and what it says is done where it says so behind its names: 对5座水库进行|除险加固."""
    found = verbs(masked, start)
    to = _TO_PLACE.match(masked, found.start) if masked.startswith("对", found.start) else None
    if not to:
        return found, ""
    at = found._replace(start=to.start("what"), end=min(found.end, to.end("what")))
    return (at, "") if found.any else (at._replace(before=("改造",)), masked[to.end() :])


def _with_work(group: Group, work: str) -> Group:
    """小区绿化提升 of 对10个小区进行绿化提升."""
    return group if PROJECT.search(group.name) else replace(group, name=group.name + work)


def _taken_on(phrase: Phrase, found: Verbs) -> list[Named]:
    """The names that the verbs before them say to be projects."""
    if _COUNTED_ONLY.issuperset(found.before) and not phrase.listed_so:
        return []
    if phrase.listed_so or not _TALKS.issuperset(found.before):
        return phrase.named
    return [named for named in phrase.named if not named.name.endswith(_TALKED_WITH)]


def _works_counted(phrase: Phrase) -> bool:
    """改造老旧小区23个, but not 扩建项目3个."""
    return not phrase.named and any(g.name not in _CALLED_SO for g in phrase.groups)


def _telling(found: Verbs, stage: Stage | None) -> str:
    """The verb that tells the stage: 投产 of 当年策划、当年开工、当年投产."""
    behind = [v for v in found.behind if stage_behind(v) == stage and v not in _CALLS_NONE]
    if found.behind:
        return behind[0] if behind else ""
    return found.before[-1]


def _opened(phrase: Phrase, found: Verbs) -> bool:
    return phrase.stage == "completed" and (bool(found.behind) or "建成" in phrase.words)


def _stage_by_groups(text: str, phrase: Phrase, carried: Stage | None, told: Stage | None) -> bool:
    """A clause without a verb takes its stage from its groups' names; False where nothing is said of them."""
    phrase.groups = [_staged(group) for group in phrase.groups]
    last = phrase.groups[-1]
    said = _SAID_OF.search(text, 0, last.start)
    phrase.words = said["verb"] if said else last.words
    phrase.stage = stage_before(phrase.words) if said else last.stage or carried
    if phrase.stage is None and _only_counted(names.masked(text), last):
        phrase.stage = told if told in _ON_PAPER else "building"
    return phrase.stage is not None or phrase.investment is not None


def _only_counted(masked: str, group: Group) -> bool:
    masked = _INVESTMENT.sub("", masked)  # it stands behind
    if _NAME_BEFORE.search(masked, 0, group.start):
        return masked[group.end :].lstrip("）)\1（(") == ""
    return _NAME_BEHIND.fullmatch(masked, group.end) is not None


def _said_of_groups(phrase: Phrase, found: Verbs) -> str:
    """What may be said of bare 项目 in a name: 签约 of 签约项目, 续建 of 续建项目."""
    if phrase.stage is None:
        return ""
    if phrase.stage == "building":
        if found.before:
            return found.before[-1] if found.before[-1] in _UNDER_WAY else ""
        return phrase.words if phrase.words.endswith(_GOES_FORWARD) else ""
    said = _telling(found, phrase.stage).removeprefix("累计")
    return said.removeprefix("完成") or said


def _told_apart(phrase: Phrase, said: str, *, invested: bool) -> list[Group]:
    """The groups by their names; each its own stage where all names say one: 竣工项目18个、在建项目30个.

    invested: the verb only says what was spent, and leaves the stage to a name too: 50个建成项目完成投资40亿元.
    """
    groups = [_called(group, said) for group in phrase.groups] if said else phrase.groups
    if phrase.stage == "signed":  # 20件民生实事落地: they are done, not signed
        groups = [_no_signing(group) for group in groups]
    groups = [_in_part(group, phrase.words) for group in groups]
    apart = [_staged(group) for group in groups]
    told = len(apart) > 1 or invested
    return apart if told and all(group.stage for group in apart) else groups


def _called(group: Group, said: str) -> Group:
    """What bare 项目 are, by what is said of them: 征迁项目, 签约落地项目."""
    bare = group.name == "项目" and len(said) <= _LONGEST_SAID
    return replace(group, name=said + group.name) if bare else group


def _in_part(group: Group, told: str) -> Group:
    """主体完工项目15个, 完成年度投资计划的项目20个: they are not complete."""
    if _A_STEP.fullmatch(group.name):  # 完成立项项目15个
        said = group.name.removesuffix("项目").removesuffix("的")
        said = "" if said in told else said
        return replace(group, stage="preparing", words=group.words or said)
    return replace(group, stage="building") if _IN_PART.search(group.name) else group


def _no_signing(group: Group) -> Group:
    return replace(group, stage="building") if group.name.endswith("实事") else group


def _one_is_named(phrase: Phrase) -> None:
    """A count of one is no group: 改造1处数字智能体育公园."""
    if len(phrase.groups) != 1 or phrase.groups[0].count != "1":
        return
    group = phrase.groups[0]
    own = not group.name.endswith(_CALLED_SO) and not kinds.is_kind(group.name)
    if kinds.ends_as_one(group.name) or (
        own and names.is_project(group.name, strong=True, aim=False)
    ):
        phrase.groups = []
        phrase.named.append(Named(group.name, group.start, group.end))


def _staged(group: Group) -> Group:
    """A group whose name says how far it is, where no verb does: 签约项目4个."""
    for table, stage in _STAGE_OF_GROUP:
        if group.stage is None and (said := table.search(group.name)):
            return replace(group, stage=stage, words=said.group())
    return group


def more(text: str, before: Phrase) -> Phrase | None:
    """A clause of nothing but buildings goes on with the list before it: 加快推进A、B，C大桥、D大桥，E等项目建设."""
    one = "、" not in text
    if not before.leads or not before.named or before.groups or names.may_name(text) < 0:
        return None
    if one and (not text.endswith(_CALLED_SO) or verbs(text, 0).before):
        return None
    found = names.names(text, text, 0, len(text), in_list=False)
    if not found or not all(_goes_on(named.name, one=one) for named in found):
        return None
    done = before.done_in_review
    return Phrase(before.stage, before.words, named=found, done_in_review=done, leads=True)


def _goes_on(name: str, *, one: bool) -> bool:
    if one:
        return names.is_project(name, strong=True, aim=False) and not kinds.is_kind(name)
    return names.is_building(name) and len(name) <= _LONGEST_MORE


def _middle(
    phrase: Phrase, text: str, masked: str, found: Verbs, carried: Stage | None, of: str
) -> _Middle:
    money = [*_INVESTMENT.finditer(masked, 0, found.end)] if "元" in masked else []
    if money:
        phrase.investment = _money(money[0]) if len(money) == 1 else None  # each name's own
        masked = without_money(masked, money[0].start(), found.end)
    several = "、" in masked
    if several and (capacity := _CAPACITY.search(masked, found.start, found.end)):
        masked = names.blanked(masked, *capacity.span())
    strong = (
        found.strong
        or found.built
        or (not found.any and carried is not None and counts.has_count(masked, found.start))
    )
    preparing = phrase.stage == "preparing"
    return _Middle(text, masked, found.start, found.end, found, strong, preparing, of)


def _read_middle(phrase: Phrase, middle: _Middle) -> None:
    text, masked, start, end = middle.text, middle.masked, middle.start, middle.end
    list_end = _LIST_END.search(masked, start + 2, end) if "等" in masked else None
    if list_end:
        following = _next(middle, list_end.end())
        _read_list(
            phrase,
            replace(middle, end=following.start()) if following else middle,
            list_end.start(),
            list_end.end(),
        )
        if following:
            _read_middle(phrase, replace(middle, start=following.end()))
        return
    if middle.verbs.behind[:1] in _WITH_FIRM and text[start] in "与同和":
        start += 1
        middle = replace(middle, start=start)
    if _read_several(phrase, middle, start):
        return
    listed_here = "、" in masked or "和" in masked
    several = _SEVERAL.search(masked, start + 2, end) if listed_here else None
    if (
        several
        and several["number"] in "2两"
        and (pair := _PAIR.fullmatch(masked, start, several.start()))
    ):
        masked = masked[: pair.start("and")] + "、" + masked[pair.end("and") :]
        middle = replace(middle, masked=masked)
    if several and _items(middle, start, several.start()) in _about(several):
        spelled = several["number"] in names.NUMERALS  # 三个小区: no count
        _read_list(phrase, middle, several.start(), several.end() if spelled else several.start())
        return
    if counts.has_count(masked, start):  # few clauses have one
        groups = counts.chain(
            text, masked, start, end, verbs=middle.verbs, strong=middle.strong, of=middle.of
        )
        if groups is not None:
            phrase.groups += groups
            _read_before(phrase, middle)
            _read_behind(phrase, middle)
            return
        if middle.strong and (group := counts.behind(text, masked, start, end)):
            phrase.groups.append(group)
            return
        if middle.strong and (group := counts.inside(text, masked, start, end)):
            phrase.groups.append(group)
            end = group.start
            if PROJECT.search(group.name):  # 中央活力区37个产业项目: the area they are in
                end = max(start, masked.rfind("、", start, end))
    phrase.named += _named(middle, start, end)


def _about(several: re.Match[str]) -> Sequence[int]:
    """How many names a count behind them may stand for: a paper may count two joined by 及 apart."""
    if several["number"] in names.NUMERALS:  # 四个项目 can be nothing else
        return range(1, 20)
    number = int(several["number"])
    called = several.string.startswith(_CALLED_SO, several.end())
    return (number, number - 1) if called and number > 2 else (number,)


def _read_several(phrase: Phrase, middle: _Middle, start: int) -> bool:
    """江山路、行知路、学府路公共停车场3座: as many names as are counted behind them."""
    measured = middle.masked[middle.end - 1 : middle.end] in _MEASURE_ENDS
    count = _SEVERAL_BEHIND.search(middle.masked, start, middle.end) if measured else None
    if not count or int(count["number"]) != _items(middle, start, count.start()):
        return False
    named = _named(middle, start, count.start())
    last = named[-1] if named else None
    group = last and counts.counted(middle.text, middle.masked, last.start, middle.end)
    if len(named) != int(count["number"]) or not group:
        return False
    named = names.ending_as_last(named)
    phrase.named += named
    phrase.groups.append(replace(group, name=names.shared_end(named) or group.name))
    return True


def _read_before(phrase: Phrase, middle: _Middle) -> None:
    """What a list names before it counts: 完成棚户区改造4.7万户、小巷改造560条."""
    first = phrase.groups[0].start if phrase.groups else 0
    if first and (
        (end := middle.masked.rfind("、", middle.start, first)) > middle.start
        or (end := middle.masked.rfind("和", first - 1, first)) > middle.start
    ):
        counted = phrase.groups[0].name.startswith(
            middle.text[middle.start : middle.start + 2]
        )  # 学校、幼儿园10处
        if not counted:
            phrase.named += [
                named
                for named in _named(middle, middle.start, end)
                if not counts.begins_with_count(named.name)
            ]


def _read_behind(phrase: Phrase, middle: _Middle) -> None:
    """What a list names behind what it counts: 加快2条国际海缆、云湖国际通信出入口局建设."""
    spans = list(names.parts(middle.text, middle.masked, middle.start, middle.end))
    last = max(
        (i for i, span in enumerate(spans) if counts.has_count_in(middle.masked, *span)), default=-1
    )
    for start, end in spans[last + 1 :]:
        text = middle.text[start:end]
        if not any(text in group.name for group in phrase.groups):
            phrase.named += _named(middle, start, end)


def _next(middle: _Middle, start: int) -> re.Match[str] | None:
    """Where behind 等5个示范村 something else begins: 和丁庄省级示范村."""
    for joint in _AND.finditer(middle.masked, start + 2, middle.end - 3):
        noun = middle.text[start : joint.start()]
        group = counts.counted(middle.text, middle.masked, start, joint.start())
        if not (
            PROJECT.search(noun[-2:]) or (group and group.name and counts.is_group(group.name))
        ):
            continue
        after = middle.text[joint.end() : middle.end]
        if "等" in after or names.is_project(
            after, strong=middle.strong, aim=middle.verbs.only_aims
        ):
            return joint
    return None


def _items(middle: _Middle, start: int, end: int) -> int:
    return sum(1 for _ in names.parts(middle.text, middle.masked, start, end))


def _read_list(phrase: Phrase, middle: _Middle, list_end: int, rest_start: int) -> None:
    """`A、B等33个项目`, `A、B等高端酒店`, `A等教育设施8处`: what follows 等 says whether its items are projects."""
    text, masked, end = middle.text, middle.masked, middle.end
    group = counts.counted(text, masked, rest_start, end)
    rest = masked[rest_start:end].strip("\0")
    noun = group.name if group else counts.group_name(rest)
    if noun.endswith(_NO_WORKS) and middle.verbs.behind[:1] != ("建设",):
        return
    if counts.names_none(rest[: rest.find(noun) + len(noun)]) or counts.no_work(
        masked, rest_start, end
    ):
        if (
            group
            and PROJECT.search(noun)
            and middle.verbs.any
            and not counts.no_work(masked, rest_start, end)
        ):
            phrase.groups.append(replace(group, name=text[middle.start : list_end] + "等" + noun))
        return
    if (_LARGER.match(noun) or noun in kinds.SHOPS) and PROJECT.search(noun):
        phrase.part_of = noun
    accepts = _accepts(phrase, middle, rest, noun, group)
    if accepts is None:
        return
    if not names.begins_no_name(text, middle.start):
        listed = names.names(text, masked, middle.start, list_end, in_list=True)
        kind = noun if names.is_renewal(noun) else _AND_ONE.split(noun, maxsplit=1)[0]
        for named in listed:
            part = counts.counted(
                text, masked, named.start, named.end
            )  # 产业项目24个、基础设施等项目69个
            works = part and (PROJECT.search(part.name) or counts.is_place(part.name, part.unit))
            phrase.groups += [part] if part and works else []
        listed = [named for named in listed if not counts.has_count(named.name[-6:], 0)]
        good = [named for named in listed if accepts(named.name)]
        if len(good) * 2 >= len(listed):  # every name of a list counts alike
            good = [n for n in listed if n in good or names.is_sibling(n.name)]
        phrase.named += [names.with_kind(named, kind) for named in good]
    if group and "、" in masked[rest_start : group.start]:  # 等12个百亿元、70个30亿元以上项目
        every = (
            counts.chain(text, masked, rest_start, end, verbs=middle.verbs, strong=middle.strong)
            or []
        )
        phrase.groups += every[:-1]
    if group and (
        PROJECT.search(noun)
        or counts.is_group(noun)
        or (middle.verbs.builds and counts.is_place(noun, group.unit))
    ):
        phrase.groups.append(group)


def _accepts(
    phrase: Phrase, middle: _Middle, rest: str, noun: str, group: Group | None
) -> Callable[[str], bool] | None:
    """What makes an item of a list a project, by what the list is called; None where it is one of no projects."""
    if PROJECT.search(noun):
        ends = rest.find(noun) + len(noun) == len(rest) or counts.ends_with_count(rest)
        if not (middle.verbs.any or ends):
            return None  # 等7项科技项目获评…: the verb is no work's
        if noun.endswith("工程") and names.is_campaign(noun):
            return names.is_facility if middle.verbs.builds else None  # 西区供水等惠民工程
        phrase.listed_so = True
        return names.is_listed_project
    if not middle.strong or (middle.verbs.only_aims and noun.endswith(_KINDS_ONLY)):
        return None
    grouped = group is not None and counts.is_group(noun) and not counts.is_aim(noun)
    if noun in _FACILITIES:  # 避难场所、微型消防站等设施
        return lambda name: names.is_facility(name) and not kinds.is_kind(name)
    if not noun or counts.names_all(noun) or grouped or names.takes_kind(noun):
        return names.is_thing
    placed = group is not None and counts.is_place(noun, group.unit) and middle.verbs.builds
    if names.names_places(noun) and not middle.verbs.only_aims:
        return _is_place_or_built
    return names.is_facility if counts.is_group(noun) or phrase.stage in _ENDS or placed else None


def _is_place_or_built(name: str) -> bool:
    """A building, or a short name that says no kind: 新立 of 新立、石宝等特色小镇."""
    short = len(name) <= _LONGEST_PLACE and names.is_thing(name) and not kinds.is_kind(name)
    return short or names.is_facility(name)


def _named(middle: _Middle, start: int, end: int) -> list[Named]:
    """Names that no 等…项目 says to be projects. The last of a list must be one, else only those before 建设 are."""
    text, masked = middle.text, middle.masked
    if not middle.verbs.any or names.begins_no_name(text, start):
        return []
    last = 0
    if "项目" in masked or "工程" in masked:
        last = max(
            (project.end() for project in _PROJECT_AND_PHASE.finditer(masked, start, end)),
            default=0,
        )
    if (
        start + 2 < last < end <= last + _LONGEST_TAIL
        and masked[last] not in "的“库化、和"
        and not names.is_building(text[last:end])
    ):  # …项目建设成效
        if counts.no_work(masked, start, end):
            return []
        end = last
    of_what = middle.preparing or any(
        (middle.verbs.hard, middle.verbs.raises, middle.verbs.invested, middle.verbs.begun_or_done)
    )
    listed_before = bool(middle.verbs.before) and text.startswith("建设", end)
    listed_here = "和" in masked[start:end] or "、" in masked[start:end]
    sound = of_what or listed_here or names.ends_as_project(text, masked, start, end)
    if not sound:
        return []
    found = names.names(text, masked, start, end, in_list=False)
    accepted = [
        named
        for named in found
        if names.is_project(named.name, strong=middle.strong, aim=middle.verbs.only_aims)
        or ((of_what or (middle.verbs.lands and len(found) > 1)) and names.is_subject(named.name))
    ]
    called_so = found and found[-1] in accepted and found[-1].name.endswith(_CALLED_SO)
    # every name of a list counts alike
    most = len(accepted) * 2 >= len(found) or bool(called_so and of_what)
    if accepted and (
        accepted[-1] is found[-1]
        or (accepted[-1] is found[-2] and names.is_kind_of_facility(found[-1].name))
        or (most and len(found) > 2 and names.is_sibling(found[-1].name))
    ):
        # 航站楼、跑道: what is left of the second is no name, and the list goes on to its end
        return [n for n in found if n in accepted or (most and names.is_sibling(n.name))]
    if accepted and listed_before:
        built = (n for n in accepted if names.is_building(n.name) or n.name.endswith(_CALLED_SO))
        accepted = [n for n in built if not kinds.is_kind(n.name)]
        return accepted  # A管网和B平台建设: the last is no building, the others are
    return [
        named
        for named in accepted
        if text.startswith("建设", named.end) or text.endswith(_CALLED_SO, named.start, named.end)
    ]
