"""A job becomes a plan: for each district its period and its papers, each with where it goes and what it is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing import periods
from briefing.analysis.pack import latest_period
from briefing.errors import SettingsError
from briefing.jobs import fingerprint
from briefing.jobs.manifest import Input
from briefing.papers import SUFFIXES, Template
from briefing.settings import Settings
from briefing.settings.schema import District, Job, Output
from briefing.store import FileInfo, StoredDocument

NO_DOCUMENTS = "无资料"
NO_REPORT = "没有政府工作报告，定不了时期（可用 --period 指定）"


@dataclass(frozen=True, slots=True)
class Step:
    """One paper to make."""

    district: District
    period: str
    output: Output
    target: str  # relative to the output folder, with /
    made_from: dict[str, str]  # print of each thing the paper depends on
    inputs: tuple[Input, ...]  # the files of its documents

    @property
    def label(self) -> str:
        return f"{self.district.name} {self.output.name}"


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """What is to be made for a district; no steps where its documents do not allow any, and why."""

    district: District
    documents: tuple[StoredDocument, ...]
    period: str
    steps: tuple[Step, ...]
    note: str = ""


def make_plan(
    job: Job,
    settings: Settings,
    districts: Sequence[District],
    documents: Iterable[StoredDocument],
    files: Mapping[str, FileInfo],
    templates: Mapping[str, Template],
    period: str,
    confirmed: Iterable[str] = (),
) -> tuple[DistrictPlan, ...]:
    """The plan of a job, a district after the other.

    documents: those the run may use. files: every file in the store, by sha256. templates: by the path the job gives.
    period: a period code, or `latest` for the year the district's newest work report reviews. confirmed: keys of what persons
    have confirmed.
    Raises SettingsError when two papers would be one file.
    """
    by_district: dict[str | None, list[StoredDocument]] = {}
    for document in documents:
        by_district.setdefault(document.district, []).append(document)
    names = _folders(settings.districts)
    common = _common_prints(job, settings) | {"confirmed": fingerprint.digest(*sorted(confirmed))}
    plans = []
    for district in districts:
        own = tuple(by_district.get(district.code, ()))
        when = period if period != "latest" else latest_period(document.info for document in own)
        note = NO_DOCUMENTS if not own else "" if when else NO_REPORT
        steps: list[Step] = []
        if when and own:
            inputs = tuple(sorted({Input(document.info.file, document.info.sha256) for document in own}))
            prints = common | {"documents": _print_of(own, files)}
            for output in job.outputs:
                made_from = prints | {"output": fingerprint.settings(output), "template": _print(templates[output.template])}
                steps.append(Step(district, when, output, target(job, output, when, names[district.code]), made_from, inputs))
        plans.append(DistrictPlan(district, own, when or "", tuple(steps), note))
    _check_unique(step for plan in plans for step in plan.steps)
    return tuple(plans)


def target(job: Job, output: Output, period: str, district: str) -> str:
    """Where a paper goes: annual/2024/槐荫区/槐荫区2024年区情简报.docx. File names take a hyphen where texts take a dash."""
    label = periods.label(period).replace("—", "-")
    return f"{job.name}/{period}/{district}/{district}{label}{output.name}{SUFFIXES[output.kind]}"


def _folders(districts: Sequence[District]) -> dict[str, str]:
    """Each district's name in paths: its name, with its city's before it where another has the same (市中区)."""
    count = Counter(district.name for district in districts)
    return {
        district.code: district.name if count[district.name] == 1 else (district.full_name or f"{district.city}{district.name}")
        for district in districts
    }


def _common_prints(job: Job, settings: Settings) -> dict[str, str]:
    configured = (*settings.districts, *settings.indicators, *settings.departments, settings.wording, settings.lights)
    return {
        "settings": fingerprint.settings(*configured),
        "job": fingerprint.digest(job.date),
        "code": fingerprint.code(fingerprint.RENDERING),
        "libraries": fingerprint.libraries(),
    }


def _print_of(documents: Sequence[StoredDocument], files: Mapping[str, FileInfo]) -> str:
    """The facts of these documents: they follow from the files and from what extracted them."""
    parts = ((d.info.id, d.info.sha256, d.info.file, files[d.info.sha256].extraction_key) for d in documents)
    return fingerprint.digest(*(part for document in parts for part in document))


def _print(template: Template) -> str:
    return fingerprint.digest(template.name, template.data)


def _check_unique(steps: Iterable[Step]) -> None:
    taken: dict[str, Step] = {}
    for step in steps:
        other = taken.setdefault(step.target.casefold(), step)
        if other is not step:
            raise SettingsError(f"两份成果会写进同一个文件 {step.target}", hint="给任务的 outputs 或各区起不同的名字")
