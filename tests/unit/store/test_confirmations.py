"""Confirmations stay whatever is read again; stores of the first version get the new tables."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from briefing.store import Store

AT = datetime(2025, 1, 20, 8, 0, tzinfo=UTC)


def test_confirmed_until_taken_back(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'b.db'}") as store:
        store.confirmations.add({"k1": "一般公共预算收入增长0.5%—0.7%", "k2": "税收占比87.6%"}, by="区财政局办公室", at=AT)
        store.confirmations.add({"k1": "一般公共预算收入增长0.5%—0.7%"}, by="区财政局办公室", at=AT, note="口径一致")
        assert {(c.key, c.note) for c in store.confirmations.all()} == {("k1", "口径一致"), ("k2", "")}
        assert store.scope_facts("370104").confirmed == {"k1", "k2"}
        assert store.confirmations.revoke(["k1", "unknown"]) == 1
        assert [c.key for c in store.confirmations.all()] == ["k2"]


def test_a_store_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    Store.open(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as old:
        old.execute("DROP TABLE confirmations")
        old.execute("DROP TABLE findings")
        old.execute("UPDATE briefing_meta SET value = '1' WHERE key = 'schema_version'")
    with Store.open(f"sqlite:///{file}", create=False) as store:
        assert store.confirmations.all() == ()
