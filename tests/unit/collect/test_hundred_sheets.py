"""More than a hundred sheets as departments send them back: what is taken is what was meant, whatever else is said with its cell.

Each case says which figure its writer meant. A figure in the store that nobody meant, taken without a question, is a silent wrong
acceptance: there must be none.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from briefing.collect.importing import Outcome, import_files
from briefing.papers import zipped
from briefing.store import Store
from tests.unit.collect.forms import (
    AT,
    DISTRICT,
    FIGURES,
    Write,
    facts,
    fill_store,
    filled,
    form,
    place,
    settings,
    sign,
)
from tests.unit.collect.test_importing import as_wps

SHEET, AMOUNT, RATE = "指标填报", "general_budget_revenue:level", "general_budget_revenue:yoy"
MORE = (
    ("general_budget_revenue", "level", "56.7", "亿元", "2023"),
    ("tax_revenue", "level", "453214", "万元", "2024"),
    ("tax_revenue", "level", "44.87", "亿元", "2023"),
    ("income_urban", "level", "46105", "元", "2024"),
    ("general_budget_revenue", "level", "60", "亿元", "2025", "target"),
)
INCOME = "income_urban:level"
DEPARTMENTS = {INCOME: "statistics"}  # whose row it is; else finance
BEFORE = {AMOUNT: "57.1", RATE: "0.7", INCOME: "46105", "tax_revenue:level": "453214"}


@dataclass(frozen=True)
class Case:
    """A sheet and the figure that its writer meant for a row; None where that cannot be told from it."""

    name: str
    write: Write
    row: str = AMOUNT
    meant: str | None = None
    pack: Callable[[bytes], bytes] = bytes  # what another program makes of the file
    period: str = "2024"
    signed: bool = True


def cell(row: str, head: str = "核定值") -> Callable[[Any], Any]:
    return lambda book: place(book, SHEET, f"indicator:{row}", head)


def says(
    value: object,
    meant: str | None = None,
    row: str = AMOUNT,
    code: str = "",
    name: str = "",
    period: str = "2024",
) -> Case:
    def write(book: Any) -> None:
        found = cell(row)(book)
        found.value = value
        if code:
            found.number_format = code

    return Case(name or f"{row} {value!r} {code}", write, row, meant, period=period)


def plain() -> Iterator[Case]:
    """Written as it should be."""
    for value in (
        57.3,
        57.35,
        "57.3",
        "57.30",
        "５７．３",
        "57.3亿元",
        " 57.3 ",
        "57.3\n",
        "＋57.3",
    ):
        number = str(value).translate({ord("＋"): None}).strip().removesuffix("亿元")
        yield says(value, str(Decimal(number)) if "５" not in number else "57.3")
    for value in (0.9, "0.9", "0.9%", "０.９％"):
        yield says(value, "0.9", RATE)
    for code in ("0.0", "0.00", '0.0"亿元"', "#,##0.0", "@", '_ ¥* #,##0.00_ ;_ ¥* "-"??_ '):
        yield says(57.3, "57.3", code=code)
    yield says(0.009, "0.9", RATE, code="0.0%")
    for word in ("无误", "—", "/", "", "正确", "-"):
        yield says(word, "57.1", name=f"说没有错 {word!r}")
    yield says(57.1, "57.1", name="填了同一个数")


def marked() -> Iterator[Case]:
    """Footnote marks, second numbers, ends of lines, dates."""
    for text in (
        "57.1①", "57.1¹", "57.1⁽¹⁾", "①57.1", "57.1⑴", "57.1❶", "57.1*", "57.1注1", "57.1（1）", "57.1[1]", "57.1²", "57.1₁",
        "57.1 58", "57.1\n58", "5\n8", "57.1/58", "57.1、58", "57.1；58", "57.1~58", "57.1-58", "57.1→58", "57.1（原58）", "57，1",
        "57,1", "57.1.2", "57。3", "57·3", "57 .3", "5 7.3", "57.3\u200b", "57.3\u00a01", "1,2345", "05730", "٥٧", "五十七", "57.3e0",
        "0x39", "５７．①", "约57.3", "57.3左右", "57.3以上", "近58", "突破58", "58余", "见附件", "同上", "57.3（快报）", "#REF!", "573000万元",
        "57.3万元", "57.3家", "57.3%", "57.3亿", "57.3元", "9月1日", "2025-09-01", "9.1.1", "１２月", "TRUE", "57.3亿元（初步）",
    ):  # fmt: skip
        yield says(text)
    for code, value in (
        ('m"月"d"日"', 45901), ("yyyy/m/d", 45901), ("h:mm", 0.5), ("0!.0,", 571393), ("0.0,", 57300), ('0.0"万元"', 57.3),
        ('0.0"①"', 57.3), ("0%", 0.573), ("0.0%", 57.3), ("[>=50]0.0,;General", 57.3),
    ):  # fmt: skip
        yield says(value, code=code)
    yield says(datetime(2025, 9, 1))
    yield says(True)
    for number_format in (27, 31, 36, 50, 57, 58):
        yield Case(f"中文内置日期格式 {number_format}", _built_in(number_format))
    yield Case("上标", _rich("57.1", "1", "superscript"))
    yield Case("下标", _rich("57.1", "2", "subscript"))
    yield Case("划掉一段", _rich("57.1", "58", "", strike=True))
    yield Case("整格划掉", _struck)


def _built_in(number: int) -> Write:
    def write(book: Any) -> None:
        found = cell(AMOUNT)(book)
        found.value = 46266
        found._style.numFmtId = number

    return write


def _rich(text: str, more: str, align: str, *, strike: bool = False) -> Write:
    def write(book: Any) -> None:
        font = InlineFont(vertAlign=align or None, strike=strike or None)
        cell(AMOUNT)(book).value = CellRichText(text, TextBlock(font, more))

    return write


def _struck(book: Any) -> None:
    cell(AMOUNT)(book).value, cell(AMOUNT)(book).font = 57.3, Font(strike=True)


def doubtful() -> Iterator[Case]:
    """Read for certain, and hardly meant."""
    for value in (
        51.7, 75.1, 114.2, 28.55, 571, 5.71, 571000, 0.00571, 5710000000, 56.7, 0, -57.1, 57100, 0.0571, 115, 28, 60.3, 571.1, 17.5,
    ):  # fmt: skip
        yield says(value)
    for value in (7, 0.07, 70, 0.007, 1.4, 0.35, -0.7, 20.7, -15, 9.9):
        yield says(value, row=RATE)
    yield says(57.349, code="0.0", name="显示的位数少")
    yield says("=57.1*1.01", name="没有存值的公式")


def elsewhere() -> Iterator[Case]:
    """Written where nothing is to be written."""
    yield Case("改了本期数", lambda book: _set(cell(AMOUNT, "本期数")(book), 57.3))
    yield Case("写成批注", _comment)
    yield Case("改了表头", lambda book: _heading(book, "核定数"))
    yield Case("第二列核定值", _second_column)
    yield Case("改了单位", _unit_changed)
    yield Case("改了上年同期", lambda book: _set(cell(AMOUNT, "上年同期")(book), 57.3))
    yield Case("插入一行", _inserted)
    yield Case("写在表外", lambda book: _set(book[SHEET].cell(4, book[SHEET].max_column + 3), 57.3))
    yield Case("改了指标名", lambda book: (_set(cell(AMOUNT)(book), 57.3), _set(cell(AMOUNT, "指标")(book), "税收收入")))  # fmt: skip


def _set(found: Any, value: object) -> None:
    found.value = value


def _comment(book: Any) -> None:
    cell(AMOUNT, "本期数")(book).comment = Comment("应为57.3", "甲")


def _heading(book: Any, title: str) -> None:
    cell(AMOUNT)(book).value = 57.3
    column = cell(AMOUNT)(book).column
    book[SHEET].cell(3, column).value = title


def _second_column(book: Any) -> None:
    column = book[SHEET].max_column + 1
    book[SHEET].cell(3, column).value = "核定值"
    book[SHEET].cell(cell(AMOUNT)(book).row, column).value = 57.3


def _unit_changed(book: Any) -> None:
    cell(AMOUNT, "计量单位")(book).value = "万元"
    cell(AMOUNT)(book).value = 60.1


def _inserted(book: Any) -> None:
    row, column = cell(AMOUNT)(book).row, cell(AMOUNT)(book).column
    book[SHEET].insert_rows(row + 1)
    book[SHEET].cell(row + 1, column).value = 57.3


def misread() -> Iterator[Case]:
    """Read for certain, and of the wrong year, row, column, day or currency."""
    for value in (448700, 44.87, "44.9", 453.214, 45.32, "453213.5元", 543214, 4532140, 45321, 353214):  # fmt: skip
        yield says(value, row="tax_revenue:level")
    for value in (45901, 46266, 45658, 46022, 16105, 64105, 4.61, 46150, 46000):
        yield says(value, row=INCOME)
    for value in (-0.2, 3.8, 57.1, 7.1, "07", "0,9", 60):
        yield says(value, row=RATE)
    for value in (0.7, 57, 60, 51.39, 68.6, "57.10.1", "57．1.1", "1e2"):
        yield says(value)
    for code in ('"$"#,##0.0', "[$US$-409]0.0", "[$€-2] 0.0", "[$HK$-C04]0.0", "# ?/?", "0.0E+00", "[h]:mm", "上午/下午h"):  # fmt: skip
        yield says(57.3, code=code)
    yield says(-57.3, code="0.0;0.0")
    yield says(57.3, "57.3", code="[$¥-804]0.0")
    yield says("58.6", "58.6", name="没有数的填上", row=AMOUNT, period="2025")
    for value in (60, 586, 5.86, 586000, -58.6, 57.1, 115.2, 29.1):
        yield says(value, row=AMOUNT, period="2025", name=f"没有数的填成 {value}")


def around() -> Iterator[Case]:
    """A good figure in a place, or beside words, that make it doubtful."""

    def with_figure(*others: Write) -> Write:
        def write(book: Any) -> None:
            cell(AMOUNT)(book).value = 57.3
            for other in others:
                other(book)

        return write

    def text(row: int, column: int, said: str) -> Write:
        return lambda book: _set(book[SHEET].cell(row, column), said)

    below = 14
    for name, other in (
        ("隐藏的行", lambda book: _hide(book, row=True)),
        ("隐藏的列", lambda book: _hide(book, row=False)),
        ("隐藏的表", _hide_sheet),
        ("合并两行", lambda book: _merge(book, 1)),
        ("合并三行", lambda book: _merge(book, 2)),
        ("本格批注", lambda book: _comment_on(book, "核定值", "快报数")),
        ("别格批注写单位", lambda book: _comment_on(book, "本期进展", "以上单位：万元")),
        ("表下写单位", text(below, 2, "注：单位：万元")),
        ("表下写以万元计", text(below, 2, "以上数据以万元计")),
        ("表头上写单位", text(1, 5, "单位：万元")),
        ("改了表名", text(1, 1, "天桥区2024年指标填报表（区财政局）")),
        ("改了说明", text(2, 1, "填报单位：区统计局")),
        ("旁边写单位", text(4, 30, "万元")),
        ("改了单位表头", lambda book: _rename(book, "计量单位", "计量单位（万元）")),
        ("改了指标表头", lambda book: _rename(book, "指标", "指标名称")),
        ("改了类型表头", lambda book: _rename(book, "类型", "口径")),
        ("改了本期数表头", lambda book: _rename(book, "本期数", "2023年数")),
        ("改了核定值表头写单位", lambda book: _rename(book, "核定值", "核定值（万元）")),
        ("表头互换", lambda book: (_rename(book, "核定值", "x"), _rename(book, "本期进展", "核定值"), _rename(book, "x", "本期进展"))),
        ("删了单位列", lambda book: book[SHEET].delete_cols(cell(AMOUNT, "计量单位")(book).column)),
        ("删了指标列", lambda book: book[SHEET].delete_cols(cell(AMOUNT, "指标")(book).column)),
        ("本期数也改了", lambda book: _set(cell(AMOUNT, "本期数")(book), 57.3)),
        ("上年也改了", lambda book: _set(cell(AMOUNT, "上年同期")(book), 55)),
        ("只排了几列", _sorted_in_part),
        ("复制的行填了别的", lambda book: _copy_row(book, 57.4)),
        ("复制的表填了别的", lambda book: _copy_sheet(book, 57.4)),
        ("键换成另一行的", lambda book: _set(cell(AMOUNT, "〔行〕")(book), f"indicator:{RATE}")),
        ("键删了", lambda book: _set(cell(AMOUNT, "〔行〕")(book), None)),
        ("键是没有的", lambda book: _set(cell(AMOUNT, "〔行〕")(book), "indicator:gdp:level")),
        ("条件格式改显示", _conditional),
    ):  # fmt: skip
        yield Case(name, with_figure(other))  # type: ignore[arg-type]
    yield Case(
        "两行填反", lambda book: (_set(cell(AMOUNT)(book), 0.7), _set(cell(RATE)(book), 57.1))
    )
    yield Case("整列下移一行", lambda book: _set(cell(RATE)(book), 57.3), RATE)
    for head in (
        "本期进展",
        "存在问题及原因",
        "下步措施",
        "是否达序",
        "原文",
        "上期进展",
        "年度目标",
        "亮灯",
        "指标",
        "类型",
        "计量单位",
    ):
        for signed in (True, False):
            yield Case(
                f"填在“{head}”里 {signed}",
                lambda book, head=head: (
                    _set(cell(AMOUNT, head)(book), 57.3) if _has(book, head) else _comment(book)
                ),
                signed=signed,
            )  # type: ignore[misc]
    for case in elsewhere():
        yield replace(case, name=f"{case.name}，没有签名", signed=False)


def forged() -> Iterator[Case]:
    """The hidden record, or what identifies the file, says something else."""

    def rows(book: Any, kind: str) -> list[Any]:
        return [row for row in book["briefing"].iter_rows() if row[0].value == kind]

    def with_figure(change: Write) -> Write:
        def write(book: Any) -> None:
            cell(AMOUNT)(book).value = 57.3
            cell(AMOUNT, "本期进展")(book).value = "有进展"
            change(book)

        return write

    changes: dict[str, Write] = {
        "删了记录": lambda book: book.remove(book["briefing"]),
        "清空记录": lambda book: book["briefing"].delete_rows(1, 999),
        "删了列的记录": lambda book: [_set(c, None) for row in rows(book, "column") for c in row],
        "删了格的记录": lambda book: [_set(c, None) for row in rows(book, "given") for c in row],
        "列改了名": lambda book: _set(rows(book, "column")[3][3], "correction"),
        "目标当核定值": lambda book: [_set(row[3], "correction") for row in rows(book, "column") if row[3].value == "known"],
        "发出的数改了": lambda book: [_set(row[4], "57.2") for row in rows(book, "given") if row[4].value == "57.1"],
        "出处改了": lambda book: [_set(row[5], "0" * 16) for row in rows(book, "given") if row[5].value],
        "单位改了": lambda book: [_set(row[4], "万元") for row in rows(book, "given") if row[4].value == "亿元"],
        "加了一行": lambda book: book["briefing"].append(("given", SHEET, "indicator:gdp:level", "指标", "地区生产总值")),
        "加了预填": lambda book: book["briefing"].append(("told", SHEET, f"indicator:{AMOUNT}", "本期进展", "有进展")),
        "少了一行": lambda book: book["briefing"].delete_rows(rows(book, "given")[2][0].row),
        "哈希改了": lambda book: [_set(row[2], "0" * 64) for row in rows(book, "sent") if row[1].value == "hash"],
        "表头上的话改了": lambda book: _set(rows(book, "above")[0][2], "天桥区"),
    }  # fmt: skip
    for field in ("job", "district", "department", "period", "title", "due", "seal", "layout"):
        changes[f"{field}改了"] = lambda book, field=field: [
            _set(row[2], "2025-01-01") for row in rows(book, "sent") if row[1].value == field
        ]  # type: ignore[misc]
    for name, change in changes.items():
        yield Case(f"伪造：{name}", with_figure(change))


def packed() -> Iterator[Case]:
    """What only other programs write: values kept with formulas, cells that one formula fills, texts of several runs."""
    plain_cell = rb'<c r="(%s)"([^>]*?)(?: t="n")?><v>57.3</v></c>'

    def cell_becomes(xml: bytes) -> Callable[[bytes], bytes]:
        """xml: what stands in the cell, %s for its name and style."""

        def pack(data: bytes) -> bytes:
            parts = zipped.unpack(data)
            name = "xl/worksheets/sheet1.xml"
            where = cell(AMOUNT)(load_workbook(io.BytesIO(data))).coordinate.encode()
            pattern = re.compile(plain_cell % where)
            parts[name], count = pattern.subn(lambda m: xml % (m[1], m[2]), parts[name])
            assert count == 1, parts[name][:3000]
            return zipped.pack(parts)

        return pack

    figure = says(57.3).write
    for name, xml in (
        ("公式带存值", b'<c r="%s"%s><f>57.1*1.01</f><v>57.3</v></c>'),
        ("引用别的文件", b'<c r="%s"%s><f>[1]Sheet1!A1</f><v>57.3</v></c>'),
        ("数组公式", b'<c r="%s"%s><f t="array" ref="G4:G5">57.3</f><v>57.3</v></c>'),
        ("模拟运算", b'<c r="%s"%s><f t="dataTable" ref="G4:G5" r1="A1"/><v>57.3</v></c>'),
        ("公式出错带存值", b'<c r="%s"%s t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        ("公式得文字", b'<c r="%s"%s t="str"><f>"57"&amp;".3"</f><v>57.3</v></c>'),
        ("ISO日期", b'<c r="%s"%s t="d"><v>2025-09-01</v></c>'),
        ("真假值", b'<c r="%s"%s t="b"><v>1</v></c>'),
        ("行内上标", b'<c r="%s"%s t="inlineStr"><is><r><t>57.1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'),
        ("行内删除线", b'<c r="%s"%s t="inlineStr"><is><r><t>57.1</t></r><r><rPr><strike/></rPr><t>9</t></r></is></c>'),
        ("非数", b'<c r="%s"%s><v>NaN</v></c>'),
        ("无穷", b'<c r="%s"%s><v>1e999</v></c>'),
        ("五千位", b'<c r="%s"%s><v>' + b"5" * 5000 + b"</v></c>"),
        ("回车转义", b'<c r="%s"%s t="inlineStr"><is><t>57.1_x000D_&#10;58</t></is></c>'),
        ("控制字符转义", b'<c r="%s"%s t="inlineStr"><is><t>57.1_x0008_3</t></is></c>'),
    ):  # fmt: skip
        yield Case(f"包：{name}", figure, pack=cell_becomes(xml))
    yield Case("包：行高为零", figure, pack=_without_height)
    yield Case("包：文本框写单位", figure, pack=_with_text_box)
    yield Case("WPS存过", figure, meant="57.3", pack=as_wps)


def _hide(book: Any, *, row: bool) -> None:
    found = cell(AMOUNT)(book)
    if row:
        book[SHEET].row_dimensions[found.row].hidden = True
    else:
        book[SHEET].column_dimensions[found.column_letter].hidden = True


def _hide_sheet(book: Any) -> None:
    book.create_sheet("说明", 0)
    book[SHEET].sheet_state = "hidden"


def _merge(book: Any, more: int) -> None:
    found = cell(AMOUNT)(book)
    book[SHEET].merge_cells(
        start_row=found.row, end_row=found.row + more, start_column=found.column, end_column=found.column
    )  # fmt: skip


def _comment_on(book: Any, head: str, said: str) -> None:
    cell(AMOUNT, head)(book).comment = Comment(said, "甲")


def _has(book: Any, head: str) -> bool:
    return any(found.value == head for found in book[SHEET][3])


def _rename(book: Any, head: str, title: str) -> None:
    next(found for found in book[SHEET][3] if found.value == head).value = title


def _sorted_in_part(book: Any) -> None:
    """The columns up to 本期数 have changed places with the next row's, the rest has not."""
    at = cell(AMOUNT)(book).row
    for column in range(1, cell(AMOUNT, "本期数")(book).column + 1):
        first, second = book[SHEET].cell(at, column), book[SHEET].cell(at + 1, column)
        first.value, second.value = second.value, first.value


def _copy_row(book: Any, value: float) -> None:
    at, to = cell(AMOUNT)(book).row, book[SHEET].max_row + 2
    for found in list(book[SHEET][at]):
        book[SHEET].cell(to, found.column).value = found.value
    book[SHEET].cell(to, cell(AMOUNT)(book).column).value = value


def _copy_sheet(book: Any, value: float) -> None:
    copy = book.copy_worksheet(book[SHEET])
    copy.cell(cell(AMOUNT)(book).row, cell(AMOUNT)(book).column).value = value


def _conditional(book: Any) -> None:
    shown = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode='0.0"万元"'))
    rule = Rule(type="expression", dxf=shown, formula=["TRUE"])
    book[SHEET].conditional_formatting.add(cell(AMOUNT)(book).coordinate, rule)


def _without_height(data: bytes) -> bytes:
    parts = zipped.unpack(data)
    name, row = "xl/worksheets/sheet1.xml", cell(AMOUNT)(load_workbook(io.BytesIO(data))).row
    pattern = re.compile(rb'<row r="%d"(?: ht="[^"]*")?' % row)
    parts[name], count = pattern.subn(b'<row r="%d" ht="0"' % row, parts[name])
    assert count == 1
    return zipped.pack(parts)


def _with_text_box(data: bytes) -> bytes:
    parts = zipped.unpack(data)
    text = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>单位：万元</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    parts["xl/drawings/drawing9.xml"] = f"<xdr:wsDr>{text}</xdr:wsDr>".encode()
    return zipped.pack(parts)


CASES = [
    *plain(),
    *marked(),
    *doubtful(),
    *elsewhere(),
    *misread(),
    *around(),
    *forged(),
    *packed(),
]


def imported(case: Case, folder: Path) -> tuple[Outcome, str | None, int]:
    """The outcome, the figure that the store has afterwards, and how many reports."""
    with Store.open("sqlite://") as store:
        fill_store(store, facts((*FIGURES, *MORE)))
        sent = form(store, DEPARTMENTS.get(case.row, "finance"), period=case.period)
        writes = (case.write, sign()) if case.signed else (case.write,)
        path = filled(sent, folder / "收到的表.xlsx", *writes)
        path.write_bytes(case.pack(path.read_bytes()))
        (outcome,) = import_files([path], store, settings(), AT)
        about = (*case.row.split(":"), case.period)
        values = [
            str(o.value)
            for o in store.scope_facts(DISTRICT).observations
            if (o.indicator, o.measure, o.period) == about and o.status != "target"
        ]
        reports = len(store.returned.reports())
    assert len(values) <= 1
    return outcome, values[0] if values else None, reports


def test_names_of_cases_are_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 250


@pytest.mark.slow
def test_of_some_hundred_sheets_none_is_taken_wrongly_and_none_breaks(tmp_path: Path) -> None:
    ended: Counter[str] = Counter()
    wrong = []
    for case in CASES:
        outcome, value, reports = imported(case, tmp_path)
        before = BEFORE[case.row] if case.period == "2024" else None
        kinds = {remark.kind for remark in outcome.remarks}
        if "读不下去" in outcome.message or "读不出来" in outcome.message:
            wrong.append((case.name, outcome.message))
        elif case.meant is not None:
            if value is None or Decimal(value) != Decimal(case.meant) or outcome.is_open:
                wrong.append((case.name, outcome))
            ended["照数收下" if value != before else "没有要改的"] += 1
        elif value != before or reports or not outcome.is_open:
            wrong.append((case.name, value, reports, outcome))
        else:
            whole = outcome.state == "failed" and not outcome.remarks
            ended["整份不收" if whole else "待核" if "question" in kinds else "不收"] += 1
    assert wrong == []
    print(len(CASES), dict(ended))
