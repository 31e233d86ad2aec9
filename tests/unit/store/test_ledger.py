"""The ledger says of every sheet whether it went out, whatever happens to the process that sends it."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from briefing.errors import LockedError, StoreError
from briefing.store import Order, Store
from tests.conftest import ROOT

AT = datetime(2025, 1, 20, 8, 0, tzinfo=UTC)
ORDER = Order(
    job="departments",
    period="2024",
    recipient="finance@office.test",
    unit="槐荫区财政局",
    channel="mail",
    sheet="departments/2024/槐荫区/财政局/槐荫区2024年财政局指标表.xlsx",
    correction=0,
    digest="d1",
    sha256="f1",
    name="槐荫区2024年财政局指标表.xlsx",
    message_id="<1@office.test>",
)
CONTENT = {"d1": [["主要指标 第4行", ["57.10"], ["aaaabbbbcccc"]]]}


def changed(**values: object) -> Order:
    return dataclasses.replace(ORDER, **values)  # type: ignore[arg-type]


def test_an_order_is_pending_then_sending_then_sent(url: str) -> None:
    with Store.open(url) as store:
        ids = store.ledger.prepare([ORDER], CONTENT, AT)
        assert [(e.order, e.state, e.attempts) for e in store.ledger.entries()] == [
            (ORDER, "pending", 0)
        ]
        assert store.ledger.claim(ids, AT)
        assert [e.state for e in store.ledger.entries()] == ["sending"]
        store.ledger.settle(ids, "sent", AT + timedelta(seconds=2), "250 ok")
    with Store.open(url) as store:
        entry = store.ledger.entries("departments", periods=["2024"], recipient="槐荫区财政局")[0]
        assert (entry.state, entry.attempts, entry.said, entry.at) == (
            "sent",
            1,
            "250 ok",
            AT + timedelta(seconds=2),
        )
        assert store.ledger.content("d1") == [["主要指标 第4行", ["57.10"], ["aaaabbbbcccc"]]]
        assert store.ledger.content("unknown") is None
        assert store.ledger.entries("annual") == ()
        assert store.ledger.entries(periods=[]) == ()


def test_nobody_claims_what_another_has(url: str) -> None:
    with Store.open(url) as store:
        ids = store.ledger.prepare([ORDER, changed(sheet="b")], CONTENT, AT)
        assert store.ledger.claim(ids[:1], AT)
        assert not store.ledger.claim(ids, AT)
        assert [e.state for e in store.ledger.entries()] == ["sending", "pending"]
        store.ledger.settle(ids[:1], "failed", AT, "550 no such user")
        assert store.ledger.claim(ids, AT)  # what failed was not sent


def test_a_prepared_order_takes_the_newest_sheet_until_it_is_sent(url: str) -> None:
    with Store.open(url) as store:
        ids = store.ledger.prepare([ORDER], CONTENT, AT)
        again = changed(digest="d2", sha256="f2", message_id="<2@office.test>")
        assert store.ledger.prepare([again], {"d2": []}, AT) == ids
        assert [e.order for e in store.ledger.entries()] == [again]
        store.ledger.claim(ids, AT)
        store.ledger.settle(ids, "sent", AT)
        with pytest.raises(StoreError):
            store.ledger.prepare([ORDER], CONTENT, AT)
        assert store.ledger.prepare([changed(correction=1)], CONTENT, AT) != ids


def test_what_was_being_sent_is_uncertain_until_a_person_says(url: str) -> None:
    with Store.open(url) as store:
        one, two, folder, waiting = store.ledger.prepare(
            [
                ORDER,
                changed(sheet="b"),
                changed(channel="folder", recipient="交付/槐荫区财政局"),
                changed(sheet="c"),
            ],
            CONTENT,
            AT,
        )
        store.ledger.claim([one, two, folder], AT)
        assert [e.id for e in store.ledger.interrupted(AT)] == [one, two]
        assert [e.state for e in store.ledger.entries()] == [
            "uncertain",
            "uncertain",
            "pending",
            "pending",
        ]
        assert store.ledger.interrupted(AT) == ()
        assert not store.ledger.claim([one], AT)
        assert not store.ledger.resolve(waiting, "sent", AT, "")
        assert store.ledger.resolve(one, "sent", AT, "对方已收到")  # both sheets of the mail
        assert not store.ledger.resolve(two, "failed", AT, "")
        assert [(e.state, e.said) for e in store.ledger.entries()[:2]] == [
            ("sent", "对方已收到")
        ] * 2


def test_only_what_never_went_out_can_be_withdrawn(url: str) -> None:
    with Store.open(url) as store:
        ids = store.ledger.prepare([ORDER, changed(sheet="b")], CONTENT, AT)
        store.ledger.claim(ids[:1], AT)
        store.ledger.withdraw(ids)
        assert [e.id for e in store.ledger.entries()] == [ids[0]]


def test_two_do_not_send_at_once(url: str) -> None:
    code = (
        "import sys\nfrom briefing.store import Store\nfrom briefing.errors import LockedError\n"
        "try:\n    with Store.open(sys.argv[1]).ledger.alone(): print('alone')\nexcept LockedError as error: print(error)"
    )

    def other() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        return done.stdout.strip()

    with Store.open(url) as store:
        with store.ledger.alone():
            assert other() == "另一个发送正在进行（等它结束后再试）"
            with pytest.raises(LockedError), Store.open(url) as second, second.ledger.alone():
                pass
        assert other() == "alone"


def test_sending_is_on_disk_before_it_is_said(url: str) -> None:
    """SQLite writes a claim through to the disk, and other transactions at its own pace; PostgreSQL writes every commit through."""
    from sqlalchemy import event

    with Store.open(url) as store:
        if not url.startswith("sqlite"):
            with store._engine.connect() as connection:
                assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            return
        said: list[str] = []
        event.listen(
            store._engine,
            "before_cursor_execute",
            lambda c, cursor, statement, p, x, m: said.append(statement),
        )
        ids = store.ledger.prepare([ORDER], CONTENT, AT)
        said.clear()
        store.ledger.claim(ids, AT)
        assert said[:2] == ["PRAGMA synchronous=FULL", "BEGIN IMMEDIATE"]
        said.clear()
        store.confirmations.revoke(["k"])
        assert said[:2] == ["PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE"]
