"""The verbs of a clause, and the stage of a project that they tell."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.patterns import Endings, any_of, not_followed
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.progress import progress, said, talked_of
from briefing.extraction.wordlists import alternation
from briefing.model import Stage

_BEFORE: dict[str, Stage] = {
    word: stage for stage, table in words.BEFORE.items() for word in table.split()
}
_BEHIND: dict[str, Stage] = {
    word: stage for stage, table in words.BEHIND.items() for word in table.split()
}
_WEAK, _SOFT, _DONE = (
    frozenset(table.split()) for table in (words.WEAK, words.SOFT_BEHIND, words.DONE_IN_REVIEW)
)
_BUT_BUILT = frozenset(words.WEAK_BUT_BUILT.split())
_COUNTED_DONE = frozenset(words.COUNTED_DONE_IN_REVIEW.split())
_INVESTED = frozenset(words.INVESTED.split())
_RAISES = frozenset(words.RAISES.split())
_HARD, _PUSHES = frozenset(words.HARD.split()), frozenset(("推进", "推动"))
_TALK: tuple[Stage, ...] = ("reserved", "signed")
_AFTER_PROJECT, _AFTER_FACILITY = (
    frozenset(words.AFTER_PROJECT.split()),
    frozenset(words.AFTER_FACILITY.split()),
)
_FACILITY_END = Endings(words.FACILITIES)

_ANY_BEFORE = alternation(_BEFORE)
_SHORT = alternation(listed(words.SHORT_ADVERBS))
# What it cost stands before the verb: 投入9万元修建某水渠.
_WITH_MONEY = r"(?:投入|投资|筹资|争取|筹措|落实)(?:到位)?(?:[各专][类项])?(?:资金)?(?:约|近|超)?\d[\d.]{0,9}[余多]?[万亿]?[余多]?元(?!及?以上)"
_WHEN = r"年[底内末初]前?|下半年|(?:到|至|在|于)?20\d\d年(?:度)?(?:年?[底末初]前?|[上下]半年)?|上半年|[一二三四]季度|\d{1,2}月(?:份|[底末])?前?|(?:主?汛期?|雨季|入冬|供暖季?|春节|国庆|开学)前"
_TOKEN = re.compile(
    f"(?:{_WITH_MONEY}|{alternation([*_BEFORE, *listed(words.ADVERBS)])}|{_WHEN}|{_SHORT}(?={_SHORT}*(?:按计划|按期|如期)?{_ANY_BEFORE}))"
    + not_followed(words.NOT_BEFORE)
    + r"(?!(?<!在建)(?<!续建)(?<!新建)(?<!拟建)的(?!\d|[^，][^，]{2,40}、|还?有|还?包括|项目(?:主要)?(?:有|包括|是|为)|(?:项目|工程)\d))"
)
_JOINTS = ("和", "与", "、", "并", "及", "或")
# 科创园新签约产业项目12个: the count is of the place's.
_LATE = re.compile(
    rf"[^、的]{{2,24}}?(?=(?:新|累计|共)(?:{alternation(v for v, s in _BEFORE.items() if s != 'building')})[^、]{{0,16}}(?:项目|工程)\d)"
)
_WHERE = re.compile(
    r"[\u4e00-\u9fff]{2,5}?(?:高标准|高水平|加快)?(?P<verb>建设|新建)(?=[\u4e00-\u9fff“]{3})(?![\u4e00-\u9fff]{0,2}(?:项目|工程|用地))"
)
# 引进某公司投资13.6亿元|兴建某枢纽: what is built stands behind the second verb.
_INVESTOR = re.compile(
    r"[^，、的]{2,24}?投资(?:约|近|超)?\d[\d.]{0,9}[余多]?[万亿]{1,2}元?(?:人民币)?(?:投资)?(?:兴建|新建|建设|开发|实施|打造|投建|修建|改造|建)(?=[^，、设]{3})"
)
_ALSO = re.compile(
    "的?(?:还有|还包括|项目(?:主要)?(?:有|包括|是|为)(?![限关]))|的(?:主要)?(?:有|包括|是|为)?(?![限关])"
)
_ALSO_BEGINS = ("的", "还", "项目")  # with what that begins
_DEALS = "(?:洽谈|对接|签订|签署|签约|上报|申报|争取|推介|共建)"
_LISTED = re.compile(
    r"[^，]{2,200}[^，级平同对均相]等(?![级于候待额效])[^，、]{0,16}?(?:项目|工程)"
)
# 某县今年|确定建设110个重点项目.
_ACTOR = re.compile(
    rf"(?:与|同|向)[^，、]{{2,16}}?(?:(?={_DEALS})|(?:合作|合资|共建)的)|(?:(?!项目|工程)[^，、的]){{2,20}}?(?={_DEALS}了)|"
    rf"(?:此次|本次)?[\u4e00-\u9fff]{{1,3}}[县市镇乡旗](?=(?:集中|共|累计|新)*(?:确定|安排|铺排|开工|签约|引进|新建|建成|实施|启动|完成)(?!率))|"
    r"[\u4e00-\u9fff]{2,8}局(?=(?:圆满|顺利|成功|全面|共|累计|已|现)*(?:开工|新建|建成|实施|启动|完成)(?!率))|[\u4e00-\u9fff]{2,4}境内|现(?=已[^，、\d]{2,5}\d)|"
    r"(?:我[单位局镇县区市乡办委]{1,2})?作为[^，]{2,8}?(?=实施|承担|建设)|[\u4e00-\u9fff]{1,8}?(?:县|区|市|镇|乡|街道|局|公司|集团)(?=(?:今年|去年|20\d\d年?|上半年|全年)[\u4e00-\u9fff]{2,})|[\u4e00-\u9fff]{2,6}[县区市镇局]要(?=[抓推加做])|[\u4e00-\u9fff]{2,8}(?:地区|[县区市镇局]|集团|公司)将(?=[抓推加做实启新建开])|[省市县区旗镇乡](?:人民)?政府(?=(?:计划|拟|投资|累计|共).)"
)
# 配合市级部门|推进某大桥.
_WITH_WHOM = re.compile(
    "[\u4e00-\u9fff]{2,8}?(?:部门|单位|公司|集团)(?P<verb>推进|推动|加快|实施|建设|做好)"
)
# 云川|加快推进某学校建设: a place or somebody by two characters.
_WHO = re.compile(
    r"(?!探索|鼓励|引导|联动)[\u4e00-\u9fff]{2}(?=(?:全力|积极|大力|持续|着力|扎实|统筹|全面)?(?:加快推进|推进|实施|启动|新建|开工建设|建成|投入\d)[^，、]{4})"
)
_VERB_BEHIND = re.compile(alternation(_BEHIND))
_NOT_BEHIND = any_of(words.NOT_BEHIND)
_NEEDS_BEHIND = {verb: any_of(table) for verb, table in words.NEEDS_BEHIND.items()}
_ADVERB_END = Endings(words.ADVERBS_BEHIND)
# When, or how long it took: …项目6月底前建成, …仅用6个月封顶.
_TIME = re.compile(
    r"(?:提前[^，、]{1,5}[月天年]|(?:仅|只)?用时?\d+(?:个月|天|年)(?:时间)?|(?:于|在|到)?(?:20\d\d年)?(?:\d{1,2}月份?|[上下]半年|[一二三四]季度|[春夏秋冬]季(?:学期|开学)?|主?汛期|元旦|春节|国庆节?|20\d\d年)(?:\d{1,2}[日号])?(?:底|末|初|内)?之?前?)$"
)
_LONGEST_TIME = 16
_PLACE = re.compile(r"(?<![所存内实现])在(?![建谈库])[\u4e00-\u9fff]{2,8}$")
_AT_A_PLACE = ("落地", "落户", "开工", "奠基", "投产", "建成", "启动", "竣工", "开业")
_TO_WHERE = ("落户", "入驻", "签约落户", "签约入驻")  # 落户园区
_CLEARINGS = ("征收拆迁", "征迁", "征拆", "拆迁")
_COUNTED = rf"\d[\d,.]{{0,11}}万?[余多]?{alternation(listed(words.MEASURE_WORDS))}"
_COUNT_NEXT = re.compile(_COUNTED)
_CLOSING = re.compile(
    rf"(?:工作|进度|步伐|任务|力度|前期|等|并|和|、|与|后|了)*(?:{_COUNTED})?$|{alternation(listed(words.WORKS))}+$"
)


# 某公司建成研发中心: who builds stands before.
_BUILDER = re.compile(
    r"[^、，的]{2,12}?(?=(?:投资建设|开工建设|启动建设|建成|落成)(?P<built>[^，、]{4,30})$)"
)


class Verbs(NamedTuple):
    """The verbs around the middle of a clause, which stands at [start, end)."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    start: int
    end: int

    @property
    def any(self) -> bool:
        return bool(self.before or self.behind)

    @property
    def strong(self) -> bool:
        """One of them builds, signs, completes …: with it a building is a project."""
        if "完成" in self.behind[-1:]:
            return True
        told = not _WEAK.issuperset(self.before) if self.before else bool(self.behind)
        return told or not _SOFT.issuperset(self.behind)

    @property
    def built(self) -> bool:
        """Something is done for what is being built: 支持某产业城建设."""
        return self.behind[:1] == ("建设",) and not _BUT_BUILT.isdisjoint(self.before)

    @property
    def builds(self) -> bool:
        """One of them does work at a place: with it what is counted there is a group of works."""
        return any(verb not in _WEAK and _BEFORE[verb] not in _TALK for verb in self.before) or any(
            verb not in _SOFT and _BEHIND[verb] not in _TALK for verb in self.behind
        )

    @property
    def hard(self) -> bool:
        """They say of their subject that it is built."""
        return not _HARD.isdisjoint(self.behind) and all(verb in _PUSHES for verb in self.before)

    @property
    def raises(self) -> bool:
        """They say of their object that it is built: 开工建设某门站."""
        return bool(self.before) and not self.behind and _RAISES.issuperset(self.before)

    @property
    def begun_or_done(self) -> bool:
        """The building of something begins or is over: 启动某快线建设, 完成某南场建设."""
        return self.behind[:1] == ("建设",) and self.before[-1:] in (("启动",), ("完成",))

    @property
    def lands(self) -> bool:
        """They say of several enterprises' projects that they came: A、B、C产业园落地高新区."""
        return (
            not self.before
            and bool(self.behind)
            and self.behind[0].startswith(("落地", "签约", "落户"))
        )

    @property
    def invested(self) -> bool:
        return not _INVESTED.isdisjoint(self.behind)

    @property
    def only_aims(self) -> bool:
        return self.before == ("打造",) and not self.behind

    @property
    def done_in_review(self) -> bool:
        """What it says is over when a report looks back: 打造示范道路6条."""
        return not self.behind and not _DONE.isdisjoint(self.before)

    @property
    def counted_done_in_review(self) -> bool:
        """So of what it counts: 改造老旧小区23个, but not 加快改造."""
        return not self.behind and _COUNTED_DONE.issuperset(self.before) and bool(self.before)


@lru_cache(maxsize=1024)  # a clause is asked for by itself and for those beside it
def verbs(text: str, start: int) -> Verbs:
    """The verbs of a clause whose quotes and brackets are blank."""
    start, before = _before(text, start)
    if not before and (late := _late(text, start) or _builder(text, start)):
        start, before = _before(text, late.end())
    end, behind = _behind(text, start, led=bool(before))
    if not before and (not behind or end == start + 2) and (who := _WHO.match(text, start)):
        start, before = _before(text, who.end())
        end, behind = _behind(text, start, led=bool(before))
    return Verbs(tuple(before), tuple(behind), start, end)


def _late(text: str, start: int) -> re.Match[str] | None:
    return _LATE.match(text, start) if "项目" in text or "工程" in text else None


def _builder(text: str, start: int) -> re.Match[str] | None:
    match = _BUILDER.match(text, start) if "建设" in text or "成" in text else None
    if not match or not _FACILITY_END.of(match["built"]) or _VERB_BEHIND.match(match["built"]):
        return None
    who = match[0]
    return None if _FACILITY_END.of(who) or who.endswith(("项目", "工程", "期")) else match


def _before(text: str, start: int) -> tuple[int, list[str]]:
    """Where the adverbs and verbs that a clause begins with end, and its verbs."""
    found: list[str] = []
    if actor := _ACTOR.match(text, start):
        start = actor.end()
    while match := _TOKEN.match(text, start):
        if match.group() in _BEFORE:
            found.append(match.group())
        start = match.end()
        also = found and text.startswith(_ALSO_BEGINS, start)
        if also and (more := _ALSO.match(text, start)):  # 同时开工的还有A、B等项目, 集中开工的A、B
            start = more.end()
        if text.startswith("了", start):
            start += 1
        if found and text.startswith(_JOINTS, start):  # 建设和改造
            following = _TOKEN.match(text, start + 1)
            start += following is not None and following.group() in _BEFORE
    if found and "投资" in text and (investor := _INVESTOR.match(text, start)):
        return investor.end(), found
    weak = bool(found) and found[-1] in _WEAK
    if weak and (where := _WITH_WHOM.match(text, start) or _WHERE.match(text, start)):
        found.append(where["verb"])  # 支持易县建设
        start = where.end()
    return start, found


def _behind(text: str, start: int, *, led: bool) -> tuple[int, list[str]]:
    """Where the predicate behind the names begins, and its verbs. led: a verb stands before them."""
    listed = _LISTED.match(text, start) if "等" in text else None
    among = listed and (
        led or listed.end() < len(text)
    )  # 灌区续建改造等5个项目: names hold no verb
    beyond = listed.end() - 3 if listed and among else start
    if now := progress(text, beyond):
        return now[0], [now[1]]
    at = beyond + 2
    while match := _VERB_BEHIND.search(text, at):
        at = match.start() + 1
        verb = match.group()
        if (verb not in _TO_WHERE and _NOT_BEHIND.match(text, match.end())) or text[
            match.start() - 1
        ] in words.NOT_AFTER.get(verb, ""):
            continue
        if verb in _NEEDS_BEHIND and not _NEEDS_BEHIND[verb].search(text, match.end()):
            continue
        if verb in _CLEARINGS and text.startswith("改造", match.end()):
            continue
        cut = _without_adverbs(text, start, match.start())
        if text.endswith(("、", "、累计"), 0, cut) and _COUNT_NEXT.match(
            text, match.end()
        ):  # 新建基站80处、累计建成400处
            at = match.end()
            continue
        if cut < start + 2:
            continue
        if match.end() == len(text) and text.endswith("的", 0, cut):
            return cut - 1, [verb]  # 加快某中心项目的启动
        bare = verb in _SOFT and cut == match.start() and not _CLOSING.match(text, match.end())
        if bare and not _follows_its_subject(verb, text, cut):
            continue
        return cut, [found.group() for found in _VERB_BEHIND.finditer(text, cut)]
    at = said(text, beyond)
    if at < 0:
        return len(text), []
    return at, ["正在谋划" if talked_of(text[at:]) else "正在进展"]


def _follows_its_subject(verb: str, text: str, cut: int) -> bool:
    if text.endswith(("项目", "工程"), 0, cut):
        return verb in _AFTER_PROJECT
    return verb in _AFTER_FACILITY and bool(_FACILITY_END.of(text, 0, cut))


def _without_adverbs(text: str, start: int, end: int) -> int:
    end = _before_adverbs(text, start, end)
    if time := _TIME.search(text, max(start, end - _LONGEST_TIME), end):
        end = _before_adverbs(text, start, time.start())
    if not text.startswith(_AT_A_PLACE, end):
        return end
    where = _PLACE.search(text, start + 2, end)  # 立体仓库在某县落地
    return where.start() if where else end


def _before_adverbs(text: str, start: int, end: int) -> int:
    while adverb := _ADVERB_END.of(text, start, end):
        end -= len(adverb)
    return end


def stage_before(word: str) -> Stage | None:
    """The stage of a verb that stands before names, or None where the word is no such verb."""
    return _BEFORE.get(word)


def stage_behind(word: str) -> Stage | None:
    """The stage of a verb that stands behind names, or None where the word is no such verb."""
    return _BEHIND.get(word)
