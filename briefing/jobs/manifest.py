"""manifest.json: the papers of one job and period, what they were made from and by what. No times: same papers, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from briefing.jobs import fingerprint
from briefing.jobs.outputs import write_whole
from briefing.model import Audience

FILE = "manifest.json"
SCHEMA_VERSION = 1
_CHANGES = {
    "documents": "资料有变化",
    "confirmed": "确认有变化",
    "settings": "设置有变化",
    "job": "任务有变化",
    "output": "任务有变化",
    "template": "模板有变化",
    "code": "程序已更新",
    "libraries": "程序库已更新",
}


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """A source file of a paper."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that stands in the output folder."""

    path: str  # relative to the output folder, with /
    kind: str
    audience: Audience
    district: str  # code
    period: str
    sha256: str
    made_from: dict[str, str]  # print of each thing the paper depends on: equal prints, equal bytes
    inputs: tuple[Input, ...]
    notes: tuple[str, ...] = ()  # what was not available


@dataclass(slots=True)
class Manifest:
    """The manifest of one job and period. Runs of some districts add to it."""

    output: Path
    job: str
    period: str
    papers: dict[str, Paper] = field(default_factory=dict)

    @classmethod
    def load(cls, output: Path, job: str, period: str) -> Manifest:
        """What the last runs left, without papers that are gone. A manifest that cannot be read counts as none."""
        manifest = cls(output, job, period)
        try:
            content = json.loads(manifest.path.read_text(encoding="utf-8"))
            papers = [_paper(entry) for entry in content["papers"] if content["schema_version"] == SCHEMA_VERSION]
        except (OSError, ValueError, TypeError, KeyError):
            return manifest
        manifest.papers = {paper.path: paper for paper in papers if (output / paper.path).is_file()}
        return manifest

    @property
    def path(self) -> Path:
        return self.output / self.job / self.period / FILE

    def stale(self, path: str, made_from: dict[str, str]) -> str:
        """Why a paper must be made (again), in Chinese; empty when it stands there, made from just this and untouched since."""
        paper = self.papers.get(path)
        if not paper:
            return "新成果"
        changed = [what for key, what in _CHANGES.items() if paper.made_from.get(key) != made_from.get(key)]
        if changed:
            return "、".join(dict.fromkeys(changed))
        return "" if sha256(self.output / path) == paper.sha256 else "成果文件被改动过"

    def keep_planned(self, districts: set[str], paths: set[str]) -> None:
        """Drop those papers of these districts that the plan no longer has."""
        self.papers = {path: paper for path, paper in self.papers.items() if path in paths or paper.district not in districts}

    def save(self) -> None:
        """Raises PaperError when it cannot be written."""
        papers = [self.papers[path] for path in sorted(self.papers)]
        content = {
            "schema_version": SCHEMA_VERSION,
            "job": self.job,
            "period": self.period,
            "papers": [asdict(paper) for paper in papers],
            "inputs": [asdict(source) for source in _inputs(papers)],
            "versions": fingerprint.versions(),
        }
        write_whole(self.path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def _inputs(papers: Iterable[Paper]) -> list[Input]:
    return sorted({source for paper in papers for source in paper.inputs})


def _paper(entry: dict[str, object]) -> Paper:
    inputs = tuple(Input(**source) for source in entry.pop("inputs"))  # type: ignore[attr-defined]
    return Paper(**entry, inputs=inputs)  # type: ignore[arg-type]


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
