"""The one font of charts and PDF papers: Noto Sans SC, which pip brings with zhplot, or the file BRIEFING_FONT names.

reportlab embeds a subset of the TrueType file itself and reads it in less than 0.1 s, so no cut copy is kept anywhere.
There is one weight: papers make their hierarchy with size and colour, never with a false bold.
"""

from __future__ import annotations

import os
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from briefing.errors import PaperError, SettingsError

ENVIRONMENT = "BRIEFING_FONT"


class MissingGlyph(PaperError):
    """The font lacks a character: which."""

    character = ""


_HINT = "请换用 TrueType 轮廓的中文字体（.ttf），或取消该环境变量改用自带的思源黑体"


def font_path(override: str = "") -> Path:
    """The font file: `override`, else the environment's BRIEFING_FONT, else the one zhplot carries.

    Raises SettingsError when there is no such file.
    """
    chosen = override or os.environ.get(ENVIRONMENT, "")
    if chosen:
        path = Path(chosen)
        if not path.is_file():
            raise SettingsError(
                "找不到字体文件", where=f"{ENVIRONMENT}={chosen}", hint="请写字体文件的完整路径"
            )
        return path
    carried = _carried()
    if carried is None:
        raise SettingsError(
            "找不到中文字体",
            hint=f"请执行 pip install zhplot，或用环境变量 {ENVIRONMENT} 指定字体文件",
        )
    return carried


@cache
def _carried() -> Path | None:
    """zhplot's font file. The package is not imported: that would import matplotlib, which only pictures need."""
    spec = find_spec("zhplot")
    found = (
        Path(folder) / "fonts" / "NotoSansSC-Regular.ttf"
        for folder in ((spec and spec.submodule_search_locations) or ())
    )
    return next((path for path in found if path.is_file()), None)


@lru_cache(maxsize=1)
def _load(chosen: str) -> TTFont:
    path = font_path(chosen)
    name = f"Briefing-{path.stem}"
    try:
        font = TTFont(name, str(path))
    except (TTFError, OSError, KeyError) as error:
        raise SettingsError("字体文件不能嵌入 PDF", where=str(path), hint=_HINT) from error
    pdfmetrics.registerFont(font)
    _units.cache_clear()
    return font


def font() -> TTFont:
    """The font, read once per process and registered with reportlab under its `fontName`."""
    return _load(os.environ.get(ENVIRONMENT, ""))


def width(text: str, size: float) -> float:
    """The width of a line of text in points."""
    return _units(text) * size / 1000


@lru_cache(maxsize=20000)
def _units(text: str) -> float:
    """The width of a line in thousandths of its size."""
    face = font().face
    widths, default = face.charWidths, face.defaultWidth
    return float(sum([widths.get(ord(character), default) for character in text]))


@lru_cache(maxsize=20000)
def clean(text: str) -> str:
    """The text as one line: control and format characters (zero-width spaces, soft hyphens) out, white space as single spaces."""
    kept = [character for character in text if unicodedata.category(character) != "Cf"]
    return " ".join("".join(kept).split())


def check(text: str, where: str) -> None:
    """Raises MissingGlyph naming the first character the font lacks; `where` says which chart or page the text belongs to."""
    glyphs = font().face.charWidths
    if glyphs.keys() >= set(map(ord, text)):
        return
    for character in text:
        if ord(character) not in glyphs:
            error = MissingGlyph(
                f"字体缺少字符“{character}”（U+{ord(character):04X}），出自“{text[:40]}”",
                where=where,
                hint=f"请改正原文中的该字，或用环境变量 {ENVIRONMENT} 指定含该字的字体",
            )
            error.character = character
            raise error
