"""What follows a scheduled run: its papers go out, and the owner hears of it, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.jobs.schedule.orders import Ended, Order
from briefing.jobs.schedule.posting import after_failure, after_run
from briefing.store import Store
from tests.unit.jobs.schedule.conftest import Said
from tests.unit.post.office import OWNER, Office
from tests.unit.post.servers import Scripted
from tests.unit.post.test_send import text_of

GOOD = Ended(0, "部门指标表：新做 3 份")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, departments=2)
    made.papers()
    made.run()
    return made


def after(
    office: Office, server: Scripted | None, ended: Ended = GOOD, **order: Any
) -> tuple[Ended, list[str]]:
    office.mail["server"] = office.mail["server"] | {"port": server.port} if server else None
    log = Said()
    return after_run(Order(office.job, office.settings, **order), ended, log), log.lines


def test_papers_are_sent_and_the_owner_hears_of_the_run_each_once(office: Office) -> None:
    with Scripted() as server:
        first, _ = after(office, server, send=True)
        again, _ = after(office, server, send=True)
        assert sorted(to for taken in server.taken for to in taken.to) == [
            "d0@office.test",
            "d1@office.test",
            OWNER,
        ]
    assert (first.code, first.message) == (0, "部门指标表：新做 3 份；发送：已发 2")
    assert (again.code, again.message) == (0, "部门指标表：新做 3 份；发送：没有要发的")


@pytest.mark.parametrize(("ended", "send"), [(GOOD, False), (Ended(1, "2 项失败"), True)])
def test_nothing_but_the_report_goes_out_unasked_or_after_failures(
    office: Office, ended: Ended, send: bool
) -> None:
    with Scripted() as server:
        done, _ = after(office, server, ended, send=send)
        assert [to for taken in server.taken for to in taken.to] == [OWNER]
    assert done == ended


@pytest.mark.parametrize(
    "ended", [Ended(2, "配置有误"), Ended(3, "正在运行"), Ended(130, "被中断")]
)
def test_a_run_that_did_not_take_place_is_not_followed_by_mails(
    office: Office, ended: Ended
) -> None:
    with Scripted() as server:
        assert after(office, server, ended, send=True) == (ended, [])
        assert server.taken == []


def test_a_server_that_refuses_is_said_and_the_run_counts_as_failed(office: Office) -> None:
    with Scripted({("rcpt", 1): "550"}) as server:
        done, _ = after(office, server, send=True)
    assert done.code == 1
    assert "发送：" in done.message
    assert "失败 1" in done.message


def test_without_a_server_papers_are_handed_over_in_folders(office: Office) -> None:
    done, _ = after(office, None, send=True)
    assert (done.code, done.message) == (0, "部门指标表：新做 3 份；发送：已发 2")
    assert len(list(office.output.rglob("发送清单.xlsx"))) == 1


UNREADABLE = Ended(2, "source：找不到资料（路径从工作区算起）")


def failed(office: Office, server: Scripted, ended: Ended) -> Ended:
    office.mail["server"] = office.mail["server"] | {"port": server.port}
    return after_failure(Order(office.job, office.settings, send=True), ended, Said())


def test_the_owner_hears_once_why_a_run_could_not_start(office: Office) -> None:
    other = Ended(1, "output：这里有同名的文件，写不进去")
    with Scripted() as server:
        assert [failed(office, server, ended) for ended in (UNREADABLE, UNREADABLE, other)] == [
            UNREADABLE,
            UNREADABLE,
            other,
        ]
        assert [to for taken in server.taken for to in taken.to] == [OWNER, OWNER]
    first, second = (taken.mail for taken in server.taken)
    assert first["Subject"] == f"{office.job.title}：没有运行"
    assert UNREADABLE.message in text_of(first).replace("\n", "")
    assert other.message in text_of(second).replace("\n", "")


def test_a_run_that_broke_off_is_reported_as_a_run(office: Office) -> None:
    with Store.open(office.url) as store:
        run = store.runs.start(office.job.name, office.clockwork.clock())
        store.runs.finish(run, "failed", office.clockwork.clock(), "磁盘已满")
    with Scripted() as server:
        failed(office, server, Ended(1, "磁盘已满"))
        assert [to for taken in server.taken for to in taken.to] == [OWNER]
    assert "没有运行" not in server.taken[0].mail["Subject"]


@pytest.mark.parametrize("ended", [Ended(3, "正在运行"), Ended(130, "被中断")])
def test_a_run_that_is_tried_again_is_nothing_to_write_about(office: Office, ended: Ended) -> None:
    with Scripted() as server:
        assert failed(office, server, ended) == ended
        assert server.taken == []


def test_a_mail_server_that_is_down_does_not_hide_why_the_run_failed(office: Office) -> None:
    with Scripted({("rcpt", 1): "550"}) as server:
        done = failed(office, server, UNREADABLE)
    assert done.code == 2
    assert done.message.startswith(f"{UNREADABLE.message}；给负责人的信：")
