"""Word's automatic numbering: 一、（一）1. that stand in no text and are lost when only the text is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from briefing import lazy as re
from briefing.sources.ooxml import attribute, child, local, value
from briefing.sources.ooxml import number as number_of

# What some programs write behind a number: the name of its form.
FORM = re.compile(r"\s*(?:chineseCou|ideograph|taiwanese|japanese)[A-Za-z]*")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting",
}  # fmt: skip
_DIGITAL = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written and what stands around it (“第%1章”, “（%2）”)."""

    form: str
    text: str
    start: int
    suffix: str
    legal: bool  # all its numbers are written as Arabic ones


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)  # numId -> abstractNumId
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)  # by abstractNumId and level
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # by numId and level
    counts: dict[str, dict[int, int]] = field(
        default_factory=dict
    )  # by abstractNumId: level -> last number
    begun: set[str] = field(default_factory=set)  # numIds met

    def next(self, number: str, level: int) -> str:
        """What Word prints before the next paragraph of a list at a level, "" for a bullet or no list."""
        abstract = self.lists.get(number)
        if abstract is None or (abstract, level) not in self.levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            counts.update(
                {at: start - 1 for (of, at), start in self.restarts.items() if of == number}
            )
        own = self.levels[abstract, level]
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self._printed(abstract, level, counts)

    def _printed(self, abstract: str, level: int, counts: dict[int, int]) -> str:
        own = self.levels[abstract, level]
        if own.form in ("bullet", "none"):
            return ""
        text = own.text
        for at in range(level + 1):
            outer = self.levels.get((abstract, at), own)
            number = counts.get(at, outer.start)
            text = text.replace(
                f"%{at + 1}", written(number, "decimal" if own.legal else outer.form)
            )
        return text + (" " if own.suffix == "space" else "")


def read(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml; none where the part is missing."""
    numbering = Numbering()
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            abstract = attribute(element, "abstractNumId") or ""
            for level in (inner for inner in element if local(inner) == "lvl"):
                numbering.levels[abstract, number_of(attribute(level, "ilvl"))] = _level(level)
        elif local(element) == "num":
            number = attribute(element, "numId") or ""
            numbering.lists[number] = value(element, "abstractNumId") or ""
            for override in (inner for inner in element if local(inner) == "lvlOverride"):
                at = number_of(attribute(override, "ilvl"))
                if start := value(override, "startOverride"):
                    numbering.restarts[number, at] = number_of(start)
    return numbering


def _level(element: etree._Element) -> Level:
    return Level(
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=number_of(value(element, "start"), 1),
        suffix=value(element, "suff") or "tab",
        legal=child(element, "isLgl") is not None and value(element, "isLgl") not in ("0", "false"),
    )


def written(number: int, form: str) -> str:
    """A number in one of Word's number formats; an unknown one is written in Arabic digits."""
    if form in _CHINESE:
        return chinese(number)
    if form in _DIGITAL:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form == "chineseLegalSimplified":
        return "".join(_LEGAL[int(digit)] for digit in str(number)) if number < 10 else str(number)
    if form in _CIRCLED and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "decimalZero":
        return f"{number:02}"
    return str(number)


def chinese(number: int) -> str:
    """1 -> 一, 10 -> 十, 21 -> 二十一, 105 -> 一百〇五; from a thousand on Arabic digits."""
    if not 0 <= number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "") or "〇"


def _roman(number: int) -> str:
    text = ""
    for worth, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
                           (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        text += letters * (number // worth)
        number %= worth
    return text
