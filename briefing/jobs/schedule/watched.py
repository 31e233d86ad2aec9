"""The jobs of a workspace as a service that never ends sees them: files change under it, and for a while they may be wrong."""

from __future__ import annotations

import itertools
from pathlib import Path

from briefing.errors import BriefingError
from briefing.settings import Settings, SettingsErrors, job_paths, load_job, load_settings
from briefing.settings.schema import Job

_Look = dict[Path, tuple[int, int]]  # time of the last change and size of each settings file


class Watched:
    """Settings and jobs, each as it last was without a fault. `problems`: what is wrong with the files as they are now."""

    def __init__(self, root: Path) -> None:
        """Raises SettingsErrors when the settings every job needs are wrong from the beginning."""
        self.root = root
        self._seen = _look(root)
        self.settings: Settings = load_settings(root)
        self.jobs: dict[str, Job] = {}
        self.problems: tuple[str, ...] = ()
        self._read_jobs([])

    def refresh(self) -> bool:
        """Read again what has changed. Returns whether anything had."""
        now = _look(self.root)
        if now == self._seen:
            return False
        self._seen = now
        problems: list[str] = []
        try:
            self.settings = load_settings(self.root)
        except BriefingError as error:
            problems = _said(error)
        self._read_jobs(problems)
        return True

    def _read_jobs(self, problems: list[str]) -> None:
        found: dict[str, Job] = {}
        for path in job_paths(self.root):
            try:
                found[path.stem] = load_job(self.settings, path)
            except BriefingError as error:
                problems += _said(error)
                if path.stem in self.jobs:
                    found[path.stem] = self.jobs[path.stem]
        self.jobs, self.problems = found, (*problems, *_shared_inboxes(self.root, found))


def inbox_owners(root: Path, jobs: dict[str, Job]) -> dict[Path, str]:
    """The inboxes and the job each belongs to: where two name the same folder, the first by name."""
    owners: dict[Path, str] = {}
    for name, job in sorted(jobs.items()):
        if job.inbox:
            owners.setdefault((root / job.inbox.folder).resolve(), name)
    return owners


def _shared_inboxes(root: Path, jobs: dict[str, Job]) -> list[str]:
    owners = inbox_owners(root, jobs)
    return [
        f"任务 {name} 的收件文件夹 {job.inbox.folder} 已经归任务 {owner}，只由 {owner} 收（另建一个文件夹）"
        for name, job in sorted(jobs.items())
        if job.inbox and (owner := owners[(root / job.inbox.folder).resolve()]) != name
    ]


def _said(error: BriefingError) -> list[str]:
    return (
        [str(each) for each in error.errors] if isinstance(error, SettingsErrors) else [str(error)]
    )


def _look(root: Path) -> _Look:
    found: _Look = {}
    for path in itertools.chain((root / "config").glob("*.y*ml"), job_paths(root)):
        try:
            status = path.stat()
        except OSError:
            continue  # removed this moment
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
