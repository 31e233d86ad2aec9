"""What people write for a number is read for certain, or refused with a reason."""

from __future__ import annotations

import contextlib
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.collect import values


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (57.1, "亿元", "57.1"),
        (57.099999999999994, "亿元", "57.1"),
        (571393, "万元", "571393"),
        ("4.2%", "%", "4.2"),
        ("４．２", "%", "4.2"),
        ("－３．５％", "%", "-3.5"),
        ("−3.5", "%", "-3.5"),
        (" 571,393 ", "万元", "571393"),
        ("571，393万元", "万元", "571393"),
        ("57.10亿元", "亿元", "57.10"),
        ("4。2", "%", "4.2"),
        ("0.3个百分点", "百分点", "0.3"),
    ],
)
def test_what_is_a_number(value: object, unit: str, number: str) -> None:
    assert str(values.number(value, unit)) == number


def test_a_cell_that_shows_percent_says_percent() -> None:
    assert values.number(0.042, "%", percent_format=True) == Decimal("4.2")
    assert values.number(0.042, "%") == Decimal("0.042")
    assert values.number(0.5, "亿元", percent_format=True) == Decimal("0.5")


@pytest.mark.parametrize("value", ["无误", "—", "/", "  ", "正确"])
def test_words_that_say_the_figure_is_right(value: str) -> None:
    assert values.number(value, "亿元") is None


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("约4.2", "%", "里有“约”，不是核定的数"),
        ("57亿元左右", "亿元", "里有“左右”"),
        ("571393万元", "亿元", "写的单位是“万元”，这一行的单位是“亿元”，请填 57.1393"),
        ("57.1家", "亿元", "请按这个单位只填数字"),
        ("4.2", "%", ""),
        ("见附件", "亿元", "“见附件”不是一个数"),
        ("4.2-4.5", "%", "不是一个数"),
        ("1,23", "亿元", "不是一个数"),
        ("5.6.7", "亿元", "不是一个数"),
        ("#REF!", "亿元", "公式出错"),
        (datetime(2025, 4, 2), "%", "变成了日期"),
        (True, "%", "不是数"),
        (float("inf"), "%", "不是数"),
        ("=B2+1", "%", "不是一个数"),
    ],
)
def test_what_is_refused_says_why(value: object, unit: str, said: str) -> None:
    if not said:
        assert values.number(value, unit) is not None
        return
    with pytest.raises(values.Refused, match=said):
        values.number(value, unit)


@given(
    st.text(max_size=20) | st.floats() | st.integers() | st.booleans() | st.datetimes(),
    st.sampled_from(["%", "亿元", "家", ""]),
)
def test_any_cell_is_a_number_or_refused(value: object, unit: str) -> None:
    with contextlib.suppress(values.Refused):
        found = values.number(value, unit)
        assert found is None or found.is_finite()


def test_texts_lose_what_programs_put_in() -> None:
    assert values.text("  已开工_x000D_\r\n主体完成 ") == "已开工\n主体完成"
    assert values.text(datetime(2025, 6, 30)) == "2025年6月30日"
    assert values.text(50.0) == "50"
    assert values.pace(" 达进度\n") == "达进度"
    with pytest.raises(values.Refused, match="请写 已完成、超进度、达进度、欠进度、其他 之一"):
        values.pace("基本达序")
