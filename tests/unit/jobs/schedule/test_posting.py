"""What follows a scheduled run: its papers go out, and the owner hears of it, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.jobs.schedule.orders import Ended, Order
from briefing.jobs.schedule.posting import after_run
from tests.unit.jobs.schedule.conftest import Said
from tests.unit.post.office import OWNER, Office
from tests.unit.post.servers import Scripted

GOOD = Ended(0, "部门指标表：新做 3 份")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, departments=2)
    made.papers()
    made.run()
    return made


def after(office: Office, server: Scripted | None, ended: Ended = GOOD, **order: Any) -> tuple[Ended, list[str]]:
    office.mail["server"] = office.mail["server"] | {"port": server.port} if server else None
    log = Said()
    return after_run(Order(office.job, office.settings, **order), ended, log), log.lines


def test_papers_are_sent_and_the_owner_hears_of_the_run_each_once(office: Office) -> None:
    with Scripted() as server:
        first, _ = after(office, server, send=True)
        again, _ = after(office, server, send=True)
        assert sorted(to for taken in server.taken for to in taken.to) == ["d0@office.test", "d1@office.test", OWNER]
    assert (first.code, first.message) == (0, "部门指标表：新做 3 份；发送：已发 2")
    assert (again.code, again.message) == (0, "部门指标表：新做 3 份；发送：没有要发的")


@pytest.mark.parametrize(("ended", "send"), [(GOOD, False), (Ended(1, "2 项失败"), True)])
def test_nothing_but_the_report_goes_out_unasked_or_after_failures(office: Office, ended: Ended, send: bool) -> None:
    with Scripted() as server:
        done, _ = after(office, server, ended, send=send)
        assert [to for taken in server.taken for to in taken.to] == [OWNER]
    assert done == ended


@pytest.mark.parametrize("ended", [Ended(2, "配置有误"), Ended(3, "正在运行"), Ended(130, "被中断")])
def test_a_run_that_did_not_take_place_is_not_followed_by_mails(office: Office, ended: Ended) -> None:
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
