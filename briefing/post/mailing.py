"""Many mails through one session, the ledger always one step ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from briefing.errors import BriefingError, SettingsError, StoreError
from briefing.post.smtp import Session, Time, Unreachable, Verdict, password_of
from briefing.settings.mail import Mail, Server
from briefing.settings.schema import Job
from briefing.store import Ledger
from briefing.store.ledger import State as EntryState

_BACK_OFF = (
    5.0,
    30.0,
    120.0,
    300.0,
)  # seconds before the second, third … attempt; the last from then on

# ready: a dry run says it would be sent. waiting: it could not be sent this time, the next run tries again.
State = Literal["sent", "ready", "nothing", "held", "failed", "waiting", "uncertain"]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of papers for one recipient."""

    unit: str
    recipient: str
    files: tuple[str, ...]
    state: State
    said: str = ""  # Chinese
    entries: tuple[int, ...] = ()  # of the ledger


@dataclass(frozen=True, slots=True)
class Result:
    """What sending came to."""

    rows: tuple[Row, ...]
    folder: Path | None = None  # where a dry run or a delivery by folder wrote
    stopped: str = ""  # why not everything was tried

    @property
    def exit_code(self) -> int:
        bad = ("held", "failed", "waiting", "uncertain")
        return 1 if self.stopped or any(row.state in bad for row in self.rows) else 0

    def count(self, state: State) -> int:
        """How many came to this."""
        return sum(row.state == state for row in self.rows)


@dataclass(slots=True)
class Outgoing:
    """A mail to be sent. Its bytes are made when it goes."""

    unit: str
    sender: str
    to: str
    cc: tuple[str, ...]
    files: tuple[str, ...]
    ids: tuple[int, ...]  # of its entries in the ledger; none for a test
    make: Callable[[datetime], bytes]
    said: str = ""  # why it was not sent the last time


def server_of(job: Job, mail: Mail) -> Server:
    """Raises SettingsError for a job that has none."""
    if not mail.server:
        raise SettingsError(
            "任务没有写邮件服务器",
            where=job.name,
            hint="在 mail 里写 server；或用 --by-folder 按文件夹交付",
        )
    return mail.server


def mail_settings(mail: Mail, root: Path, time: Time | None = None) -> tuple[bool, str]:
    """Whether a job's mail can be sent, and its settings, in Chinese and without the password.

    time: try the server, too: connect and log in, and send nothing.
    """
    server = mail.server
    if not server:
        return True, "只按文件夹交付（没有写 server）"
    try:
        password_of(server, root)
        if time:
            Session.to(server, root, mail.sender, time).try_out()
    except (SettingsError, Unreachable) as error:
        return False, str(error)
    how = {"starttls": "STARTTLS", "tls": "TLS", "none": "不加密"}[server.security]
    login = (
        f"用 {server.user} 登录，密码在 {server.password_env or server.password_file}"
        if server.user
        else "不登录"
    )
    return (
        True,
        f"{server.host}:{server.usual_port}（{how}），{login}，发件人 {mail.sender}；{'连上了' if time else '没有试连，要试加 --mail'}",
    )


Told = Callable[
    [int, int, Row], None
]  # how many mails are dealt with, of how many, and the last of them


def deliver(
    session: Session,
    ledger: Ledger,
    outgoing: Sequence[Outgoing],
    time: Time,
    attempts: int,
    told: Told = lambda done, of, row: None,
) -> Result:
    """Send all that can be sent, in rounds: what could not be sent for now waits until the others have had their turn.

    told: called when it is known what became of a mail.
    """
    return _Rounds(session, ledger, time, told, len(outgoing)).go(list(outgoing), attempts)


@dataclass(slots=True)
class _Rounds:
    session: Session
    ledger: Ledger
    time: Time
    told: Told
    count: int
    rows: list[Row] = field(default_factory=list)
    stopped: str = ""

    def go(self, queue: list[Outgoing], attempts: int) -> Result:
        for attempt in range(attempts):
            if attempt:
                self.session.leave()  # servers close a line on which nothing is said
                self._wait(queue, attempt, attempts)
            queue = self._round(queue)
            if self.stopped or not queue:
                break
        for mail in queue:
            self._row(mail, "waiting", mail.said or "还没有发")
        return Result(tuple(self.rows), stopped=self.stopped)

    def _wait(self, queue: Sequence[Outgoing], attempt: int, attempts: int) -> None:
        """Says what for, and when it will be given up."""
        waits = [_BACK_OFF[min(n, len(_BACK_OFF)) - 1] for n in range(attempt, attempts)]
        last = self.time.clock() + timedelta(seconds=sum(waits))
        self.time.told(
            f"{queue[0].said}；还有 {len(queue)} 封，{waits[0]:g} 秒后再试（第 {attempt + 1} 次，共 {attempts} 次），"
            f"{last:%H:%M:%S} 最后一次还不行的，留到下次 send"
        )
        self.time.sleep(waits[0])

    def _round(self, queue: Sequence[Outgoing]) -> list[Outgoing]:
        """Every mail once; those that are left for the next round."""
        left: list[Outgoing] = []
        for place, mail in enumerate(queue):
            try:
                verdict = self._send(mail)
            except Unreachable as error:
                for each in queue[place:]:
                    each.said = str(error)
                return [*left, *queue[place:]]
            except (
                SettingsError,
                StoreError,
            ) as error:  # nothing else will go either, or nobody would know that it did
                self.stopped = str(error)
                return [*left, *queue[place:]]
            except BriefingError as error:
                self._row(mail, "held", str(error))
                continue
            if verdict.kind == "later":
                mail.said = verdict.said
                left.append(mail)
            else:
                self._row(mail, _STATES[verdict.kind], verdict.said)
        return left

    def _send(self, mail: Outgoing) -> Verdict:
        data = mail.make(self.time.clock())
        claimed = False

        def claim() -> bool:
            nonlocal claimed
            claimed = not mail.ids or self.ledger.claim(mail.ids, self.time.clock())
            return claimed

        verdict = self.session.send(mail.sender, mail.to, mail.cc, data, claim)
        if mail.ids and (claimed or verdict.kind == "never"):
            self.ledger.settle(mail.ids, _ENDS[verdict.kind], self.time.clock(), verdict.said)
        return verdict

    def _row(self, mail: Outgoing, state: State, said: str) -> None:
        self.rows.append(Row(mail.unit, mail.to, mail.files, state, said, mail.ids))
        self.told(len(self.rows), self.count, self.rows[-1])


_STATES: dict[str, State] = {
    "sent": "sent",
    "never": "failed",
    "unknown": "uncertain",
    "taken": "waiting",
}
_ENDS: dict[str, EntryState] = {
    "sent": "sent",
    "never": "failed",
    "unknown": "uncertain",
    "later": "pending",
}
