"""A file made to do harm ends as a sentence: the sheets beside it are taken, the limits of time and memory hold."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from briefing.collect.importing import import_files
from briefing.jobs import collecting
from briefing.store import Store
from tests.unit.collect import hostile
from tests.unit.collect.conftest import importing
from tests.unit.collect.forms import AT, figure, fill_store, filled, form, settings, sign


def test_a_hostile_file_first_of_three_stops_none_of_the_others(
    store: Store, tmp_path: Path
) -> None:
    sent = form(store, "finance")
    digits = dict(hostile.parts(sent))["五千位.xlsx"]
    (tmp_path / "一.xlsx").write_bytes(digits)
    good = filled(sent, tmp_path / "二.xlsx", figure("general_budget_revenue:level", 57.3), sign())
    last = filled(
        form(store, "development"), tmp_path / "三.xlsx", figure("gdp:level", 851), sign()
    )
    outcomes = list(import_files([tmp_path / "一.xlsx", good, last], store, settings(), AT))
    assert [each.state for each in outcomes] == ["failed", "taken", "taken"]
    assert outcomes[0].message.startswith("一.xlsx：")


@pytest.mark.parametrize("field", ["period", "district", "department", "job", "due"])
def test_a_sheet_that_says_it_is_another_is_refused_whole(
    field: str, store: Store, tmp_path: Path
) -> None:
    take = importing(store)
    made = [*hostile.records(form(store, "finance"), field)]
    assert made
    for name, data in made:
        (tmp_path / name).write_bytes(data)
        outcome = take(tmp_path / name)
        assert (outcome.state, outcome.reports) == ("failed", 0), name
        assert outcome.message.startswith(f"{name}："), name
    assert store.returned.files() == ()


def test_a_sheet_that_was_never_sent_is_refused_whole(store: Store, tmp_path: Path) -> None:
    data = form(store, "finance", sent=False)
    path = filled(data, tmp_path / "甲.xlsx", figure("general_budget_revenue:level", 57.3), sign())
    outcome = importing(store)(path)
    assert outcome.state == "failed"
    assert "台账里没有发出过这份表" in outcome.message


def test_a_sheet_of_another_store_is_refused_whole(store: Store, tmp_path: Path) -> None:
    with Store.open("sqlite://") as other:
        fill_store(other)
        data = form(other, "finance")
    path = filled(data, tmp_path / "甲.xlsx", figure("general_budget_revenue:level", 57.3), sign())
    outcome = importing(store)(path)
    assert outcome.state == "failed"
    assert "封记不符" in outcome.message


@pytest.mark.slow
def test_more_than_a_hundred_hostile_files_within_the_limits(store: Store, tmp_path: Path) -> None:
    sent = form(store, "finance")
    every = list(hostile.files(sent))
    assert len(every) > 100
    folder = tmp_path / "收到的表"
    folder.mkdir()
    paths = []
    for name, data in every:
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    good = filled(sent, folder / "好的.xlsx", figure("general_budget_revenue:level", 57.3), sign())
    ended: Counter[str] = Counter()
    longest, others = 0.0, _peak()
    with collecting.workers() as executor:
        began = time.monotonic()
        for outcome in import_files(
            [*paths, good], store, settings(), AT, read=collecting.reader(executor)
        ):
            ended[outcome.state] += 1
            longest, began = max(longest, time.monotonic() - began), time.monotonic()
            if outcome.state == "failed":
                assert outcome.message.startswith(outcome.file), outcome
                assert "Traceback" not in outcome.message
    (correction,) = store.returned.corrections()
    assert (correction.new, correction.file) == ("57.3", "好的.xlsx")
    print(len(every), dict(ended), f"longest {longest:.1f} s", f"peak {_peak() / 1e6:.0f} MB")
    assert ended["taken"] == 1
    # What ended before in this process (LibreOffice, of another test) may have been greater.
    assert _peak() < collecting.MEMORY or _peak() == others


def _peak() -> int:
    """Bytes of the greatest of the processes that have ended."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
