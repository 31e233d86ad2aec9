"""From the review page to the next run: what a person marks lies over what was read."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import briefing

REPORT = """某区2025年政府工作报告

一、2024年工作回顾
2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。新建口袋公园36处。
"""
DISTRICTS = """districts:
  - {code: "990101", name: 某区, kind: district, city: 某市}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "工作区"
    assert briefing("init", root).returncode == 0
    (root / "config" / "districts.yaml").write_text(DISTRICTS, encoding="utf-8")
    (root / "sources" / "报告.txt").write_text(REPORT, encoding="utf-8")
    for job in (root / "config" / "jobs").glob("*.yaml"):
        if job.stem != "annual":
            job.unlink()
    job = root / "config" / "jobs" / "annual.yaml"
    told = job.read_text("utf-8").replace("[槐荫区, 天桥区, 市中区]", "[某区]")
    job.write_text(told, encoding="utf-8")
    assert briefing("ingest", "sources", cwd=root).returncode == 0
    return root


def facts(root: Path, *options: str) -> list[dict[str, Any]]:
    done = briefing("facts", "--format", "jsonl", *options, cwd=root)
    return [json.loads(line) for line in done.stdout.splitlines()]


def marks(root: Path, *made: dict[str, Any], by: str = "统计科") -> Path:
    told = {"format": "briefing-marks", "version": 1, "file": "报告.txt", "by": by, "marks": made}
    path = root / "校核-报告.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def mark(root: Path, name: str, verdict: str, now: dict[str, str] | None = None) -> dict[str, Any]:
    """A mark as the page saves it, on the fact of this name."""
    (path,) = (root / "output" / "review").glob("[0-9a-f]*.html")
    page = path.read_text("utf-8")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    fact = next(each for each in data["facts"] if each["name"] == name)
    return {
        "kind": fact["kind"],
        "document": fact["document"],
        "start": fact["start"],
        "end": fact["end"],
        "quote": fact["quote"],
        "verdict": verdict,
        "was": {"name": fact["name"], "value": fact["value"]},
        "now": now,
        "note": "",
        "at": "2026-01-05T08:00:00.000Z",
    }


def test_marks_lie_over_the_facts_of_the_next_run(workspace: Path) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    before = {(f["name"], f["value"]) for f in facts(workspace)}
    assert {("固定资产投资", "7.4"), ("地区生产总值", "620.4")} <= before
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    saved = marks(
        workspace,
        mark(workspace, "固定资产投资", "changed", {"value": "7.1", "status": "estimate"}),
        mark(workspace, "新建口袋公园", "wrong"),
    )
    done = briefing("corrections", "import", saved, cwd=workspace)
    assert done.returncode == 0
    assert "新收 2 条" in done.stderr
    after = {f["name"]: f for f in facts(workspace)}
    assert (after["固定资产投资"]["value"], after["固定资产投资"]["status"]) == ("7.1", "estimate")
    assert "新建口袋公园" not in after
    again = briefing("run", "annual", "--dry-run", cwd=workspace)
    assert "要做" in again.stdout  # the papers depend on the marks
    assert "新收 0 条" in briefing("corrections", "import", saved, cwd=workspace).stderr


def test_papers_say_what_became_of_a_figure(workspace: Path) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    saved = marks(workspace, mark(workspace, "地区生产总值", "changed", {"value": "602.4"}))
    assert briefing("corrections", "import", saved, cwd=workspace).returncode == 0
    assert briefing("run", "annual", cwd=workspace).returncode == 0
    (paper,) = (workspace / "output" / "annual").rglob("*.docx")
    with zipfile.ZipFile(paper) as parts:
        told = re.sub("<[^>]*>", "", parts.read("word/document.xml").decode())
    assert "地区生产总值602.4亿元" in told
    assert "来源值620.4亿元→核定值602.4亿元（统计科，2026-01-05，校核网页）" in told
    assert briefing("verify", "output", cwd=workspace).returncode == 0


def test_what_was_missed_becomes_a_fact(workspace: Path) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    missed = mark(workspace, "地区生产总值", "missed") | {
        "was": None,
        "now": {"name": "口袋公园面积", "value": "36", "unit": "公顷", "period": "2024"},
        "at": "2026-01-05T08:00:01Z",
    }
    assert (
        briefing("corrections", "import", marks(workspace, missed), cwd=workspace).returncode == 0
    )
    found = next(f for f in facts(workspace) if f["name"] == "口袋公园面积")
    assert (found["value"], found["unit"], found["area"]) == ("36", "公顷", "某区")


def test_a_mark_is_taken_back_and_survives_reading_again(workspace: Path) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    saved = marks(workspace, mark(workspace, "固定资产投资", "changed", {"value": "7.1"}))
    assert briefing("corrections", "import", saved, cwd=workspace).returncode == 0
    (workspace / "config" / "wording.yaml").touch()
    assert briefing("ingest", "sources", cwd=workspace).returncode == 0
    assert next(f for f in facts(workspace) if f["name"] == "固定资产投资")["value"] == "7.1"
    listed = briefing("corrections", "marks", cwd=workspace)
    assert "改正" in listed.stdout
    assert "数值→7.1" in listed.stdout
    assert "统计科" in listed.stdout
    assert (
        briefing("corrections", "revert-mark", 1, "--by", "综合科", cwd=workspace).returncode == 0
    )
    assert next(f for f in facts(workspace) if f["name"] == "固定资产投资")["value"] == "7.4"
    twice = briefing("corrections", "revert-mark", 1, "--by", "综合科", cwd=workspace)
    assert twice.returncode != 0
    assert "第 1 号标记已经不起作用" in twice.stderr


def test_marks_become_labels_of_the_contract(workspace: Path, tmp_path: Path) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    saved = marks(
        workspace,
        mark(workspace, "地区生产总值", "right"),
        mark(workspace, "固定资产投资", "changed", {"value": "7.1"}),
        mark(workspace, "新建口袋公园", "wrong"),
    )
    assert briefing("corrections", "import", saved, cwd=workspace).returncode == 0
    assert briefing("labels", "export", "--out", tmp_path / "标注", cwd=workspace).returncode == 0
    lines = (tmp_path / "标注" / "报告.indicators.jsonl").read_text("utf-8").splitlines()
    found = {row["name"]: row for row in map(json.loads, lines)}
    assert found["固定资产投资"]["value"] == "7.1"
    assert {"quote", "id", "measure", "status", "period", "bound"} <= set(found["固定资产投资"])
    assert "新建口袋公园" not in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "其他"}, "内容不全或被改动过"),
        ({"now": {"value": "七点一"}}, "不是数"),
        ({"now": {"period": "去年"}}, "不是时期"),
        ({"now": {"status": "maybe"}}, "不是可用的值"),
        ({"now": {"id": "no_such"}}, "没有规范指标"),
        ({"start": -1}, "内容不全或被改动过"),
    ],
)
def test_a_file_with_a_bad_mark_is_refused_whole(
    workspace: Path, change: dict[str, Any], said: str
) -> None:
    assert briefing("review", cwd=workspace).returncode == 0
    good = mark(workspace, "地区生产总值", "right")
    bad = marks(workspace, good, mark(workspace, "固定资产投资", "changed") | change)
    done = briefing("corrections", "import", bad, cwd=workspace)
    assert done.returncode == 1
    assert said in done.stderr
    assert "第2条" in done.stderr
    assert "共 0 条" in briefing("corrections", "marks", cwd=workspace).stderr


def test_a_page_without_a_reviewer_is_not_taken(workspace: Path) -> None:
    done = briefing("corrections", "import", marks(workspace, by=""), cwd=workspace)
    assert "没有写校核人" in done.stderr


def test_a_page_tells_what_the_checks_found_and_leads_to_the_other_side(workspace: Path) -> None:
    other = REPORT.replace("620.4亿元", "602.4亿元").replace(
        "政府工作报告", "国民经济和社会发展计划报告"
    )
    (workspace / "sources" / "计划.txt").write_text(other, encoding="utf-8")
    assert briefing("ingest", "sources", cwd=workspace).returncode == 0
    assert briefing("review", cwd=workspace).returncode == 0
    folder = workspace / "output" / "review"
    for path in folder.glob("[0-9a-f]*.html"):
        data = json.loads(path.read_text("utf-8").split('id="data">')[1].split("</script>")[0])
        (found,) = [each for each in data["findings"] if each["severity"] == "high"]
        assert "地区生产总值602.4亿元" in found["message"]
        ((start, end),) = found["at"]
        fact = next(each for each in data["facts"] if (each["start"], each["end"]) == (start, end))
        assert fact["name"] == "地区生产总值"
        ((file, link),) = found["elsewhere"]
        assert file != data["file"]
        assert (folder / link.partition("#")[0]).is_file()
    assert "报告.txt；计划.txt" in briefing("findings", cwd=workspace).stdout
