"""An office's address book, letters that can reach nobody, and a server that is tried."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from openpyxl import Workbook

from briefing.errors import SettingsError
from briefing.post.addresses import read_addresses
from briefing.post.mailing import mail_settings
from briefing.post.recipients import strangers, unreachable
from briefing.settings.mail import Letter
from tests.unit.post.office import Clockwork, Office
from tests.unit.post.servers import Scripted

BOOK = "单位,联系人,邮箱\n槐荫区第0局,某科,new@office.test\n槐荫区没有的局,,x@office.test\n"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, departments=2)
    made.papers()
    made.run()
    return made


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_of_either_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "通讯录.csv").write_bytes(BOOK.encode(encoding))
    assert read_addresses(tmp_path, "通讯录.csv")["槐荫区第0局"] == "new@office.test"


def test_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active
    for row in (["通讯录"], ["邮箱", "单位"], [" a@office.test", "槐荫区 财政局"], [None, "空"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_addresses(tmp_path, "a.xlsx") == {"槐荫区财政局": "a@office.test"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("名称,电话\n", "通讯录里没有表头（第一行写“单位”和“邮箱”）"),
        ("单位,邮箱\n甲,a.test\n", "甲的 a.test 不像邮箱地址"),
        ("单位,邮箱\n甲,a@b.test\n甲,c@b.test\n", "甲有两个邮箱：a@b.test、c@b.test"),
    ],
)
def test_a_book_that_cannot_be_used_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_addresses(tmp_path, "a.csv")
    assert says in str(caught.value)


def test_the_book_lies_over_the_settings(office: Office) -> None:
    (office.settings.root / "通讯录.csv").write_text(BOOK, encoding="utf-8")
    office.mail["address_book"] = "通讯录.csv"
    with Scripted() as server:
        office.send(server.port)
    assert sorted(taken.to[0] for taken in server.taken) == ["d1@office.test", "new@office.test"]


def test_letters_that_reach_nobody_and_units_that_nobody_knows_are_told(office: Office) -> None:
    office.mail["server"] = {"host": "localhost", "security": "none"}
    job = office.job
    assert job.mail
    book = {"槐荫区第0局": "new@office.test", "没有的局": "x@office.test"}
    assert strangers(job, job.mail, office.settings, book) == ("没有的局",)
    assert list(unreachable(job, job.mail, office.settings, {})) == []
    nowhere = [each.model_copy(update={"email": ""}) for each in office.departments]
    settings = dataclasses.replace(office.settings, departments=tuple(nowhere))
    (said,) = unreachable(job, job.mail, settings, {})
    assert "发给各部门的信一封也发不出去（2 个收件人）：槐荫区第0局没有邮箱" in said
    (said,) = unreachable(job, job.mail, settings, book)
    assert "发给各部门的信有 1 封发不出去（共 2 个收件人）：槐荫区第1局没有邮箱" in said


def test_the_owner_has_a_letter_of_its_own_words() -> None:
    assert Letter(to="owner").text == "templates/mail/owner.txt"
    assert Letter.model_validate({"to": "owner", "text": "a.txt"}).text == "a.txt"
    assert Letter(to="departments").text == "templates/mail/sheets.txt"


def test_a_server_is_tried_only_when_asked(office: Office) -> None:
    with Scripted() as server:
        office.mail["server"] = {"host": "localhost", "port": server.port, "security": "none"}
        mail = office.job.mail
        assert mail
        assert "没有试连" in mail_settings(mail, office.settings.root)[1]
        well, says = mail_settings(mail, office.settings.root, Clockwork().time)
        assert (well, "连上了" in says, server.taken) == (True, True, [])
    well, says = mail_settings(mail, office.settings.root, Clockwork().time)
    assert (well, "连不上" in says) == (False, True)
