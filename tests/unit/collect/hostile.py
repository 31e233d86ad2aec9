"""Files that were damaged, or made to do harm: none may stop an import, and none may be taken."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator

from openpyxl import Workbook, load_workbook

from tests.unit.collect.forms import place

Named = tuple[str, bytes]  # the file's name, its bytes


def files(form: bytes) -> Iterator[Named]:
    """form: a sheet as it was sent."""
    yield from _cut(form)
    yield from _flipped(form)
    yield from parts(form)
    yield from records(form)
    yield from _big(form)
    yield from _others()


def _cut(form: bytes) -> Iterator[Named]:
    for number in range(15):
        yield f"截断{number}.xlsx", form[: len(form) * number // 15]
    yield "前面多了字节.xlsx", b"\0" * 64 + form[: len(form) // 2]


def _flipped(form: bytes) -> Iterator[Named]:
    chance = random.Random(1)
    for number in range(40):
        data = bytearray(form)
        for _ in range(1 + number):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield f"翻位{number}.xlsx", bytes(data)


def repacked(form: bytes, **changed: bytes | None) -> bytes:
    """The package with some parts in place of its own, by the end of their names (dots are underscores); None takes one out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            key = part.filename.rpartition("/")[2].replace(".", "_").strip("[]").replace("]", "")
            data: bytes | None = changed.get(key, old.read(part))
            if data is not None:
                new.writestr(part.filename, data)
    return made.getvalue()


def part(form: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        return package.read(name)


def parts(form: bytes) -> Iterator[Named]:
    names = ("workbook_xml", "styles_xml", "sheet1_xml", "sharedStrings_xml", "custom_xml", "workbook_xml_rels", "Content_Types_xml")  # fmt: skip
    for name in names:
        yield f"没有{name}.xlsx", repacked(form, **{name: None})
        yield f"坏{name}.xlsx", repacked(form, **{name: b"<a><b></a>"})
        yield f"空{name}.xlsx", repacked(form, **{name: b""})
    sheet = part(form, "xl/worksheets/sheet1.xml")
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    yield (
        "实体炸弹.xlsx",
        repacked(form, sheet1_xml=bomb + b"]>" + sheet.replace(b"<sheetData>", b"<sheetData>&j;")),
    )
    yield "嵌套.xlsx", repacked(form, sheet1_xml=b"<a>" * 200_000 + b"</a>" * 200_000)
    area = b'<mergeCells count="1"><mergeCell ref="%s"/></mergeCells></worksheet>'
    for name, ref in (("整表合并", b"A1:XFD1048576"), ("整列合并", b"A1:A1048576"), ("多行合并", b"A1:ZZ20000")):  # fmt: skip
        yield f"{name}.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</worksheet>", area % ref))
    link = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks></worksheet>'
    yield "整表链接.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</worksheet>", link))
    digits = b'<row r="900"><c r="A900"><v>' + b"5" * 5000 + b"</v></c></row></sheetData>"
    yield "五千位.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</sheetData>", digits))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    yield "远处一格.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</sheetData>", far))
    index = b'<row r="900"><c r="A900" t="s"><v>99999999</v></c></row></sheetData>'
    yield "没有的文字.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</sheetData>", index))
    style = b'<row r="900"><c r="A900" s="99999"><v>1</v></c></row></sheetData>'
    yield "没有的样式.xlsx", repacked(form, sheet1_xml=sheet.replace(b"</sheetData>", style))
    yield from _covering(form, sheet)
    rows = b"".join(
        b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(900, 9000)
    )
    yield (
        "散开.xlsx",
        repacked(form, sheet1_xml=sheet.replace(b"</sheetData>", rows + b"</sheetData>")),
    )


def _covering(form: bytes, sheet: bytes) -> Iterator[Named]:
    """Formulas, columns, formats, comments and text boxes that cover all of a sheet, or say they do."""
    end, cells = b"</worksheet>", b"</sheetData>"
    whole = b"A1:XFD1048576"
    for name, formula in (("数组", b't="array"'), ("模拟运算", b't="dataTable" r1="A1"')):
        cell = b'<row r="900"><c r="A900"><f %s ref="%s">1</f><v>1</v></c></row>' % (formula, whole)
        yield f"整表{name}.xlsx", repacked(form, sheet1_xml=sheet.replace(cells, cell + cells))
        odd = cell.replace(whole, b"ZZZZ0:#REF!")
        yield f"{name}区域不通.xlsx", repacked(form, sheet1_xml=sheet.replace(cells, odd + cells))
    columns = b"<cols>" + b'<col min="1" max="2000000000" hidden="1"/>' * 2000 + b"</cols>"
    at = sheet.index(b"<sheetData>")
    yield "很多列.xlsx", repacked(form, sheet1_xml=sheet[:at] + columns + sheet[at:])
    format_ = b'<conditionalFormatting sqref="%s"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>'
    covered = sheet.replace(cells, cells + format_ % whole * 3000)
    yield "很多条件格式.xlsx", repacked(form, sheet1_xml=covered)
    merged = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (n, n + 1) for n in range(900, 100_000, 2))
    merged = b"<mergeCells>" + merged + b"</mergeCells>"
    yield "很多合并.xlsx", repacked(form, sheet1_xml=sheet.replace(end, merged + end))
    lines = b"".join(b'<row r="%d" hidden="1" ht="0"/>' % n for n in range(900, 300_000))
    yield "很多隐藏的行.xlsx", repacked(form, sheet1_xml=sheet.replace(cells, lines + cells))
    heads = sheet.replace(cells, _rows_of_heads(sheet) + cells)
    yield "很多表头.xlsx", repacked(form, sheet1_xml=heads)
    box = b"<a:p><a:r><a:t>" + "单位：万元".encode() * 100_000 + b"</a:t></a:r></a:p>"
    yield "很长的文本框.xlsx", _with_part(form, "xl/drawings/drawing9.xml", box * 20)


def _rows_of_heads(sheet: bytes) -> bytes:
    """The row of heads again and again: each begins a table."""
    found = re.search(rb'<row r="3".*?</row>', sheet, re.DOTALL)
    assert found
    return b"".join(found[0].replace(b'3"', b'%d"' % n) for n in range(900, 3000))


def _with_part(form: bytes, name: str, data: bytes) -> bytes:
    made = io.BytesIO(form)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
    return made.getvalue()


def records(form: bytes, only: str = "") -> Iterator[Named]:
    """The hidden record says something else than what was sent, in this field."""
    for field, value in (
        ("due", "明天"), ("due", "2025-99-99"), ("period", "../../x"), ("period", "2024Q9"), ("district", "370100"), ("district", "../.."),
        ("department", "education"), ("department", "无"), ("job", "x/../y"), ("layout", "99"), ("hash", "0" * 16), ("seal", ""),
        ("seal", "f" * 64), ("seal", "不是十六进制"), ("title", "别的" * 9000), ("period", "2025"),
    ):  # fmt: skip
        if only not in ("", field):
            continue
        book = load_workbook(io.BytesIO(form))
        for row in book["briefing"].iter_rows():
            if (row[0].value, row[1].value) == ("sent", field):
                row[2].value = value
        for prop in book.custom_doc_props.props:
            if prop.name == f"briefing_{field}":
                prop.value = value
        place(book, "指标填报", "indicator:", "本期进展").value = "有进展"
        yield f"改了{field}{value[:6].replace('/', '-')}.xlsx", _saved(book)


def _big(form: bytes) -> Iterator[Named]:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 200_000_000)
    yield "压缩炸弹.xlsx", made.getvalue()
    yield "很大.xlsx", b"PK\3\4" + b"\0" * (31 * 1024**2)
    book = Workbook()
    for number in range(300):
        book.create_sheet(f"表{number}")
    yield "三百张表.xlsx", _saved(book)


def _others() -> Iterator[Named]:
    empty = _saved(Workbook())
    yield "自制.xlsx", empty
    yield "空.xlsx", b""
    yield "文字.xlsx", "填报表\n核定值 57.3".encode("gb18030")
    yield "加密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
    yield "旧格式.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(9000)
    yield (
        "表.ods",
        b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    )
    yield "图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99
    yield "程序.exe", b"MZ" + b"\0" * 99
    yield "其他包.xlsx", repacked(empty, workbook_xml=b"<x/>")
    yield "网页.xls", b"<html><table><tr><td>57.3</td></tr></table></html>"
    yield "逗号.csv", "核定值,57.3".encode()


def _saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
