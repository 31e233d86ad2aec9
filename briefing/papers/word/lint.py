"""Verdicts on any .docx, clause by clause of GB/T 9704-2012 (the ordinary profile, as docs/templates.md gives its numbers).

What can be computed from the file is judged right or wrong with the place; what only a person can see is said to need one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from briefing.papers import Template, zipped
from briefing.papers.word import engine, tags
from briefing.papers.word.formats import Formats, Look
from briefing.papers.word.marks import wrong_marks

Verdict = Literal["right", "wrong", "human"]
VERDICTS: dict[Verdict, str] = {"right": "符合", "wrong": "不符合", "human": "需人工核对"}
_TYPES = "[Content_Types].xml"
_PLACES = 5  # named for one clause
_MM = 1440 / 25.4  # twips
_TYPE_AREA = (156.0, 225.0)  # mm
_LINES, _CHARACTERS = 22, 28
_HEAD = 6  # paragraphs that may stand down to the red rule of a head


class Clause(NamedTuple):
    """What was found for one clause."""

    id: str
    clause: str  # 5.1 版面
    verdict: Verdict
    message: str


class Paper(NamedTuple):
    document: Any
    everything: list[
        tuple[tags.Paragraph, Look]
    ]  # that has text, in tables, headers and footers too
    body: list[tuple[tags.Paragraph, Look]]  # running text, headings and titles


class _Wrong(NamedTuple):
    place: str
    what: str


def lint_docx(data: bytes, name: str = "") -> list[Clause]:
    """The verdict on every clause, in the standard's order. Raises PaperError for what is no sound .docx."""
    paper = paper_of(data, name)
    return [
        _verdict(id_, clause, says, check(paper)) for id_, clause, says, check in _CHECKS
    ] + list(_FOR_A_PERSON)


def paper_of(data: bytes, name: str) -> Paper:
    """Raises PaperError for what is no sound .docx."""
    return looked_at(engine.opened(Template(name, _typed(data)), "文件").docx)


def looked_at(document: Any) -> Paper:
    """document: a docx.Document."""
    everything = list(Formats(document).paragraphs())
    return Paper(
        document, everything, [each for each in everything if each[0].place.startswith("正文")]
    )


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PARTS = ("document.main", "header", "footer", "styles", "settings", "numbering")


def _typed(data: bytes) -> bytes:
    """The file with the types of its parts put right: other programs leave out an even footer's, or say that it is a template."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > engine.LARGEST:
                return data
        parts = zipped.unpack(data)
        types = etree.fromstring(parts[_TYPES])
    except (zipfile.BadZipFile, OSError, KeyError, etree.XMLSyntaxError):
        return data  # said when it is opened
    known = {each.get("PartName"): each for each in types if each.get("PartName")}
    before = etree.tostring(types)
    for name in parts:
        kind = re.fullmatch(r"word/([a-z]+)\d*\.xml", name)
        full = next((p for p in _PARTS if kind and p.partition(".")[0] == kind[1]), "")
        if not full:
            continue
        entry = known.get(f"/{name}")
        if entry is None:
            tag = types.tag.replace("Types", "Override")
            entry = etree.SubElement(types, tag, PartName=f"/{name}")
        if "macroEnabled" not in entry.get("ContentType", ""):
            entry.set("ContentType", f"{_WORD}{full}+xml")
    if etree.tostring(types) == before:
        return data
    return zipped.pack(
        parts | {_TYPES: etree.tostring(types, xml_declaration=True, encoding="UTF-8")}
    )


def _verdict(id_: str, clause: str, says: str, wrong: Iterable[_Wrong]) -> Clause:
    found = list(wrong)
    if not found:
        return Clause(id_, clause, "right", says)
    places = "；".join(
        f"{item.place}：{item.what}" if item.place else item.what for item in found[:_PLACES]
    )
    more = f"；等{len(found)}处" if len(found) > _PLACES else ""
    return Clause(id_, clause, "wrong", f"应为{says}。{places}{more}")


def quoted(paragraph: tags.Paragraph) -> str:
    text = paragraph.text.strip()
    return f"{paragraph.place}“{text if len(text) <= 12 else text[:12] + '……'}”"


def sections(paper: Paper) -> Iterator[tuple[str, Any]]:
    for number, section in enumerate(paper.document.element.body.iter(qn("w:sectPr")), start=1):
        yield f"第{number}节", section


def lengths(section: Any, tag: str, *names: str) -> list[float]:
    element = section.find(qn(tag))
    return [
        float(element.get(qn(f"w:{name}"), "0")) / _MM if element is not None else 0.0
        for name in names
    ]


def paper_size(paper: Paper) -> Iterator[_Wrong]:
    for place, section in sections(paper):
        width, height = lengths(section, "w:pgSz", "w", "h")
        if sorted((round(width), round(height))) != [210, 297]:
            yield _Wrong(place, f"纸张{width:.0f}×{height:.0f}毫米")


def margins(paper: Paper) -> Iterator[_Wrong]:
    for place, section in sections(paper):
        width, height = lengths(section, "w:pgSz", "w", "h")
        found = lengths(section, "w:pgMar", "top", "bottom", "left", "right")
        wanted = (28, 26, 37, 35) if width > height else (37, 35, 28, 26)
        for side, is_, should in zip(("上", "下", "左", "右"), found, wanted, strict=True):
            if abs(is_ - should) > 1:
                yield _Wrong(place, f"{side}边距{is_:.1f}毫米，应为{should}毫米")


def is_running(paragraph: tags.Paragraph, look: Look) -> bool:
    """Text set as the body is: of its size, or long and no note; not centred, not placed by tabs as signatures are."""
    if (
        look.align in ("center", "right")
        or paragraph.element.find(f"{qn('w:r')}/{qn('w:tab')}") is not None
    ):
        return False
    return 15 <= look.size <= 17 or (len(paragraph.text) > 28 and look.size > 10.5)


def titled(paper: Paper) -> int:
    """Where in the body the title stands: the first centred paragraph below a red rule, where there is one; -1 for none."""
    head = next((at for at, (_, look) in enumerate(paper.body[:_HEAD]) if look.ruled), -1)
    return next(
        (at for at, (_, look) in enumerate(paper.body) if at > head and look.align == "center"), -1
    )


def _running(paper: Paper) -> Iterator[tuple[tags.Paragraph, Look]]:
    """The text under the title: marks above it (密级, 紧急程度) are set otherwise."""
    return ((p, look) for p, look in paper.body[titled(paper) + 1 :] if is_running(p, look))


def lines_of(look: Look) -> int:
    """Lines on a page; 0 where their distance is not exact."""
    return int(_TYPE_AREA[1] / 25.4 * 72 / look.line + 0.005) if look.line else 0


def characters_of(look: Look) -> int:
    """Characters in a line."""
    return int(_TYPE_AREA[0] / 25.4 * 72 / (look.size + look.spacing) + 0.005)


def is_spaced(look: Look) -> bool:
    """22 lines of 28 characters."""
    return (lines_of(look), characters_of(look)) == (_LINES, _CHARACTERS)


def _lines(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in _running(paper):
        lines = lines_of(look)
        if lines != _LINES:
            yield _Wrong(
                quoted(paragraph),
                f"行距{look.line:g}磅，每页{lines}行" if lines else "行距不是固定值",
            )


def _characters(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in _running(paper):
        number = characters_of(look)
        if number != _CHARACTERS:
            yield _Wrong(quoted(paragraph), f"每行{number}字")


LEVELS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), "黑体"),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), "楷体"),
    (re.compile(r"\d{1,2}[.．]"), "仿宋"),
    (re.compile(r"（\d{1,2}）"), "仿宋"),
)


def level(paragraph: tags.Paragraph) -> int | None:
    """0 一、 1 （一） 2 1. 3 （1）; None for what is no heading: it ends as a sentence does."""
    text = paragraph.text.strip()
    if len(text) > 40 or text.endswith(("。", "；", "，")):
        return None
    return next((depth for depth, (pattern, _) in enumerate(LEVELS) if pattern.match(text)), None)


def _body_font(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in _running(paper):
        if level(paragraph) is None and not re.match(r"附件\d*$", paragraph.text.strip()):
            if "仿宋" not in look.fonts[2]:
                yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}")
            elif look.size != 16:
                yield _Wrong(quoted(paragraph), f"字号{look.size:g}磅")


def _heading_fonts(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in paper.body:
        depth = level(paragraph)
        if depth is not None and look.align != "center":
            font = LEVELS[depth][1]
            if font not in look.fonts[2] or look.size != 16:
                yield _Wrong(
                    quoted(paragraph),
                    f"应为3号{font}，现为{look.fonts[2] or '未指定'}{look.size:g}磅",
                )


def _heading_order(paper: Paper) -> Iterator[_Wrong]:
    """A level below the first only under one a step above; numbers run on."""
    last: list[int] = []
    for paragraph, look in paper.body:
        depth = level(paragraph)
        if depth is None or look.align == "center" or depth > 1:
            continue
        number = _chinese(paragraph.text)
        if depth > len(last):
            yield _Wrong(quoted(paragraph), "没有上一级标题")
            continue
        before = last[depth] if depth < len(last) else 0
        if number != before + 1:
            yield _Wrong(quoted(paragraph), "序号不连续")
        last[depth:] = [number]


def _chinese(text: str) -> int:
    digits = re.search(r"[一二三四五六七八九十]+", text)
    assert digits
    tens, ten, ones = digits[0].rpartition("十")
    units = "零一二三四五六七八九"
    value = units.find(ones) if ones else 0
    return value + (10 * (units.find(tens) if tens else 1) if ten else 0)


def _title(paper: Paper) -> Iterator[_Wrong]:
    at = titled(paper)
    if at < 0:
        yield _Wrong("", "没有居中的标题")
        return
    paragraph, look = paper.body[at]
    if "小标宋" not in look.fonts[2] or look.size != 22:
        yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")


def _no_bold(paper: Paper) -> Iterator[_Wrong]:
    return (_Wrong(quoted(paragraph), "加粗") for paragraph, look in paper.body if look.bold)


def _indents(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in _running(paper):
        text = paragraph.text
        flush = (
            re.match(r"附件\d*$", text.strip())
            or text.strip().endswith("：")
            or text.startswith("　")
        )
        if not flush and abs(look.first_line - 2) > 0.1 and len(text) > 14:
            yield _Wrong(quoted(paragraph), f"首行缩进{look.first_line:g}字")


def all_fonts(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in paper.everything:
        if look.themed:
            yield _Wrong(quoted(paragraph), "使用主题字体")
        elif not all(look.fonts):
            yield _Wrong(quoted(paragraph), "没有写全西文、中文字体")


def page_numbers(paper: Paper) -> Iterator[_Wrong]:
    feet = footers(paper)
    if not feet:
        yield _Wrong("", "没有页码")
        return
    if paper.document.settings.element.find(qn("w:evenAndOddHeaders")) is None:
        yield _Wrong("", "没有区分单双页")
    for kind, side, element, look in feet:
        text = "".join(t.text or "" for t in element.iter(qn("w:t")))
        if not re.fullmatch(r"— ?\d* ?—", text.strip()):
            yield _Wrong(f"{side}页脚", f"页码样式为“{text.strip()}”")
        if look.align != ("right" if kind == "default" else "left"):
            yield _Wrong(f"{side}页脚", "单页码应居右、双页码居左，各空一字")
        if look.size != 14 or "宋" not in look.fonts[2]:
            yield _Wrong(f"{side}页脚", f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")


def footers(paper: Paper) -> list[tuple[str, str, Any, Look]]:
    """The footers with a page number: (default or even, 单页 or 双页, paragraph, look)."""
    found = []
    formats = Formats(paper.document)
    for kind, side in (("default", "单页"), ("even", "双页")):
        numbered = [p for _, section in sections(paper) for p in _numbers_of(section, kind, paper)]
        found += [(kind, side, p, formats.look(p)) for p in numbered[:1]]
    return found


def _numbers_of(section: Any, kind: str, paper: Paper) -> list[Any]:
    """The paragraphs with a page number in a section's own footer of a kind."""
    found = []
    for reference in section.iter(qn("w:footerReference")):
        part = paper.document.part.rels.get(reference.get(qn("r:id")))
        if part is not None and reference.get(qn("w:type"), "default") == kind:
            found += [
                p
                for p in part.target_part.element.iter(qn("w:p"))
                if "PAGE" in "".join(p.itertext()) or _simple_field(p)
            ]
    return found


def _simple_field(paragraph: Any) -> bool:
    return any(
        "PAGE" in (field.get(qn("w:instr")) or "") for field in paragraph.iter(qn("w:fldSimple"))
    )


def _page_number_place(paper: Paper) -> Iterator[_Wrong]:
    """A section whose footers are its own and have no number (that of the 版记) is left out."""
    formats = Formats(paper.document)
    numbered: list[Any] = []
    for place, section in sections(paper):
        own = [p for kind in ("default", "even") for p in _numbers_of(section, kind, paper)]
        numbered = own if section.find(qn("w:footerReference")) is not None else numbered
        for number in numbered[:1]:
            bottom, footer = lengths(section, "w:pgMar", "bottom", "footer")
            below = sum(formats.look(p).line for p in number.itersiblings(qn("w:p"))) / 72 * 25.4
            dash = bottom - footer - below - 2.7  # of a line of 14 points; see docs/templates.md
            if abs(dash - 7) > 1:
                yield _Wrong(place, f"一字线约在版心下边缘之下{dash:.1f}毫米")


def tables(paper: Paper) -> Iterator[_Wrong]:
    for number, table in enumerate(paper.document.element.body.iter(qn("w:tbl")), start=1):
        rows = table.findall(qn("w:tr"))
        floating = (
            table.find(f"{qn('w:tblPr')}/{qn('w:tblpPr')}") is not None
        )  # 版记: no head to repeat
        if (
            len(rows) > 1
            and not floating
            and rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None
        ):
            yield _Wrong(f"表{number}", "跨页时不重复表头")
        if any(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None for row in rows):
            yield _Wrong(f"表{number}", "有的行会跨页断开")
        grid = [float(column.get(qn("w:w"), "0")) for column in table.iter(qn("w:gridCol"))]
        if sum(grid) / _MM > _TYPE_AREA[1] + 1:
            yield _Wrong(f"表{number}", "宽度超出版心")


_SECRET = re.compile(r"(?:绝密|机密|秘密)(?:★.*)?|特急|加急|平急|特提")


def _marks(paper: Paper) -> Iterator[_Wrong]:
    """密级 and 紧急程度 above the title."""
    for paragraph, look in paper.body[: max(titled(paper), 0)]:
        if _SECRET.fullmatch(paragraph.text.strip()) and (
            "黑体" not in look.fonts[2] or look.size != 16
        ):
            yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")


def _addressee(paper: Paper) -> Iterator[_Wrong]:
    """The first text under the title where it ends in a colon."""
    under = paper.body[titled(paper) + 1 :]
    first = next(((p, look) for p, look in under if look.align not in ("center", "right")), None)
    if first and first[0].text.strip().endswith("：") and len(first[0].text) <= 60:
        paragraph, look = first
        if look.first_line > 0.1:
            yield _Wrong(quoted(paragraph), f"首行缩进{look.first_line:g}字")
        if "仿宋" not in look.fonts[2] or look.size != 16:
            yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")


def _annex_marks(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, look in paper.body:
        if re.fullmatch(r"附件\d*", paragraph.text.strip()):
            if "黑体" not in look.fonts[2] or look.size != 16:
                yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")
            if look.first_line > 0.1 or look.align in ("center", "right"):
                yield _Wrong(quoted(paragraph), "没有顶格")


_RECORD = re.compile(r"\s*(?:抄送|报|送|发)：|.*\d{4}年\d+月\d+日印发")


def _record(paper: Paper) -> Iterator[_Wrong]:
    """The lines of the 版记, wherever they stand."""
    for paragraph, look in Formats(paper.document).paragraphs():
        if not _RECORD.match(paragraph.text):
            continue
        if "仿宋" not in look.fonts[2] or look.size != 14:
            yield _Wrong(quoted(paragraph), f"字体为{look.fonts[2] or '未指定'}{look.size:g}磅")
        if "：" in paragraph.text[:4] and not paragraph.text.rstrip().endswith("。"):
            yield _Wrong(quoted(paragraph), "末尾没有句号")


_DATE = re.compile(r"年0\d月|月0\d日")
# 〔2024〕3号 and 第3期 are right; other brackets, 第 before a number and leading zeros are not.
_NUMBERING = re.compile(
    r"[\[［（(【]\d{4}[\]］）)】]第?\d+号|〔\d{4}〕第\d+号|〔\d{4}〕0\d*号|第0\d*期"
)


def _dates(paper: Paper) -> Iterator[_Wrong]:
    for paragraph in tags.paragraphs(paper.document):
        for match in _DATE.finditer(paragraph.text):
            yield _Wrong(quoted(paragraph), f"“{match[0]}”月、日不编虚位")


def _numbers(paper: Paper) -> Iterator[_Wrong]:
    for paragraph in tags.paragraphs(paper.document):
        for match in _NUMBERING.finditer(paragraph.text):
            yield _Wrong(
                quoted(paragraph), f"“{match[0]}”年份用六角括号〔〕，序号不编虚位、不加“第”字"
            )


def _annex_list(paper: Paper) -> Iterator[_Wrong]:
    for paragraph, _ in paper.body:
        if paragraph.text.startswith("附件：") and paragraph.text.rstrip()[-1] in "。；，、":
            yield _Wrong(quoted(paragraph), "附件名称后不加标点")


def _text_marks(paper: Paper) -> Iterator[_Wrong]:
    for paragraph in tags.paragraphs(paper.document):
        for mark in wrong_marks(paragraph.text):
            around = paragraph.text[max(0, mark.at - 4) : mark.at + 4]
            should = f"应为“{mark.wanted}”" if mark.wanted else "括号后不加顿号"
            yield _Wrong(quoted(paragraph), f"“{around}”的“{mark.now}”{should}")


def _fields(paper: Paper) -> Iterator[_Wrong]:
    if paper.document.settings.element.find(qn("w:updateFields")) is not None:
        yield _Wrong("", "打开时会提示更新域")


_Check = Callable[[Paper], Iterable[_Wrong]]
_CHECKS: tuple[tuple[str, str, str, _Check], ...] = (
    ("page.size", "5.1 用纸", "A4纸（210毫米×297毫米）", paper_size),
    (
        "page.margins",
        "5.2.1 页边与版心",
        "天头37毫米、订口28毫米、版心156毫米×225毫米（横排页相应转向）",
        margins,
    ),
    ("page.lines", "5.2.3 行数", "每页22行", _lines),
    ("page.characters", "5.2.3 字数", "每行28字", _characters),
    ("mark.font", "7.2.2、7.2.3 密级和紧急程度", "有密级、紧急程度的用3号黑体", _marks),
    ("title.font", "7.3.1 标题", "2号小标宋体居中", _title),
    ("addressee", "7.3.2 主送机关", "有主送机关的顶格，3号仿宋体，末尾用全角冒号", _addressee),
    ("body.font", "5.2.2、7.3.3 正文", "3号仿宋体", _body_font),
    ("body.indent", "7.3.3 正文", "每个自然段左空二字", _indents),
    (
        "heading.font",
        "7.3.3 结构层次",
        "一、用黑体，（一）用楷体，1.和（1）用仿宋体，均为3号",
        _heading_fonts,
    ),
    ("heading.order", "7.3.3 结构层次", "层次不跳级、序号连续", _heading_order),
    ("body.bold", "7.3.3 正文", "正文和各级标题不加粗", _no_bold),
    ("text.marks", "标点（GB/T 15834）", "中文里用全角标点，（一）后不加顿号", _text_marks),
    ("annex.list", "7.3.4 附件说明", "附件名称后不加标点", _annex_list),
    ("annex.mark", "7.3.7 附件", "“附件”和序号用3号黑体，顶格", _annex_marks),
    ("record.form", "7.4 版记", "有版记的用4号仿宋体，抄送等末尾用句号", _record),
    ("date.form", "7.3.5 成文日期", "阿拉伯数字，年份写全，月、日不编虚位", _dates),
    ("number.form", "7.2.5 发文字号", "年份用六角括号，序号不编虚位", _numbers),
    (
        "page.number",
        "7.5 页码",
        "4号宋体，左右各一条一字线，单页居右空一字、双页居左空一字",
        page_numbers,
    ),
    ("page.number.place", "7.5 页码", "一字线上距版心下边缘7毫米", _page_number_place),
    ("table.rows", "表格（本项目约定）", "表头跨页重复、行不断开、宽度不超出版心", tables),
    ("file.fonts", "文件（本项目约定）", "中西文字体都写明，不用主题字体", all_fonts),
    ("file.fields", "文件（本项目约定）", "打开时不提示更新域", _fields),
)
_FOR_A_PERSON = (
    Clause("title.breaks", "7.3.1 标题", "human", "标题回行时词意完整、排列对称"),
    Clause("header", "7.2 版头", "human", "发文机关标志、发文字号、签发人只在有授权时使用"),
    Clause("signature", "7.3.5 署名和印章", "human", "署名、成文日期和印章的位置"),
    Clause(
        "footer",
        "7.4 版记",
        "human",
        "版记在正文最后一页（双页）的版心底部，末条分隔线与版心下边缘重合，附件在其后",
    ),
    Clause("print", "6 印制", "human", "双面印刷、左侧装订、页码套正"),
)
