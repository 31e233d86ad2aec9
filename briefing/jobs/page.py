"""index.html of a job and period: districts, their papers to open, what their checks found, what asks for a look.

It says what stands, not what a run did, so that the same papers give the same page. What the checks found in a district is kept
in the page itself: a district whose papers were not made anew keeps it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefing.artifacts.manifest import Manifest, Paper
from briefing.files import write_whole
from briefing.model import Pack
from briefing.papers.page import SURE, run_page
from briefing.settings import Settings

FILE = "index.html"
_KEPT = re.compile(r'<script type="application/json" id="found">(.*?)</script>', re.DOTALL)
Found = dict[str, int]  # high, medium, low: findings; doubtful: figures the reading is not sure of


def found_in(pack: Pack) -> Found:
    """What the checks found in a district."""
    counts = Counter(finding.severity for finding in pack.findings)
    doubtful = sum(one.confidence < SURE for one in pack.observations)
    return {"high": counts["high"], "medium": counts["medium"], "low": counts["low"]} | {
        "doubtful": doubtful
    }


def write_index(
    manifest: Manifest, title: str, settings: Settings, found: Mapping[str, Found]
) -> None:
    """Write the page of a manifest's papers. found: of the districts that were looked at, by code. Raises PaperError."""
    path = manifest.output / manifest.job / manifest.period / FILE
    known = _kept(path) | dict(found)
    names = {each.code: each.name for each in settings.districts}
    papers = sorted(manifest.papers.values(), key=lambda paper: (paper.district, paper.path))
    codes = [code for code in names if any(paper.district == code for paper in papers)]
    districts = [
        _district(code, names[code], [p for p in papers if p.district == code], known, path.parent)
        for code in codes
    ]
    kept = {code: known[code] for code in codes if code in known}
    review = manifest.output / "review" / FILE
    link = "../../review/index.html" if review.exists() else ""
    write_whole(path, run_page(title, manifest.period, districts, kept, link), lasting=False)


def _district(
    code: str, name: str, papers: Iterable[Paper], known: Mapping[str, Found], folder: Path
) -> dict[str, Any]:
    own = list(papers)
    return {
        "name": name,
        "found": known.get(code),
        "papers": [(_title(paper), _link(paper, folder)) for paper in own],
        "notes": list(dict.fromkeys(note for paper in own for note in paper.notes)),
    }


def _title(paper: Paper) -> str:
    return Path(paper.path).name


def _link(paper: Paper, folder: Path) -> str:
    """From the page to the paper: both lie below the job's and period's folder."""
    return Path(paper.path).relative_to(Path(folder.parent.name) / folder.name).as_posix()


def _kept(path: Path) -> dict[str, Found]:
    """What the page that stands says the checks found; nothing of a page that cannot be read."""
    try:
        match = _KEPT.search(path.read_text(encoding="utf-8"))
        kept = json.loads(match[1]) if match else {}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        return {}
    return kept if isinstance(kept, dict) else {}
