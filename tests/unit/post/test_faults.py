"""Whatever fails at whatever step, every recipient gets every sheet once: none is lost, none comes twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefing.post import resolve
from briefing.store import Store
from tests.unit.post.office import Office
from tests.unit.post.servers import STEPS, Scripted

ANSWERS = ("450", "550", "421", "drop", "garbage", "silent")
# A mail can be taken at its end only, and no answer is due in the middle of the data.
FAULTS = [(step, what) for step in (*STEPS, "rset") for what in ANSWERS if step != "payload" or what in ("drop", "silent")]
FAULTS += [("dot", "taken-drop")]


def resolved(office: Office, server: Scripted) -> int:
    """A person looks into every uncertain mail, and finds what is true. How many there were."""
    with Store.open(office.url) as store:
        unsure = {e.order.message_id: e for e in store.ledger.entries() if e.state == "uncertain"}
        there = {taken.mail["Message-ID"] for taken in server.taken}
        for message_id, entry in unsure.items():
            resolve(store, entry.id, "sent" if message_id in there else "failed", office.clockwork.time)
    return len(unsure)


def everybody(office: Office) -> Counter[str]:
    return Counter(department.email for department in office.departments)


@pytest.mark.parametrize(("step", "what"), FAULTS)
def test_a_fault_at_a_step_loses_nothing_and_repeats_nothing(tmp_path: Path, step: str, what: str) -> None:
    office = Office(tmp_path, 4)
    office.patience = 0.2
    office.papers()
    office.run()
    # A fault with the second mail; a RSET there is only after something was refused.
    faults = {("rcpt", 2): "550", ("rset", 1): what} if step == "rset" else {(step, 1 if step in ("connect", "ehlo") else 2): what}
    with Scripted(faults) as server:
        for _ in range(3):
            office.send(server.port)
            resolved(office, server)
        assert Counter(to for taken in server.taken for to in taken.to) == everybody(office)
        assert set(server.received.values()) == {1}
        assert office.send(server.port).count("nothing") == 4
