"""At a terminal, what waits is asked about: first the sheet as a whole, then its cells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
import pytest

from briefing.cli.collect import _ask
from briefing.collect.importing import Outcome
from briefing.collect.remarks import Remark


@pytest.mark.parametrize("yes", [True, False])
def test_each_is_asked_about_once(yes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    questions: list[str] = []

    def confirm(said: str, *, default: bool) -> bool:
        questions.append(said)
        return yes

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(click, "confirm", confirm)
    asked: set[str] = set()
    assert _ask(outcome("旧表"), asked) == (("旧表",) if yes else ())
    cells = _ask(outcome("旧表", "指标填报!G4"), asked)
    assert cells == (("指标填报!G4",) if yes else ())
    assert _ask(outcome("旧表", "指标填报!G4"), asked) == ()
    assert questions == ["接受 旧表 吗？", "接受 指标填报!G4 吗？"]


class Terminal:
    def isatty(self) -> bool:
        return True


def outcome(*cells: str) -> Outcome:
    found: Iterable[Remark] = (Remark("question", cell, "像是写颠倒了") for cell in cells)
    return Outcome(str(Path("甲.xlsx")), "taken", remarks=tuple(found))
