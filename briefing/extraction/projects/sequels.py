"""What later clauses of a sentence say of its projects: X项目，总投资3亿元，车间已建成; 签约项目6个，包括A、B等."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing import lazy as re
from briefing.extraction.projects import counts, kinds, names, phrases, words
from briefing.extraction.projects.clauses import Clause
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.projects.phrases import Phrase
from briefing.extraction.projects.verbs import verbs
from briefing.extraction.wordlists import alternation
from briefing.model import STAGES, squeeze

Read = list[Phrase | None]

# A clause that only names its project, with how large it is or what it costs.
_SUBJECT = re.compile(
    r"(?:\d{1,3}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|\s|其中|目前)*"
    r"(?P<name>[^、，\d\s][^，]{3,40}?(?:项目|工程)(?:[（(][^（）()]{1,20}[）)]|[一二三四五六七八九十]期(?:工程)?)?)"
    rf"(?:{alternation(listed(words.MEASURED))}[^、]{{0,8}}\d.*)?$"
)
_WHEN = r"(?:目前|现|截至目前|到目前为止)?(?:项目|工程|均|都|现)*"
# … and what is said of it …
_PREDICATE = re.compile(
    rf"(?P<when>{_WHEN})(?=已|正在|正|完成|启动.{{0,4}}{alternation(listed(words.PARTS_OF_ONE))}$|基本|全面|全部|正式|建成|竣工|主体)(?!.*(?:后|[预拟]计|力争))"
)
# … or of a part of it: 车间已建成.
_PART = re.compile(
    rf"{_WHEN}[^，]{{0,8}}?{alternation(listed(words.PARTS_OF_ONE))}[^，]{{0,6}}?"
    r"(?:已|正在|均|全部|基本|完成|完工|建成)(?!.*后)"
)
_SPELLED_OUT = re.compile(r"(?:其中|主要|具体|分别)*(?:包括|包含)|主要有|(?:分别|具体)[是为]")
_LIST_END = re.compile(r"等(?:重点|重大)?(?:项目|工程)?$")


def listing(clause: Clause) -> Phrase | None:
    """The projects by name of a group counted before: 签约项目6个，包括A、B等; 进度较快项目3个：A、B、C."""
    text = clause.text
    lead = _SPELLED_OUT.match(text)
    if "、" not in text or not (lead or clause.behind_colon):
        return None
    masked = names.masked(text)
    end = match.start() if (match := _LIST_END.search(masked)) else len(text)
    found = names.names(text, masked, lead.end() if lead else 0, end, in_list=True)
    sure = [n for n in found if names.is_project(n.name, strong=True, aim=False)]
    if len(sure) * 2 < len(found) or any(counts.begins_with_count(n.name) for n in found):
        return None
    found = [named for named in found if names.is_listed_project(named.name)]
    found = kinds.without_kinds(text, found, opened=False, funded=False, listed_so=True)
    return Phrase(None, named=found, listed_so=True) if found else None


def join(parts: list[Clause], read: Read) -> None:
    """Gives a clause that only names a project what the clauses behind it say, up to the next that names one."""
    for i, clause in enumerate(parts[:-1]):
        subject = _subject(clause.text) if read[i] is None else None
        if not subject or verbs(names.masked(subject["name"]), 0).before:
            continue
        said = [(j, phrase) for j, phrase in _said(subject["name"], parts, read, i)]
        if not said:
            continue
        last, phrase = max(said, key=lambda at: STAGES.index(at[1].stage or "reserved"))
        start = subject.start("name")
        phrase.named = [replace(n, start=n.start + start, end=n.end + start) for n in phrase.named]
        read[i] = phrase
        parts[i] = replace(clause, text=_through(parts, i, last))


def _subject(text: str) -> re.Match[str] | None:
    return _SUBJECT.match(text) if "项目" in text or "工程" in text else None  # few have one


def _through(parts: list[Clause], first: int, last: int) -> str:
    return "，".join(part.text for part in parts[first : last + 1])


def _said(name: str, parts: list[Clause], read: Read, at: int) -> Iterator[tuple[int, Phrase]]:
    for j in range(at + 1, len(parts)):
        text = parts[j].text
        if read[j] or _subject(text):
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
