"""Inboxes: files that people drop into a folder are sorted into the sources, by the district they speak of.

Nothing is lost at any moment: a file has its new name before it loses the old one, and a file is removed only while another of the
same content stands among the sources. Nothing is overwritten. Only one process sorts at a time: it holds the lock of the job's output.
"""

from __future__ import annotations

import itertools
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from briefing.artifacts.manifest import sha256
from briefing.errors import BriefingError, SourceError
from briefing.files import TEMPORARY, unwritable, write_whole
from briefing.jobs.clock import Clock, local
from briefing.jobs.ingest import FILE_SECONDS
from briefing.jobs.outputs import remove_temporaries
from briefing.jobs.plan import names_of
from briefing.jobs.supervisor import Call, Executor
from briefing.settings import Settings
from briefing.settings.schedule import into_folder
from briefing.settings.schema import Job
from briefing.sources import find_sources

SETTLE_SECONDS = 10.0  # between two looks at a file that is being copied
REFUSED = "待人工处理"  # where in an inbox files go that cannot be sorted
RECORD = "收件记录.txt"
SEVERAL = "多地区"  # the folder of files with documents of several districts
_REASON = ".原因.txt"
_EMPTY_FOR = timedelta(minutes=10)  # browsers put an empty file where a download will be
# Not a document, or not yet: what programs write while they save, copy or download.
_PASSED_OVER = re.compile(r"~\$|~WRL\d+\.tmp$|\.|(?:thumbs\.db|desktop\.ini)$", re.I)
_UNFINISHED = (
    ".part", ".partial", ".crdownload", ".download", ".downloading", ".opdownload", ".tmp", ".temp", ".filepart", ".td", ".xltd",
    ".swp", ".aria2", ".!ut", ".bc!", ".baiduyun.p.downloading", ".qkdownload",
)  # fmt: skip

Look = dict[Path, tuple[int, int]]  # size and time of the last change (ns) of each file
State = Literal["filed", "known", "refused", "later"]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What became of a file: filed in the sources, known already and removed, refused and put aside, or left for later."""

    name: str
    state: State
    where: str = ""  # relative to the workspace, with /
    note: str = ""  # Chinese

    def __str__(self) -> str:
        words = {
            "filed": "归入",
            "known": "已有同样的",
            "refused": "没有归类，放在",
            "later": "下次再收",
        }
        return f"{self.name} → {words[self.state]}{' ' if self.where else ''}{self.where}" + (
            f"：{self.note}" if self.note else ""
        )


def look(folder: Path) -> Look:
    """The documents that lie in an inbox, and how big and how old each is. Those that are being written by their names are left out."""
    found: Look = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (name == REFUSED and Path(parent) == folder)
        )
        beside = set(names)
        for name in sorted(names):
            path = Path(parent) / name
            if _waits(name, beside) or (name == RECORD and path.parent == folder):
                continue
            with suppress(OSError):  # gone this moment
                status = path.lstat()
                if path.is_file() and not path.is_symlink():
                    found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _waits(name: str, beside: set[str]) -> bool:
    """Whether a file is no document or still in the hands of a program, as names tell."""
    if _PASSED_OVER.match(name) or name.lower().endswith(_UNFINISHED):
        return True
    if any(name + ending in beside for ending in _UNFINISHED):
        return True
    # Word's mark of an open document loses up to two characters of its name; LibreOffice and WPS have marks of their own.
    return bool(
        {f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#", f".~{name}"} & beside
    )


def settled(before: Look, now: Look, clock: Clock) -> Look:
    """The files that have not changed between two looks. An empty one has to have been so for a while."""
    oldest = int((clock() - _EMPTY_FOR).timestamp() * 1e9)
    return {
        path: seen
        for path, seen in now.items()
        if before.get(path) == seen and (seen[0] or seen[1] < oldest)
    }


def sort_in(
    job: Job, settings: Settings, files: Look, supervisor: Executor, clock: Clock
) -> Iterator[Sorted]:
    """Sort these files of a job's inbox, as they were last seen, and say of each what became of it.

    supervisor: its context is `settings`. Raises BriefingError where the folders cannot be used at all.
    """
    sorter = _Sorter(job, settings, clock)
    ready = {
        path: seen for path, seen in files.items() if _seen(path) == seen and not _in_use(path)
    }
    yield from (
        Sorted(path.name, "later", note="正在使用，或刚有改动")
        for path in files
        if path not in ready
    )
    for outcome in supervisor.run(
        [Call(str(path), path.name, areas_of, path, FILE_SECONDS) for path in ready]
    ):
        path = Path(outcome.id)
        try:
            done = sorter.sort(path, ready[path], outcome.data, outcome.error)
        except OSError as error:
            done = Sorted(path.name, "later", note=unwritable(path, error).message)
        sorter.record(done)
        yield done


def areas_of(settings: Settings, path: Path) -> bytes:
    """In a worker: the areas that the documents of a file name, "" where one names none. Raises SourceError."""
    from briefing.sources import documents, read_file

    return pickle.dumps([document.area or "" for document in documents(read_file(path))])


class _Sorter:
    """Puts the files of one inbox where they belong."""

    def __init__(self, job: Job, settings: Settings, clock: Clock) -> None:
        assert job.inbox
        self._settings = settings
        self._clock = clock
        self._inbox = (settings.root / job.inbox.folder).resolve()
        self._into = settings.root / into_folder(job.inbox, job.sources)
        self._refused = self._inbox / REFUSED
        for folder in (self._into, self._inbox):
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unwritable(folder, error) from None
        remove_temporaries(self._into)
        remove_temporaries(self._refused)
        for reason in self._refused.glob(f"*{_REASON}"):
            if not reason.with_name(
                reason.name.removesuffix(_REASON)
            ).exists():  # somebody took the file back
                reason.unlink(missing_ok=True)
        self._known = _Contents(_sources(job, settings, self._into))
        self._put_aside = _Contents(self._refused.glob("*"))

    def sort(
        self, path: Path, seen: tuple[int, int], areas: bytes | None, error: BriefingError | None
    ) -> Sorted:
        """Raises OSError when a file cannot be moved: it stays where it is."""
        if _seen(path) != seen:
            return Sorted(path.name, "later", note="刚有改动")
        same = self._known.same(path)
        if same:
            path.unlink()
            return Sorted(path.name, "known", self._shown(same), "内容完全相同，已从收件文件夹删除")
        try:
            folder = self._folder(areas, error)
        except BriefingError as refusal:
            return self._refuse(path, refusal)
        placed, note = _move(path, self._into / folder)
        self._known.add(placed)
        renamed = "" if placed.name == path.name else "已有同名而内容不同的文件，改了名"
        return Sorted(
            path.name, "filed", self._shown(placed), "；".join(filter(None, (renamed, note)))
        )

    def record(self, done: Sorted) -> None:
        """Add a line to the inbox's record, for the people who put files there."""
        if done.state != "later":
            with suppress(OSError), (self._inbox / RECORD).open("a", encoding="utf-8") as file:
                file.write(f"{local(self._clock())[:16].replace('T', ' ')}  {done}\n")

    def _folder(self, data: bytes | None, error: BriefingError | None) -> str:
        """The name of the folder a file belongs in. Raises BriefingError saying why there is none."""
        if data is None:
            assert error
            raise error
        named = {area for area in pickle.loads(data) if area}
        districts = {district.code for area in named if (district := self._settings.district(area))}
        if not districts and named:
            raise SourceError(
                f"属于{'、'.join(sorted(named))}，没有配置这个地区",
                hint="在 config/districts.yaml 里添上这个地区，再把文件放回收件文件夹",
            )
        if not districts:
            raise SourceError(
                "看不出是哪个地区的", hint="在标题或正文里写明地区，再把文件放回收件文件夹"
            )
        return names_of(self._settings)[districts.pop()] if len(districts) == 1 else SEVERAL

    def _refuse(self, path: Path, error: BriefingError) -> Sorted:
        def explain(target: Path) -> None:
            text = f"文件：{path.name}\n时间：{local(self._clock())[:16].replace('T', ' ')}\n没有归类的原因：{error}\n"
            write_whole(target.with_name(target.name + _REASON), text.encode("utf-8-sig"))

        same = self._put_aside.same(path)
        if same:
            explain(same)
            path.unlink()
            return Sorted(path.name, "refused", self._shown(same), str(error))
        placed, note = _move(path, self._refused, explain)
        self._put_aside.add(placed)
        return Sorted(
            path.name, "refused", self._shown(placed), "；".join(filter(None, (str(error), note)))
        )

    def _shown(self, path: Path) -> str:
        root = self._settings.root.resolve()
        return (
            path.resolve().relative_to(root).as_posix()
            if path.resolve().is_relative_to(root)
            else str(path)
        )


class _Contents:
    """Files by what is in them; read only where the size is that of a file asked for."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._by_size: dict[int, list[Path]] = {}
        for file in files:
            self.add(file)

    def add(self, file: Path) -> None:
        seen = _seen(file)
        if seen:
            self._by_size.setdefault(seen[0], []).append(file)

    def same(self, path: Path) -> Path | None:
        """A file that has this very content now."""
        digest = sha256(path)
        for other in self._by_size.get(path.stat().st_size, ()):
            with suppress(OSError):
                if sha256(other) == digest:
                    return other
        return None


def _sources(job: Job, settings: Settings, into: Path) -> Iterator[Path]:
    for source in (str(into), *job.sources):
        if source != "store":
            with suppress(BriefingError):  # nothing there
                yield from find_sources([source], settings.root)


def _move(
    source: Path, folder: Path, explain: Callable[[Path], None] = lambda target: None
) -> tuple[Path, str]:
    """Move a file into a folder under its own name, or with a number where that is taken: the new place, and what is to be said.

    explain: called with the new place before the file is there. Raises OSError, PaperError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = next(name for name in _numbered(folder / source.name) if not os.path.lexists(name))
    explain(target)
    while not _linked(source, target) and not _copied(source, target):
        target = next(name for name in _numbered(target) if not os.path.lexists(name))
    try:
        source.unlink()
    except OSError:
        return target, "收件文件夹里的那一份正在使用，以后再删"
    return target, ""


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    yield from (
        path.with_name(f"{path.stem} ({number}){path.suffix}") for number in itertools.count(2)
    )


def _linked(source: Path, target: Path) -> bool:
    """Give a file a second name, unless there is one of that name; False, too, where the two places cannot share a file."""
    try:
        os.link(source, target)
    except (OSError, NotImplementedError):
        return False
    return True


def _copied(source: Path, target: Path) -> bool:
    """Copy a file to another file system, whole or not at all; False where there is one of that name."""
    temporary = target.parent / TEMPORARY.format(os.getpid())
    try:
        shutil.copy2(source, temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if os.path.lexists(target):
            return False
        if not _linked(temporary, target):
            os.rename(
                temporary, target
            )  # a file system without links; nobody else puts files here while the lock is held
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _in_use(path: Path) -> bool:
    """Whether another program holds a lock on a file, or has it open for itself alone."""
    try:
        with path.open("rb" if os.name == "posix" else "rb+") as file:
            if sys.platform != "win32":
                import fcntl

                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
