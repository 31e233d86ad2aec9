"""Figures of a sentence's clauses are bound to the facts that they are."""

from __future__ import annotations

from dataclasses import replace

from briefing.model import Source
from briefing.papers.content.segments import passage
from briefing.papers.filters import keys
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
