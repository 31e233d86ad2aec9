"""The names of figures that lean on another: differences, ranks, rates of completion, targets in brackets."""

from __future__ import annotations

from briefing import lazy as re
from briefing.extraction import names, predicates, words
from briefing.extraction.context import Sentence
from briefing.extraction.naming import Naming
from briefing.extraction.predicates import Predicate
from briefing.extraction.signs import FALLS, compared, sign
from briefing.model import Quantity

_AMOUNTS = frozenset(words.AMOUNTS.split())
_COMPLETION = re.compile(
    r"(?:超额)?(?:完成|占|超(?=任务)|为|达到|达|实现|相当于)(?:了)?[^，、；。完占]{0,18}?"
    r"(?:计划投资|投资计划|目标任务|目标|任务|计划|预算|指标|预期|进度|收入预期|总任务|任务数|目标值|计划数|预算数|预算调整数?|调整预算数?|变动预算数?)(?:总数)?(?:[（(][^（）()]{1,20}[）)])?的?$"
)
_AIM = re.compile(
    r"(?:年度|全年|年初|预期|人代会|考核|既定|(?:[省市县区]|上级)?下达的?)*"
    r"(?:目标|计划|预期|任务)(?:任务|值|数)?(?:为|是|：)?(?:增长|下降|上涨|降低|减少)?"
)
GIVEN = re.compile(r"(?:下达|确定|规定|既定|交办|制定|设定)(?:给[^，。；]{1,6})?的$")
_TASK = re.compile(r"的?(?:年度|全年|年初|预期)*(?:目标任务|目标|任务|计划)")
_PLANNED = re.compile(
    r"(?:完成|为|占)(?:了)?(?P<plan>(?:全年|年初|年|调整|年度|变动|收入|支出)*(?:预算|计划|目标任务|任务|目标)(?:调整)?数?)[（(]?$"
)
_LONGEST_PLAN = 12  # characters of 完成年度目标任务（
_SHARE_OF = re.compile(r"[）)]?的\d[\d.]*[%％]")
_SCHEDULE = re.compile(
    r"(?:[比较与]|快于|慢于|高于|低于|落后|超|领先)[^，。；]{0,8}(?:进度|序时)(?:要求)?(?:相比)?[快慢高低]?$"
)
# What a figure is compared with has its own in the bracket: 比全省（|7.4%|）…高1.7个百分点, 较上半年（…）, 低于预期目标（…）.
_COMPARED_WITH = re.compile(
    r"(?:[比较与和及、]|[高低快慢大小]于)(?P<base>[^，。；（）\d]{0,3}\d{0,4}[^，。；（）]{1,9})[（(]$"
)
_DIFFERS = re.compile(r"[）)][^。；]{0,40}?个百分点")
_AREA = re.compile(r"全[国省市区县州盟旗]")
_GOT = re.compile(r"(?:成功)?(?:获评|入选|荣获|获得|获|跻身|入围|进入|位列|上榜)")
_RESULT = re.compile(
    r"的?(?:优异)?(?:成绩|名次)(?:成功|顺利)?(?:入选|荣获|通过|获评|获得|获|入围|夺得|斩获)(?P<prize>[^，。；、]{2,40})"
)
# What ranks an area: 在“全国投资潜力百强区”名单中，我区位列第79位.
_LIST = re.compile(
    r"(?:在|据|根据)(?P<list>[^，。；]{3,40}?(?:名单|榜单|排行榜|排名|榜|评价|考核|评比|评估|测评|测评结果|活动|调查|报告))(?:中|里|上)?，[^，。；]{0,8}$"
)
_RANKED = re.compile(
    r"^(?:(?:连续|再次|首次)?(?:位居|位列|入围|入选|跻身|稳居|排名|位于|名列|荣获|获评|列|居(?![民家住]))+(?:(?:19|20)\d\d年)?)+"
)
_AMONG = r"(?:全[国省市区州]|[^，、；。\d]{2,3})?(?:\d{1,4}|[两三四五六七八九十]{1,3})个?(?:县（[市区]）|区县|县区|区市|县市区?|市县|市州|州市|省[区市份]|地市)(?:中)?"
_RANK_SCOPE = re.compile(
    rf"(?:{_AMONG}|并列|"
    r"连续(?:\d{1,2}|[两三四五六七八九十]+)(?:个?月|年|个?季度)|在全[国省市区]\d{1,4}个[^，。；\d]{1,12}中|综合(?=[居排位列])|分(?=[居列])|在|稳居|跃居|升至|保持|位居|位列|排名|居于|名列|蝉联|继续|连续|仍|位|居|列|排|为|进入|跃升至|提升至|上升至|前移至|均|都)*"
    r"(?:全[国省市区县球州]|世界|亚洲|(?:中国)?(?:中部(?:地区|六省|省份)?|中西部|西部|东部|北方)|沿海|长三角|我国|各省区市?|各省|省区市"
    r"|(?:[两三四五六七八九十各])?(?:主|中心)?城区|[两三四五六七八九十]+[区县市](?:[两三四五六七八九十]+[区县市])?|全国同类(?:城市|城区)?|[^，、；\d]{0,4}省会城市|全市各区县|各区县|区县|副省级城市|县级|地级市)?(?:各[省市区县]+)?(?:排名|排位|位次|排|位居|位列|居|列)*(?:分别)?[为是]?的?$"
)


def difference(sentence: Sentence, cut: int, point: int) -> Naming | None:
    """高于全国0.7个百分点: of what was named before; 高等教育毛入学率提升6.2个百分点; 提升税务登记率20个百分点."""
    text = sentence.text
    said = sign(text, cut, point)
    end = said.start() if said else point
    end -= 2 * text.endswith("拉动", cut, end)  # 分别|拉动增长|2.1和2.4个百分点
    inner = predicates.read(text, cut, end, comparing=True)
    head = names.head(text, cut, inner.start, sentence.lexicon)
    drives = (
        text[end:point] if text.startswith("拉动", end) else ""
    )  # 拉动经济增长3.9个百分点: not of the indicator
    subject = sentence.topic(cut) or sentence.subject or sentence.carried
    if not head.only_verbs:
        name, at = names.left(text, head.start, inner.start, sentence.lexicon)
        if name in FALLS and subject:
            return Naming(subject.name, subject.start, end, "difference", subject, predicate=inner)
        if names.is_attribute(name) and subject:
            name = names.joined(subject.name, name)
        return Naming(
            name,
            at,
            end,
            "difference",
            scope=head.scope,
            predicate=inner,
            own=not drives,
            suffix=drives,
        )
    if said and not compared(text, said.end(), point):
        rest = predicates.read(text, said.end(), point)
        return Naming(
            names.tidy(text[said.end() : rest.start]),
            said.end(),
            rest.start,
            "difference",
            predicate=inner,
        )
    if subject is None:
        return None
    of = None if drives else subject
    if drives:  # 工业投资占比为46%，拉动投资增长6.7个百分点: not the share does
        subject = next(
            (known for known in sentence.recent if subject.name.startswith(known.name)), subject
        )
    return Naming(
        subject.name,
        subject.start,
        end,
        "difference",
        of,
        predicate=inner,
        own=not drives,
        suffix=drives,
    )


def compared_with(
    sentence: Sentence, first: Quantity, cut: int, point: int, predicate: Predicate
) -> Naming | None:
    """增速较上半年（|0.6%|）回落1.2个百分点, 比全省（|7.4%|）高1.7个百分点: the same, of then or there."""
    subject, text = sentence.subject, sentence.text
    base = _COMPARED_WITH.search(text, max(sentence.start, cut - 20), cut)
    if subject is None or base is None or not _DIFFERS.match(text, sentence.after(first)):
        return None
    if "目标" in base["base"]:
        predicate = predicate._replace(target=True)
        return Naming(subject.name, subject.start, point, "aim", subject, predicate=predicate)
    area = _AREA.search(base["base"])
    return Naming(
        subject.name,
        subject.start,
        point,
        "subject",
        None if area else subject,
        own=not area,
        scope=area[0] if area else "",
        rule="compared-with",
    )


def bracketed(sentence: Sentence, cut: int) -> int:
    """Where the clause begins in which a bracket ends right before `cut`: |增速较上半年（0.6%）回落…."""
    if sentence.text[cut : cut + 1] not in ("）", ")"):
        return cut
    opened = max(sentence.text.rfind(mark, sentence.start, cut) for mark in "（(")
    return sentence.clause(sentence.start, opened) if opened >= 0 else cut


def schedule(sentence: Sentence, cut: int, point: int) -> Naming | None:
    """较均衡进度慢2.9%: told in per cent, but points of the rate of completion."""
    subject = sentence.subject
    if subject is None or not _SCHEDULE.match(sentence.text, cut, point):
        return None
    return Naming(subject.name, subject.start, point, "difference", subject)


def rank(sentence: Sentence, first: Quantity, cut: int, point: int) -> Naming | None:
    """总量保持全市第2; 以全省第1名成绩入选…; 获评…10强城区."""
    text = sentence.text
    won = _RESULT.match(text, first.end, sentence.end)
    if won:
        return Naming(names.tidy(won["prize"]), won.start("prize"), won.end("prize"), "right")
    got = _GOT.search(text, cut, point) if first.unit == "强" else None
    if got and got.end() < point:
        return Naming(names.tidy(text[got.end() : point]), got.end(), point, "rank")
    scope = _RANK_SCOPE.search(text, cut, point)
    inner = predicates.read(text, cut, scope.start() if scope else point)
    said = text[inner.start : point]
    inner = inner._replace(
        each="均" in said or "都" in said, respectively="分别" in said or said.startswith("分")
    )
    head = names.head(text, cut, inner.start, sentence.lexicon)
    subject = sentence.subject or sentence.topic(cut, "位") or sentence.carried
    if head.only_verbs:
        listed = _LIST.search(text, sentence.before, cut)
        if listed:
            return Naming(
                names.tidy(listed["list"]),
                listed.start("list"),
                inner.start,
                "rank",
                predicate=inner,
            )
        return (
            Naming(subject.name, subject.start, inner.start, "rank", subject, predicate=inner)
            if subject
            else None
        )
    name, at = names.left(text, head.start, inner.start, sentence.lexicon)
    name = _RANKED.sub("", name) or name  # 位居2024年全国百强区第59位
    if name in _AMOUNTS and at > head.start:  # 进出口总额突破万亿元、|增速
        subject = sentence.known(head.start, at) or subject
    several = names.split(name, 0) if subject else []
    if (
        subject and several and all(part in _AMOUNTS for part in several)
    ):  # 总量、增速分别居全市第4位、第2位
        name = "、".join(names.joined(subject.name, part) for part in several)
    elif name in _AMOUNTS and subject:  # 总量居全国第3位: of the indicator itself
        end = "" if subject.name[-1] == name[-1] else name  # 成交额的金额
        return Naming(
            subject.name, subject.start, inner.start, "rank", subject, predicate=inner, suffix=end
        )
    if names.is_attribute(name) and subject:
        name = names.joined(subject.name, name)
    return Naming(name, at, inner.start, "rank", predicate=inner)


def completion(sentence: Sentence, cut: int, point: int) -> Naming | None:
    """完成全年指标的147.8%, 为预算的98.5%: a rate of the indicator named before. None where it is nothing of the kind."""
    match = _COMPLETION.search(sentence.text, cut, point)
    if not match:
        return None
    inner = predicates.read(sentence.text, cut, match.start())
    head = names.head(sentence.text, cut, inner.start, sentence.lexicon)
    invested = (
        names.tidy(match[0]) if "投资" in match[0] else ""
    )  # 完成年度计划投资: of the projects, not their number
    if not head.only_verbs:
        name, at = names.left(sentence.text, head.start, inner.start, sentence.lexicon)
        return Naming(
            name,
            at,
            match.end(),
            "completion",
            own=not invested,
            scope=head.scope,
            predicate=inner,
            suffix=invested,
        )
    subject = sentence.subject
    if subject is None:
        return None
    of = None if invested else subject
    return Naming(
        subject.name,
        subject.start,
        match.end(),
        "completion",
        of,
        own=not invested,
        predicate=inner,
        suffix=invested,
    )


def aim(
    sentence: Sentence, first: Quantity, cut: int, point: int, predicate: Predicate
) -> Naming | None:
    """地区生产总值增长5%（年度目标6%以上）, 超额完成国家下达的110万人任务: the target of what was named before; 完成预算|105425万元|的5.4%."""
    subject, text = sentence.subject, sentence.text
    if subject is None:
        return None
    low = cut - _LONGEST_PLAN if text[cut - 1 : cut] in ("（", "(") else cut
    planned = _PLANNED.search(text, low, point) if _SHARE_OF.match(text, first.end) else None
    if planned:
        return Naming(
            subject.name + planned["plan"],
            subject.start,
            point,
            "aim",
            predicate=predicate._replace(target=True),
            also=subject.name if subject.indicator else "",
        )
    if GIVEN.search(text, cut, point) and _TASK.match(text, sentence.after(first)):
        return Naming(
            subject.name,
            subject.start,
            point,
            "aim",
            subject,
            predicate=predicate._replace(target=True),
        )
    if not _AIM.fullmatch(text, cut, point):
        return None
    return Naming(
        subject.name,
        subject.start,
        point,
        "aim",
        subject,
        predicate=predicate._replace(target=True),
    )
