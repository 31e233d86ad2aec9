"""What later clauses of a line say of its projects: X项目，总投资3亿元，车间已建成; 签约项目6个，包括A、B等."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from briefing import lazy as re
from briefing.extraction.projects import counts, kinds, names, phrases, words
from briefing.extraction.projects.clauses import Clause
from briefing.extraction.projects.lists import stage_of
from briefing.extraction.projects.names import Named
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.phrases import Phrase
from briefing.extraction.projects.verbs import stage_before, stage_behind, verbs
from briefing.extraction.wordlists import alternation
from briefing.model import STAGES, Stage, squeeze

Read = list[Phrase | None]

# A clause that only names its project, with how large it is or what it costs.
_SUBJECT = re.compile(
    r"(?:\d{1,3}[.．、]|[☑√●■◆•]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]+[是、]|\s|其中|目前)*"
    r"(?P<name>(?![该此本（(])[^、，\d\s][^，]{3,40}?(?:项目|工程)(?:[（(][^（）()]{1,20}[）)]|[一二三四五六七八九十]期(?:工程)?)?)"
    rf"(?:{alternation(listed(words.MEASURED))}[^、]{{0,8}}\d.*|[均都]?已经?(?:明确|确定|落实|具备|达成)[^，]{{2,20}}|由[^，]{{2,24}}(?:投资|承建|建设|实施|开发)[^，]{{0,6}})?$"
)
# One that is told by its investment alone: 斯瑞尔换热器：总投资1.2亿元.
_FUNDED = re.compile(
    r"(?:\d{1,3}[.．、]|[☑√●■◆•]|[一二三四五六七八九十]+[是、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|\s|其中)*(?P<name>(?!今年|去年|目前|截|全[年区县市])[^、，\d\s的]{3,24})$"
)
_SPENT = re.compile(r"(?:目前|截至目前|已|累计)*完成投资(?:约|近|超)?\d[\d.]*[亿万]元")
# A part of the last one, that its name goes before: 二期正在建设.
_PHASE = re.compile("(?:其中|目前)?(?P<phase>[一二三四五六]期(?:工程|项目)?)(?=.)")
_OF_IT = r"(?:该|此|本|整个)?(?:项目|工程)"
_WHEN = rf"(?:目前|现|截至目前|到目前为止)?(?:{_OF_IT}|均|都|现)*"
_IT = re.compile(rf"(?:目前|现)?{_OF_IT}|(?:目前|现)(?:已|正在|完成)")
_NOW = re.compile("目前|截[至止](?:目前|[^，]{1,6}底)")
# … and what is said of it …
_PREDICATE = re.compile(
    rf"(?P<when>{_WHEN})(?=已|正在|正|完成|启动.{{0,4}}{alternation(listed(words.PARTS_OF_ONE))}$|基本|全面|全部|正式|建成|竣工|主体|按进度|按计划|于|办理|编制|开展|进行|进入|处于|形象进度|总体形象进度)(?!.*(?:后|[预拟]计|力争))"
)
# … or of a part of it: 车间已建成.
_PART = re.compile(
    rf"{_WHEN}[^，]{{0,8}}?{alternation(listed(words.PARTS_OF_ONE))}[^，]{{0,6}}?"
    r"(?:已|正在|均|全部|基本|完成|完工|建成)(?!.*后)"
)
_CALLED_SO = ("项目", "工程")
_CALLED = re.compile("项目|工程")
_ALL_OF_THEM = ("均", "都")
_LONGEST_NAME = 32
_SPELLED_OUT = re.compile(
    r"(?:其中|主要|具体|分别)*(?:包括|包含)|主要有|(?:主要|分别|具体)+[是为](?!了)|涉及|(?:例|诸)?如(?!期|何|火)|[一二三四五六七八九]是|[（(]\d{1,2}[）)]"
)
_OPENS = re.compile(
    r"(?:项目|工程)(?:主要)?(?:有|包括|是|为|中)$|^(?:重点|重大|主要|新建|新开工|在谈|意向|储备|谋划|签约|开工|在建|续建|竣工|前期|拟建|投产)的?(?:重点|重大)?项目$|[以如]下[^，]{0,4}(?:项目|工程)$|一批[^，]{0,20}(?:项目|工程)$"
)
_HEADING = re.compile(  # 项目储备情况
    r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[、.．是]?)?.{0,6}(?:项目|工程)(?P<said>储备|谋划|前期|签约|开工|竣工)(?:工作|情况|方面|进展)*"
)
_NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]")
# What an event is of that a report tells: 此次签约活动.
_EVENT = re.compile("(?:在)?(?:此|这|本)次(?:集中)?(?P<said>签约|开工|竣工)(?:活动|仪式)(?:中|上)?")
_EVENT_BEGINS = ("在", "此", "这", "本")  # with what that begins
_LIST_END = re.compile(r"等(?:重点|重大)?(?:项目|工程)?$")


def listing(clause: Clause, *, goes_on: bool = False) -> Phrase | None:
    """The projects by name of a group counted before: 签约项目6个，包括A、B等; 进度较快项目3个：A、B、C.

    goes_on: right before stands more of the list; then nothing but names goes on with it.
    """
    text = clause.text
    lead = _SPELLED_OUT.match(text)
    called = text.endswith(_CALLED_SO)
    numbered = _NUMBERED.match(text)
    several = "、" in text or called or numbered or (lead and "和" in text)
    if not (goes_on or ((lead or clause.behind_colon) and several)):
        return None
    masked = phrases.without_money(names.masked(text))
    end = match.start() if (match := _LIST_END.search(masked)) else len(text)
    begun = lead or numbered
    start = begun.end() if begun else 0
    if goes_on and verbs(masked, start).before:
        return None
    found = names.names(text, masked, start, end, in_list=True)
    sure = [n for n in found if names.is_project(n.name, strong=True, aim=False)]
    least = len(found) if goes_on else len(found) / 2
    if len(sure) < least or any(counts.begins_with_count(n.name) for n in found):
        return None
    found = [named for named in found if names.is_listed_project(named.name)]
    found = kinds.without_kinds(text, found, opened=False, funded=False, listed_so=True)
    return Phrase(None, named=found, listed_so=True) if found else None


def opens(text: str) -> Stage | None:
    """What is said of all that a list names behind this clause: 尚未开工的项目有：A、B; 谋划了一批大项目，如A、B; 项目储备情况."""
    if text.startswith(_EVENT_BEGINS) and (event := _EVENT.match(text)):
        return stage_behind(event["said"])
    if "项目" not in text and "工程" not in text:
        return None  # as most
    if heading := _HEADING.fullmatch(text):
        return stage_behind(heading["said"])
    found = _OPENS.search(text)
    said = verbs(names.masked(text), 0) if found else None
    if not found or not said:
        return None
    return stage_before(said.before[-1]) if said.before else stage_of(text) or "building"


def join(
    parts: list[Clause], read: Read, begun: frozenset[int] = frozenset(), of: Stage | None = None
) -> None:
    """Gives a clause that only names a project what the clauses behind it say, up to the next that names one.

    begun: which clauses begin a sentence: those of another sentence must say whose they are (该项目已完工);
    of: the stage of those of which nothing is said.
    """
    listed: Stage | None = None  # what a list says of its names, which goes on behind its ；
    for i, clause in enumerate(parts):
        if (begun_with := read[i]) is not None:
            spelled = begun_with.listed_so and not begun_with.words
            listed = begun_with.stage if spelled else None
            _refine(begun_with, parts, read, i, begun)
            if begun_with.stage and any(_CALLED.search(g.name) for g in begun_with.groups):
                of = begun_with.stage  # 集中开工项目12个。其中，某项目总投资5亿元
            continue
        subject = _subject(clause.text) or _funded(parts, i)
        if not subject or verbs(names.masked(subject["name"]), 0).before:
            continue
        if said := _furthest(subject["name"], parts, read, i, begun):
            last, phrase = said
            read[i] = _shifted(phrase, subject.start("name"))
            parts[i] = replace(clause, text=_through(parts, i, last))
        else:
            read[i] = _named_only(subject, parts, i, listed, of)
    _join_phases(parts, read)
    _join_all(parts, read)


def _named_only(
    subject: re.Match[str], parts: list[Clause], i: int, listed: Stage | None, of: Stage | None
) -> Phrase | None:
    """A project of which its investment is all that is said, or that stands in a list: 某学校迁建项目计划投资2亿元."""
    name, text = subject["name"], parts[i].text
    called = text.endswith(_CALLED_SO)
    money = phrases.investment_within(text) or (_beside(parts, i) if listed or called else None)
    in_list = listed or (of and name.endswith(_CALLED_SO) and not called)
    spent = any(_SPENT.fullmatch(part.text) for part in parts[i + 1 : i + 2])
    project = names.is_project(name, strong=True, aim=False) or (spent and names.is_subject(name))
    sure = project and not names.begins_no_name(name, 0)
    if not (money or in_list or spent) or not sure or verbs(name, 0).start:
        return None
    if "、" in name or (kinds.is_kind(name) and not (money and name.endswith(_CALLED_SO))):
        return None
    named = Named(name, *subject.span("name"))
    return Phrase(listed or of or "building", named=[named], investment=money)


def _beside(parts: list[Clause], i: int) -> phrases.Money | None:
    after = parts[i + 1 : i + 2]
    return phrases.investment_beside(after[0].text, before=False) if after else None


def _join_all(parts: list[Clause], read: Read) -> None:
    """What is said of all goes back to those named before: A路硬化4公里，B路硬化2公里，C路硬化均已完成设计."""
    for i in range(len(parts) - 2, -1, -1):
        said = read[i + 1]
        if not read[i] and not said and parts[i + 1].text.startswith(_ALL_OF_THEM):
            read[i] = _all_told(parts, i)
            continue
        if read[i] or not (said and said.named):
            continue
        text = parts[i].text
        listed = said.listed_so and text.endswith(_CALLED_SO)
        if verbs(names.masked(text), 0).start or not (
            said.words.startswith(_ALL_OF_THEM)
            or (listed and not verbs(names.masked(parts[i + 1].text), 0).before)
        ):
            continue
        named = names.names(text, names.masked(text), 0, len(text), in_list=False)
        sure = [n for n in named if names.is_project(n.name, strong=True, aim=False)]
        if sure and all(n in sure or (listed and names.is_sibling(n.name)) for n in named):
            named = kinds.without_kinds(text, named, opened=False, funded=False, listed_so=False)
            joined = Phrase(said.stage, said.words, named=named, listed_so=said.listed_so)
            read[i] = joined if named else None


def _all_told(parts: list[Clause], i: int) -> Phrase | None:
    """A、B、C，均已开工."""
    names_alone = parts[i].text
    told = phrases.read(names_alone + parts[i + 1].text)
    if not told or told.groups or not told.named or told.named[-1].end > len(names_alone):
        return None
    parts[i] = replace(parts[i], text=_through(parts, i, i + 1))
    return told


def _shifted(phrase: Phrase, by: int) -> Phrase:
    phrase.named = [replace(n, start=n.start + by, end=n.end + by) for n in phrase.named]
    return phrase


def _furthest(
    name: str, parts: list[Clause], read: Read, at: int, begun: frozenset[int]
) -> tuple[int, Phrase] | None:
    said = [*_said(name, parts, read, at, begun)]
    return max(said, key=lambda at: STAGES.index(at[1].stage or "reserved")) if said else None


def _refine(
    phrase: Phrase, parts: list[Clause], read: Read, at: int, begun: frozenset[int]
) -> None:
    """实施某项目，正在办理手续: what is said of it tells more than that it is carried out."""
    one = len(phrase.named) == 1 and not phrase.groups and phrase.leads
    early = phrase.stage in ("building", "signed")
    if not (one and early and phrase.named[0].name.endswith(_CALLED_SO)):
        return
    if said := _furthest(phrase.named[0].name, parts, read, at, begun):
        last, more = said
        if phrase.stage == "signed" and not _is_further(more, phrase):
            return
        phrase.stage, phrase.words = more.stage, more.words
        parts[at] = replace(parts[at], text=_through(parts, at, last))


def _is_further(more: Phrase, than: Phrase) -> bool:
    """引进某项目，已开工建设."""
    return STAGES.index(more.stage or "reserved") > STAGES.index(than.stage or "reserved")


def _join_phases(parts: list[Clause], read: Read) -> None:
    """一期 and 二期 that begin a clause are of the last project named or told by its investment."""
    phases = [_PHASE.match(clause.text) if "期" in clause.text else None for clause in parts]
    if not any(phases):
        return
    of = ""
    for i, (clause, phase) in enumerate(zip(parts, phases, strict=True)):
        said = phrases.read(of + clause.text[phase.start("phase") :]) if phase and of else None
        if phase and said and len(said.named) == 1 and not said.groups:
            name = of + phase["phase"]
            said.named = [
                replace(said.named[0], name=name, start=phase.start("phase"), end=phase.end())
            ]
            read[i] = said
        elif (phrase := read[i]) and phrase.named and not phrase.groups:
            of = names.bare(phrase.named[-1].name) if len(phrase.named) == 1 else ""
        elif funded := _funded(parts, i):
            of = funded["name"]


def _funded(parts: list[Clause], i: int) -> re.Match[str] | None:
    """A clause that only names what the next one tells the investment of."""
    if i + 1 == len(parts) or "投资" not in (following := parts[i + 1].text):
        return None  # as most
    text = parts[i].text
    if len(text) > _LONGEST_NAME or not (
        _SPENT.fullmatch(following) or phrases.investment_beside(following, before=False)
    ):
        return None
    found = _FUNDED.match(text)
    return found if found and names.is_subject(found["name"]) else None


def names_one(text: str) -> bool:
    """Whether a clause names a project and says nothing of it: 某加工园."""
    if not (names.ends_as_built(text) or "项目" in text or "工程" in text):
        return False  # as most
    return _subject(text) is not None or (len(text) <= _LONGEST_NAME and names.is_building(text))


@lru_cache(maxsize=4096)  # asked for a clause by itself and for those before it
def _subject(text: str) -> re.Match[str] | None:
    if "项目" in text or "工程" in text:  # few have one
        return _SUBJECT.match(text)
    short = len(text) <= _LONGEST_NAME and names.ends_as_built(text)  # few are
    built = _FUNDED.match(text) if short else None
    name = built["name"] if built else ""
    if not name or verbs(name, 0).start or names.begins_no_name(name, 0) or kinds.is_kind(name):
        return None
    return built if names.is_project(name, strong=True, aim=False) else None


def heads(clauses: list[Clause]) -> bool:
    """Whether a line is nothing but a project's name, of which the next line tells."""
    return len(clauses) == 1 and _subject(clauses[0].text) is not None


def _through(parts: list[Clause], first: int, last: int) -> str:
    return "，".join(part.text for part in parts[first : last + 1])


def _said(
    name: str, parts: list[Clause], read: Read, at: int, begun: frozenset[int]
) -> Iterator[tuple[int, Phrase]]:
    alone = at in begun and at + 1 in begun  # 一是某工程。正筹备招标
    for j in range(at + 1, len(parts)):
        text = parts[j].text
        if read[j] or (_subject(text) and not _PREDICATE.match(text)):
            return
        if _NOW.fullmatch(text):
            alone = True
            continue
        if j in begun and not (alone or _IT.match(text)):
            return
        if match := _PREDICATE.match(text):
            phrase = phrases.read(name + text[match.end() :])
        elif _PART.match(text):
            phrase = phrases.read(name + "正在施工")
            if phrase:
                phrase.words = squeeze(text)
        else:
            continue
        if phrase and phrase.named and not phrase.groups and phrase.named[-1].end <= len(name):
            yield j, phrase
