"""index.html of a job and period: districts, their papers to open, what their checks found, what asks for a look.

It says what stands, not what a run did, so that the same papers give the same page. What the checks found in a district is kept
in the manifest, and what changed with the last change of its facts in .facts, with its papers: a district whose papers were not made anew keeps it, and a run that was killed loses none of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from briefing.analysis.differences import (
    CHANGES,
    KINDS,
    STATUSES,
    Change,
    Grouped,
    changes,
    findings_of,
    grouped,
)
from briefing.artifacts.manifest import Manifest, Paper
from briefing.files import write_whole
from briefing.jobs.review import FOLDER, entries
from briefing.model import Pack
from briefing.papers.page import SURE, Entry, run_page
from briefing.settings import Settings

FILE = "index.html"
_MOST_CHANGES = 200  # that the page lists of a district


def found_in(pack: Pack) -> dict[str, int]:
    """What the checks found in a district: findings high, medium and low, and figures the reading is not sure of (doubtful)."""
    counts = Counter(finding.severity for finding in pack.findings)
    doubtful = sum(one.confidence < SURE for one in pack.observations)
    return {"high": counts["high"], "medium": counts["medium"], "low": counts["low"]} | {
        "doubtful": doubtful
    }


def keep_facts(folder: Path, code: str, pack: Pack, settings: Settings) -> None:
    """Keep what a district's papers were made from, and what changed since what was kept before; nothing where nothing did.

    folder: of the job and period. Raises PaperError.
    """
    from briefing.extraction import facts_as_rows_of  # a run with nothing to do loads none of it

    duties = [task for task in pack.tasks if task.kind == "duty"]
    mentions = [mention for project in pack.projects for mention in project.mentions]
    facts = facts_as_rows_of([*pack.observations, *mentions, *pack.portfolios, *duties])
    said_now = {**grouped(facts), **findings_of(pack.findings)}
    now = {"\t".join(key): said for key, said in sorted(said_now.items())}
    before = _kept(folder, code)
    if before is None or before["facts"] != now:
        names = {each.id: each.name for each in settings.indicators}
        found = [] if before is None else _between(before["facts"], now)
        told = [_told(change, names.get(change.name, change.name)) for change in found]
        data = json.dumps({"facts": now, "changes": told}, ensure_ascii=False, indent=0)
        # The facts last: a run that is killed between the two finds them old, and writes both again.
        write_whole(_changes_file(folder, code), json.dumps(told).encode(), lasting=False)
        write_whole(_file(folder, code), data.encode(), lasting=False)


def kept_of(folder: Path, settings: Settings) -> Grouped:
    """What the papers of a job and period were made from and what checks found, and the papers themselves.

    folder: of the job and period, or a copy under another name. Raises SettingsError.
    """
    manifest = Manifest.in_folder(folder)
    areas = {each.code: each.name for each in settings.districts}
    kept = (_kept(folder, path.stem) for path in sorted((folder / ".facts").glob("*.json")))
    facts = [_keyed(each["facts"]) for each in kept if each]
    papers: Grouped = {
        (
            "paper",
            areas.get(paper.district, ""),
            _within(paper, manifest),
            "",
            manifest.period,
            "",
        ): [paper.sha256[:8]]
        for paper in manifest.papers.values()
    }
    return {key: said for each in (*facts, papers) for key, said in each.items()}


def _keyed(kept: Mapping[str, list[str]]) -> Grouped:
    return {tuple(key.split("\t")): said for key, said in kept.items()}


def _between(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> list[Change]:
    return changes(_keyed(before), _keyed(now))


def _told(change: Change, name: str) -> str:
    """指标 地区生产总值（槐荫区 2024 实际）：620.4亿元→621.0亿元."""
    of = " ".join(filter(None, (change.area, change.period, STATUSES.get(change.status, ""))))
    said = (
        f"{change.before}→{change.after}" if change.change == "changed" else CHANGES[change.change]
    )
    return f"{KINDS[change.kind]} {name}（{of}）：{said}"


def _file(folder: Path, code: str) -> Path:
    return folder / ".facts" / f"{code}.json"


def _kept(folder: Path, code: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(_file(folder, code).read_text(encoding="utf-8"))
        return kept if {"facts", "changes"} <= kept.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def _changes_file(folder: Path, code: str) -> Path:
    return folder / ".facts" / f"{code}.changes"


def _changes(folder: Path, code: str) -> list[str]:
    """What changed with the last change: kept by itself too, for a page that reads it of a thousand districts."""
    try:
        found: list[str] = json.loads(_changes_file(folder, code).read_bytes())
        return found
    except (OSError, ValueError):
        return list((_kept(folder, code) or {"changes": []})["changes"])


def write_index(manifest: Manifest, title: str, settings: Settings) -> None:
    """Write the page of a manifest's papers. Raises PaperError."""
    path = manifest.output / manifest.job / manifest.period / FILE
    names = {each.code: each.name for each in settings.districts}
    papers = sorted(manifest.papers.values(), key=lambda paper: (paper.district, paper.path))
    own: dict[str, list[Paper]] = {}
    for paper in papers:
        own.setdefault(paper.district, []).append(paper)
    pages = entries(manifest.output / FOLDER)
    districts = [
        _district(code, names[code], own[code], manifest, pages) for code in names if code in own
    ]
    link = f"../../{FOLDER}/{FILE}" if pages else ""
    write_whole(path, run_page(title, manifest.period, districts, link), lasting=False)


def _district(
    code: str,
    name: str,
    own: Sequence[Paper],
    manifest: Manifest,
    pages: Mapping[str, Entry],
) -> dict[str, Any]:
    folder = manifest.path.parent
    files = dict.fromkeys(source for paper in own for source in paper.inputs)
    read = [pages[source.sha256] for source in files if source.sha256 in pages]
    changed = _changes(folder, code)
    return {
        "name": name,
        "found": manifest.found.get(code),
        "papers": [(_title(paper), _within(paper, manifest)) for paper in own],
        "changes": changed[:_MOST_CHANGES],
        "changed": len(changed),
        "pages": [(entry, f"../../{FOLDER}/{entry.name}") for entry in read],
        "notes": list(dict.fromkeys(note for paper in own for note in paper.notes)),
    }


def _title(paper: Paper) -> str:
    return Path(paper.path).name


def _within(paper: Paper, manifest: Manifest) -> str:
    """The paper's path below the job's and period's folder, where the page lies too."""
    return Path(paper.path).relative_to(Path(manifest.job) / manifest.period).as_posix()
