"""Characters that are not what they look like, each put right by one of the same length, so that offsets stay.

Radicals stand for characters where a PDF was made from a font that lists both; raised digits are footnotes or powers, never digits of
the number before them; a number with something unreadable inside is no number.
"""

from __future__ import annotations

import unicodedata

from briefing import lazy as re

UNKNOWN = "\ufffd"  # a character that nobody can read
_BLANK_DIGIT = "□"  # stands for the digits of a number that cannot be read

# CJK Radicals Supplement, which normalisation leaves as it is (but for two).
_SUPPLEMENT = {
    0x2E81: "厂", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E87: "几", 0x2E88: "刀", 0x2E89: "刂", 0x2E8A: "卜",
    0x2E8B: "卩", 0x2E8C: "小", 0x2E8D: "小", 0x2E8E: "兀", 0x2E8F: "尣", 0x2E90: "尢", 0x2E91: "尢", 0x2E92: "巳",
    0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐", 0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡",
    0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歹", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺", 0x2EA3: "灬",
    0x2EA4: "爫", 0x2EA5: "爫", 0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "目",
    0x2EAC: "示", 0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB1: "罓", 0x2EB2: "罒", 0x2EB3: "网",
    0x2EB4: "网", 0x2EB5: "网", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "耂", 0x2EBA: "肀", 0x2EBB: "聿",
    0x2EBC: "肉", 0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀",
    0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车",
    0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "阝", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长",
    0x2ED4: "门", 0x2ED5: "阜", 0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风",
    0x2EDC: "飞", 0x2EDD: "食", 0x2EDE: "食", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨",
    0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉",
    0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜", 0x2EF2: "亀", 0x2EF3: "龟",
}  # fmt: skip
_RANGES = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00))  # Kangxi radicals, compatibility forms
_PLAIN = {
    **_SUPPLEMENT,
    **{
        code: made
        for codes in _RANGES
        for code in codes
        if len(made := unicodedata.normalize("NFKC", chr(code))) == 1
    },
}
_RADICAL = re.compile("[\u2e80-\u2eff\u2f00-\u2fd5\uf900-\ufaff]")

_RAISED = str.maketrans("0123456789()[]（）〔〕", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁽⁾⁽⁾⁽⁾")
_LOWERED = str.maketrans("0123456789()[]（）〔〕", "₀₁₂₃₄₅₆₇₈₉₍₎₍₎₍₎₍₎")
_SET_OFF = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾₀₁₂₃₄₅₆₇₈₉₍₎"
# Raised digits of a unit (km², m³) or a power (×10⁴) are read; all others are marks of footnotes.
_FOOTNOTE = re.compile(
    rf"(?<![A-Za-z{_SET_OFF}])(?<!×10)(?<!\*10)[{_SET_OFF}][{_SET_OFF},，、\-—–]*(?<=[{_SET_OFF}])"
)
_RING = re.compile(
    r"[①-⑳](?<=[0-9０-９%％].)[①-⑳]*(?![0-9０-９])"
)  # the mark of a note after a number

_NOTE = re.compile(f"[{_SET_OFF}①-⑳]")

_DIGIT = "0-9０-９"
_UNREADABLE = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff"
)
_A_BREAK = re.compile(f"[{_UNREADABLE}]")
_BROKEN = re.compile(
    rf"[{_DIGIT}][{_DIGIT}.．,，]*(?:[{_UNREADABLE}]+[{_DIGIT}.．,，]*(?<=[{_DIGIT}]))+"
)
_IN_BROKEN = re.compile(f"[{_DIGIT}]")


def plain(text: str) -> str:
    """The text with radicals and compatibility forms as the characters they stand for."""
    return text.translate(_PLAIN) if _RADICAL.search(text) else text


def raised(text: str) -> str:
    """Digits and brackets of a raised run, as the characters that say so; other characters stay."""
    return text.translate(_RAISED)


def lowered(text: str, before: str) -> str:
    """The same of a lowered run; `before`: the text up to it. PM2.5 and CO2 are names, and stay."""
    return text if before[-1:].isascii() and before[-1:].isalpha() else text.translate(_LOWERED)


def notes(text: str) -> list[tuple[int, int]]:
    """The spans of footnote marks in a text: they belong to no number, name or unit."""
    if text.isascii() or not _NOTE.search(text):
        return []  # as most cells and lines
    return sorted(match.span() for mark in (_FOOTNOTE, _RING) for match in mark.finditer(text))


def without_notes(text: str) -> str:
    """The text without them."""
    parts, at = [], 0
    for start, end in notes(text):
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def broken(text: str) -> list[str]:
    """The numbers with something unreadable inside."""
    return [match[0] for match in _BROKEN.finditer(text)] if _A_BREAK.search(text) else []


def readable(text: str) -> str:
    """The text with every digit of such a number blotted out: better no figure than a wrong one."""
    if not _A_BREAK.search(text):  # as in most texts
        return text
    return _BROKEN.sub(lambda match: _IN_BROKEN.sub(_BLANK_DIGIT, match[0]), text)
