"""What follows a run that the service started: its papers are sent where the schedule says so, and the owner hears what it came to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from briefing.errors import BriefingError
from briefing.jobs import places
from briefing.jobs.clock import system_clock
from briefing.jobs.forms import owed_and_late
from briefing.jobs.progress import Progress
from briefing.jobs.schedule.orders import Ended, Order
from briefing.periods import ZONE
from briefing.post import report as reports
from briefing.post.mailing import Result
from briefing.post.send import Options, send
from briefing.post.smtp import Time
from briefing.store import Store

_SAID = {
    "sent": "已发",
    "failed": "失败",
    "held": "没有发",
    "waiting": "下次再发",
    "uncertain": "不确定",
}


def _time(log: Progress) -> Time:
    """Mails are dated by our users' clocks."""
    return Time(
        lambda: system_clock().astimezone(ZONE),
        time.monotonic,
        time.sleep,
        lambda said: log.say("info", said),
    )


def after_run(order: Order, ended: Ended, log: Progress) -> Ended:
    """Send what is to be sent, and report to the owner. What goes wrong is in the result and stops neither.

    Nothing is sent after a run in which something failed. A job without a mail server hands its papers over in folders.
    """
    job = order.job
    if job.mail is None or ended.code not in (0, 1):
        return ended
    root = order.settings.root
    output = root / job.output
    with Store.open(places.of_job(job, root, output, order.store)) as store:
        if order.send and ended.code == 0:
            try:
                options = Options(by_folder=job.mail.server is None)
                ended = _with(
                    ended, "发送", send(job, order.settings, store, output, _time(log), options)
                )
            except BriefingError as error:
                log.say("failure", str(error))
                ended = Ended(1, f"{ended.message}；没有发送：{error}", ended.new)
        if job.mail.server and job.owner:

            def report() -> Result:
                owed, late = owed_and_late(job, order.settings, output, store, system_clock())
                return reports.report_to_owner(
                    job, order.settings, store, output, _time(log), owed=owed, late=late
                )

            ended = _told(ended, report, log)
    return ended


def after_failure(order: Order, ended: Ended, log: Progress) -> Ended:
    """Report to the owner a run that ended with an error, most of all one that could not start. Nothing is sent.

    A run that found another one at work is tried again: of that nobody is told.
    """
    job = order.job
    if ended.code not in (1, 2) or not (job.mail and job.mail.server and job.owner):
        return ended
    root = order.settings.root
    with Store.open(places.of_job(job, root, root / job.output, order.store)) as store:
        runs = store.runs.all(job.name)
        if (
            runs and runs[-1].state == "failed" and runs[-1].message == ended.message
        ):  # it had begun, and left its own record
            return after_run(replace(order, send=False), replace(ended, code=1), log)
        return _told(
            ended,
            lambda: reports.report_no_start(job, order.settings, store, _time(log), ended.message),
            log,
        )


def _told(ended: Ended, report: Callable[[], Result], log: Progress) -> Ended:
    """What became of a run, with what became of the mail about it."""
    try:
        done = report()
    except BriefingError as error:
        log.say("failure", str(error))
        return Ended(max(ended.code, 1), f"{ended.message}；没有给负责人发信：{error}", ended.new)
    return _with(ended, "给负责人的信", done) if done.exit_code else ended


def _with(ended: Ended, what: str, result: Result) -> Ended:
    counts = [f"{word} {count}" for state, word in _SAID.items() if (count := result.count(state))]  # type: ignore[arg-type]
    said = "，".join([*counts, *([result.stopped] if result.stopped else [])]) or "没有要发的"
    return Ended(max(ended.code, result.exit_code), f"{ended.message}；{what}：{said}", ended.new)
