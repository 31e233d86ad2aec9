"""Runs that are killed (kill -9) at random moments: `python killing.py FOLDER SEED KILLS`, used by test_batch_kills.py.

Every run is a process of its own with workers of its own, forked off this one, whose imports are done. Reader and renderer are small
fakes; store, lock, manifest, writing and workers are the real ones. A run that got to its end is checked by the caller's eyes: its output
folder is kept as FOLDER/done-N, and the next run begins with an empty one.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [
    {"kind": "word", "name": "提示单", "template": "briefing.docx", "audience": "department", "scope": "department",
     "departments": ["区发展改革局", "区财政局"]},
    {"kind": "excel", "name": "对比表", "template": "indicators.yaml", "scope": "districts"},
]  # fmt: skip
DISTRICTS = ("槐荫区", "天桥区", "市中区", "历下区", "历城区", "长清区")


def workspace(folder: Path) -> Path:
    """A workspace with two papers for each of six districts, one for each of two departments, and one of all districts."""
    (folder / "sources").mkdir(parents=True)
    for place, district in enumerate(DISTRICTS):
        lines = "".join(f"gdp {place}{figure}.50\n" for figure in range(40))
        (folder / "sources" / f"{district}.txt").write_text(
            f"{district} 2024 work_report\n{lines}", encoding="utf-8"
        )
    for name in ("briefing.docx", "indicators.yaml"):
        (folder / name).write_text("模板", encoding="utf-8")
    return folder


def prepare(folder: Path) -> Any:
    """A function that runs the job of a workspace into an output folder."""
    import dataclasses

    from briefing.jobs import ingest, run, setup
    from briefing.jobs.supervisor import Supervisor
    from briefing.settings import load_settings
    from briefing.settings.schema import Job
    from tests.unit.jobs import fakes
    from tests.unit.jobs.conftest import JOB

    ingest.read_source, run.render_paper = fakes.read_source, fakes.render_paper  # type: ignore[attr-defined]
    setup.check_template = fakes.check_template  # type: ignore[attr-defined]
    setup.Setup.supervisor = lambda this: Supervisor(this.workers, context=this.settings)  # type: ignore[method-assign,assignment]
    settings = dataclasses.replace(load_settings(ROOT), root=folder)
    job = Job.model_validate(JOB | {"districts": DISTRICTS, "outputs": JOB["outputs"] + OTHERS})
    return lambda output: (
        run.run(job, settings, setup.RunOptions(workers=1, output=output)).exit_code
    )


def forked(go: Any, output: Path) -> int:
    """The id of a process that runs the job."""
    pid = os.fork()
    if not pid:
        code = 70
        try:
            code = go(output)
        finally:
            os._exit(code)
    return pid


def ended(pid: int, seconds: float) -> int | None:
    """The exit code of a process that ends by itself in time, None of one that does not."""
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            return None
        time.sleep(0.002)


def main(folder: Path, seed: int, kills: int) -> None:
    go, chance = prepare(workspace(folder / "workspace")), random.Random(seed)
    began = time.monotonic()
    assert ended(forked(go, folder / "undisturbed"), 60) == 0
    whole = time.monotonic() - began
    output, killed, done = folder / "output", 0, 0
    while killed < kills:
        began = time.monotonic()
        pid = forked(go, output)
        code = ended(pid, chance.uniform(0, whole))
        if code is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            killed += 1
            continue
        assert code == 0, f"exit code {code}"
        whole = min(whole, time.monotonic() - began)  # the machine may have been busy at first
        output.rename(folder / f"done-{done}")
        done += 1
    assert ended(forked(go, output), 60) == 0
    output.rename(folder / f"done-{done}")
    print(f"killed {killed}, whole {done + 1}, an undisturbed run takes {whole:.2f} s")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
