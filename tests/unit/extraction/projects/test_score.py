"""The labelled documents: projects and duties against the labels, with what was reached as the floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.extraction.projects import link, mention_row, near_names, project_mentions
from briefing.extraction.tasks import duties, task_row
from briefing.sources import documents, read_file
from tests.thresholds import THRESHOLDS


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    gold = shared / "gold"
    if not gold.is_dir():
        pytest.skip(f"needs the labels: {gold} is missing")
    names = {
        entry["file"] for entry in json.loads((gold / "documents.json").read_text(encoding="utf-8"))
    }
    rows = []
    for name in sorted(names):
        for document in documents(read_file(shared / "data" / name)):
            rows += [mention_row(mention) for mention in project_mentions(document)]
            rows += [task_row(task) for task in duties(document)]
    facts = tmp_path_factory.mktemp("facts") / "facts.jsonl"
    facts.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    run = subprocess.run(
        [sys.executable, str(gold / "score.py"), str(facts)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return run.stdout


@pytest.mark.parametrize(("labels", "floor"), THRESHOLDS["projects"].items())
def test_projects(scores: str, labels: str, floor: float) -> None:
    (line,) = (
        line for line in scores.splitlines() if line.startswith("project") and labels in line
    )
    assert float(line.split(" F1 ")[1].split()[0]) >= floor, line


def test_duties_are_all_found_and_nothing_else(scores: str) -> None:
    assert 'duty detect {"precision": 1.0, "recall": 1.0, "f1": 1.0' in scores


def test_a_project_of_three_reports_is_one_and_a_slip_is_told(shared: Path) -> None:
    seeds = (
        document
        for path in sorted((shared / "data" / "seeds").glob("*.txt"))
        for document in documents(read_file(path))
    )
    projects = link(
        mention
        for document in seeds
        if document.area == "槐荫区"
        for mention in project_mentions(document)
    )
    (road,) = (project for project in projects if project.name == "腊山河西路北延")
    assert [(m.period, m.status, m.stage) for m in road.mentions if "-" not in m.period] == [
        ("2023", "actual", "started"),
        ("2024", "target", "building"),
        ("2024", "target", "building"),
        ("2024", "actual", "building"),
        ("2025", "target", "building"),
    ]
    pairs = {frozenset((one.name, other.name)) for one, other in near_names(projects)}
    assert frozenset(("凡知智造产业园", "凡知制造产业园")) in pairs
