"""A PDF beside each Word paper, where LibreOffice is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.sources import office
from tests.end_to_end.conftest import briefing

ASKED = ("run", "config/jobs/annual.yaml", "--district", "槐荫区", "--with-pdf", "--output")


def test_without_libreoffice_nothing_starts_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    done = briefing(*ASKED, tmp_path)
    assert (done.returncode, "没有 LibreOffice" in done.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_each_word_paper_has_its_pdf_and_a_second_run_makes_none(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    program("soffice")
    assert briefing(*ASKED, tmp_path).returncode == 0
    papers = list(tmp_path.rglob("*.docx"))
    made = {path: path.with_suffix(".pdf").read_bytes() for path in papers}
    assert papers
    assert all(data.startswith(b"%PDF") for data in made.values())
    again = briefing(*ASKED, tmp_path)
    assert (again.returncode, "转成 PDF" in again.stderr) == (0, False)
