"""briefing extract, ingest and facts on real and made documents."""

from __future__ import annotations

import csv
import io
import json
import signal
from pathlib import Path

import pytest

from briefing import sources
from briefing.cli import run
from tests.end_to_end.conftest import ROOT, briefing

REPORT = """政府工作报告

——2025年1月9日在某市第三届人民代表大会第四次会议上

各位代表：

一、2024年工作回顾

预计全年地区生产总值增长5.2%左右。一般公共预算收入完成31.40亿元，规模以上工业增加值下降2.1%。新增城镇就业1.2万人。

二、2025年工作安排

今年主要预期目标是：地区生产总值增长5.5%左右，一般公共预算收入增长3%以上。
"""


def test_an_area_nobody_configured_has_ids_too(tmp_path: Path) -> None:
    (tmp_path / "某市.txt").write_text(REPORT, encoding="utf-8")
    done = briefing("extract", "某市.txt", "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    facts = {
        (row["id"], row["measure"], row["value"], row["status"], row["period"], row["bound"])
        for row in map(json.loads, done.stdout.splitlines())
        if row["fact"] == "indicator"
    }
    assert facts == {
        ("gdp", "yoy", "5.2", "estimate", "2024", "approx"),
        ("general_budget_revenue", "level", "31.40", "actual", "2024", "exact"),
        ("industrial_value_added", "yoy", "-2.1", "actual", "2024", "exact"),
        ("urban_employment_new", "level", "1.2", "actual", "2024", "exact"),
        ("gdp", "yoy", "5.5", "target", "2025", "approx"),
        ("general_budget_revenue", "yoy", "3", "target", "2025", "min"),
    }


def test_every_row_has_the_contracts_keys_and_leads_back_to_the_text(tmp_path: Path) -> None:
    (tmp_path / "某市.txt").write_text(REPORT, encoding="utf-8")
    done = briefing("extract", tmp_path / "某市.txt")
    for row in map(json.loads, done.stdout.splitlines()):
        assert {
            "fact",
            "doc",
            "document",
            "area",
            "section",
            "sentence",
            "start",
            "end",
            "quote",
        } <= set(row)
        if row["fact"] == "indicator":
            assert REPORT[row["start"] : row["end"]].startswith(row["value"].lstrip("-"))


def test_a_bad_file_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "某市.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    done = briefing("extract", tmp_path / "坏.docx", tmp_path / "某市.txt")
    assert done.returncode == 1
    assert done.stdout.count("\n") >= 6
    assert len(done.stderr.splitlines()) == 1
    assert "坏.docx" in done.stderr


def test_facts_come_out_of_the_store_as_they_went_in(tmp_path: Path) -> None:
    store = f"sqlite:///{(tmp_path / 'facts.db').as_posix()}"
    assert briefing("ingest", ROOT / "examples" / "sources", "--store", store).returncode == 0
    done = briefing(
        "facts",
        "--district",
        "槐荫区",
        "--id",
        "general_budget_revenue",
        "--period",
        "2024",
        "--format",
        "csv",
        "--store",
        store,
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["value"], row["unit"]) for row in rows if row["status"] != "target"] == [
        ("57.1", "亿元")
    ]
    table = briefing("facts", "--district", "370104", "--period", "2024Q1", "--store", store)
    assert "170.3" in table.stdout
    again = briefing("ingest", ROOT / "examples" / "sources", "--store", store)
    assert "读入 0 个文件" in again.stderr


def test_facts_of_an_area_nobody_configured_are_listed_by_its_name(tmp_path: Path) -> None:
    store = f"sqlite:///{(tmp_path / 'facts.db').as_posix()}"
    (tmp_path / "外地.txt").write_text(REPORT.replace("某市", "云湖市"), encoding="utf-8")
    assert briefing("ingest", tmp_path / "外地.txt", "--store", store).returncode == 0
    done = briefing("facts", "--district", "云湖市", "--format", "jsonl", "--store", store)
    assert len(done.stdout.splitlines()) == 6
    wrong = briefing("facts", "--district", "云胡市", "--store", store)
    assert (wrong.returncode, "是否指 云湖市？" in wrong.stderr) == (2, True)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers")
def test_a_document_that_takes_too_long_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("慢.txt", "快.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    read = sources.read_file

    def read_slowly(path: Path) -> object:
        if path.name == "慢.txt":
            signal.raise_signal(signal.SIGALRM)  # as when its time is over
        return read(path)

    monkeypatch.setattr(sources, "read_file", read_slowly)
    assert run(["extract", str(tmp_path / "慢.txt"), str(tmp_path / "快.txt")]) == 1
    said = capsys.readouterr()
    assert said.out.count("\n") >= 6
    assert "慢.txt：超过 120 秒还没有读完，跳过了" in said.err


def test_a_store_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = briefing("facts", "--store", f"sqlite:///{(tmp_path / 'none.db').as_posix()}")
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1


def test_explain_says_which_words_each_field_came_from(tmp_path: Path) -> None:
    (tmp_path / "某市.txt").write_text(REPORT, encoding="utf-8")
    done = briefing("explain", tmp_path / "某市.txt", "--find", "31.40")
    assert done.returncode == 0
    assert "[一般公共预算收入|名称]" in done.stdout
    assert "[31.40|数字][亿元|单位]" in done.stdout
    none = briefing("explain", tmp_path / "某市.txt", "--find", "99.9")
    assert none.returncode == 1
    assert none.stderr == "某市.txt：没有读出与“99.9”有关的数字或项目\n"
    empty = briefing("explain", tmp_path / "某市.txt", "--find", " ")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "没有写要查什么" in empty.stderr
