"""Review pages of the files of a run, and of what the store holds: each is made anew only where something it says has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefing.artifacts.manifest import FILE
from briefing.artifacts.printed import Printed, papers_by_source, places_of
from briefing.errors import BriefingError
from briefing.files import remove_file, write_whole
from briefing.jobs import fingerprint
from briefing.jobs.ingest import FILE_SECONDS, Failure, extraction_key, hashes
from briefing.jobs.supervisor import Call, Executor
from briefing.jobs.work import read_reviewed
from briefing.model import Finding
from briefing.papers.page import (
    Around,
    Cell,
    Entry,
    Paper,
    cell_of,
    entry_of,
    index_page,
    page_name,
    review_page,
    series_of,
)
from briefing.settings import Settings
from briefing.settings.schema import Job, Output
from briefing.store import Store, StoredDocument, StoredMark

_LOOKED_INTO = (
    60  # papers of a file whose figures its page finds: a city's yearbook may have thousands
)
FOLDER = "review"  # in the output folder
INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A page to make."""

    path: Path
    around: Around
    papers: Sequence[Printed] = ()


def links(job: Job, output: Output, target: str) -> str:
    """From a paper to the folder of review pages, "" for a paper without links. target: its path in the output folder."""
    return "../" * target.count("/") + f"{FOLDER}/" if job.linked(output) else ""


def make_page(settings: Settings, order: PageOrder) -> bytes:
    """The review page of a file. Raises SourceError."""
    reading, read = read_reviewed(settings, order.path)
    return review_page(reading, read, among_papers(order.around, order.papers))[0]


def papers_of(output: Path) -> dict[str, list[Printed]]:
    """The papers that stand in an output folder, by the sha256 of each file they were made from."""
    return papers_by_source(sorted(output.glob(f"*/*/{FILE}")))


def among_papers(around: Around, papers: Sequence[Printed]) -> Around:
    """What a page says besides its file, with where the papers made from it print its facts."""
    looked_into = [(f"../{each.path}", places_of(each)) for each in papers[:_LOOKED_INTO]]
    printing = [Paper(link, places) for link, places in looked_into if places]
    return replace(around, papers=printing, more=max(0, len(papers) - _LOOKED_INTO))


def write_pages(
    paths: Sequence[Path], store: Store, settings: Settings, executor: Executor, folder: Path
) -> list[Failure]:
    """Bring the pages of files that the store has read up to date, in the workers of an executor, and the list of all pages.

    Raises StoreError, and PaperError where the folder cannot be written.
    """
    found, _ = hashes(paths)
    names = {sha: _first(same).name for sha, same in found.items()}
    papers = papers_of(folder.parent)
    around = dict(around_of(store, settings, names, papers))
    known = entries(folder)
    stale = [
        sha for sha, each in around.items() if sha not in known or known[sha].stamp != each.stamp
    ]
    checked = with_findings({sha: around[sha] for sha in stale}, store, settings, names)
    calls = [
        Call(
            sha,
            names[sha],
            make_page,
            PageOrder(_first(found[sha]), each, papers.get(sha, ())),
            FILE_SECONDS,
        )
        for sha, each in checked.items()
    ]
    failures = []
    for outcome in executor.run(calls):
        if outcome.data is None:
            error = outcome.error or BriefingError("没有做成")
            failures.append(Failure(f"{names[outcome.id]} 的校核网页", error, outcome.trace))
        else:
            write_whole(folder / page_name(outcome.id), outcome.data, lasting=False)
    # Also where no page is new: a run that was killed between its last page and the list left an older list, or none.
    if known or calls:
        current = {(path.name, sha) for sha, same in found.items() for path in same}
        write_list(folder, entries(folder) if calls else known, current)
    return failures


def _first(paths: Iterable[Path]) -> Path:
    return min(paths, key=lambda path: (path.name, path))


def around_of(
    store: Store,
    settings: Settings,
    names: Mapping[str, str],
    papers: Mapping[str, Sequence[Printed]],
) -> Iterator[tuple[str, Around]]:
    """For each file that the store has read what its page says besides, but for findings: other documents' values and the marks.

    names: of the files, by sha256. papers: made from a file; its page is made anew where one of them has changed.
    """
    key = fingerprint.digest(
        extraction_key(settings), fingerprint.code(("papers/page", "analysis"))
    )
    documents: defaultdict[str, list[str]] = defaultdict(list)
    areas: defaultdict[str, set[str]] = defaultdict(set)
    stored = store.documents(files=names)
    for document in stored:
        documents[document.info.sha256].append(document.info.id)
        areas[document.info.sha256].add(_area(document))
    inside = {area: sorted(ids) for area, ids in _by_area(stored).items()}
    added = store.added()
    marks = marks_by_document(store.marks.all())
    observations = store.observations(files=names)
    series = series_of(observations)
    cells: defaultdict[str, set[Cell]] = defaultdict(set)
    for one in observations:
        cells[one.source.document].add(cell_of(one))
    for sha, ids in documents.items():
        own = {cell: series[cell] for each in ids for cell in sorted(cells[each]) if cell in series}
        held = [mark for each in ids for mark in marks.get(each, ())]
        made = repr([(paper.path, paper.sha256) for paper in papers.get(sha, ())])
        # What findings rest on: the documents of the area and what persons made of them.
        beside = repr(
            [(inside[area], added.get(area)) for area in sorted(areas[sha])] + [added.get("")]
        )
        stamp = fingerprint.digest(key, repr(own), repr(held), made, beside)
        yield sha, Around(own, INDEX, held, stamp)


def _area(document: StoredDocument) -> str:
    return document.district or document.info.area


def _by_area(documents: Iterable[StoredDocument]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for document in documents:
        found[_area(document)].append(document.info.id)
    return dict(found)


def findings_of(
    store: Store, settings: Settings, documents: Iterable[StoredDocument]
) -> Iterator[Finding]:
    """What the checks find, area by area. Areas that nobody configured are checked too. Raises StoreError."""
    from briefing.analysis.index import Index  # a run with nothing to do loads none of the analysis
    from briefing.analysis.rules import findings

    for ids in _by_area(documents).values():
        yield from findings(Index(store.scope_facts(None, documents=ids), settings))


def with_findings(
    around: Mapping[str, Around], store: Store, settings: Settings, names: Mapping[str, str]
) -> dict[str, Around]:
    """What pages say besides their files, with the findings of their areas that rest on each file. Raises StoreError."""
    stored = store.documents(files=names)
    files = {each.info.id: (names[each.info.sha256], each.info.sha256) for each in stored}
    asked = {_area(each) for each in stored if each.info.sha256 in around}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings_of(store, settings, [each for each in stored if _area(each) in asked]):
        on = {files[source.document][1] for source in finding.sources if source.document in files}
        for sha in on:
            found[sha].append(replace(finding, observations=()))
    return {
        sha: replace(
            each,
            findings=found[sha],
            files={
                s.document: files[s.document]
                for f in found[sha]
                for s in f.sources
                if s.document in files
            },
        )
        for sha, each in around.items()
    }


def marks_by_document(stored: Iterable[StoredMark]) -> dict[str, list[dict[str, Any]]]:
    """The marks that hold, as a page takes them, by document. `id` is the version a later mark of the same fact answers."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in stored:
        if each.holds:
            found[each.mark.document].append(as_page_takes_it(each))
    return dict(found)


def as_page_takes_it(stored: StoredMark) -> dict[str, Any]:
    mark = stored.mark
    return {
        "id": stored.id,
        "kind": mark.kind,
        "document": mark.document,
        "start": mark.start,
        "end": mark.end,
        "quote": mark.quote,
        "sentence": mark.sentence,
        "name": mark.name,
        "verdict": mark.verdict,
        "now": dict(mark.now),
        "by": mark.by,
        "at": mark.at.isoformat(),
    }


def entries(folder: Path) -> dict[str, Entry]:
    """The pages of a folder, by the sha256 of their files."""
    pages = (entry_of(path) for path in sorted(folder.glob("*.html")) if path.name != INDEX)
    return {entry.sha256: entry for entry in pages if entry}


def write_list(
    folder: Path, pages: Mapping[str, Entry], current: Collection[tuple[str, str]]
) -> None:
    """Write the list of a folder's pages. current: names and sha256 of files; the page of what one held before goes away.

    Raises PaperError.
    """
    names, kept = {name for name, _ in current}, []
    for sha, entry in pages.items():
        if entry.file not in names or (entry.file, sha) in current:
            kept.append(entry)
        else:
            remove_file(folder / entry.name)
    made = index_page(kept)
    if not (folder / INDEX).is_file() or (folder / INDEX).read_bytes() != made:
        write_whole(folder / INDEX, made)
