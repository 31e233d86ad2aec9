"""The words a figure stands in, as papers print them: a table's row with its cells apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from briefing.extraction import Lexicon, extract
from briefing.model import squeeze
from briefing.papers.filters import quoted
from briefing.settings import load_settings
from briefing.sources import documents, read_file
from tests.packs import observation


def test_the_cells_of_a_row_stand_apart_and_the_quote_stays_the_document_s_own(
    tmp_path: Path,
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["云湖区2024年一季度主要经济指标"],
        ["指标", "单位", "绝对量", "同比±%"],
        ["地区生产总值", "亿元", 170.3, 2.9],
    ):
        sheet.append(row)
    file = tmp_path / "一季度.xlsx"
    book.save(file)
    (document,) = documents(read_file(file))
    found = extract(document, Lexicon.from_indicators(load_settings(None).indicators)).observations
    assert [str(o.value) for o in found] == ["170.3", "2.9"]
    for o in found:
        assert o.source.quote == "地区生产总值亿元170.32.9"
        assert o.source.quote in squeeze(document.reading.text)
        assert quoted(o.source) == "地区生产总值｜亿元｜170.3｜2.9"


def test_a_sentence_is_quoted_as_it_stands() -> None:
    source = observation("一般公共预算收入", "57.1", "亿元").source
    assert quoted(source) == source.quote


def test_what_stands_before_a_row_is_kept() -> None:
    source = replace(
        observation("地区生产总值", "2.9", "%").source,
        quote="一季度地区生产总值2.9",
        sentence="地区生产总值｜2.9",
    )
    assert quoted(source) == "一季度｜地区生产总值｜2.9"
