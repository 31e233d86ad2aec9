"""From source files to stored facts. One bad file never stops the others; unchanged files are not read again."""

from __future__ import annotations

import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefing.artifacts.manifest import sha256
from briefing.errors import BriefingError, SourceError, system_words
from briefing.jobs import fingerprint
from briefing.jobs.clock import Clock, system_clock
from briefing.jobs.progress import Progress, Silent
from briefing.jobs.supervisor import Call, Executor
from briefing.jobs.work import SourceFile, read_source
from briefing.settings import Settings
from briefing.settings.divisions import lines_to_add
from briefing.store import DocumentFacts, FileInfo, Store

FILE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that failed while the rest went on."""

    what: str  # a file's name, or a district and a paper
    error: BriefingError
    trace: str = ""  # for the run's record only

    def __str__(self) -> str:
        said = str(self.error)
        return said if said.startswith(self.what) else f"{self.what}：{said}"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What reading some files came to."""

    files: dict[str, str]  # sha256 -> name, of every file whose facts are in the store
    read: int
    unchanged: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]  # Chinese: what readers noticed, documents of areas nobody configured


def extraction_key(settings: Settings) -> str:
    """The print of what decides a file's facts besides the file: our code, the libraries, the settings."""
    configured = (*settings.districts, *settings.indicators, *settings.departments)
    known = fingerprint.settings(*configured, leave_out=fingerprint.ADDRESSES)
    return fingerprint.digest(fingerprint.code(fingerprint.READING), fingerprint.libraries(), known)


def ingest(
    paths: Sequence[Path],
    store: Store,
    settings: Settings,
    supervisor: Executor,
    *,
    clock: Clock = system_clock,
    progress: Progress | None = None,
) -> IngestReport:
    """Read files into the store, in the workers of a supervisor whose context is `settings`.

    A file's facts are replaced in one transaction. A file whose content was read before by the same code and settings is
    passed over. Raises StoreError; whatever is wrong with a file is in the report.
    """
    progress = progress or Silent()
    key = extraction_key(settings)
    found, failures = hashes(paths)
    known = store.files()
    new = {
        sha: same
        for sha, same in found.items()
        if sha not in known or known[sha].extraction_key != key
    }
    files = {sha: min(_names(same)) for sha, same in found.items() if sha not in new}
    for sha in files:
        for name in _names(found[sha]) - set(known[sha].names):
            store.remember(sha, name)
    unchanged = len(files)
    calls = (
        _call(sha, min(same, key=lambda path: (path.name, path)), key) for sha, same in new.items()
    )
    progress.begin("读取资料", len(new))

    def heard(name: str, step: str) -> None:
        progress.say("info", f"{name}：{step}")

    for outcome in supervisor.run(calls, heard=heard):
        names = _names(new[outcome.id])
        failure = Failure(min(names), outcome.error, outcome.trace) if outcome.error else None
        if failure:
            failures.append(failure)
        elif outcome.data:
            # Under the hash it had when it was read: it may have changed since.
            file, documents = _unpacked(outcome.data)
            store.replace(replace(file, names=tuple(sorted(names))), documents, clock())
            files[file.sha256] = min(names)
        progress.step(min(names), str(failure or ""))
    progress.end()
    return IngestReport(
        files=files,
        read=len(files) - unchanged,
        unchanged=unchanged,
        failures=tuple(sorted(failures, key=lambda failure: failure.what)),
        warnings=_warnings(store, files, settings),
    )


def _call(sha256: str, path: Path, key: str) -> Call:
    return Call(sha256, path.name, read_source, SourceFile(path, key), FILE_SECONDS)


def all_read(paths: Iterable[Path], store: Store, settings: Settings) -> bool:
    """Whether `ingest` would find nothing to do."""
    key, known = extraction_key(settings), store.files()
    found, _ = hashes(paths)
    return all(
        sha in known and known[sha].extraction_key == key and _names(same) <= set(known[sha].names)
        for sha, same in found.items()
    )


def hashes(paths: Iterable[Path]) -> tuple[dict[str, list[Path]], list[Failure]]:
    """The files by the sha256 of their content, and those that cannot be read."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    failures = []
    for path in paths:
        try:
            found[sha256(path)].append(path)
        except PermissionError:
            failures.append(
                Failure(
                    path.name,
                    SourceError(
                        "没有读取权限，或文件正被占用", where=path.name, hint="关闭正在使用它的程序"
                    ),
                )
            )
        except OSError as error:
            failures.append(
                Failure(path.name, SourceError(f"读取失败：{system_words(error)}", where=path.name))
            )
    return found, failures


def _names(paths: Iterable[Path]) -> set[str]:
    return {path.name for path in paths}


def _unpacked(data: bytes) -> tuple[FileInfo, list[DocumentFacts]]:
    file, documents = pickle.loads(data)
    return file, documents


def _warnings(store: Store, files: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """What readers noticed, and the documents that no configured district can use."""
    known = store.files()
    noticed = [
        warning for sha, name in files.items() for warning in file_warnings(known[sha], name)
    ]
    homeless = Counter(
        (document.info.file, document.info.area)
        for document in store.documents(files=files)
        if not document.district
    )
    return tuple(
        sorted(noticed)
        + [
            _homeless(file, area, count, settings)
            for (file, area), count in sorted(homeless.items())
        ]
    )


def file_warnings(file: FileInfo, name: str) -> list[str]:
    """What its reader noticed in a file, under the name it is shown by."""
    return [
        warning if warning.startswith(name) else f"{name}：{warning}" for warning in file.warnings
    ]


def _homeless(file: str, area: str, count: int, settings: Settings) -> str:
    which = "" if count == 1 else f"其中 {count} 份文件"
    if not area:
        return f"{file}：{which}没有写明是哪个地区，不会用到"
    add = lines_to_add([area], settings.districts)
    how = f"需要时在 config/districts.yaml 里{'加上：' + add if add else '添上'}"
    return f"{file}：{which}属于{area}，没有配置这个地区，不会用到（{how}）"
