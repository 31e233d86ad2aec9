"""Two versions of a report: what differs, figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

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
