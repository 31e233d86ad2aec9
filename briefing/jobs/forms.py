"""The forms that a job has made for departments, and are to come back filled in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from briefing.artifacts.manifest import Manifest
from briefing.collect.status import Expected, standings
from briefing.settings import Settings, office_name
from briefing.settings.schema import Job
from briefing.store import Store


def expected_forms(job: Job, settings: Settings, output: Path, period: str = "") -> list[Expected]:
    """The forms that stand in a job's manifests (of one period where it is given): by period, district and department as configured."""
    districts = {district.code: district for district in settings.districts}
    departments = {department.id: department for department in settings.departments}
    forms = {
        output.name: output
        for output in job.outputs
        if output.kind == "excel" and output.scope == "department"
    }
    found = []
    for each in sorted(Manifest.periods(output, job.name)):
        if period in ("", each):
            papers = Manifest.load(output, job.name, each).papers.values()
            found += [
                Expected(
                    job.name,
                    paper.name,
                    paper.district,
                    districts[paper.district].name,
                    paper.department,
                    office_name(departments[paper.department], districts[paper.district]),
                    paper.period,
                    forms[paper.name].due,
                    forms[paper.name].contact,
                )
                for paper in papers
                if paper.name in forms
                and paper.district in districts
                and paper.department in departments
            ]
    order = {code: place for place, code in enumerate((*districts, *departments))}
    return sorted(
        found,
        key=lambda form: (form.period, order[form.district], form.name, order[form.department]),
    )


def owed_and_late(
    job: Job, settings: Settings, output: Path, store: Store, now: datetime
) -> tuple[list[str], list[str]]:
    """The units that were to send a form back (应报), and those of them that have not (未报), as the owner is told of them."""
    found = standings(expected_forms(job, settings, output), store.returned.files(), now)
    names = [f"{each.form.area} {each.form.unit}" for each in found]
    return names, [name for name, each in zip(names, found, strict=True) if each.is_missing]
