"""index.html of a job and period: districts, their papers to open, what their checks found, what asks for a look.

It says what stands, not what a run did, so that the same papers give the same page. What the checks found in a district is kept
in the manifest, with its papers: a district whose papers were not made anew keeps it, and a run that was killed loses none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from briefing.artifacts.manifest import Manifest, Paper
from briefing.files import write_whole
from briefing.jobs.review import FOLDER, entries
from briefing.model import Pack
from briefing.papers.page import SURE, run_page
from briefing.settings import Settings

FILE = "index.html"


def found_in(pack: Pack) -> dict[str, int]:
    """What the checks found in a district: findings high, medium and low, and figures the reading is not sure of (doubtful)."""
    counts = Counter(finding.severity for finding in pack.findings)
    doubtful = sum(one.confidence < SURE for one in pack.observations)
    return {"high": counts["high"], "medium": counts["medium"], "low": counts["low"]} | {
        "doubtful": doubtful
    }


def write_index(manifest: Manifest, title: str, settings: Settings) -> None:
    """Write the page of a manifest's papers. Raises PaperError."""
    path = manifest.output / manifest.job / manifest.period / FILE
    names = {each.code: each.name for each in settings.districts}
    papers = sorted(manifest.papers.values(), key=lambda paper: (paper.district, paper.path))
    codes = [code for code in names if any(paper.district == code for paper in papers)]
    districts = [
        _district(code, names[code], [p for p in papers if p.district == code], manifest)
        for code in codes
    ]
    pages = entries(manifest.output / FOLDER)
    link = f"../../{FOLDER}/{FILE}" if pages else ""
    write_whole(path, run_page(title, manifest.period, districts, link), lasting=False)


def _district(code: str, name: str, papers: Iterable[Paper], manifest: Manifest) -> dict[str, Any]:
    own = list(papers)
    folder = manifest.path.parent
    return {
        "name": name,
        "found": manifest.found.get(code),
        "papers": [(_title(paper), _link(paper, folder)) for paper in own],
        "notes": list(dict.fromkeys(note for paper in own for note in paper.notes)),
    }


def _title(paper: Paper) -> str:
    return Path(paper.path).name


def _link(paper: Paper, folder: Path) -> str:
    """From the page to the paper: both lie below the job's and period's folder."""
    return Path(paper.path).relative_to(Path(folder.parent.name) / folder.name).as_posix()
