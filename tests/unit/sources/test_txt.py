"""Text files in every encoding offices still use."""

from __future__ import annotations

import codecs

import pytest

from briefing.errors import SourceError
from briefing.sources import documents, read_bytes

TEXT = (
    "政府工作报告\r\n一、2024年工作回顾\r\n全年地区生产总值增长5.6％，一般公共预算收入56.70亿元。\r\n"
    * 3
)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
    ids=[
        "utf-8",
        "utf-8-bom",
        "gb18030",
        "gbk",
        "utf-16-le-bom",
        "utf-16-be-bom",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le-bom",
    ],
)
def test_encodings(data: bytes) -> None:
    reading = read_bytes("报告.txt", data)
    assert reading.text == TEXT  # newlines untouched, no byte-order mark
    assert reading.format == "txt"
    assert reading.warnings == ()


def test_ascii_in_utf_16_without_a_mark() -> None:
    text = "GDP grew by 5.6 percent, revenue by 3.0 percent.\n" * 3
    assert read_bytes("report.txt", text.encode("utf-16-le")).text == text


def test_a_few_bad_bytes_are_replaced_with_a_warning() -> None:
    data = TEXT.encode("gb18030")
    data = data[:40] + b"\xff" + data[40:]
    reading = read_bytes("报告.txt", data)
    assert "56.70亿元" in reading.text
    assert reading.warnings == ("有 1 处字节按 GB18030 无法解码，已用“\ufffd”代替",)


def test_a_few_control_characters_do_not_matter() -> None:
    text = "收入\x00增长5.6%。\x0c" + "支出增长3%，完成预算。" * 30
    assert read_bytes("报告.txt", text.encode()).text == text


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x01\x02\x03\x04" * 100])
def test_binary_content_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        read_bytes("报告.txt", data)
    assert (
        str(error.value)
        == "报告.txt：不是文本文件，或已损坏（请用原来的程序打开检查，另存为 .docx 或 .txt）"
    )


@pytest.mark.parametrize("data", [b"  \n\t ", codecs.BOM_UTF8])
def test_a_file_of_blanks_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as error:
        read_bytes("空白.txt", data)
    assert str(error.value) == "空白.txt：文件里没有文字（请检查文件是否保存完整）"


REPORT = (
    "雲嶺縣政府工作報告\n一、2024年工作回顧\n全年地區生產總值完成620.4億元，增長5.1%；一般公共預算收入完成57.1億元，"
    "增長2.2%；固定資產投資增長7.4%；城鎮新增就業1.2萬人。各項工作有序推進，民生持續改善。\n"
)


def test_big5() -> None:
    assert read_bytes("報告.txt", REPORT.encode("big5")).text == REPORT


@pytest.mark.parametrize("codec", ["gb18030", "cp1252", "latin-1"])
def test_a_text_encoded_twice_is_put_right(codec: str) -> None:
    report = REPORT if codec != "cp1252" else "二〇二四年政府工作总结及计划。增收5.6%\n" * 5
    try:
        twice = report.encode("utf-8").decode(codec).encode("utf-8")
    except UnicodeDecodeError:
        pytest.skip("不是每段文字都能这样存")
    reading = read_bytes("报告.txt", twice)
    assert reading.text == report
    assert reading.warnings == ("文字被重复编码过，已还原，请抽查几处",)


def test_what_nobody_can_read_is_refused() -> None:
    with pytest.raises(SourceError, match="乱码"):
        read_bytes("报告.txt", ("鏀垮簻?ヤ綔鎶?憡鍏ㄥ競" * 30).encode())


@pytest.mark.parametrize("mark", ["\x0b", "\x01", "\ue001"])
def test_a_control_inside_a_number_is_no_number(mark: str) -> None:
    reading = read_bytes(
        "报告.txt", f"全年财政收入完成57{mark}10亿元，增长2.2%。{'各项工作有序推进。' * 5}".encode()
    )
    assert "57" not in documents(reading)[0].text
    assert "2.2%" in documents(reading)[0].text
    assert any("夹着无法识别的字符" in warning for warning in reading.warnings)


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_csv_is_a_table(codec: str, mark: str) -> None:
    rows = [["某县2024年主要指标"], ["指标", "单位", "2024年"], ["财政收入", "亿元", "57.10"]]
    data = "\r\n".join(mark.join(row) for row in rows).encode(codec)
    (table,) = read_bytes("指标.csv", data).tables
    assert table.title == "某县2024年主要指标"
    assert [cell.text for cell in table.cells if cell.row == 2] == ["财政收入", "亿元", "57.10"]
