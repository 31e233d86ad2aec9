"""Figures of a sentence's clauses are bound to the facts that they are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefing.model import Correction, Measure, Source
from briefing.papers.content.segments import clauses, passage
from briefing.papers.filters import keys, pieces
from tests.packs import make_pack, observation


def test_of_equal_figures_in_one_sentence_each_is_bound_to_its_own() -> None:
    sentence = "固定资产投资增长5.5%，实际利用外资稳中有升，居民人均可支配收入增长5.5%。"
    names = ("固定资产投资", "居民人均可支配收入")
    investment, income = (
        replace(
            fact,
            source=Source("d", "报告.txt", "报告", at, at + 4, f"{name}增长5.5%", sentence),
        )
        for name in names
        for fact in [observation(name, "5.5", "%", "yoy")]
        for at in [sentence.index(name) + len(name) + 2]
    )
    pack = replace(make_pack(), observations=(investment, income))

    assert set(keys(passage([income], pack).text)) == {income.key}
    assert set(keys(passage([investment], pack).text)) == {investment.key}
    both = keys(passage([investment, income], pack).text)
    assert list(dict.fromkeys(both)) == [investment.key, income.key]


@pytest.mark.parametrize(
    ("name", "measure", "source", "now", "says"),
    [
        ("民生支出占比", "ratio", ("达到", "181.8", "%"), ("81.8", "%"), "民生支出占比达到81.8%"),
        ("收入", "level", ("", "57.1", "万元"), ("57.1", "亿元"), "收入57.1亿元"),
        ("投资", "yoy", ("下降", "-7.4", "%"), ("7.4", "%"), "投资增长7.4%"),
        ("投资", "yoy", ("同比少了", "-7.4", "%"), ("-7.1", "%"), "投资同比少了7.1%"),
    ],
)
def test_a_sentence_says_the_figure_as_it_was_put_right(
    name: str,
    measure: Measure,
    source: tuple[str, str, str],
    now: tuple[str, str],
    says: str,
) -> None:
    verb, value, unit = source
    quote = f"{name}{verb}{value.lstrip('-')}{unit}"
    correction = Correction(
        Decimal(value), "exact", "", "统计局", "2026-01-05", "校核网页", "", unit
    )
    fact = replace(
        observation(name, *now, measure),
        source=Source("d", "报告.txt", "报告", 0, 4, quote, f"{quote}。"),
        correction=correction,
    )
    told = passage([fact], replace(make_pack(), observations=(fact,))).text

    assert "".join(piece.text for piece in pieces(told)) == says
    assert fact.key in keys(told)


def test_half_width_marks_part_clauses_but_not_numbers() -> None:
    said = [clause.text for clause in clauses("地区生产总值86亿元,增长6%;新增学位1,800个;开园。")]
    assert said == ["地区生产总值86亿元", "增长6%", "新增学位1,800个", "开园"]
