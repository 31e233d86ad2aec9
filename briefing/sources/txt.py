"""Plain text: UTF-8, GB18030, Big5 and UTF-16, with or without a byte-order mark; a text encoded twice is put right."""

from __future__ import annotations

import codecs

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import characters
from briefing.sources.raw import Raw, unreadable

# UTF-32's mark begins with UTF-16's: longest first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_CODEC_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}

# What any Chinese text is full of. A text decoded with the wrong codec has next to none of it.
_FAMILIAR = re.compile(
    r"[，。、；：“”的是在和了不年有一大中区市县发展工作區縣發國為個會業萬億\n 0-9A-Za-z]+"
)
# Codecs a UTF-8 text was taken for when it was saved again.
_TAKEN_FOR = ("gb18030", "cp1252", "latin-1")
_GARBLED = 0.04  # of the characters are familiar: less, and nobody can read it
_LONG_ENOUGH = 100  # characters, to judge
_TWICE = "文字被重复编码过，已还原，请抽查几处"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 200_000
_BAD_SHARE = 0.02  # more replaced or control characters than this, and it is not a text


def read(name: str, data: bytes) -> Raw:
    """The text as decoded, without its byte-order mark. Newlines stay as they are.

    Raises SourceError for data that is not text in one of the codecs above.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _checked(name, *_decode(data[len(mark) :], codec))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _checked(name, *max((_decode(data, codec) for codec in _UNMARKED), key=_likelihood))
    if text.count("\0") > len(text) // 20:  # ASCII in UTF-16 is valid UTF-8 full of NULs
        return _checked(name, *max((_decode(data, codec) for codec in _UNMARKED), key=_likelihood))
    if (plain := _encoded_once(text)) is not None:
        made = _checked(name, plain, "utf-8", 0)
        return Raw(made.text, warnings=(_TWICE, *made.warnings))
    return _checked(name, text, "utf-8", 0)


def _encoded_once(text: str) -> str | None:
    """What a text was before it was taken for another codec and saved again; None for one that never was."""
    for codec in _TAKEN_FOR:
        try:
            plain = text.encode(codec).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if plain != text and _familiarity(plain) > _familiarity(text) + 0.1:
            return plain
    return None


def _familiarity(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(map(len, _FAMILIAR.findall(sample))) / max(1, len(sample))


def _is_garbled(text: str) -> bool:
    """Whether next to nothing of it is familiar; a text that can be read says so with its first pages."""
    sample = text[:_SAMPLE]
    needed = _GARBLED * len(sample)
    if sum(map(sample.count, "，。的、")) >= needed:  # as in any report
        return False
    for match in _FAMILIAR.finditer(sample):
        needed -= match.end() - match.start()
        if needed <= 0:
            return False
    return True


def _decode(data: bytes, codec: str) -> tuple[str, str, int]:
    """Text, codec, number of places that did not decode."""
    text = data.decode(codec, errors="replace")
    return text, codec, text.count("\ufffd")


def _likelihood(decoded: tuple[str, str, int]) -> float:
    text, _, bad = decoded
    return _familiarity(text) - bad / max(1, len(text))


def _checked(name: str, text: str, codec: str, bad: int) -> Raw:
    if not text.strip():
        raise SourceError("文件里没有文字", where=name, hint="请检查文件是否保存完整")
    control = len(_CONTROL.findall(text))
    if (bad + control) / len(text) > _BAD_SHARE:
        raise SourceError(
            "不是文本文件，或已损坏",
            where=name,
            hint="请用原来的程序打开检查，另存为 .docx 或 .txt",
        )
    if len(text) > _LONG_ENOUGH and _is_garbled(text):
        raise SourceError(
            "文字编码混乱，读出来是乱码",
            where=name,
            hint="请用原来的程序打开，确认能看懂后另存为 UTF-8 文本",
        )
    warnings = unreadable([f"“{number}”" for number in characters.broken(text)])
    if bad:
        warnings.append(
            f"有 {bad} 处字节按 {_CODEC_NAMES.get(codec, codec)} 无法解码，已用“\ufffd”代替"
        )
    return Raw(text, warnings=tuple(warnings))
