"""The process that carries out one order of the service: see orders.py."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

from briefing.errors import BriefingError
from briefing.jobs.clock import Clock, system_clock
from briefing.jobs.outputs import locked
from briefing.jobs.progress import JsonLines, Printer, Progress
from briefing.jobs.run import run
from briefing.jobs.schedule.inbox import SETTLE_SECONDS, Look, look, settled, sort_in
from briefing.jobs.schedule.orders import INTERRUPTED, Ended, Order
from briefing.jobs.schedule.posting import after_failure, after_run
from briefing.jobs.setup import RunOptions
from briefing.jobs.stopping import asked_to_stop
from briefing.jobs.summary import SUMMARY
from briefing.jobs.supervisor import local_executor
from briefing.settings import Settings
from briefing.settings.schema import Job


def main() -> int:
    """Carry out the order on stdin; its exit code, after one line of JSON on stdout."""
    order: Order = pickle.load(sys.stdin.buffer)
    answer, sys.stdout = sys.stdout, sys.stderr  # what libraries print is no answer
    for stream in (answer, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    log = JsonLines() if order.json_log else Printer()
    try:
        with asked_to_stop():
            ended = carry_out(order, log)
    except BriefingError as error:
        log.say("error", str(error))
        ended = Ended(error.exit_code, str(error))
    except KeyboardInterrupt:
        ended = Ended(INTERRUPTED, "被中断")
    answer.write(
        json.dumps({"message": ended.message, "new": ended.new}, ensure_ascii=False) + "\n"
    )
    answer.flush()
    return ended.code


def carry_out(order: Order, log: Progress) -> Ended:
    """Do what an order says, in this process. Raises BriefingError, and KeyboardInterrupt when asked to stop."""
    return _run(order, log) if order.files is None else _sort(order, order.files, log)


def _run(order: Order, log: Progress) -> Ended:
    try:
        result = run(order.job, order.settings, RunOptions(store=order.store, progress=log))
    except BriefingError as error:
        log.say("error", str(error))
        return after_failure(order, Ended(error.exit_code, str(error)), log)
    for failure in result.failures:
        log.say("failure", str(failure))
    summary = (result.output / order.job.name / SUMMARY).read_text(encoding="utf-8")
    return after_run(order, Ended(result.exit_code, summary.partition("\n")[0]), log)


def _sort(order: Order, files: Look, log: Progress) -> Ended:
    """Under the lock of the job's output folder: nothing moves while a run reads the sources."""
    done = []
    output: Path = order.settings.root / order.job.output
    with (
        locked(output, order.job.name, system_clock),
        local_executor(os.cpu_count() or 1, context=order.settings) as supervisor,
    ):
        for each in sort_in(order.job, order.settings, files, supervisor, system_clock):
            log.say("warning" if each.state == "refused" else "info", str(each))
            done.append(each)
    counts = {
        state: sum(each.state == state for each in done)
        for state in ("filed", "known", "refused", "later")
    }
    said = f"收件：归入 {counts['filed']} 个，已有 {counts['known']} 个，待人工处理 {counts['refused']} 个，下次再收 {counts['later']} 个"
    return Ended(1 if counts["refused"] else 0, said, counts["filed"])


def collect(
    job: Job, settings: Settings, log: Progress, clock: Clock, sleep: Callable[[float], None]
) -> int:
    """Empty a job's inbox once, and run the job where its `inbox` says so and something new came: the exit code.

    sleep: files are looked at twice. Raises BriefingError.
    """
    assert job.inbox
    folder = (settings.root / job.inbox.folder).resolve()
    before = look(folder)
    if before:
        sleep(SETTLE_SECONDS)
    files = settled(before, look(folder), clock)
    waiting = len(before) - len(files)
    if waiting:
        log.say("info", f"{job.inbox.folder}：{waiting} 个文件还没有传完，下次再收")
    if not files:
        return 0
    sorted_in = carry_out(Order(job, settings, files=files), log)
    log.say("info", sorted_in.message)
    if not (job.inbox.run and sorted_in.new):
        return sorted_in.code
    done = carry_out(Order(job, settings), log)
    log.say("info", done.message)
    return max(sorted_in.code, done.code)


if __name__ == "__main__":
    sys.exit(main())
