"""The owner's mail after a run: what ran, what failed and why, grave findings, who is late, links to the papers; or why it did not run."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from briefing.analysis.index import Index
from briefing.analysis.pack import concerns
from briefing.analysis.rules import findings
from briefing.errors import SettingsError
from briefing.post.mailing import Outgoing, Result, Row, deliver, server_of
from briefing.post.message import Envelope, build, message_id
from briefing.post.recipients import OWNER
from briefing.post.sheets import read_sheets
from briefing.post.smtp import Session, Time
from briefing.post.templates import Templates, Words, check_mail
from briefing.settings import Settings, SettingsErrors
from briefing.settings.mail import Mail
from briefing.settings.schema import Job
from briefing.store import Order, Store

_SUMMARY, _FAILURES = "summary.txt", "failures.csv"  # written by jobs/summary.py
_MOST = 200  # papers or findings that a mail lists


def report_to_owner(
    job: Job,
    settings: Settings,
    store: Store,
    output: Path,
    time: Time,
    *,
    owed: Sequence[str] = (),
    late: Sequence[str] = (),
) -> Result:
    """Mail the owner what the job's last run came to, once a run.

    owed: the units that were to send something back (应报); late: those of them that have not (未报).
    Raises SettingsError where there is no owner, no server, no finished run or no usable template, LockedError, StoreError.
    """
    mail = _mail(job, settings)
    run = next((run for run in reversed(store.runs.all(job.name)) if run.state != "running"), None)
    if run is None:
        raise SettingsError(
            "这个任务还没有运行过", where=job.name, hint=f"先运行 briefing run {job.name}"
        )
    words = _words(job, mail, settings, store, output, run.id, owed, late)
    return _deliver(job, mail, settings, store, time, words, f"第{run.id}次运行")


def report_no_start(job: Job, settings: Settings, store: Store, time: Time, why: str) -> Result:
    """Mail the owner that a scheduled run could not start, and why: once a day for each reason, however often it is tried.

    Raises SettingsError where there is no owner, no server or no usable template, LockedError, StoreError.
    """
    mail = _mail(job, settings)
    head = f"{job.title}：没有运行"
    what = "改好以后运行 briefing check 检查，再等下一次，或现在就运行 briefing run " + job.name
    empty: dict[str, list[str]] = {name: [] for name in ("失败", "问题", "应报", "未报", "文件")}
    lines = [head, "", f"任务：{job.name}", "到了时间，但没有能开始：", *why.splitlines(), "", what]
    words = Templates(settings.root).render(
        mail.report_text,
        mail.report_html,
        {"任务": job.title, "概况": head, "小结": lines, **empty},
    )
    reason = hashlib.sha256(why.encode()).hexdigest()[:12]
    return _deliver(
        job, mail, settings, store, time, words, f"{time.clock():%Y-%m-%d}没有运行：{reason}"
    )


def _mail(job: Job, settings: Settings) -> Mail:
    """The job's mail settings, fit for a mail to its owner. Raises SettingsError."""
    mail = job.mail
    if not mail or not job.owner:
        lacking = "mail" if not mail else "owner（负责人的邮箱）"
        raise SettingsError("不能给负责人发信", where=job.name, hint=f"在任务里写 {lacking}")
    if problems := check_mail(mail, settings.root):
        raise SettingsErrors(problems)
    server_of(job, mail)
    return mail


def _deliver(
    job: Job, mail: Mail, settings: Settings, store: Store, time: Time, words: Words, sheet: str
) -> Result:
    """Send one mail to the owner, unless the ledger has this `sheet` as sent."""
    server = server_of(job, mail)
    with store.ledger.alone(), Session.to(server, settings.root, mail.sender, time) as session:
        store.ledger.interrupted(time.clock())
        order = _order(job, mail, words, sheet)
        before = next(
            (
                entry
                for entry in store.ledger.entries(job.name, periods=[order.period])
                if entry.order.sheet == order.sheet
            ),
            None,
        )
        if before and before.state == "sent":
            return Result(
                (Row(OWNER, job.owner, (), "nothing", "这次运行的情况已发过", (before.id,)),)
            )
        if before and before.state == "uncertain":
            return Result(
                (
                    Row(
                        OWNER,
                        job.owner,
                        (),
                        "uncertain",
                        "发送时中断，不知道收到没有",
                        (before.id,),
                    ),
                )
            )
        content = [["运行情况", "", [["", line]], []] for line in words.text.splitlines() if line]
        ids = store.ledger.prepare([order], {order.digest: content}, time.clock())
        make = partial(build, Envelope.of(mail, job.owner, OWNER), words, (), order.message_id)
        outgoing = Outgoing(OWNER, mail.sender, job.owner, (), (order.name,), ids, make)
        return deliver(session, store.ledger, [outgoing], time, server.attempts)


def _order(job: Job, mail: Mail, words: Words, sheet: str) -> Order:
    """What the ledger is told: the report of a run is a sheet of its own."""
    said = hashlib.sha256(f"{words.subject}\n{words.text}".encode()).hexdigest()
    return Order(
        job=job.name,
        period="",
        recipient=job.owner,
        unit=OWNER,
        channel="mail",
        sheet=sheet,
        correction=0,
        digest=said,
        sha256=said,
        name="运行情况",
        message_id=message_id(mail.sender, job.name, "report", sheet, job.owner),
    )


def _words(
    job: Job,
    mail: Mail,
    settings: Settings,
    store: Store,
    output: Path,
    run: int,
    owed: Sequence[str],
    late: Sequence[str],
) -> Words:
    folder = output / job.name
    summary = _lines(folder / _SUMMARY)
    steps = store.runs.steps(run)
    standing = [
        step.target
        for step in steps
        if step.state in ("done", "skipped") and (output / step.target).is_file()
    ]
    variables = {
        "任务": job.title,
        "概况": summary[0] if summary else f"{job.title}：上次运行没有留下小结",
        "小结": summary,
        "失败": list(_failures(folder / _FAILURES)),
        "问题": _some(_grave(job, settings, store, output, [step.target for step in steps])),
        "应报": list(owed),
        "未报": list(late),
        "文件": [
            {"名称": target, "链接": (output / target).resolve().as_uri()}
            for target in standing[:_MOST]
        ],
    }
    return Templates(settings.root).render(mail.report_text, mail.report_html, variables)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _failures(path: Path) -> Iterator[str]:
    """What failed: 对象：原因（怎么办）."""
    for row in list(csv.reader(_lines_of_csv(path)))[1:]:
        what, where, message, hint = (*row, "", "", "", "")[:4]
        yield f"{what}：{f'{where}：' if where else ''}{message}{f'（{hint}）' if hint else ''}"


def _lines_of_csv(path: Path) -> list[str]:
    return [line.removeprefix("\ufeff") for line in _lines(path)]


def _grave(
    job: Job, settings: Settings, store: Store, output: Path, targets: Iterable[str]
) -> Iterator[str]:
    """Findings of high severity in the facts of the districts that the run made papers of, each with those of its period's years."""
    years: dict[str, set[str]] = {}  # by the district's code
    for period in sorted({target.split("/")[1] for target in targets if target.count("/") > 1}):
        with suppress(SettingsError):  # no paper of the period was made
            for sheet in read_sheets(output, job.name, period):
                years.setdefault(sheet.district, set()).add(period[:4])
    for district in settings.districts:
        found = (
            findings(Index(store.scope_facts(district.code), settings))
            if district.code in years
            else ()
        )
        grave = (finding for finding in found if finding.severity == "high")
        mine = (
            finding
            for finding in grave
            if any(concerns(finding, year) for year in years[district.code])
        )
        yield from (f"{district.name}：{finding.message}" for finding in mine)


def _some(items: Iterable[str]) -> list[str]:
    found = list(items)
    return (
        found
        if len(found) <= _MOST
        else [*found[:_MOST], f"……共 {len(found)} 项，见 briefing findings"]
    )
