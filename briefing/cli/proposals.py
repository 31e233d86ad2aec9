"""briefing confirm --tasks: units for tasks whose documents name none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from briefing.cli.listing import Column

if TYPE_CHECKING:
    from briefing.model import Proposal, Task
    from briefing.settings import Settings
    from briefing.settings.schema import District
    from briefing.store import Store


@dataclass(frozen=True, slots=True)
class Open:
    """A task that names no unit, what is proposed for it, and what a person confirmed."""

    district: District
    task: Task
    proposal: Proposal
    confirmed: tuple[str, ...]  # the units; () while nobody did


def open_tasks(
    store: Store, settings: Settings, districts: Iterable[District], year: int | None
) -> dict[str, Open]:
    """By code: every task of the districts that names no unit, newest year first."""
    from briefing.analysis.index import Index
    from briefing.analysis.proposals import confirmed, nameless, propose

    found = {}
    for district in districts:
        index = Index(store.scope_facts(district.code), settings)
        tasks = [
            task
            for task in index.facts.tasks
            if nameless(task) and (year is None or task.period == str(year))
        ]
        for task in sorted(tasks, key=lambda task: task.period, reverse=True):
            proposal = propose(index, task, district)
            units = confirmed(index, task, district, proposal)
            found[proposal.key] = Open(
                district, task, proposal, (*units.lead, *units.responsible) if units else ()
            )
    return found


def _confirmed(each: Open) -> str:
    return f"已确认：{'、'.join(each.confirmed)}" if each.confirmed else ""


COLUMNS = (
    Column("key", "代号", lambda e: e.proposal.key),
    Column("district", "地区", lambda e: e.district.name),
    Column("period", "年度", lambda e: e.task.period),
    Column("text", "任务", lambda e: e.task.text or e.task.source.quote),
    Column("lead", "拟牵头单位", lambda e: list(e.proposal.lead), type="texts"),
    Column("responsible", "拟责任单位", lambda e: list(e.proposal.responsible), type="texts"),
    Column("because", "依据", lambda e: e.proposal.because, most=40),
    Column("confirmed", "确认", lambda e: list(e.confirmed), _confirmed, type="texts", most=80),
)


def confirm(
    store: Store, settings: Settings, found: dict[str, Open], unit: str, by: str, note: str
) -> None:
    """Confirm the proposals, or instead of them one unit. Confirming anew replaces what was confirmed before. Raises SettingsError."""
    from briefing.errors import SettingsError
    from briefing.jobs.clock import system_clock
    from briefing.model import proposal_key
    from briefing.settings import nearest, office_name

    department = settings.department(unit) if unit else None
    if unit and department is None:
        raise SettingsError(
            f"没有配置这个部门：{unit}",
            where="--unit",
            hint=nearest(unit, [d.name for d in settings.departments]),
        )
    if not department and (empty := [key for key, each in found.items() if not each.proposal.lead]):
        raise SettingsError(
            f"没有拟定单位：{'、'.join(empty)}",
            where="confirm",
            hint="用 --unit 写明由哪个单位牵头",
        )
    now = system_clock()
    revoke(store, settings, found)
    for each in found.values():
        lead = (office_name(department, each.district),) if department else each.proposal.lead
        responsible = () if department else each.proposal.responsible
        key = proposal_key(each.task.key, lead, responsible)
        units = "、".join((*lead, *responsible))
        store.confirmations.add(
            {key: f"{each.task.text[:40]}：{units}"},
            by=by,
            at=now,
            note=note,
            district=each.district.code,
        )
    click.echo(f"确认了 {len(found)} 项", err=True)


def revoke(store: Store, settings: Settings, found: dict[str, Open]) -> int:
    """Take back what was confirmed of these tasks, whichever units it was. Returns how many there were."""
    from briefing.model import proposal_key
    from briefing.settings import office_name

    possible = [
        key
        for each in found.values()
        for key in (
            each.proposal.key,
            *(
                proposal_key(each.task.key, (office_name(department, each.district),))
                for department in settings.departments
            ),
        )
    ]
    return store.confirmations.revoke(possible)
