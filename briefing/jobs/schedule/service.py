"""The service: starts jobs when they are due, one after the other, each in a process of its own.

All jobs of a workspace share its output folder, so that no two could run at once anyway. What is due is recorded in the job's store before
it starts, and afterwards what it came to: no time is run twice, and one that was interrupted is run again at the next start.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefing.errors import BriefingError, LockedError, SettingsError
from briefing.files import write_whole
from briefing.jobs import places
from briefing.jobs.clock import Clock, local
from briefing.jobs.ingest import hashes
from briefing.jobs.outputs import locked
from briefing.jobs.progress import Progress
from briefing.jobs.schedule import inbox, times
from briefing.jobs.schedule.orders import INTERRUPTED, Ended, Order, Work
from briefing.jobs.schedule.times import Moment
from briefing.jobs.schedule.watched import Watched, inbox_owners
from briefing.jobs.setup import FROM_STORE
from briefing.settings.schema import Job
from briefing.sources import find_sources
from briefing.store import Fire, Store, Watch
from briefing.store.fires import FireState

FOLDER = Path("output") / "service"  # below the workspace
HEALTH = "health.json"
_ON_TIME = timedelta(minutes=10)  # a time that is noticed later than that was missed
_FIRST_LOOK = timedelta(minutes=15)  # how far back a single round looks for a job it never saw
_LOOK = timedelta(seconds=5)  # between two looks at settings and inboxes
_AGAIN = timedelta(minutes=1)  # until what failed for reasons outside the job is tried once more
_PATIENCE = timedelta(
    minutes=10
)  # until a file of an inbox that could not be moved is tried once more
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_SAY_AGAIN = timedelta(hours=1)  # until a problem that lasts is logged once more
_TICK = 1.0  # seconds: how long a request to stop, or the end of a run, may go unnoticed
_STORE_SECONDS = 10.0  # how long one waits for a store that another process writes to
_BUSY = 3  # the exit code of a run that found the output folder in use
_ENDED = (0, 1, 2)  # exit codes of a run that came to its end


@dataclass(slots=True)
class _Waiting:
    """A fire that has been taken and not begun."""

    fire: Fire
    moment: Moment | None  # None: an inbox caused it
    start_at: datetime
    send: bool
    why: str = ""  # what it waits for, in Chinese
    gated: bool = False  # for new documents


@dataclass(slots=True)
class _Tracked:
    """A job as the service keeps it."""

    job: Job
    watch: Watch
    next_due: datetime | None = (
        None  # of what comes after watch.since; None where it has not been worked out
    )
    waiting: _Waiting | None = None
    last: Fire | None = None
    problem: str = ""
    rest_until: datetime | None = None  # nothing is tried before, after something had failed
    said: str = ""  # the problem that was logged last, and when it is to be logged again
    say_again: datetime = _LONG_AGO


@dataclass(slots=True)
class _Busy:
    """What is under way."""

    work: Work
    tracked: _Tracked
    fire: Fire | None  # None: files are being sorted
    since: datetime
    send: bool = False
    seen: frozenset[str] | None = None  # the files it runs on
    ended: Ended | None = None  # kept until it has been recorded


@dataclass(slots=True)
class _Box:
    """An inbox as it was seen last."""

    looked_at: datetime
    seen: inbox.Look
    looks: int = 1
    ready: inbox.Look = field(default_factory=dict)
    tried: dict[Path, tuple[datetime, tuple[int, int]]] = field(default_factory=dict)


class Service:
    """Use `run`. `start` begins an order; `clock` and `sleep` are injected: tests live in a time of their own.

    store: URL in place of those the jobs give. once: do what is due and end, in place of going on for ever.
    beat: at most so long between two health files.
    Raises SettingsErrors when the settings that every job needs are wrong from the beginning.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Clock,
        sleep: Callable[[float], None],
        start: Callable[[Order], Work],
        log: Progress,
        store: str = "",
        json_log: bool = False,
        once: bool = False,
        beat: timedelta = timedelta(minutes=1),
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._start = start
        self._log = log
        self._store = store
        self._json_log = json_log
        self._once = once
        self._beat_every = beat
        self._watched = Watched(root)
        self._tracked: dict[str, _Tracked] = {}
        self._boxes: dict[Path, _Box] = {}
        self._busy: _Busy | None = None
        self._looked_at: datetime | None = None
        self._beat_at: datetime | None = None
        self._failed_beat = False
        self._began_at = clock()

    @property
    def in_trouble(self) -> bool:
        """Whether something could not be done: settings that are wrong, a store or a process that failed. Not: a run that failed."""
        return bool(self._watched.problems) or any(
            tracked.problem for tracked in self._tracked.values()
        )

    def run(self, stop: Callable[[], bool]) -> None:
        """Go on until asked to stop. Raises LockedError where another service is at work in the workspace."""
        with _alone(self._watched.root / FOLDER, self._clock):
            self._log.say("info", f"服务已启动：{self._watched.root}")
            self._say_problems()
            try:
                while not stop():
                    self.round()
                    if self._once and self._idle():
                        break
                    self._sleep(_TICK)
            finally:
                self._end()

    def round(self) -> None:
        """Look once at everything, and start what can start."""
        now = self._clock()
        if self._looked_at is None or abs(now - self._looked_at) >= _LOOK:
            self._looked_at = now
            if self._watched.refresh():
                self._log.say("info", "设置有改动，已重新读取")
                self._say_problems()
            self._track(now)
            self._look_at_inboxes(now)
        self._hear(now)
        for tracked in list(self._tracked.values()):
            self._guarded(tracked, now, self._notice)
        if self._busy is None:
            self._begin_next(now)
        if self._beat_at is None or abs(now - self._beat_at) >= self._beat_every:
            self._beat("running", now)

    # What is due

    def _track(self, now: datetime) -> None:
        """Follow the settings: new jobs, changed times, jobs that are gone."""
        jobs = {name: job for name, job in self._watched.jobs.items() if job.schedule or job.inbox}
        for name in self._tracked.keys() - jobs.keys():
            del self._tracked[name]
        for name, job in jobs.items():
            tracked = self._tracked.setdefault(name, _Tracked(job, Watch(name, now, "")))
            tracked.job = job
            if tracked.watch.schedule != _print(job):
                self._guarded(tracked, now, self._adopt)

    def _adopt(self, tracked: _Tracked, now: datetime) -> None:
        """A job that is new to this service, or whose times have changed: of what was before, only what the store knows counts."""
        job = tracked.job
        with self._opened(job) as store:
            watch = store.fires.watch(job.name)
            if watch is None or watch.schedule != _print(job):
                watch = Watch(
                    job.name,
                    now - _FIRST_LOOK if self._once and watch is None else now,
                    _print(job),
                )
                store.fires.begin(watch)
            tracked.waiting = None
            tracked.last = store.fires.last(job.name)
            for fire in store.fires.open(job.name):
                self._resume(store, tracked, fire, now)
        tracked.watch, tracked.next_due = watch, None
        for year in times.unknown_years(job.schedule, times.upcoming(job.schedule, now, 5)):
            self._log.say("warning", f"{job.name}：{times.unknown_year(year)}")

    def _resume(self, store: Store, tracked: _Tracked, fire: Fire, now: datetime) -> None:
        """A fire that was taken before and has not ended: it was interrupted, or its turn had not come."""
        if (
            self._busy
            and self._busy.fire
            and (self._busy.fire.job, self._busy.fire.due) == (fire.job, fire.due)
        ):
            return
        moment = _moment_of(tracked.job, fire)
        if fire.cause == "time" and moment is None:
            self._close(store, tracked, fire, "skipped", now, "任务的时间已经改了，不再运行")
        elif (
            moment
            and moment.schedule.missed == "skip"
            and now - fire.due > _ON_TIME
            and moment.schedule.gate == "none"
        ):
            self._close(store, tracked, fire, "skipped", now, "错过了，按 missed: skip 不补")
        else:
            self._wait(
                store,
                tracked,
                _Waiting(fire, moment, now, bool(moment and moment.schedule.send)),
                now,
            )

    def _notice(self, tracked: _Tracked, now: datetime) -> None:
        """Take the times that have come since the last look: several that were missed as one."""
        job = tracked.job
        if tracked.watch.schedule != _print(job):
            return
        if now < tracked.watch.since - _LOOK:
            self._log.say(
                "warning",
                f"{job.name}：时钟往回拨了，从 {local(now)} 重新算起；已经运行过的时间不再运行",
            )
            with self._opened(job) as store:
                store.fires.begin(replace(tracked.watch, since=now))
            tracked.watch, tracked.next_due = replace(tracked.watch, since=now), None
        if tracked.next_due is None:
            found = times.upcoming(job.schedule, tracked.watch.since, 1)
            tracked.next_due = found[0].due if found else datetime.max.replace(tzinfo=now.tzinfo)
        if now < tracked.next_due:
            return
        found = times.moments(job.schedule, tracked.watch.since, now)
        with self._opened(job) as store:
            taken = store.fires.taken(job.name, tracked.watch.since)
            new = [moment for moment in found if moment.due not in taken]
            wanted = [
                moment
                for moment in new
                if moment.schedule.missed == "once" or now - moment.due <= _ON_TIME
            ]
            chosen = max(
                wanted, key=lambda moment: (moment.schedule.send, moment.due), default=None
            )
            fire = (
                Fire(job.name, chosen.due, "time", note=_note(chosen, len(wanted) - 1))
                if chosen
                else None
            )
            watch = replace(tracked.watch, since=found[-1].due)
            is_new = store.fires.take(watch, fire)
            tracked.watch, tracked.next_due = watch, None
            if len(new) > len(wanted):
                self._log.say(
                    "warning",
                    f"{job.name}：错过了 {len(new) - len(wanted)} 次，按 missed: skip 不补",
                )
            if fire and chosen and is_new:
                start_at = chosen.due + times.delay(chosen, job.name, str(self._watched.root))
                self._wait(
                    store, tracked, _Waiting(fire, chosen, start_at, chosen.schedule.send), now
                )

    def _wait(self, store: Store, tracked: _Tracked, waiting: _Waiting, now: datetime) -> None:
        """One fire at a time waits for a job: another one goes along with it."""
        before = tracked.waiting
        if before and before.fire.due != waiting.fire.due:
            if (
                waiting.moment is None and before.moment is not None
            ):  # new documents do not put off a time
                self._close(
                    store,
                    tracked,
                    waiting.fire,
                    "skipped",
                    now,
                    f"并入 {_shown(before.fire)} 那一次",
                )
                return
            waiting.send = waiting.send or before.send
            self._close(
                store, tracked, before.fire, "skipped", now, f"并入 {_shown(waiting.fire)} 那一次"
            )
        tracked.waiting = waiting
        self._beat_at = None

    # What can start

    def _begin_next(self, now: datetime) -> None:
        waiting = [tracked for tracked in self._tracked.values() if tracked.waiting]
        for tracked in sorted(waiting, key=_turn):
            self._guarded(tracked, now, self._begin)
            if self._busy:
                return
        self._sort_next(now)

    def _begin(self, tracked: _Tracked, now: datetime) -> None:
        waiting, job = tracked.waiting, tracked.job
        assert waiting
        waiting.start_at = min(
            waiting.start_at, now + _longest(waiting)
        )  # a clock that was put back does not put it off for days
        if now < waiting.start_at:
            return
        seen = self._files(job) if _wants_files(job) else None
        with self._opened(job) as store:
            if seen is not None and not self._gate_opens(store, tracked, waiting, seen, now):
                return
            store.fires.began(waiting.fire, now)
        self._log.say(
            "info",
            f"{job.name}：开始运行（{'，'.join(filter(None, (_shown(waiting.fire), waiting.fire.note)))}）",
        )
        order = Order(job, self._watched.settings, self._store, waiting.send, None, self._json_log)
        self._busy = _Busy(self._start(order), tracked, waiting.fire, now, waiting.send, seen)
        tracked.waiting = None
        self._beat_at = None

    def _gate_opens(
        self,
        store: Store,
        tracked: _Tracked,
        waiting: _Waiting,
        seen: frozenset[str],
        now: datetime,
    ) -> bool:
        """Whether a run that wants new documents can start. If not it waits on, or is given up."""
        moment = waiting.moment
        if (moment and moment.schedule.gate == "none") or seen - store.fires.seen(tracked.job.name):
            return True
        end = times.deadline(moment) if moment else now
        if moment and now >= end and moment.schedule.otherwise == "run":
            return True
        if now >= end:
            tracked.waiting = None
            why = (
                f"等到 {moment.schedule.until} 没有新资料，不运行"
                if moment
                else "没有新资料，不运行"
            )
            self._close(store, tracked, waiting.fire, "skipped", now, why)
            return False
        assert moment
        waiting.gated = True
        waiting.start_at = min(now + timedelta(minutes=moment.schedule.every), end)
        waiting.why = f"等新资料，{local(waiting.start_at)[11:16]} 再看，最晚等到 {local(end)[5:16].replace('T', ' ')}"
        self._beat_at = None
        return False

    def _files(self, job: Job) -> frozenset[str]:
        """The sha256 of every file among a job's sources."""
        if job.sources == FROM_STORE:
            with self._opened(job) as store:
                return frozenset(store.files())
        found: set[str] = set()
        for source in job.sources:
            with suppress(SettingsError):  # nothing there yet
                found |= hashes(find_sources([source], self._watched.root))[0].keys()
        return frozenset(found)

    # What has ended

    def _hear(self, now: datetime) -> None:
        busy = self._busy
        if busy is None:
            return
        busy.ended = busy.ended or busy.work.poll()
        if busy.ended is None:
            return
        if busy.fire is None:
            self._busy = None
            self._sorted(busy.tracked, busy.ended, now)
        elif self._guarded(busy.tracked, now, lambda tracked, now: self._ran(busy, now)):
            self._busy = None
        self._beat_at = None

    def _ran(self, busy: _Busy, now: datetime) -> None:
        fire, ended, tracked = busy.fire, busy.ended, busy.tracked
        assert fire
        assert ended
        with self._opened(tracked.job) as store:
            if ended.code == _BUSY:
                store.fires.ended(fire, "waiting", now)
                self._log.say("info", f"{fire.job}：{ended.message}，一分钟后再试")
                waiting = _Waiting(
                    fire, _moment_of(tracked.job, fire), now + _AGAIN, busy.send, ended.message
                )
                self._wait(store, tracked, waiting, now)
                return
            if busy.seen is not None and ended.code in (0, 1):
                store.fires.saw(fire.job, busy.seen)
            self._close(
                store,
                tracked,
                fire,
                "failed" if ended.code else "done",
                now,
                ended.message,
                busy.since,
            )

    def _close(
        self,
        store: Store,
        tracked: _Tracked,
        fire: Fire,
        state: FireState,
        now: datetime,
        message: str,
        since: datetime | None = None,
    ) -> None:
        store.fires.ended(fire, state, now, message)
        tracked.last = replace(
            fire, state=state, started_at=since, finished_at=now, message=message
        )
        self._log.say(
            "failure" if state == "failed" else "info",
            f"{fire.job}（{_shown(fire)}）：{message or '运行结束'}",
        )
        self._beat_at = None

    # Inboxes

    def _look_at_inboxes(self, now: datetime) -> None:
        folders = inbox_owners(self._watched.root, self._watched.jobs)
        for folder in self._boxes.keys() - folders.keys():
            del self._boxes[folder]
        for folder in folders:
            box = self._boxes.get(folder)
            if box is None:
                self._boxes[folder] = _Box(now, inbox.look(folder))
            elif abs(now - box.looked_at) >= timedelta(seconds=inbox.SETTLE_SECONDS):
                seen = inbox.look(folder)
                box.ready = {
                    path: found
                    for path, found in inbox.settled(box.seen, seen, self._clock).items()
                    if not _tried(box, path, found, now)
                }
                box.seen, box.looked_at, box.looks = seen, now, box.looks + 1

    def _sort_next(self, now: datetime) -> None:
        owners = inbox_owners(self._watched.root, self._watched.jobs)
        for folder, box in self._boxes.items():
            tracked = self._tracked.get(owners.get(folder, ""))
            if box.ready and tracked:
                self._guarded(
                    tracked,
                    now,
                    lambda tracked, now, box=box: self._sort(tracked, box, now),  # type: ignore[misc]
                )
            if self._busy:
                return

    def _sort(self, tracked: _Tracked, box: _Box, now: datetime) -> None:
        job = tracked.job
        if job.inbox and job.inbox.run and tracked.waiting is None:
            self._expect(tracked, now)
        order = Order(job, self._watched.settings, self._store, False, box.ready, self._json_log)
        self._busy = _Busy(self._start(order), tracked, None, now)
        box.tried = {path: (now, found) for path, found in box.ready.items()}
        box.ready = {}

    def _expect(self, tracked: _Tracked, now: datetime) -> None:
        """Take a run for what is about to be sorted in: before, so that no crash can lose it. It comes to nothing if nothing is new."""
        due = now.replace(microsecond=0)
        with self._opened(tracked.job) as store:
            while due in store.fires.taken(tracked.job.name, due - timedelta(seconds=1)):
                due += timedelta(seconds=1)
            fire = Fire(tracked.job.name, due, "inbox", note="收到文件")
            store.fires.take(replace(tracked.watch), fire)
            self._wait(store, tracked, _Waiting(fire, None, now, send=False), now)

    def _sorted(self, tracked: _Tracked, ended: Ended, now: datetime) -> None:
        self._log.say(
            "warning" if ended.code else "info",
            f"{tracked.job.name}：{ended.message or '收件的进程意外结束'}",
        )
        if ended.code == _BUSY:
            tracked.rest_until = now + _AGAIN
            for box in self._boxes.values():
                box.tried.clear()
        if ended.new and tracked.waiting and tracked.waiting.gated:
            tracked.waiting.start_at = now  # what it waits for may have come

    # Keeping going

    def _idle(self) -> bool:
        """Whether a single round has nothing left to do: what waits for documents is for the next one."""
        waiting = any(
            tracked.waiting and not tracked.waiting.gated for tracked in self._tracked.values()
        )
        return not (
            self._busy
            or waiting
            or any(box.ready or box.looks < 2 for box in self._boxes.values() if box.seen)
        )

    def _guarded(
        self, tracked: _Tracked, now: datetime, act: Callable[[_Tracked, datetime], None]
    ) -> bool:
        """Do something for a job. What goes wrong is said and tried again in a while: it stops neither the service nor another job."""
        if tracked.rest_until and now < tracked.rest_until <= now + _AGAIN:
            return False
        try:
            act(tracked, now)
        except BriefingError as error:
            problem = str(error)
        except Exception as error:  # a bug, or a system that refuses processes or files
            problem = f"程序内部错误（{type(error).__name__}：{error}）"
        else:
            tracked.rest_until = None
            tracked.problem = ""
            return True
        if problem != tracked.said or now >= tracked.say_again:
            self._log.say("error", f"{tracked.job.name}：{problem}，每分钟再试")
            tracked.said, tracked.say_again = problem, now + _SAY_AGAIN
        tracked.problem, tracked.rest_until = problem, now + _AGAIN
        self._beat_at = None
        return False

    def _say_problems(self) -> None:
        for problem in self._watched.problems:
            self._log.say("error", problem)
        if self._watched.problems:
            self._log.say("warning", "有错的设置没有采用，仍按改动以前的运行")
        self._beat_at = None

    def _end(self) -> None:
        """Stop what is under way; it is done again at the next start, unless it has come to its end after all."""
        busy, now = self._busy, self._clock()
        if busy:
            busy.work.stop()
            busy.ended = busy.ended or busy.work.poll() or Ended(INTERRUPTED)
            busy.tracked.rest_until = None
            if busy.fire and busy.ended.code in _ENDED:
                self._guarded(busy.tracked, now, lambda tracked, now: self._ran(busy, now))
            elif busy.fire:
                self._log.say("info", f"{busy.fire.job}：运行被中断，下次启动接着做")
                self._guarded(busy.tracked, now, lambda tracked, now: self._put_back(busy, now))
            self._busy = None
        self._beat("stopped", now)
        self._log.say("info", "服务已停止")

    def _put_back(self, busy: _Busy, now: datetime) -> None:
        assert busy.fire
        with self._opened(busy.tracked.job) as store:
            store.fires.ended(busy.fire, "waiting", now)

    @contextmanager
    def _opened(self, job: Job) -> Iterator[Store]:
        root = self._watched.root
        url = places.of_job(job, root, root / job.output, self._store)
        with Store.open(url, timeout=_STORE_SECONDS) as store:
            yield store

    def _beat(self, state: str, now: datetime) -> None:
        """Write the health file, whole: what the service is at, what comes next, what was last."""
        self._beat_at = now
        busy = self._busy
        said = {
            "state": state,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "started_at": local(self._began_at),
            "checked_at": local(now),
            "problems": list(self._watched.problems),
            "running": {
                "job": busy.tracked.job.name,
                "since": local(busy.since),
                "what": "run" if busy.fire else "inbox",
            }
            if busy
            else None,
            "jobs": [self._said_of(tracked, now) for _, tracked in sorted(self._tracked.items())],
        }
        try:
            write_whole(
                self._watched.root / FOLDER / HEALTH,
                json.dumps(said, ensure_ascii=False, indent=1).encode(),
                lasting=False,
            )
            self._failed_beat = False
        except BriefingError as error:
            if not self._failed_beat:
                self._log.say("warning", str(error))
            self._failed_beat = True

    def _said_of(self, tracked: _Tracked, now: datetime) -> dict[str, object]:
        waiting, last = tracked.waiting, tracked.last
        return {
            "job": tracked.job.name,
            "title": tracked.job.title,
            "next": [
                {"at": local(moment.due), "note": moment.note}
                for moment in times.upcoming(tracked.job.schedule, now, 5)
            ],
            "waiting": {"due": local(waiting.fire.due), "why": waiting.why or "等前面的做完"}
            if waiting
            else None,
            "last": last
            and {
                "due": local(last.due),
                "state": last.state,
                "finished_at": local(last.finished_at or last.due),
                "message": last.message,
            },
            "problem": tracked.problem,
        }


@contextmanager
def _alone(folder: Path, clock: Clock) -> Iterator[None]:
    """The workspace for one service alone. Raises LockedError."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder, "service", clock))
        except LockedError as error:
            message = error.message.partition("：")[2]
            raise LockedError(
                f"这个工作区已经有一个服务在运行（{message}）",
                where=str(folder),
                hint="先停掉那一个",
            ) from None
        yield


def _print(job: Job) -> str:
    """The print of what decides a job's times."""
    parts = [(schedule.cron, schedule.timezone, schedule.holidays) for schedule in job.schedule]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _moment_of(job: Job, fire: Fire) -> Moment | None:
    """What a job's schedule says of the time of a fire; None where it says nothing, or an inbox caused it."""
    found = (
        times.moments(job.schedule, fire.due - timedelta(seconds=1), fire.due)
        if fire.cause == "time"
        else []
    )
    return found[0] if found else None


def _note(moment: Moment, others: int) -> str:
    missed = f"连同错过的另外 {others} 次" if others > 0 else ""
    return "，".join(filter(None, (moment.note, missed)))


def _shown(fire: Fire) -> str:
    """07-01 08:30, on the clocks of our users."""
    return local(fire.due)[5:16].replace("T", " ")


def _turn(tracked: _Tracked) -> datetime:
    assert tracked.waiting
    return tracked.waiting.fire.due


def _longest(waiting: _Waiting) -> timedelta:
    """How far ahead the start of something that waits can be."""
    schedule = waiting.moment.schedule if waiting.moment else None
    gate = (
        timedelta(minutes=schedule.every) if schedule and schedule.gate != "none" else timedelta()
    )
    return max(_AGAIN, gate, timedelta(seconds=schedule.jitter if schedule else 0))


def _wants_files(job: Job) -> bool:
    return any(schedule.gate != "none" for schedule in job.schedule) or bool(
        job.inbox and job.inbox.run
    )


def _tried(box: _Box, path: Path, found: tuple[int, int], now: datetime) -> bool:
    """Whether this very file could not be moved a moment ago."""
    at, before = box.tried.get(path, (now - _PATIENCE, found))
    return before == found and abs(now - at) < _PATIENCE
