"""Who gets what, once; corrections say what has changed; what must not go does not."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import io
import zipfile
from email.header import decode_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from briefing.artifacts import memory
from briefing.errors import LockedError, SettingsError, StoreError
from briefing.papers.excel.package import mark_proposals
from briefing.settings.schema import District
from briefing.store import Store
from tests.unit.post.office import CODE, OWNER, Office, workbook
from tests.unit.post.servers import Scripted

ROWS = [("一般公共预算收入", 57.1), ("社会消费品零售总额", 558)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, 2)
    for department in office.departments:
        office.paper(department, workbook([*ROWS, (department.name, 1)]))
    office.run()
    return office


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def files_of(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def states(result: Any) -> list[tuple[str, str]]:
    return [(row.state, row.said) for row in result.rows]


def test_each_department_gets_its_own_sheet_and_no_other(office: Office) -> None:
    with Scripted() as server:
        assert office.send(server.port).exit_code == 0
    for department, taken in zip(office.departments, server.taken, strict=True):
        assert taken.to == [department.email]
        assert taken.mail["From"] == "槐荫区政府办公室 <sender@office.test>"
        assert taken.mail["To"] == f"槐荫区{department.name[1:]} <{department.email}>"
        assert taken.mail["Subject"] == "槐荫区2024年部门指标表"
        assert files_of(taken.mail) == {
            Path(office.path(department)).name: (
                office.output / office.path(department)
            ).read_bytes()
        }
        assert f"槐荫区{department.name[1:]}（综合科）：" in text_of(taken.mail)
        assert taken.data.isascii()
        assert max(len(line) for line in taken.data.split(b"\r\n")) <= 998


def test_a_second_run_a_new_writing_of_the_same_and_a_new_manifest_send_nothing(
    office: Office,
) -> None:
    with Scripted() as server:
        office.send(server.port)
        data = load_workbook(office.output / office.path(office.departments[0]))
        data["主要指标"]["A1"].number_format = "@"  # other bytes, the same words
        buffer = io.BytesIO()
        data.save(buffer)
        office.paper(office.departments[0], buffer.getvalue())
        office.run()
        result = office.send(server.port)
    assert {row.said for row in result.rows} == {"内容没有变，已发过"}
    assert result.exit_code == 0
    assert len(server.taken) == 2


def test_a_changed_sheet_goes_out_as_a_correction_that_says_what_changed(office: Office) -> None:
    first = office.departments[0]
    with Scripted() as server:
        office.send(server.port)
        for number, value in enumerate(
            (57.2, 57.1), 1
        ):  # the second correction says again what was said at first
            office.paper(first, workbook([("一般公共预算收入", value), ROWS[1], (first.name, 1)]))
            office.run()
            assert [row.state for row in office.send(server.port).rows] == ["sent", "nothing"]
            mail = server.taken[-1].mail
            assert mail["Subject"] == f"槐荫区2024年部门指标表（更正{number}）"
            assert list(files_of(mail)) == [f"槐荫区2024年第0局指标表（更正{number}）.xlsx"]
            before, after = (57.1, 57.2) if number == 1 else (57.2, 57.1)
            assert f"主要指标第3行“一般公共预算收入”本期（B列）：{before} → {after}" in text_of(
                mail
            )
            assert "社会消费品" not in text_of(mail)
            html = mail.get_body(("html",))
            assert html is not None
            assert f"{before} → {after}" in html.get_content()
    assert len({taken.mail["Message-ID"] for taken in server.taken}) == 4
    assert len(server.taken) == 4


def test_other_facts_behind_the_same_words_are_a_correction_too(office: Office) -> None:
    with Scripted() as server:
        office.send(server.port)
        office.paper(
            office.departments[0],
            workbook([*ROWS, (office.departments[0].name, 1)], key="ba9876543210"),
        )
        office.run()
        office.send(server.port)
    assert "文字和数字没有变，数据的出处有变化" in text_of(server.taken[-1].mail)


def test_a_mail_that_is_sent_again_has_the_same_identifier(office: Office) -> None:
    seen: list[str] = []
    with Scripted({("dot", 1): "450", ("dot", 3): "450"}) as server:
        office.mail["server"] |= {"attempts": 1}
        office.send(server.port)
        with Store.open(office.url) as store:
            seen = [entry.order.message_id for entry in store.ledger.entries()]
        office.send(server.port)
        office.send(server.port)
    assert sorted(taken.mail["Message-ID"] for taken in server.taken) == sorted(seen)


def test_a_sheet_that_changed_while_it_could_not_be_sent_goes_once_as_it_is_now(
    office: Office,
) -> None:
    first = office.departments[0]
    with Scripted({("rcpt", 1): "550"}) as server:
        office.send(server.port)
        office.paper(first, workbook([("一般公共预算收入", 99)]))
        office.run()
        office.send(server.port)
    assert [taken.mail["Subject"] for taken in server.taken] == ["槐荫区2024年部门指标表"] * 2
    # A correction that could not go and is none any more is taken back.
    with Scripted({("rcpt", 1): "550"}) as server:
        office.paper(first, workbook([("一般公共预算收入", 98)]))
        office.run()
        assert [row.state for row in office.send(server.port).rows] == ["failed", "nothing"]
        office.paper(first, workbook([("一般公共预算收入", 99)]))
        office.run()
        assert [row.state for row in office.send(server.port).rows] == ["nothing", "nothing"]
    with Store.open(office.url) as store:
        assert {entry.state for entry in store.ledger.entries()} == {"sent"}


def test_an_address_put_right_gets_the_first_copy(office: Office) -> None:
    with Scripted() as server:
        office.send(server.port)
        changed = [
            office.departments[0].model_copy(update={"email": "right@office.test"}),
            *office.departments[1:],
        ]
        office.settings = dataclasses.replace(office.settings, departments=tuple(changed))
        office.send(server.port)
    assert (server.taken[-1].to, server.taken[-1].mail["Subject"]) == (
        ["right@office.test"],
        "槐荫区2024年部门指标表",
    )


def test_a_paper_changed_by_hand_is_refused(office: Office) -> None:
    path = office.output / office.path(office.departments[0])
    path.write_bytes(path.read_bytes() + b" ")
    (office.output / office.path(office.departments[1])).unlink()
    with Scripted() as server:
        result = office.send(server.port)
    assert [row.state for row in result.rows] == ["held", "held"]
    assert "生成以后被改动过，不发" in result.rows[0].said
    assert "清单里有，文件夹里没有" in result.rows[1].said
    assert (result.exit_code, server.taken) == (1, [])


def test_an_empty_sheet_is_not_sent_and_this_is_said(office: Office) -> None:
    office.paper(office.departments[0], None)
    office.paper(office.departments[1], workbook([]))
    office.run()
    with Scripted() as server:
        result = office.send(server.port)
    assert states(result) == [("nothing", "没有内容，不发")] * 2
    assert (result.exit_code, server.taken) == (0, [])


def test_one_of_two_papers_that_is_empty_is_named(office: Office) -> None:
    path = office.paper(office.departments[0], None, name="项目表")
    office.run()
    with Scripted() as server:
        result = office.send(server.port)
    assert f"{Path(path).name} 没有内容，不发" in [row.said for row in result.rows]
    assert (result.count("sent"), result.exit_code) == (2, 0)


def test_units_that_nobody_confirmed_hold_a_sheet_back(office: Office) -> None:
    book = load_workbook(io.BytesIO(workbook([*ROWS, ("牵头单位", "拟 区财政局")])))
    mark_proposals(book, 1)
    buffer = io.BytesIO()
    book.save(buffer)
    office.paper(office.departments[0], buffer.getvalue())
    office.run()
    with Scripted() as server:
        result = office.send(server.port)
    assert "有没有确认的拟定单位" in next(row.said for row in result.rows if row.state == "held")
    assert [taken.to for taken in server.taken] == [["d1@office.test"]]


def test_internal_papers_go_to_the_owner_and_to_nobody_else(office: Office) -> None:
    office.paper(None, workbook(ROWS), name="校核单", audience="internal")
    office.mail["letters"] = [
        {"to": "owner", "names": []},
        {"to": [OWNER, "other@office.test"], "scopes": ["district"]},
    ]
    office.run()
    with Scripted() as server:
        result = office.send(server.port)
        assert [(taken.to, len(files_of(taken.mail))) for taken in server.taken] == [([OWNER], 3)]
        held = office.send(server.port, test_to="other@office.test")
    assert result.exit_code == 0
    assert [row.said for row in held.rows if row.state == "held"] == [
        "内部材料，只发给任务负责人本人"
    ]
    assert len(files_of(server.taken[-1].mail)) == 2


@pytest.mark.parametrize(
    ("letter", "says"),
    [
        ({"to": "departments", "audiences": ["internal"]}, "只能发给负责人"),
        ({"to": "x@office.test", "audiences": ["internal", "leader"]}, "只能发给负责人"),
        ({"to": "owner", "cc": "x@office.test"}, "不能抄送别人"),
        ({"to": "districts", "departments": ["区财政局"]}, "只和 to: departments 一起写"),
    ],
)
def test_letters_that_would_give_away_internal_papers_are_wrong_settings(
    office: Office, letter: dict[str, Any], says: str
) -> None:
    office.mail["letters"] = [letter]
    with pytest.raises(ValueError, match=says):
        _ = office.job


def test_with_several_districts_a_department_has_an_address_in_each(office: Office) -> None:
    office.settings = dataclasses.replace(
        office.settings,
        departments=(
            office.departments[0].model_copy(update={"emails": {"槐荫区": "here@office.test"}}),
            office.departments[1],
        ),
        districts=(
            District(code=CODE, name="槐荫区", email="office@office.test"),
            District(code="370105", name="天桥区"),
        ),
    )
    job = office.job.model_copy(update={"districts": "all"})
    office.mail["letters"] = [{"to": "departments"}, {"to": "districts", "scopes": "department"}]
    from briefing.post.recipients import parcels
    from briefing.post.sheets import read_sheets

    assert job.mail
    found = parcels(
        job, job.mail, office.settings, read_sheets(office.output, "departments", "2024")
    )
    assert [(parcel.address, bool(parcel.unreachable)) for parcel in found] == [
        ("here@office.test", False),
        ("", True),
    ]
    assert "emails 的 槐荫区" in found[1].unreachable


def test_addresses_that_are_missing_or_come_with_the_program_are_said(office: Office) -> None:
    changed = [
        office.departments[0].model_copy(update={"email": "finance@example.invalid"}),
        office.departments[1].model_copy(update={"email": ""}),
    ]
    office.settings = dataclasses.replace(office.settings, departments=tuple(changed))
    with Scripted() as server:
        result = office.send(server.port)
    assert "finance@example.invalid 是占位地址" in result.rows[0].said
    assert "没有邮箱：写在 config/departments.yaml 里 区第1局 的 email" in result.rows[1].said
    assert server.taken == []


def test_only_some_and_a_name_that_nobody_has(office: Office) -> None:
    with Scripted() as server:
        assert len(office.send(server.port, only=("槐荫区第1局",)).rows) == 1
        assert len(office.send(server.port, only=("区第0局",)).rows) == 1
        with pytest.raises(SettingsError, match="没有要发给 槐荫区第2局 的材料（是否指 槐荫区第"):
            office.send(server.port, only=("槐荫区第2局",))
    assert [taken.to for taken in server.taken] == [["d1@office.test"], ["d0@office.test"]]


def test_everything_can_be_sent_to_oneself_and_counts_for_nothing(office: Office) -> None:
    office.mail["letters"][0]["cc"] = ["boss@office.test"]
    with Scripted() as server:
        for _ in range(2):
            assert office.send(server.port, test_to="me@office.test").count("sent") == 2
        assert [taken.to for taken in server.taken] == [["me@office.test"]] * 4
        assert (
            server.taken[0]
            .mail["Subject"]
            .startswith("【测试，原发 槐荫区第0局 d0@office.test】槐荫区2024年")
        )
        assert "boss" not in server.taken[0].data.decode()
    with Store.open(office.url) as store:
        assert store.ledger.entries() == ()


def test_a_dry_run_writes_the_mails_and_sends_nothing(office: Office) -> None:
    result = office.send(dry_run=True)
    assert [(row.unit, row.state) for row in result.rows] == [
        ("槐荫区第0局", "ready"),
        ("槐荫区第1局", "ready"),
    ]
    folder = office.output / "departments" / "发件箱" / "2024"
    assert sorted(path.name for path in folder.iterdir()) == ["槐荫区第0局.eml", "槐荫区第1局.eml"]
    mail = email.message_from_bytes(
        (folder / "槐荫区第0局.eml").read_bytes(), policy=email.policy.default
    )
    assert mail["To"] == "槐荫区第0局 <d0@office.test>"
    with Store.open(office.url) as store:
        assert store.ledger.entries() == ()
    with Scripted() as server:
        office.send(server.port, only=("区第0局",))
    office.send(dry_run=True)
    assert [path.name for path in folder.iterdir()] == ["槐荫区第1局.eml"]


def test_folders_hold_every_units_files_and_one_list(office: Office) -> None:
    office.mail["due_days"] = 5
    office.mail.pop("server")
    office.mail.pop("sender")
    folder = office.output / "departments" / "待交付" / "2024"

    def hand_over() -> list[str]:
        with Store.open(office.url) as store:
            from briefing.post.send import Options, send

            return [
                row.state
                for row in send(
                    office.job,
                    office.settings,
                    store,
                    office.output,
                    office.clockwork.time,
                    Options(by_folder=True),
                ).rows
            ]

    assert hand_over() == ["sent", "sent"]
    assert hand_over() == ["nothing", "nothing"]
    office.paper(office.departments[0], workbook([("一般公共预算收入", 57.3)]))
    office.run()
    assert hand_over() == ["sent", "nothing"]
    assert sorted(path.name for path in (folder / "槐荫区第0局").iterdir()) == [
        "槐荫区2024年第0局指标表.xlsx",
        "槐荫区2024年第0局指标表（更正1）.xlsx",
        "说明.txt",
    ]
    assert "57.1 → 57.3" in (folder / "槐荫区第0局" / "说明.txt").read_text(encoding="utf-8-sig")
    rows = list(load_workbook(folder / "发送清单.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("序号", "单位", "文件", "sha256", "报回期限", "交付日期")
    assert [row[2] for row in rows[1:]] == [
        "槐荫区2024年第0局指标表.xlsx",
        "槐荫区2024年第1局指标表.xlsx",
        "槐荫区2024年第0局指标表（更正1）.xlsx",
    ]
    assert rows[1][4:] == ("2025-01-25", "2025-01-20")
    assert rows[3][3] == office.entries[office.path(office.departments[0])]["sha256"]


def test_what_was_handed_over_in_a_folder_is_not_mailed_and_the_other_way_round(
    office: Office,
) -> None:
    with Scripted() as server:
        office.send(server.port, only=("区第0局",))
        assert [row.state for row in office.send(server.port, by_folder=True).rows] == [
            "sent",
            "nothing",
        ]
        assert {row.said for row in office.send(server.port).rows} == {
            "内容没有变，已发过",
            "内容没有变，已按文件夹交过",
        }
        # A correction counts on from what was handed over.
        office.paper(office.departments[1], workbook([("一般公共预算收入", 1)]))
        office.run()
        office.send(server.port)
    assert server.taken[-1].mail["Subject"].endswith("（更正1）")


@pytest.mark.parametrize("how", ["split", "zip"])
def test_what_is_too_big_for_one_mail_is_zipped_or_split(office: Office, how: str) -> None:
    first = office.departments[0]
    blank = b"0" * 700_000 if how == "zip" else bytes(range(256)) * 2800
    for name in ("指标表", "任务表", "项目表"):
        buffer = io.BytesIO(workbook(ROWS))
        with zipfile.ZipFile(buffer, "a") as file:
            file.writestr("docProps/heavy.bin", blank)
        office.paper(first, buffer.getvalue(), name=name)
    office.mail |= {
        "size_limit": 2,
        "letters": [{"to": "departments", "departments": ["区第0局"], "too_big": how}],
    }
    office.run()
    with Scripted() as server:
        office.send(server.port)
    if how == "zip":
        (data,) = files_of(server.taken[0].mail).values()
        assert list(files_of(server.taken[0].mail)) == ["槐荫区第0局2024年材料.zip"]
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        assert sorted(info.filename for info in infos) == sorted(
            Path(office.path(first, n)).name for n in ("指标表", "任务表", "项目表")
        )
        assert all(info.flag_bits & 0x800 for info in infos)
    else:
        assert [taken.mail["Subject"] for taken in server.taken] == [
            "槐荫区2024年部门指标表（1/2）",
            "槐荫区2024年部门指标表（2/2）",
        ]
        assert sorted(name for taken in server.taken for name in files_of(taken.mail)) == sorted(
            Path(office.path(first, n)).name for n in ("指标表", "任务表", "项目表")
        )
        assert all(len(taken.data) < 2 * 1024 * 1024 for taken in server.taken)


def test_a_paper_too_big_for_any_mail_is_kept_and_said(office: Office) -> None:
    import os

    buffer = io.BytesIO(workbook(ROWS))
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("docProps/heavy.bin", os.urandom(1_000_000))
    office.paper(office.departments[0], buffer.getvalue())
    office.mail["size_limit"] = 1
    office.run()
    with Scripted() as server:
        result = office.send(server.port)
    assert [row.said for row in result.rows if row.state == "held"] == [
        "附件超过 1 MB（mail.size_limit），发不了"
    ]
    assert len(server.taken) == 1


def test_old_clients_find_the_name_too(office: Office) -> None:
    with Scripted() as server:
        office.send(server.port)
    old = email.message_from_bytes(server.taken[0].data)  # the policy of Python 2's days
    part = next(part for part in old.walk() if part.get_filename())
    name = part.get_param("name", unquote=True)
    assert "".join(
        piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece
        for piece, charset in decode_header(str(name))
    ) == ("槐荫区2024年第0局指标表.xlsx")
    assert "filename*=UTF-8''%E6%A7%90" in part["Content-Disposition"]


def test_names_cannot_put_headers_into_a_mail(office: Office) -> None:
    evil = "x\r\nBcc: evil@office.test\r\n\r\n<p>"
    changed = office.departments[0].model_construct(
        id="d0", name=f"区{evil}", contact=evil, email="d0@office.test", emails={}
    )
    office.settings = dataclasses.replace(
        office.settings, departments=(changed, office.departments[1])
    )
    (office.root / "templates" / "mail" / "sheets.txt").write_text(
        "主题：{{ 单位 }}{{ 变动 or '' }}\n\n{{ 科室 }}\n".replace(
            "{{ 变动 or '' }}", "{% for 份 in 材料 %}{{ 份.变动|join }}{% endfor %}"
        ),
        encoding="utf-8",
    )
    with Scripted() as server:
        office.send(server.port)
    mail = next(taken for taken in server.taken if taken.to == ["d0@office.test"]).mail
    assert "Bcc" not in mail
    assert [taken.to for taken in server.taken if "evil" in str(taken.to)] == []
    assert mail["Subject"] == "槐荫区x Bcc: evil@office.test <p>"


def test_a_run_that_did_not_end_is_not_sent_from(office: Office) -> None:
    office.run("running")
    with pytest.raises(SettingsError, match="上次运行没有做完"):
        office.send(1)


def test_an_uncertain_mail_is_reported_until_somebody_says_what_became_of_it(
    office: Office,
) -> None:
    with Scripted({("dot", 1): "drop"}) as server:
        assert [row.state for row in office.send(server.port).rows] == ["uncertain", "sent"]
        office.paper(
            office.departments[0], None
        )  # even when there is nothing for its recipient any more
        office.run()
        result = office.send(server.port)
        assert [(row.unit, row.state) for row in result.rows][-1] == ("槐荫区第0局", "uncertain")
        assert result.exit_code == 1
        assert office.resolved(server) == 1
        assert office.send(server.port).exit_code == 0


def test_what_the_run_failed_to_make_is_said(office: Office) -> None:
    with Store.open(office.url) as store:
        run = store.runs.all()[-1].id
        store.runs.ended(run, 1, "failed", office.clockwork.clock(), "模板打不开")
    with Scripted() as server:
        result = office.send(server.port)
    assert "上次运行没有做成" in result.rows[-1].said
    assert (result.rows[-1].unit, result.rows[-1].state, result.exit_code) == (
        "槐荫区区第1局",
        "held",
        1,
    )


def test_nothing_goes_where_the_ledger_cannot_be_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be entered beforehand is not sent; where only the end of it is missing, it is uncertain."""
    from briefing.store import Ledger

    def full(*_: object) -> bool:
        raise StoreError("磁盘已满，没有写入")

    with Scripted() as server:
        with monkeypatch.context() as patched:
            patched.setattr(Ledger, "claim", full)
            result = office.send(server.port)
        assert (result.stopped, result.count("waiting"), server.taken) == (
            "磁盘已满，没有写入",
            2,
            [],
        )
        with monkeypatch.context() as patched:
            patched.setattr(Ledger, "settle", full)
            assert office.send(server.port).stopped == "磁盘已满，没有写入"
        assert len(server.taken) == 1
        assert sorted(row.state for row in office.send(server.port).rows) == ["sent", "uncertain"]
        assert office.resolved(server) == 1
        assert office.send(server.port).count("nothing") == 2
    assert set(server.received.values()) == {1}


def test_two_senders_do_not_meet(office: Office) -> None:
    with (
        Store.open(office.url) as other,
        other.ledger.alone(),
        pytest.raises(LockedError, match="另一个发送正在进行"),
    ):
        office.send(1)


def test_papers_of_another_store_are_not_sent(tmp_path: Path) -> None:
    """The ledger of this one does not know what went out: everybody would get everything again."""
    office = Office(tmp_path)
    office.papers()
    office.run()
    memory.remember(office.output, "departments", office.url, "another")
    with pytest.raises(SettingsError, match="用另一个库生成的"):
        office.send(by_folder=True)
    with Store.open(office.url) as store:
        memory.remember(office.output, "departments", office.url, store.seals.store)
    assert office.send(by_folder=True).count("sent") == 3
