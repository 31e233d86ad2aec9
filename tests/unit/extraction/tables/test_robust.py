"""Tables that are broken, wild or very large."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.extraction.tables import read_tables
from briefing.model import Document, OffsetMap, Reading
from briefing.sources.raw import Builder, RawCell
from tests.examples import examples
from tests.unit.extraction.tables.build import facts, lexicon, sheet, text

_HEADER = ["指标名称", "单位", "本月", "累计", "同比（%）"]


def _table(cells: Sequence[RawCell], *, hidden_rows: frozenset[int] = frozenset()) -> Document:
    builder = Builder()
    builder.table(cells, title="云岭县2024年1-5月主要指标", hidden_rows=hidden_rows)
    raw = builder.raw()
    reading = Reading("表.xlsx", "0", "xlsx", raw.text, raw.tables, raw.places)
    return Document(
        "0",
        "云岭县2024年1-5月主要指标",
        "table",
        "云岭县",
        "",
        2024,
        None,
        "",
        OffsetMap((0,), (0,)),
        (),
        raw.tables,
        0,
        len(raw.text),
        reading,
    )


def _rows(rows: Sequence[Sequence[str]]) -> Document:
    return _table(
        [
            RawCell(written, row, column)
            for row, cells in enumerate(rows)
            for column, written in enumerate(cells)
            if written
        ]
    )


def _seconds(document: Document) -> tuple[int, float]:
    start = time.perf_counter()
    found = read_tables(document, lexicon()).observations
    return len(found), time.perf_counter() - start


def test_rows_of_any_length() -> None:
    rows = [
        _HEADER,
        ["固定资产投资"],
        ["工业投资", "亿元", "1.5", "2.5", "3.5", "4.5", "5.5"],
        ["", "亿元", "1.5"],
        [],
    ]
    assert facts(_rows(rows)) == [
        "工业投资 [industrial_investment] level 1.5亿元 actual 2024M05",
        "工业投资 [industrial_investment] level 2.5亿元 actual 2024M01-M05",
        "工业投资 [industrial_investment] yoy 3.5% actual 2024M01-M05",
    ]


def test_merged_cells_larger_than_the_table() -> None:
    cells = [
        RawCell("云岭县2024年1-5月", 0, 0, 1, 16384),
        RawCell("指标", 1, 0),
        RawCell("单位", 1, 1),
        RawCell("累计", 1, 2, 1_048_576, 16384),
        RawCell("固定资产投资", 2, 0),
        RawCell("亿元", 2, 1),
        RawCell("20.5", 2, 2),
    ]
    assert facts(_table(cells)) == [
        "固定资产投资 [fixed_asset_investment] level 20.5亿元 actual 2024M01-M05"
    ]


def test_a_hidden_row_is_passed_over_with_its_marks() -> None:
    rows = [_HEADER, ["固定资产投资", "亿元", "", "2.5", ""], ["工业投资", "亿元", "", "1.5", ""]]
    cells = [
        RawCell(written, row, column)
        for row, one in enumerate(rows)
        for column, written in enumerate(one)
        if written
    ]
    assert [fact.split(" ")[0] for fact in facts(_table(cells, hidden_rows=frozenset({1})))] == [
        "工业投资"
    ]


def test_a_table_of_nothing() -> None:
    for rows in ([], [[""]], [["指标"]], [_HEADER], [["1", "2"], ["3", "4"]]):
        assert facts(_rows(rows)) == []


@pytest.mark.slow
def test_ten_thousand_columns() -> None:
    years = [f"{1990 + number % 30}年" for number in range(10_000)]
    rows = [["指标", "单位", *years], ["粮食产量", "吨", *map(str, range(10_000))]]
    document = _rows(rows)
    found, seconds = _seconds(document)
    assert found == 10_000
    assert seconds < 20
    assert (
        max(len(seen.source.quote) for seen in read_tables(document, lexicon()).observations) <= 400
    )


@pytest.mark.slow
def test_time_grows_with_the_cells() -> None:
    def rows(count: int) -> list[list[str]]:
        return [
            _HEADER,
            *(
                [f"产品{number}产量", "吨", "1.5", f"{number}.25", "-3.1"]
                for number in range(count)
            ),
        ]

    small, large = _seconds(_rows(rows(500)))[1], _seconds(_rows(rows(5_000)))[1]
    assert large < 30 * max(small, 0.02)


@pytest.mark.slow
def test_lines_that_almost_are_tables_take_linear_time() -> None:
    for unit in (
        "指标 单位\n产值 1.5\n",
        "指标 单位 累计\n",
        "指标\n单位\n累计\n",
        "\t指标\n\t1\n\n",
        "| 指标 | 累计 |\n",
        "项目\n1\n",
    ):
        document = text("云岭县2024年主要指标\n" + unit * 4_000)
        start = time.perf_counter()
        read_tables(document, lexicon())
        assert time.perf_counter() - start < 5


_CELL = st.sampled_from(
    [
        "",
        "指标",
        "单位",
        "累计",
        "同比%",
        "2024年",
        "地区",
        "槐荫区",
        "其中：",
        "#",
        "合计",
        "1",
        "-3.5",
        "5%—6%",
        "(1.5)",
        "亿元",
        "%",
        "注：带*",
        "单位：万元",
        "\n",
    ]
) | st.text(st.characters(exclude_categories=("C",)), max_size=8)


@examples(100)
@given(
    st.lists(st.lists(_CELL, max_size=6), max_size=8),
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=48, max_size=48),
)
def test_no_table_fails(rows: list[list[str]], spans: list[tuple[int, int]]) -> None:
    flat = [
        (row, column, written)
        for row, cells in enumerate(rows)
        for column, written in enumerate(cells)
    ]
    cells = [
        RawCell(written, row, column, *span)
        for (row, column, written), span in zip(flat, spans, strict=False)
    ]
    document = _table(cells)
    for seen in read_tables(document, lexicon()).observations:
        assert document.reading.text[seen.source.start : seen.source.end]
        assert seen.period
        assert seen.name


@examples(100)
@given(
    st.lists(st.lists(_CELL, max_size=5), max_size=10),
    st.sampled_from([" ", "\t", "\n", "\n\t", "|"]),
)
def test_no_flattened_table_fails(rows: list[list[str]], mark: str) -> None:
    document = text(
        "云岭县2024年主要指标\n" + "\n".join(mark.join(row) for row in rows) + "\n结束。"
    )
    spans = read_tables(document, lexicon()).spans
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for seen in read_tables(document, lexicon()).observations:
        assert document.reading.text[seen.source.start : seen.source.end]


def test_years_alone_below_a_row_of_figures_end() -> None:
    """A row of years that heads nothing is passed over once, not forever."""
    rows = [
        ["云岭县历年指标"],
        ["年份", 2024],
        ["2023年", "2024年", "2025年"],
        ["年份", "2024年", "2025年"],
    ]
    assert facts(sheet(rows)) == []
