"""kill -9 while files are taken in: each is in wholly or not at all, and importing again ends where it would have ended."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from briefing.collect.importing import import_files
from briefing.store import Store
from tests.unit.collect.forms import AT, figure, fill_store, filled, form, put, settings, sign


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_before_any_statement(url: str, tmp_path: Path) -> None:
    with Store.open(url) as store:
        fill_store(store)
        files = [
            filled(form(store, "finance"), tmp_path / "甲.xlsx", figure("general_budget_revenue:level", 57.3),
                   put("任务进展", "task:", "本期进展", "已拨付"), sign()),
            filled(form(store, "development"), tmp_path / "乙.xlsx", figure("gdp:level", 851), figure("gdp:yoy", 4.3), sign()),
        ]  # fmt: skip
    states = []
    for statement in count():
        killed = import_and_die(url, files, statement)
        states.append(contents(url))
        if not killed:
            break
    whole = {
        "甲.xlsx": ["一般公共预算收入总量57.3", "已拨付"],
        "乙.xlsx": ["地区生产总值总量851", "地区生产总值同比增速4.3"],
    }
    assert states[-1] == whole
    assert len(states) > 10
    for state in states:
        assert state.items() <= whole.items()


def import_and_die(url: str, files: list[Path], statement: int) -> bool:
    """Import in a process of its own that is killed before its n-th statement. Returns whether it was."""
    pid = os.fork()
    if not pid:
        try:
            with Store.open(url) as store:
                left = [statement]

                def die(*_: object) -> None:
                    if not left[0]:
                        os.kill(os.getpid(), signal.SIGKILL)
                    left[0] -= 1

                event.listen(store._engine, "before_cursor_execute", die)
                event.listen(store._engine, "commit", die)
                event.listen(store._writer, "before_cursor_execute", die)
                event.listen(store._writer, "commit", die)
                list(import_files(files, store, settings(), AT))
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def contents(url: str) -> dict[str, list[str]]:
    """What each file brought."""
    with Store.open(url) as store:
        found: dict[str, list[str]] = {file.file: [] for file, _ in store.returned.files()}
        for correction in store.returned.corrections():
            found[correction.file].append(f"{correction.name}{correction.new}")
        for stored in store.returned.reports():
            found[stored.file].append(stored.report.progress)
    return found
