"""The font of one PDF: a character is two bytes, the number of its glyph in the cut font that the PDF carries.

reportlab's own way splits a text wherever its characters lie in several fonts of 256, and asks for each character which; here a text is
one string of one font. What is cut, how wide glyphs are and which characters they stand for is written when all pages are.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from struct import pack, unpack_from
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import TTFont, TTFontMaker

_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_FIRST = 0x7F  # number of a character that is not
_USUAL = 1000  # the width of a Chinese character
_SYMBOLIC, _NONSYMBOLIC = 1 << 2, 1 << 5
# Of a composite glyph's flags: more follow, two words as arguments, a scale, two, four.
_MORE, _WORDS = 0x20, 0x1
_SCALES = ((0x8, 2), (0x40, 4), (0x80, 8))
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class _Codes(dict[str, str]):
    """Each character's number in hex: ASCII's own, so that a page's figures can be found in it, and behind it the others as they come.

    known: the characters the font has. Raises KeyError for others.
    """

    def __init__(self, known: Container[int]) -> None:
        self._known = known

    def __missing__(self, character: str) -> str:
        if ord(character) not in self._known:
            raise KeyError(character)
        number = ord(character) if character in _ASCII else _FIRST + len(self)
        code = self[character] = f"{number:04X}"
        return code


class Embedded:
    """A font as one document holds it."""

    name = "/F1"

    def __init__(self, font: TTFont) -> None:
        self._face: Any = font.face
        self._codes = _Codes(font.face.charToGlyph)

    def shown(self, text: str) -> str:
        """A text as the operand of Tj. Raises KeyError for a character the font lacks."""
        return f"<{''.join(map(self._codes.__getitem__, text))}>"

    def addObjects(self, document: Any) -> None:  # reportlab asks for this name
        """What reportlab asks of a font when its document is written."""
        fonts = document.idToObject["BasicFonts"].dict
        name = PDFName(f"AAAAAA+{self._face.name.decode()}")
        used = {int(code, 16): ord(each) for each, code in self._codes.items()}
        widths = [(number, self._face.charWidths[used[number]]) for number in sorted(used)]
        file = _stream(self._cut(used))
        file.dictionary["Length1"] = len(file.content)
        system = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity")}
        inner = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(system | {"Supplement": 0}),
            "CIDToGIDMap": "/Identity",
            "DW": _USUAL,
            "W": PDFArray(_odd_widths(widths)),
            "FontDescriptor": document.Reference(self._descriptor(name, document.Reference(file))),
        }
        outer = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([document.Reference(PDFDictionary(inner))]),
            "ToUnicode": document.Reference(_stream(_to_unicode(self._codes))),
        }
        fonts[self.name[1:]] = document.Reference(PDFDictionary(outer))

    def _descriptor(self, name: Any, file: Any) -> PDFDictionary:
        face = self._face
        return PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~_NONSYMBOLIC | _SYMBOLIC,
                "FontBBox": PDFArray(face.bbox),
                "FontName": name,
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": file,
                "MissingWidth": face.defaultWidth,
            }
        )

    def _cut(self, used: dict[int, int]) -> bytes:
        """A TrueType file of the characters' glyphs under their numbers, blanks between, and behind them the parts they are composed of."""
        face = self._face
        blank = face.charToGlyph.get(ord(" "), 0)
        numbers = [blank] * (max(used, default=0) + 1)
        numbers[0] = 0
        for number, character in used.items():
            numbers[number] = face.charToGlyph[character]
        begin = face.get_table_pos("glyf")[0]
        places: dict[int, int] = {}  # of parts: the old number to the new one
        glyphs = []
        for number in numbers:  # grows by the parts of composite glyphs
            at, end = face.glyphPos[number], face.glyphPos[number + 1]
            glyphs.append(_renumbered(face.get_chunk(begin + at, end - at), numbers, places))
        return _file(face, numbers, glyphs)


def _stream(content: bytes) -> Any:
    stream: Any = PDFStream(content=content)
    stream.filters = [PDFZCompress]
    return stream


def _odd_widths(widths: Sequence[tuple[int, float]]) -> list[float]:
    """The widths of numbers that are not the usual one, as first and last number of each stretch and its width."""
    found: list[float] = []
    for number, width in widths:
        if width == _USUAL:
            continue
        if found and found[-2:] == [number - 1, width]:
            found[-2] = number
        else:
            found += [number, number, width]
    return found


def _to_unicode(codes: dict[str, str]) -> bytes:
    lines = [
        f"<{code}> <{each.encode('utf-16-be').hex().upper()}>\n" for each, code in codes.items()
    ]
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    said = "".join(f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n" for part in parts)
    return _CMAP.format(said).encode()


def _renumbered(glyph: bytes, numbers: list[int], places: dict[int, int]) -> bytes:
    """A composite glyph with its parts' new numbers; any other as it is."""
    if not glyph or not glyph[0] & 0x80:
        return glyph
    made, at, flags = bytearray(glyph), 10, _MORE
    while flags & _MORE:
        flags, part = unpack_from(">HH", glyph, at)
        if part not in places:
            places[part] = len(numbers)
            numbers.append(part)
        made[at + 2 : at + 4] = pack(">H", places[part])
        at += 8 if flags & _WORDS else 6
        at += next((size for flag, size in _SCALES if flags & flag), 0)
    return bytes(made)


def _file(face: Any, numbers: Sequence[int], glyphs: Sequence[bytes]) -> bytes:
    padded = [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]
    places = [0]
    for glyph in padded:
        places.append(places[-1] + len(glyph))
    metrics = [int(each) for number in numbers for each in face.hmetrics[number]]
    file = TTFontMaker()
    for tag in ("cvt ", "fpgm", "prep"):
        if tag in face.table:
            file.add(tag, face.get_table(tag))
    file.add("hmtx", pack(f">{len(metrics)}H", *metrics))
    file.add("hhea", _with_word(face.get_table("hhea"), 34, len(numbers)))
    file.add("maxp", _with_word(face.get_table("maxp"), 4, len(numbers)))
    file.add("head", _with_word(face.get_table("head"), 50, 1))  # long places
    file.add("loca", pack(f">{len(places)}L", *places))
    file.add("glyf", b"".join(padded))
    return bytes(file.makeStream())


def _with_word(table: bytes, at: int, word: int) -> bytes:
    return table[:at] + pack(">H", word) + table[at + 2 :]
