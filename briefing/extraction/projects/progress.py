"""How far a project is, told by what is done of it: 正在挂网招标, 主体已建设完毕, 完成总量的80%, 已完成5.2公里."""

from __future__ import annotations

from typing import Literal

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.patterns import Endings
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.wordlists import alternation

Verb = Literal["正在谋划", "正在前期", "正在施工", "正在进展"]

_HOW = alternation(listed(words.HOW_DONE)) + "*+"
_DO = alternation(listed(words.DO))
_STEP = alternation(listed(words.STEPS_BEFORE, words.STEPS_NOW))
_WORK = alternation(listed(words.WORKS_NOW, words.PARTS))
_ANY_PART = rf"(?:[\u4e00-\u9fff]{{0,4}}?{alternation(listed(words.PARTS_OF_ONE))})"
_A_STEP = re.compile(_STEP)
# … but a deal is no step: 已签订框架协议, unlike 签订拆迁协议.
_DEAL = re.compile("签[订署](?!.{0,8}(?:拆迁|征收|补偿|施工))(?<!协议签[订署])")
_SIGN = re.compile("[已正]|完成|办理")  # one of them is in whatever the next finds
# 正在挂网招标, 已完成设备安装, 完成主体施工: whatever it is said of is a project.
_NOW = re.compile(
    rf"(?:(?:目前|现)?(?:均|都)?(?:已经|已|正在|正(?=[筹准办组编])){_HOW}(?:{_DO})?|{_HOW}(?:完成|办理)了?)[^、，。项]{{0,10}}?"
    rf"(?:(?P<step>{_STEP})(?!的)|(?P<work>{_WORK}))"
    rf"|(?<=项目|工程)(?:已经|已)?完成(?=[^，。]{{2,24}}$)(?P<part>[^，。]*?{alternation(listed(words.WORKS, words.WORKS_NOW))})"
)
# What is done of a thing that is built: 开展桩基施工, 处于招投标谈判; its share or length: 完成80%, 已完成5.2公里 …
_DOES = re.compile(
    rf"(?:对[^，。、]{{2,16}})?(?:目前|现)?{_HOW}(?P<do>{_DO})了?(?!等)(?:(?:[^，。]{{0,16}}?(?P<share>\d[\d.]*[%％])|\d[\d.]*[余多]?万?(?:公里|千米|米|平方米|平米|亩|栋|户)"
    rf"|[^，。、]{{0,12}}?(?:(?P<step>{_STEP})|(?P<work>{_WORK})))[^，。]{{0,16}})$"
)
# … and what part of it is done: 主体工程已建设完毕, 用地已得到落实; or that it will soon be: 接近尾声.
_PART_DONE = re.compile(
    rf"(?<=项目|工程){_ANY_PART}(?:[^，、]{{0,4}}[和、及]{_ANY_PART})*(?:工程|主体)?{_HOW}(?:建成|完工|完成|封顶|投产|投用|投入使用|建设完毕|安装|施工)[^，]{{0,6}}$"
    rf"|{_HOW}(?:(?P<step>(?:{_STEP}|申报)+)|(?:{_WORK}|资金|贷款|设备)+)(?:工程|工作|施工|建设|结构|部分|任务)*{_HOW}(?:建设|施工|得到|编制|尚未|还未|未|不)?(?:完成|批复|完毕|结束|到位|落实|开始)$"
    r"|(?:已)?(?:即将|接近|临近|进入)(?:完工|竣工|结束|尾声)(?:阶段)?$"
)
_UNDER_WAY = re.compile(
    rf"(?<=项目|工程)(?:目前|现)?(?:正在|在(?!建)(?={_STEP}|{_WORK}))(?P<what>[^，。]{{2,80}})$"
    rf"|(?<=\d[个项]项目)(?P<does>(?:{_WORK})[^，。]{{0,8}})$"  # 2个项目砌筑挡墙
)
# 进入铺轨阶段, 进入招标阶段
_AT = re.compile("(?:目前|现)?(?:已经|已|均|正式|全面)*进入(?P<what>[^，、]{1,10})阶段$")
_PART_OF_IT = re.compile(_ANY_PART)
_BUILT = Endings(words.FACILITIES, words.WORKS)
_ENDS_NAME = ("项目", "工程", "期", "段", "）", ")", "”", "标段")
# Whatever else is said of a project behind its name: 主体封闭, 受到关注, 8月份正式上线.
_SAYS = re.compile(
    rf"(?:(?:建设|推进)(?:工作)?)?(?:{alternation(listed(words.HOW_DONE, words.SAYS))}|\d{{1,2}}月(?:份|底|初)?)(?=..)"
)
_TALK = re.compile(
    r"(?:目前|现|已经|已|正在|积极|抓紧|加紧|全力|努力|向上|进行|深入)*(?:洽谈|对接|谋划|策划|争取|申报|上报|接洽|论证)(?!会)"
)
_CALLED_SO = ("项目", "工程", "期", "改造", "建", "延", "加固", "延伸")
_CALLED = re.compile(alternation(_CALLED_SO))
_LATER = re.compile("竣工|投产|投用|通车|开工|建成")
_WHOLE_DONE = re.compile(
    alternation(
        verb
        for table in words.BEHIND.values()
        for verb in table.split()
        if verb.startswith("完成") and verb != "完成"
    )
)
# … where no verb of the tables says it: 取得规划意见批复.
_KNOWN = re.compile(
    alternation(
        v for t in words.BEHIND.values() for v in t.split() if len(v) > 3 and v != "完成主体"
    )
)
_WORK_DONE = re.compile(rf"完成了?(?:{alternation(listed(words.WORKS))})+$")
_IN_HAND = re.compile("工程量|浇筑|桩基|封顶")  # work is done, whatever steps stand beside it
_LONGEST = 24  # characters from 正在 to the clause's end
_ANY_SIGN = re.compile("投[产用入]|[批竣封装已正在砌浇完办开处推进取通编落准启即接临毕束位]")


def progress(text: str, start: int) -> tuple[int, Verb] | None:
    """Where what is said of a project's progress begins, and the verb that stands for it: a step before building, or building."""
    if not _ANY_SIGN.search(text, start + 3) or _DEAL.search(text, start):
        return None
    for match in _NOW.finditer(text, start + 3) if _SIGN.search(text) else ():
        done = text.find("完成", match.start(), match.end())
        if (
            len(text) - match.start() > _LONGEST
            or _LATER.search(text, match.end())
            or (done >= 0 and (_WHOLE_DONE.match(text, done) or _WORK_DONE.match(text, done)))
        ):
            continue
        step = match["step"] or _A_STEP.search(text, match.end())
        step = None if _IN_HAND.search(text, match.start()) else step
        return match.start(), "正在前期" if step else "正在施工"
    return _of_what_is_built(text, start)


def talked_of(text: str) -> bool:
    """What is said of a project is that one talks of it: 正在洽谈, 已上报国家发改委."""
    return _TALK.match(text) is not None


def said(text: str, start: int) -> int:
    """Where behind a name something is said of it that no table knows, -1 where nothing is."""
    if not _CALLED.search(text):  # as in most clauses
        return -1
    if _BUILT.of(text) or text.endswith(_ENDS_NAME):
        return -1
    for match in _SAYS.finditer(text, start + 3):
        at = match.start()
        if text.endswith(_CALLED_SO, start, at) and "的" not in text[at:]:
            return at
    return -1


def _of_what_is_built(text: str, start: int) -> tuple[int, Verb] | None:
    named = "项目" in text or "工程" in text
    if named and (now := _UNDER_WAY.search(text, start + 3)):
        what = now["what"] or ""
        if talked_of(what):
            return now.start(), "正在谋划"
        before = _A_STEP.search(what) and not _IN_HAND.search(what)
        return now.start(), "正在前期" if before else "正在施工"
    if (now := _AT.search(text, start + 3)) and _is_built(text, start, now.start()):
        return now.start(), "正在前期" if _A_STEP.search(now["what"]) else "正在施工"
    for pattern in (_DOES, _PART_DONE):
        for match in pattern.finditer(text, start + 3):
            at = match.start()
            if "do" in match.re.groupindex and _KNOWN.match(text, match.start("do")):
                continue
            if not _is_built(text, start, at) or (
                _LATER.search(text, at) and not _PART_OF_IT.match(text, at)
            ):
                continue
            whole = "share" in match.re.groupindex and (match["share"] or "").startswith("100")
            if not whole:
                return at, "正在前期" if match["step"] else "正在施工"
    return None


def _is_built(text: str, start: int, end: int) -> bool:
    return text.endswith(_ENDS_NAME, start, end) or bool(_BUILT.of(text, start, end))
