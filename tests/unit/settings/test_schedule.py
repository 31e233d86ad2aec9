"""`schedule:` and `inbox:`: what may be written, and what is said of what may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.settings import SettingsErrors, check_workspace, load_job, load_settings
from briefing.settings.schedule import parse_cron

MAIL = "mail: {letters: [{to: districts}]}\n"


def job(workspace: Path, added: str) -> None:
    """Adds lines to the job of a workspace."""
    path = workspace / "config" / "jobs" / "annual.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + added, encoding="utf-8")


def faults(workspace: Path, added: str) -> list[str]:
    job(workspace, added)
    with pytest.raises(SettingsErrors) as caught:
        load_job(load_settings(workspace), "annual")
    return [
        f"{error.where.split(' ', 1)[1]} {error.message}{error.hint}"
        for error in caught.value.errors
    ]


def test_papers_that_are_sent_have_no_links_to_this_machine(workspace: Path) -> None:
    kept = load_job(load_settings(workspace), "annual")
    assert all(kept.linked(output) for output in kept.outputs)
    job(workspace, MAIL)
    sent = load_job(load_settings(workspace), "annual")
    assert not any(sent.linked(output) for output in sent.outputs)


def test_one_block_may_stand_without_a_list_and_one_time_without_brackets(workspace: Path) -> None:
    job(
        workspace,
        "schedule:\n  cron: 30  8 * * MON-FRI\n  holidays: next_workday\n  send: yes\ninbox: 收件箱\n"
        + MAIL,
    )
    found = load_job(load_settings(workspace), "annual")
    (schedule,) = found.schedule
    assert (schedule.cron, schedule.holidays, schedule.send, schedule.timezone) == (
        ("30 8 * * mon-fri",),
        "next_workday",
        True,
        "Asia/Shanghai",
    )
    assert found.inbox
    assert (found.inbox.folder, found.inbox.run) == ("收件箱", False)


def test_several_blocks_with_several_times(workspace: Path) -> None:
    job(
        workspace,
        "schedule:\n- cron: [0 9 1 * *, 0 9 15 * *]\n- cron: 0 17 last * *\n  gate: new_documents\n  until: 9:30\n",
    )
    schedule = load_job(load_settings(workspace), "annual").schedule
    assert [block.cron for block in schedule] == [("0 9 1 * *", "0 9 15 * *"), ("0 17 last * *",)]
    assert schedule[1].until == "09:30"


@pytest.mark.parametrize("number", ["0", "1-5", "7", "mon,3", "*/2"])
def test_weekdays_have_names(workspace: Path, number: str) -> None:
    (fault,) = faults(workspace, f"schedule: {{cron: '0 9 * * {number}'}}\n")
    assert fault.startswith("schedule.cron 星期")
    assert "mon" in fault


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0 9 * *", "有 4 段"),
        ("@daily", "写成 0 0 * * *"),
        ("0 9 1 * mon", "同时限定了日和星期"),
        ("0 9 31 feb,apr *", "永远不会到"),
        ("0 22-2 * * *", "前大后小"),
        ("0 24 * * *", "时只能是 0 到 23"),
        ("*/60 * * * *", "要在 1 到 59 之间"),
        ("5/10 * * * *", "间隔只写在 * 或数字范围后面"),
        ("0 9 L * *", "每月最后一天写 last"),
        ("0 9 1，15 * *", "多个用英文逗号隔开"),
        ("0 9 * * monday", "是否指 mon？"),
        ("0 9 " + "9" * 5000 + " * *", "看不懂"),
    ],
)
def test_a_wrong_expression_is_explained(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        parse_cron(text)
    assert len(str(caught.value)) < 200


def test_other_faults_have_their_places(workspace: Path) -> None:
    assert faults(
        workspace,
        "schedule:\n- {cron: 0 9 * * *, timezone: Asia/Shangai, jitter: -1, send: maybe, until: 25:00}\n",
    ) == [
        "schedule[0].timezone 不认识的时区 Asia/Shangai（是否指 Asia/Shanghai？）",
        "schedule[0].jitter 不能小于 0，这里是 -1",
        "schedule[0].send 应写 true 或 false，这里是 maybe",
        "schedule[0].until 25:00 不是时间（例：18:00）",
    ]


def test_a_block_without_times_and_a_wait_for_nothing(workspace: Path) -> None:
    assert faults(workspace, "schedule: {every: 5}\n") == ["schedule.cron 缺少这一项"]


def test_waiting_is_for_a_gate(workspace: Path) -> None:
    assert faults(workspace, "schedule: {cron: 0 9 * * *, every: 5}\n") == [
        "schedule 写了 every 就要写 gate: new_documents（等新资料）"
    ]


def test_sending_needs_to_be_told_how(workspace: Path) -> None:
    (fault,) = faults(workspace, "schedule:\n- cron: 0 9 * * *\n- {cron: 0 10 * * *, send: true}\n")
    assert (
        fault
        == "schedule[1].send 写了 send: true，却没有写怎样发送在任务里写 mail，写法见 docs/mail.md"
    )


@pytest.mark.parametrize("folder", ["sources", "sources/收件", "."])
def test_an_inbox_is_no_part_of_the_sources(workspace: Path, folder: str) -> None:
    (fault,) = faults(workspace, f"inbox: {folder}\n")
    assert "一个套着一个" in fault


def test_an_inbox_of_a_job_without_a_folder_of_sources_says_where_to(workspace: Path) -> None:
    path = workspace / "config" / "jobs" / "annual.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("sources: [sources]", "sources: store"),
        encoding="utf-8",
    )
    (fault,) = faults(workspace, "inbox: 收件箱\n")
    assert "写 into: 资料文件夹" in fault


def test_an_inbox_belongs_to_one_job(workspace: Path) -> None:
    job(workspace, "inbox: 收件箱\n")
    first = workspace / "config" / "jobs" / "annual.yaml"
    (workspace / "config" / "jobs" / "zweite.yaml").write_text(
        first.read_text(encoding="utf-8").replace("name: annual", "name: zweite"), encoding="utf-8"
    )
    said = [str(problem) for problem in check_workspace(workspace) if "收件" in str(problem)]
    assert said == [
        "config/jobs/zweite.yaml：收件文件夹 收件箱 已经归任务 annual（另建一个文件夹收件）"
    ]
