"""briefing targets, findings, pack and confirm on a store of the real documents."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.cli import run
from briefing.jobs.work import SourceFile, read_source
from briefing.settings import Settings
from briefing.store import Store


@pytest.fixture(scope="module")
def store(shared: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of the real districts, and of one province that nobody configured."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('store') / 'briefing.db').as_posix()}"
    with Store.open(url) as opened:
        for path in [
            *sorted((shared / "data" / "seeds").glob("00[03]*.txt")),
            shared / "data" / "provinces" / "浙江省.txt",
        ]:
            file, documents = pickle.loads(read_source(settings, SourceFile(path, "key")))
            opened.replace(file, documents, datetime(2025, 1, 20, tzinfo=UTC))
    return url


def output(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(arguments) == code
    captured = capsys.readouterr()
    return captured.out if code == 0 else captured.err


def test_targets_as_json(capsys: pytest.CaptureFixture[str], store: str) -> None:
    rows: list[dict[str, Any]] = json.loads(
        output(
            capsys,
            "targets",
            "--district",
            "槐荫区",
            "--year",
            "2024",
            "--store",
            store,
            "--format",
            "json",
        )
    )
    gdp = next(row for row in rows if row["id"] == "gdp")
    assert (gdp["target"], gdp["target_bound"], gdp["actual"], gdp["actual_status"]) == (
        "6.5",
        "approx",
        "4",
        "estimate",
    )
    assert (gdp["difference"], gdp["basis"], gdp["verdict"], gdp["next_target"]) == (
        "-2.5",
        "estimate",
        "missed",
        "5.7",
    )
    assert gdp["display"] == "预计未完成，低于目标约2.5个百分点"
    assert "6.5%左右" in gdp["sources"]["target"]["quote"]
    assert gdp["sources"]["actual"]["file"].startswith("000")


def test_targets_as_a_table(capsys: pytest.CaptureFixture[str], store: str) -> None:
    table = output(capsys, "targets", "--district", "370104", "--year", "2024", "--store", store)
    line = next(line for line in table.splitlines() if "地区生产总值" in line)
    assert line.split() == [
        "主要",
        "地区生产总值",
        "增长6.5%左右",
        "增长4%左右",
        "预计数",
        "未完成",
        "预计未完成，低于目标约2.5个百分点",
        "增长5.7%",
    ]


def test_findings_as_lines(capsys: pytest.CaptureFixture[str], store: str) -> None:
    lines = output(
        capsys, "findings", "--district", "槐荫区", "--store", store, "--format", "jsonl"
    ).splitlines()
    found = [json.loads(line) for line in lines]
    assert {"rule", "severity", "area", "period", "message", "figures", "quotes"} <= found[0].keys()
    assert [finding["severity"] for finding in found] == sorted(
        (f["severity"] for f in found), key=["high", "medium", "low"].index
    )
    wording = next(finding for finding in found if finding["rule"] == "negative_growth")
    assert wording["quotes"] == ["增长-25.5%"]
    assert all(finding["quotes"] for finding in found)


def test_findings_by_severity_and_period(capsys: pytest.CaptureFixture[str], store: str) -> None:
    lines = output(
        capsys,
        "findings",
        "--severity",
        "high",
        "--period",
        "2023",
        "--store",
        store,
        "--format",
        "jsonl",
    ).splitlines()
    assert {(json.loads(line)["severity"], json.loads(line)["period"]) for line in lines} == {
        ("high", "2023")
    }


def test_a_pack(capsys: pytest.CaptureFixture[str], store: str) -> None:
    pack = json.loads(
        output(
            capsys,
            "pack",
            "--district",
            "槐荫区",
            "--period",
            "2024",
            "--department",
            "区财政局",
            "--audience",
            "department",
            "--store",
            store,
        )
    )
    assert (pack["audience"], pack["scope"]["department"], pack["findings"]) == (
        "department",
        "finance",
        [],
    )


def test_the_pack_of_a_city_has_its_districts_side_by_side(
    capsys: pytest.CaptureFixture[str], store: str
) -> None:
    pack = json.loads(
        output(capsys, "pack", "--district", "济南市", "--period", "2024", "--store", store)
    )
    gdp = next(
        row for row in pack["comparison"] if (row["indicator"], row["measure"]) == ("gdp", "yoy")
    )
    assert (len(gdp["areas"]), gdp["ranked"], gdp["reason"]) == (
        12,
        False,
        "1/12个区县有数，不排位",
    )


def test_confirm_and_revoke(capsys: pytest.CaptureFixture[str], store: str) -> None:
    listed = output(capsys, "confirm", "--district", "槐荫区", "--year", "2024", "--store", store)
    key = next(line.split()[0] for line in listed.splitlines() if "一般公共预算收入" in line)
    assert "没有写由谁确认" in output(capsys, "confirm", key, "--store", store, code=2)
    assert "没有这个推算数：000" in output(
        capsys, "confirm", "000", "--by", "区财政局办公室", "--store", store, code=2
    )
    output(capsys, "confirm", key, "--by", "区财政局办公室", "--store", store)
    line = next(
        line
        for line in output(capsys, "confirm", "--year", "2024", "--store", store).splitlines()
        if line.startswith(key)
    )
    assert line.endswith("已确认")
    pack = json.loads(
        output(
            capsys,
            "pack",
            "--district",
            "槐荫区",
            "--period",
            "2024",
            "--audience",
            "leader",
            "--store",
            store,
        )
    )
    assert [each["key"] for each in pack["derived"]] == [key]
    assert "没有确认过，撤销不了：未知" in output(
        capsys, "confirm", key, "未知", "--revoke", "--store", store, code=2
    )
    output(capsys, "confirm", key, "--revoke", "--store", store)
    assert "已确认" not in output(capsys, "confirm", "--year", "2024", "--store", store)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("targets", "--district", "槐阴区", "--year", "2024"),
            "没有配置这个地区：槐阴区（是否指 槐荫区？）",
        ),
        (("pack", "--district", "槐荫区", "--period", "2024x"), "不是时期代码"),
        (
            ("pack", "--district", "槐荫区", "--period", "2024", "--department", "财证局"),
            "没有配置这个部门：财证局",
        ),
    ],
)
def test_what_cannot_be_meant_is_said(
    capsys: pytest.CaptureFixture[str], store: str, arguments: tuple[str, ...], message: str
) -> None:
    assert message in output(capsys, *arguments, "--store", store, code=2)


def test_units_are_confirmed_for_tasks_that_name_none(
    capsys: pytest.CaptureFixture[str], store: str
) -> None:
    what = ("confirm", "--tasks", "--district", "槐荫区", "--year", "2025", "--store", store)
    listed = output(capsys, *what)
    key = next(line.split()[0] for line in listed.splitlines() if "储备优质项目不少于100个" in line)
    assert "没有写由谁确认" in output(capsys, *what, key, code=2)
    assert "没有这项任务：000" in output(capsys, *what, "000", "--by", "区政府督查室", code=2)
    assert "没有配置这个部门：水误局" in output(
        capsys, *what, key, "--by", "区政府督查室", "--unit", "水误局", code=2
    )
    output(capsys, *what, key, "--by", "区政府督查室", "--unit", "水务局")
    output(capsys, *what, key, "--by", "区政府督查室")  # the last word holds
    line = next(line for line in output(capsys, *what).splitlines() if line.startswith(key))
    assert line.endswith("已确认：区投资促进局、区发展改革局")
    pack = json.loads(
        output(
            capsys,
            "pack",
            "--district",
            "槐荫区",
            "--period",
            "2024",
            "--audience",
            "leader",
            "--store",
            store,
        )
    )
    assert next(
        task["lead"] for task in pack["tasks"] if "储备优质项目不少于100个" in task["text"]
    ) == ["区投资促进局"]
    output(capsys, *what, key, "--revoke")
    assert "已确认" not in output(capsys, *what)
    assert "--unit 只用于任务" in output(
        capsys, "confirm", "--unit", "水务局", "--store", store, code=2
    )


def test_a_doubtful_match_is_answered_by_its_code(
    capsys: pytest.CaptureFixture[str], store: str
) -> None:
    what = ("confirm", "--matches", "--store", store)
    assert output(capsys, *what, "--district", "槐荫区").startswith("代号")
    assert "没有这个问题：abc" in output(capsys, *what, "abc", "--by", "区统计局", code=2)
