"""What templates print with: figures that stay bound to their facts, dates, Chinese numerals.

A bound text carries its fact's key between marks no document contains (Unicode noncharacters), so it can be composed into
sentences like any other text. A paper's last step turns the marks into what its format hides keys in: bookmarks, cell keys.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, NoReturn

from briefing import periods
from briefing.analysis import wording
from briefing.errors import EmptyPaperError
from briefing.model import CELL_BREAK, Observation, ProjectMention, Source, squeeze

# figure: digits that verify compares; text: a name or a quotation, whose digits belong to its source.
Kind = Literal["figure", "text"]
_OPEN, _SEPARATOR, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_LETTERS: dict[Kind, str] = {"figure": "f", "text": "t"}
_KINDS: dict[str, Kind] = {letter: kind for kind, letter in _LETTERS.items()}
_MARKED = re.compile(
    f"{_OPEN}([ft])([0-9a-f]{{12}}){_SEPARATOR}([^{_OPEN}{_SEPARATOR}{_CLOSE}]*){_CLOSE}"
)
_MARKS = re.compile(f"[{_OPEN}{_SEPARATOR}{_CLOSE}]")
# Everything XML 1.0 does not allow, lone surrogates among it.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIGITS = "〇一二三四五六七八九"


class Piece(NamedTuple):
    """A stretch of a composed text; `key` is empty where it is bound to nothing."""

    text: str
    key: str = ""
    kind: Kind = "figure"


def printable(text: str) -> str:
    """The text without the characters an office document cannot hold."""
    return _ILLEGAL.sub("", text)


@lru_cache(maxsize=16384)  # a sheet says the same names and units again and again
def plain(text: str) -> str:
    """Text of a source, safe to print: no marks, no characters XML forbids, one line."""
    return " ".join(_MARKS.sub("", printable(text)).split())


def bind(key: str, text: str, kind: Kind = "figure") -> str:
    """The text with its fact's key (12 hexadecimal digits) around it."""
    return f"{_OPEN}{_LETTERS[kind]}{key}{_SEPARATOR}{plain(text)}{_CLOSE}"


def pieces(text: str) -> list[Piece]:
    """A composed text taken apart. Marks that a template tore apart are dropped; their text stays."""
    found, at = [], 0
    for match in _MARKED.finditer(text):
        found.append(Piece(_MARKS.sub("", text[at : match.start()])))
        found.append(Piece(match[3], match[2], _KINDS[match[1]]))
        at = match.end()
    found.append(Piece(_MARKS.sub("", text[at:])))
    return [piece for piece in found if piece.text]


def keys(text: str) -> list[str]:
    """The keys of the facts bound in a composed text, in order."""
    return [match[2] for match in _MARKED.finditer(text)]


def is_bound(text: str) -> bool:
    return _OPEN in text


def unbound(text: str) -> str:
    """What a reader sees of a composed text."""
    if not _MARKS.search(text):
        return text
    return "".join(piece.text for piece in pieces(text))


def derived(operation: str, inputs: Iterable[str]) -> str:
    """The key of a figure computed from facts: it names its operation and its inputs' keys."""
    return _hashed(operation, *inputs)


def source_key(source: Source) -> str:
    """The key of a text taken from a source as it stands there."""
    return _hashed("source", source.document, str(source.start), str(source.end))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def figure(observation: Observation) -> str:
    """57.1亿元, 4%左右."""
    return bind(observation.key, wording.figure(observation))


def cell(
    observation: Observation | None, missing: str, *, with_unit: bool = False, marked: bool = True
) -> str:
    """The figure as a table says it; an estimate says so unless another column does (`marked` false)."""
    if observation is None:
        return missing
    return (wording.status_prefix(observation) if marked else "") + bind(
        observation.key, wording.cell(observation, with_unit=with_unit)
    )


def change(observation: Observation) -> str:
    """增长4%左右, 下降16%左右, 与上年持平."""
    return bind(observation.key, wording.change(observation))


def said(observation: Observation) -> str:
    """The figure with its verb where its measure has one."""
    return change(observation) if observation.measure in wording.CHANGES else figure(observation)


def project_name(mention: ProjectMention) -> str:
    """Its name, and the quarter it stands in or the larger area's projects it is one of: 育英中学（中央活力区）."""
    whose = mention.part_of if mention.part_of and mention.part_of not in mention.name else ""
    return bind(mention.key, mention.name, "text") + (f"（{plain(whose)}）" if whose else "")


def quoted(source: Source) -> str:
    """What a source says, the cells of a table's row apart: 地区生产总值｜亿元｜170.3｜2.9."""
    row = squeeze(source.sentence.replace(CELL_BREAK, ""))
    if CELL_BREAK not in source.sentence or not source.quote.endswith(row):
        return source.quote
    head = source.quote.removesuffix(row)
    return f"{head}{CELL_BREAK}{source.sentence}" if head else source.sentence


def counted(number: int, inputs: Iterable[str]) -> str:
    """How many of the facts with these keys there are."""
    return bind(derived("count", inputs), str(number))


def chinese_date(iso: str) -> str:
    """2024-05-08 -> 2024年5月8日; what is not a date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(value: int) -> str:
    """1 -> 一, 12 -> 十二, 20 -> 二十; for numbering up to 99."""
    number = int(value)
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def not_made(why: str) -> NoReturn:
    """What a template says instead of a paper that would say nothing. Raises EmptyPaperError."""
    raise EmptyPaperError(why)


# The names templates use.
FILTERS = {
    "日期": chinese_date,
    "中文数字": chinese_number,
    "时期": periods.label,
    "不出": not_made,
}
