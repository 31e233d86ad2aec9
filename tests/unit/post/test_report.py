"""The owner hears what every run came to, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefing.errors import SettingsError
from briefing.post.mailing import Result
from briefing.post.report import report_to_owner
from briefing.store import Store
from tests.unit.post.office import OWNER, Office
from tests.unit.post.servers import Scripted
from tests.unit.post.test_send import text_of


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, 2)
    office.papers()
    office.run()
    folder = office.output / "departments"
    (folder / "summary.txt").write_text(
        "部门材料：1 个地区，新做 2 份，未变 0 份，失败 1 项\n\n任务：departments\n",
        encoding="utf-8",
    )
    (folder / "failures.csv").write_text(
        "对象,位置,原因,怎么办\n槐荫区 简报,a.docx,模板打不开,重新保存\n", encoding="utf-8-sig"
    )
    return office


def report(office: Office, port: int, **more: Any) -> Result:
    office.mail["server"] |= {"port": port}
    with Store.open(office.url) as store:
        return report_to_owner(
            office.job, office.settings, store, office.output, office.clockwork.time, **more
        )


def test_what_ran_what_failed_who_is_late_and_links(office: Office) -> None:
    with Store.open(office.url) as store:
        run = store.runs.all()[-1].id
        store.runs.ended(run, 0, "done", office.clockwork.clock(), sha256="x")
    with Scripted() as server:
        assert (
            report(
                office, server.port, owed=["槐荫区第0局", "槐荫区第1局"], late=["槐荫区第1局"]
            ).count("sent")
            == 1
        )
    mail = server.taken[0].mail
    assert mail["To"] == f"任务负责人 <{OWNER}>"
    assert mail["Subject"] == "部门材料：1 个地区，新做 2 份，未变 0 份，失败 1 项"
    assert "应报 2 个单位，未报 1 个：槐荫区第1局" in text_of(mail)
    link = (office.output / office.path(office.departments[0])).resolve().as_uri()
    assert link in text_of(mail).replace("\n", "")
    html = mail.get_body(("html",))
    assert html is not None
    assert "槐荫区 简报：a.docx：模板打不开（重新保存）" in html.get_content()
    assert f'<a href="{link}">' in html.get_content()


def test_grave_findings_are_in_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.model import Finding

    found = [
        Finding("balance", severity, "槐荫区", "2024", message)
        for severity, message in (("high", "收支不平衡"), ("low", "小事"))
    ]  # type: ignore[arg-type]
    monkeypatch.setattr("briefing.post.report.findings", lambda index: found)
    with Scripted() as server:
        report(office, server.port)
    assert "重要的校核问题（1）\n- 槐荫区：收支不平衡" in text_of(server.taken[0].mail)
    assert "小事" not in text_of(server.taken[0].mail)


def test_a_run_is_reported_once_and_the_next_one_again(office: Office) -> None:
    with Scripted({("rcpt", 1): "550", ("dot", 3): "drop"}) as server:
        assert report(office, server.port).count("failed") == 1
        assert report(office, server.port).count("sent") == 1
        assert report(office, server.port).rows[0].said == "这次运行的情况已发过"
        office.run()
        assert report(office, server.port).count("sent") == 1
        office.run()
        assert report(office, server.port).count("uncertain") == 1
        assert report(office, server.port).count("uncertain") == 1
    assert len(server.taken) == 2


def test_without_an_owner_it_is_said(office: Office) -> None:
    office.mail["letters"] = [{"to": "departments"}]
    job = office.job.model_copy(update={"owner": ""})
    with Store.open(office.url) as store, pytest.raises(SettingsError, match="在任务里写 owner"):
        report_to_owner(job, office.settings, store, office.output, office.clockwork.time)
