"""When jobs ran by themselves: each time once, whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from briefing.store import Fire, Store, Watch

AT = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(url: str) -> Store:
    return Store.open(url)


def test_a_time_is_taken_once_only(store: Store) -> None:
    watch = Watch("annual", AT, "p")
    assert store.fires.watch("annual") is None
    assert store.fires.take(watch, Fire("annual", AT, "time", note="顺延"))
    assert not store.fires.take(watch, Fire("annual", AT, "time"))
    assert store.fires.take(Watch("annual", AT + HOUR, "p"), Fire("annual", AT + HOUR, "time"))
    assert store.fires.take(Watch("other", AT, "p"), Fire("other", AT, "time"))
    assert store.fires.watch("annual") == Watch("annual", AT + HOUR, "p")
    assert store.fires.taken("annual", AT - HOUR) == {AT, AT + HOUR}
    assert store.fires.taken("annual", AT) == {AT + HOUR}
    assert [fire.note for fire in store.fires.all("annual")] == ["顺延", ""]


def test_what_is_open_and_what_was_last(store: Store) -> None:
    first, second = (Fire("annual", AT + i * HOUR, "time") for i in range(2))
    for fire in (first, second):
        store.fires.take(Watch("annual", fire.due, "p"), fire)
    assert [fire.due for fire in store.fires.open("annual")] == [AT, AT + HOUR]
    store.fires.began(first, AT + timedelta(seconds=3))
    assert [fire.state for fire in store.fires.open("annual")] == ["running", "waiting"]
    assert store.fires.last("annual") is None
    store.fires.ended(first, "failed", AT + timedelta(seconds=9), "2 项失败")
    assert [fire.due for fire in store.fires.open("annual")] == [AT + HOUR]
    last = store.fires.last("annual")
    assert last
    assert (last.state, last.message, last.started_at, last.finished_at) == (
        "failed",
        "2 项失败",
        AT + timedelta(seconds=3),
        AT + timedelta(seconds=9),
    )


def test_times_dealt_with_without_a_run(store: Store) -> None:
    store.fires.begin(Watch("annual", AT, "p"))
    assert not store.fires.take(Watch("annual", AT + HOUR, "p"), None)
    assert store.fires.watch("annual") == Watch("annual", AT + HOUR, "p")
    assert store.fires.all("annual") == ()


def test_files_seen(store: Store) -> None:
    many = [f"{i:064x}" for i in range(1200)]
    store.fires.saw("annual", many)
    store.fires.saw("other", many[:1])
    assert store.fires.seen("annual") == set(many)
    store.fires.saw("annual", many[5:7])
    assert store.fires.seen("annual") == set(many[5:7])
    assert store.fires.seen("other") == set(many[:1])
    assert store.fires.seen("third") == frozenset()
