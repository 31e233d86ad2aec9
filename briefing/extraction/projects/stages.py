"""How far a project is, and the words that say so: never further than the words."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.patterns import any_of
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.verbs import Verbs, stage_before, stage_behind
from briefing.extraction.wordlists import alternation
from briefing.model import Stage, squeeze

_RANK: dict[Stage, int] = {
    "building": 0,
    "reserved": 1,
    "preparing": 2,
    "signed": 3,
    "started": 4,
    "completed": 5,
}
_HOLDS, _GRANTED = (frozenset(table.split()) for table in (words.HOLDS, words.GRANTED))
_GRANTS = any_of(words.GRANTS)
_BEFORE = alternation(listed(words.STEPS_BEFORE))
_STEP = re.compile(
    rf"{_BEFORE}(?:(?:编制)?[、和与及]?(?:项目)?{_BEFORE})*+(?:等|的|各项)?(?:{alternation(listed(words.STEP_ENDS))})*+"
)
_BUILDS = re.compile("建设|开工|竣工|建成|施工|投产|改造|更新|项目|工程")
_LONGEST_STEP = 24
_PARTS = rf"(?:{alternation(listed(words.PARTS))}|(?<=项目|工程){alternation(listed(words.PARTS_BEHIND_NAMES))})"
_PART = re.compile(
    rf"{_PARTS}(?:全面|全部|顺利|如期|成功|已经|已|均|基本|实现|正式|工程|修建|建设|施工)*+$"
)
_PART_OF = re.compile(rf"{_PARTS}+(?:工程|施工|建设)*+$")
_WORK_DONE = re.compile(rf"(?:实施|进行|开展){alternation(listed(words.WORKS))}+$")
_ALMOST = re.compile(rf"(?:{alternation(listed(words.ALMOST))})")
_FIRST_PART = re.compile(
    "隧道[^，、]{0,14}贯通|[左右单](?:幅|线|洞)[^，、]{0,6}贯通|基本(?:[完竣]工|建成|完成)|[未没](?:有|能)?(?:完成|建成|投产|投用|竣工|完工|交付)"
)
_TOPPED = frozenset(["封顶", "主体封顶", "结顶", "主体结顶"])
# What is done is named, and is not all of it: 某项目已完成两栋厂房建设.
_OF_IT_DONE = re.compile(
    r"(?<=项目|工程)(?:目前|均|都|已经|已|全部|基本|顺利)*建成(?=[^投使运启通交并开达后完验用，、。])[^，、。]{2,}|"
    rf"(?<=项目|工程|园区|院区)(?:目前)?(?:均|都|已经|已|全部|基本|顺利)*完成了?[^，、。]{{0,12}}?"
    rf"(?:[\d一二两三四五六七八九十]+[栋幢座条个台层]|{alternation(listed(words.FACILITIES))})"
)
_SHARE = re.compile(r"\d[\d.]{0,5}[%％]")
_RATE = re.compile(r"率?[均都已]*(?:达到?|超过?|突破|为|约|近)*\d[\d.]{0,5}[%％]")
# The households of a place sign, before anything is built: 完成签约95%.
_CLEARED = re.compile(r"签约(?:率|(?:达到?|超过?)?\d[\d.]{0,5}[%％户])")
_SPENT = re.compile(r"(?<!投资)完成(?:投资)?\d[\d.]*[余多]?[亿万]元$")  # 某项目完成5.08亿元
_PAPERS = re.compile("完成[^，、]{2,24}(?:资料|材料|申报|手续)$")  # 已完成专项债各项申报资料
# Of what is there only this is worked on: 提升某绿道|服务设施及驿站标识.
_SET = re.compile(r"(?<=[道园廊])(?:服务|配套)设施(?:[及和].{2,6})?$")
_SOON = re.compile("(?:即将|有望)")  # 即将建成的某大桥
_SO_MANY = re.compile(r"(?:已)?(?:达到?|突破|超过)\d[\d,]*[余多]?[个项件处]")
_LONGEST_WORDS = 16
# The words of these say little without what the project was put on: 入选省级重点项目.
_WITH_OBJECT = ("入选", "列入", "纳入")
# … and these put it on a list of what is being built: 纳入2024年省重大项目.
_ON_A_LIST = ("列入", "纳入")
_OF_THE_YEAR = re.compile(
    "(?:重点|重大|实事)(?:建设|产业|工业|攻坚)?(?:项目|工程)(?!库)|“[^“”]+”(?:重点|重大)?(?:项目|工程)(?!库)"
)
_STORE = re.compile("项目库(?:的|项目)|(?:规划|储备库)的项目")  # 纳入上级项目库的项目113个
# … and what is said beside the verb, or that it is said of a clearing: 策划包装、|落地实施, 房屋征收项目|加快建设.
_STEPS_BESIDE = re.compile(
    rf"(?:(?:{_BEFORE}|策划包装|策划|谋划|包装)[、和与及])+$|(?:房屋|土地)*(?:征收拆迁|征收|征迁|拆迁)项目$"
)


def step(text: str, verbs: Verbs) -> tuple[int, int] | None:
    """Where the step before building stands that the clause is about, behind its names: 征收 of 完成某片区征收, 某片区征收启动."""
    at = max(verbs.start + 2, verbs.end - _LONGEST_STEP)
    while match := _STEP.search(text, at):
        at = match.end()
        if not _BUILDS.search(text, at) and (at == len(text) or at >= verbs.end):
            return None if text.endswith("城市", 0, match.start()) else match.span()
    return None


def stage_told(text: str, verbs: Verbs, at: tuple[int, int] | None) -> Stage | None:
    """The stage that the verbs tell; None where there are none. at: the step before building, see `step`.

    What stands behind the names outweighs what stands before.
    """
    if not verbs.any:
        return None
    only_planned = at and text.startswith("方案", at[0]) and _stage(text, verbs) == "reserved"
    return "preparing" if _is_at(at, verbs) and not only_planned else _stage(text, verbs)


def words_told(text: str, verbs: Verbs, at: tuple[int, int] | None) -> str:
    """The words that stage is read from."""
    if not verbs.any:
        return ""
    if at and _is_at(at, verbs):
        said = verbs.before[-1] if verbs.before else ""
        start = min(at[0], verbs.end) if verbs.behind else at[0]
        return said + squeeze(text[start:]).lstrip("的")
    return _words(text, verbs)


def _is_at(at: tuple[int, int] | None, verbs: Verbs) -> bool:
    return at is not None and not (verbs.behind and verbs.behind[0].startswith("正在"))


def _words(text: str, verbs: Verbs) -> str:
    if not verbs.behind:
        part = _PART_OF.search(text, max(verbs.start + 2, verbs.end - 8))
        if part and verbs.before:  # 完成…主体土建工程
            return "".join(verbs.before) + squeeze(part.group())
        if work := _WORK_DONE.search(text, verbs.start):  # 对9个片区实施改造提升
            return work.group()
        if verbs.before and (soon := _SOON.match(text)):
            return soon.group() + "".join(verbs.before)
        if verbs.before and (of_it := _SET.search(text, verbs.start, verbs.end)):
            return "".join(verbs.before) + of_it.group()
        return "".join(verbs.before) + ("建设" if text.endswith("建设") else "")
    if verbs.behind[0].startswith("正在") or verbs.behind[0] in _WITH_OBJECT:
        if verbs.before and _SO_MANY.fullmatch(text, verbs.end):
            return "".join(verbs.before)  # 在建过百亿元项目达到4个
        return squeeze(text[verbs.end :])
    start = verbs.end
    if steps := _STEPS_BESIDE.search(text, verbs.start, start):  # 做好征迁、供地、建设
        start = steps.start()
    end = max(text.find(verb, verbs.end) + len(verb) for verb in verbs.behind)
    if rate := _RATE.match(text, end):
        end = rate.end()
    behind = squeeze(text[start:end])
    behind = behind if len(behind) <= _LONGEST_WORDS else "".join(verbs.behind[:2])
    before = "".join(verbs.before)
    return before + behind if before and stage_behind(verbs.behind[0]) == "building" else behind


def _stage(text: str, verbs: Verbs) -> Stage:
    if verbs.behind and (behind := _stage_behind(text, verbs)):
        return behind
    if verbs.before[-1:] and verbs.before[-1] in _ON_A_LIST and _STORE.search(text, verbs.start):
        return "reserved"
    said: Stage = next(
        (s for verb in verbs.before if (s := stage_before(verb)) and s != "building"), "building"
    )
    if said == "started" and _SOON.match(text):
        return "preparing"
    if said == "completed" and (
        _PART_OF.search(text, max(verbs.start, verbs.end - 8)) or _SOON.match(text)
    ):
        return "building"
    return said


def _stage_behind(text: str, verbs: Verbs) -> Stage | None:
    """The stage that the verbs behind the names tell; None where they leave it to those before."""
    if verbs.invested or (verbs.behind[0] in _ON_A_LIST and _OF_THE_YEAR.search(text, verbs.end)):
        return "building"
    if not _GRANTED.isdisjoint(verbs.behind) and _GRANTS.search(text, verbs.end):
        return "building"
    if not _TOPPED.isdisjoint(verbs.behind):
        return "building"
    if _SPENT.search(text, verbs.end):
        return "building"
    if _PAPERS.search(text, verbs.end):
        return "preparing"
    if _CLEARED.search(text, verbs.end):
        return "preparing"
    behind: list[Stage] = [stage for verb in verbs.behind if (stage := stage_behind(verb))]
    told_behind: Stage = max(behind, key=_RANK.__getitem__, default="building")
    if told_behind in ("started", "completed") and _only_so_far(text, verbs):
        coming = told_behind == "started" and _ALMOST.search(text, verbs.end)
        return "preparing" if coming else "building"
    if told_behind != "building":
        return told_behind
    return None if _HOLDS.isdisjoint(verbs.behind) else "building"


def _only_so_far(text: str, verbs: Verbs) -> bool:
    """Only a part is finished or begun (主体封顶, 完成80%), or it will be so soon (即将通车)."""
    at = next((i for verb in verbs.behind if (i := text.find(verb, verbs.end)) >= 0), verbs.end)
    return (
        _FIRST_PART.search(text, verbs.start, at + 2) is not None
        or _PART.search(text, max(0, at - 10), at) is not None
        or _ALMOST.search(text, verbs.end, at + 2) is not None
        or _SHARE.search(text, verbs.end) is not None
        or _OF_IT_DONE.search(text, verbs.end) is not None
    )
