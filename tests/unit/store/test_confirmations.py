"""Confirmations stay whatever is read again."""

from __future__ import annotations

from datetime import UTC, datetime

from briefing.store import Store

AT = datetime(2025, 1, 20, 8, 0, tzinfo=UTC)


def test_confirmed_until_taken_back(url: str) -> None:
    with Store.open(url) as store:
        store.confirmations.add(
            {"k1": "一般公共预算收入增长0.5%—0.7%", "k2": "税收占比87.6%"},
            by="区财政局办公室",
            at=AT,
        )
        store.confirmations.add(
            {"k1": "一般公共预算收入增长0.5%—0.7%"}, by="区财政局办公室", at=AT, note="口径一致"
        )
        assert {(c.key, c.note) for c in store.confirmations.all()} == {
            ("k1", "口径一致"),
            ("k2", ""),
        }
        assert store.scope_facts("370104").confirmed == {"k1", "k2"}
        assert store.confirmations.revoke(["k1", "unknown"]) == 1
        assert [c.key for c in store.confirmations.all()] == ["k2"]
