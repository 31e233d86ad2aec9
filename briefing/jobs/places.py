"""Which store a command means: command line > environment > job > output folder > workspace. Every command asks here.

A job's output folder remembers the store that its papers were made from (artifacts/memory.py), so that what is sent, collected and asked
for later is looked up where it was put.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import yaml

from briefing.artifacts import memory
from briefing.errors import BriefingError, SettingsError
from briefing.settings.schema import Job
from briefing.store import store_url
from briefing.store.engine import file_of, name, parse

ENVIRONMENT = "BRIEFING_STORE"
FILE = "briefing.db"  # in the output folder, where nobody says anything else


def given(option: str | None) -> str:
    """What the command line says, else the environment; "" where neither does."""
    return option or os.environ.get(ENVIRONMENT, "")


def of_job(job: Job, root: Path, output: Path, option: str | None = None) -> str:
    """The URL of the store a job works on, whose papers go to `output`. Raises StoreError for an address that is none."""
    return _resolved(given(option), job.name, job.store, root, output)


def of_workspace(root: Path, option: str | None = None) -> str:
    """The URL of the one store that all jobs of a workspace work on.

    Raises SettingsError where they work on several that are there: nobody can know which one is meant.
    """
    if said := given(option):
        return said
    stores: dict[str, list[str]] = {}
    for job, store, output in _jobs(root):
        stores.setdefault(_resolved("", job, store, root, root / output), []).append(job)
    there = {url: jobs for url, jobs in stores.items() if _is_there(url)}
    if len(there) > 1:
        said = "；".join(f"{'、'.join(jobs)} 用 {name(parse(url))}" for url, jobs in there.items())
        raise SettingsError(
            f"各任务用的库不同，不知道指哪一个：{said}",
            where="--store",
            hint="用 --store 或环境变量 BRIEFING_STORE 指明",
        )
    known = there or (stores if len(stores) == 1 else {})
    return next(iter(known), _resolved("", "", "", root, root / "output"))


def _resolved(said: str, job: str, of_the_job: str, root: Path, output: Path) -> str:
    if said:
        return said
    if of_the_job:
        return store_url(of_the_job, root)
    return (job and memory.store(output, job)) or store_url(output.absolute() / FILE, root)


def _jobs(root: Path) -> Iterator[tuple[str, str, str]]:
    """Name, store and output folder of each job whose file can be read: `check` says what is wrong with the others."""
    for path in sorted((root / "config" / "jobs").glob("*.yaml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            continue
        if isinstance(content, dict):
            yield path.stem, str(content.get("store") or ""), str(content.get("output") or "output")


def _is_there(url: str) -> bool:
    try:
        file = file_of(parse(url))
    except BriefingError:
        return False
    return file is None or file.exists()
