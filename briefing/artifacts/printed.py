"""Where each paper prints which fact: a small file a paper in its job's and period's folder, for the cards of the review pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefing.files import write_whole

FOLDER = ".printed"
Places = dict[str, list[str]]  # by the key of a fact, each place once: 第3页, 指标表 C5, 正文


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was made from a source file."""

    path: str  # relative to the output folder, with /
    sha256: str
    places: Path  # the file that says where it prints which fact


def keep(folder: Path, path: str, sha256: str, places: Places) -> None:
    """Keep where a paper prints its facts. folder: of its job and period. Raises PaperError."""
    data = json.dumps({"sha256": sha256, "places": places}, ensure_ascii=False)
    write_whole(_file(folder, path), data.encode(), lasting=False)


def places_of(paper: Printed) -> Places:
    """Where a paper prints its facts; nothing where that was not kept, or was of another copy."""
    try:
        kept = json.loads(paper.places.read_text(encoding="utf-8"))
        places: Places = kept["places"] if kept["sha256"] == paper.sha256 else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return places


def drop(folder: Path, path: str) -> None:
    """Forget a paper that was removed."""
    _file(folder, path).unlink(missing_ok=True)


def papers_by_source(manifests: Iterable[Path]) -> dict[str, list[Printed]]:
    """The papers of some manifests by the sha256 of each file they were made from; one that cannot be read has none."""
    found: dict[str, list[Printed]] = {}
    for manifest in manifests:
        for source, paper in _papers(manifest):
            found.setdefault(source, []).append(paper)
    return found


def _papers(manifest: Path) -> Iterator[tuple[str, Printed]]:
    """Straight from the text: there may be thousands, and little of each is needed."""
    try:
        for each in json.loads(manifest.read_text(encoding="utf-8"))["papers"]:
            path = each["path"]
            paper = Printed(path, each["sha256"], _file(manifest.parent, path))
            for source in each["inputs"]:
                yield source["sha256"], paper
    except (OSError, ValueError, TypeError, KeyError):
        return


def _file(folder: Path, path: str) -> Path:
    return folder / FOLDER / f"{hashlib.sha256(path.encode()).hexdigest()[:16]}.json"
