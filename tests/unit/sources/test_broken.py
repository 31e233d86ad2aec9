"""Files that cannot be read: one clear sentence each, and nothing but a SourceError."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import SettingsError, SourceError
from briefing.sources import documents, find_sources, limits, office, read_bytes, read_file
from tests.examples import examples

TORN = "文件不完整或已损坏（请重新下载或用原来的程序另存）"


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("全年收入增长5%。")
    document.save(buffer)
    return buffer.getvalue()


def excel() -> bytes:
    buffer = io.BytesIO()
    workbook: Any = openpyxl.Workbook()
    workbook.active.append(["收入", 5])
    workbook.save(buffer)
    return buffer.getvalue()


def archive(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def compound(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600
    )


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.txt", b"", "文件是空的（请检查文件是否保存完整）"),
        ("空.docx", b"", "文件是空的（请检查文件是否保存完整）"),
        ("断.docx", word()[:2000], TORN),
        ("断.xlsx", excel()[:-300], TORN),
        ("断.pdf", b"%PDF-1.7\n1 0 obj\n<<", TORN),
        ("密.docx", compound("EncryptedPackage"), "文件已加密，需要密码（请去掉密码后再读取）"),
        ("密.xlsx", compound("EncryptedPackage"), "文件已加密，需要密码（请去掉密码后再读取）"),
        ("旧.ppt", compound("PowerPoint Document"), "不认识的 Office 旧格式文件（请另存为 .docx 或 .xlsx）"),
        ("假.docx", b"hello", "内容不是 .docx 文档，文件可能已损坏（请重新下载或用原来的程序另存）"),
        ("假.pdf", "一段文字".encode(), "内容不是 .pdf 文档，文件可能已损坏（请重新下载或用原来的程序另存）"),
        ("包.zip", archive(a="b"), "压缩包或其他程序的文件，不是 Word 或 Excel 文档（请解压后读取，或另存为 .docx、.xlsx）"),
        ("图.png", b"\x89PNG\r\n", "图片，不是能读取的文档（请打开后另存为 .docx、.xlsx 或 .txt）"),
        (
            "某.xyz",
            b"abc",
            "不支持的文件格式 .xyz（能读取的有 .csv、.doc、.docx、.dot、.et、.htm、.html、.md、.ods、.odt、.ofd、.pdf、.rtf、.tsv、.txt、.wps、.xls、.xlsm、.xlsx）",
        ),
        ("无.docx", archive(word__document__xml="").replace(b"document/xml", b"document.xml"), "内部文件 word/document.xml 已损坏（请用原来的程序打开后另存）"),
        ("表.xml.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 电子表格 2003，不能读取（请用 Excel 或 WPS 打开后另存为 .xlsx）"),
    ],
)  # fmt: skip
def test_messages(name: str, data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as error:
        read_bytes(name, data)
    assert str(error.value) == f"{name}：{message}"


@pytest.mark.parametrize("name", ["富.rtf", "文.odt", "表.ods"])
def test_without_libreoffice_it_says_what_to_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    kind = {"文.odt": b"text", "表.ods": b"spreadsheet"}.get(name)
    data = b"{\\rtf1 x}"
    if kind:
        data = archive(
            mimetype="application/vnd.oasis.opendocument." + kind.decode(), content__xml=""
        )
        data = data.replace(b"content/xml", b"content.xml")
    with pytest.raises(SourceError, match=r"需要程序 LibreOffice（请安装"):
        read_bytes(name, data)


def test_a_member_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 1_048_576)
    with pytest.raises(SourceError) as error:
        read_bytes(
            "大.docx",
            archive(word__document__xml="0" * 2_000_000).replace(b"document/xml", b"document.xml"),
        )
    assert (
        str(error.value)
        == "大.docx：解压后共 2 MB，超过 1 MB，未读取（请检查文件来源，或拆分后再读取）"
    )


def test_a_workbook_of_one_huge_area_reads_as_what_is_in_it() -> None:
    """19 kB that took 3 GB: one area merged over the whole sheet, and a cell in its last corner."""
    sheet = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>指标</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>57.1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    parts = {
        "xl/workbook.xml": '<workbook><sheets><sheet name="表" id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<R><R Id="r1" Target="worksheets/sheet1.xml"/></R>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    (table,) = read_bytes("大.xlsx", buffer.getvalue()).tables
    assert [cell.text for cell in table.cells] == ["指标", "57.1"]
    assert table.cells[1].place == "表!XFD1048576"
    assert table.rows * table.columns < 10_000
    assert limits.workbook(buffer.getvalue()).startswith("合并的单元格有 17179869184 个")


def test_entities_are_not_expanded() -> None:
    entities = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    body = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>收入&b;&f;增长5%。</w:t></w:r></w:p></w:body></w:document>'
    data = archive(word__document__xml=entities + body).replace(b"document/xml", b"document.xml")
    assert "aaaa" not in read_bytes("实体.docx", data).text


def test_content_counts_not_the_name() -> None:
    reading = read_bytes("其实是表格.docx", excel())
    assert reading.format == "xlsx"
    assert reading.warnings == ("扩展名是 .docx，内容是 xlsx，已按内容读取",)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read_file(tmp_path / "没有.txt")
    assert error.value.message == "找不到文件"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        read_file(tmp_path)
    assert error.value.message == "这是文件夹，不是文件"


def test_find_sources(tmp_path: Path) -> None:
    for name in [
        "乙.txt",
        "甲.docx",
        "~$甲.docx",
        ".hidden.txt",
        "图.png",
        "sub/丙.pdf",
        ".git/丁.txt",
        "ab.tmp",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = find_sources([tmp_path, tmp_path / "乙.txt"], tmp_path)
    # What cannot be read (a picture) is named as an error later; it is not passed over in silence.
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "ab.tmp",
        "sub/丙.pdf",
        "乙.txt",
        "图.png",
        "甲.docx",
    ]
    assert find_sources(["*.txt"], tmp_path) == [tmp_path / "乙.txt"]
    with pytest.raises(SettingsError) as error:
        find_sources(["没有.txt"], tmp_path)
    assert error.value.message == "找不到资料"


def test_a_folder_that_may_not_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", denied)
    with pytest.raises(SettingsError) as error:
        find_sources(["内部/报告.txt"], tmp_path)
    assert error.value.message == "资料读不了"


def test_a_folder_that_cannot_be_listed_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "内部").mkdir()

    def denied(path: str | Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", denied)
    with pytest.raises(SettingsError) as error:
        find_sources(["内部"], tmp_path)
    assert error.value.message == "文件夹打不开"


def outcome(name: str, data: bytes) -> bool:
    """Whether a file gives documents, or an error that names it."""
    try:
        return bool(documents(read_bytes(name, data)))
    except SourceError as error:
        return str(error).startswith(f"{name}：")


@pytest.mark.parametrize("whole", [word(), excel()], ids=["docx", "xlsx"])
def test_any_torn_or_damaged_file_gives_a_source_error_or_text(whole: bytes) -> None:
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        damaged = bytes(data[: chance.randrange(1, len(data))] if chance.random() < 0.3 else data)
        assert outcome("损.docx", damaged)


@examples(150)
@given(st.binary(min_size=1, max_size=400), st.sampled_from([".txt", ".html", ".pdf", ".doc", ""]))
def test_any_bytes_give_a_source_error_or_documents(data: bytes, suffix: str) -> None:
    assert outcome("任意" + suffix, data)


@examples(100)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_gives_documents_that_cover_it(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        reading = read_bytes("任意.txt", data)
    except SourceError:
        return
    made = documents(reading)
    assert made[0].start == 0
    assert made[-1].end == len(reading.text)


def test_a_merged_cell_ends_where_the_sheet_does() -> None:
    """A1:XFD1048576 would be sixteen thousand million cells."""
    data = excel()
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", merge)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    (table,) = read_bytes("表.xlsx", buffer.getvalue()).tables
    assert max(cell.row + cell.row_span for cell in table.cells) == table.rows
    assert max(cell.column + cell.column_span for cell in table.cells) == table.columns
