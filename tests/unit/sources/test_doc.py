"""Old Word documents, through antiword."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from briefing.errors import SourceError
from briefing.model import Reading
from briefing.sources import documents, office, read_bytes, read_file
from briefing.sources.raw import Raw

OLE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 500
    + "WordDocument".encode("utf-16-le")
    + b"\0" * 500
)


def test_without_antiword_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(SourceError) as error:
        read_bytes("旧.doc", OLE)
    assert (
        str(error.value)
        == "旧.doc：读取 .doc 需要程序 LibreOffice 或 antiword（请安装其中一个，或用 Word、WPS 另存为 .docx）"
    )


def test_a_broken_file(program: Callable[[str], str]) -> None:
    program("antiword")
    with pytest.raises(SourceError) as error:
        read_bytes("坏.doc", OLE)
    assert str(error.value).startswith("坏.doc：")
    assert str(error.value).endswith("（请安装 LibreOffice，或用 Word、WPS 另存为 .docx）")


@pytest.mark.slow
def test_paragraphs_and_tables(program: Callable[[str], str], tmp_path: Path) -> None:
    program("antiword")
    document = docx.Document()
    long = "全年地区生产总值增长5.6%，一般公共预算收入完成56.70亿元，" * 6
    for line in [
        "政府工作报告",
        "——2025年1月8日在某区第一届人民代表大会上",
        "各位代表：",
        "一、2024年工作回顾",
        long + "完成目标。",
    ]:
        document.add_paragraph(line)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "数值", "收入", "56.70"], strict=True):
        cell.text = text
    document.save(str(tmp_path / "报告.docx"))
    subprocess.run(
        [
            program("soffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "doc",
            "报告.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    reading = read_bytes("报告.doc", (tmp_path / "报告.doc").read_bytes())
    (report,) = documents(reading)
    assert reading.format == "doc"
    assert report.date == "2025-01-08"
    assert long + "完成目标。" in report.text
    assert [cell.text for table in reading.tables for cell in table.cells] == [
        "指标",
        "数值",
        "收入",
        "56.70",
    ]


def in_antiword_alone(
    program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, path: Path
) -> Reading:
    program("antiword")
    monkeypatch.setattr(office, "program", lambda: None)
    return read_file(path)


def test_merged_cells_by_their_width(
    program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    path = shared / "cases" / "files" / "d06_merged_header.doc"
    (table,) = in_antiword_alone(program, monkeypatch, path).tables
    assert [(c.text, c.column, c.column_span) for c in table.cells if c.row < 2] == [
        ("指标", 0, 1),
        ("单位", 1, 1),
        ("2024年", 2, 2),
        ("2025年", 4, 2),
        ("完成", 2, 1),
        ("增长（%）", 3, 1),
        ("目标", 4, 1),
        ("增长（%）", 5, 1),
    ]


def test_a_number_that_only_antiword_reads_is_not_used(
    program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    """LibreOffice runs the table together, and knows that a 4 is raised and 12500 struck: antiword knows neither."""
    program("antiword")
    path = shared / "cases" / "files" / "d06_merged_header.doc"
    made = Raw("57.12.259.⁴ 2024年 620.4 5.1 5.5 12000 2025年", warnings=("有 1 处删除线文字",))
    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "read_as", lambda name, data, form: made)
    reading = read_file(path)
    texts = [cell.text for table in reading.tables for cell in table.cells]
    assert {"620.4", "57.1", "12000"} <= {*texts}
    assert not {"59.4", "12500"} & {*texts}
    assert reading.warnings == (
        "有 1 处删除线文字",
        "有 2 个数字里有上下标、删除线或隐藏的字，未采用（59.4、12500），请核对原文",
    )


def test_a_short_file_is_called_short(
    program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    with pytest.raises(SourceError, match="文件太短"):
        in_antiword_alone(program, monkeypatch, shared / "cases" / "files" / "d08_short.doc")


@pytest.mark.slow
def test_automatic_numbers(program: Callable[[str], str], shared: Path) -> None:
    program("soffice")
    (document,) = documents(read_file(shared / "cases" / "files" / "d09_automatic_numbers.doc"))
    assert document.text.split("\n")[:3] == ["一、总体要求", "二、重点任务", "三、保障措施"]


def test_automatic_numbers_that_are_lost_are_said(
    program: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    path = shared / "cases" / "files" / "d09_automatic_numbers.doc"
    (warning,) = in_antiword_alone(program, monkeypatch, path).warnings
    assert "自动编号" in warning
