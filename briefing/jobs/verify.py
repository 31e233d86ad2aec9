"""The papers of finished runs against the store: every figure in them must follow from the facts that stand there now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.artifacts.manifest import FILE, Manifest, Paper, Place
from briefing.errors import BriefingError, SettingsError, system_words
from briefing.jobs import review
from briefing.jobs.packs import Packs
from briefing.jobs.plan import plan_of
from briefing.papers import Request, Template
from briefing.papers.verify import Problem, verify
from briefing.settings import Settings, load_job
from briefing.settings.schema import Job, Output
from briefing.store import Store


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of checking one paper."""

    path: str  # relative to the output folder
    figures: int  # bound figures it holds
    problems: tuple[Problem, ...]


def manifests(folder: Path) -> list[Manifest]:
    """The manifests of a folder: those below it, else the one of the period it belongs to. Raises SettingsError where there are none."""
    folder = folder.resolve()  # a folder's own parents tell its job and output folder
    found = (
        sorted(folder.rglob(FILE))
        or [path for parent in folder.parents if (path := parent / FILE).is_file()][:1]
    )
    if not found:
        raise SettingsError(
            "这里没有生成过的材料（没有 manifest.json）",
            where=str(folder),
            hint="写输出文件夹，如 output 或 output/annual/2024",
        )
    return [
        Manifest.load(path.parents[2], path.parents[1].name, path.parent.name) for path in found
    ]


def verify_folder(
    folder: Path, settings: Settings, store: Store, job: Job | None = None, soffice: str = ""
) -> Iterator[Checked]:
    """Check every paper in a folder of an output folder. `job`: the job they were made by, where it is not in config/jobs.

    soffice: LibreOffice's path, where workbooks are to be worked out anew and held against the values they carry.
    """
    inside = folder.resolve()
    for manifest in manifests(folder):
        made_by = job if job and job.name == manifest.job else load_job(settings, manifest.job)
        listed = [
            path
            for path in _listed(manifest)
            if (manifest.output / path).resolve().is_relative_to(inside)
        ]
        papers = [manifest.papers[path] for path in listed if path in manifest.papers]
        yield from _papers(manifest, papers, made_by, settings, store, soffice)
        yield from (Checked(path, 0, (_GONE,)) for path in listed if path not in manifest.papers)


def _listed(manifest: Manifest) -> list[str]:
    """The paths of all papers in a manifest, also of those that are gone."""
    try:
        return sorted(
            str(paper["path"])
            for paper in json.loads(manifest.path.read_text(encoding="utf-8"))["papers"]
        )
    except (OSError, ValueError, TypeError, KeyError):
        raise SettingsError(
            "成果清单读不出来", where=str(manifest.path), hint="重新运行任务"
        ) from None


_GONE = Problem("整份文件", "", "清单里有，文件夹里没有")


def _papers(
    manifest: Manifest,
    papers: Iterable[Paper],
    job: Job,
    settings: Settings,
    store: Store,
    soffice: str,
) -> Iterator[Checked]:
    @lru_cache(maxsize=2)  # papers of a district stand one after the other
    def packs_of(place: Place, files: tuple[tuple[str, str], ...]) -> Packs:
        plan = plan_of(place, job, settings, manifest.period, store.documents(files=dict(files)))
        return Packs.of(plan, store, dict(files), settings, job.date)

    for paper in papers:
        try:
            output = _output(paper, job)
            files = tuple((source.sha256, source.file) for source in paper.inputs)
            packs = packs_of(paper.place, files)
            pack = packs.pack(
                replace(packs.whole.scope, department=paper.department), output.audience
            )
            request = Request.of(
                output,
                _template(settings.root, output),
                settings.wording,
                packs.whole.scope.name,
                job.name,
                links=review.links(job, output, paper.path),
            )
            data = (manifest.output / paper.path).read_bytes()
            checked = verify(output.kind, data, pack, request)
            stale = _stale(data, soffice) if soffice and output.kind == "excel" else ()
        except BriefingError as error:
            yield Checked(paper.path, 0, (Problem("整份文件", "", str(error)),))
        else:
            yield Checked(paper.path, checked.figures, (*checked.problems, *stale))


def _stale(data: bytes, soffice: str) -> tuple[Problem, ...]:
    """Formulas of a workbook whose values are not what LibreOffice makes of them."""
    from briefing.papers.excel import recalculated, stale_values

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = stale_values(data, recalculated(data, soffice, Path(folder)))
    return tuple(Problem(item.cell, "", item.message) for item in found)


def _output(paper: Paper, job: Job) -> Output:
    """The output of the job that a paper was made for."""
    made_for = (paper.kind, paper.name, paper.scope)
    output = next(
        (output for output in job.outputs if (output.kind, output.name, output.scope) == made_for),
        None,
    )
    if output is None:
        raise SettingsError(
            f"任务 {job.name} 里已经没有这份材料",
            hint="重新运行任务，或用 --job 写明当时的任务文件",
        )
    return output


def _template(root: Path, output: Output) -> Template:
    try:
        return Template(output.template, (root / output.template).read_bytes())
    except OSError as error:
        raise SettingsError(f"模板读不出来：{system_words(error)}", where=output.template) from None
