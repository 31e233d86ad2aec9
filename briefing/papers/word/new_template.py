"""Makes the templates secretaries start from: the ordinary profile of GB/T 9704-2012, every look in a named style.

Written part by part, because the default templates of the libraries are Japanese-themed and carry hundreds of styles.
Lengths: `_mm` gives twentieths of a point, sizes are half-points. See docs/templates.md for the profile's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from briefing.errors import PaperError
from briefing.papers import zipped

FANGSONG, KAITI, HEITI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
# What a machine without the customary fonts is told to use instead.
_FALLBACK = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONG: "SimSun", TITLE: "宋体"}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_DRAWING = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="{_SHAPE}"'
)
_EMU = 36000  # of a millimetre
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

LINE = 579  # 28.95 pt: 22 lines on 225 mm (29 pt gives 21)
TIGHT = -5  # a quarter point off each character of 16 pt: 28 on 156 mm


def _mm(length: float) -> int:
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style. `first` (negative: hanging), `left`, `right`: indents in characters. `line` 0: single spacing."""

    id: str
    name: str
    font: str = FANGSONG
    size: int = 32
    align: str = "both"
    line: int = LINE
    tight: int = TIGHT
    first: float = 0
    left: float = 0
    right: float = 0
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep: bool = False
    ruled: str = ""  # pBdr and tabs, in this order
    beyond: tuple[float, float] = (
        0,
        0,
    )  # mm that it stands out of the type area on the left and on the right
    colour: str = ""

    def xml(self) -> str:
        character = self.size * 10 + self.tight  # twips of one character
        indents = (
            ("left", self.left),
            ("right", self.right),
            ("firstLine", max(self.first, 0)),
            ("hanging", max(-self.first, 0)),
        )
        indent = "".join(
            f' w:{kind}Chars="{round(n * 100)}" w:{kind}="{round(n * character)}"'
            for kind, n in indents
            if n
        )
        if any(self.beyond):
            indent = f' w:left="-{_mm(self.beyond[0])}" w:right="-{_mm(self.beyond[1])}"'
        ruled = (
            f'w:line="{self.line}" w:lineRule="exact"'
            if self.line
            else 'w:line="240" w:lineRule="auto"'
        )
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        properties = (
            ("<w:keepNext/>" if self.keep else "")
            + self.ruled
            + f'<w:spacing w:before="{self.before}" w:after="{self.after}" {ruled}/>'
            + (f"<w:ind{indent}/>" if indent else "")
            + f'<w:jc w:val="{self.align}"/>'
            + (f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        )
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}"><w:name w:val={quoteattr(self.name)}/>'
            f'<w:basedOn w:val="a"/><w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>{_fonts(self.font)}'
            f'{colour}<w:spacing w:val="{self.tight}"/><w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


RED = "FF0000"
_NUMBER = 25.3  # mm from the paper's lower edge to the foot of the page number's line: the dash is 7 mm below the type area
_LETTER_RULE = 20  # mm from the paper's lower edge to a letter's double rule (10.1)
_ROOM = _NUMBER - _LETTER_RULE
_TAB = '<w:tabs><w:tab w:val="{}" w:pos="{}"/></w:tabs>'
_RULE = '<w:pBdr><w:bottom w:val="{}" w:sz="{}" w:space="{}" w:color="{}"/></w:pBdr>'
# At a place of the page whatever the margins are; the text begins below.
_FRAME = (
    '<w:framePr w:w="{}" w:wrap="notBeside" w:hAnchor="page" w:vAnchor="page" w:x="{}" w:y="{}"/>'
)
_TABLE_LINE = 300
STYLES = (
    _Style("gwTitle", "公文标题", TITLE, 44, "center", 640, 0, outline=0),
    _Style("gwDate", "公文日期", KAITI, 32, "center", after=LINE // 2),
    _Style("gwBody", "公文正文", first=2),
    _Style("gwH1", "公文一级标题", HEITI, first=2, outline=1, keep=True),
    _Style("gwH2", "公文二级标题", KAITI, first=2, outline=2, keep=True),
    _Style("gwH3", "公文三级标题", FANGSONG, first=2, outline=3, keep=True),
    _Style("gwAddressee", "公文主送机关", align="left"),
    _Style("gwAnnexList", "公文附件说明", first=2),
    # Centred on a date that ends four characters before the edge.
    _Style(
        "gwSigned",
        "公文署名日期",
        align="left",
        ruled=_TAB.format("center", round((28 - 4 - 3.25) * 315.9)),
    ),
    _Style("gwSeries", "简报刊名", TITLE, 88, "center", 1100, 0, colour=RED),
    _Style("gwIssueNo", "简报期号", KAITI, 32, "center"),
    _Style(
        "gwIssuer",
        "简报编发",
        FANGSONG,
        32,
        "left",
        after=LINE,
        ruled=_RULE.format("single", 12, 6, RED) + _TAB.format("right", _mm(156)),
    ),
    _Style(
        "gwLetterMark",
        "信函发文机关",
        TITLE,
        60,
        "center",
        620,
        0,
        after=LINE,
        colour=RED,
        ruled=_RULE.format("thickThinSmallGap", 24, 3, RED),
    ),
    _Style(
        "gwLetterFoot",
        "信函页脚线",
        SONG,
        2,
        "left",
        20,
        0,
        beyond=(8, 6),
        ruled=_RULE.format("thinThickSmallGap", 24, 0, RED),
    ),
    _Style("gwNumber", "公文发文字号", align="right"),
    _Style("gwSent", "版记报送", FANGSONG, 28, "left", 440, 0, left=3, right=1, first=-2),
    _Style(
        "gwPrinted",
        "版记印发",
        FANGSONG,
        28,
        "left",
        440,
        0,
        left=1,
        right=1,
        ruled=_TAB.format("right", _mm(156) - 280),
    ),
    _Style("gwCaption", "公文表题", HEITI, 28, "center", 480, 0, before=80, keep=True),
    _Style("gwFigure", "公文图题", HEITI, 22, "center", 380, 0, before=40, keep=True),
    _Style("gwTableHead", "公文表头", HEITI, 21, "center", _TABLE_LINE, 0),
    _Style("gwTableText", "公文表文字", FANGSONG, 21, "left", _TABLE_LINE, 0),
    _Style("gwTableGroup", "公文表分组", KAITI, 21, "left", _TABLE_LINE, 0, keep=True),
    _Style("gwTableCenter", "公文表居中", FANGSONG, 21, "center", _TABLE_LINE, 0),
    _Style(
        "gwTableNumber",
        "公文表数字",
        FANGSONG,
        21,
        "left",
        _TABLE_LINE,
        0,
        ruled=_TAB.format("decimal", 760),
    ),
    _Style(
        "gwTableRate",
        "公文表增速",
        FANGSONG,
        21,
        "left",
        _TABLE_LINE,
        0,
        ruled=_TAB.format("decimal", 700),
    ),
    _Style("gwNote", "公文表注", FANGSONG, 21, "left", 320, 0, after=120),
    _Style("gwAnnex", "公文附件标识", HEITI, 32, "left"),
    _Style(
        "gwAnnexTitle",
        "公文附件标题",
        TITLE,
        44,
        "center",
        640,
        0,
        before=300,
        after=200,
        outline=0,
    ),
    _Style("gwPicture", "公文图片", align="center", line=0, tight=0, keep=True),
    _Style("gwPageOdd", "公文页码单页", SONG, 28, "right", 0, 0, right=1),
    _Style("gwPageEven", "公文页码双页", SONG, 28, "left", 0, 0, left=1),
    _Style("gwGap", "公文表后", FANGSONG, 10, "left", 120, 0),
    _Style("gwFootRoom", "信函页码下", SONG, 2, "left", _mm(_ROOM), 0),
    _Style("gwBreak", "公文分节", FANGSONG, 2, "left", 20, 0),
)


class Column(NamedTuple):
    """One column of a table: its head, the tag in its cells, its width in mm and the style of its cells."""

    head: str
    tag: str
    width: float
    style: str


def paragraph(
    style: str,
    text: str,
    *,
    page_break: bool = False,
    keep: bool = False,
    frame: str = "",
    section: str = "",
) -> str:
    """A paragraph in a style; a tab character in its text is a tab stop's, a newline a line break. A frame stands here, LibreOffice knows none in styles."""
    breaks = ("<w:keepNext/>" if keep else "") + ("<w:pageBreakBefore/>" if page_break else "")
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    content = "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split("([\t\n])", text)
        if part
    )
    run = f"<w:r>{content}</w:r>" if content else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{breaks}{frame}{section}</w:pPr>{run}</w:p>'


def table(
    rows: str, columns: Sequence[Column], head_style: str, row_height: float, group: str = ""
) -> str:
    """A table whose one row is repeated for each of `rows`. Widths stand in the grid and in the cells (WPS reads the grid).

    group: what a row over the whole width says above each row that has it.
    """

    def cell(style: str, text: str, width: float, span: int = 1) -> str:
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties = f'<w:tcW w:w="{_mm(width)}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(style, text)}</w:tc>"

    def row(*cells: str, head: bool = False) -> str:
        height = f'<w:trHeight w:val="{_mm(row_height)}" w:hRule="atLeast"/>'
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{''.join(cells)}</w:tr>"

    def whole(style: str, text: str) -> str:
        return row(cell(style, text, sum(column.width for column in columns), len(columns)))

    def control(tag: str) -> str:
        return whole(columns[0].style, tag)

    grouped = (
        f"{control(f'{{%tr if {group} %}}')}{whole('gwTableGroup', f'{{{{ {group} }}}}')}{control('{%tr endif %}')}"
        if group
        else ""
    )

    sides = (("top", 8), ("left", 4), ("bottom", 8), ("right", 4), ("insideH", 4), ("insideV", 4))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in sides
    )
    margins = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{_mm(column.width)}"/>' for column in columns)
    width = sum(_mm(column.width) for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + row(*(cell(head_style, column.head, column.width) for column in columns), head=True)
        + control(f"{{%tr for 行 in {rows} %}}")
        + grouped
        + row(*(cell(column.style, column.tag, column.width) for column in columns))
        + control("{%tr endfor %}")
        + "</w:tbl>"
    )


def section(landscape: bool = False, next_page: bool = True, letter: bool = False) -> str:
    """Page and margins; the landscape page is the portrait one turned, its page number as far below the type area.

    A letter's first page has no number but a double rule at its foot.
    """
    top, right, bottom, left = (28, 35, 26, 37) if landscape else (37, 26, 35, 28)
    # Puts the dash 7 mm below the type area: measured, the standard gives the dash only.
    footer = _LETTER_RULE if letter else bottom - 35 + _NUMBER
    footers = (
        [("default", "rId13"), ("even", "rId14"), ("first", "rId12")]
        if letter
        else [("default", "rId10"), ("even", "rId11")]
    )
    return _section(
        footers,
        "nextPage" if next_page else "",
        landscape,
        (top, right, bottom, left),
        footer,
        titled=letter,
    )


def _section(
    footers: Sequence[tuple[str, str]],
    kind: str,
    landscape: bool,
    margins: tuple[float, ...],
    footer: float,
    *,
    titled: bool = False,
) -> str:
    size = (
        'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    )
    top, right, bottom, left = (_mm(margin) for margin in margins)
    references = "".join(
        f'<w:footerReference w:type="{which}" r:id="{id_}"/>' for which, id_ in footers
    )
    return (
        f"<w:sectPr>{references}{f'<w:type w:val={quoteattr(kind)}/>' if kind else ''}<w:pgSz {size}/>"
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{_mm(15)}" w:footer="{_mm(footer)}" w:gutter="0"/>{"<w:titlePg/>" if titled else ""}</w:sectPr>'
    )


def _loop(style: str, names: str) -> str:
    """The paragraphs of a variable, each in its own."""
    return (
        paragraph(style, f"{{%p for 段 in {names} %}}")
        + paragraph(style, "{{ 段 }}")
        + paragraph(style, "{%p endfor %}")
    )


def _part(condition: str, heading: str, *content: str) -> str:
    """A part that disappears with its heading when it has no data."""
    return "".join(
        (paragraph("gwBody", f"{{%p if {condition} %}}"), paragraph("gwH1", f"{{{{ 序号 }}}}、{heading}"), *content,
         paragraph("gwBody", "{%p endif %}"))
    )  # fmt: skip


def _annex(condition: str, kind: str, title: str, content: str) -> str:
    return "".join(
        (
            paragraph("gwBody", f"{{%p if {condition} %}}"),
            paragraph("gwAnnex", f"附件{{{{ 附件号.{kind} }}}}", page_break=True),
            paragraph("gwAnnexTitle", title),
            content,
            paragraph("gwBody", "{%p endif %}"),
        )
    )


_HEADLINES = (
    Column("指标", "{{ 行.名称 }}", 41, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 18, "gwTableCenter"),
    Column("完成", "{{ 行.完成 }}", 22, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增速 }}", 25, "gwTableRate"),
    Column("年度目标", "{{ 行.年度目标 }}", 25, "gwTableCenter"),
    Column("完成情况", "{{ 行.完成情况 }}", 25, "gwTableCenter"),
)
_BARE_HEADLINES = (
    Column("指标", "{{ 行.名称 }}", 62, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 34, "gwTableCenter"),
    Column("完成", "{{ 行.完成 }}", 30, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增速 }}", 30, "gwTableRate"),
)
_ALL_INDICATORS = (
    Column("序号", "{{ 行.序 }}", 10, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 40, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 14, "gwTableCenter"),
    Column("完成", "{{ 行.数额 }}", 19, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增幅 }}", 22, "gwTableRate"),
    Column("数据状态", "{{ 行.状态 }}", 17, "gwTableCenter"),
    Column("年度目标", "{{ 行.年度目标 }}", 25, "gwTableCenter"),
    Column("完成情况", "{{ 行.完成情况 }}", 22, "gwTableCenter"),
    Column("与目标差距", "{{ 行.差距 }}", 32, "gwTableCenter"),
    Column("下年目标", "{{ 行.下年目标 }}", 24, "gwTableCenter"),
)
_ALL_WITHIN_YEAR = (
    Column("序号", "{{ 行.序 }}", 10, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 45, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 15, "gwTableCenter"),
    Column("完成", "{{ 行.数额 }}", 22, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增幅 }}", 23, "gwTableRate"),
    Column("数据状态", "{{ 行.状态 }}", 20, "gwTableCenter"),
    Column("年度目标", "{{ 行.年度目标 }}", 26, "gwTableCenter"),
    Column("完成情况", "{{ 行.完成情况 }}", 26, "gwTableCenter"),
    Column("与目标、进度差距", "{{ 行.差距 }}", 38, "gwTableCenter"),
)
_ALL_BARE = (
    Column("序号", "{{ 行.序 }}", 13, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 72, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 30, "gwTableCenter"),
    Column("完成", "{{ 行.数额 }}", 28, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增幅 }}", 28, "gwTableRate"),
    Column("数据状态", "{{ 行.状态 }}", 24, "gwTableCenter"),
    Column("下年目标", "{{ 行.下年目标 }}", 30, "gwTableCenter"),
)
_PORTFOLIOS = (
    Column("项目组", "{{ 行.名称 }}", 62, "gwTableText"),
    Column("阶段", "{{ 行.阶段 }}", 30, "gwTableCenter"),
    Column("数量", "{{ 行.数量 }}", 30, "gwTableCenter"),
    Column("总投资", "{{ 行.投资 }}", 34, "gwTableCenter"),
)
_PROJECTS = (
    Column("序号", "{{ 行.序 }}", 12, "gwTableCenter"),
    Column("项目名称", "{{ 行.名称 }}", 87, "gwTableText"),
    Column("阶段", "{{ 行.阶段 }}", 44, "gwTableCenter"),
    Column("投资", "{{ 行.投资 }}", 22, "gwTableCenter"),
    Column("出处", "{{ 行.出处 }}", 60, "gwTableText"),
)
_TASKS = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("任务", "{{ 行.内容 }}", 46, "gwTableText"),
    Column("年份", "{{ 行.年份 }}", 17, "gwTableCenter"),
    Column("量化目标", "{{ 行.量化目标 }}", 30, "gwTableText"),
    Column("时限", "{{ 行.时限 }}", 18, "gwTableCenter"),
    Column("牵头、责任单位", "{{ 行.单位 }}", 34, "gwTableText"),
)
# The same with what departments reported.
_TASKS_TOLD = (
    Column("序号", "{{ 行.序 }}", 9, "gwTableCenter"),
    Column("任务", "{{ 行.内容 }}", 34, "gwTableText"),
    Column(
        "年份、量化目标、时限",
        "{{ 行.年份 }}：{{ 行.量化目标 }}{% if 行.时限 != '—' %}（{{ 行.时限 }}）{% endif %}",
        21,
        "gwTableText",
    ),
    Column("牵头、责任单位", "{{ 行.单位 }}", 23, "gwTableText"),
    Column("本期进展", "{{ 行.本期进展 }}", 31, "gwTableText"),
    Column("存在问题", "{{ 行.存在问题 }}", 19, "gwTableText"),
    Column("下步措施", "{{ 行.下步措施 }}", 19, "gwTableText"),
)
_OWN_PROJECTS_TOLD = (
    Column("序号", "{{ 行.序 }}", 9, "gwTableCenter"),
    Column("项目名称", "{{ 行.名称 }}", 38, "gwTableText"),
    Column("阶段", "{{ 行.阶段 }}", 18, "gwTableCenter"),
    Column("本期进展", "{{ 行.本期进展 }}", 39, "gwTableText"),
    Column("存在问题", "{{ 行.存在问题 }}", 26, "gwTableText"),
    Column("下步措施", "{{ 行.下步措施 }}", 26, "gwTableText"),
)
_PROJECTS_TOLD = (
    Column("序号", "{{ 行.序 }}", 10, "gwTableCenter"),
    Column("项目名称", "{{ 行.名称 }}", 44, "gwTableText"),
    Column("阶段", "{{ 行.阶段 }}", 19, "gwTableCenter"),
    Column("投资", "{{ 行.投资 }}", 19, "gwTableCenter"),
    Column("本期进展", "{{ 行.本期进展 }}", 45, "gwTableText"),
    Column("存在问题", "{{ 行.存在问题 }}", 28, "gwTableText"),
    Column("下步措施", "{{ 行.下步措施 }}", 28, "gwTableText"),
    Column("出处", "{{ 行.出处 }}", 32, "gwTableText"),
)
_OWN_PROJECTS = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("项目名称", "{{ 行.名称 }}", 85, "gwTableText"),
    Column("阶段", "{{ 行.阶段 }}", 30, "gwTableCenter"),
    Column("投资", "{{ 行.投资 }}", 30, "gwTableCenter"),
)
_DISTRICTS = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("区县", "{{ 行.地区 }}", 34, "gwTableText"),
    Column("单位", "{{ 行.单位 }}", 18, "gwTableCenter"),
    Column("完成", "{{ 行.完成 }}", 26, "gwTableNumber"),
    Column("增速（%）", "{{ 行.增速 }}", 26, "gwTableRate"),
    Column("数据状态", "{{ 行.状态 }}", 24, "gwTableCenter"),
    Column("与全市相差", "{{ 行.差距 }}", 36, "gwTableCenter"),
    Column("位次", "{{ 行.位次 }}", 24, "gwTableCenter"),
    Column("位次变化", "{{ 行.变化 }}", 26, "gwTableCenter"),
)
_RANKING = (
    Column("位次", "{{ 行.位次 }}", 20, "gwTableCenter"),
    Column("区县", "{{ 行.地区 }}", 46, "gwTableText"),
    Column("增速、比率（%）", "{{ 行.增速 }}", 30, "gwTableRate"),
    Column("与全市相差", "{{ 行.差距 }}", 34, "gwTableCenter"),
    Column("位次变化", "{{ 行.变化 }}", 26, "gwTableCenter"),
)
_SOURCES = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("章节", "{{ 行.章节 }}", 44, "gwTableText"),
    Column("数据", "{{ 行.数据 }}", 70, "gwTableText"),
    Column("原文", "{{ 行.原文 }}", 100, "gwTableText"),
)
_FINDINGS = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("轻重", "{{ 行.轻重 }}", 13, "gwTableCenter"),
    Column("问题", "{{ 行.说明 }}", 76, "gwTableText"),
    Column("涉及数据", "{{ 行.数据 }}", 57, "gwTableText"),
    Column("出处", "{{ 行.出处 }}", 44, "gwTableText"),
    Column("处理意见", "", 24, "gwTableText"),
)
_UNJUDGED = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 42, "gwTableText"),
    Column("目标", "{{ 行.目标 }}", 34, "gwTableCenter"),
    Column("已有的数", "{{ 行.完成 }}", 34, "gwTableCenter"),
    Column("原因", "{{ 行.说明 }}", 44, "gwTableText"),
    Column("目标出处", "{{ 行.出处 }}", 36, "gwTableText"),
    Column("处理意见", "", 24, "gwTableText"),
)
_DISAGREEING = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 42, "gwTableText"),
    Column("采用的数", "{{ 行.采用 }}", 34, "gwTableCenter"),
    Column("出处", "{{ 行.采用出处 }}", 40, "gwTableText"),
    Column("未采用的数", "{{ 行.其他 }}", 34, "gwTableCenter"),
    Column("出处", "{{ 行.其他出处 }}", 40, "gwTableText"),
    Column("处理意见", "", 24, "gwTableText"),
)
_DOUBTFUL = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("指标", "{{ 行.名称 }}", 42, "gwTableText"),
    Column("数值", "{{ 行.数值 }}", 28, "gwTableCenter"),
    Column("把握（%）", "{{ 行.把握 }}", 20, "gwTableCenter"),
    Column("出处", "{{ 行.出处 }}", 36, "gwTableText"),
    Column("原文", "{{ 行.原文 }}", 64, "gwTableText"),
    Column("处理意见", "", 24, "gwTableText"),
)


def _when(condition: str, *content: str) -> str:
    return (
        paragraph("gwBody", f"{{%p if {condition} %}}")
        + "".join(content)
        + paragraph("gwBody", "{%p endif %}")
    )


def _heading(title: str = "{{ 标题 }}", under: str = "{{ 日期 }}") -> str:
    """The head of a series where the job names one, the title, and the date (or what is said with it) where it stands nowhere else."""
    return (
        _when(
            "刊名",
            paragraph("gwSeries", "{{ 刊名 }}"),
            _when("期号", paragraph("gwIssueNo", "{{ 期号 }}")),
            paragraph("gwIssuer", "{{ 编发单位 }}\t{{ 日期 }}"),
        )
        + paragraph("gwTitle", title)
        + paragraph("gwBody", "{%p if 日期 and not 刊名 and not 署名 %}")
        + paragraph("gwDate", f"（{under}）")
        + paragraph("gwBody", "{%p else %}")
        + paragraph("gwBody", "")
        + paragraph("gwBody", "{%p endif %}")
    )


def _signature() -> str:
    """Never alone on a page: what stands before it goes along."""
    return _when(
        "署名",
        paragraph("gwBody", "", keep=True),
        paragraph("gwSigned", "\t{{ 署名 }}", keep=True),
        paragraph("gwSigned", "\t{{ 日期 }}"),
    )


def _record(letter: bool = False) -> str:
    """报, 送, 发 and the number of copies (版记), where the job gives any: at the foot of the type area, on the body's last page.

    A text box hangs there in Word, WPS and LibreOffice alike (frames and floating tables LibreOffice leaves in the text); the lines
    before it keep its room free, or begin the even page. A letter's has neither rules nor a printer (10.1).
    """
    kept = (
        paragraph("gwBody", "{%p if 版记另页 %}"),
        paragraph("gwBreak", "", page_break=True),
        paragraph("gwBody", "{%p else %}"),
        paragraph("gwBody", "{%p for 行 in 版记行 %}"),
        paragraph("gwSent", ""),
        paragraph("gwBody", "{%p endfor %}"),
        paragraph("gwBody", "{%p endif %}"),
    )
    content = _loop("gwSent", "报送") if letter else _ruled_record()
    return _when(
        "报送" if letter else "报送 or 印发",
        *kept,
        _at_the_foot(content + paragraph("gwBreak", "")),
    )


def _ruled_record() -> str:
    width = _mm(156)

    def row(content: str) -> str:
        return f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc></w:tr>'

    sides = (("top", 8), ("bottom", 8), ("insideH", 6))  # 0.35 mm, between them 0.25 mm
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in sides
    )
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        + row(paragraph("gwSent", "{%tr if 报送 %}"))
        + row(_loop("gwSent", "报送"))
        + row(paragraph("gwSent", "{%tr endif %}"))
        + row(paragraph("gwPrinted", "{%tr if 印发 %}"))
        + row(paragraph("gwPrinted", "{{ 印发.单位 }}\t{{ 印发.说明 }}"))
        + row(paragraph("gwPrinted", "{%tr endif %}"))
        + "</w:tbl>"
    )


def _at_the_foot(content: str) -> str:
    """A paragraph with a box as wide as the type area, growing upwards from its lower edge."""
    size = f'cx="{156 * _EMU}" cy="{20 * _EMU}"'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="gwBreak"/></w:pPr><w:r><mc:AlternateContent {_DRAWING}><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1"'
        ' allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {size}/><wp:wrapNone/><wp:docPr id="900" name="版记"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" wrap="square" anchor="b"><a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData>'
        "</a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )


def _figures(name: str, new_page: bool) -> str:
    """The charts of a variable, each with its caption above and how to read it and its sources below."""
    caption = "图{{ 行.号 }}　{{ 行.标题 }}"
    return "".join(
        (
            paragraph("gwBody", f"{{%p for 行 in {name} %}}"),
            paragraph("gwBody", "{%p if loop.first %}"),
            paragraph("gwFigure", caption, page_break=new_page),
            paragraph("gwBody", "{%p else %}"),
            paragraph("gwFigure", caption),
            paragraph("gwBody", "{%p endif %}"),
            paragraph("gwPicture", "{{ 行.图 }}"),
            paragraph("gwNote", "读图：{{ 行.说明 }}。来源：{{ 行.来源 }}。"),
            paragraph("gwBody", "{%p endfor %}"),
        )
    )


def _grid(rows: str, columns: Sequence[Column]) -> str:
    """A table of the body: its rows are a little higher than those of an annex."""
    return table(rows, columns, "gwTableHead", 6.6) + _GAP


def _annex_grid(rows: str, columns: Sequence[Column], group: str = "") -> str:
    return table(rows, columns, "gwTableHead", 6.2, group)


def _sources() -> str:
    return _annex_grid("来源", _SOURCES, "行.文件")


# Room between a table and the heading below it; annexes need none, they begin on pages of their own.
_GAP = paragraph("gwGap", "")
_NOTE = paragraph(
    "gwNote", "注：“—”表示文件未公布；带“预计”的为预计数{% if 附注 %}；{{ 附注 }}{% endif %}。"
)


def _upright_end(
    charts: str, letter: bool = False, dated: bool = False, new_page: bool = True
) -> str:
    """What ends the upright pages: signature (the date alone where nobody signs a paper that is `dated` here), charts."""
    unsigned = _when(
        "日期 and not 署名",
        paragraph("gwBody", "", keep=True),
        paragraph("gwSigned", "\t{{ 日期 }}"),
    )
    return (
        _signature()
        + (unsigned if dated else "")
        + _record(letter)
        + (_when(charts, _figures(charts, new_page)) if charts else "")
        + paragraph("gwBreak", "", section=section(next_page=False, letter=letter))
    )


def _end() -> str:
    """The end of the annexes."""
    return section(landscape=True)


# The list of annexes: one without a number, several numbered.
_ANNEX_LIST = _when(
    "来源",
    paragraph("gwBody", "", keep=True),
    paragraph("gwBody", "{%p for 行 in 附件 %}"),
    paragraph(
        "gwAnnexList",
        "{% if loop.first %}附件：{% else %}　　　{% endif %}{% if 行.号 %}{{ 行.号 }}. {% endif %}{{ 行.名称 }}",
        keep=True,
    ),
    paragraph("gwBody", "{%p endfor %}"),
)
_INDICATORS_ANNEX = _annex(
    "有附件.指标",
    "指标",
    "{{ 地区 }}{{ 时期 }}主要指标完成情况表",
    _when("有目标 and 下期", _annex_grid("全部指标", _ALL_INDICATORS))
    + _when("有目标 and not 下期", _annex_grid("全部指标", _ALL_WITHIN_YEAR))
    + _when("not 有目标", _annex_grid("全部指标", _ALL_BARE)),
)
_PROJECTS_ANNEX = _annex(
    "有附件.项目",
    "项目",
    "{{ 地区 }}{{ 时期 }}重点项目清单",
    _when("有进展.项目", _annex_grid("全部项目", _PROJECTS_TOLD))
    + _when("not 有进展.项目", _annex_grid("全部项目", _PROJECTS)),
)
_SOURCES_ANNEX = _annex("来源", "来源", "数据来源表", _sources())
_HEADLINE_TABLE = _when(
    "指标",
    paragraph("gwCaption", "{{ 时期 }}主要指标完成情况"),
    _when("有目标", _grid("指标", _HEADLINES)),
    _when("not 有目标", _grid("指标", _BARE_HEADLINES)),
    _NOTE,
)


def _briefing() -> str:
    """区情简报: a district's year on two pages, the tables behind it as annexes."""
    return "".join(
        (
            _heading(),
            _part("总体 or 指标", "总体情况", _loop("gwBody", "总体"), _HEADLINE_TABLE),
            _part("领域", "主要指标", _loop("gwBody", "领域")),
            _part("项目", "重点项目", _loop("gwBody", "项目")),
            _part("民生", "民生保障", _loop("gwBody", "民生")),
            _part("问题", "报告提出的问题", _loop("gwBody", "问题")),
            _part(
                "下年 or 下年项目 or 下年民生",
                "{{ 下期 }}安排",
                _loop("gwBody", "下年"),
                _loop("gwBody", "下年项目"),
                _loop("gwBody", "下年民生"),
            ),
            _ANNEX_LIST,
            _upright_end("图表"),
            _INDICATORS_ANNEX,
            _PROJECTS_ANNEX,
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _notice() -> str:
    """主要经济指标完成情况通报: every indicator against its target, within the year against its 序时."""
    return "".join(
        (
            _heading(),
            _part("总体 or 指标", "总体情况", _loop("gwBody", "总体"), _HEADLINE_TABLE),
            _part("目标", "年度目标完成情况", _loop("gwBody", "目标")),
            _part("领域 and not 目标", "主要指标", _loop("gwBody", "领域")),
            _part("下年", "{{ 下期 }}预期目标", _loop("gwBody", "下年")),
            _ANNEX_LIST,
            _upright_end("图表"),
            _INDICATORS_ANNEX,
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _projects() -> str:
    """重点项目进展专报: groups, stages, next year, every project named."""
    return "".join(
        (
            _heading(),
            _when(
                "not (项目 or 项目组 or 项目进展 or 下年项目 or 全部项目)",
                paragraph("gwBody", "{{ ('资料里没有' ~ 时期 ~ '的项目')|不出 }}"),
            ),
            _part("项目", "总体进展", _loop("gwBody", "项目")),
            _part("项目组", "成组项目", _grid("项目组", _PORTFOLIOS)),
            _part("项目进展", "部门报送的进展和问题", _loop("gwBody", "项目进展")),
            _part("下年项目", "{{ 下期 }}安排", _loop("gwBody", "下年项目")),
            _ANNEX_LIST,
            _upright_end("项目图表"),
            _PROJECTS_ANNEX,
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _reminder() -> str:
    """工作提示单 to one department: its indicators, what it missed, its tasks and projects."""
    return "".join(
        (
            _when(
                "not (全部指标 or 目标 or 任务 or 全部项目 or 下年)",
                paragraph("gwBody", "{{ '没有可提示的指标、任务和项目'|不出 }}"),
            ),
            paragraph("gwTitle", "{{ 标题 }}"),
            paragraph("gwBody", ""),
            _addressed(
                "根据{{ 地区 }}公开的报告和文件，现将{{ 时期 }}有关指标、任务和项目情况提示如下，请结合工作对照核实。"
            ),
            paragraph("gwBody", "数据出处见附件。如与掌握的情况不一致，请说明数据来源并书面反馈。"),
            _ANNEX_LIST,
            _upright_end("", dated=True),
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _letter() -> str:
    """任务函: the same as a letter of the issuing body (GB/T 9704-2012, 10.1). 发文单位 stands only where the job names it."""
    return "".join(
        (
            paragraph(
                "gwLetterMark", "{{ 发文单位 }}", frame=_FRAME.format(_mm(170), _mm(20), _mm(30))
            ),
            _when("发文字号", paragraph("gwNumber", "{{ 发文字号 }}"), paragraph("gwBody", "")),
            paragraph("gwBody", ""),
            paragraph("gwTitle", "{{ 发文单位 }}关于核实\n{{ 时期 }}有关指标任务情况的函"),
            paragraph("gwBody", ""),
            _addressed(
                "根据{{ 地区 }}公开的报告和文件，现将{{ 时期 }}有关指标、任务和项目情况函告如下。"
            ),
            paragraph(
                "gwBody",
                "数据出处见附件。请对照核实，如与掌握的情况不一致，请说明数据来源并书面反馈。",
            ),
            paragraph("gwBody", "专此函达。", keep=True),
            _ANNEX_LIST,
            _upright_end("", letter=True),
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _addressed(opening: str) -> str:
    """What a department is told, under its name."""
    return "".join(
        (
            _when("责任单位", paragraph("gwAddressee", "{{ 责任单位 }}：")),
            paragraph("gwBody", opening),
            _part(
                "全部指标",
                "有关指标",
                _when("有目标", _grid("全部指标", _HEADLINES)),
                _when("not 有目标", _grid("全部指标", _BARE_HEADLINES)),
                _NOTE,
            ),
            _part("目标", "年度目标完成情况", _loop("gwBody", "目标")),
            _part(
                "任务",
                "有关任务",
                _when("有进展.任务", _grid("任务", _TASKS_TOLD)),
                _when("not 有进展.任务", _grid("任务", _TASKS)),
            ),
            _part(
                "全部项目",
                "有关项目",
                _when("有进展.项目", _grid("全部项目", _OWN_PROJECTS_TOLD)),
                _when("not 有进展.项目", _grid("全部项目", _OWN_PROJECTS)),
            ),
            _part("下年", "{{ 下期 }}预期目标", _loop("gwBody", "下年")),
            _when(
                "随附表格",
                paragraph("gwBody", "随附《{{ 随附表格 }}》，请按表内说明填报、核对后反馈。"),
            ),
            _when(
                "反馈期限 or 联系方式",
                paragraph(
                    "gwBody",
                    "请{% if 反馈期限 %}于{{ 反馈期限 }}前{% endif %}反馈{% if 联系方式 %}，联系：{{ 联系方式 }}{% endif %}。",
                ),
            ),
        )
    )


def _comparison() -> str:
    """横向对比简报: several districts, the same figures side by side."""
    return "".join(
        (
            _heading(),
            _part("对比概况", "总体情况", _loop("gwBody", "对比概况")),
            _part("对比情况", "主要指标", _loop("gwBody", "对比情况")),
            _when("not 对比", paragraph("gwBody", "没有两个以上区县同一时期、同一口径的数。")),
            _ANNEX_LIST,
            _upright_end("图表", new_page=False),
            _annex(
                "有附件.对比",
                "对比",
                "{{ 地区 }}{{ 时期 }}主要指标横向对比表",
                paragraph("gwNote", "同一时期、同一口径的数才放在一起，按行政区划次序排列。")
                + _annex_grid("对比", _DISTRICTS, "行.指标"),
            ),
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _ranking() -> str:
    """督查通报 of districts: who stands where by rate, where all of them can be ranked; amounts are never ranked."""
    return "".join(
        (
            _heading(),
            _when(
                "not 排位",
                paragraph("gwBody", "{{ '没有各区县数据齐全、可以排位的增速和比率'|不出 }}"),
            ),
            _part("对比概况", "总体情况", _loop("gwBody", "对比概况")),
            _part("排位情况", "各指标位次", _loop("gwBody", "排位情况")),
            _part("排位", "位次表", table("排位", _RANKING, "gwTableHead", 6.6, "行.指标"), _GAP),
            _ANNEX_LIST,
            _upright_end(""),
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _review() -> str:
    """校核单, internal: what a person must decide before anything goes out."""
    empty = "没有需要人工处理的事项。"
    return "".join(
        (
            paragraph("gwAnnex", "内部校核　不得外传"),
            _heading(),
            _part("缺项", "未取得的资料", _loop("gwBody", "缺项")),
            _part("待确认单位", "待确认的责任单位", _loop("gwBody", "待确认单位")),
            _part("发现", "检查发现的问题", _grid("发现", _FINDINGS)),
            _part("待核目标", "待核的年度目标", _grid("待核目标", _UNJUDGED)),
            _part("不一致", "不同出处不一致的数据", _grid("不一致", _DISAGREEING)),
            _part("存疑", "需要对照原文核实的数据", _grid("存疑", _DOUBTFUL)),
            _when(
                "not (待确认单位 or 缺项 or 发现 or 待核目标 or 不一致 or 存疑)",
                paragraph("gwBody", empty),
            ),
            section(landscape=True, next_page=False),
        )
    )


_LIVELIHOOD = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("领域", "{{ 行.领域 }}", 20, "gwTableCenter"),
    Column("{{ 时期 }}进展", "{{ 行.完成 }}", 70, "gwTableText"),
    Column("{{ 下期 }}安排", "{{ 行.安排 }}", 70, "gwTableText"),
    Column("牵头单位", "", 24, "gwTableText"),
    Column("推进情况", "", 30, "gwTableText"),
)
_PROBLEMS = (
    Column("序号", "{{ 行.序 }}", 12, "gwTableCenter"),
    Column("问题", "{{ 行.问题 }}", 104, "gwTableText"),
    Column("出处", "{{ 行.出处 }}", 40, "gwTableText"),
)
_MEASURES = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("问题序号", "{{ 行.问题 }}", 13, "gwTableCenter"),
    Column("措施（拟）", "{{ 行.措施 }}", 112, "gwTableText"),
    Column("时限", "{{ 行.时限 }}", 32, "gwTableCenter"),
    Column("责任单位", "{{ 行.单位 }}", 27, "gwTableText"),
    Column("出处", "{{ 行.出处 }}", 30, "gwTableText"),
)
_PIPELINE = (
    Column("序号", "{{ 行.序 }}", 10, "gwTableCenter"),
    Column("项目名称", "{{ 行.名称 }}", 42, "gwTableText"),
    Column("级别", "{{ 行.级别 }}", 10, "gwTableCenter"),
    Column("投资", "{{ 行.投资 }}", 18, "gwTableCenter"),
    Column("进度安排", "{{ 行.进度 }}", 26, "gwTableCenter"),
    Column("出处", "{{ 行.出处 }}", 50, "gwTableText"),
)
_BUDGET = (
    Column("项目", "{{ 行.项目 }}", 66, "gwTableText"),
    Column("上年执行", "{{ 行.执行 }}", 24, "gwTableNumber"),
    Column("本年预算", "{{ 行.安排 }}", 24, "gwTableNumber"),
    Column("预算比执行\n（±%）", "{{ 行.比执行 }}", 23, "gwTableRate"),
    Column("校核", "{{ 行.校核 }}", 19, "gwTableCenter"),
)
_PLAN = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("指标", "{{ 行.指标 }}", 62, "gwTableText"),
    Column("属性", "{{ 行.属性 }}", 17, "gwTableCenter"),
    Column("基期", "{{ 行.基期 }}", 22, "gwTableCenter"),
    Column("规划目标", "{{ 行.目标 }}", 24, "gwTableCenter"),
    Column("年均增长", "{{ 行.年均 }}", 18, "gwTableCenter"),
    Column("最新进展", "{{ 行.进展 }}", 22, "gwTableCenter"),
    Column("进度", "{{ 行.进度 }}", 14, "gwTableCenter"),
    Column("评估", "{{ 行.评估 }}", 35, "gwTableText"),
)
_WARNINGS = (
    Column("序号", "{{ 行.序 }}", 11, "gwTableCenter"),
    Column("类别", "{{ 行.类别 }}", 24, "gwTableCenter"),
    Column("指标", "{{ 行.指标 }}", 40, "gwTableText"),
    Column("情况", "{{ 行.情况 }}", 76, "gwTableText"),
    Column("出处", "{{ 行.出处 }}", 44, "gwTableText"),
    Column("处理意见", "", 30, "gwTableText"),
)


def _sheet_paper(
    empty: str, rows: str, *content: str, landscape: bool = True, title: str = "{{ 标题 }}"
) -> str:
    """A paper that is one table or a few, sources behind it. Without rows it is not made; `empty` (an expression) says why."""
    return "".join(
        (
            _heading(title),
            *content,
            _when(f"not {rows}", paragraph("gwBody", f"{{{{ {empty}|不出 }}}}")),
            _signature(),
            _record(),
            paragraph("gwBreak", "", section=section(landscape=landscape, next_page=False)),
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _livelihood() -> str:
    """民生实事推进表: what was done and what is promised, by subject, with columns to be filled in."""
    return _sheet_paper(
        "'资料里没有民生事项'", "民生实事", _when("民生实事", _annex_grid("民生实事", _LIVELIHOOD))
    )


def _ledgers() -> str:
    """问题清单和措施清单: the problems that the report names, and which of its own tasks answer them."""
    return _sheet_paper(
        "'报告没有提出问题'",
        "问题清单",
        _part(
            "问题清单",
            "问题清单",
            _when(
                "大环境",
                paragraph("gwNote", "报告先说的大环境不列入：{{ 大环境|join('；') }}。"),
            ),
            _annex_grid("问题清单", _PROBLEMS),
        ),
        _part(
            "措施清单",
            "措施清单",
            paragraph(
                "gwNote",
                "按领域和文字与下一年任务对应拟定，由人判断、增删。",
            ),
            _annex_grid("措施清单", _MEASURES),
        ),
    )


def _pipeline() -> str:
    """续建新建储备计划表: next year's totals, then every project named, by class."""
    return _sheet_paper(
        "'资料里没有下一年的项目'",
        "(三类项目 or 下年项目 or 计划组)",
        _part("下年项目", "总体安排", _loop("gwBody", "下年项目")),
        _part("计划组", "成组项目", _grid("计划组", _PORTFOLIOS)),
        _part(
            "三类项目",
            "列名项目",
            paragraph("gwNote", "文件没有写明续建、新建、储备的，按所说的进度归类。"),
            table("三类项目", _PIPELINE, "gwTableHead", 6.2, "行.类别"),
        ),
        landscape=False,
        title="{{ 下期标题 }}",
    )


def _budget() -> str:
    """四本预算简表: each budget by itself, then debt and 三公."""
    return _sheet_paper(
        "('资料里没有' ~ 时期 ~ '的预算报告' if 下期 else '四本预算只按年做')",
        "预算",
        _when(
            "预算",
            paragraph("gwNote", "{{ 预算说明 }}；各本预算只列本预算的数，分项与合计核对。"),
            table("预算", _BUDGET, "gwTableHead", 6.2, "行.预算"),
        ),
        landscape=False,
    )


def _plan_review() -> str:
    """规划中期评估表: goals against what has become of them, the way from the base and not the share of the goal."""
    return _sheet_paper(
        "('资料里没有覆盖' ~ 时期 ~ '的五年规划')",
        "规划",
        _when(
            "规划",
            _annex_grid("规划", _PLAN),
            paragraph("gwNote", "注：“进度”是从基期到目标所走的部分；“—”表示文件没有载明。"),
        ),
    )


def _warnings() -> str:
    """预警单, internal."""
    return "".join(
        (
            paragraph("gwAnnex", "内部校核　不得外传"),
            _heading(),
            _when("预警", _annex_grid("预警", _WARNINGS)),
            _when(
                "not 预警",
                paragraph(
                    "gwBody",
                    "{{ ('没有需要预警的事项' ~ ('' if 有目标 else "
                    "'，资料里没有' ~ 时期 ~ '的年度目标，目标是否完成没有判断'))|不出 }}",
                ),
            ),
            _when(
                "not 有目标",
                paragraph("gwNote", "资料里没有{{ 时期 }}的年度目标，目标是否完成没有判断。"),
            ),
            section(landscape=True, next_page=False),
        )
    )


def _supervision() -> str:
    """督查通报: how targets, projects and what departments reported stand. Nobody is ranked that the sources do not rank."""
    return "".join(
        (
            _heading(),
            _part("总体", "总体情况", _loop("gwBody", "总体")),
            _part("目标", "年度目标完成情况", _loop("gwBody", "目标")),
            _part("领域 and not 目标", "主要指标", _loop("gwBody", "领域")),
            _part("项目", "重点项目", _loop("gwBody", "项目")),
            _part("项目进展", "部门报送的进展和问题", _loop("gwBody", "项目进展")),
            _part("问题", "需要推动解决的问题", _loop("gwBody", "问题")),
            _part(
                "下年 or 下年项目 or 下年民生",
                "{{ 下期 }}重点",
                _loop("gwBody", "下年"),
                _loop("gwBody", "下年项目"),
                _loop("gwBody", "下年民生"),
            ),
            _ANNEX_LIST,
            _upright_end(""),
            _INDICATORS_ANNEX,
            _SOURCES_ANNEX,
            _end(),
        )
    )


def _card() -> str:
    """领导参阅卡: the same content on one page and no other, the most telling first; its sources by name at the foot."""
    named = "{% if not loop.first %}、{% endif %}{{ 行.文件 }}"
    return "".join(
        (
            paragraph("gwTitle", "{{ 标题 }}{{ 一页 }}"),
            _part("总体", "总体", _loop("gwBody", "总体")),
            _part("项目", "项目", _loop("gwBody", "项目")),
            _part("民生", "民生", _loop("gwBody", "民生")),
            _part("下年", "{{ 下期 }}目标", _loop("gwBody", "下年")),
            _when(
                "来源",
                paragraph(
                    "gwNote",
                    "数据来源：{% for 行 in 来源 %}{% if 行.文件 %}"
                    + named
                    + "{% endif %}{% endfor %}。",
                ),
            ),
            section(next_page=False),
        )
    )


def _weekly() -> str:
    """周报: the result so far, what departments reported, what is to come."""
    return "".join(
        (
            _heading(
                "{{ 地区 }}{{ 成果名称 }}{{ 一页 }}",
                "{% if 周 %}{{ 周 }}{% else %}{{ 日期 }}{% endif %}",
            ),
            _part("总体", "主要指标", _loop("gwBody", "总体")),
            _part("项目", "项目建设", _loop("gwBody", "项目")),
            _part("项目进展", "本期进展和问题", _loop("gwBody", "项目进展")),
            _part("民生", "民生事项", _loop("gwBody", "民生")),
            _part(
                "下年项目 or 下年民生",
                "后续安排",
                _loop("gwBody", "下年项目"),
                _loop("gwBody", "下年民生"),
            ),
            _record(),
            paragraph("gwBreak", "", section=section(next_page=False)),
            _SOURCES_ANNEX,
            _end(),
        )
    )


# Kind -> (what it is called, its body)
KINDS: dict[str, tuple[str, Callable[[], str]]] = {
    "briefing": ("区情简报", _briefing),
    "notice": ("主要经济指标完成情况通报", _notice),
    "projects": ("重点项目进展专报", _projects),
    "reminder": ("工作提示单", _reminder),
    "letter": ("任务函", _letter),
    "comparison": ("横向对比简报", _comparison),
    "ranking": ("区县督查通报", _ranking),
    "review": ("校核单", _review),
    "livelihood": ("民生实事推进表", _livelihood),
    "ledgers": ("问题清单和措施清单", _ledgers),
    "pipeline": ("续建新建储备项目计划表", _pipeline),
    "budget": ("四本预算简表", _budget),
    "plan": ("规划中期评估表", _plan_review),
    "warnings": ("预警单", _warnings),
    "supervision": ("督查通报", _supervision),
    "card": ("领导参阅卡", _card),
    "weekly": ("周报", _weekly),
}


def new_template(kind: str) -> bytes:
    """The .docx a secretary starts from. Raises PaperError for an unknown kind."""
    if kind not in KINDS:
        raise PaperError(
            f"没有“{kind}”这种模板",
            hint="可用：" + "、".join(f"{key}（{name}）" for key, (name, _) in KINDS.items()),
        )
    _, body = KINDS[kind]
    extra = (
        (3, 4, 5) if kind == "letter" else ()
    )  # footers: of a letter's first page, of its others
    parts = {
        "[Content_Types].xml": _content_types(footers=(1, 2, *extra)),
        "_rels/.rels": _relations(
            ("rId1", f"{_RELATION}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_RELATION}/styles", "styles.xml"),
            ("rId2", f"{_RELATION}/settings", "settings.xml"),
            ("rId3", f"{_RELATION}/fontTable", "fontTable.xml"),
            ("rId10", f"{_RELATION}/footer", "footer1.xml"),
            ("rId11", f"{_RELATION}/footer", "footer2.xml"),
            *(
                (f"rId{9 + number}", f"{_RELATION}/footer", f"footer{number}.xml")
                for number in extra
            ),
        ),
        "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body>{body()}</w:body></w:document>",
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("gwPageOdd"),
        "word/footer2.xml": _footer("gwPageEven"),
    }
    if kind == "letter":
        parts["word/footer3.xml"] = (
            f"{_HEAD}<w:ftr {_W} {_R}>{paragraph('gwLetterFoot', '')}</w:ftr>"
        )
        parts["word/footer4.xml"] = _footer("gwPageOdd", paragraph("gwFootRoom", ""))
        parts["word/footer5.xml"] = _footer("gwPageEven", paragraph("gwFootRoom", ""))
    return zipped.pack({name: text.encode() for name, text in parts.items()})


def _content_types(footers: Sequence[int]) -> str:
    overrides = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_TYPE}.fontTable+xml",
        **{f"/word/footer{number}.xml": f"{_TYPE}.footer+xml" for number in footers},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(
            f'<Override PartName="{name}" ContentType="{kind}"/>'
            for name, kind in overrides.items()
        )
        + "</Types>"
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
        for id_, kind, target in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core() -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _styles() -> str:
    """Defaults without theme fonts, the plain paragraph, and the styles above."""
    # Latin text is en-US, as Word itself has it in Chinese documents: as zh-CN, LibreOffice breaks lines within numbers.
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}"
        f'<w:sz w:val="32"/><w:szCs w:val="32"/>{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
        "<w:semiHidden/></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(style.xml() for style in STYLES)
        + "</w:styles>"
    )


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in _FALLBACK.items()
    )
    return f"{_HEAD}<w:fonts {_W}>{fonts}</w:fonts>"


def _footer(style: str, below: str = "") -> str:
    """— 1 —, and what stands below it."""

    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    dash = '<w:t xml:space="preserve">{}</w:t>'
    field = "".join(
        run(part)
        for part in (
            dash.format("— "),
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            dash.format(" —"),
        )
    )
    return f'{_HEAD}<w:ftr {_W} {_R}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p>{below}</w:ftr>'
