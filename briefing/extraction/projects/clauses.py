"""Cuts a text into sentences and these into the clauses a project can stand in, in linear scans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.wordlists import alternation

LONGEST_SENTENCE = 2000  # characters: what is longer is cut, so that no source holds a whole book
LONGEST = 400  # no clause of a real paper is longer: what is longer is passed over, so the work stays linear

# Marks in brackets, quotes and numbers end nothing. A bracket that is not closed soon is a plain character.
# Nothing follows the repetition, so it never has to give back what it took.
_WHOLE = r"（[^（）\n]{0,80}）|\([^()\n]{0,80}\)|“[^“”\n]{0,60}”|《[^《》\n]{0,60}》"
_SENTENCE = re.compile(rf"(?:[^。；;！？!?\n（(“《]++|{_WHOLE}|[（(“《])++")
_CLAUSE = re.compile(
    rf"(?:[^，,。；;！？!?：:\n|\t（(“《—①-⑳]++|{_WHOLE}|(?<=\d)[,，](?=\d{{3}})|—(?!—)|[（(“《])++"
)


_COUNT = rf"\d[\d,]{{0,7}}[余多]?{alternation(listed(words.MEASURE_WORDS))}"
_DIGIT = re.compile(r"\d")
_COUNT_BEFORE = re.compile(_COUNT + "(?:[^，、\\d]{0,12}(?:项目|工程))?$")
_DONE = alternation(listed(words.PARTED))
# 26个项目开工、18个项目竣工: each count has its own verb. 42个新建项目开工24个: a whole, and how many of it.
_EACH = re.compile(rf"{_COUNT}[^\d、]{{2,20}}{_DONE}(?P<at>、)(?={_COUNT}[^\d、]{{2,20}}{_DONE})")
_OF_IT = re.compile(
    rf"{_COUNT}[^\d、，]{{0,16}}(?:项目|工程)(?P<at>)(?:实际|目前|已经|已|新|累计|共)*{_DONE}{_COUNT}(?=$|、)"
)

# 新建A污水管网、提升B终端、建设C污水处理站: each has its own verb. 7个项目分别是A、B: the names are told behind the count.
_VERB = alternation(listed(words.CHAINED))
_CHAINED = re.compile(rf"(?P<at>、)(?={_VERB}(?!路|巷|街|村|大道|工程|项目)[^、]{{4,}})")
# … or each its own verb and count: 新签约工业项目31个、新开工工业项目27个.
_VERB_EACH = re.compile(rf"{_COUNT}(?P<at>、)(?={_VERB}[^、\d]{{0,14}}{_COUNT})")
_CHAIN = re.compile(rf"[^、]{{0,6}}?{_VERB}[^、]{{3,}}、")
_COUNTED_ARE = re.compile(
    rf"(?:{_COUNT}[^\d，]{{0,12}}(?:项目|工程)|(?:项目|工程)(?:共|有)*{_COUNT})(?P<at>[，、]?)(?=(?:(?:主要|分别|具体)*(?:[是为]|包括)(?!了)|涵盖|涉及)..)"
)

# 建设项目27项（省级6项、市级5项）
_BRACKET = re.compile(
    r"[（(](?:其中|包括(?=[^（()）]*\d[个项件宗家])|含)*[：:]?(?P<inner>[^（()）]{3,78})[）)]"
)
_SPELLED_OUT = re.compile("分别[是为]|即|包括|主要有")
_INNER = re.compile(rf"[^，,；;]*{_COUNT}[^，,；;]*")
_COLONS = ("：", ":")


@dataclass(slots=True)
class Clause:
    text: str
    start: int  # in the document's clean text
    whole: bool = False  # it counts what the next clause tells a part of
    behind_colon: bool = False
    bracketed: bool = False  # it tells the parts of what stands before its bracket


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand; a ； ends one too, and so does their longest length."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST_SENTENCE:
            yield start, start + LONGEST_SENTENCE
            start += LONGEST_SENTENCE
        yield start, end


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a sentence; counts with verbs of their own are clauses of their own."""
    found: list[Clause] = []
    for match in _CLAUSE.finditer(text, start, end):
        cut, at = match.group(), match.start()
        if len(cut) <= LONGEST:
            _part(found, Clause(cut, at, behind_colon=text[at - 1 : at] in _COLONS))
            if "（" in cut or "(" in cut:
                found.extend(_bracketed(cut, at))
    return found


def _part(found: list[Clause], clause: Clause) -> None:
    """Append a clause, as several where its counts have verbs of their own."""
    text, at = clause.text, 0
    several, of_it = "、" in text, "项目" in text or "工程" in text  # most have neither
    counted = (several or of_it) and _DIGIT.search(text) is not None
    each, of_it = several and counted, of_it and counted
    chain = several and _CHAIN.match(text)
    while match := (
        (each and (_EACH.search(text, at) or _VERB_EACH.search(text, at)))
        or (of_it and (_OF_IT.search(text, at) or _COUNTED_ARE.search(text, at)))
        or (chain and _CHAINED.search(text, at))
    ):
        found.append(Clause(text[at : match.start("at")], clause.start + at, not match["at"]))
        at = match.end("at")
    found.append(Clause(text[at:], clause.start + at) if at else clause)


def _bracketed(text: str, start: int) -> Iterator[Clause]:
    bracket = _BRACKET.search(text)
    if bracket and _SPELLED_OUT.match(bracket["inner"]) and not _INNER.search(bracket["inner"]):
        yield Clause(bracket["inner"], start + bracket.start("inner"), bracketed=True)
    elif bracket and (
        text.startswith("包括", bracket.start() + 1)
        or _COUNT_BEFORE.search(text, 0, bracket.start())
    ):
        for inner in _INNER.finditer(bracket["inner"]):
            at = start + bracket.start("inner") + inner.start()
            yield Clause(inner.group(), at, bracketed=True)
