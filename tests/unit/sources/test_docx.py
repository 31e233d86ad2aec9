"""Word documents: order, tables with merged cells, automatic numbers, text boxes, headings."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from briefing.model import Reading
from briefing.sources import documents, read_bytes
from briefing.sources.numbering import chinese, written


def reading(document: Any, name: str = "报告.docx") -> Reading:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_bytes(name, buffer.getvalue())


def test_paragraphs_and_tables_stand_in_body_order() -> None:
    document = docx.Document()
    document.add_paragraph("前一段。")
    document.add_paragraph("主要指标完成情况")
    document.add_paragraph("单位：亿元")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "数值", "收入", "56.70"], strict=True):
        cell.text = text
    document.add_paragraph("后一段。")
    made = reading(document)
    assert (
        made.text == "前一段。\n主要指标完成情况\n单位：亿元\n指标\t数值\n收入\t56.70\n后一段。\n"
    )
    (read,) = made.tables
    assert read.title == "主要指标完成情况"
    assert [(cell.row, cell.column, cell.text, cell.place) for cell in read.cells] == [
        (0, 0, "指标", "表1 R1C1"),
        (0, 1, "数值", "表1 R1C2"),
        (1, 0, "收入", "表1 R2C1"),
        (1, 1, "56.70", "表1 R2C2"),
    ]
    assert all(made.text[cell.start : cell.end] == cell.text for cell in read.cells)
    assert made.place(read.cells[3].start) == "表1 R2C2"
    assert made.place(made.text.index("后一段")) == ""
    assert documents(made)[0].text == "前一段。\n主要指标完成情况\n单位：亿元\n后一段。"


def test_merged_cells_stand_once_with_their_spans() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).text = "指标"
    table.cell(0, 1).text = "2024年"
    table.cell(1, 1).text = "完成"
    table.cell(1, 2).text = "增长"
    table.cell(2, 0).text = "收入"
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    (read,) = reading(document).tables
    assert (read.rows, read.columns) == (3, 3)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in read.cells] == [
        ("指标", 0, 0, 2, 1),
        ("2024年", 0, 1, 1, 2),
        ("完成", 1, 1, 1, 1),
        ("增长", 1, 2, 1, 1),
        ("收入", 2, 0, 1, 1),
    ]


def test_a_frame_of_one_cell_is_text() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "专栏里的一段文字。"
    made = reading(document)
    assert made.tables == ()
    assert made.text == "专栏里的一段文字。\n"


def numbered(document: Any, text: str, number: int, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )


def with_lists(document: Any, *levels: tuple[str, str]) -> None:
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inside}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )


def test_automatic_numbers_are_restored() -> None:
    document = docx.Document()
    with_lists(
        document,
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3."),
    )
    for text, level in [
        ("总体要求", 0),
        ("目标", 1),
        ("收入", 2),
        ("支出", 2),
        ("任务", 1),
        ("保障措施", 0),
        ("组织", 1),
        ("经费", 2),
    ]:
        numbered(document, text, 90, level)
    numbered(document, "从头再来", 91)
    assert reading(document).text.split() == [
        "一、总体要求",
        "（一）目标",
        "1.收入",
        "2.支出",
        "（二）任务",
        "二、保障措施",
        "（一）组织",
        "1.经费",
        "一、从头再来",
    ]


def test_bullets_add_nothing() -> None:
    document = docx.Document()
    with_lists(document, ("bullet", "●"))
    numbered(document, "一项工作", 90)
    assert reading(document).text == "一项工作\n"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
    ],
)
def test_chinese_numbers(number: int, expected: str) -> None:
    assert chinese(number) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "4"),
        ("upperRoman", "IV"),
        ("lowerLetter", "d"),
        ("decimalEnclosedCircleChinese", "④"),
        ("ideographDigital", "四"),
        ("unknown", "4"),
    ],
)
def test_number_formats(form: str, expected: str) -> None:
    assert written(4, form) == expected


def test_heading_styles_without_numbers_make_sections() -> None:
    document = docx.Document()
    document.add_heading("某区2025年政府工作报告", 0)
    document.add_paragraph("各位代表：")
    document.add_heading("2024年工作回顾", 1)
    document.add_paragraph("全年收入增长5%，完成预算。")
    document.add_heading("产业发展", 2)
    document.add_paragraph("工业投资增长10%，好于预期。")
    document.add_heading("2025年工作安排", 1)
    document.add_paragraph("收入增长6%。")
    (made,) = documents(reading(document))
    assert [(section.path, section.part, section.years) for section in made.sections] == [
        (("2024年工作回顾",), "review", (2024, 2024)),
        (("2024年工作回顾", "产业发展"), "review", (2024, 2024)),
        (("2025年工作安排",), "tasks", (2025, 2025)),
    ]


def test_tracked_changes_hidden_text_controls_and_boxes() -> None:
    document = docx.Document()
    space = (
        nsdecls("w")
        + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    body = document.element.body
    for xml in (
        f"<w:p {space}><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>下降</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增长</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>5%。</w:t></w:r></w:p>",
        f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>控件里的段落。</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {space}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的话。</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的话。</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml))
    assert reading(document).text.split("\n") == [
        "收入增长5%。",
        "控件里的段落。",
        "",
        "框里的话。",
        "",
    ]


def test_a_table_of_contents_is_left_out() -> None:
    document = docx.Document()
    styles = document.styles
    styles.add_style("toc 1", 1)
    document.add_paragraph("一、总则\t1", style="toc 1")
    document.add_paragraph("一、总则")
    assert reading(document).text == "一、总则\n"
