"""manifest.json: the papers of one job and period, what they were made from and by what. No times: same papers, same bytes.

A paper that the job once made and does not make any more (its district or its kind was taken out) is kept apart, as a leftover,
until it is pruned or asked for again. A department's paper that would say nothing is not made; that it is empty is remembered, so that
nobody looks again before something has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from briefing.artifacts import printed
from briefing.errors import SettingsError
from briefing.files import remove_file, write_whole
from briefing.model import Audience, Scope

FILE = "manifest.json"
SCHEMA_VERSION = 3
_READABLE = (2, 3)  # in version 2 all papers were of a district
_LEFT = {"left": "可用 --prune 删除", "changed": "但它被改动过，不会自动删除", "removed": "已删除"}
_NAMED = 3  # documents that a reason names
_CHANGES = {
    "added": "确认或更正有变化",
    "settings": "设置有变化",
    "job": "任务有变化",
    "output": "任务有变化",
    "template": "模板有变化",
    "code": "程序已更新",
    "libraries": "程序库已更新",
    "store": "换了事实库",
}

EDITED = (
    "成果文件被改动过"  # why a paper is made again: it is not what the manifest says was written
)


@dataclass(frozen=True, slots=True, order=True)
class Input:
    """A source file of a paper."""

    file: str
    sha256: str


Place = tuple[bool, str]  # whether districts side by side, code


def place_of(scope: Scope) -> Place:
    """What a scope's facts are of: a department's are its district's."""
    return scope.kind == "districts", scope.code


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that stands in the output folder, or an empty one that does not."""

    path: str  # relative to the output folder, with /
    kind: str
    audience: Audience
    district: str  # code; of districts side by side that of their city, if any
    period: str
    sha256: str  # "" of an empty one
    made_from: dict[str, str]  # print of each thing the paper depends on: equal prints, equal bytes
    inputs: tuple[Input, ...]
    notes: tuple[str, ...] = ()  # what was not available
    scope: Literal["district", "department", "districts"] = "district"
    department: str = ""  # id
    name: str = ""  # as the job calls it: 区情简报

    @property
    def place(self) -> Place:
        return self.scope == "districts", self.district


@dataclass(frozen=True, slots=True)
class Leftover:
    """What became of a paper that the job does not make any more. One that somebody changed is never removed."""

    path: str  # relative to the output folder
    state: Literal["left", "changed", "removed"]

    def __str__(self) -> str:
        return f"{self.path}：任务里已经没有这份成果，{_LEFT[self.state]}"


@dataclass(slots=True)
class Manifest:
    """The manifest of one job and period. Runs of some districts add to it."""

    output: Path
    job: str
    period: str
    papers: dict[str, Paper] = field(default_factory=dict)
    empty: dict[str, Paper] = field(default_factory=dict)
    leftovers: dict[str, Paper] = field(default_factory=dict)
    versions: dict[str, str] = field(
        default_factory=dict
    )  # of the programs that made the newest of the papers
    found: dict[str, dict[str, int]] = field(
        default_factory=dict
    )  # how many findings of each severity the checks raised in a district, by its code
    readable: bool = False  # whether there was one
    changed: bool = True  # since it was loaded or saved
    _texts: dict[str, tuple[Paper, str]] = field(
        default_factory=dict
    )  # as saved: thousands of papers are saved again and again

    @classmethod
    def periods(cls, output: Path, job: str) -> set[str]:
        """The periods for which the job has a manifest."""
        return {path.parent.name for path in (output / job).glob(f"*/{FILE}")}

    @classmethod
    def load(cls, output: Path, job: str, period: str) -> Manifest:
        """What the last runs left, without papers that are gone. A manifest that cannot be read counts as none."""
        try:
            content = cls._content(output, job, period)
            manifest = cls._of(content, output, job, period)
        except (OSError, ValueError, TypeError, KeyError):
            return cls(output, job, period)
        manifest.papers = _standing(output, manifest.papers)
        manifest.leftovers = _standing(output, manifest.leftovers)
        before = len(content["papers"]) + len(content["leftovers"])
        manifest.changed = len(manifest.papers) + len(manifest.leftovers) < before
        return manifest

    @classmethod
    def read(cls, output: Path, job: str, period: str) -> Manifest:
        """What the manifest says, whether its papers stand there or not. Raises SettingsError for one that cannot be read."""
        try:
            return cls._of(cls._content(output, job, period), output, job, period)
        except (OSError, ValueError, TypeError, KeyError):
            where = str(output / job / period / FILE)
            raise SettingsError("成果清单读不出来", where=where, hint="重新运行任务") from None

    @classmethod
    def in_folder(cls, folder: Path) -> Manifest:
        """The manifest of a job's and period's folder, or of a copy of it under another name. Raises SettingsError."""
        try:
            content = json.loads((folder / FILE).read_text(encoding="utf-8"))
            job, period = content["job"], content["period"]
            return cls._of(content, folder.parent.parent, job, period)
        except (OSError, ValueError, TypeError, KeyError):
            hint = "重新运行任务"
            raise SettingsError("成果清单读不出来", where=str(folder / FILE), hint=hint) from None

    @classmethod
    def _content(cls, output: Path, job: str, period: str) -> dict[str, Any]:
        text = (output / job / period / FILE).read_text(encoding="utf-8")
        content: dict[str, Any] = json.loads(text)
        if content["schema_version"] not in _READABLE:
            raise ValueError(content["schema_version"])
        return content

    @classmethod
    def _of(cls, content: dict[str, Any], output: Path, job: str, period: str) -> Manifest:
        return cls(
            output,
            job,
            period,
            _by_path(content["papers"]),
            _by_path(content.get("empty", ())),
            _by_path(content["leftovers"]),
            dict(content["versions"]),
            dict(content.get("found", {})),
            readable=True,
            changed=False,
        )

    @property
    def path(self) -> Path:
        return self.output / self.job / self.period / FILE

    def stale(self, path: str, made_from: dict[str, str], inputs: tuple[Input, ...]) -> str:
        """Why a paper must be made (again), in Chinese; "" when it stands there, made from just this and untouched since, or is empty."""
        paper = self.papers.get(path) or self.empty.get(path)
        if not paper:
            return "新成果"
        changed = [
            what for key, what in _CHANGES.items() if paper.made_from.get(key) != made_from.get(key)
        ]
        if paper.made_from.get("documents") != made_from.get("documents"):
            changed.insert(0, _changed_inputs(paper.inputs, inputs))
        if path in self.papers and sha256(self.output / path) != paper.sha256:
            changed.append(EDITED)
        return "、".join(dict.fromkeys(changed))

    def add(self, paper: Paper, versions: dict[str, str]) -> None:
        """A paper was made. versions: of the programs that made it."""
        self.empty.pop(paper.path, None)
        self.leftovers.pop(paper.path, None)
        self.papers[paper.path] = paper
        self.versions = versions
        self.changed = True

    def add_empty(self, paper: Paper) -> None:
        """A paper would say nothing: an older one that stands there is left over."""
        if before := self.papers.pop(paper.path, None):
            self.leftovers[paper.path] = before
        self.empty[paper.path] = paper
        self.changed = True

    def checked(self, code: str, found: dict[str, int]) -> None:
        """A district was looked at: what the checks found in it is kept until it is looked at again."""
        self.changed |= self.found.get(code) != found
        self.found[code] = found

    def drop(self, path: str) -> None:
        """What may stand there is not what the job asks for."""
        self.changed |= any([self.papers.pop(path, None), self.empty.pop(path, None)])

    def follow(
        self, planned: Collection[str], places: Collection[Place], of_job: Collection[Place]
    ) -> None:
        """Set apart what the job does not make any more, and take back what it makes again.

        planned: the paths of the job's plan for this period. places: those it has papers of. of_job: all that the job is for, in this
        period or another.
        """

        def is_gone(paper: Paper) -> bool:
            return paper.path not in planned and (
                paper.place in places or paper.place not in of_job
            )

        gone = {path: paper for path, paper in self.papers.items() if is_gone(paper)}
        back = {
            path: paper
            for path, paper in self.leftovers.items()
            if path in planned and path not in self.empty
        }
        empty = {path: paper for path, paper in self.empty.items() if not is_gone(paper)}
        self.changed |= len(empty) < len(self.empty)
        self.empty = empty
        self.papers = {
            path: paper for path, paper in (back | self.papers).items() if path not in gone
        }
        self.leftovers = {
            path: paper for path, paper in (self.leftovers | gone).items() if path not in back
        }
        self.changed |= bool(gone or back)

    def prune(self, *, remove: bool) -> list[Leftover]:
        """What is left over; with `remove` those files go, but for the ones somebody changed. Raises PaperError."""
        found = []
        for path, paper in sorted(self.leftovers.items()):
            untouched = sha256(self.output / path) == paper.sha256
            if untouched and remove:
                remove_file(self.output / path)
                printed.drop(self.path.parent, path)
                with suppress(OSError):  # its folders, where that leaves them empty
                    for folder in Path(path).parents[:-1]:
                        (self.output / folder).rmdir()
                del self.leftovers[path]
                self.changed = True
            found.append(
                Leftover(path, "changed" if not untouched else "removed" if remove else "left")
            )
        return found

    def save(self) -> None:
        """Write it if it has changed. Raises PaperError when it cannot be written."""
        if not self.changed:
            return
        papers = [self.papers[path] for path in sorted(self.papers)]
        head = {"schema_version": SCHEMA_VERSION, "job": self.job, "period": self.period}
        tail = {
            "inputs": [asdict(source) for source in _inputs([*papers, *self.empty.values()])],
            "versions": self.versions,
            "found": dict(sorted(self.found.items())),
        }
        parts = [
            *(_member(key, _text(value)) for key, value in head.items()),
            _member("papers", self._list(papers)),
            _member("empty", self._list([self.empty[path] for path in sorted(self.empty)])),
            _member(
                "leftovers", self._list([self.leftovers[path] for path in sorted(self.leftovers)])
            ),
            *(_member(key, _text(value)) for key, value in tail.items()),
        ]
        write_whole(self.path, ("{\n" + ",\n".join(parts) + "\n}\n").encode())
        self.changed = False

    def _list(self, papers: Iterable[Paper]) -> str:
        texts = [self._text(paper) for paper in papers]
        return "[\n" + ",\n".join(texts) + "\n]" if texts else "[]"

    def _text(self, paper: Paper) -> str:
        known = self._texts.get(paper.path)
        if not known or known[0] is not paper:
            known = self._texts[paper.path] = paper, _text(asdict(paper))
        return known[1]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _member(key: str, text: str) -> str:
    return f"{_text(key)}: {text}"


def _standing(output: Path, papers: dict[str, Paper]) -> dict[str, Paper]:
    return {path: paper for path, paper in papers.items() if (output / path).is_file()}


def _by_path(entries: Iterable[dict[str, Any]]) -> dict[str, Paper]:
    return {paper.path: paper for paper in map(_paper, entries)}


def _changed_inputs(before: Collection[Input], now: Collection[Input]) -> str:
    """Names the documents that make the difference: 资料有变化（新增 2024年公报.docx）."""
    old, new = (
        {source.file: source.sha256 for source in before},
        {source.file: source.sha256 for source in now},
    )
    said = {
        "新增": new.keys() - old.keys(),
        "减少": old.keys() - new.keys(),
        "改动": {file for file in old.keys() & new.keys() if old[file] != new[file]},
    }
    parts = [
        f"{how} {'、'.join(sorted(files)[:_NAMED])}{'等' if len(files) > _NAMED else ''}"
        for how, files in said.items()
        if files
    ]
    return f"资料有变化（{'；'.join(parts)}）" if parts else "资料重新读过"


def _inputs(papers: Iterable[Paper]) -> list[Input]:
    return sorted({source for paper in papers for source in paper.inputs})


def _paper(entry: dict[str, Any]) -> Paper:
    values = dict(entry)
    inputs = tuple(Input(**source) for source in values.pop("inputs"))
    name = values.pop("name", "") or PurePosixPath(values["path"]).stem
    return Paper(**values | {"path": _inside(values["path"])}, name=name, inputs=inputs)


def _inside(path: str) -> str:
    """Only what lies in the output folder is ever looked at, removed or sent."""
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts or "\\" in path:
        raise ValueError(path)
    return path


def sha256(path: Path) -> str:
    """The sha256 of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
