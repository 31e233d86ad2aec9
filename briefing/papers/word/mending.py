"""A copy of a .docx with what can safely be mended set as GB/T 9704 wants it, and a list of what was changed.

Page and margins, the grid, fonts, sizes, spacing, indents, page numbers, tables' rows and half-width marks. No word is changed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefing.papers import zipped
from briefing.papers.word import lint, tags
from briefing.papers.word.formats import Look
from briefing.papers.word.marks import wrong_marks
from briefing.papers.word.new_template import FANGSONG, HEITI, KAITI, LINE, SONG, TIGHT, TITLE

_TWIPS = 1440 / 25.4  # of a millimetre
_SIDES = ("top", "bottom", "left", "right")
_PAGE_NUMBER = 9.7  # mm from the edge of the type area to the foot of the page number's line
_FONTS = {"黑体": HEITI, "楷体": KAITI, "仿宋": FANGSONG}
_BODY_SIZE, _TITLE_SIZE, _FOOT_SIZE = 16, 22, 14  # points


def mend_docx(data: bytes, name: str = "") -> tuple[bytes, list[str]]:
    """The copy's bytes and the changes in Chinese, one a line; [] where there is nothing to mend. Raises PaperError."""
    paper = lint.paper_of(data, name)
    changes: list[str] = []
    for mend in _MENDERS:
        made = [*mend(paper)]
        if made:
            changes += made
            paper = lint.looked_at(paper.document)
    if not changes:
        return data, []
    buffer = io.BytesIO()
    paper.document.save(buffer)
    return zipped.repack(buffer.getvalue()), changes


def _pages(paper: lint.Paper) -> Iterator[str]:
    wrong = [*lint.paper_size(paper), *lint.margins(paper)]
    for place, section in lint.sections(paper):
        what = [each.what for each in wrong if each.place == place]
        if what:
            _set_page(section)
            yield f"{place}：{'；'.join(what)}，已改正"


def _set_page(section: Any) -> None:
    width, height = lint.lengths(section, "w:pgSz", "w", "h")
    long, short = round(297 * _TWIPS), round(210 * _TWIPS)
    turned = width > height
    size, edge = _child(section, "w:pgSz"), _child(section, "w:pgMar")
    for key, length in (("w", long if turned else short), ("h", short if turned else long)):
        size.set(qn(f"w:{key}"), str(length))
    wanted = (28, 26, 37, 35) if turned else (37, 35, 28, 26)
    for side, length in zip(_SIDES, wanted, strict=True):
        edge.set(qn(f"w:{side}"), str(round(length * _TWIPS)))
    edge.set(qn("w:footer"), str(round((wanted[1] - _PAGE_NUMBER) * _TWIPS)))
    for side in ("header", "gutter"):
        edge.set(qn(f"w:{side}"), edge.get(qn(f"w:{side}"), "0"))


def _grid(paper: lint.Paper) -> Iterator[str]:
    """Lines of an exact distance need no grid; one that snaps would set them otherwise."""
    for place, section in lint.sections(paper):
        grid = section.find(qn("w:docGrid"))
        if grid is not None and grid.get(qn("w:type"), "default") != "default":
            section.remove(grid)
            yield f"{place}：去掉文档网格，行距改由段落定"


def _text(paper: lint.Paper) -> Iterator[str]:
    """Title, headings and running text."""
    at = lint.titled(paper)
    if at >= 0:
        yield from _set(*paper.body[at], TITLE, _TITLE_SIZE, running=False)
    size = _usual_size(paper, at)
    for paragraph, look in paper.body[at + 1 :]:
        level = lint.level(paragraph)
        running = lint.is_running(paragraph, look) or _is_like(paragraph, look, size)
        if running or (level is not None and look.align != "center"):
            font = _FONTS[lint.LEVELS[level][1]] if level is not None else FANGSONG
            yield from _set(paragraph, look, font, _BODY_SIZE, running=running)


def _is_like(paragraph: tags.Paragraph, look: Look, size: float) -> bool:
    """Text of a size that GB/T 9704 does not have, but most of this paper."""
    tabbed = paragraph.element.find(f"{qn('w:r')}/{qn('w:tab')}") is not None
    return look.size == size and not tabbed and look.align in _FLUSH


_FLUSH = ("left", "both", "start")


def _usual_size(paper: lint.Paper, title: int) -> float:
    """The size of most of the text under the title where none has that of the standard; else 0."""
    if any(15 <= look.size <= 17 for _, look in paper.body[title + 1 :]):
        return 0.0
    counts: dict[float, int] = {}
    for paragraph, look in paper.body[title + 1 :]:
        counts[look.size] = counts.get(look.size, 0) + len(paragraph.text)
    return max(counts, key=lambda size: counts[size], default=0.0)


def _set(
    paragraph: tags.Paragraph, look: Look, font: str, size: int, *, running: bool
) -> Iterator[str]:
    if re.match(r"附件\d*$", paragraph.text.strip()):
        font = HEITI
    what = []
    if font not in look.fonts[2] or look.size != size or look.bold or not all(look.fonts):
        _set_runs(paragraph.element, font, size, TIGHT if running else 0)
        what.append(f"字体改为{font} {size}磅" + ("，去掉加粗" if look.bold else ""))
    if running and not lint.is_spaced(look):
        _set_runs(paragraph.element, font, size, TIGHT)
        spacing = _child(_child(paragraph.element, "w:pPr", first=True), "w:spacing")
        for key, value in (
            ("line", str(LINE)),
            ("lineRule", "exact"),
            ("before", "0"),
            ("after", "0"),
        ):
            spacing.set(qn(f"w:{key}"), value)
        what.append("行距、字距改为每页22行、每行28字")
    if running and _indented(paragraph) and abs(look.first_line - 2) > 0.1:
        indent = _child(_child(paragraph.element, "w:pPr", first=True), "w:ind")
        for key in ("hanging", "hangingChars"):
            indent.attrib.pop(qn(f"w:{key}"), None)
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(2 * (_BODY_SIZE * 20 + TIGHT)))
        what.append("首行缩进2字")
    if what:
        yield f"{lint.quoted(paragraph)}：{'；'.join(what)}"


def _indented(paragraph: tags.Paragraph) -> bool:
    """Addressees, signatures and 附件 stand elsewhere; text that is short and no heading may be one of them."""
    text = paragraph.text
    if text.strip().endswith("：") or text.startswith("　"):
        return False
    return lint.level(paragraph) is not None or len(text) > 14


def _set_runs(paragraph: Any, font: str, size: int, tight: int) -> None:
    for run in paragraph.iter(qn("w:r")):
        properties = _child(run, "w:rPr", first=True)
        for tag in ("w:rFonts", "w:b", "w:bCs", "w:spacing", "w:sz", "w:szCs"):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        fonts = OxmlElement("w:rFonts")
        for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{slot}"), font)
        properties.insert(1 if properties.find(qn("w:rStyle")) is not None else 0, fonts)
        properties._insert_b(_valued("w:b", "0"))
        for tag, value in (("w:spacing", tight), ("w:sz", size * 2), ("w:szCs", size * 2)):
            _ordered(properties, _valued(tag, str(value)))


_AFTER_SPACING = (
    "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign",
    "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
)  # fmt: skip


def _ordered(properties: Any, made: Any) -> None:
    """The schema wants a run's properties in one order."""
    later = {qn(tag) for tag in _AFTER_SPACING}
    for place, tag in enumerate(_AFTER_SPACING):
        if made.tag == qn(tag):
            later = {qn(other) for other in _AFTER_SPACING[place + 1 :]}
    for child in properties:
        if child.tag in later:
            child.addprevious(made)
            return
    properties.append(made)


def _themes(paper: lint.Paper) -> Iterator[str]:
    """Fonts of a theme are replaced by named ones, and what names none gets one."""
    if not [*lint.all_fonts(paper)]:
        return
    roots = [paper.document.styles.element, paper.document.element.body]
    for fonts in (fonts for root in roots for fonts in root.iter(qn("w:rFonts"))):
        for slot in [key for key in fonts.attrib if key.lower().endswith("theme")]:
            del fonts.attrib[slot]
    styles = paper.document.styles.element
    defaults = _child(
        _child(_child(styles, "w:docDefaults", first=True), "w:rPrDefault", first=True),
        "w:rPr",
        first=True,
    )
    fonts = _child(defaults, "w:rFonts", first=True)
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        if not fonts.get(qn(f"w:{slot}")):
            fonts.set(qn(f"w:{slot}"), FANGSONG)
    yield f"文件：主题字体换成写明的字体，没有写的用{FANGSONG}"


def _page_numbers(paper: lint.Paper) -> Iterator[str]:
    if not [*lint.page_numbers(paper)]:
        return
    document = paper.document
    document.settings.odd_and_even_pages_header_footer = True
    there = {kind: element for kind, _, element, _ in lint.footers(paper)}
    section = document.sections[0]
    for kind, foot in (("default", section.footer), ("even", section.even_page_footer)):
        if kind in there:
            _number(there[kind], kind)
        else:
            foot.is_linked_to_previous = False
            _number(foot.paragraphs[0]._p, kind)
    yield "页脚：页码改为4号宋体一字线，单页居右、双页居左，各空一字"


def _number(paragraph: Any, kind: str) -> None:
    """— 1 —"""
    for child in [each for each in paragraph if each.tag != qn("w:pPr")]:
        paragraph.remove(child)
    properties = paragraph.get_or_add_pPr()
    for tag in ("w:pStyle", "w:jc", "w:ind", "w:spacing"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    side = "right" if kind == "default" else "left"
    indent = properties._add_ind()
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), str(_FOOT_SIZE * 20))
    properties._insert_jc(_valued("w:jc", side))
    field = (
        _worded("w:t", "— "), _typed("begin"), _worded("w:instrText", " PAGE "), _typed("separate"), _worded("w:t", "1"),
        _typed("end"), _worded("w:t", " —"),
    )  # fmt: skip
    for content in field:
        run = OxmlElement("w:r")
        run.append(content)
        paragraph.append(run)
    _set_runs(paragraph, SONG, _FOOT_SIZE, 0)


def _tables(paper: lint.Paper) -> Iterator[str]:
    wrong = {each.place for each in lint.tables(paper)}
    for number, table in enumerate(paper.document.element.body.iter(qn("w:tbl")), start=1):
        rows = table.findall(qn("w:tr"))
        if f"表{number}" not in wrong or not rows:
            continue
        for row in rows:
            if (properties := row.get_or_add_trPr()).find(qn("w:cantSplit")) is None:
                properties.insert(0, OxmlElement("w:cantSplit"))
        floating = table.find(f"{qn('w:tblPr')}/{qn('w:tblpPr')}") is not None
        head = rows[0].get_or_add_trPr()
        if len(rows) > 1 and not floating and head.find(qn("w:tblHeader")) is None:
            head.append(OxmlElement("w:tblHeader"))
        yield f"表{number}：行不断开，表头跨页重复"


def _fields(paper: lint.Paper) -> Iterator[str]:
    settings = paper.document.settings.element
    for field in settings.findall(qn("w:updateFields")):
        settings.remove(field)
        yield "文件：打开时不再提示更新域"


def _marks(paper: lint.Paper) -> Iterator[str]:
    """Sign by sign, so that every run keeps its look."""
    for paragraph in tags.paragraphs(paper.document):
        found = [*wrong_marks(paragraph.text)]
        texts = [t for t in paragraph.element.iter(qn("w:t")) if t.text]
        for mark in reversed(found):
            start = 0
            for text in texts:
                if start <= mark.at < start + len(text.text):
                    at = mark.at - start
                    text.text = text.text[:at] + mark.wanted + text.text[at + 1 :]
                    break
                start += len(text.text)
        if found:
            said = "、".join(
                dict.fromkeys(
                    f"“{m.now}”{'→“' + m.wanted + '”' if m.wanted else '去掉'}" for m in found
                )
            )
            yield f"{lint.quoted(paragraph)}：{said}"


def _child(parent: Any, tag: str, *, first: bool = False) -> Any:
    """The child of this name, made where there is none: first, or where python-docx knows its place."""
    found = parent.find(qn(tag))
    if found is not None:
        return found
    adder = getattr(parent, f"get_or_add_{tag.partition(':')[2]}", None)
    if adder:
        return adder()
    made = OxmlElement(tag)
    parent.insert(0 if first else len(parent), made)
    return made


def _valued(tag: str, value: str) -> Any:
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    return made


def _worded(tag: str, text: str) -> Any:
    made = OxmlElement(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _typed(kind: str) -> Any:
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


_MENDERS: tuple[Callable[[lint.Paper], Iterator[str]], ...] = (
    _pages, _grid, _marks, _text, _themes, _page_numbers, _tables, _fields,
)  # fmt: skip
