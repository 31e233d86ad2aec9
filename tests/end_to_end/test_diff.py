"""Two versions of a report: what differs, figure by figure."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from lxml import html

from tests.end_to_end.conftest import briefing

BEFORE = "某区2025年政府工作报告\n一、2024年工作回顾\n2024年，地区生产总值620.4亿元，增长5.1%。固定资产投资增长7.4%。\n"
AFTER = BEFORE.replace("620.4亿元", "621.0亿元").replace("固定资产投资增长7.4%", "外贸增长3%")


def reports(folder: Path) -> tuple[Path, Path]:
    one, other = folder / "前.txt", folder / "后.txt"
    one.write_text(BEFORE, encoding="utf-8")
    other.write_text(AFTER, encoding="utf-8")
    return one, other


def test_changed_added_and_removed_figures(tmp_path: Path) -> None:
    done = briefing("diff", *reports(tmp_path), "--format", "json")
    assert done.returncode == 1
    found = {(each["name"], each["change"]): each for each in json.loads(done.stdout)}
    changed = found["gdp", "changed"]
    assert (changed["before"], changed["after"]) == ("620.4亿元", "621.0亿元")
    assert ("fixed_asset_investment", "removed") in found
    assert len(found) == 3


def test_the_same_report_twice(tmp_path: Path) -> None:
    one, _ = reports(tmp_path)
    done = briefing("diff", one, one)
    assert done.returncode == 0
    assert "0 处不同" in done.stderr


def test_two_stores(tmp_path: Path) -> None:
    urls = []
    for number, path in enumerate(reports(tmp_path)):
        urls.append(tmp_path / f"{number}.db")
        assert briefing("ingest", path, "--store", f"sqlite:///{urls[-1]}").returncode == 0
    done = briefing("diff", *urls)
    assert "改变" in done.stdout
    assert "620.4亿元" in done.stdout


def test_two_runs(tmp_path: Path) -> None:
    """A run's folder against a copy of it from before: figures, what the checks found, and which papers are others now."""
    report, output = tmp_path / "报告.txt", tmp_path / "out"
    told = BEFORE.replace("某区", "槐荫区").replace(
        "7.4%。", "7.4%。一般公共预算收入57.1亿元，其中税收收入61.2亿元。"
    )
    job = ("run", "annual", "--district", "槐荫区", "--sources", report, "--output", output)
    folders = []
    for text in (told, told.replace("620.4亿元", "621.0亿元").replace("61.2", "41.2")):
        report.write_text(text, encoding="utf-8")
        assert briefing(*job).returncode == 0
        (made,) = (page.parent for page in (output / "annual").glob("*/index.html"))
        folders.append(shutil.copytree(made, tmp_path / f"运行{len(folders)}"))
    done = briefing("diff", *folders, "--district", "槐荫区", "--format", "json")
    assert done.returncode == 1
    found = {(each["kind"], each["name"], each["change"]) for each in json.loads(done.stdout)}
    assert ("indicator", "gdp", "changed") in found
    whole = briefing(
        "diff", folders[0].parent, folders[1].parent
    )  # one folder of two runs: the same
    assert "0 处不同" in whole.stderr
    table = briefing("diff", *folders, "--district", "槐荫区").stdout
    assert "地区生产总值" in table
    assert "gdp" not in table
    assert any(
        kind == "finding" and "61.2" in name and change == "removed" for kind, name, change in found
    )
    papers = {each["name"] for each in json.loads(done.stdout) if each["kind"] == "paper"}
    assert {Path(name).suffix for name in papers} == {".docx", ".xlsx", ".pdf"}
    said = html.fromstring((folders[1] / "index.html").read_text("utf-8")).find(".//details")
    assert "61.2" in said.text_content()
    assert briefing("diff", folders[0], folders[0]).returncode == 0


def test_a_run_whose_list_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    done = briefing("diff", tmp_path, tmp_path)
    assert done.returncode == 2
    assert "成果清单读不出来" in done.stderr
