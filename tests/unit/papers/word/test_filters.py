"""Marks around figures, dates, numerals; packages whose bytes depend on their content only."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.papers import filters, zipped

KEY = "0123456789ab"


@given(st.text(), st.text(), st.text())
def test_what_is_bound_comes_back_with_its_key(before: str, text: str, after: str) -> None:
    composed = filters.plain(before) + filters.bind(KEY, text) + filters.plain(after)
    shown = filters.plain(text)
    assert [(p.key, p.text) for p in filters.pieces(composed) if p.key] == (
        [(KEY, shown)] if shown else []
    )
    assert filters.unbound(composed) == filters.plain(before) + shown + filters.plain(after)


@given(st.text())
def test_plain_text_is_one_line_that_xml_allows_and_carries_no_marks(text: str) -> None:
    shown = filters.plain(text)
    assert filters.printable(shown) == shown
    assert not filters.is_bound(shown)
    assert not set(shown) & set("\n\r\t")


def test_marks_torn_apart_leave_their_text() -> None:
    torn = filters.bind(KEY, "57.1亿元")[:-3]
    assert filters.unbound(torn).endswith("57.1")
    assert filters.keys(torn) == []


@pytest.mark.parametrize(
    ("iso", "said"),
    [("2024-05-08", "2024年5月8日"), ("2024-12-31", "2024年12月31日"), ("", ""), ("去年", "去年")],
)
def test_dates_have_no_leading_zeros(iso: str, said: str) -> None:
    assert filters.chinese_date(iso) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")],
)
def test_chinese_numerals(value: int, said: str) -> None:
    assert filters.chinese_number(value) == said


def test_packing_knows_no_time_and_no_order() -> None:
    parts = {"b.xml": b"2", "[Content_Types].xml": b"1", "a/c.xml": b"3"}
    made = zipped.pack(parts)
    assert made == zipped.pack(dict(reversed(parts.items()))) == zipped.repack(made)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert zipped.unpack(made) == parts
