"""Projects of county reports against labels that were made before the program's output for them was read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.extraction.projects import mention_row, project_mentions
from briefing.sources import documents, read_file

LABELS = Path(__file__).resolve().parents[3] / "labelled" / "counties"
FLOOR = 0.96


def test_projects_of_county_reports(shared: Path, tmp_path: Path) -> None:
    scorer = shared / "gold" / "score.py"
    names = {row["file"] for row in json.loads((LABELS / "documents.json").read_text("utf-8"))}
    missing = [name for name in names if not (shared / "data" / name).exists()]
    if missing or not scorer.exists():
        pytest.skip(f"needs {scorer} and the documents {sorted(names)}")
    rows = [
        mention_row(mention)
        for name in sorted(names)
        for document in documents(read_file(shared / "data" / name))
        for mention in project_mentions(document)
    ]
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(scorer), str(facts), "--gold", str(LABELS), "--json"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(run.stdout)["project"]["detect"]["f1"] >= FLOOR, run.stdout
