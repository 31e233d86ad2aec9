"""When a figure is for, and whether it happened, is expected or is aimed at."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import budgets, comparisons, names, totals, words
from briefing.extraction.context import Sentence
from briefing.extraction.moments import Frame, Moment, last_month, since_january, told_until
from briefing.extraction.naming import Naming
from briefing.extraction.predicates import Predicate
from briefing.extraction.rules import COMPARED
from briefing.extraction.sentences import LONGEST
from briefing.extraction.wordlists import alternation
from briefing.model import Measure, Quantity, Status

_AIMING = (
    "年度目标",
    "目标",
    "力争",
    "确保",
    "计划目标",
    "要完成",
    "力保",
    "计划开工",
    "计划新开工",
    "计划竣工",
    "计划投产",
)
_PLANNED = re.compile(
    r"(?:(?:年[度内]?|全年)(?:计划(?:总|完成)?投资|投资计划)|[今当]年计划投资"
    r"|计划完成(?:总|年度)?投资|项目(?:总|共)?计划投资)额?(?:为|达|约)?$"
)  # what the year is to bring, whenever it is told
_ADJUSTED = ("调整", "调增", "调减")  # a budget of the same year before and after
_AIMED = re.compile(r"(?:[^，。；]{0,30}?的)?(?:年度|全年|预期|增长|发展)*目标")
# What a sentence opens with that tells of nothing else: 主要预期目标是：…; 2013年，全县计划|招引…
_OPENS_AIMS = re.compile(
    r"(?:(?:20\d\d年|今年|明年)，)?[^，。；：（(]{0,20}"
    r"(?:(?:(?:预期|主要|奋斗|发展|工作)目标|(?:年|度)目标)(?:任务)?|主要任务|(?:总体|总的|工作)要求)"
    r"(?:是|为)[：，]?"
)
_OPENS_PLANS = re.compile(
    r"(?:(?:(?:19|20)\d\d年|今年|明年|年内)，?)?[^，。；：、\d]{0,12}?(?:计划|拟|(?P<will>将))(?=[^，。；：\d])"
)
# 我县将|严守…: what 将 is before when it tells of the future, and takes no object forward (将项目纳入…)
_WILL = re.compile(
    r"严|继续|进一步|全力|大力|重点|加快|加大|以|深入|着力|持续|坚持|力争|聚焦|围绕|扎实|全面|统筹|积极|实施|推进|新[建增]|建设|完成|开展|投资|实现|达到|安排"
)
_CLAUSE_PLANS = re.compile(
    r"[，。；：](?:全年|年内|今年|[本年]年度?)(?:计划|拟|将)(?=[^，。；：\d])"
)
_PLANNING = ("将", "计划", "拟")  # the first holds for a paragraph
_TASK = re.compile(r"[^，。；\d]{0,8}?(?:目标|任务|计划)")
_AIM_WORDS = ("目标", "任务", "要求")
_OPENING = 32  # characters of a sentence that may say so
_CARRIED_OUT = re.compile(r"已|目前|截[至止]|实际|累计|超额")
_CARRIED_ON = re.compile(rf"{_CARRIED_OUT.pattern}|[，；]完成")
_INVESTED = re.compile(rf"{_CARRIED_OUT.pattern}|[，；]完成(?:总?投资|了)")
_COMPLETED = re.compile(r"(?:完成|实现)(?!了?(?:年|年度|全年)?(?:计划|预算|目标|任务))")
# Names that are of what was set, where nothing says that it was done: 农村改厕任务|38283座.
_TAKEN_ON = re.compile(r"完成|争取|承接|落实|实现|上报|申报|细化|制定|梳理")
_SET = re.compile(r"(?:考核指标|目标任务|任务数?|指标任务|目标值)$")
_NEWLY = re.compile(r"^承接|惠及|新增|新设|新建|新开|新登记|新引进|新培育|新入驻|累计|到位")
_DEED = re.compile(r"(?:改造|整治|治理|搬迁|整改|封禁保护|修复|造林|绿化|转化|台阶|大关|关口)$")
_SPENT = re.compile(
    r"(?:支出|投入)$"
)  # 累计完成民生实事100项，民生支出超180亿元: what was spent on what was done in all the years
_ADVERBIAL = re.compile(
    r"(?:末|底|累计|当月|单月)?(?:，|[全我本][省市区县州盟旗])"
)  # a time that the whole sentence is told of: 上半年，…
_OF_A_PLAN = re.compile(r"“?十[一二三四五六]?五”?(?:期间|时期)的")  # 是“十五”期间的|5.1倍
_ON_THE_YEAR = re.compile(r"同比|[比较](?:上年|去年)")
_HAPPENED = re.compile(
    r"[^，。；]{0,24}?(?:成功|顺利|相继|陆续|先后|签订|签约|落地|落户|投产|投用|竣工|建成|获批|获评|入选|揭牌|开园|入驻)"
)
_OPENED = re.compile(
    r"(?:^|[，。；：！\n])[^，。；：！\n]{0,6}$"
)  # before a time that its clause is told of
_BASE_TIME = 16  # characters that name a time compared with: 较去年同期（
_WORK_RATE = re.compile(r"(?:开工|复工|竣工|完工|投产|完成|到位|整改|办结)率")
_WORK = re.compile(r"完成|开工|复工|竣工|新增|发放|支付|拨付|入库|到位|签约|引进")
_IN_ALL = "累计"
_OF_MONTH = "当月"  # of the last one of the months told of
_DEADLINES = ("前", "底前", "之前", "以前")
_WHOLE_AGAIN = re.compile(r"全年(?!目标|任务|计划|预算|指标)")
_WHOLE_YEAR = re.compile(r"(?<![上去]年)全年|本年度|年度(?=增长)")
# 较上年|28899万元|增长9.9%: what it was the year before
_BASE_AMOUNT = re.compile(r"[比较](?:上年|去年)(?:同期|决算)?(?:的|完成)?数?")
_PLANNED_YEARS = 5
_MEAN_FOLLOWS, _SEVERAL_TIMES = re.compile(r"，年均(?:增长|递增)(\d+(?:\.\d+)?)%"), 3
_EXPECTED_TIME = re.compile(r".{2}(?:，|[\d—\-－至年]{1,9}[月年]份?，)?")
_TOLD_BEFORE = re.compile(r"\d(?![\d年月日—\-－至]|个月)")  # a figure; no year or month
_LEADING = 12  # characters before 预计 that leads a whole sentence
_EXPECTING = re.compile(alternation(words.ESTIMATES))


ALREADY = "已有"  # reason: there before what is planned


class Time(NamedTuple):
    """Status and period of a figure, and why."""

    status: Status
    period: str
    reason: str  # the words or the part of the document that said so
    at: tuple[int, int] | None = None  # where the text names the period


def when(
    sentence: Sentence,
    quantity: Quantity,
    measure: Measure,
    naming: Naming,
    cut: int,
    predicate: Predicate,
) -> Time:
    """The clause's own words go before the section's and the document's."""
    frame, calendar = sentence.frame, sentence.calendar
    compared = naming.rule == COMPARED and calendar.named_as_base(cut - _BASE_TIME, cut)
    moment = compared or _moment(sentence, naming, cut, quantity.start)
    settled = calendar.settle(frame, moment)
    if (
        settled.status == "target"
        and frame.status == "actual"
        and moment
        and moment.start > cut
        and not _coming(sentence, moment)
    ):
        moment, settled = (
            None,
            calendar.settle(frame, None),
        )  # 压减2024年预算资金: the year of a name
    status, reason = settled.status, settled.reason
    at = (moment.start, moment.end) if moment else None
    if status == "actual" and (said := _said(sentence, quantity, measure, naming, cut, predicate)):
        status, reason = said
    elif status == "actual" and measure == "level" and _planned(sentence, cut, quantity):
        return Time("target", str(settled.last) if settled.last else "", "年度计划", at)
    elif status == "target" and (naming.existing or sentence.text.startswith("已", cut)):
        return Time("actual", str(settled.first - 1), ALREADY, at)
    part_of_year = _part_of_year(sentence, quantity, measure, naming, cut, moment, settled)
    first, last = settled.first, settled.last
    if not (moment and moment.by_months and not predicate.to):
        first, last = _years(sentence, first, last, quantity, measure, naming, cut, predicate)
    if status == "actual" and first == last and last and not predicate.source:
        first, last = _of_several(sentence, quantity, measure, cut, first, last)
    if measure == "level" and last and _before(sentence, cut, quantity):
        same = "同期" in sentence.text[cut : quantity.start]
        return Time(status, f"{last - 1}{part_of_year if same else ''}", "上年数", at)
    if predicate.source and sentence.text.startswith(_ADJUSTED, quantity.end):
        return Time("target", str(last or ""), "由…调整为…的前一头", at)
    if predicate.source:
        began = predicate.year or max(settled.first - 1, 0)
        past = status == "estimate" and began < settled.first  # 预计…从2015年的…增长到…
        told = f"{began}{part_of_year}" if "同期" in predicate.base else str(began or "")
        return Time("actual" if past else status, told, "由…到…的前一头", at)
    if not last:
        return Time(status, "", reason, at)
    whole = settled.first == settled.last and first == last
    return Time(
        status,
        f"{last}{part_of_year}" if whole else str(last) if first == last else f"{first}-{last}",
        reason,
        at,
    )


def _part_of_year(
    sentence: Sentence,
    quantity: Quantity,
    measure: Measure,
    naming: Naming,
    cut: int,
    moment: Moment | None,
    settled: Frame,
) -> str:
    """The part of the year that a figure is for: the one named, the last month of it (当月), or none (全年)."""
    text, part = sentence.text, settled.part_of_year
    if not part or naming.how == "aim" or _WHOLE_YEAR.search(text, cut, quantity.start):
        return ""
    if _OF_MONTH in text[cut : quantity.start] + naming.name:
        return last_month(part)
    if moment is None and _IN_ALL in text[sentence.start : quantity.start]:
        return since_january(part)  # a title's 2021年6月: …累计完成
    if not moment or not told_until(text, moment.start):
        return part
    # 截至8月底: what was done by then is of the months since January, what there is of that month
    done = naming.how == "completion" or _WORK_RATE.search(naming.name) is not None
    worked = _WORK.search(text, cut, quantity.start) is not None
    flow = measure == "level" and naming.flow and worked
    return since_january(part) if done or flow else part


def _said(
    sentence: Sentence,
    quantity: Quantity,
    measure: Measure,
    naming: Naming,
    cut: int,
    predicate: Predicate,
) -> tuple[Status, str] | None:
    """What the words around a figure of the past make of it: a target or an estimate, and why; None where nothing."""
    if _budgeted(sentence, quantity, measure, naming, cut):
        return "target", "预算数、目标"
    if _opens_with_aims(sentence, quantity.start):
        return "target", "目标"
    forecast = predicate.estimate or sentence.calendar.forecast(quantity.end)
    if forecast or _expected(sentence, naming, cut, quantity.start):
        return "estimate", "预计"
    aimed = predicate.target or _aimed(sentence, cut, quantity) or _set(sentence, naming, cut)
    return ("target", "目标") if aimed and naming.how != "completion" else None


def _before(sentence: Sentence, cut: int, quantity: Quantity) -> bool:
    """较上年|28899万元|增长9.9%"""
    text = sentence.text
    return text.startswith(("增长", "下降", "增加", "减少"), quantity.end) and bool(
        _BASE_AMOUNT.fullmatch(text, cut, quantity.start)
    )


def _of_several(
    sentence: Sentence, quantity: Quantity, measure: Measure, cut: int, first: int, last: int
) -> tuple[int, int]:
    """The years of a sum of several, or of a change against an earlier plan, told in a part of one year."""
    span, found = (sentence.start, sentence.end), None
    if measure == "level":
        found = totals.summed(sentence.text, span, cut, quantity.end, last)
    elif measure == "yoy" and (mean := _MEAN_FOLLOWS.match(sentence.text, quantity.end)):
        # 人均生产总值35573元，增长79.6%，年均增长12.4%: no year grows by several times the mean of five
        if quantity.value > _SEVERAL_TIMES * Decimal(mean[1]):
            found = last - _PLANNED_YEARS + 1, last
    elif measure in ("yoy", "multiple"):
        found = totals.changed(sentence.text, sentence.start, quantity.start, last)
    return found or (first, last)


def _years(
    sentence: Sentence,
    first: int,
    last: int,
    quantity: Quantity,
    measure: Measure,
    naming: Naming,
    cut: int,
    predicate: Predicate,
) -> tuple[int, int]:
    """First and last year: of several years a state is for the last one, a change and work done for all."""
    frame = sentence.frame
    changes = measure in ("yoy", "cagr", "pp") or (
        measure == "multiple" and predicate.direction != 0
    )
    if predicate.year and predicate.to and measure != "multiple":
        return predicate.year, predicate.year
    overall = measure == "cagr" or predicate.verb == "净增"
    if overall and first == last and frame.first != frame.last:
        return frame.first, frame.last
    if measure == "cagr" and first == last and (around := sentence.calendar.around(sentence.start)):
        return around  # 过去五年工作回顾 … 2021年生产总值340亿元，年均增长8.3%
    if first != last:
        clause = sentence.text[cut : quantity.start]
        if changes and _ON_THE_YEAR.search(clause):
            return last, last
        state = predicate.to and not (naming.how == "right" and "完成" in clause)
        done = naming.flow and not state and (naming.verb or not predicate.reached)
        done = (
            done
            or (predicate.total and "累计达" not in clause)
            or predicate.direction != 0
            or bool(_NEWLY.search(naming.name) or _DEED.search(naming.name))
            or bool(_SPENT.search(naming.name) and "累计" in sentence.text[sentence.start : cut])
            or (not state and _summed_before(sentence, quantity.start))
            or (sentence.flow and (naming.how == "attribute" or _among(sentence, cut)))
            or ("完成" in clause and naming.name.endswith(("投资", "投资额")))
            or (naming.how in ("right", "verbs") and _happened(sentence, quantity))
        )
        compared = measure == "multiple" and (
            _OF_A_PLAN.search(clause) is not None
            or (naming.subject is not None and sentence.flow)  # 造林205万亩，是…的1.8倍
        )
        lasting = predicate.steady or any(
            word in clause.removesuffix("每年") for word in ("每年", "年均", "连续")
        )
        return (
            (first, last)
            if changes or lasting or compared or (measure == "level" and done)
            else (last, last)
        )
    since = predicate.since or (sentence.last.since if predicate.annual and sentence.last else 0)
    if changes and 0 < since < last - 1:
        return since + 1, last
    if (measure == "cagr" or (changes and predicate.total)) and frame.last and last > frame.last:
        return max(frame.last, last - _PLANNED_YEARS + 1), last  # 到2030年，…年均增长6%
    if predicate.years > 1 and (changes or measure == "level"):
        return last - predicate.years + 1, last
    if measure == "cagr" and last:  # no average is of one year
        return sentence.calendar.began(last) or last - _PLANNED_YEARS + 1, last
    return first, last


def _summed_before(sentence: Sentence, at: int) -> bool:
    """累计开工项目47个、总开工面积530万平方米: the word holds through its list, up to the next comma."""
    start = max(sentence.text.rfind(mark, sentence.start, at) for mark in "，；。") + 1
    said = sentence.text.find("累计", max(start, sentence.start), at)
    return said >= 0 and not sentence.text.startswith("累计达", said)


def _among(sentence: Sentence, cut: int) -> bool:
    """五年引进企业32家，|其中规模以上企业|4家: a part of what was done in all the years."""
    text = sentence.text
    return text.startswith("其中", cut) and not _WHOLE_YEAR.search(text, sentence.start, cut)


def _happened(sentence: Sentence, quantity: Quantity) -> bool:
    """5家研究院|成功落地: what is told of the counted happened in the years."""
    return bool(_HAPPENED.match(sentence.text, quantity.end, sentence.end))


def _moment(sentence: Sentence, naming: Naming, cut: int, at: int) -> Moment | None:
    """The time named for this figure. Within the year it holds on in a report on part of a year, else for its clause only."""
    start, in_part = (
        sentence.start,
        bool(sentence.frame.part_of_year) or not sentence.calendar.dated,
    )
    if in_part:
        start = max(
            0, sentence.text.rfind("\n", max(0, start - LONGEST), start) + 1, start - LONGEST
        )
    if sentence.frame.status == "target" and sentence.text.startswith("其中", start):
        # Among what is to come, of what the sentence before told: 截至2020年12月底完成2.4亿元。|其中8个项目….
        start = max(0, sentence.text.rfind("。", 0, max(0, start - 1)) + 1, start - LONGEST)
    moment = sentence.calendar.named(start, sentence.end, at)
    while moment and not _holds(sentence, moment, naming, cut, at, in_part):
        moment = sentence.calendar.named(start, sentence.end, moment.start)
    return moment


def _holds(
    sentence: Sentence, moment: Moment, naming: Naming, cut: int, at: int, in_part: bool
) -> bool:
    """Whether a time still holds: 1—11月，…增长12%，预计|全年|增长11%.

    Of the sentences before holds no time by which something is to be done (11月底前) and no year of a name (入选2025年省…项目).
    """
    text = sentence.text
    if moment.relative and text.startswith("同期", moment.end):
        return moment.start >= cut  # 去年同期|39亿元|，同比增长1%
    if moment.start < sentence.start:
        named = moment.first == moment.last and not moment.part_of_year and not moment.relative
        within = _OPENED.search(text, max(0, moment.start - LONGEST), moment.start) is None
        if (named and within) or text.startswith(_DEADLINES, moment.end):
            return False
    if not moment.part_of_year:
        return True
    if _WHOLE_AGAIN.search(text, moment.end, at):
        return False
    if sentence.before > moment.end and "预计" in sentence.text[sentence.before : at]:
        return in_part  # 截至11月底，完成8亿元，|预计投资9亿元
    if in_part or moment.start >= cut or cut - moment.end <= 2 or naming.subject is not None:
        return True
    return sentence.opens(moment.start) and bool(_ADVERBIAL.match(sentence.text, moment.end))


def _coming(sentence: Sentence, moment: Moment) -> bool:
    """到2030年, 至2025年底: what is to come."""
    text = sentence.text
    return (
        text[max(sentence.start, moment.start - 1) : moment.start] in ("到", "至", "年")
        or text[moment.end : moment.end + 1] in "，末底"
    )


def _planned(sentence: Sentence, cut: int, quantity: Quantity) -> bool:
    """年度计划投资|300亿元"""
    text, at = sentence.text, quantity.start
    return text.find("计划", cut, at) >= 0 and _PLANNED.search(text[cut:at]) is not None


def _expected(sentence: Sentence, naming: Naming, cut: int, at: int) -> bool:
    """Whether 预计 holds here: from its clause on through its list, up to a verb of its own (完成, 实现).

    Behind the name of one thing it holds for that alone, unless it is 预计完成: 产值预计增长8%，新增企业|42户.
    """
    text, start = sentence.text, sentence.start
    if not _EXPECTING.search(text, start, at):
        return False
    said = max(text.rfind(word, start, at) for word in words.ESTIMATES)
    if said >= cut:
        return True
    first = text.find("；", said, at)
    if first >= 0 and _TOLD_BEFORE.search(text, start, said):
        return said - start <= _LEADING and not _COMPLETED.search(text, first, at)
    opened = _EXPECTED_TIME.match(text, said, at)  # 预计，全年实现…; 预计1—12月，全县可完成…
    head = opened.end() if opened else said + 2
    end = min((p for mark in "，；、" if (p := text.find(mark, head, at)) >= 0), default=at)
    if _COMPLETED.search(text, said, end):
        return True
    named = not names.head(text, sentence.clause(start, said), said, sentence.lexicon).only_verbs
    return not _COMPLETED.search(text, end, at) and (not named or naming.how == "subject")


def _budgeted(
    sentence: Sentence, quantity: Quantity, measure: Measure, naming: Naming, cut: int
) -> bool:
    """Whether a budget's amount or a target in brackets is told among what came of it."""
    if naming.how == "aim" or budgets.aimed_in_brackets(sentence.text, cut):
        return True
    money = measure == "level" and quantity.unit.endswith(("元", "万", "亿"))
    money = money and naming.how != "completion"
    return money and budgets.budgeted(sentence.text, sentence.start, quantity.start)


def _aimed(sentence: Sentence, cut: int, quantity: Quantity) -> bool:
    """力争…, 年度目标…, 增长16%的目标."""
    text = sentence.text
    if quantity.unit == "%" and text.startswith("紧盯", cut):
        return True
    if text.startswith(_AIMING, cut) or _opens_ahead(sentence, quantity.start):
        return True
    if comparisons.GIVEN.search(text, cut, quantity.start) and _TASK.match(
        text, sentence.after(quantity)
    ):
        return True  # 超额完成市下达的|8000人|就业任务
    listed = text.rfind("目标任务为：", sentence.start, quantity.start)
    if listed >= 0 and not _CARRIED_OUT.search(text, listed, quantity.start):
        return True
    after = sentence.after(quantity)
    aimed = text.find("目标", after, sentence.end) >= 0  # few sentences have the word
    return aimed and _AIMED.match(text, after, sentence.end) is not None


def _opens_with_aims(sentence: Sentence, at: int) -> bool:
    """2022年目标任务是：…，预计比上年增长24.8%: expected is what is aimed at."""
    end = _aims(sentence.text, sentence.start, at, ("目标",))
    return end > 0 and not _CARRIED_OUT.search(sentence.text, end, at)


def _aims(text: str, head: int, at: int, words: tuple[str, ...]) -> int:
    """Where the words end that a sentence opens its aims with, if it has one of some words; 0 where it opens with none."""
    opening = text[head : min(at, head + _OPENING)]
    aims = _OPENS_AIMS.match(opening) if any(word in opening for word in words) else None
    return head + aims.end() if aims else 0


def _opens_ahead(sentence: Sentence, at: int) -> bool:
    """Whether the sentence or its paragraph opens with aims or plans, and nothing since says that they were carried out."""
    text, start = sentence.text, sentence.start
    paragraph = text.rfind("\n", max(0, start - LONGEST), start) + 1
    for head in (start, paragraph) if paragraph != start else (start,):
        if not _says_ahead(text[head : head + _OPENING]):
            continue
        opening = text[head : min(at, head + _OPENING)]
        if end := _aims(text, head, at, _AIM_WORDS):
            return not _CARRIED_OUT.search(text, end, at)
        planning = _PLANNING if head == start else _PLANNING[:1]
        if any(word in opening for word in planning) and (end := _plans(text, head, at)):
            return not _carried_on(text, end, at)
    plans = _CLAUSE_PLANS.search(text, start, at)
    return (
        plans is not None
        and names.begins_with_verb(text, plans.end(), at)
        and not _carried_on(text, plans.end(), at)
    )


def _carried_on(text: str, end: int, at: int) -> bool:
    """Whether what is planned up to `end` is said to be done before a place; 计划|完成A…，完成B is planned all along."""
    told = _INVESTED if text.startswith("完成", end) else _CARRIED_ON
    return told.search(text, end, at) is not None


@lru_cache(maxsize=64)  # asked for every figure of a sentence
def _says_ahead(opening: str) -> bool:
    return any(word in opening for word in (*_AIM_WORDS, *_PLANNING))


def _plans(text: str, start: int, at: int) -> int:
    """Where the plan that a sentence opens with begins (全县计划|招引…), 0 where it opens with none."""
    plans = _OPENS_PLANS.match(text, start, at)
    if plans is None:
        return 0
    end = plans.end()
    if plans["will"]:
        ahead = _WILL.match(text, end, at) is not None
    else:
        ahead = text.startswith("的", end) or names.begins_with_verb(text, end, at)
    return end if ahead else 0


def _set(sentence: Sentence, naming: Naming, cut: int) -> bool:
    """农村改厕任务|38283座 was set; 完成招商引资任务|3620万元 was done."""
    text, end = sentence.text, naming.end
    return (
        naming.how == "left"
        and bool(_SET.search(text, cut, end))
        and not _TAKEN_ON.search(text, cut, end)
    )
