"""What a sentence says with each of its numbers: name, measure, sign, bound, status, period.

Sentences are read one after the other, their quantities from left to right. What is not said again carries on from what was
read before in the sentence: the name in “，同比增长5%”, the verb in “新引进博士154人、青年人才1.2万人”, the thing counted in “，总投资30亿元”.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.extraction import areas, exclusions, names, predicates, quantities, words
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.moments import Calendar, Frame, Moment
from briefing.extraction.predicates import Predicate
from briefing.extraction.units import family as family_of
from briefing.extraction.wordlists import alternation, terms
from briefing.model import Document, Measure, Quantity, Status

REACH = 120  # characters before a number that may hold its name
_LONGEST_SENTENCE = 2000
_SENTENCE_END = re.compile(r"[。！？\n]")
_NOTE = re.compile(r"^[ \t]*(?:(?:注|备注|说明|附注)[ ]?[：:]|[\[【〔]\d{1,2}[\]】〕]).*$", re.MULTILINE)
_GLOSSARY = re.compile(
    r"^[ \t]*(?:附件?\d?[：:]?)?(?:《?政府工作报告》?)?(?:有关|相关|部分)?(?:名词|术语|词语|用语|指标)(?:解释|注释|说明)", re.MULTILINE
)
_CLAUSE_START = re.compile(r"[，；：。！？,;:（(\n]|——|　")
_CONJUNCTION = re.compile(r"、|和|与|及|以及|、和")
_GROWTH_NAME = re.compile(r"(?:增速|增幅|涨幅|增长率|增长速度|降幅|跌幅|升幅|涨跌幅|降低率|增长)$")
_GROWTH_BEHIND = re.compile(r"的?(?:高速|较快|正|快速)?(?:增长|增速|增幅)(?!目标|极|点)")
_FALL_NAME = re.compile(r"(?:降幅|跌幅|降低率|下降率)$")
_BARE_NAME = re.compile(r"(?:比|度|系数|指数|倍差|得分|评分|率|值|差|强度|净值|分|景气|比值|PMI)$")
_COMPLETION = re.compile(
    r"(?:超额)?(?:完成|占|为|达到|达|实现|相当于)(?:了)?[^，、；。完占]{0,18}?(?:目标任务|目标|任务|计划|预算|指标|预期|进度|收入预期|总任务|任务数|目标值|计划数|预算数)(?:总数)?的?$"
)
_SIGNED = re.compile(
    rf"(?P<up>{alternation(terms('高于 高出 快于 好于 优于 多于 超出 超过 超 提高 提升 上升 增加 增长 扩大 加快 回升 上涨 改善 拉动 领先 提速 拉高 攀升 高 快 增 升 涨 新增 多'))})"
    rf"|(?P<down>{alternation(terms('低于 慢于 少于 下降 降低 减少 回落 收窄 减缓 放缓 下滑 缩小 压减 落后 下跌 回调 缩减 低 慢 降 减'))})"
)
_COMPARED = re.compile(
    r"(?:了|全|人代会|年度|年初|预期|计划|目标|上|去|平均|“?十|经济|同期|预算|既定|规划|国家|省|市|区|县|考核|约束|\d|地区|GDP|下达|任务|GDP|其|该|中部|东部|西部|世界|一季度|上半年|前)|$"
)
_NEW = re.compile(r"^(?:新(?:增|建|登记|设立?|开通|引进|培育|认定|签约|注册)(?:备案|认定|登记)?|净增|新增)")
_CARRIED = re.compile(alternation(words.CARRIED.split()))
_DISTRIBUTING = ("respectively", "each")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something named in the sentence, for what follows to carry on from."""

    name: str
    start: int
    indicator: str | None
    unit: str = ""

    @property
    def counted(self) -> bool:
        return family_of(self.unit) == "class"


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact as read, with the places it was read from (in the document's clean text)."""

    quantity: Quantity
    name: str
    indicator: str | None
    area: str  # "" for the document's own
    measure: Measure
    value: Decimal
    status: Status
    period: str
    sentence: tuple[int, int]
    name_span: tuple[int, int]
    predicate: tuple[int, int]  # the words between name and number
    how: tuple[str, ...]  # how each field came about, for people and for the confidence


def readings(document: Document, lexicon: Lexicon, passed_over: Sequence[tuple[int, int]] = ()) -> Iterator[Reading]:
    """All readings of a document's running text, in text order. passed_over: spans of the text that are read elsewhere (tables)."""
    found = quantities.scan(document.text)
    if not found:
        return
    calendar = Calendar(document)
    silent = [*_silent(document.text), *passed_over]
    starts = [quantity.start for quantity in found]
    for start, end in _sentences(document.text):
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        if low < high and not any(first <= start < last for first, last in silent):
            yield from _Sentence(document, lexicon, calendar, start, end).read(found[low:high])


def _silent(text: str) -> list[tuple[int, int]]:
    """Spans of notes and glossaries: they define what is counted."""
    spans = [match.span() for match in _NOTE.finditer(text)]
    glossary = _GLOSSARY.search(text)
    return [*spans, (glossary.start(), len(text))] if glossary else spans


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences; what runs on without an end is cut at a comma or, at last, anywhere."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        limit = start + _LONGEST_SENTENCE
        cut = max(text.rfind("；", start, limit), text.rfind("，", start, limit)) + 1
        cut = cut if cut > start + _LONGEST_SENTENCE // 2 else limit
        yield start, cut
        start = cut
    if start < end:
        yield start, end


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name found for a number, and how."""

    name: str
    start: int
    end: int
    how: str  # "left", "right", "subject", "verbs", "attribute", "completion", "difference", "rank"
    subject: Subject | None = None  # whose indicator it carries on
    own: bool = True  # may stand for a canonical indicator
    flow: bool = False  # work done rather than a state reached
    scope: str = ""  # 全市, 全国
    predicate: Predicate | None = None  # where it was read anew
    existing: bool = False  # 依托…: there already, whatever the section plans
    verb: bool = False  # it begins with a verb: 改善农村住房
    suffix: str = ""  # what follows each of several names: 完成年度计划投资
    each: tuple[Subject, ...] = ()  # several owners: 建议…件、提案…件，办复率均为100%
    also: str = ""  # another name to look the indicator up by: 新增专精特新企业, for those that won the title


class _Sentence:
    """The state of reading one sentence."""

    def __init__(self, document: Document, lexicon: Lexicon, calendar: Calendar, start: int, end: int) -> None:
        self.document, self.lexicon, self.calendar = document, lexicon, calendar
        self.text, self.start, self.end = document.text, start, end
        self.frame: Frame = calendar.frame(start)
        self.subjects: list[Subject] = []  # the names of the last figure
        self.recent: list[Subject] = []  # all names of the sentence, in order
        self.last: Reading | None = None
        self.stepped = False
        self.counted: Subject | None = None  # the last thing counted
        self.verb = ""  # 新引进: carried through a list
        self.flow = False
        self.before = start  # where the last read figure with its name ended
        self.sub_area = areas.sub_area(self.text, start, end)

    def read(self, found: list[Quantity]) -> Iterator[Reading]:
        kept = [quantity for quantity in found if not exclusions.excluded(self.text, quantity, self.start, self.end)]
        i = 0
        while i < len(kept):
            run = [kept[i]]
            while i + len(run) < len(kept) and self._joins(run[-1], kept[i + len(run)]):
                run.append(kept[i + len(run)])
            i += len(run)
            yield from self._run(run, kept[i] if i < len(kept) else None)

    def _joins(self, one: Quantity, other: Quantity) -> bool:
        """35%、20% and 4.3%和5.5%, 1-2家: one predicate for both."""
        if _ranged(one, other):
            return True
        gap = _PER_HEAD.sub("", self.text[self._after(one) : other.start]).strip("约近超达第前-")
        if len(gap) > 2 or not _CONJUNCTION.fullmatch(gap):
            return False
        if one.unit == other.unit or (quantities.is_rank(one) and quantities.is_rank(other)):
            return True
        return self.text.rfind("分别", max(self.start, one.start - 12), one.start) >= 0

    def _after(self, quantity: Quantity) -> int:
        """Behind the number, its unit and a bound that follows (左右, 以上)."""
        text = quantity.bound_text
        return quantity.end + len(text) if text and self.text.startswith(text, quantity.end) else quantity.end

    def _run(self, run: list[Quantity], following: Quantity | None) -> Iterator[Reading]:
        first = run[0]
        cut = self._clause(max(self.before, first.start - REACH), first.start)
        point = first.start - (first.bound_text in ("第", "前"))
        predicate = predicates.read(self.text, cut, point)
        naming = self._name(run, cut, point, predicate, following)
        after = self._after(run[-1])
        if naming is None:
            self.before = after
            return
        predicate = naming.predicate or predicate
        subjects: list[Subject] = []
        for quantity, name, subject in self._spread(_with_bounds(run), naming, predicate):
            reading = self._reading(quantity, name, subject, naming, cut, predicate)
            subjects.append(subject or Subject(name + naming.suffix, naming.start, reading.indicator, quantity.unit))
            self.last = reading
            yield reading
        self.before = max(after, naming.end)
        if self.last is not None:
            self._remember(naming, subjects, self.last)

    def _clause(self, low: int, high: int) -> int:
        """Where the clause before `high` begins: behind the last separator outside quotations and closed brackets."""
        start = low
        for match in _CLAUSE_START.finditer(self.text, low, high):
            if self.text.count("“", low, match.start()) > self.text.count("”", low, match.start()):
                continue
            if match[0] in "（(" and (self.text.find("）", match.end(), high) >= 0 or self.text.find(")", match.end(), high) >= 0):
                continue
            start = match.end()
        return start

    def _remember(self, naming: _Naming, subjects: list[Subject], last: Reading) -> None:
        """What the rest of the sentence may carry on from."""
        if naming.how == "completion" or (naming.how in ("difference", "rank") and naming.subject):
            return
        if self.stepped:
            self.stepped = False  # what follows is of the indicator, not of its steps
            return
        self.subjects = subjects
        self.recent += [subject for subject in subjects if subject.name not in [known.name for known in self.recent]]
        if last.measure == "level" and subjects[-1].counted and naming.how in ("left", "right", "verbs"):
            self.counted = subjects[-1]
        carried = _CARRIED.match(naming.name)
        self.verb = carried[0] if carried else ""
        self.flow = naming.flow

    # ---- names ----

    def _name(self, run: list[Quantity], cut: int, point: int, predicate: Predicate, following: Quantity | None) -> _Naming | None:
        first = run[0]
        if first.unit.endswith("百分点"):
            return self._difference(cut, point)
        if quantities.is_rank(first):
            return self._rank(first, cut, point)
        if first.unit == "%":
            completion = _COMPLETION.search(self.text, cut, point)
            if completion:
                return self._completion(cut, completion)
        if self.subjects and self.last and _AIM.fullmatch(self.text, cut, point):
            subject = self.subjects[-1]
            return _Naming(subject.name, subject.start, point, "aim", subject, predicate=replace(predicate, target=True))
        head = names.head(self.text, cut, predicate.start, self.lexicon)
        thing = self._thing(run, head, predicate, following)
        if thing.name and predicate.direction and not predicate.against and first.unit != "%":
            whole = names.head(self.text, cut, point, self.lexicon)  # 提升|5处|服务中心: the verb is no growth
            if whole.only_verbs:
                head, predicate = whole, replace(predicate, direction=0, start=point)
        naming = (
            self._verbs_only(run, head, predicate, thing, cut) if head.only_verbs else self._before(run, head, predicate, thing, following)
        )
        if naming is None or not naming.name or (not first.unit and not _BARE_NAME.search(naming.name)):
            return None
        listed = self.last is not None and "existing" in self.last.how and self._in_list(cut, head)
        existing = self.text.startswith(_EXISTING, cut) or listed
        return replace(naming, predicate=predicate, scope=head.scope, existing=existing)

    def _thing(self, run: list[Quantity], head: names.Head, predicate: Predicate, following: Quantity | None) -> names.Thing:
        """The thing behind the number, where its unit or its clause lets one stand there."""
        after = self._after(run[-1])
        unit = run[0].unit
        if unit == "%" and not (self.text.startswith("的", after) or (run[-1].bound_text in ("以上", "以下") and after > run[-1].end)):
            return names.Thing()
        limit = self._limit(after, following)
        if following and self.text[after : following.start].strip("的") == "" and family_of(following.unit) != "percent":
            return names.right(self.text, self._after(following), self.end)  # 6个300亩示范方, 总投资3150亿元的196个项目
        return names.right(self.text, after, limit)

    def _limit(self, after: int, following: Quantity | None) -> int:
        """Where the thing behind a number ends at the latest: before the next number's own part of a list."""
        if following is None:
            return self.end
        at = following.start
        gap = self.text[after:at]
        for joint in ("以及", "和", "与", "及"):
            if gap.endswith(joint):
                return at - len(joint)
        comma = self.text.rfind("、", after, at)
        if comma < 0 or _LEVEL_BEFORE.search(self.text, after, comma):
            return at
        return comma

    def _verbs_only(self, run: list[Quantity], head: names.Head, predicate: Predicate, thing: names.Thing, cut: int) -> _Naming | None:
        """Nothing but verbs before the number: 新建|4家|养老服务机构; without a thing behind it the subject goes on: 已开工|60个."""
        first = run[0]
        listed = self._in_list(cut, head)
        if thing.name and not predicate.direction:
            name = thing.name
            if names.shares_head(name):
                name += self._shared_head(thing.end)
            near = "，" not in self.text[self.before : cut]
            verb = head.verbs or (self.verb if listed and near else "")
            flow = bool(verb) or head.brought or bool(_DONE.match(thing.behind)) or (listed and near and self.flow)
            told = self._told(verb, name, thing.behind)
            won = "新增" + told if _AWARD.match(thing.behind) else ""
            return _Naming(told, thing.start, thing.end, "right", flow=flow, also=won, own=verb not in _CAUSING or not self._is_key(name))
        subject = self._topic(cut, first.unit if predicate.to else "") or (self.subjects[-1] if self.subjects else None)
        if head.verbs and not predicate.direction:
            total = "累计" in self.text[cut : first.start]
            if subject and total and _NEW.match(subject.name):
                return _Naming(_NEW.sub("", subject.name), subject.start, first.start, "subject")
            counted = self.counted
            if head.verbs in _REACHING and subject and not _same_kind(first.unit, subject.unit):
                return _Naming(
                    names.joined(names.without_attribute(subject.name), head.verbs), subject.start, first.start, "attribute", flow=True
                )
            if counted and not head.brought and _same_kind(first.unit, counted.unit):
                done = "已" if "已" in self.text[cut : first.start] else ""
                told = counted.name + done + head.verbs if done else head.verbs + _NEW.sub("", counted.name)
                return _Naming(told, counted.start, first.start, "subject", own=False, flow=True)
            return _Naming(head.verbs, max(cut, head.start - len(head.verbs)), first.start, "verbs", flow=True)
        if thing.behind and not thing.name and not predicate.direction and not predicate.to and family_of(first.unit) == "class":
            told = self._told("", "", thing.behind)
            return _Naming(told, thing.start, thing.start + len(told), "right", flow=True, also="新增" + told)
        if subject is None:
            return None
        if predicate.total and _NEW.match(subject.name):
            return _Naming(_NEW.sub("", subject.name), subject.start, first.start, "subject")
        return _Naming(subject.name, subject.start, first.start, "subject", subject, flow=(self.flow and listed) or predicate.total)

    def _topic(self, cut: int, unit: str = "") -> Subject | None:
        """An indicator that a clause without figures has turned to: 进出口总值创历史新高，达到|5379亿元."""
        if cut - self.before < 5:
            return None
        start = self._clause(self.before, cut - 1)
        head = names.head(self.text, start, cut - 1, self.lexicon)
        for end in range(min(cut - 1, head.start + 16), head.start + 2, -1):
            name = self.text[head.start : end]
            if self.lexicon.knows(name):
                return Subject(
                    names.tidy(name), head.start, self.lexicon.resolve(name) if areas.own(self.document.area, head.scope) else None
                )
        turn = _TURN.search(self.text, head.start + 2, cut - 1) if unit else None
        if turn and turn.start() - head.start <= 14 and not (self.subjects and _same_kind(unit, self.subjects[-1].unit)):
            return Subject(names.tidy(self.text[head.start : turn.start()]), head.start, None)
        return None

    def _in_list(self, cut: int, head: names.Head) -> bool:
        return self.text[self.before : cut].strip() in ("", "、", "和", "与", "及", "以及", "，") and not head.brought

    def _shared_head(self, at: int) -> str:
        """The thing that 4个省级、30个市级、106个高质量发展项目 have in common."""
        match = _SHARED.match(self.text, at, self.end)
        if not match:
            return ""
        thing = names.right(self.text, match.end(), self.end)
        later = _LISTED.search(thing.name)
        name = thing.name[: later.start()] if later else thing.name
        if names.shares_head(name):
            return self._shared_head(match.end() + len(name))
        bare = names.without_level(name)
        if bare != name:
            return bare
        return next((head for head in ("重点项目", "项目", "企业", "平台", "基地", "园区", "学校", "机构") if name.endswith(head)), "")

    def _told(self, verb: str, thing: str, behind: str) -> str:
        """The name of a thing counted behind its number; what was done with it where the thing alone says little."""
        award = _AWARD.match(behind)
        if award and not verb and not _NO_AWARD.match(award["prize"]):
            prize = names.tidy(award["prize"])
            if len(prize) > 3:
                return f"获{prize}{thing}" if award["got"] else prize
        if verb in _CAUSING:
            return names.tidy(_SPOKEN.sub("", behind))[:20] + thing
        if verb:
            return verb + thing
        if not behind or (len(thing) > 2 and not names.is_generic(thing) and not (_THIN.fullmatch(thing) and _DONE.match(behind))):
            return thing
        return names.tidy(_SPOKEN.sub("", behind))[:20].removesuffix("工作") + thing

    def _before(
        self, run: list[Quantity], head: names.Head, predicate: Predicate, thing: names.Thing, following: Quantity | None
    ) -> _Naming | None:
        """A name before the number, or before it only a place or examples of the thing counted behind it."""
        text, first = self.text, run[0]
        family = family_of(first.unit)
        name, at = names.left(text, head.start, predicate.start, self.lexicon)
        examples = name.endswith("等")
        if names.is_attribute(name.split("、")[-1]):
            return self._attribute(name, at, predicate, thing, following)
        verbal = names.ends_in_verb(text, head.start, predicate.start)
        if thing.name and not predicate.direction and (examples or verbal or family in ("class", "area", "length", "percent")):
            verb = names.kept_verb(text, at, predicate.start) if examples else ""
            what = thing.name + (self._shared_head(thing.end) if names.shares_head(thing.name) else "")
            step = _STEP.search(what)
            if step:
                topic = self._known_prefix(head.start, predicate.start)
                if topic:
                    self.subjects = [topic]
                    self.stepped = True
            told = self._told(verb, what, thing.behind)
            if family == "percent" or (names.is_place(name) and len(what) <= 2 and not thing.behind):
                told = name + thing.name + names.tidy(thing.behind if family == "percent" else "")[:16]
            flow = bool(verb) or head.brought or verbal or bool(_DONE.match(thing.behind)) or at > head.start
            return _Naming(told, thing.start, thing.end, "right", own=not examples or not self._key_example(what), flow=flow)
        if examples:
            name = name[:-1]
        if text.startswith("成为", head.start) and self.subjects:
            subject = self.subjects[-1]
            return _Naming(subject.name, subject.start, first.start, "subject", subject)
        verb = names.kept_verb(text, at, predicate.start)
        comma = "，" in text[self.before : head.start]
        carried = self.verb and not (head.brought or verb or head.scope or predicate.to) and at == head.start
        carried = carried and not (comma and self.lexicon.knows(name)) and self._in_list(self._item(head.start), head)
        if carried and (not comma or (self.verb.startswith(("新", "净")) and family == "class")):
            name = self.verb + name
        flow = bool(verb or carried) or head.brought or at > head.start or predicate.direction != 0
        listed = not head.brought and not verb and self.flow and text[self.before : head.start].strip() in ("、", "和", "与", "及", "以及")
        if head.brought and at == head.start and not self.lexicon.knows(name):
            name = names.with_verb(text, self._item(head.start), at, name)
        aside = text[self._item(head.start) - 1 : head.start + 1].startswith(("（含", "(含", "（其中", "(其中"))
        return _Naming(name, at, predicate.start, "left", own=not aside, flow=flow or listed, verb=bool(verb))

    def _known_prefix(self, start: int, end: int) -> Subject | None:
        """The indicator at the head of a clause whose number counts steps: 经济总量|连续跨过3个万亿元大关."""
        for at in range(min(end, start + 14), start + 2, -1):
            name = self.text[start:at]
            if self.lexicon.knows(name):
                return Subject(names.tidy(name), start, self.lexicon.resolve(name))
        return None

    def _item(self, at: int) -> int:
        """Where the list item with the name at `at` begins."""
        return self._clause(self.before, at)

    def _key_example(self, thing: str) -> bool:
        """济南风机厂等10个重点项目: some of them, unless their total investment was said before."""
        return (
            self._is_key(thing)
            and not self.text.endswith(("亿元的", "万元的"), self.start, self.before + 1)
            and not (self.subjects and self.subjects[-1].name.endswith("总投资"))
        )

    def _is_key(self, thing: str) -> bool:
        return self.lexicon.resolve(thing) == "key_projects"

    def _attribute(self, name: str, at: int, predicate: Predicate, thing: names.Thing, following: Quantity | None) -> _Naming:
        """总投资, 面积, 占比: of the thing named behind the number, or of what was counted or named before."""
        owner_text, _, attribute = name.rpartition("、")
        if owner_text:
            return _Naming(names.joined(owner_text, attribute), at, predicate.start, "attribute", flow=False)
        share = name.startswith("占") or name in _SHARES
        if thing.name and not share:
            return _Naming(names.joined(thing.name, name), at, predicate.start, "attribute")
        before = _OWNED.search(self.text, self._clause(self.before, at), at)
        if before:
            return _Naming(names.joined(names.tidy(before[1]), name), before.start(), predicate.start, "attribute")
        if name in _TOTALS and self.subjects:
            return _Naming(names.joined(_NEW.sub("", self.subjects[-1].name), name), at, predicate.start, "attribute")
        subject = self.subjects[-1] if self.subjects and (share or not self.counted) else self.counted
        if subject is None and following and not share:
            behind = names.right(self.text, self._after(following), self.end)
            if behind.name and self._adjoins(following):
                return _Naming(names.joined(behind.name, name), at, predicate.start, "attribute")
        if subject is None:
            return _Naming(names.joined(self.sub_area, name), at, predicate.start, "left")
        owner = subject.name.replace("累计", "") if share else names.without_attribute(subject.name)
        if predicate.each and len(self.recent) > 1 and not self.subjects[-1].name.endswith(name):
            both = tuple(replace(known, name=names.joined(known.name, name)) for known in self.recent[-2:])
            return _Naming(names.joined(owner, name), at, predicate.start, "attribute", each=both)
        return _Naming(names.joined(owner, name), at, predicate.start, "attribute")

    def _adjoins(self, following: Quantity) -> bool:
        """总投资3141亿元，216个重点项目: nothing but a comma before the number of what the investment is for."""
        return family_of(following.unit) == "class" and self.text[following.start - 1] == "，"

    def _completion(self, cut: int, match: re.Match[str]) -> _Naming | None:
        """完成全年指标的147.8%: a rate of the indicator named before."""
        inner = predicates.read(self.text, cut, match.start())
        head = names.head(self.text, cut, inner.start, self.lexicon)
        invested = names.tidy(match[0]) if "投资" in match[0] else ""
        if not head.only_verbs:
            name, at = names.left(self.text, head.start, inner.start, self.lexicon)
            return _Naming(name, at, match.end(), "completion", own=not invested, scope=head.scope, predicate=inner, suffix=invested)
        if not self.subjects:
            return None
        subject = self.subjects[-1]
        own = None if invested else subject
        return _Naming(subject.name, subject.start, match.end(), "completion", own, own=not invested, predicate=inner, suffix=invested)

    def _difference(self, cut: int, point: int) -> _Naming | None:
        """高于全国0.7个百分点: of what was named before; 高等教育毛入学率提升6.2个百分点; 提升税务登记率20个百分点."""
        sign = _sign(self.text, cut, point)
        end = sign.start() if sign else point
        inner = predicates.read(self.text, cut, end, comparing=True)
        head = names.head(self.text, cut, inner.start, self.lexicon)
        drives = self.text[end:point] if sign and sign[0] == "拉动" else ""  # 拉动经济增长3.9个百分点: not of the indicator
        subject = self._topic(cut) or (self.subjects[-1] if self.subjects else None)
        if not head.only_verbs:
            name, at = names.left(self.text, head.start, inner.start, self.lexicon)
            if name in _FALLS and subject:
                return _Naming(subject.name, subject.start, end, "difference", subject, predicate=inner)
            if names.is_attribute(name) and subject:
                name = names.joined(subject.name, name)
            return _Naming(name, at, end, "difference", scope=head.scope, predicate=inner, own=not drives, suffix=drives)
        if sign and not _COMPARED.match(self.text, sign.end(), point):
            rest = predicates.read(self.text, sign.end(), point)
            return _Naming(names.tidy(self.text[sign.end() : rest.start]), sign.end(), rest.start, "difference", predicate=inner)
        if subject is None:
            return None
        of = None if drives else subject
        return _Naming(subject.name, subject.start, end, "difference", of, predicate=inner, own=not drives, suffix=drives)

    def _rank(self, first: Quantity, cut: int, point: int) -> _Naming | None:
        """总量保持全市第2; 以全省第1名成绩入选…; 获评…10强城区."""
        won = _RESULT.match(self.text, first.end, self.end)
        if won:
            return _Naming(names.tidy(won["prize"]), won.start("prize"), won.end("prize"), "right")
        scope = _RANK_SCOPE.search(self.text, cut, point)
        end = scope.start() if scope else point
        inner = predicates.read(self.text, cut, end)
        said = self.text[inner.start : point]
        inner = replace(inner, each="均" in said or "都" in said, respectively="分别" in said)
        head = names.head(self.text, cut, inner.start, self.lexicon)
        if head.only_verbs:
            if not self.subjects:
                return None
            subject = self.subjects[-1]
            return _Naming(subject.name, subject.start, inner.start, "rank", subject, predicate=inner)
        name, at = names.left(self.text, head.start, inner.start, self.lexicon)
        verb = _GOT.match(name)
        name = name[verb.end() :] if verb and first.unit == "强" else name
        if names.is_attribute(name) and self.subjects:
            name = names.joined(self.subjects[-1].name, name)
        return _Naming(name, at, inner.start, "rank", predicate=inner)

    # ---- facts ----

    def _spread(self, run: list[Quantity], naming: _Naming, predicate: Predicate) -> list[tuple[Quantity, str, Subject | None]]:
        """Which name each number of a run is for: A、B分别增长35%、20%; A、B均超过30%."""
        if naming.each:
            return [(run[0], owner.name, None) for owner in naming.each]
        ranged = len(run) == 2 and _ranged(*run)
        shared = predicate.each or predicate.respectively
        if naming.subject and predicate.respectively and len(run) > max(1, len(self.subjects)) and len(self.recent) >= len(run):
            return [(quantity, subject.name, subject) for quantity, subject in zip(run, self.recent[-len(run) :], strict=True)]
        if naming.subject and len(self.subjects) > 1:
            if len(run) == len(self.subjects) and not ranged:
                return [(quantity, subject.name, subject) for quantity, subject in zip(run, self.subjects, strict=True)]
            if len(run) == 1 and (shared or quantities.is_rank(run[0])):
                return [(run[0], subject.name, subject) for subject in self.subjects]
        parts: list[str] = []
        if len(run) > 1 and not ranged:
            parts = names.split(naming.name, len(run))
        elif (shared and naming.how in ("left", "rank", "completion")) or (
            naming.how == "left" and run[0].unit == "%" and not self.lexicon.knows(naming.name)
        ):
            parts = names.split(naming.name, 0)
            if not shared and not (all(self.lexicon.resolve(part) for part in parts) or _listed(naming.name, parts, predicate)):
                parts = []
        if parts and len(parts) == len(run):
            return [(quantity, part, None) for quantity, part in zip(run, parts, strict=True)]
        if parts:
            return [(quantity, part, None) for part in parts for quantity in run]
        return [(quantity, naming.name, naming.subject) for quantity in run]

    def _reading(self, quantity: Quantity, name: str, subject: Subject | None, naming: _Naming, cut: int, predicate: Predicate) -> Reading:
        measure, value = self._measure(quantity, name, naming, cut, predicate)
        status, period, why = self._when(quantity, measure, naming, cut, predicate)
        name += naming.suffix
        changed = measure == "level" and predicate.direction != 0  # 比上年增加3家: no level of the indicator
        indicator = subject.indicator if subject and not changed else self._indicator(name, measure, naming, predicate)
        if indicator and not self.lexicon.fits(indicator, measure, quantity.unit):
            indicator = None
        if changed:
            name = _STOCK.sub("", name) + _CHANGED.sub("", predicate.verb).replace("多", "增加").replace("少", "减少")
        return Reading(
            quantity=quantity,
            name=name,
            indicator=indicator,
            area=self.sub_area,
            measure=measure,
            value=value,
            status=status,
            period=period,
            sentence=(self.start, self.end),
            name_span=(naming.start, naming.end),
            predicate=(predicate.start, quantity.start),
            how=(naming.how, why, "existing") if naming.existing else (naming.how, why),
        )

    def _indicator(self, name: str, measure: Measure, naming: _Naming, predicate: Predicate) -> str | None:
        if not naming.own or self.sub_area or not areas.own(self.document.area, naming.scope):
            return None
        if measure == "level" and predicate.direction:
            # 增加2万多家 is what was new; against a base (比上年增加) it is no level of the indicator
            found = self.lexicon.resolve("新增" + name) if predicate.direction > 0 and not predicate.against else None
        else:
            found = self.lexicon.resolve(name) or (self.lexicon.resolve(naming.also) if naming.also else None) or self._neutral(name)
        if found == "gdp" and name == "经济" and measure not in ("yoy", "cagr"):
            return None
        if found in words.CONTEXTS and "亿元" not in name and not self._context(words.CONTEXTS[found]):
            return None
        return found

    def _neutral(self, name: str) -> str | None:
        """The indicator behind verbs that make no other of it: 争取|专项债券额度, 实有|市场主体."""
        bare = names.without_neutral(name)
        return self.lexicon.resolve(bare) if bare != name else None

    def _context(self, needed: tuple[str, ...]) -> bool:
        section = self.document.section_at(self.start)
        around = self.text[self.start : self.end] + (section.heading if section else "")
        return any(word in around for word in needed)

    def _measure(self, quantity: Quantity, name: str, naming: _Naming, cut: int, predicate: Predicate) -> tuple[Measure, Decimal]:
        value = quantity.value
        if quantities.is_rank(quantity):
            return "rank", value
        if quantity.unit.endswith(("百分点", "千分点", "基点")):
            return "pp", value * self._direction(cut, quantity.start)
        if quantity.unit == "倍":
            return "multiple", value
        if quantity.unit not in ("%", "‰"):
            return "level", value
        if naming.how == "aim" and self.last:
            return self.last.measure, value
        if naming.how == "completion":
            return "ratio", value
        if not predicate.direction and _GROWTH_BEHIND.match(self.text, self._after(quantity), self.end):
            return "yoy", value
        if predicate.direction:
            return ("cagr" if predicate.annual else "yoy"), value * predicate.direction
        if _GROWTH_NAME.search(name) and quantity.unit == "%":
            return ("cagr" if predicate.annual or "年均" in name else "yoy"), -value if _FALL_NAME.search(name) else value
        return "ratio", value

    def _direction(self, cut: int, at: int) -> int:
        """+1 or -1: 收窄 and 扩大 of a fall are told as changes of the rate."""
        sign = _sign(self.text, cut, at)
        if sign is None:
            return 1
        down = -1 if sign["down"] else 1
        fall = any(word in self.text[cut : sign.start()] for word in _FALLS)
        falling = self.last is not None and self.last.measure in ("yoy", "cagr") and self.last.value < 0
        if sign[0] in ("收窄", "扩大", "缩小") and (fall or (falling and "率" not in self.text[cut:at])):
            return -down
        return down

    # ---- when ----

    def _when(self, quantity: Quantity, measure: Measure, naming: _Naming, cut: int, predicate: Predicate) -> tuple[Status, str, str]:
        moment = self._moment(naming, cut, quantity.start)
        status, first, last, part, why = self.calendar.settle(self.frame, moment)
        if status == "target" and self.frame.status == "actual" and moment and moment.start > cut and not self._coming(moment):
            status, first, last, part, why = self.calendar.settle(self.frame, None)  # 压减2024年预算资金: the year of a name
        if status == "actual" and (predicate.estimate or self._expected(cut, quantity.start)):
            status, why = "estimate", "预计"
        elif status == "actual" and naming.how != "completion" and (predicate.target or self._aimed(cut, quantity)):
            status, why = "target", "目标"
        elif status == "target" and (naming.existing or self.text.startswith("已", cut)):
            return "actual", str(first - 1), "已有"
        if predicate.source:
            return status, str(predicate.year or first - 1), "由…到…的前一头"
        changes = measure in ("yoy", "cagr", "pp", "multiple")
        if predicate.year and predicate.to:
            first = last = predicate.year
        elif measure == "cagr" and first == last and self.frame.several:
            first, last = self.frame.first, self.frame.last
        elif first != last:
            flow = naming.flow and not predicate.to and (naming.verb or not predicate.reached)
            flow = measure == "level" and (flow or predicate.total or predicate.direction != 0 or bool(_NEWLY.search(naming.name)))
            flow = flow or "连续" in self.text[cut : quantity.start]
            if not (changes or predicate.steady or flow or self._each_year(cut, quantity.start)):
                first = last
        elif changes and predicate.since and predicate.since < last - 1:
            return status, f"{predicate.since + 1}-{last}", why
        elif predicate.years > 1 and (changes or (measure == "level" and not part)):
            return status, f"{last - predicate.years + 1}-{last}", why
        return status, f"{last}{part}" if first == last else f"{first}-{last}", why

    def _moment(self, naming: _Naming, cut: int, at: int) -> Moment | None:
        """The time named for this figure. Within the year it holds on in a report on part of a year, else for its clause only."""
        start = self.start
        if self.frame.part_of_year:
            start = max(0, self.text.rfind("\n", max(0, start - _LONGEST_SENTENCE), start) + 1, start - _LONGEST_SENTENCE)
        moment = self.calendar.named(start, at)
        while moment and moment.part_of_year and not self.frame.part_of_year and moment.start < cut and naming.subject is None:
            moment = self.calendar.named(start, moment.start)
        return moment

    def _coming(self, moment: Moment) -> bool:
        """到2030年, 至2025年底: what is to come."""
        return (
            self.text[max(self.start, moment.start - 1) : moment.start] in ("到", "至", "年")
            or self.text[moment.end : moment.end + 1] in "，末底"
        )

    def _each_year(self, cut: int, at: int) -> bool:
        return "每年" in self.text[cut:at] or "年均" in self.text[cut:at]

    def _expected(self, cut: int, at: int) -> bool:
        """Whether 预计 holds here: from its clause on through its list, up to a verb of its own (完成, 实现)."""
        text = self.text
        said = max(text.rfind(word, self.start, at) for word in words.ESTIMATES)
        if said < 0:
            return False
        if said >= cut:
            return True
        if "；" in text[said:at] and not _ENUMERATED.match(text, self.start, said + 2):
            return False
        end = min((p for mark in "，；、" if (p := text.find(mark, said, at)) >= 0), default=at)
        if "完成" in text[said:end] or "实现" in text[said:end]:
            return True
        return "完成" not in text[end:at] and "实现" not in text[end:at]

    def _aimed(self, cut: int, quantity: Quantity) -> bool:
        """力争…, 年度目标…, 增长16%的目标."""
        if quantity.unit == "%" and self.text.startswith("紧盯", cut):
            return True
        return self.text.startswith(_AIMING, cut) or bool(_AIMED.match(self.text, self._after(quantity), self.end))


def _listed(name: str, parts: list[str], predicate: Predicate) -> bool:
    """工业投资、民间投资年均增长6%, 毛入园率、毛入学率超过93%: two indicators, where a list has no 等."""
    if "、" not in name or "等" in name or not 1 < len(parts) <= 3 or any(len(part) <= 3 for part in name.split("、")):
        return False
    return predicate.direction != 0 or all(part.endswith("率") for part in parts)


def _with_bounds(run: list[Quantity]) -> list[Quantity]:
    """超过98%、85% and 5.5%和11%左右: one bound for all of a run that says it once."""
    bounded = [quantity for quantity in run if quantity.bound != "exact"]
    if len(run) < 2 or len(bounded) != 1 or bounded[0] not in (run[0], run[-1]) or bounded[0].bound_text in ("余", "多"):
        return run
    bound = bounded[0]
    return [replace(quantity, bound=bound.bound, bound_text="" if quantity is not bound else bound.bound_text) for quantity in run]


def _ranged(low: Quantity, high: Quantity) -> bool:
    return low.bound == "min" and high.bound == "max" and low.bound_text == high.bound_text


def _same_kind(unit: str, other: str) -> bool:
    return bool(unit) and bool(other) and unit[-1] == other[-1]


def _sign(text: str, start: int, end: int) -> re.Match[str] | None:
    """The word that says whether a difference is up or down: the first that a base of comparison or the number follows."""
    found = None
    for found in _SIGNED.finditer(text, start, end):
        if found.end() >= end - 1 or _COMPARED.match(text, found.end(), end):
            break
    return found


_SHARES = frozenset(terms("占比 比重 比例 增速 增幅 涨幅 降幅 增长率 用时 耗时 总量 数量 办复率 办结率 满意率"))
_CAUSING = frozenset(words.CAUSING.split())
_AIMING = ("年度目标", "目标", "力争", "确保", "计划目标", "要完成", "力保")
_AIM = re.compile(r"(?:年度|全年|年初|预期|人代会|考核)*(?:目标|计划|预期|任务)(?:为|是|：)?")
_AIMED = re.compile(r"[^，。；]{0,30}?的(?:年度|全年|预期|增长|发展)*目标")
_FALLS = ("降幅", "跌幅")
_NEWLY = re.compile(r"新增|新设|新建|新开|新登记|新引进|新培育|累计")
_PER_HEAD = re.compile(r"每人每[月年天]|每[月年天人户]")
_THIN = re.compile(r".{2}项目")
_STOCK = re.compile(r"(?:总量|总数|数量)$")
_CHANGED = re.compile(r"^(?:同比|[比较](?:上年|去年)?(?:同期|末)?|[比较]年初|[比较]上月)")
_REACHING = frozenset(("惠及", "覆盖", "受益", "带动", "辐射"))
_STEP = re.compile(r"(?:台阶|大关|关口)$")
_EXISTING = ("依托", "发挥", "做强", "用好")
_SHARED = re.compile(r"(?:、|和|与|及)\d[\d,]*(?:-\d+)?[余多]?[个家项处所座条类]")
_TOTALS = frozenset(("总数", "总量", "总计", "总户数"))
_OWNED = re.compile(r"([^，。；、]{2,20}?)(?:首次)?(?:突破|达到|超过|增至)[^，。；、]{0,8}、$")
_LISTED = re.compile(r"、\d")
_LEVEL_BEFORE = re.compile(r"(?:国家|国|省|市|区|县|州|省级|市级|国家级)$")

_DONE = re.compile(
    r"(?:均|全部|成功|顺利|分别|已)*(?:获|荣|入选|建成|完成|竣工|投产|投用|交付|通车|开工|命名|评为|认定|挂牌|上市|通过|核准|战略性重组|重组|晋升|纳入|列入|被)"
)
_GOT = re.compile(r"(?:成功)?(?:获评|入选|荣获|获得|获|跻身|入围|进入|位列|上榜)")
_AWARD = re.compile(
    r"(?:均|分别|成功|先后|已|全部|再次|首次)*(?:获评|获批|入选|被评为|被认定为|认定为|评为|被命名为|荣获|获得|被授予|入围|(?P<got>获))(?:为|了)?(?:全[省市区县])?"
    r"(?P<prize>[^，。；、]{1,24}?(?:、[^，。；、]{1,10})?)(?:荣誉称号|称号|名单)?(?=[，。；、]|$)"
)
_NO_AWARD = re.compile(r"上市|建设|开工|投产|立项|筹建|成立|落户|运营|融资|增长|突破|生产|使用")
_RESULT = re.compile(r"的?(?:优异)?(?:成绩|名次)(?:成功|顺利)?(?:入选|荣获|通过|获评|获得|获|入围|夺得|斩获)(?P<prize>[^，。；、]{2,40})")
_TURN = re.compile(r"持续|稳步|不断|再创|创|大幅|明显|继续|进一步|实现|保持|稳定|快速|加快|较快|总体|显著|逐年|首次|迈上")
_SPOKEN = re.compile(r"^(?:均|分别|成功|先后|已|全部|顺利|全面|正式|工作|圆满|实现|有序|扎实|稳步|也|都|进行|开展)+")
_RANK_SCOPE = re.compile(
    r"(?:在|稳居|跃居|升至|保持|位居|位列|排名|居于|名列|蝉联|继续|连续|仍|位|居|列|排|为|进入|跃升至|提升至|上升至|前移至|均|都)*"
    r"(?:全[国省市区县球州]|世界|亚洲|(?:中国)?(?:中部(?:地区|六省|省份)?|中西部|西部|东部|北方)|沿海|长三角|我国|各省区市?|各省|省区市|全国同类(?:城市|城区)?|[^，、；\d]{0,4}省会城市|全市各区县|各区县|区县|副省级城市|县级|地级市)?(?:各[省市区县]+)?(?:排名|排|位居|位列|居|列)*的?$"
)
_ENUMERATED = re.compile(r"[^，。；、]{0,16}预计")
