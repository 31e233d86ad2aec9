"""Reads one clause: the verb before, the names or the count, the verb behind. Knows nothing of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.extraction.projects import words
from briefing.model import Stage

_RANK: dict[Stage, int] = {"building": 0, "reserved": 1, "signed": 2, "started": 3, "completed": 4}
_BEFORE: dict[str, Stage] = {word: stage for stage, table in words.BEFORE.items() for word in table.split()}
_BEHIND: dict[str, Stage] = {word: stage for stage, table in words.BEHIND.items() for word in table.split()}
_WEAK = frozenset(words.WEAK.split())
_SOFT = frozenset(words.SOFT_BEHIND.split())
_HOLDS = frozenset(words.HOLDS.split())
_INVESTED = frozenset(words.INVESTED.split())
_DONE = frozenset(words.DONE_IN_REVIEW.split())
_SIZES = frozenset(words.SIZES.split())
_FIELDS = frozenset(words.FIELDS.split())

_VERBS = words.alternation(words.BEFORE.values())
_TOKEN = re.compile(
    rf"(?:{words.alternation([words.ADVERBS, *words.BEFORE.values()])}|{words.alternation(words.SHORT_ADVERBS)}(?={_VERBS}))"
    + words.not_followed(words.NOT_BEFORE)
)
_LEAD = re.compile(r"(?:（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、是]|\d{1,2}[.．、](?!\d)|\s)+")
_PASSED_OVER = re.compile(words.alternation(words.PASSED_OVER) + r"(?!(?<=在)[建谈])")
_ADVERBS_BEHIND = tuple(words.ADVERBS_BEHIND.split())
_TIME_TAKEN = re.compile(r"(?:仅|只)?用时?\d+(?:个月|天|年)(?:时间)?$")
_VERB_BEHIND = re.compile(words.not_preceded(words.NOT_AFTER) + words.alternation(words.BEHIND.values()))
_NOT_BEHIND = re.compile(words.alternation(words.NOT_BEHIND))
_CLOSING = re.compile(r"(?:工作|进度|步伐|任务|力度|前期|等|并|和|、|与|后|了)*$")
_TRAIL = re.compile(
    r"(?:的?(?:(?:开发|配套|规划|道路|主体|高标准)?建设|城市设计)?(?:工作|进度|步伐|任务|力度|收尾|计划)?|主体(?:土建|建设|结构)?(?:工程|施工)?|辖区内|境内|沿线)$"
)
_MASKED = re.compile(r"“[^“”]*”|（[^（）]*）|\([^()]*\)|《[^《》]*》")

_MEASURE = words.alternation(words.MEASURE_WORDS)
_NUMBER = r"\d[\d.,，]*"
_COUNT = rf"(?P<count>\d[\d,]*)(?:[-—~至]\d+)?(?:余|多)?(?P<unit>{_MEASURE})(?:以上|左右|以内)?"
_INVESTMENT = re.compile(
    r"(?:估算|预计|计划)?(?:总投资额?|计划投资|投资额|投资)(?:约|近|超过|超|过|达到|达|逾|突破)?"
    rf"(?P<money>{_NUMBER}\s*(?:余|多)?(?:万亿|亿|万)?(?:美)?元|[百千]亿元)(?!及?以上)的?"
)
_LIST_END = re.compile(r"(?<![平同对均相])等(?![级于候待额效])(?!(?<=[中高初]等)[职教院学收专水规城强发])")
_COUNT_FIRST = re.compile(_COUNT + r"(?P<noun>.*)")
_COUNT_LAST = re.compile(rf"(?P<noun>.*?)(?:不少于|不低于|超过|达到|达|超|突破|近|约|至少)?{_COUNT}")
_COUNT_WITHIN = re.compile(rf"\D{{1,8}}(?P<rest>\d+{_MEASURE}.{{0,12}}?(?:项目|工程).*)")
_COUNT_ANY = re.compile(_COUNT)
_COUNT_INSIDE = re.compile(rf"(?P<before>\D.*?){_COUNT}(?P<noun>\D.*)")
_SIZE = re.compile(
    rf"(?:总|新增|计划)?(?:建筑|占地)?(?:面积|全长|长)?(?:约|近|超)?{_NUMBER}(?:余|多)?"
    r"(?:万|亿|千)?(?:平方米|平方公里|平米|公里|千米|米|亩|间|套|张|吨|兆瓦|户|栋)(?!级)的?"
)
_AND = re.compile(r"以及|及其|和|与|暨")
_PROJECT = re.compile(r"项目(?!标)|工程(?![师机化技院])")
_GROUP = re.compile(words.alternation(words.GROUPS))
_GROUP_END = re.compile(rf"{words.alternation(words.GROUPS)}(?:建设|环境|卫生|综合|专项|养护|维修|{words.alternation(words.WORKS)})*+$")
_HEADLESS_NOUNS = re.compile(rf"{words.alternation(words.NAMED_BY)}(?:开发|建设|{words.alternation(words.WORKS)})*+(?:工作|进度)?$")
_NO_NAME = re.compile(words.alternation(words.NO_NAME))
_NO_WORK = re.compile(rf"项目{words.alternation(words.NO_WORK)}")
_AIMS_END = tuple(words.AIMS.split())
_AFTER_PROJECT = frozenset(words.AFTER_PROJECT.split())
_FACILITY_END = tuple(words.FACILITIES.split())
_WORKS_END = tuple(words.WORKS.split())
_HEADS = tuple(sorted({*_FACILITY_END, *_WORKS_END}, key=len, reverse=True))
_PHASE = re.compile(r"(?:[（(][^（）()]{1,20}[）)]|[一二三四五六七八九十]+期|”)+$")
_KIND_OF_PROJECT = re.compile(f"{words.alternation([words.GENERIC, words.SECTORS])}*+(?:项目|工程)?")
_KIND_OF_FACILITY = re.compile(f"{words.alternation(words.GENERIC)}*+")
_CLASS = re.compile(r"^(?:国家级|省级|市级|区级|县级)\D{2,6}$|\d强$")
_ONLY_LIKE = re.compile(f"的{words.alternation([words.GENERIC, words.SECTORS])}*+(?:项目|工程)$")
_ANY_PROJECT = re.compile(r"(?:[抓上谋引招促拼]|类|\d强|企业)项目$")
_ABSTRACT = re.compile(words.alternation(words.ABSTRACT))
_CAMPAIGN = re.compile(words.alternation(words.CAMPAIGNS))
_STAGE_OF_GROUP = tuple((re.compile(words.alternation(table)), stage) for stage, table in words.STAGE_OF_GROUP.items())
_WORK_BEFORE = re.compile(r"(?:新建|改建|扩建|改扩建|续建|启动|实施|推进|加快|开工)(?=..)")
_NOT_INSIDE = re.compile(words.alternation(words.NOT_INSIDE) + "|(?<!第)一批")
_NO_GROUP = re.compile(words.alternation(words.NO_GROUP))
_OF_THE_AREA = frozenset(words.OF_THE_AREA.split())
_BIG = re.compile(r"(.+?)[两三四五六七八九十]大(.+)")
_SEVERAL_AS_ONE = re.compile(r"[两二三四五六七八九十](?:村|镇|乡|街|路|地块|片区|河|桥|校|县|湖|库)")


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    start: int  # of what the text writes of it, in the clause
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    name: str  # "" where the clause gives the bare count (已开工60个)
    count: str
    start: int  # of the count and its measure word
    end: int


@dataclass(slots=True)
class Phrase:
    stage: Stage | None  # None: the clause has no verb of its own
    done_in_review: bool = False
    named: list[Named] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    investment: str | None = None


def investment_only(text: str) -> str | None:
    """The total investment, as written (3150亿元), of a clause that gives nothing else."""
    match = _INVESTMENT.fullmatch(text.strip())
    return match["money"] if match else None


def read(text: str, carried: Stage | None = None) -> Phrase | None:
    """What a clause says of projects, or None where it says nothing of any.

    carried: the stage of the clause before in the same sentence, which holds for a clause of counts without a verb.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if _PASSED_OVER.match(text, start):
        return None
    start, before = _verbs_before(text, start)
    masked = _MASKED.sub(_blank, text)  # nothing in quotes or brackets is a verb, a count or a list
    end, behind = _verbs_behind(masked, start)
    if not before and not behind and not carried and not _PROJECT.search(masked, start):
        return None
    phrase = Phrase(*_stage(text, start, end, before, behind))
    money = _INVESTMENT.search(masked, start, end)
    if money:
        phrase.investment = money["money"]
        masked = masked[: money.start()] + "\0" * (money.end() - money.start()) + masked[money.end() :]
    strong = any(verb not in _WEAK for verb in before) if before else bool(behind)
    strong = strong or any(verb not in _SOFT for verb in behind)
    clause = _Clause(text, masked, start, end, bool(before or behind), strong, before == ["打造"] and not behind)
    if not clause.verb and carried and _COUNT_ANY.search(masked, start):
        clause.strong = True
    clause.read_into(phrase)
    if phrase.stage is None and phrase.groups:
        phrase.stage = next((stage for pattern, stage in _STAGE_OF_GROUP if pattern.search(phrase.groups[-1].name)), None)
    return phrase if phrase.named or phrase.groups else None


def _blank(match: re.Match[str]) -> str:
    text = match.group()
    return text[0] + "\1" * (len(text) - 2) + text[-1]


def _verbs_before(text: str, start: int) -> tuple[int, list[str]]:
    verbs = []
    while match := _TOKEN.match(text, start):
        if match.group() in _BEFORE:
            verbs.append(match.group())
        start = match.end()
        if (
            verbs
            and text.startswith(("和", "与", "、", "并", "及"), start)
            and (after := _TOKEN.match(text, start + 1))
            and after.group() in _BEFORE
        ):
            start += 1
    return start, verbs


def _verbs_behind(text: str, start: int) -> tuple[int, list[str]]:
    """Where the predicate behind the names begins, and its verbs."""
    for match in _VERB_BEHIND.finditer(text, start + 2):
        if _NOT_BEHIND.match(text, match.end()):
            continue
        cut = _without_adverbs(text, start, match.start())
        if cut < start + 2:
            continue
        soft = match.group() in _SOFT and cut == match.start() and not _CLOSING.match(text, match.end())
        if soft and not (match.group() in _AFTER_PROJECT and text.endswith(("项目", "工程"), 0, cut)):
            continue
        return cut, [verb.group() for verb in _VERB_BEHIND.finditer(text, cut)]
    return len(text), []


def _without_adverbs(text: str, start: int, end: int) -> int:
    while text.endswith(_ADVERBS_BEHIND, start, end):
        end -= next(len(adverb) for adverb in _ADVERBS_BEHIND if text.endswith(adverb, start, end))
    taken = _TIME_TAKEN.search(text, start, end)
    return taken.start() if taken else end


def _stage(text: str, start: int, end: int, before: list[str], behind: list[str]) -> tuple[Stage | None, bool]:
    if not before and not behind:
        return None, False
    if any(verb in _INVESTED for verb in behind):
        return "building", False
    told: Stage = max((_BEHIND[verb] for verb in behind), key=_RANK.__getitem__, default="building")
    if told != "building":
        if told == "completed" and "完成" in text[end:] and re.search("征收|拆迁|征迁|征拆", text[end:]):
            return "building", False
        return told, False
    if any(verb in _HOLDS for verb in behind):
        return "building", False
    stage: Stage = next((_BEFORE[verb] for verb in before if _BEFORE[verb] != "building"), "building")
    if stage == "completed":
        tail = text[max(start, end - 12) :]
        for partial, table in words.PARTIAL.items():
            if any(word in tail for word in table.split()):
                return partial, False
    return stage, stage == "building" and not behind and any(verb in _DONE for verb in before)


@dataclass(slots=True)
class _Clause:
    """The part between the verbs: a list with or without a count, a chain of counts, or names."""

    text: str
    masked: str  # the same length: quotes and brackets blank, the investment too
    start: int
    end: int
    verb: bool  # there is any verb
    strong: bool  # there is one of building, signing, completing …
    aim: bool  # the only verb is 打造

    def read_into(self, phrase: Phrase) -> None:
        end = _LIST_END.search(self.masked, self.start + 2, self.end)
        if end:
            self._read_list(phrase, end)
            return
        groups = self._chain()
        if groups is not None:
            phrase.groups.extend(groups)
            return
        stop = self.end
        inside = _COUNT_INSIDE.fullmatch(self.masked, self.start, self.end)
        if inside and inside["unit"] not in _SIZES and self.strong and _GROUP_END.search(_group_name(inside["noun"])):
            phrase.groups.append(Group(_group_name(inside["noun"]), inside["count"], inside.start("count"), inside.end("unit")))
            stop = inside.end("before")
        phrase.named.extend(self._named(self.start, stop))

    def _read_list(self, phrase: Phrase, end: re.Match[str]) -> None:
        """`A、B等33个项目`, `A、B等高端酒店`, `A等教育设施8处`."""
        group = self._counted(end.end(), self.end)
        rest = self.masked[end.end() : self.end].strip("\0")
        noun = group.name if group else _group_name(rest)
        if _PROJECT.search(noun):
            if not self.verb and not (rest.find(noun) + len(noun) == len(rest) or _COUNT_LAST.fullmatch(rest)):
                return  # 等7项科技项目获评…: a verb that is no work's
            accept = self._is_listed_project
        elif self.strong and (
            _HEADLESS_NOUNS.search(noun) or not noun or (group and _GROUP_END.search(noun) and not noun.endswith(_AIMS_END))
        ):
            accept = self._is_specific
        elif self.strong and _GROUP_END.search(noun):
            accept = self._is_facility
        else:
            return
        if not _NO_NAME.match(self.text, self.start):
            phrase.named.extend(named for named in self._names(self.start, end.start(), listed=True) if accept(named.name))
        if group:
            phrase.groups.append(group)

    def _counted(self, start: int, end: int) -> Group | None:
        """`33个项目`, `教育设施8处`: a count and what it counts."""
        while start < end and self.masked[start] in "\0的":
            start += 1
        while end > start and self.masked[end - 1] == "\0":
            end -= 1
        match = _COUNT_FIRST.fullmatch(self.masked, start, end)
        while match and (inner := _COUNT_WITHIN.fullmatch(match["noun"])):  # 7个片区18个项目
            match = _COUNT_FIRST.fullmatch(self.masked, match.start("noun") + inner.start("rest"), end)
        match = match or _COUNT_LAST.fullmatch(self.masked, start, end)
        if not match or match["unit"] in _SIZES:
            return None
        noun = self.text[match.start("noun") : match.end("noun")]
        return Group(_group_name(noun), match["count"].replace(",", ""), match.start("count"), match.end("unit"))

    def _chain(self) -> list[Group] | None:
        """`4个省级、30个市级、106个…项目`: counts side by side; a name without a head takes the last one's. None: no count."""
        parts = list(self._parts(self.start, self.end))
        found = [group for start, end in parts if (group := self._counted(start, end))]
        if not found:
            return None
        if len(found) == 1 < len(parts) and not _GROUP.search(found[0].name):
            found = [self._counted(found[0].start, self.end) or found[0]]
        head = _PROJECT.search(found[-1].name)
        groups = []
        for group in found:
            name = group.name
            if _NO_GROUP.search(name) or _NO_NAME.match(name):
                continue
            if head and len(name) <= 4 and name and not _GROUP.search(name):
                name += head.group()
            project = _PROJECT.search(name) and not _NO_WORK.search(self.masked, group.end, self.end)
            if project or (self.verb and name.endswith("实事")) or (self.strong and (not name or _GROUP_END.search(name))):
                groups.append(Group(name, group.count, group.start, group.end))
        return groups

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The items of a list: cut at 、, and at 和 between two that stand for themselves."""
        at = start
        while at < end:
            stop = self.masked.find("、", at, end)
            stop = end if stop < 0 else stop
            for joint in _AND.finditer(self.masked, at + 2, stop - 1):
                left = _bare(self.text[at : joint.start()])
                if joint.group() in ("以及", "及其") or left.endswith((*_FACILITY_END, "建设")) or self.masked[joint.end()].isdigit():
                    yield at, joint.start()
                    at = joint.end()
            yield at, stop
            at = stop + 1

    def _names(self, start: int, end: int, *, listed: bool) -> list[Named]:
        if not listed and _SEVERAL_AS_ONE.search(self.masked, start, end):
            parts = [(start, end)]
        else:
            parts = list(self._parts(start, end))
            last = self._without_clause(*parts[-1]) if parts else 0
            if parts and last > parts[-1][0]:
                parts = [(last, parts[-1][1])] if not listed else [*parts[:-1], (last, parts[-1][1])]
        cut = [part for part in (self._trimmed(*part) for part in parts) if part[1] - part[0] >= 2]
        names = _completed([self.text[a:b] for a, b in cut], listed)
        return [Named(name, a, b) for name, (a, b) in zip(names, cut, strict=True)]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A name without the sizes before it and without the 建设 behind it."""
        while start < end and self.masked[start] in "\0的 ":
            start += 1
        if work := _WORK_BEFORE.match(self.masked, start, end):
            start = work.end()
        while size := _SIZE.match(self.masked, start, end):
            start = size.end()
        while end > start and self.masked[end - 1] in "\0 ":
            end -= 1
        trail = _TRAIL.search(self.masked, start, end)
        if trail and trail.start() - start >= 2:
            end = trail.start()
        return start, end

    def _without_clause(self, start: int, end: int) -> int:
        """Where a name begins behind what says of what kind it is: 具有引领作用的特色商圈."""
        of = self.masked.rfind("的", start, end - 2)
        return start if of < 0 or self.masked.startswith(("的一期", "的二期", "的三期"), of) else of + 1

    def _named(self, start: int, end: int) -> list[Named]:
        """Names that no 等…项目 says to be projects: only what ends as a project, a building or a work does."""
        if not self.verb:
            return []
        cut = max(self.masked.rfind("项目", start, end), self.masked.rfind("工程", start, end)) + 2
        if start + 2 < cut < end <= cut + 6 and self.masked[cut] not in "的（“库化、和":
            if _NO_WORK.search(self.masked, cut - 2, end):
                return []
            end = cut
        if _NO_NAME.match(self.text, start):
            return []
        names = self._names(start, end, listed=False)
        if not names or not self._is_project(names[-1].name):
            return []
        return [named for named in names if self._is_project(named.name)]

    def _is_project(self, name: str) -> bool:
        bare = _bare(name)
        if bare.endswith("项目"):
            return self._is_listed_project(name) and not _ANY_PROJECT.search(bare)
        if bare.endswith("工程"):
            work = _bare(bare[:-2])
            return self._is_listed_project(name) and (work.endswith(_HEADS) or work[-1].isdigit()) and not _CAMPAIGN.search(bare)
        if not self.strong or len(name) < 3:
            return False
        if bare.endswith(_FACILITY_END):
            return self._is_facility(name)
        if not bare.endswith(_WORKS_END) or _ABSTRACT.search(bare):
            return False
        return self._is_specific(name) and not _KIND_OF_PROJECT.fullmatch(bare[: -len(_head(bare))])

    def _is_facility(self, name: str) -> bool:
        bare = _bare(name)
        head = _head(bare)
        if not head or not self._is_specific(name):
            return False
        own = bare[: -len(head)].lstrip("“")
        if self.aim and bare.endswith(_AIMS_END) and "“" not in name:
            return False
        return not _KIND_OF_FACILITY.fullmatch(own) or (len(head) > 2 and own in _OF_THE_AREA)

    def _is_listed_project(self, name: str) -> bool:
        return self._is_specific(name) and not _ONLY_LIKE.search(name)

    @staticmethod
    def _is_specific(name: str) -> bool:
        return (
            2 <= len(name) <= 45
            and name not in _FIELDS
            and not _KIND_OF_PROJECT.fullmatch(name)
            and not _CLASS.search(name)
            and not _NOT_INSIDE.search(name)
        )


def _group_name(noun: str) -> str:
    noun = noun.strip("\0").lstrip("的")
    project = _PROJECT.search(_MASKED.sub(_blank, noun))
    if project:
        noun = noun[: project.end()]
    return _TRAIL.sub("", noun, count=1) or noun


def _completed(names: list[str], listed: bool) -> list[str]:
    """轨道交通6号线和7号线: the second takes the first's beginning; A、B商圈改造: the first takes the next one's end."""
    whole = list(names)
    for i in range(1, len(whole)):
        before = re.match(r"\D+(?=\d+号线)", whole[i - 1])
        if before and re.match(r"\d+号线", whole[i]):
            whole[i] = before.group() + whole[i]
    if listed:
        return whole
    end = ""
    for i in range(len(whole) - 1, -1, -1):
        name = whole[i]
        both = _BIG.fullmatch(name)
        if both:
            whole[i], end = both[1] + both[2], both[1][:1] + both[2]
        elif _bare(name).endswith((*_HEADS, "项目", "工程")):
            end = name
        elif end and len(name) <= 6 and not _KIND_OF_PROJECT.fullmatch(name):
            at = end.find(name[-1])
            whole[i] = name + (end[at + 1 :] if 0 < at < len(end) - 2 else _end(end))
    return whole


def _bare(name: str) -> str:
    """A name without its phase, section and closing quote: 云谷 of 云谷三期, 济郑高铁 of 济郑高铁槐荫段."""
    name = _PHASE.sub("", name)
    if name.endswith("段"):
        for length in (3, 4, 5):
            if name[:-length].endswith(_HEADS):
                return name[:-length]
    return name


def _end(name: str) -> str:
    """What a list's last item shares: 商圈改造升级 of 缤纷五洲商圈改造升级."""
    work = _head(_bare(name)) or name[-2:]
    return _head(name[: -len(work)]) + work if work in _WORKS_END else work


def _head(name: str) -> str:
    return next((head for head in _HEADS if name.endswith(head)), "")
