"""The server of review pages: nothing outside its folder, nobody without its address, nobody's mark lost in silence."""

from __future__ import annotations

import http.client
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from briefing.jobs.ingest import ingest
from briefing.jobs.review import FOLDER, write_pages
from briefing.jobs.serving import Server
from briefing.jobs.supervisor import Inline
from briefing.settings import load_settings
from briefing.store import Store
from tests.conftest import ROOT

REPORT = """槐荫区2025年政府工作报告

一、2024年工作回顾
2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。
"""


@dataclass
class Office:
    """A served folder, and what a page knows."""

    server: Server
    store: Store
    sha256: str
    fact: dict[str, Any]
    page: str = ""  # the address of the report's page

    @property
    def host(self) -> str:
        return urlsplit(self.server.url).netloc

    @property
    def base(self) -> str:
        return "/" + urlsplit(self.server.url).path.split("/")[1]

    def ask(
        self, path: str, body: object = None, *, base: str | None = None, **headers: str
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self.host, timeout=20)
        told = {"Host": self.host} | headers
        data = json.dumps(body) if body is not None else None
        told |= {"Content-Type": "application/json"} if data else {}
        base = self.base if base is None else base
        connection.request("POST" if data else "GET", f"{base}/{path}", data, told)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        is_json = "json" in answer.getheader("Content-Type", "")
        return answer.status, json.loads(text) if is_json else text

    def mark(self, by: str, value: str, seen: int = 0) -> tuple[int, Any]:
        kept = ("kind", "document", "start", "end", "quote", "sentence")
        made = {key: self.fact[key] for key in kept} | {
            "verdict": "changed",
            "was": {"name": self.fact["name"]},
            "now": {"value": value},
            "at": "2026-01-05T08:00:00.000Z",
        }
        return self.ask(f"marks/{self.sha256}", {"by": by, "seen": seen, "mark": made})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store and the output folder after a run."""
    folder = tmp_path_factory.mktemp("served")
    source = folder / "报告.txt"
    source.write_text(REPORT, encoding="utf-8")
    (folder / "秘密.html").write_text("秘密", encoding="utf-8")
    settings = load_settings(ROOT)
    output = folder / "output"
    with Store.open(store_url(folder)) as store, Inline(settings) as executor:
        ingest([source], store, settings, executor)
        assert not write_pages([source], store, settings, executor, output / FOLDER)
    (output / "briefing.db").write_bytes(b"x")
    (output / "annual").mkdir()
    (output / "annual" / "index.html").write_text("一览", encoding="utf-8")
    return folder


def store_url(folder: Path) -> str:
    return f"sqlite:///{(folder / 's.db').as_posix()}"


@pytest.fixture
def office(folder: Path, tmp_path: Path) -> Iterator[Office]:
    output = shutil.copytree(folder, tmp_path / "office") / "output"
    (page,) = (output / FOLDER).glob("[0-9a-f]*.html")
    data = json.loads(page.read_text("utf-8").split('id="data">')[1].split("</script>")[0])
    fact = next(each for each in data["facts"] if each["name"] == "固定资产投资")
    with (
        Store.open(store_url(output.parent)) as store,
        Server(output, FOLDER, store, set()) as server,
    ):
        yield Office(server, store, data["sha256"], fact)


def test_the_address_opens_the_pages_and_the_papers(office: Office) -> None:
    status, listed = office.ask(f"{FOLDER}/index.html")
    assert status == 200
    assert "报告.txt" in listed
    assert office.ask("annual/index.html") == (200, "一览")
    assert office.host.startswith("127.0.0.1:")


@pytest.mark.parametrize(
    "path",
    [
        "../秘密.html",
        f"{FOLDER}/../../秘密.html",
        "%2e%2e/秘密.html",
        "..%2f秘密.html",
        "//etc/hostname",
        "briefing.db",
        ".briefing.lock",
        FOLDER,
        "x\0.html",
        "无.html",
    ],
)
def test_nothing_else_is_shown(office: Office, path: str) -> None:
    assert office.ask(quote(path, safe="/%"))[0] == 404


@pytest.mark.parametrize("base", ["", "/falsch", "/0"])
def test_nobody_without_the_token(office: Office, base: str) -> None:
    assert office.ask(f"{FOLDER}/index.html", base=base)[0] == 403
    assert office.ask(f"marks/{office.sha256}", {"by": "x"}, base=base)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.org"},
        {"Host": "example.org:80"},
        {"Origin": "http://example.org"},
        {"Origin": "null"},
    ],
)
def test_no_other_host_or_origin(office: Office, headers: dict[str, str]) -> None:
    assert office.ask(f"{FOLDER}/index.html", **headers)[0] == 403
    assert office.ask(f"marks/{office.sha256}", {"by": "x"}, **headers)[0] == 403


def test_a_mark_lies_over_the_facts_at_once_and_is_taken_back(office: Office) -> None:
    status, told = office.mark("统计科", "7.1")
    assert status == 200
    (held,) = told["marks"]
    assert (held["by"], held["now"]) == ("统计科", {"value": "7.1"})
    assert "7.1" in {format(one.value, "f") for one in office.store.observations()}
    assert office.ask(f"revert/{office.sha256}", {"by": "综合科", "id": held["id"]})[0] == 200
    assert office.ask(f"marks/{office.sha256}") == (200, {"marks": []})
    status, told = office.ask(f"revert/{office.sha256}", {"by": "综合科", "id": held["id"]})
    assert status == 400
    assert "已经不起作用" in told["error"]


def test_who_did_not_see_the_mark_that_holds_is_told_of_it(office: Office) -> None:
    _, first = office.mark("统计科", "7.1")
    status, told = office.mark("综合科", "7.2")
    assert status == 409
    assert (told["mark"]["by"], told["mark"]["now"]) == ("统计科", {"value": "7.1"})
    assert office.mark("综合科", "7.2", seen=first["marks"][0]["id"])[0] == 200
    (held,) = [each.mark for each in office.store.marks.all() if each.holds]
    assert (held.by, dict(held.now)) == ("综合科", {"value": "7.2"})


def test_of_many_at_once_one_is_first_and_the_others_are_told(office: Office) -> None:
    with ThreadPoolExecutor(8) as people:
        found = list(people.map(lambda n: office.mark(f"科室{n}", f"7.{n}")[0], range(8)))
    assert sorted(found) == [200] + [409] * 7
    assert len(office.store.marks.all()) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"by": ""}, "没有写校核人"),
        ({"by": "统计科"}, "内容不全"),
        (["统计科"], "内容不全"),
    ],
)
def test_what_is_no_mark_is_refused_in_words(office: Office, body: object, said: str) -> None:
    status, told = office.ask(f"marks/{office.sha256}", body)
    assert status == 400
    assert said in told["error"]


def test_a_mark_of_a_document_that_is_not_there_is_refused(office: Office) -> None:
    office.fact |= {"document": "0" * 12}
    status, told = office.mark("统计科", "7.1")
    assert status == 400
    assert "没有这份资料" in told["error"]
