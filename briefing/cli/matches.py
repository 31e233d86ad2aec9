"""briefing confirm --matches: whether a figure under another name is what became of a goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from briefing.cli.listing import Column

if TYPE_CHECKING:
    from briefing.model import TargetRow
    from briefing.settings import Settings
    from briefing.settings.schema import District
    from briefing.store import Store

DENIED = "no:"


@dataclass(frozen=True, slots=True)
class Question:
    """A goal and the figure that may be what became of it."""

    district: District
    year: str
    row: TargetRow


def questions(
    store: Store, settings: Settings, districts: Iterable[District], year: int | None
) -> dict[str, Question]:
    """By code: what nobody has answered yet."""
    from briefing.analysis.index import Index
    from briefing.analysis.targets import target_rows

    found = {}
    for district in districts:
        index = Index(store.scope_facts(district.code), settings)
        for period in [str(year)] if year else index.years:
            for row in target_rows(index, period):
                if row.verdict.question:
                    found[row.verdict.question] = Question(district, period, row)
    return found


def _figure(name: str) -> Callable[[Question], str]:
    from briefing.analysis import wording

    def told(question: Question) -> str:
        o = getattr(question.row, name)
        named = question.row.name if name == "target" else o.name if o else ""
        return named + wording.figure(o) if o else named

    return told


COLUMNS = (
    Column("key", "代号", lambda e: e.row.verdict.question),
    Column("district", "地区", lambda e: e.district.name),
    Column("year", "年度", lambda e: e.year),
    Column("target", "目标", _figure("target"), most=80),
    Column("actual", "是不是它的完成数", _figure("actual"), most=80),
)


def answer(store: Store, found: Mapping[str, Question], by: str, note: str, *, yes: bool) -> None:
    from briefing.jobs.clock import system_clock

    now = system_clock()
    for key, each in found.items():
        done = each.row.actual.name if each.row.actual else ""
        said = f"{each.year}年{each.row.name}{'的' if yes else '不是'}完成数：{done}"
        things = {key if yes else DENIED + key: said}
        store.confirmations.add(things, by=by, at=now, note=note, district=each.district.code)
    click.echo(f"回答了 {len(found)} 项", err=True)
