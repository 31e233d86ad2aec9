"""The name of a figure: before its number, behind it, or carried on from what the sentence said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from briefing import lazy as re
from briefing.extraction import names, words
from briefing.extraction.context import Sentence, Subject, same_kind
from briefing.extraction.predicates import Predicate
from briefing.extraction.units import family
from briefing.extraction.wordlists import alternation, terms
from briefing.model import Quantity

NEW = re.compile(rf"^(?:{alternation(words.NEWNESS.split())})")
STOCK = re.compile(r"(?:总量|总数|数量|总户数)$")
CARRIED = re.compile(alternation(words.CARRIED.split()))
_INVESTMENT = re.compile("投资额?$")
_CAUSING = frozenset(words.CAUSING.split())
_REACHING = frozenset(terms("惠及 覆盖 受益 带动 辐射"))
_REGISTERED = frozenset(terms("新登记 新设 新设立 新注册 新开办"))
_EXISTING = ("依托", "发挥", "做强", "用好", "现有", "已有", "目前有")
_ABOUT = ("聚焦", "围绕", "立足")  # 聚焦|30公里|景观带, which is there; not 围绕打造2个
_ASIDE = ("（含", "(含", "（其中", "(其中")
_BARE_NAME = re.compile(r"(?:比|度|系数|指数|倍差|得分|评分|率|值|差|强度|分|景气|PMI)$")
_TURNED = re.compile(r"(?P<name>[^“、]{2,}?(?:(?=成为.)|率(?=达到.)))")
_PEER = re.compile(r"(全[国省市州])平均")
_SHARED = re.compile(r"(?:、|和|与|及)\d[\d,]*(?:-\d+)?[余多]?[个家项处所座条类]")
_LISTED = re.compile(r"、\d")
_LEVEL_BEFORE = re.compile(r"(?:国家|国|省|市|区|县|州|省级|市级|国家级)$")
_LEVEL = re.compile(r"(?:国家|省|市|区|县|乡|镇|州)级")
_OTHER_LEVEL = re.compile(r"^(?:(?:国家|[省市区县乡镇州])级?|全国(?:重点)?)(?:及?以上)?")
_WHOLE = frozenset(terms("税收 出口"))  # attributes that are an area's own, too
_WORK_RATES = frozenset(terms("开工率 竣工率 完工率 投产率 达产率"))
_DONE_BY = re.compile(r"(?:共|累计|已|合计)*(?:完成|实现)了?")
_HEADS = terms("重点项目 项目 企业 平台 基地 园区 学校 机构")
_THIN = re.compile(r".{2}项目")  # 工业项目: says little without what was done
_INVESTED = re.compile(
    r"(?:分别|已|共|累计)*完成(?:年度|年内|计划|总)*投资"
)  # what all of them cost, not what was done with some
_STEP = re.compile(r"(?:台阶|大关|关口)$")
_DONE = re.compile(rf"(?:均|全部|成功|顺利|分别|已)*(?:{alternation(words.DONE.split())})")
_AWARD = re.compile(
    r"(?:均|分别|成功|先后|已|全部|再次|首次)*(?:获评|获批|入选|被评为|被认定为|认定为|评为|被命名为|荣获|获得|被授予|入围|(?P<got>获))(?:为|了)?(?:全[省市区县])?"
    r"(?P<prize>[^，。；、]{1,24}?(?:、[^，。；、]{1,10})?)(?:荣誉称号|称号|名单)?(?=[，。；、]|$)"
)
_NO_AWARD = re.compile(r"上市|建设|开工|投产|立项|筹建|成立|落户|运营|融资|增长|突破|生产|使用")
_SPOKEN = re.compile(
    r"^(?:均|分别|成功|先后|已|全部|顺利|全面|正式|工作|圆满|实现|有序|扎实|稳步|也|都|进行|开展)+"
)
_LONGEST_DEED = 20  # characters of what was done that go into a name


# 当年新设 of 实有经营主体; 达到 behind what was new tells the stock again
_STANDING = re.compile(r"^(?:实有|现有|登记在册|在册|累计|拥有)(?:各类)?")
_STOCKED = re.compile(r"达|增至|增加到|扩大到|提升到|增到|总[数量]|累计为")
_SPENT_ON = re.compile(
    r"(?:资金|财政资金)?(?:投入|用于|投向|注入|支持|设立|成立|建立)(?:到|了)?(?P<what>[^，。；、\d]{3,20}?)(?=[，。；])"
)
_TAKEN_FOR = re.compile(
    r"(?:时间)?(?:就|即)?(?:完成|实现|建成)了?(?P<what>[^，。；、\d]{3,24}?)(?:任务|工作|目标)?(?=[，。；])"
)
_OF_BUDGETS = re.compile(
    r"^(?:调整后|预算|收入|支出|年初|变动|上[级年解]|结[余转]|调[入出]|债|地方政府|返还|转移)"
)
_FORESEEN = re.compile(r"预计(?=.)|预期(?=收入|支出)")
_RESIDENTS = re.compile(r"(?:全体|城镇|农村|城乡)?(?:常住)?居民(?=人均)")
_DEBTOR = re.compile(r"(?:地方)?政府(?=债务)")  # 政府债务限额…，|债务余额
_DIVISION = re.compile(r"县|区|旗|市州|地市|乡镇|街道")
# A part of the area whose figure is of what the whole's was: 县本级, 高新区.
_PART = re.compile(
    r"^(?:[省市州盟区县旗]本级|[市州盟区县旗]级"
    rf"|[^，。；、]{{0,4}}?(?:{alternation(w for w in words.SUB_AREAS.split() if w[-1] == '区')}))"
)
_SHORT = 4  # characters of a name that 累计 before it tells more of
_VAGUE = frozenset(terms("使用 建设 发展 生产 运营"))
# What a list is of, whose items leave its last word: 食品烟酒价格中，粮食上涨…，鲜菜下降…
_WITHIN = re.compile(r"[^，。；]*?(?P<ending>价格|产量|产值|投资|零售额|销售额|增加值)中[，,]")
_OWN_ENDING = re.compile(
    r"(?:[额量值率价数比]|价格|投资|收入|支出|面积|利润|税收|指数|进口|出口|余额|存款|贷款)$"
)
_STEPPED_ENDS = ("关", "阶", "口", "、")
_STEPPED = re.compile(
    r"(?P<name>[^“、，]{2,}?)(?:连续|接连|先后|首次|再次|成功)*"
    r"(?:跨过|跨越|迈上|迈过|突破|站上|越过|跃上|登上)[^、，]{0,8}(?:大关|台阶|关口|[百千万]亿元?)、?"
)
_BUDGETS = frozenset(
    terms("收入 支出 预算收入 预算支出 收入预算 支出预算 收入合计 支出合计 总收入 总支出")
)


# before the number, behind it, carried on, only verbs, an attribute of something, and the figures that lean on another
How = Literal[
    "left", "right", "subject", "verbs", "attribute", "completion", "difference", "rank", "aim"
]


@dataclass(slots=True)
class Naming:
    """A name found for a number, and how."""

    name: str
    start: int
    end: int
    how: How
    subject: Subject | None = None  # whose indicator it carries on
    own: bool = True  # may stand for a canonical indicator
    aside: bool = False  # the first of a remark in brackets: （含高新区10.1亿元）
    flow: bool = False  # work done rather than a state reached
    scope: str = ""  # 全市, 全国
    predicate: Predicate | None = None  # where it was read anew
    existing: bool = False  # 依托…: there already, whatever the section plans
    verb: bool = False  # it begins with a verb: 改善农村住房
    suffix: str = ""  # what follows each of several names: 完成年度计划投资
    each: tuple[Subject, ...] = ()  # several owners: 建议…件、提案…件，办复率均为100%
    attribute: str = ""  # 总投资, of the thing behind the number: holds on in 、18亿元的风电项目
    rule: str = ""  # of rules.py, where it is a finer one than `how` says
    also: str = ""  # another name to look the indicator up by: 新增专精特新企业, for those that won the title


def plain(
    sentence: Sentence,
    run: list[Quantity],
    cut: int,
    point: int,
    predicate: Predicate,
    following: Quantity | None,
) -> Naming | None:
    """The name of a level, a share or a growth rate; None where the sentence gives none."""
    text, first = sentence.text, run[0]
    head = names.head(text, cut, predicate.start, sentence.lexicon)
    thing = _thing(sentence, run, following)
    if thing.name and predicate.direction and not predicate.against and first.unit != "%":
        whole = names.head(
            text, cut, point, sentence.lexicon
        )  # 提升|5处|服务中心: the verb is no growth
        if whole.only_verbs:
            head, predicate = whole, predicate._replace(direction=0, start=point)
    if head.planned:
        predicate = predicate._replace(target=True)
    if head.only_verbs and _INVESTMENT.search(head.verbs):
        at = head.start - len(head.verbs)  # 63个重大项目，|累计完成投资|103.2亿元
        naming: Naming | None = attribute(sentence, head.verbs, at, predicate, thing, following)
    else:
        read = _verbs_only if head.only_verbs else _before
        naming = read(sentence, run, head, predicate, thing, following, cut)
    if naming is None or not naming.name or (not first.unit and not _BARE_NAME.search(naming.name)):
        return None
    listed = (
        sentence.last is not None
        and sentence.last.existing
        and sentence.gap(cut) in ("", "、", "和", "与")
        and not head.brought
    )
    about = text.startswith(_ABOUT, cut) and first.start == cut + 2
    existing = text.startswith(_EXISTING, cut) or about or listed
    if following and following.start == first.end and first.unit.endswith("类"):
        naming.own, naming.suffix = False, "类别"  # 12类45件民生实事
    if _over_divisions(sentence, run) or _by_counted(sentence, naming):
        naming.own = False
    naming.predicate, naming.scope, naming.existing = (
        naming.predicate or predicate,
        naming.scope or head.scope or _peer(text, cut, first.start),
        existing,
    )
    return naming


def _peer(text: str, cut: int, end: int) -> str:
    """增长5.3%（|全省平均|5.1%）: whose average the bracket tells."""
    peer = _PEER.match(text, cut, end) if text[cut - 1 : cut] in ("（", "(") else None
    return peer[1] if peer else ""


def _over_divisions(sentence: Sentence, run: list[Quantity]) -> bool:
    """9个县市区优良天数在|291-332天|: no figure of the whole."""
    counted = sentence.counted
    ranged = len(run) == 2 and run[0].bound == "min" and run[1].bound == "max"
    return ranged and counted is not None and bool(_DIVISION.search(counted.name))


def _by_counted(sentence: Sentence, naming: Naming) -> bool:
    """62家限上企业完成|零售额|11.6亿元: of those counted, not of the whole area."""
    counted = sentence.counted is not None and sentence.counted is sentence.subject
    return (
        counted
        and naming.how == "left"
        and _DONE_BY.fullmatch(sentence.gap(naming.start)) is not None
    )


# ---- the thing behind the number ----


def _thing(sentence: Sentence, run: list[Quantity], following: Quantity | None) -> names.Thing:
    """The thing behind the number, where its unit lets one stand there."""
    text, last = sentence.text, run[-1]
    after = sentence.after(last)
    if last.unit == "%" and not (
        text.startswith("的", after) or (last.bound_text in ("以上", "以下") and after > last.end)
    ):
        return names.Thing()
    between = text[after : following.start] if following else ""
    if (
        following
        and (not between.strip("的") or (between[:1] == "的" and between.endswith("等")))
        and family(following.unit) != "percent"
    ):
        return names.right(
            text, sentence.after(following), sentence.end
        )  # 6个300亩示范方, 总投资3150亿元的196个项目
    return names.right(text, after, _limit(sentence, after, following))


def _limit(sentence: Sentence, after: int, following: Quantity | None) -> int:
    """Where the thing behind a number ends at the latest: before the next number's own part of a list."""
    if following is None:
        return sentence.end
    at = following.start
    gap = sentence.text[after:at]
    for joint in ("以及", "和", "与", "及"):
        if gap.endswith(joint):
            return at - len(joint)
    comma = sentence.text.rfind("、", after, at)
    if comma == at - 1:
        return comma
    return at if comma < 0 or _LEVEL_BEFORE.search(sentence.text, after, comma) else comma


def _shared_head(sentence: Sentence, at: int) -> str:
    """The thing that 4个省级、30个市级、106个高质量发展项目 have in common."""
    match = _SHARED.match(sentence.text, at, sentence.end)
    if not match:
        return ""
    thing = names.right(sentence.text, match.end(), sentence.end)
    later = _LISTED.search(thing.name)
    name = thing.name[: later.start()] if later else thing.name
    if names.shares_head(name):
        return _shared_head(sentence, match.end() + len(name))
    bare = names.without_level(name)
    return bare if bare != name else next((head for head in _HEADS if name.endswith(head)), "")


def _told(verb: str, thing: str, behind: str) -> str:
    """The name of a thing counted behind its number; what was done with it where the thing alone says little."""
    deed = names.tidy(_SPOKEN.sub("", behind))[:_LONGEST_DEED]
    if verb in _CAUSING:
        return deed + thing
    if verb:
        return verb + thing
    award = None if behind.startswith("分别") else _AWARD.match(behind)
    prize = names.tidy(award["prize"]) if award and not _NO_AWARD.match(award["prize"]) else ""
    if award and len(prize) > 3:
        return f"获{prize}{thing}" if award["got"] else prize
    if (
        len(thing) > 2
        and not names.is_generic(thing)
        and not (_THIN.fullmatch(thing) and _DONE.match(behind) and not _INVESTED.match(behind))
    ):
        return thing
    return deed.removesuffix("工作") + thing


# ---- nothing but verbs before the number ----


def _labelled(
    sentence: Sentence, head: names.Head, predicate: Predicate, thing: names.Thing, cut: int
) -> Naming | None:
    """教育类支出：|安排|3.2亿元: the account that the clause is headed by."""
    label = _LABEL.search(sentence.text, max(sentence.start, cut - 30), cut)
    if label is None or predicate.direction or thing.name:
        return None
    at = names.head(sentence.text, label.start(1), label.end(1), sentence.lexicon).start
    return Naming(names.tidy(sentence.text[at : label.end(1)]), at, label.end(1), "left")


def _verbs_only(
    sentence: Sentence,
    run: list[Quantity],
    head: names.Head,
    predicate: Predicate,
    thing: names.Thing,
    _: Quantity | None,
    cut: int,
) -> Naming | None:
    """新建|4家|养老服务机构; without a thing behind the number the subject goes on: 已开工|60个."""
    first = run[0]
    if predicate.to and "完成" in sentence.text[predicate.start : first.start]:
        head = head._replace(brought=True)
    if thing.name and not predicate.direction:
        if (
            sentence.attribute
            and sentence.in_list(cut)
            and sentence.text.startswith("的", sentence.after(run[-1]))
        ):
            name = names.joined(thing.name, sentence.attribute)
            return Naming(name, thing.start, thing.end, "attribute", attribute=sentence.attribute)
        return _counted_behind(sentence, head, thing, cut)
    subject, rule = _left_out(sentence, first, predicate, cut)
    if (
        subject
        and subject.share
        and predicate.direction
        and not predicate.to
        and not first.unit.endswith("百分点")
    ):
        subject = next(
            (known for known in reversed(sentence.recent) if not known.share), subject
        )  # 占收入的89.9%，|增长|9.4%
    if sentence.attribute and not sentence.gap(first.start) and family(first.unit) == "class":
        thing_told = subject.name.removesuffix(sentence.attribute) if subject else ""
        if thing_told:  # 总投资3亿元的重大项目|116个
            return Naming(thing_told, subject.start if subject else 0, first.start, "right")
    spent = None if thing.name else _spent(sentence, first)
    if at_hand := _labelled(sentence, head, predicate, thing, cut) or spent:
        return at_hand
    if head.verbs and not predicate.direction:
        return _verbs_as_name(sentence, first, head, subject, cut)
    if (
        thing.behind
        and not thing.name
        and not predicate.direction
        and not (predicate.to and subject)
        and family(first.unit) == "class"
    ):
        told = _told("", "", thing.behind)  # 6人|入选国家级领军人才
        return Naming(
            told, thing.start, thing.start + len(told), "right", flow=True, also="新增" + told
        )
    if subject is None:
        return _announced(sentence, run, cut) if predicate.respectively else None
    said = sentence.text[predicate.start : first.start]
    stock = predicate.total or (predicate.to and _STOCKED.search(said))
    if stock and NEW.match(subject.name) and same_kind(first.unit, subject.unit):
        return Naming(
            NEW.sub("", subject.name), subject.start, first.start, "subject", rule="stock-again"
        )
    listed = sentence.in_list(cut) and not head.brought
    return Naming(
        subject.name,
        subject.start,
        first.start,
        "subject",
        subject,
        flow=(sentence.flow and listed) or predicate.total,
        rule=rule,
    )


def _left_out(
    sentence: Sentence, first: Quantity, predicate: Predicate, cut: int
) -> tuple[Subject | None, str]:
    """What a figure without a name of its own goes on with, and by which rule."""
    if turned := sentence.topic(cut, first.unit if predicate.to else ""):
        return turned, "turned-to"
    if sentence.subject:
        return sentence.subject, ""
    carried = sentence.carried
    if not (predicate.direction or predicate.to):  # 新建幼儿园3所。已建成|3所
        again = carried is not None and same_kind(first.unit, carried.unit)
        return (carried, "sentence-before") if again else (None, "")
    if turned := sentence.topic(cut, first.unit):
        return turned, "turned-to"
    return carried, "sentence-before"


def _spent(sentence: Sentence, first: Quantity) -> Naming | None:
    """安排|800万元|投入低空经济引导基金, 仅用|19天|完成项目征迁任务: what the money or the time was for."""
    kind = family(first.unit)
    pattern = {"money": _SPENT_ON, "duration": _TAKEN_FOR}.get(kind)
    found = pattern.match(sentence.text, sentence.after(first)) if pattern else None
    if found is None or found["what"] in _VAGUE:
        return None
    name = names.tidy(found["what"]) + ("用时" if kind == "duration" else "")
    return Naming(
        name, found.start("what"), found.end("what"), "right", own=False, flow=True, rule="spent-on"
    )


def _announced(sentence: Sentence, run: list[Quantity], cut: int) -> Naming | None:
    """A、B“双下降”，|分别下降18%、25%: the names stand in the clause before."""
    if cut - 1 <= sentence.before:
        return None
    start, end = sentence.clause(sentence.before, cut - 1), cut - 1
    quoted = sentence.text.find("“", start + 2, end)
    end = quoted if quoted >= 0 else end
    start = names.head(sentence.text, start, end, sentence.lexicon).start
    name = sentence.text[start:end]
    return (
        Naming(name, start, end, "left")
        if len(names.split(name, len(run))) == len(run) > 1
        else None
    )


def _counted_behind(sentence: Sentence, head: names.Head, thing: names.Thing, cut: int) -> Naming:
    what = thing.name + (_shared_head(sentence, thing.end) if names.shares_head(thing.name) else "")
    listed = sentence.in_list(cut) and not head.brought and "，" not in sentence.gap(cut)
    verb = head.verbs or (sentence.verb if listed else "")
    told = _told(verb, what, thing.behind)
    return Naming(
        told,
        thing.start,
        thing.end,
        "right",
        own=verb not in _CAUSING or not _is_key(sentence, what),
        flow=bool(verb or _DONE.match(thing.behind)) or head.brought or (listed and sentence.flow),
        also="新增" + told if _AWARD.match(thing.behind) else "",
    )


def _verbs_as_name(
    sentence: Sentence, first: Quantity, head: names.Head, subject: Subject | None, cut: int
) -> Naming:
    """累计建设开通|4927处 of the stations before; 惠及|3.2万户; 已开工|60个 of what was counted; else 完成|征收拆迁|1297户."""
    said = sentence.text[cut : first.start]
    if subject and "累计" in said and NEW.match(subject.name):
        return Naming(NEW.sub("", subject.name), subject.start, first.start, "subject")
    if subject and head.verbs in _REACHING and not same_kind(first.unit, subject.unit):
        told = names.joined(names.without_attribute(subject.name), head.verbs)
        return Naming(told, subject.start, first.start, "attribute", flow=True)
    counted = sentence.counted
    if counted and head.verbs in _REGISTERED and same_kind(first.unit, counted.unit):
        return Naming(
            head.verbs + NEW.sub("", _STANDING.sub("", STOCK.sub("", counted.name))),
            counted.start,
            first.start,
            "verbs",
            flow=True,
        )  # 总量120万户，|新登记|15万户
    if counted and (not head.brought or "累计" in said) and same_kind(first.unit, counted.unit):
        told = (
            f"{counted.name}已{head.verbs}"
            if "已" in said
            else head.verbs + names.without_verb(counted.name)
        )
        return Naming(told, counted.start, first.start, "subject", own=False, flow=True)
    return Naming(
        head.verbs, max(cut, head.start - len(head.verbs)), first.start, "verbs", flow=True
    )


# ---- a name before the number ----


def _without_bringing(name: str, at: int, thing: names.Thing) -> tuple[str, int]:
    """引进|总投资|21亿元的锂盐项目: what was brought in stands behind the number."""
    brought = names.kept_verb(name, 0, len(name)) if thing.name else ""
    bare = name[len(brought) :]
    told = _INVESTMENT.search(bare) and names.is_attribute(bare)
    return (bare, at + len(brought)) if told else (name, at)


def _before(
    sentence: Sentence,
    run: list[Quantity],
    head: names.Head,
    predicate: Predicate,
    thing: names.Thing,
    following: Quantity | None,
    cut: int,
) -> Naming | None:
    """A name before the number, or before it only a place or examples of the thing counted behind it."""
    text, first, lexicon = sentence.text, run[0], sentence.lexicon
    kind = family(first.unit)
    name, at = names.left(text, head.start, predicate.start, lexicon)
    examples = name.endswith("等")
    if (
        name == "全国" and sentence.subject
    ):  # 全市增长5%，|全国|增长5.2%; two areas before one verb are not told apart
        subject = sentence.subject
        one = Naming(subject.name, subject.start, predicate.start, "subject", subject, scope=name)
        return None if head.scope else one
    name, at = _without_bringing(name, at, thing)
    steps = text.endswith(_STEPPED_ENDS, at, predicate.start)
    if steps and (stepped := _STEPPED.fullmatch(text, at, predicate.start)):
        name = stepped["name"]  # 经济总量|跨过两个百亿元大关、
    if name in _BUDGETS or names.is_attribute(name.split("、")[-1]):
        return attribute(sentence, name, at, predicate, thing, following)
    verbal = names.ends_in_verb(text, head.start, predicate.start)
    if (
        thing.name
        and not predicate.direction
        and (examples or verbal or kind in ("class", "area", "length", "percent"))
    ):
        naming = _thing_first(sentence, head, predicate, thing, name, at, kind, verbal)
        naming.own = naming.own and not (verbal and kind != "class")
        return naming  # 老旧小区改造等项目获得|11.6亿元|专项债额度
    if text.startswith("成为", head.start) and sentence.subject:
        return Naming(
            sentence.subject.name, sentence.subject.start, first.start, "subject", sentence.subject
        )
    if part := _of_part(sentence, name, at, first, predicate):
        return part
    name = name.removesuffix("等")
    name = _of_residents(sentence, _within(sentence, name, at, predicate, kind))
    if foreseen := _FORESEEN.search(name, 2):  # 一般公共预算|预计|收入
        name = name[: foreseen.start()] + name[foreseen.end() :]
        predicate = predicate._replace(estimate=True)
    if ("成为" in name or "率达到" in name) and (turned := _TURNED.match(name)):
        name = turned[
            "name"
        ]  # 工业经济总量|成为全区第四个突破2000亿元大关的地区, 住房覆盖率|达到困难家庭100%
    deed = names.kept_verb(name, 0, len(name)) or not lexicon.knows(name)
    if deed and "累计" in text[cut:at] and len(name) <= _SHORT:
        name = "累计" + name
    verb = names.kept_verb(text, at, predicate.start)
    item = sentence.clause(sentence.before, head.start)
    comma = "，" in text[sentence.before : head.start]
    carried = (
        sentence.verb
        if not (head.brought or verb or head.scope or predicate.to)
        and at == head.start
        and sentence.in_list(item)
        else ""
    )
    if comma and (
        lexicon.knows(name) or kind != "class" or not sentence.verb.startswith(("新", "净"))
    ):
        carried = ""
    name = ("" if _STANDING.match(name) else carried) + name
    if head.brought and at == head.start and not lexicon.knows(name):
        name = names.with_verb(text, item, at, name)
    goes_on = not comma or (
        kind == "class" and not (predicate.to or predicate.total) and not lexicon.knows(name)
    )  # 打造景区2家，|示范试点|1家
    listed = (
        sentence.flow and not (head.brought or verb) and goes_on and sentence.in_list(head.start)
    )
    flow = (
        bool(verb or carried)
        or head.brought
        or at > head.start
        or predicate.direction != 0
        or listed
    )
    aside = text.startswith(_ASIDE, max(0, item - 1))
    also = (
        "规模以上工业增加值"
        if name == "工业增加值" and sentence.counted and sentence.of_class(at).startswith("规")
        else ""
    )
    return Naming(
        name,
        at,
        predicate.start,
        "left",
        own=not aside,
        aside=aside,
        flow=flow,
        verb=bool(verb),
        also=also,
        predicate=predicate,
    )


def _of_part(
    sentence: Sentence, name: str, at: int, first: Quantity, predicate: Predicate
) -> Naming | None:
    """其中：县本级完成|70.03亿元；高新区完成|17.8亿元: of what was told of the whole."""
    whole = sentence.subject or sentence.carried
    if whole is None or not _PART.fullmatch(name):
        return None
    if family(first.unit) not in ("money", "percent") or family(whole.unit) != "money":
        return None
    name = names.joined(name, _PART.sub("", whole.name))
    aside = sentence.text.startswith(_ASIDE, max(0, sentence.clause(sentence.before, at) - 1))
    return Naming(name, at, predicate.start, "left", own=False, aside=aside)


def _of_residents(sentence: Sentence, name: str) -> str:
    """城镇居民人均消费支出 for the 人均消费支出 behind 城镇居民人均可支配收入; 政府 for a 债务余额 alike."""
    before = sentence.subject.name if sentence.subject else ""
    residents = _RESIDENTS.match(before) if name.startswith("人均") else None
    debtor = _DEBTOR.match(before) if name.startswith("债务") else None
    owner = residents or debtor
    return owner[0] + name if owner else name


def _within(sentence: Sentence, name: str, at: int, predicate: Predicate, kind: str) -> str:
    """粮食价格 for the 粮食 of 食品烟酒价格中，粮食上涨0.6%; 省级项目 for the 省级 of 27项项目，其中省级6项."""
    if kind == "class" and _LEVEL.fullmatch(name) and sentence.counted:
        return name + _OTHER_LEVEL.sub("", NEW.sub("", sentence.counted.name))
    if kind != "percent" or not predicate.direction or _OWN_ENDING.search(name):
        return name
    found = _WITHIN.match(sentence.text, sentence.start, at)
    if found:
        return name + found["ending"]
    priced = sentence.subject is not None and sentence.subject.name.endswith("价格")
    return name + "价格" if priced else name  # 食品价格上涨0.8%，|衣着|上涨1.2%


def _thing_first(
    sentence: Sentence,
    head: names.Head,
    predicate: Predicate,
    thing: names.Thing,
    name: str,
    at: int,
    kind: str,
    verbal: bool,
) -> Naming:
    """A、B等|8处|公园: the thing behind the number is what is counted."""
    examples = name.endswith("等")
    kept = names.kept_verb(sentence.text, at, predicate.start)
    verb = kept if examples else ""
    what = thing.name + (_shared_head(sentence, thing.end) if names.shares_head(thing.name) else "")
    topic = sentence.known(head.start, predicate.start) if _STEP.search(what) else None
    if topic:
        sentence.subjects, sentence.stepped = [topic], True
    told = _told(verb, what, thing.behind)
    if kind == "percent":
        told = name + thing.name + names.tidy(thing.behind)[:_LONGEST_DEED]
    elif names.is_place(name) and len(what) <= 2 and not thing.behind:
        told = name + thing.name
    flow = bool(kept or _DONE.match(thing.behind)) or head.brought or verbal or at > head.start
    own = not examples or not _is_key(sentence, what) or _invested(sentence)
    return Naming(told, thing.start, thing.end, "right", own=own, flow=flow)


def _is_key(sentence: Sentence, thing: str) -> bool:
    return sentence.lexicon.resolve(thing) == "key_projects"


def _invested(sentence: Sentence) -> bool:
    """A等总投资82亿元的10个重点项目 are all of them, A等10个重点项目 some: their total investment was said before."""
    return sentence.subject is not None and sentence.subject.name.endswith("总投资")


# ---- attributes and their owners ----

_SHARES = frozenset(
    terms(
        "占比 比重 比例 增速 增幅 涨幅 降幅 增长率 年均增速 年均增幅 年均增长率 用时 耗时 总量 数量"
    )
)
_AMOUNTS = frozenset(words.AMOUNTS.split())
_ACCOUNTS = frozenset(words.ACCOUNTS.split())
_TOTALS = frozenset(terms("总数 总量 总计 总户数"))
_OF_INDUSTRIES = frozenset(terms("增加值 产值 总产值 营业收入 营收"))
_INDUSTRY = re.compile(
    r"[^，。；、的\d]{1,8}(?:产业|经济|(?<![企事作就毕创产失])业)(?=[^务主绩余])"
)
_TAKEN = re.compile(
    r"(?:将|把)(?P<owner>[^，。；、]{2,12}?)(?:纳入|列入|用于|作为)"
)  # 将残保金纳入预算，安排|收支|2511万元
_OF_AN_OFFICE = re.compile("三公|财政拨款|基本支出|项目支出|经费")  # of no budget as a whole
_LABEL = re.compile(
    r"([^，。；：\d]{2,24}(?:支出|收入|资金|经费|投资|费用?|基金|债券|补助|额度))：$"
)
_SHARE_OF = re.compile(r"占[^占]*$")
_OWNED = re.compile(r"([^，。；、]{2,20}?)(?:首次)?(?:突破|达到|超过|增至)[^，。；、]{0,8}、$")


def _account(sentence: Sentence, at: int) -> str:
    """Whose a bare 收入 or 支出 is: of the account that the sentence goes on with, or that the one before told."""
    account = sentence.account(at)
    if sentence.subject is None:
        return account if at == sentence.start else ""
    before = sentence.subject.name
    told = account.removesuffix("预算") in before or _OF_BUDGETS.match(before)
    return account if account and told and not _OF_AN_OFFICE.search(before) else ""


@dataclass(slots=True)
class _Asked:
    """An attribute whose owner is asked for: 总投资, 面积, 占比."""

    sentence: Sentence
    name: str
    at: int
    predicate: Predicate
    thing: names.Thing
    following: Quantity | None
    share: bool = False
    subject: Subject | None = None

    def of(self, owner: str, attribute: str | None = None) -> Naming:
        name = self.name if attribute is None else attribute
        whole, flow = names.joined(owner, name), "完成" in name
        return Naming(whole, self.at, self.predicate.start, "attribute", flow=flow)

    def left(self, name: str, *, own: bool = True) -> Naming:
        return Naming(name, self.at, self.predicate.start, "left", own=own)

    def each(self, owners: Iterable[Subject], attribute: str) -> tuple[Subject, ...]:
        return tuple(one._replace(name=names.joined(one.name, attribute)) for one in owners)

    @property
    def clause(self) -> int:
        """Where its clause begins."""
        return self.sentence.clause(self.sentence.before, self.at)


def attribute(
    sentence: Sentence,
    name: str,
    at: int,
    predicate: Predicate,
    thing: names.Thing,
    following: Quantity | None,
) -> Naming:
    """总投资, 面积, 占比: of the thing named behind the number, or of what was counted or named before.

    The first of the rules below that knows an owner speaks.
    """
    asked = _Asked(sentence, name, at, predicate, thing, following)
    asked.share = (name.startswith("占") and name != "占地") or name in _SHARES
    if found := _of_account(asked) or _of_topic(asked) or _of_industry(asked):
        return found
    asked.subject = _subject_of(asked)
    for rule in _OWNERS:
        if found := rule(asked):
            return found
    return _of_nobody(asked)


def _of_account(asked: _Asked) -> Naming | None:
    """收入, 支出: of the budget that the sentence speaks of."""
    account = asked.name in _BUDGETS and _account(asked.sentence, asked.at)
    if not account:
        return None
    own = asked.name.removeprefix("预算") if account.endswith("预算") else asked.name
    return replace(asked.of(account + own, ""), rule="account")


def _of_topic(asked: _Asked) -> Naming | None:
    """第三产业提质扩容，|增加值"""
    turned = None if asked.share else asked.sentence.topic(asked.clause)
    return asked.of(names.without_attribute(turned.name)) if turned else None


def _of_industry(asked: _Asked) -> Naming | None:
    """服务业量质齐升，|增加值; 农业提质增效，|产值"""
    sentence, end = asked.sentence, asked.clause - 1
    if asked.name not in _OF_INDUSTRIES or end <= sentence.before:
        return None
    start = sentence.clause(sentence.before, end)
    start = names.head(sentence.text, start, end, sentence.lexicon).start
    industry = _INDUSTRY.match(sentence.text, start, end)
    return asked.of(industry[0]) if industry else None


def _subject_of(asked: _Asked) -> Subject | None:
    """Whom the attribute may be of: what was counted or named before; a share is never another share's."""
    sentence = asked.sentence
    subject = sentence.subject if asked.share or not sentence.counted else sentence.counted
    if not subject or not subject.share:
        return subject
    owner = subject._replace(name=_SHARE_OF.sub("", subject.name))
    if not asked.share:  # 规上总产值占比达22%；地方工业逆势增长，|产值|256亿元
        return sentence.topic(asked.clause, "元") or owner
    return owner if asked.name.startswith("占") else subject  # 申请量占全市41%，|占全省|36%


def _of_several(asked: _Asked) -> Naming | None:
    """办结率、满意率均达100%"""
    parts = asked.name.split("、")
    if len(parts) == 1:
        return None
    if not asked.subject or not all(names.is_attribute(part) for part in parts):
        return asked.of("、".join(parts[:-1]), parts[-1])
    naming = asked.of(asked.subject.name, parts[-1])
    if asked.predicate.each:
        naming.each = tuple(one for part in parts for one in asked.each((asked.subject,), part))
    return naming


def _of_thing_behind(asked: _Asked) -> Naming | None:
    thing, following = asked.thing, asked.following
    if not thing.name or asked.share:
        return None
    end = asked.predicate.start if following and following.start < thing.end else thing.end
    return replace(asked.of(thing.name), end=end, attribute=asked.name)


def _of_owned(asked: _Asked) -> Naming | None:
    """财政民生支出突破万亿元、|占比"""
    owned = _OWNED.search(asked.sentence.text, asked.clause, asked.at)
    return asked.of(names.tidy(owned[1])) if owned else None


def _of_class(asked: _Asked) -> Naming | None:
    if asked.name not in _ACCOUNTS:
        return None
    if asked.subject and not names.is_attribute(asked.subject.name):
        return None
    owner = asked.sentence.of_class(asked.at)
    return asked.of(owner) if owner else None


def _of_announced(asked: _Asked) -> Naming | None:
    if asked.subject or asked.name not in _AMOUNTS:
        return None
    announced = asked.sentence.announced(asked.at)
    return asked.left(names.joined(announced.name, asked.name)) if announced else None


def _of_new(asked: _Asked) -> Naming | None:
    subject = asked.sentence.subject
    return asked.of(NEW.sub("", subject.name)) if asked.name in _TOTALS and subject else None


def _of_group_behind(asked: _Asked) -> Naming | None:
    """总投资3141亿元，216个重点项目"""
    sentence, following = asked.sentence, asked.following
    if asked.subject or asked.share or not following or family(following.unit) != "class":
        return None
    if sentence.text[following.start - 1] != "，":
        return None
    behind = names.right(sentence.text, sentence.after(following), sentence.end)
    return asked.of(behind.name) if behind.name else None


def _of_nobody(asked: _Asked) -> Naming:
    """Where no subject was named before: of what takes it, or of the part that the sentence speaks of."""
    sentence = asked.sentence
    taken = _TAKEN.search(sentence.text, sentence.start, asked.at)
    owner = names.tidy(taken["owner"]) if taken else sentence.sub_area
    return asked.left(names.joined(owner, asked.name))


def _of_pair(asked: _Asked) -> Naming | None:
    """|与|地区生产总值之比; 城镇、农村居民…，各自的收入"""
    subject, recent = asked.subject, asked.sentence.recent
    if not subject:
        return None
    if asked.name.endswith("之比"):
        return asked.of(subject.name, "与" + asked.name)
    if not asked.predicate.each or len(recent) < 2 or recent[-1].name.endswith(asked.name):
        return None
    naming = asked.of(subject.name)
    naming.each = asked.each(recent[-2:], asked.name)
    return naming


def _of_subject(asked: _Asked) -> Naming | None:
    if not asked.subject:
        return None
    name = asked.subject.name
    if asked.name == "占":
        return asked.of(name)
    if names.is_attribute(name) or (asked.name in _WORK_RATES and asked.name[:-1] in name):
        return asked.left(asked.name)  # 总投资…，|计划投资; 未开工项目17个，|开工率
    owner = name.replace("累计", "") if asked.share else names.without_attribute(name)
    sibling = asked.name in _WHOLE or (
        asked.name.endswith(("收入", "支出"), 2) and name.endswith(asked.name[-2:])
    )
    if sibling and "；" in asked.sentence.gap(asked.at):
        return asked.left(
            asked.name
        )  # 工农业总产值10亿元；|税收|539万元; 事业收入1万元；|经营收入|
    if not asked.share and owner == name and names.dangles(owner):
        return asked.left(asked.name, own=False)  # 财政总收入…，|合同额
    naming = asked.of(owner)
    naming.own = not (naming.flow and asked.subject.counted)  # of 21 projects, not of the industry
    return naming


_OWNERS = (
    _of_several,
    _of_thing_behind,
    _of_owned,
    _of_class,
    _of_announced,
    _of_new,
    _of_group_behind,
    _of_pair,
    _of_subject,
)
