"""Which frame speaks: headings are one voice, openings and the sentences' own words are others."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from briefing.extraction.observations import observation_row, observations
from briefing.sources import documents, read_bytes
from tests.unit.extraction.observations.build import LEXICON

PART = re.compile(r"\s*[一二三四五六七八九十]{1,3}、.{0,58}")


@cache
def rows(name: str, text: str) -> list[dict[str, Any]]:
    return [
        observation_row(o)
        for document in documents(read_bytes(name, text.encode()))
        for o in observations(document, LEXICON)
    ]


def labelled(shared: Path, kinds: tuple[str, ...]) -> list[dict[str, str]]:
    if not (shared / "gold").is_dir():
        pytest.skip(f"needs the labels: {shared / 'gold'} is missing")
    found: list[dict[str, str]] = json.loads(
        (shared / "gold" / "documents.json").read_text("utf-8")
    )
    return [
        one
        for one in found
        if (shared / "gold" / f"{one['labels']}.indicators.jsonl").is_file()
        and one["labels"].endswith(kinds)
    ]


def placed(shared: Path, one: dict[str, str]) -> bool:
    """Whether labels stand at offsets, which cutting a line would move."""
    return '"at":' in (shared / "gold" / f"{one['labels']}.indicators.jsonl").read_text("utf-8")


def test_reports_without_the_headings_of_their_parts(shared: Path, tmp_path: Path) -> None:
    """The 一、 二、 三、 lines cut from every labelled report: what a figure is of hardly changes."""
    kinds = ("report", "plan", "budget")
    docs = [one for one in labelled(shared, kinds) if not placed(shared, one)]
    facts: list[dict[str, Any]] = []
    for file in sorted({one["file"] for one in docs}):
        lines = (shared / "data" / file).read_text("utf-8-sig").split("\n")
        text = "\n".join(line for line in lines if not PART.fullmatch(line))
        (tmp_path / "data" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / file).write_text(text, "utf-8")
        facts += rows(Path(file).name, text)
    gold = tmp_path / "gold"
    gold.mkdir()
    for one in docs:
        name = f"{one['labels']}.indicators.jsonl"
        (gold / name).write_text((shared / "gold" / name).read_text("utf-8"), "utf-8")
    (gold / "documents.json").write_text(json.dumps(docs, ensure_ascii=False), "utf-8")
    found = tmp_path / "facts.jsonl"
    found.write_text("".join(json.dumps(f, ensure_ascii=False) + "\n" for f in facts), "utf-8")
    scorer = [sys.executable, str(shared / "gold" / "score.py"), str(found)]
    done = subprocess.run(
        [*scorer, "--gold", str(gold), "--data", str(tmp_path / "data"), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["indicator"]["core"]["f1"] >= 0.93


@pytest.mark.parametrize(
    "passing",
    [
        "“{plan}”以来，我们始终把高质量发展作为首要任务。",
        "要贯彻落实{next}年的各项部署。",
        "对照“{plan}”规划，我们仍有差距。",
        "五年来，我们始终把高质量发展作为首要任务。",
        "过去一年的成绩来之不易。",
    ],
)
def test_a_sentence_in_passing_changes_nothing_else(shared: Path, passing: str) -> None:
    """A sentence about the plan or another year, put behind the heading of an item, colours only itself."""
    for file in sorted({one["file"] for one in labelled(shared, ("report", "plan"))}):
        text = (shared / "data" / file).read_text("utf-8-sig")
        year = next((int(y) for y in re.findall(r"(20\d\d)年", text)), 2025)
        said = passing.format(plan="十四五" if year < 2026 else "十五五", next=year + 1)
        lines = text.split("\n")
        items = [n for n, line in enumerate(lines) if re.match(r"\s*（[一二三]）", line)]
        for at in reversed(items[1:2] + items[-1:]):
            lines.insert(at + 1, said)
        before, after = rows(Path(file).name, text), rows(Path(file).name, "\n".join(lines))
        told = [
            [
                (r["name"], r["value"], r["status"], r["period"])
                for r in found
                if r["sentence"] != said
            ]
            for found in (before, after)
        ]
        assert told[0] == told[1], file


def frames(text: str) -> list[tuple[str, str, str]]:
    return [(r["value"], r["status"], r["period"]) for r in rows("报告.txt", text)]


def test_a_report_without_any_heading() -> None:
    text = (
        "云湖县2025年政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作。\n"
        "一年来，我们顶住压力，主要做了以下工作：\n"
        "稳增长取得实效。新增规上工业企业12家，工业投资增长9.4%。\n"
        "惠民生成效明显。新建学校3所，城镇新增就业4600人。\n"
        "各位代表！新的一年，做好政府工作要坚持稳中求进，全力抓好以下工作。\n"
        "着力扩大有效投资。实施重点项目60个，加快推进产业园建设。\n"
        "着力培育经营主体。新增规上工业企业15家以上，力争工业投资增长10%。\n"
    )
    assert frames(text) == [
        ("12", "actual", "2024"),
        ("9.4", "actual", "2024"),
        ("3", "actual", "2024"),
        ("4600", "actual", "2024"),
        ("60", "target", "2025"),
        ("15", "target", "2025"),
        ("10", "target", "2025"),
    ]


def test_poetic_headings_say_no_frame() -> None:
    text = (
        "云湖县2026年政府工作报告\n一、风雨兼程，砥砺奋进谱新篇\n"
        "过去五年，我们接续奋斗，新增高新技术企业21家，改建农村公路286公里。\n"
        "二、扬帆起航，同心共筑新图景\n"
        "今年是“十五五”开局之年，要着力扩大内需，新增高新技术企业6家。\n"
    )
    assert frames(text) == [
        ("21", "actual", "2021-2025"),
        ("286", "actual", "2021-2025"),
        ("6", "target", "2026"),
    ]


def test_the_chapters_of_a_plan_behind_the_one_that_looks_back_are_the_plan_s() -> None:
    text = (
        "云湖县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要\n第一章 发展基础\n"
        "“十三五”时期，全县地区生产总值年均增长7.2%，实施重点项目312个。\n第二章 发展目标\n"
        "到2025年，地区生产总值达到270亿元，年均增长7.5%左右。\n"
    )
    assert frames(text) == [
        ("7.2", "actual", "2016-2020"),
        ("312", "actual", "2016-2020"),
        ("270", "target", "2025"),
        ("7.5", "target", "2021-2025"),
    ]
