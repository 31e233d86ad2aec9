"""Papers of the real job for departments, sent and handed over as a user does it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.end_to_end.conftest import ROOT, briefing
from tests.unit.post.servers import Scripted


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose departments' job has run for one district."""
    folder = tmp_path_factory.mktemp("office")
    for name in ("config", "templates", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    departments = folder / "config" / "departments.yaml"
    departments.write_text(
        departments.read_text(encoding="utf-8").replace("@example.invalid", "@office.test"),
        encoding="utf-8",
    )
    job = (ROOT / "config" / "jobs" / "departments.yaml").read_text(encoding="utf-8")
    job = job.replace("[槐荫区, 天桥区, 市中区]", "[槐荫区]").replace(
        "title: 部门材料\n", "title: 部门材料\nowner: owner@office.test\n"
    )
    (folder / "config" / "jobs" / "departments.yaml").write_text(job, encoding="utf-8")
    done = briefing("run", "departments", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(made, tmp_path / "office")


def with_server(office: Path, port: int) -> None:
    job = office / "config" / "jobs" / "departments.yaml"
    server = f"mail:\n  server: {{host: localhost, port: {port}, security: none, per_minute: 0}}\n  sender: office@office.test\n"
    job.write_text(job.read_text(encoding="utf-8").replace("mail:\n", server), encoding="utf-8")


def test_every_department_with_anything_to_say_gets_its_mail_once(office: Path) -> None:
    papers = [
        path
        for path in (office / "output" / "departments" / "2024").rglob("*.*")
        if path.suffix in (".docx", ".xlsx")
    ]
    with Scripted() as server:
        with_server(office, server.port)
        assert "mail" not in briefing("check", cwd=office).stderr
        dry = briefing("send", "departments", "--dry-run", cwd=office)
        assert (dry.returncode, server.taken) == (0, [])
        assert len(list((office / "output" / "departments" / "发件箱" / "2024").glob("*.eml"))) > 10
        sent = briefing("send", "departments", cwd=office)
        assert sent.returncode == 0, sent.stdout + sent.stderr
        assert "没有内容，不发（" in sent.stdout
        again = briefing("send", "departments", cwd=office)
        assert "内容没有变，已发过" in again.stdout
        owner = briefing("send", "departments", "--owner", cwd=office)
        assert owner.returncode == 0, owner.stdout + owner.stderr
    names = [
        str(part.get_filename()) for taken in server.taken for part in taken.mail.iter_attachments()
    ]
    assert sorted(names) == sorted(path.name for path in papers)
    assert set(server.received.values()) == {1}
    report = server.taken[-1].mail.get_body(("plain",))
    assert server.taken[-1].to == ["owner@office.test"]
    assert report is not None
    assert "未报" in report.get_content()

    listed = briefing("history", "--format", "jsonl", "--recipient", "槐荫区财政局", cwd=office)
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert {row["state"] for row in rows} == {"已发"}
    assert all(len(row["sha256"]) == len(row["digest"]) == 64 for row in rows)
    facts = briefing("history", "--facts", rows[0]["id"], "--format", "jsonl", cwd=office)
    lines = [json.loads(line) for line in facts.stdout.splitlines()]
    assert any("57.1" in line["text"] and "57.1" in line["quote"] for line in lines)
    assert briefing("history", "--facts", 9999, cwd=office).returncode == 2


def test_a_correction_reaches_the_department_it_concerns_alone(office: Path) -> None:
    """The source is put right, the job runs again, and one figure's departments hear of it."""
    with Scripted() as server:
        with_server(office, server.port)
        assert briefing("send", "departments", cwd=office).returncode == 0
        before = len(server.taken)
        for path in (office / "examples" / "sources").rglob("*.txt"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("57.1亿元", "57.3亿元"), encoding="utf-8")
        assert briefing("run", "departments", cwd=office).returncode == 0
        assert briefing("send", "departments", cwd=office).returncode == 0
    corrected = server.taken[before:]
    assert corrected
    assert all("（更正1）" in taken.mail["Subject"] for taken in corrected)
    finance = next(taken for taken in corrected if taken.to == ["finance@office.test"])
    body = finance.mail.get_body(("plain",))
    assert body is not None
    assert "57.1" in body.get_content()
    assert "57.3" in body.get_content()


def test_folders_for_those_who_upload_by_hand(office: Path) -> None:
    assert briefing("send", "departments", "--by-folder", cwd=office).returncode == 0
    folder = office / "output" / "departments" / "待交付" / "2024"
    rows = list(load_workbook(folder / "发送清单.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    for _, unit, file, *_rest in rows[1:]:
        assert (folder / str(unit) / str(file)).is_file()
    assert len(rows) > 20
    assert briefing("send", "departments", "--by-folder", cwd=office).stdout.startswith(
        "内容没有变，已按文件夹交过"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("send", "annual"), 2, "任务没有写怎样发送"),
        (("send", "departments"), 2, "任务没有写邮件服务器"),
        (("send", "departments", "--dry-run", "--period", "2019"), 2, "没有可发的材料"),
        (
            ("send", "departments", "--dry-run", "--only", "区财正局"),
            2,
            "没有要发给 区财正局 的材料",
        ),
        (("send", "departments", "--test-to", "me", "--dry-run"), 2, "me 不像邮箱地址"),
        (("send", "departments", "--by-folder", "--owner"), 2, "不能一起写"),
        (("send", "departments", "--resolve", "5"), 2, "写成 12=sent"),
        (("send", "departments", "--resolve", "5=sent"), 2, "5 不是待确认的编号"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    made: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = briefing(*arguments, cwd=made)
    assert done.returncode == code
    assert says in done.stderr


def test_doctor_shows_the_mail_settings(office: Path) -> None:
    assert "只按文件夹交付" in briefing("doctor", cwd=office).stdout
    with_server(office, 2525)
    assert (
        "localhost:2525（不加密），不登录，发件人 office@office.test"
        in briefing("doctor", cwd=office).stdout
    )
