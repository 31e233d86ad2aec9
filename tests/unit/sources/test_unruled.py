"""PDF tables that nothing but blanks parts: their columns stand where their figures do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import zhplot
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from briefing.model import Document
from briefing.sources import documents, read_bytes

Line = tuple[float, dict[float, str]]  # its height; where each text begins, or ends below zero
NAMES, ENDS = 40, (240, 320, 400, 480)


def line(height: float, name: str, *figures: str, indent: float = 0) -> Line:
    """A row: a name from the left, figures from the right."""
    placed = {-end: figure for end, figure in zip(ENDS, figures, strict=False) if figure}
    return height, {NAMES + indent: name, **placed}


def rows(*pages: Sequence[Line]) -> list[str]:
    """The rows of the only table of these pages, each cell with its columns."""
    (table,) = document(*pages).tables
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        last = f"-{cell.column + cell.column_span - 1}" if cell.column_span > 1 else ""
        found[cell.row].append(f"{cell.column}{last}:{cell.text}")
    return [" ".join(row) for row in found]


def document(*pages: Sequence[Line]) -> Document:
    path = next((Path(zhplot.__file__).parent / "fonts").glob("*.ttf"))
    pdfmetrics.registerFont(TTFont("Unruled", str(path)))
    stored = io.BytesIO()
    canvas = Canvas(stored)
    for page in pages:
        canvas.setFont("Unruled", 10)
        for height, words in page:
            for at, text in words.items():
                draw = canvas.drawRightString if at < 0 else canvas.drawString
                draw(abs(at), height, text)
        canvas.showPage()
    canvas.save()
    (found,) = documents(read_bytes("云岭县.pdf", stored.getvalue()))
    return found


HEAD: list[Line] = [
    (800, {200: "2024年云岭县主要指标"}),
    (780, {430: "单位：万元"}),
    (760, {NAMES: "指标", -240: "完成数", -320: "同比%", -400: "完成数", -480: "同比%"}),
]
BODY = [
    line(740, "税收收入", "1,200", "5.5", "300", "-2.0"),
    line(720, "其中：增值税", "600", "—", "150", "1.0", indent=20),
    line(700, "非税收入", "80", "9.1", "20", ""),
]


def test_figures_below_each_other_are_columns_and_indents_are_kept() -> None:
    assert rows([*HEAD, *BODY]) == [
        "0:指标 1:完成数 2:同比% 3:完成数 4:同比%",
        "0:税收收入 1:1,200 2:5.5 3:300 4:-2.0",
        "0:　　其中：增值税 1:600 2:— 3:150 4:1.0",
        "0:非税收入 1:80 2:9.1 3:20",
    ]


def test_a_head_over_the_middle_of_columns_is_of_all_of_them() -> None:
    upper = (774, {255: "全县", 423: "县本级"})
    assert rows([*HEAD[:1], upper, *HEAD[2:], *BODY])[0] == "0:指标 1-2:全县 3-4:县本级"


def test_heads_and_names_of_several_lines_are_one() -> None:
    wrapped = [
        (772, {-240: "本年累计"}),
        (766, {NAMES: "项        目", -320: "同比%"}),
        (760, {-240: "完成数"}),
        (747, {NAMES: "一、国有土地使用权"}),
        line(741, "", "500", "5.0"),
        (735, {NAMES: "出让收入"}),
        line(715, "二、彩票公益金收入", "20", "1.0"),
        line(695, "三、其他收入", "30", "与上年持平"),
        line(675, "合计", "550", "3.0"),
    ]
    assert rows(wrapped) == [
        "0:项目 1:本年累计完成数 2:同比%",
        "0:一、国有土地使用权出让收入 1:500 2:5.0",
        "0:二、彩票公益金收入 1:20 2:1.0",
        "0:三、其他收入 1:30 2:与上年持平",
        "0:合计 1:550 2:3.0",
    ]


def test_a_line_of_who_published_it_is_no_head() -> None:
    published = (775, {200: "云岭县统计局  2024年5月10日"})
    assert rows([*HEAD[:1], published, *HEAD[2:], *BODY])[0].startswith("0:指标 1:完成数")


def test_it_goes_on_over_the_page_with_and_without_its_heads() -> None:
    later = [line(800 - 20 * n, f"项目{n}", f"{n}00", "2.0", "10", "3.0") for n in range(1, 5)]
    bare = rows([*HEAD, *BODY], later)
    assert len(bare) == 8
    again = [(height - 40, words) for height, words in later]
    assert rows([*HEAD, *BODY], [*HEAD[2:], *again]) == bare


def test_running_text_and_lists_of_contents_are_none() -> None:
    prose = [
        (800 - 20 * n, {NAMES: f"全县生产总值增长{n}.5%，投资完成{n}00亿元，其中工业增长{n}.1%。"})
        for n in range(6)
    ]
    contents = [line(640 - 20 * n, f"第{n}部分", "", "", "", f"{n}") for n in range(1, 6)]
    assert not document([*prose, *contents]).tables


def test_rows_of_years_have_a_head_and_heads_side_by_side_are_two() -> None:
    ends = (100, 165, 230)
    years = [
        (700 - 20 * n, {NAMES: str(2001 + n), **{-end: f"{n + 1}1.5" for end in ends}})
        for n in range(4)
    ]
    aside = (775, {105: "（当年价格）"})
    heads = (740, {NAMES: "年份", 75: "合计", 120: "第一产业", 172: "第二产业"})
    assert rows([(800, {100: "云岭县历年生产总值"}), aside, heads, *years])[:2] == [
        "0:年份 1:合计 2:第一产业 3:第二产业",
        "0:2001 1:11.5 2:11.5 3:11.5",
    ]
