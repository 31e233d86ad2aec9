"""Where the name of a figure begins and ends: to the left of its number (技术合同成交额124亿元) or behind it (196个重点项目)."""

from __future__ import annotations

from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction import words
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.wordlists import Beginnings, alternation, lengths_by, terms

_HEADS = Beginnings(words.HEADS)
_ADVERBS = Beginnings(words.ADVERBS)
_BRINGING = Beginnings(words.BRINGING)
_KEPT = Beginnings(words.KEPT)
_NEUTRAL = Beginnings(words.NEUTRAL)
_VERBS = frozenset((*words.KEPT.split(), *words.BRINGING.split()))
_VERB_LENGTHS = lengths_by(-1, _VERBS)
_GENERIC = frozenset(words.GENERIC.split())
_ATTRIBUTES = frozenset(words.ATTRIBUTES.split())
_NOUNS = Beginnings(words.NOUNS)
_INNER = re.compile(alternation(word.lstrip("+") for word in words.INNER.split()))
_INNER_KEPT = frozenset(word[1:] for word in words.INNER.split() if word.startswith("+"))
_BEHIND = re.compile(alternation(words.BEHIND.split()))
_CUTS = re.compile(alternation(words.CUTS.split()))
_AMONG = re.compile(
    r"(?:项目|工程|企业|单位|任务)中(?![心小试央医学部国介期])"
)  # 22个产业项目|中|物流园等14个项目
_STEPS = re.compile(r"[一二三四五六七八九十两]+个?大?(?:台阶|大关|关口)")
_NOUN_ENDS = re.compile(alternation(words.NOUN_ENDS.split()))
_CHANGES = re.compile(
    alternation(
        word for word, role in words.ROLES.items() if role in ("to", "up", "down") and len(word) > 1
    )
)
_TRAILING = re.compile(rf"(?:{alternation(words.TRAILING.split())})+$")
_NEXT_BOUND = re.compile(r"(?:约|近|超|超过|共|达|突破|不少于|不低于|第|前)+$")
_ETC = re.compile(r"等(?![级次待同于候式速离分效着到你我值价额边腰]|高线|高级|教育)")
_FOOTNOTE = re.compile(r"[\[【〔（(](?:注释?|脚注)?\d{1,2}[\]】〕）)]|[①-⑳]")
_ASIDE_BEGINS = re.compile(r"[\[【〔（(①-⑳]")
_PAIRED = frozenset("“”（）()")
_REMARK = r"下同|同上|不?含|现价|可比价|预计|初步|快报|决算|同口径|按|剔除|扣除|以下简称|简称|注释?"
_ASIDE = re.compile(
    rf"（(?:(?:{_REMARK})[^（）]{{0,60}}|[^（）]{{4,60}})）"
    rf"|\((?:(?:{_REMARK})[^()]{{0,60}}|[^()]{{4,60}})\)"
)
_PLACED = re.compile(
    r"(?:县城|城区|城市|城镇|农村|城乡|建成区|规模以上|规上|限额以上|限上)(?!居民|常住)"
)
_WORKS = re.compile(
    r"(?P<places>行政村|自然村|村|小区|社区|乡镇|学校|住宅楼|居民楼)(?![民级庄委])(?P<works>.{3,}(?:工程|改造项目))"
)
# 市十七届人大四次会议批准的|一般公共预算收入
_APPROVED = re.compile(
    r"[^，。；：\d]{2,48}(?:会议|人大|人代会|常委会)[^，。；：]{0,8}(?:批准|通过)的"
)
_DIVISIONS = re.compile(
    r"(?:县（市、区）|[县市区旗州]{2,4}|地市|设区市|乡镇|镇街|街道)(?=[^的]{4,}在$)"
)
_DANGLING = (
    "总",
    "净",
    "毛",
    "规上",
    "规模以上",
    "限上",
    "限额以上",
    "可支配",
    "人均",
    "营业",
    "主营业务",
)
_STOCKED = re.compile(r"^年?(?:出|存)栏(?=.)")  # 年出栏生猪26万头，存栏9万头
# What a page number or the cells of a table left before a sentence: …551.93113.72全年发电量.
_RESIDUE = re.compile(r"^.*\d(?=全年)")
_SUMMED = frozenset(("收入", "支出", "收入总计", "支出总计"))
_WHOLES = re.compile(
    r"(?:初步核算，?|据统计，?)?(?:(?:(?:19|20)\d\d年)?(?:全年|年末|年内)(?:全[省市区县州旗盟])?(?:共?(?:实现|完成)|共有|拥有)?"
    r"|全[省市区县州旗盟](?:共?(?:实现|完成)|共有|拥有)?)"
)
_WHOLE_YEAR = re.compile(r"(?:全年|年末|年内)全[省市区县州旗盟]")
_NUMERALS = frozenset("一二三四五六七八九十")
_RUN_IN = re.compile(r"(?<![^\n。])\d{0,3}[一二三四五六七八九十]{1,3}、")
_MOMENT_BEGINS = frozenset("0123456789到至截自从前上下第一二三四十“近两五")
# With what begins that is peeled off the head of a clause, and with what a verb or an adverb there.
_BRINGS = _ADVERBS.begins | _BRINGING.begins
_VERBAL = _BRINGS | _KEPT.begins | _HEADS.begins
_PEELED = _VERBAL | _MOMENT_BEGINS | frozenset(" 　”“加")
_ADDED = re.compile(
    r"加上?(?=上[级年解划缴]|调[入出]|债务|动用|地方|转移|一般|中央|返还|新增|再融资)"
)
# 在总人口中|男性人口: of which whole a part is
_IN_ALL = re.compile(
    r"在[^，。；、\d中]{0,8}(?:人口|人员|户数|企业|总数|总量|总额|产业|行业|支出|收入)中(?![国小央心型])"
)
_PLANNING = frozenset(words.PLANNING.split())
_YEARS = r"(?:19|20)\d\d(?:[—\-–至](?:19|20)\d\d)?年(?:度)?"
_PART = r"[上下]半年|第?[一二三四]季度|前三季度|前(?:\d{1,2}|[一二三四五六七八九十]+)个?月"
_MONTHS = r"\d{1,2}(?:[—\-–至]\d{1,2})?月"
_MOMENT = re.compile(
    rf"(?:到|至|截至|截止|自|从)?(?:{_YEARS}(?:{_PART})?(?:{_MONTHS}(?:份)?)?(?:末|底|初)?前?"
    rf"|{_MONTHS}(?:份|末|底)?(?:以来)?前?|(?:{_PART})(?:末|以来)?"
    r"|“?十[一二三四五六]?五”?(?:期间|时期|以来|末)?|近?(?:\d{1,2}|[两三四五])年(?:来|间)?)(?:，|的)?"
)
# 一、 at the head of a line, but no 一、二、三产业
_NUMBERING = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、.．](?!\d)|[）)])(?![二三四五]、|[二三]产)"
)
# Lists before 等 that name kinds (瞪羚、专精特新等企业) and not examples (A公司、B大厦等企业).
_KINDS = re.compile(r"专精特新|小巨人|瞪羚|独角兽|单项冠军|雏鹰|(?:制造|产|行|服务|工)业(?=[、等])")
_LEVEL_END = re.compile(rf"(?:{alternation(words.LEVELS.split())})$")
_LEVEL_HEAD = re.compile(r"^(?:国家级|省级|市级|区级|县级|国家|省部级|省市级)(?:以上|及以上)?")
_PLACE = re.compile(rf"(?:{alternation(words.PLACES.split())})$")
_ENDINGS = sorted({*words.ENDINGS.split()}, key=len, reverse=True)
_GROWTHS = ("增速", "增幅")
_HELD = (*_GROWTHS, "总量", "规模", "金额")
_JOINED = re.compile(r"、|以及|和|与|(?<!普)(?<!涉)(?<!触)及(?![格时物])")
_BARE_LEVELS = frozenset(terms("国 省 市 区 县 州 国家 全国 全省"))
_REACHED = re.compile(r"达到|突破|实现|超过|增至|位居|获评|增长|下降|翻番|完成")
_STOPS = "，。；：！？,;:\n）)"
_STOP_OR_BRACKET = re.compile(f"[{re.escape(_STOPS)}—（(“]")
_LIMITS = frozenset(terms("超 超过 达 达到 突破 过 约 近 仅 有"))
_SCOPED = re.compile(r"[全我本][省市区县州旗盟]")


class Head(NamedTuple):
    """What was peeled off the head of a clause, and where the name begins."""

    start: int
    only_verbs: bool = False  # the clause has nothing but verbs before its number
    verbs: str = ""  # those of them that belong to a name
    brought: bool = False  # a verb of bringing about was peeled: 建成, 举办
    scope: str = ""  # an area named at the head: 全市, 全国
    planned: bool = False  # 拟, 建议 at the head: what follows is a target


class Thing(NamedTuple):
    """A thing counted behind its number."""

    name: str = ""
    start: int = 0
    end: int = 0
    behind: str = ""  # the verb behind it and what follows: 获评国家级特色学校


def head(text: str, start: int, end: int, lexicon: Lexicon) -> Head:
    """Peel what says nothing of the name off the head of text[start:end]."""
    scope = ""
    brought = planned = False
    numbered = _NUMBERING.match(text, start, end) if start == 0 or text[start - 1] == "\n" else None
    at = numbered.end() if numbered else start
    approves = text.find("准的", at, end) >= 0 or text.find("过的", at, end) >= 0
    while at < end:
        if text[at] not in _PEELED and not approves:
            break  # as with most names
        if _noun(text, at, end) or (
            lexicon.knows(text[at:end]) and not _SCOPED.match(text, at, end)
        ):
            break
        if text[at] in " 　”" or (text[at] == "“" and end - at == 1):
            at += 1
            continue
        if approves and (approved := _APPROVED.match(text, at, end)):
            at = approved.end()
            continue
        kept = _KEPT.at(text, at, end)
        word = _heading(text, at, end)
        moment = _MOMENT.match(text, at, end) if text[at] in _MOMENT_BEGINS else None
        if moment and moment.end() - at > len(word):
            at = moment.end()
            continue
        if word and len(word) >= len(kept):
            if word in _LIMITS and text[at + len(word) : min(end, at + len(word) + 1)].isdigit():
                break  # 超|100万元的村
            if word[0] in "全我本" and word[-1] in "国省市区县州盟旗镇":
                scope = word
            brought = brought or word == "完成" or "累计" in word
            # 建议|提案办复率 is of what was proposed
            planned = planned or (word in _PLANNING and not text.startswith("提案", at + len(word)))
            at += len(word)
            continue
        verb = _bringing(text, at, end)
        if verb > at and len(kept) < verb - at:
            brought, at = True, verb
            continue
        break
    verbs, after = _verbs(text, at, end, lexicon)
    if after >= end:
        return Head(end, True, verbs, brought, scope, planned)
    return Head(at, False, "", brought, scope, planned)


def _heading(text: str, at: int, end: int) -> str:
    """The word at the head of a clause that says nothing of what is counted; 加 and 加上 before 上级, 上年, 调入."""
    if text[at] == "加" and (added := _ADDED.match(text, at, end)):
        return added[0]
    if text[at] == "在" and (among := _IN_ALL.match(text, at, end)):
        return among[0]
    return _HEADS.at(text, at, end)


def _noun(text: str, at: int, end: int) -> bool:
    """Whether a noun begins here that looks like a verb or an adverb: 服务业, 重点项目."""
    if at >= end or text[at] not in _NOUNS.begins:
        return False
    noun = _NOUNS.at(text, at, end)
    return bool(noun) and len(noun) >= len(_KEPT.at(text, at, end))


def _bringing(text: str, at: int, end: int) -> int:
    """The place behind a verb of bringing about with the adverbs before it; `at` where there is none.

    Adverbs alone are peeled where a kept verb follows them (高标准|建成通车).
    """
    if at >= end or text[at] not in _BRINGS:
        return at
    start = at
    while adverb := _ADVERBS.at(text, at, end):
        at += len(adverb)
    verb = _BRINGING.at(text, at, end)
    if verb and not _noun(text, at, end):
        return at + len(verb)
    if at > start and (at >= end or _KEPT.at(text, at, end)):
        return at
    return start


def _verbs(text: str, at: int, end: int, lexicon: Lexicon) -> tuple[str, int]:
    """The kept verbs that fill text[at:end], and where the filling ends; adverbs between them are left out."""
    verbs = ""
    if at >= end or text[at] not in _VERBAL:
        return verbs, at
    while at < end and not _noun(text, at, end) and not lexicon.knows(text[at:end]):
        verb = _KEPT.at(text, at, end)
        if verb:
            verbs += verb
        else:
            verb = (
                _BRINGING.at(text, at, end)
                or _ADVERBS.at(text, at, end)
                or _HEADS.at(text, at, end)
            )
            if not verb:
                break
        at += len(verb)
    return verbs, at


def left(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[str, int]:
    """The name in text[start:end] and where it begins: behind the last strong verb inside, behind 等."""
    begin = _behind_heading(text, start, end, lexicon)
    if lexicon.knows(text[begin:end]):
        return tidy(text[begin:end]), begin
    begin = _behind_verbs(text, begin, end, lexicon)
    comma = text.rfind("、", begin, end)
    if comma >= 0 and end - comma > 2 and _REACHED.search(text, begin, comma):
        begin = comma + 1  # …均达到Ⅲ类标准、|水质达标率
    etc = _last(_ETC, text, begin, end) if text.find("等", begin, end) >= 0 else None
    if etc and end - etc.end() >= 2 and (named := _behind_etc(text, begin, etc, end)):
        return named
    if named := _of_verb(text, begin, end, lexicon):
        return named
    if end - begin <= 2 < end - start and not etc:
        begin = _last_word(text, start, begin)
    return tidy(text[begin:end]), begin


def _behind_verbs(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a name begins behind the last strong verb before it and the verbs of bringing about that follow."""
    begin = start
    for match in _INNER.finditer(text, start, end):
        if _noun(text, match.start(), end):
            continue  # 建成区绿化覆盖率
        kept = match[0] in _INNER_KEPT
        rest = text[match.end() : end]
        if (
            (kept and match.start() == start)
            or len(rest) < 2
            or rest in _ATTRIBUTES
            or rest[0] in "，。的率额区量"
        ):
            continue
        if (
            _quoted(text, start, match.start())
            or _verbs(text, start, match.start(), lexicon)[1] >= match.start()
        ):
            continue
        begin = match.start() if kept else match.end()
    while (
        begin < end
        and not _noun(text, begin, end)
        and (verb := _bringing(text, begin, end)) > begin + len(kept_verb(text, begin, end))
    ):
        begin = verb
    return begin


def _behind_etc(text: str, begin: int, etc: re.Match[str], end: int) -> tuple[str, int] | None:
    """What a list with 等 is of (A、B等|贷款余额); None where the list belongs to the name (专精特新、瞪羚等企业)."""
    verb, tail = kept_verb(text, begin, end), text[etc.end() : end]
    if tail in _SUMMED:
        return tidy(text[begin:end]), begin  # 上级补助、上年结余等收入
    items = text[begin + len(verb) : etc.start()].split("、")
    if all(len(item) <= 3 for item in items) or (tail in _GENERIC and not verb):
        return None
    if _KINDS.search(text, begin, etc.start()):
        return None
    return tidy(verb + tail), begin if verb else etc.end()


def _of_verb(text: str, begin: int, end: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """What a verb inside brought about: 开发区实现|规上工业增加值; without it 规上工业企业|实现|营业收入."""
    done = text.find("实现", begin + 1, end)
    if done >= 0 and lexicon.knows(text[done + 2 : end]):
        return tidy(text[done + 2 : end]), done + 2
    done = done if done >= 0 else text.find("完成", begin + 2, end)
    if done < begin + 2 or text.startswith(("投资", "额"), done + 2):
        return None
    if text[done + 2 : end] in _ATTRIBUTES:
        return tidy(text[begin:done] + text[done + 2 : end]), begin
    return None


def _behind_heading(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a name begins that a heading runs into: 六、财政金融|全年一般公共预算收入."""
    found = start
    numbered = start > 1 and text[start - 1] == "、" and text[start - 2] in _NUMERALS
    if all(text.find(sign, start, end) < 0 for sign in ("全", "年末", "年内")):  # as most
        return start
    for match in _WHOLES.finditer(text, start + 1, end - 2):
        if (
            numbered
            or _RUN_IN.match(text, start)
            or lexicon.knows(text[match.end() : end])
            or _WHOLE_YEAR.match(match[0])  # 人口|年末全县|户籍人口
        ):
            found = match.end()
    return found


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match
    return found


def with_verb(text: str, start: int, begin: int, name: str) -> str:
    """A name that says little alone, with the verb before it: 支持项目, 提供托位."""
    return text[_last_word(text, start, begin) : begin] + name if len(name) <= 2 else name


def _last_word(text: str, start: int, begin: int) -> int:
    """Where the verb before a name too short to stand alone begins: 提供托位, 建设片区."""
    for length in _VERB_LENGTHS.get(text[begin - 1 : begin], ()):
        if 1 < length <= begin - start and text[begin - length : begin] in _VERBS:
            return begin - length
    return begin


def _quoted(text: str, start: int, at: int) -> bool:
    return text.count("“", start, at) > text.count("”", start, at) or text.count(
        "（", start, at
    ) > text.count("）", start, at)


def right(text: str, start: int, limit: int) -> Thing:
    """The thing counted behind a number, up to its verb, a comma or `limit`; nameless where there is none."""
    at = start
    while at < limit and text[at] in "的 ":
        at += 1
    end = _stop(text, at, limit)
    if (
        at >= end
        or text[at] in "、（(并而且及"
        or text[at:end] in ("后", "相比")  # 加上上年结转|6亿元|后, 与2010年的|14万人|相比
        or _STEPS.match(text, at, end)
        or _CHANGES.match(text, at, end)
    ):
        return Thing()
    if end == limit and (divisions := _DIVISIONS.match(text, at, end)):
        return Thing(divisions[0], at, divisions.end())  # 9个县市区|优良天数在291天以上
    among = _AMONG.search(text, at + 1, end)
    end = among.end() - 1 if among and not _quoted(text, at, among.start()) else end
    cut = _CUTS.search(text, at + 1, end)
    end = cut.start() if cut and not _quoted(text, at, cut.start()) else end
    behind = end
    for match in _BEHIND.finditer(text, at, end):
        if _quoted(text, at, match.start()) or _makes_noun(text, match.end(), end):
            continue
        if match.start() == at:
            return Thing("", at, at, text[at:end])
        behind = match.start()
        break
    verb = text[behind:end]
    end = behind
    of = text.find("的", at + 1, end)
    if of >= 0 and not _quoted(text, at, of):
        if text[at:of] in _GENERIC or of + 2 >= end:
            done = tidy(text[of + 1 : end])
            verb, end = (done if not verb and len(done) <= 8 else ""), of  # 18个项目的拆迁清零
        else:
            at = text.rfind("的", at, end) + 1
    bound = _NEXT_BOUND.search(text, at, end) if limit == end else None
    end = bound.start() if bound else end
    name = tidy(text[at:end])
    if works := _WORKS.fullmatch(name):
        name = works["works"] + works["places"]  # 48个村污水管网工程
    bare = _TRAILING.sub("", name)
    return Thing(bare if len(bare) > 2 else name, at, end, verb)


def _stop(text: str, at: int, limit: int) -> int:
    """The first punctuation outside brackets; a dash ends a thing too."""
    end = min(limit, at + 60)
    first = _STOP_OR_BRACKET.search(text, at, end)
    if first is None or first[0] not in "（(“":
        return first.start() if first else end
    depth = 0
    for i in range(first.start(), end):
        character = text[i]
        if character in "（(“":
            depth += 1
        elif depth and character in "）)”":
            depth -= 1
        elif not depth and (character in _STOPS or character == "—"):
            return i
    return end


def _makes_noun(text: str, at: int, end: int) -> bool:
    """Whether a verb that ends here is part of a noun: 入库企业, 竣工投产项目."""
    while following := _BEHIND.match(text, at, end):
        at = following.end()
    return bool(_NOUN_ENDS.match(text, at, end))


def tidy(name: str) -> str:
    """A name without footnote marks, long remarks in brackets, blanks and stray punctuation at its ends."""
    if _ASIDE_BEGINS.search(name):
        name = _ASIDE.sub("", _FOOTNOTE.sub("", name))
    name = "".join(name.split()).strip("，。；：、,;:*#★▲—-·的")
    if "全年" in name[2:]:  # 居民医疗保险全年参保
        name = _RESIDUE.sub("", name, count=1)
        name = name[:2].removeprefix("全年") + name[2:].replace("全年", "")
    if _PAIRED.isdisjoint(name):
        return name
    if name.count("”") > name.count("“"):
        name = name.lstrip("”") if name.startswith("”") else "“" + name
    if name.count("“") > name.count("”"):
        name = name.removeprefix("“") if name.startswith("“") else name + "”"
    for opening, closing in ("（）", "()"):
        if name.count(opening) > name.count(closing):
            name = name[: name.rfind(opening)]
        if name.count(closing) > name.count(opening):
            name = name[name.find(closing) + 1 :].lstrip("、，；")
    return name


def is_attribute(name: str) -> bool:
    """总投资, 面积, 占比: says nothing without its owner."""
    return (
        name in _ATTRIBUTES or name.startswith("占") or (name.endswith("之比") and "与" not in name)
    )


def is_generic(name: str) -> bool:
    return name in _GENERIC


def is_place(name: str) -> bool:
    """京沪高铁沿线, 辖区内: where the things counted behind the number are."""
    return bool(_PLACE.search(name))


def shares_head(name: str) -> bool:
    """省级, 市级: the thing itself is named later in the list."""
    return len(name) <= 8 and bool(_LEVEL_END.search(name))


def without_level(name: str) -> str:
    return _LEVEL_HEAD.sub("", name)


def kept_verb(text: str, at: int, end: int) -> str:
    """The kept verb that a name begins with (新引进博士 → 新引进), or ""."""
    if at >= end or text[at] not in _KEPT.begins:
        return ""
    return "" if _noun(text, at, end) else _KEPT.at(text, at, end)


def _without_ending(name: str) -> str:
    """A name without the longest attribute at its end that leaves something said; as it is where there is none."""
    left = name
    for length in range(min(6, len(name) - 2), 1, -1):
        if name[-length:] in _ATTRIBUTES:
            left = name[:-length].removesuffix("实现").removesuffix("完成")
            if not left.endswith(_DANGLING):
                break
    return left


def dangles(name: str) -> bool:
    """Whether a name without its attribute says nothing: 财政总|收入."""
    return _without_ending(name).endswith(_DANGLING)


def without_attribute(name: str) -> str:
    """粮食播种面积 → 粮食: the owner of another attribute; 财政总收入 is none."""
    return name if dangles(name) else _without_ending(_STOCKED.sub("", name))


def begins_with_verb(text: str, at: int, end: int) -> bool:
    """招引20个…, 完成…: a verb of bringing about stands here."""
    told = bool(kept_verb(text, at, end)) or _bringing(text, at, end) > at
    return told or text.startswith(("完成", "实现"), at)


def without_verb(name: str) -> str:
    """新开工项目 → 项目."""
    return name[len(kept_verb(name, 0, len(name))) :] or name


def without_neutral(name: str) -> str:
    """A name without the verbs at its head that make no other indicator of it (争取专项债券额度)."""
    at = 0
    while verb := _NEUTRAL.at(name, at, len(name)):
        at += len(verb)
    return name[at:] if len(name) - at > 1 else name


def ends_in_verb(text: str, start: int, end: int) -> bool:
    """Whether a verb stands last: 项目获得|11.6亿元|专项债资金额度."""
    return _last_word(text, start, end) < end


def joined(owner: str, attribute: str) -> str:
    """An owner and its attribute, what they share said once: 热线办理 + 办理结果满意率."""
    for length in range(min(len(owner), len(attribute)), 0, -1):
        if owner.endswith(attribute[:length]):
            return owner + attribute[length:]
    return owner + attribute


def split(name: str, count: int) -> list[str]:
    """The names joined in one (A、B和C限上零售额), with the ending they share; [] where they are not `count`.

    count 0 takes as many as there are.
    """
    for one, several in words.EXPANSIONS.items():
        if one in name and count in (0, len(several)) and "、" not in name:
            return [name.replace(one, each) for each in several]
    parts = [part for part in _JOINED.split(name) if part]
    if (
        not parts
        or name.count("（") != name.count("）")
        or name.count("“") != name.count("”")
        or parts[0] in _BARE_LEVELS
    ):
        return []
    if count and len(parts) != count:
        parts = [part for part in name.split("、") if part]
        if len(parts) == count - 1:
            parts = parts[:-1] + [part for part in _JOINED.split(parts[-1]) if part]
    if len(parts) < 2 or (count and len(parts) != count):
        return []
    return _with_endings(parts)


def _with_endings(parts: list[str]) -> list[str]:
    last = parts[-1]
    industries = re.match(r"^第?[一二三](产业.*)$", last)
    if industries and all(re.fullmatch(r"第?[一二三](?:产业.*)?", part) for part in parts):
        return ["第" + part.removeprefix("第")[0] + industries[1] for part in parts]
    if last in _ATTRIBUTES and without_attribute(parts[0]) != parts[0]:
        return [
            parts[0],
            *(
                part if part not in _ATTRIBUTES else without_attribute(parts[0]) + part
                for part in parts[1:]
            ),
        ]
    share = re.search(r"(?:产值|增加值|收入|总量|规模)?占(?!比)[^占]+$", last)
    if share and share.start() >= 2:
        return [part if "占" in part else part + share[0] for part in parts]
    ending = _ending(last)
    if not ending:
        return parts
    if ending in _GROWTHS:  # A、B总额增速: whatever A ends with
        return [part if part.endswith(_HELD) else part + ending for part in parts]
    return _each_with_ending(parts)


def _ending(name: str) -> str:
    """The ending that a name may share with others before it in a list."""
    return next((ending for ending in _ENDINGS if name.endswith(ending) and name != ending), "")


def _each_with_ending(parts: list[str]) -> list[str]:
    """Each part with an ending of its own or that of the next one: 供水、供热覆盖率, and the place that the first begins with."""
    told = [parts[-1]]
    for part in reversed(parts[:-1]):
        if len(part) == 1:  # 轻、重工业占比
            told.append(part + told[-1][1:])
            continue
        if part.endswith(tuple(_ENDINGS)):
            told.append(part)
            continue
        ending = _ending(told[-1])
        place = _PLACED.match(part)
        if (
            place
            and place[0] != part
            and len(told[-1]) > len(ending)
            and not _PLACED.match(told[-1])
        ):
            told[-1] = place[0] + told[-1]
        told.append(joined(part, ending))
    return told[::-1]
