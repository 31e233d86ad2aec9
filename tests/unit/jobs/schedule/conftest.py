"""A world of its own for the service: its time passes only when it sleeps, and what it starts takes as long as the test says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from briefing.jobs.schedule.orders import Ended, Order
from briefing.jobs.schedule.service import FOLDER, HEALTH, Service
from briefing.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)  # in Shanghai
JOB: dict[str, Any] = {
    "title": "年度材料",
    "sources": ["sources"],
    "districts": ["槐荫区"],
    "outputs": [{"kind": "word", "name": "区情简报", "template": "templates/briefing.docx"}],
}


class Killed(BaseException):
    """The service's process is gone from one moment to the next."""


@dataclass
class FakeWork:
    order: Order
    began: datetime
    until: timedelta  # time that has passed, whatever clocks say
    ended: Ended
    world: World
    stopped: bool = False

    def poll(self) -> Ended | None:
        if self.stopped:
            return Ended(130, "被中断")
        return self.ended if self.world.passed >= self.until else None

    def stop(self) -> None:
        self.stopped = self.world.passed < self.until


class Said:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self, what: str, total: int) -> None: ...
    def step(self, label: str, failure: str = "") -> None: ...
    def end(self) -> None: ...
    def say(self, level: str, message: str) -> None:
        self.lines.append(f"{level} {message}")


@dataclass
class World:
    """root: the workspace. step: how far time moves on at each sleep of the service: a minute where it matters. seconds: how long a run takes."""

    root: Path
    now: datetime = MIDNIGHT
    passed: timedelta = timedelta()
    step: timedelta = timedelta(minutes=5)
    seconds: float = 5
    code: int = 0
    new: int = 0
    started: list[FakeWork] = field(default_factory=list)
    log: Said = field(default_factory=Said)
    at: dict[datetime, Callable[[], None]] = field(default_factory=dict)  # what happens when
    refuse: int = 0  # so many starts fail
    dead: list[FakeWork] = field(default_factory=list)  # of a service that was killed

    def job(self, name: str = "annual", **settings: Any) -> None:
        """Write or change a job."""
        path = self.root / "config" / "jobs" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            yaml.safe_dump(JOB | {"name": name} | settings, allow_unicode=True), encoding="utf-8"
        )

    def source(self, name: str, text: str = "资料") -> None:
        (self.root / "sources" / name).write_text(text, encoding="utf-8")

    def moment(self, text: str) -> datetime:
        """07-02 08:30 or 08:30 in Shanghai."""
        full = f"2026-{text}" if "-" in text else f"2026-07-01 {text}"
        return datetime.fromisoformat(full).replace(tzinfo=SHANGHAI).astimezone(UTC)

    def then(self, text: str, act: Callable[[], object]) -> None:
        self.at[self.moment(text)] = act  # type: ignore[assignment]

    def service(self, **options: Any) -> Service:
        options = {"beat": timedelta(hours=1)} | options
        return Service(
            self.root,
            clock=lambda: self.now,
            sleep=self.sleep,
            start=self.start,
            log=self.log,
            **options,
        )  # type: ignore[arg-type]

    def start(self, order: Order) -> FakeWork:
        if self.refuse:
            self.refuse -= 1
            raise OSError("no more processes")
        assert all(
            work.stopped or work.until <= self.passed
            for work in self.started
            if work not in self.dead
        ), "two at once"
        ended = Ended(self.code, "结果", self.new if order.files is not None else 0)
        work = FakeWork(order, self.now, self.passed + timedelta(seconds=self.seconds), ended, self)
        self.started.append(work)
        return work

    def sleep(self, seconds: float) -> None:
        self.now += self.step
        self.passed += self.step
        for moment in sorted(self.at):
            if moment <= self.now:
                self.at.pop(moment)()

    def until(self, text: str, **options: Any) -> None:
        """Run a service to a moment, then stop it cleanly."""
        end = self.moment(text)
        self.service(**options).run(lambda: self.now >= end)

    def killed_at(self, text: str, **options: Any) -> None:
        """Run a service that dies at a moment, with whatever it was at."""

        def die() -> None:
            raise Killed

        self.then(text, die)
        service = self.service(**options)
        service._end = lambda: None  # type: ignore[method-assign]
        with pytest.raises(Killed):
            service.run(lambda: False)
        self.dead += self.started

    @property
    def runs(self) -> list[str]:
        """When runs began: 07-01 08:30, with the job's name where it is another."""
        return [
            f"{work.began.astimezone(SHANGHAI):%m-%d %H:%M}"
            + ("" if work.order.job.name == "annual" else f" {work.order.job.name}")
            for work in self.started
            if work.order.files is None
        ]

    @property
    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            (self.root / FOLDER / HEALTH).read_text(encoding="utf-8")
        )
        return found

    def fires(self, job: str = "annual") -> list[str]:
        with Store.open(f"sqlite:///{self.root}/output/briefing.db") as store:
            return [
                f"{fire.due.astimezone(SHANGHAI):%m-%d %H:%M} {fire.state} {fire.message}".strip()
                for fire in store.fires.all(job)
            ]


def make_world(root: Path) -> World:
    for folder in ("config/jobs", "sources", "templates"):
        (root / folder).mkdir(parents=True)
    (root / "templates" / "briefing.docx").touch()
    return World(root)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path / "工作区")
