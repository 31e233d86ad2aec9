"""Whatever fails at whatever step, or is killed there, every recipient gets every sheet once: none is lost, none comes twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from briefing.store import Store
from tests.conftest import ROOT
from tests.postgres import Server, server
from tests.unit.post.office import Office
from tests.unit.post.servers import STEPS, Scripted

pytestmark = pytest.mark.slow

__all__ = ["server"]

ANSWERS = ("450", "550", "421", "drop", "garbage", "silent")
# A mail can be taken at its end only, and no answer is due in the middle of the data.
FAULTS = [
    (step, what)
    for step in (*STEPS, "rset")
    for what in ANSWERS
    if step != "payload" or what in ("drop", "silent")
]
FAULTS += [("dot", "taken-drop")]


def everybody(office: Office) -> Counter[str]:
    return Counter(department.email for department in office.departments)


@pytest.mark.parametrize(("step", "what"), FAULTS)
def test_a_fault_at_a_step_loses_nothing_and_repeats_nothing(
    tmp_path: Path, step: str, what: str
) -> None:
    office = Office(tmp_path, 4)
    office.patience = 0.2
    office.papers()
    office.run()
    # A fault with the second mail; a RSET there is only after something was refused.
    faults = (
        {("rcpt", 2): "550", ("rset", 1): what}
        if step == "rset"
        else {(step, 1 if step in ("connect", "ehlo") else 2): what}
    )
    with Scripted(faults) as server:
        for _ in range(3):
            office.send(server.port)
            office.resolved(server)
        assert Counter(to for taken in server.taken for to in taken.to) == everybody(office)
        assert set(server.received.values()) == {1}
        assert office.send(server.port).count("nothing") == 4


def test_500_mails_with_attachments_through_every_fault(tmp_path: Path) -> None:
    """One office, 500 departments, and every fault there is, each with another mail, in one go."""
    office = Office(tmp_path, 500)
    office.patience = 0.2
    office.papers()
    office.run()
    faults = {
        (step, 7 + 9 * number): what
        for number, (step, what) in enumerate(FAULTS)
        if step not in ("connect", "ehlo", "rset")
    }
    faults |= {("connect", 1 + 2 * number): what for number, what in enumerate(ANSWERS)}
    faults |= {("ehlo", 2 + 3 * number): what for number, what in enumerate(ANSWERS)}
    faults |= {("rset", 1 + number): what for number, what in enumerate(ANSWERS)}
    with Scripted(faults) as server:
        uncertain, runs = 0, 0
        while office.send(server.port).count("nothing") < 500:
            uncertain += office.resolved(server)
            runs += 1
            assert runs < 20
        assert Counter(to for taken in server.taken for to in taken.to) == everybody(office)
        assert set(server.received.values()) == {1}
        assert all(len(list(taken.mail.iter_attachments())) == 1 for taken in server.taken)
        # Only where the server had all of a mail and gave no answer that can be read does nobody know.
        assert uncertain == sum(
            step == "dot" and what in ("drop", "taken-drop", "silent", "garbage")
            for step, what in FAULTS
        ) + sum(step == "payload" for step, _ in FAULTS)


# Where the sender is killed, and whether the server has taken the mail by then.
KILLS = [(step, False) for step in STEPS] + [("dot", True), ("answered", True), ("quit", True)]
SENDER = """
import sys
from pathlib import Path
from tests.unit.post.office import Office
Office(Path(sys.argv[1]), int(sys.argv[2])).send(int(sys.argv[3]))
"""


def test_a_sender_killed_at_every_step_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    """kill -9, once at each step, the next sender going on where the last one died."""
    office = Office(tmp_path, 2 * len(KILLS) + 4)
    office.papers()
    office.run()
    sender: list[subprocess.Popen[bytes]] = []

    def started() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-c",
            SENDER,
            str(tmp_path),
            str(len(office.departments)),
            str(server.port),
        ]
        return subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def kill() -> None:
        os.kill(sender[-1].pid, signal.SIGKILL)
        sender[-1].wait()

    with Scripted() as server:
        uncertain = 0
        for step, taken in KILLS:
            server.count.clear()
            server.take_first = taken
            # At the end of it all the last mails are sent, and the line is closed.
            server.faults = {(step, 1 if step in ("connect", "ehlo", "quit") else 2): kill}
            sender.append(started())
            _, said = sender[-1].communicate(timeout=60)
            assert sender[-1].returncode == -signal.SIGKILL, (step, said)
        server.faults = {}
        for _ in range(2):
            assert started().wait(timeout=60) == 0
            uncertain += office.resolved(server)
        assert started().wait(timeout=60) == 0
        assert Counter(to for mail in server.taken for to in mail.to) == everybody(office)
        assert set(server.received.values()) == {1}
        with Store.open(office.url) as store:
            assert {entry.state for entry in store.ledger.entries()} == {"sent"}
        # From the claim, which is on disk before the data begins, to the answer: data, payload, dot twice, and maybe the answer.
        assert uncertain in (4, 5)


def test_two_at_once_send_everything_once(tmp_path: Path) -> None:
    """The second finds the first at work and leaves; whoever comes first, every mail goes once."""
    office = Office(tmp_path, 12)
    office.papers()
    office.run()
    with Scripted() as server:
        command = [sys.executable, "-c", SENDER, str(tmp_path), "12", str(server.port)]
        both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
        said = [one.communicate(timeout=60)[1].decode() for one in both]
        assert all(
            one.returncode == 0 or "LockedError" in text
            for one, text in zip(both, said, strict=True)
        ), said
        assert Counter(to for mail in server.taken for to in mail.to) == everybody(office)


def test_postgresql_keeps_the_ledger_as_well(tmp_path: Path, server: Server) -> None:
    office = Office(tmp_path, 6)
    office.patience = 0.2
    office.url = server.database()
    office.papers()
    office.run()
    with Scripted(
        {("rcpt", 2): "450", ("data", 3): "drop", ("dot", 3): "taken-drop", ("dot", 4): "drop"}
    ) as scripted:
        unsure = 0
        for _ in range(3):
            office.send(scripted.port)
            unsure += office.resolved(scripted)
        assert unsure == 2
        assert Counter(to for mail in scripted.taken for to in mail.to) == everybody(office)
        assert office.send(scripted.port).count("nothing") == 6
