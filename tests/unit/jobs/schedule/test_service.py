"""The service in a time of its own: what runs when, whatever happens to clocks, settings, stores and processes."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import LockedError, StoreError
from briefing.jobs.schedule import service as service_module
from tests.conftest import ROOT
from tests.examples import examples
from tests.unit.jobs.schedule.conftest import World, make_world

MINUTE = timedelta(minutes=1)
DAILY = {"cron": "30 8 * * *"}
HOURLY = {"cron": "0 * * * *"}


def test_a_job_runs_at_its_times_and_not_again_after_a_restart(world: World) -> None:
    world.job(schedule=DAILY)
    world.until("07-01 09:00")
    world.until("07-01 09:30")
    world.until("07-03 09:00")
    assert world.runs == ["07-01 08:30", "07-02 08:30", "07-03 08:30"]
    assert world.fires() == [f"{day} 08:30 done 结果" for day in ("07-01", "07-02", "07-03")]


def test_times_before_the_service_was_first_started_do_not_count(world: World) -> None:
    world.job(schedule=DAILY)
    world.now = world.moment("07-01 12:00")
    world.until("07-01 13:00")
    assert world.runs == []


def test_missed_times_are_one_run(world: World) -> None:
    world.job(schedule=HOURLY)
    world.until("07-01 01:30")
    world.now = world.moment("07-03 05:20")  # the machine was off
    world.until("07-03 06:30")
    assert world.runs == ["07-01 01:00", "07-03 05:20", "07-03 06:00"]
    assert any("连同错过的另外 51 次" in line for line in world.log.lines)


def test_missed_times_are_none_where_the_job_says_so(world: World) -> None:
    world.job(schedule=HOURLY | {"missed": "skip"})
    world.until("07-01 01:30")
    world.now = world.moment("07-03 05:20")
    world.until("07-03 06:30")
    assert world.runs == ["07-01 01:00", "07-03 06:00"]
    assert any("错过了 52 次" in line for line in world.log.lines)


def test_a_time_noticed_a_little_late_is_not_missed(world: World) -> None:
    world.job(schedule=HOURLY | {"missed": "skip"})
    world.until("07-01 01:30")
    world.now = world.moment("07-01 02:04")
    world.until("07-01 02:30")
    assert world.runs == ["07-01 01:00", "07-01 02:04"]


@pytest.mark.parametrize(("missed", "runs"), [("once", ["05:20", "06:00"]), ("skip", ["06:00"])])
def test_a_laptop_that_was_closed_for_hours(world: World, missed: str, runs: list[str]) -> None:
    world.job(schedule=HOURLY | {"missed": missed})

    def closed() -> None:
        world.now = world.moment("05:20")

    world.then("01:30", closed)
    world.until("06:30")
    assert world.runs == [f"07-01 {time}" for time in ["01:00", *runs]]


def test_a_clock_that_is_put_back_repeats_nothing_and_loses_nothing(world: World) -> None:
    world.job(schedule=HOURLY)

    def back() -> None:
        world.now -= timedelta(hours=3)

    world.then("05:30", back)
    world.until("07:30")
    assert world.runs == [f"07-01 0{hour}:00" for hour in range(1, 8)]


def test_a_clock_that_was_years_ahead_does_not_silence_a_job(world: World) -> None:
    world.job(schedule=DAILY)
    world.until("07-01 12:00")
    world.now += timedelta(days=400)
    service = world.service()
    end = world.now + timedelta(minutes=5)
    service.run(lambda: world.now >= end)
    world.now -= timedelta(days=400)
    world.until("07-03 09:00")
    assert world.runs == ["07-01 08:30", "08-05 12:00", "07-02 08:30", "07-03 08:30"]


def test_a_run_that_was_stopped_with_the_service_is_done_after_its_next_start(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=DAILY)
    world.seconds = 600
    world.until("08:33")
    assert world.started[0].stopped
    assert world.fires() == ["07-01 08:30 waiting"]
    world.until("09:00")
    assert world.runs == ["07-01 08:30", "07-01 08:33"]
    assert world.fires() == ["07-01 08:30 done 结果"]


def test_a_run_that_died_with_the_service_is_done_after_its_next_start(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=DAILY)
    world.seconds = 600
    world.killed_at("08:33")
    assert world.fires() == ["07-01 08:30 running"]
    world.until("09:00")
    assert world.runs == ["07-01 08:30", "07-01 08:33"]


def test_interrupted_too_long_ago_to_be_made_up_for(world: World) -> None:
    world.job(schedule=DAILY | {"missed": "skip"})
    world.seconds = 600
    world.killed_at("08:33")
    world.now = world.moment("07-02 07:00")
    world.until("07-02 08:00")
    assert world.runs == ["07-01 08:30"]
    assert world.fires() == ["07-01 08:30 skipped 错过了，按 missed: skip 不补"]


def test_a_failing_run_stops_nothing(world: World) -> None:
    world.job(schedule=HOURLY)
    world.code = 1
    world.until("02:30")
    assert world.runs == ["07-01 01:00", "07-01 02:00"]
    assert world.fires() == ["07-01 01:00 failed 结果", "07-01 02:00 failed 结果"]
    assert world.health["jobs"][0]["last"]["state"] == "failed"


def test_a_process_that_cannot_be_started_is_tried_again(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=DAILY)
    world.refuse = 2
    world.until("09:00")
    assert world.runs == ["07-01 08:32"]


def test_a_run_that_finds_the_output_in_use_is_tried_every_minute(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=DAILY)
    world.code = 3
    world.then("08:33", lambda: setattr(world, "code", 0))
    world.until("09:00")
    assert world.runs[0] == "07-01 08:30"
    assert world.runs[-1] == "07-01 08:34"
    assert len(world.runs) == 3
    assert world.fires() == ["07-01 08:30 done 结果"]


def test_jobs_run_one_after_the_other(world: World) -> None:
    world.job(schedule=DAILY)
    world.job("zeta", schedule={"cron": "31 8 * * *"})
    world.job("beta", schedule=DAILY)
    world.seconds = 300
    world.until("09:00")
    assert [run.replace("07-01 ", "") for run in world.runs] == [
        "08:30",
        "08:35 beta",
        "08:40 zeta",
    ]


def test_times_that_come_while_a_job_is_at_work_are_one_run_afterwards(world: World) -> None:
    world.job(schedule={"cron": "*/10 * * * *"})
    world.seconds = 35 * 60
    world.until("01:30")
    assert world.runs == ["07-01 00:10", "07-01 00:45", "07-01 01:20"]
    assert world.fires()[:4] == [
        "07-01 00:10 done 结果",
        "07-01 00:20 skipped 并入 07-01 00:30 那一次",
        "07-01 00:30 skipped 并入 07-01 00:40 那一次",
        "07-01 00:40 done 结果",
    ]


def test_a_wish_to_send_survives_being_merged(world: World) -> None:
    shutil.copytree(ROOT / "templates" / "mail", world.root / "templates" / "mail")
    world.job(
        schedule=[{"cron": "20 0 * * *", "send": True}, {"cron": "*/10 * * * *"}],
        mail={"letters": [{"to": "districts"}]},
    )
    world.seconds = 35 * 60
    world.until("01:00")
    assert [work.order.send for work in world.started] == [False, True]


def test_jitter_is_kept_to_after_a_restart(world: World) -> None:
    world.job(schedule=DAILY | {"jitter": 3600})
    world.until("09:45")
    (first,) = world.runs
    assert first > "07-01 08:30"


# Settings that change


def test_changed_times_count_from_the_change_on(world: World) -> None:
    world.job(schedule=DAILY)
    world.then("10:00", lambda: world.job(schedule={"cron": "0 9,11 * * *"}))
    world.until("12:00")
    assert world.runs == ["07-01 08:30", "07-01 11:00"]


def test_broken_settings_leave_the_last_good_ones_in_force(world: World) -> None:
    world.job(schedule=HOURLY)
    path = world.root / "config" / "jobs" / "annual.yaml"
    world.then("01:30", lambda: path.write_text("name: annual\n  schedule: [", encoding="utf-8"))
    seen: list[Any] = []
    world.then("03:30", lambda: seen.append(world.health["problems"]))
    world.then("03:31", lambda: world.job(schedule={"cron": "30 * * * *"}))
    world.until("05:00")
    assert world.runs == ["07-01 01:00", "07-01 02:00", "07-01 03:00", "07-01 04:30"]
    assert seen[0][0].startswith("config/jobs/annual.yaml:")
    assert world.health["problems"] == []
    assert any("仍按改动以前的运行" in line for line in world.log.lines)


def test_broken_general_settings_do_the_same(world: World) -> None:
    world.job(schedule=HOURLY)
    world.then(
        "01:30",
        lambda: (world.root / "config" / "districts.yaml").write_text(
            "districts: 3", encoding="utf-8"
        ),
    )
    world.until("02:30")
    assert world.runs == ["07-01 01:00", "07-01 02:00"]
    assert world.health["problems"]


def test_a_job_that_is_new_or_gone(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=HOURLY)
    world.then("01:30", lambda: world.job("beta", schedule=HOURLY))
    world.then("02:30", lambda: (world.root / "config" / "jobs" / "annual.yaml").unlink())
    world.until("03:30")
    assert world.runs == ["07-01 01:00", "07-01 02:00", "07-01 02:01 beta", "07-01 03:00 beta"]


def test_a_new_broken_job_is_said_and_the_others_run(world: World) -> None:
    world.job(schedule=HOURLY)
    world.job("beta", schedule={"cron": "0 9 * * 1"})
    world.until("01:30")
    assert world.runs == ["07-01 01:00"]
    assert "星期不能写数字 1" in world.health["problems"][0]


# The gate


def gated(**more: Any) -> dict[str, Any]:
    return {"cron": "30 8 * * *", "gate": "new_documents", "every": 20, "until": "10:00"} | more


def test_a_gate_opens_when_new_documents_come(world: World) -> None:
    world.job(schedule=gated())
    world.source("一.txt")
    world.until("07-01 09:00")
    world.then("07-02 09:02", lambda: world.source("二.txt", "新的"))
    seen: list[Any] = []
    world.then("07-02 09:00", lambda: seen.append(world.health["jobs"][0]["waiting"]))
    world.until("07-02 12:00")
    assert world.runs == ["07-01 08:30", "07-02 09:10"]
    assert seen[0]["why"] == "等新资料，09:10 再看，最晚等到 07-02 10:00"


def test_a_gate_that_does_not_open_in_time(world: World) -> None:
    world.step = MINUTE
    world.job(schedule=gated())
    world.job("beta", schedule=gated(otherwise="run"))
    world.source("一.txt")
    world.until("07-03 12:00")
    assert [run for run in world.runs if "beta" not in run] == ["07-01 08:30"]
    assert [run for run in world.runs if "beta" in run] == [
        "07-01 08:31 beta",
        "07-02 10:00 beta",
        "07-03 10:00 beta",
    ]
    assert world.fires()[1:] == [
        f"07-0{day} 08:30 skipped 等到 10:00 没有新资料，不运行" for day in (2, 3)
    ]


def test_a_removed_or_renamed_document_is_no_new_one(world: World) -> None:
    world.job(schedule=gated())
    world.source("一.txt")
    world.source("二.txt", "另一份")
    world.until("07-01 09:00")
    (world.root / "sources" / "一.txt").rename(world.root / "sources" / "三.txt")
    (world.root / "sources" / "二.txt").unlink()
    world.until("07-02 12:00")
    assert world.runs == ["07-01 08:30"]


def test_waiting_at_a_gate_goes_on_after_a_restart(world: World) -> None:
    world.job(schedule=gated())
    world.source("一.txt")
    world.until("07-01 09:00")
    world.until("07-02 09:00")
    world.source("二.txt", "新的")
    world.until("07-02 12:00")
    assert world.runs == ["07-01 08:30", "07-02 09:00"]


def test_a_run_that_could_not_start_has_seen_nothing(world: World) -> None:
    world.job(schedule=gated())
    world.source("一.txt")
    world.code = 2
    world.until("07-01 09:00")
    world.code = 0
    world.until("07-02 09:00")
    assert world.runs == ["07-01 08:30", "07-02 08:30"]


def test_a_gate_without_any_documents_stays_closed(world: World) -> None:
    world.job(schedule=gated(), sources=["没有这个文件夹"])
    world.until("07-01 12:00")
    assert world.runs == []


# Around the service


def test_two_services_do_not_share_a_workspace(world: World) -> None:
    world.job(schedule=DAILY)

    def another() -> None:
        with pytest.raises(LockedError, match="已经有一个服务在运行"):
            world.service().run(lambda: True)

    world.then("00:05", another)
    world.until("00:10")
    assert not world.at
    world.until("00:20")


def test_the_health_file_says_what_comes_and_what_was(world: World) -> None:
    world.job(schedule={"cron": "30 8 1 * *", "holidays": "next_workday"})
    world.seconds = 300
    seen: list[Any] = []
    world.then("08:32", lambda: seen.append(world.health))
    world.until("09:00")
    (during,) = seen
    assert during["state"] == "running"
    assert during["running"] == {
        "job": "annual",
        "since": "2026-07-01T08:30:00+08:00",
        "what": "run",
    }
    found = world.health
    assert (found["state"], found["running"]) == ("stopped", None)
    (job,) = found["jobs"]
    assert job["last"] == {
        "due": "2026-07-01T08:30:00+08:00", "state": "done", "finished_at": "2026-07-01T08:35:00+08:00", "message": "结果",
    }  # fmt: skip
    assert job["next"][0] == {
        "at": "2026-08-03T08:30:00+08:00",
        "note": "原定 8月1日（周末），顺延",
    }
    assert list((world.root / "output" / "service").glob("*.tmp")) == []


def test_the_health_file_shows_that_the_service_is_alive(world: World) -> None:
    world.job(schedule=DAILY)
    seen: list[str] = []
    for minute in ("00:10", "00:20"):
        world.then(minute, lambda: seen.append(world.health["checked_at"]))
    world.until("00:30", beat=timedelta(minutes=1))
    assert [text[11:15] for text in seen] == ["00:0", "00:1"]


def test_a_store_that_cannot_be_used_for_a_while_loses_no_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.job(schedule=HOURLY)
    opened = service_module.Store.open
    broken = [False]

    def open_(*arguments: Any, **options: Any) -> Any:
        if broken[0]:
            raise StoreError("数据库被锁住")
        return opened(*arguments, **options)

    monkeypatch.setattr(service_module.Store, "open", open_)
    world.then("00:30", lambda: broken.__setitem__(0, True))
    world.then("01:20", lambda: broken.__setitem__(0, False))
    world.until("02:30")
    assert world.runs[0] in ("07-01 01:20", "07-01 01:21")
    assert world.runs[1:] == ["07-01 02:00"]
    assert any("数据库被锁住" in line for line in world.log.lines)


def test_a_result_that_cannot_be_recorded_is_recorded_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.job(schedule=DAILY)
    world.seconds = 120
    opened = service_module.Store.open
    broken = [False]

    def open_(*arguments: Any, **options: Any) -> Any:
        if broken[0]:
            raise StoreError("磁盘已满")
        return opened(*arguments, **options)

    monkeypatch.setattr(service_module.Store, "open", open_)
    world.then("08:31", lambda: broken.__setitem__(0, True))
    world.then("08:50", lambda: broken.__setitem__(0, False))
    world.until("09:00")
    assert world.runs == ["07-01 08:30"]
    assert world.fires() == ["07-01 08:30 done 结果"]


def test_a_single_round_does_what_is_due_and_ends(world: World) -> None:
    world.job(schedule=DAILY)
    world.now = world.moment("08:31")
    world.service(once=True).run(lambda: False)
    world.now = world.moment("08:40")
    world.service(once=True).run(lambda: False)
    world.now = world.moment("07-02 08:31")
    world.service(once=True).run(lambda: False)
    assert world.runs == ["07-01 08:31", "07-02 08:31"]


def test_a_single_round_leaves_waiting_to_the_next(world: World) -> None:
    world.job(schedule=gated())
    world.source("一.txt")
    for minute in ("07-01 08:31", "07-02 08:31", "07-02 09:01"):
        world.now = world.moment(minute)
        world.service(once=True).run(lambda: False)
    assert world.runs == ["07-01 08:31"]
    world.source("二.txt", "新的")
    world.now = world.moment("07-02 09:31")
    world.service(once=True).run(lambda: False)
    assert world.runs == ["07-01 08:31", "07-02 09:31"]


# Anything at all

EVENTS = st.lists(
    st.tuples(st.sampled_from(["pass", "forward", "back", "stop", "kill"]), st.integers(1, 400)),
    min_size=1,
    max_size=8,
)


@examples(6)
@given(EVENTS, st.sampled_from(["once", "skip"]), st.sampled_from([20, 400, 2500]))
def test_whatever_happens_no_time_is_run_twice(
    events: list[tuple[str, int]], missed: str, seconds: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder) / "w")
        world.job(schedule={"cron": "*/30 * * * *", "missed": missed})
        world.seconds, world.step = seconds, timedelta(minutes=5)
        for what, minutes in events:
            if what in ("forward", "back"):
                world.now += timedelta(minutes=minutes) * (1 if what == "forward" else -1)
                continue
            end = world.now + timedelta(minutes=minutes)
            service = world.service()
            if what == "kill":
                service._end = lambda: None  # type: ignore[method-assign]
            service.run(lambda end=end: world.now >= end)  # type: ignore[misc]
            world.dead += world.started
        end = world.now + timedelta(minutes=90)
        world.service().run(lambda: world.now >= end)
        fires = world.fires()
        finished = [work for work in world.started if work not in world.dead and not work.stopped]
        assert not [fire for fire in fires if " running" in fire]
        assert len({fire[:11] for fire in fires}) == len(fires)
        assert len([fire for fire in fires if " done" in fire]) >= len(finished)
        begun: dict[str, int] = {}
        for line in world.log.lines:
            if "开始运行" in line:
                begun[line[line.index("（") :][:12]] = (
                    begun.get(line[line.index("（") :][:12], 0) + 1
                )
        again = [due for due, count in begun.items() if count > 1]
        assert len(again) <= len(
            [work for work in world.started if work in world.dead or work.stopped]
        )


@examples(5)
@given(st.lists(st.tuples(st.integers(1, 300), st.booleans()), min_size=1, max_size=6))
def test_however_often_it_is_restarted_every_time_is_run_once(
    spells: list[tuple[int, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder) / "w")
        world.job(schedule={"cron": "*/30 * * * *"})
        world.seconds, world.step = 60, timedelta(minutes=3)
        began = world.now
        for minutes, killed in spells:
            end = world.now + timedelta(minutes=minutes)
            service = world.service()
            if killed:
                service._end = lambda: None  # type: ignore[method-assign]
            service.run(lambda end=end: world.now >= end)  # type: ignore[misc]
            world.dead += world.started
        end = world.now + timedelta(minutes=30)
        end += timedelta(minutes=15 - end.minute % 30)  # well between two times
        world.service().run(lambda: world.now >= end)
        times = int((world.now - began) / timedelta(minutes=30))
        assert [fire.split(" ")[2] for fire in world.fires()] == ["done"] * times
