"""What people write for a number is read for certain, or refused with a reason."""

from __future__ import annotations

import contextlib
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.collect import values
from briefing.papers.excel.looks import Look


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
        ("57.1 亿元", "亿元", "57.1"),
        ("0.80", "%", "0.80"),
        ("0.3个百分点", "百分点", "0.3"),
    ],
)
def test_what_is_a_number(value: object, unit: str, number: str) -> None:
    assert str(values.number(value, unit)) == number


@pytest.mark.parametrize("code", ["_(* #,##0.00_);_(* (#,##0.00)", "0.0;▲0.0", "0.0_);(0.0)"])
def test_a_sign_that_only_negative_numbers_have_turns_no_other(code: str) -> None:
    assert values.number(57.1, "亿元", Look(code)) == Decimal("57.1")
    assert values.number(-57.1, "亿元", Look(code)) == Decimal("-57.1")


def test_a_cell_that_shows_percent_says_percent() -> None:
    assert values.number(0.042, "%", Look("0.0%")) == Decimal("4.2")
    assert values.number(0.042, "%") == Decimal("0.042")
    with pytest.raises(values.Refused, match=r"存的是 0\.5，显示为“50%”"):
        values.number(0.5, "亿元", Look("0%"))


@pytest.mark.parametrize("code", ['0.0"亿元"', "#,##0.00", "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", "@"])
def test_a_cell_that_shows_what_it_holds_is_taken(code: str) -> None:
    assert values.number(57.1, "亿元", Look(code)) == Decimal("57.1")
    assert values.shown(57.1, "亿元", Look(code)) is None


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (Look('0.0,"万"'), "显示为“0.1万”"),
        (Look('0.0"①"'), "显示为“57.1①”"),
        (Look('0.0"万元"'), "显示为“57.1万元”"),
        (Look('"下降"0.0'), "显示为“下降57.1”"),
        (Look("▼0.0"), "显示为“▼57.1”"),
        (Look("(0.0)"), "显示为“57.1”"),
        (Look(";;;"), "显示为“”"),
        (Look('[<100]"—";0.0'), "显示为“—”"),
        (Look('m"月"d"日"', date=True), "变成了日期"),
        (Look(struck=True), "有删除线"),
        (Look(raised="1"), "里有上标或下标“1”"),
    ],
)
def test_a_cell_that_shows_something_else_is_refused(look: Look, said: str) -> None:
    with pytest.raises(values.Refused, match=said):
        values.number(57.1, "亿元", look)


def test_a_cell_that_shows_fewer_digits_than_it_holds_says_so() -> None:
    assert values.number(57.149, "亿元", Look("0.0")) == Decimal("57.149")
    assert values.shown(57.149, "亿元", Look("0.0")) == Decimal("57.1")


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
        ("57.1①", "亿元", "里有“①”，像是注释的标记"),
        ("57.1¹", "亿元", "里有“¹”，像是注释的标记"),
        ("⑵57.1", "亿元", "里有“⑵”"),
        ("57.1 58", "亿元", "有空格或换行，不知道是一个数还是几个数"),
        ("5\n8", "亿元", "有空格或换行"),
        ("57.1（2）", "亿元", "不是一个数"),
        ("57.1*", "亿元", "不是一个数"),
        ("57.1\u200b", "亿元", "不是一个数"),
        ("4。2", "%", "不是一个数"),
        ("٣٤", "家", "里有“٣”"),
        ("五十七", "亿元", "不是一个数"),
        ("1.234,5", "亿元", "不是一个数"),
        ("0571", "家", "以 0 开头"),
        ("4.2个百分点", "%", "写的单位是“个百分点”"),
        ("9月1日", "家", "不是一个数"),
        ("5" * 5000, "家", "有 5000 位，太长"),
        (1e300, "家", "数太大或太小"),
        (10**16, "家", "数太大或太小"),
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
