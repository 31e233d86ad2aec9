"""Text files in every encoding offices still use."""

from __future__ import annotations

import codecs

import pytest

from briefing.errors import SourceError
from briefing.sources import read_bytes

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
