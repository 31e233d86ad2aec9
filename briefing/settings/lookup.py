"""The settings of a workspace, and who is meant by a name in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefing.settings.schema import Department, District, Indicator, Job, Lights, Output, Wording

# A bureau of one of these is its own, not the district's: 槐荫经济开发区投资促进局 is not 区投资促进局.
_PARTS_OF_A_DISTRICT = (
    "开发区",
    "高新区",
    "园区",
    "示范区",
    "试验区",
    "保税区",
    "起步区",
    "片区",
    "社区",
    "街区",
    "景区",
)
_BRANCH = re.compile(r"(?<=局)[\u4e00-\u9fff]{1,5}(?=分局$)")  # 市生态环境局槐荫分局


@dataclass(frozen=True)
class Settings:
    """Everything in config/ but the jobs. `root` is the workspace: the folder that holds config/ and templates/."""

    root: Path
    districts: tuple[District, ...]
    indicators: tuple[Indicator, ...]
    departments: tuple[Department, ...]
    wording: Wording
    lights: Lights

    def district(self, text: str) -> District | None:
        """The area a name or a code stands for: 槐荫, 槐荫区, 济南市槐荫区, 山东省济南市槐荫区; never another city's 市中区."""
        name = re.sub(r"\s", "", text)
        found = self._districts.get(name)
        if found is None:
            found = next(
                (self._districts[known] for known in self._full_names if name.endswith(known)), None
            )
        return found

    def department(self, text: str) -> Department | None:
        """The department a long, short or former name or an id stands for, with or without 区, 市, 县 or an area's name before it."""
        name = re.sub(r"\s", "", text)
        return next(
            (self._departments[form] for form in self._forms(name) if form in self._departments),
            None,
        )

    def districts_of(self, job: Job) -> tuple[District, ...]:
        """The areas a job makes papers for, in the job's order; `all` is every configured one but the cities."""
        if job.districts == "all":
            return tuple(district for district in self.districts if district.kind != "city")
        return tuple(district for name in job.districts if (district := self.district(name)))

    def departments_of(self, output: Output) -> tuple[Department, ...]:
        """The departments that get an output of scope department, in its order."""
        if output.departments == "all":
            return self.departments
        return tuple(
            department for name in output.departments if (department := self.department(name))
        )

    def indicator(self, id: str) -> Indicator:
        """Raises KeyError for an id that is not configured."""
        return self._indicators[id]

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {
            name: district
            for district in self.districts
            for name in (district.code, *names_of_district(district))
        }

    @cached_property
    def _full_names(self) -> list[str]:
        full = {
            name
            for district in self.districts
            for name in (district.full_name, district.city + district.name)
            if name and district.city
        }
        return sorted(full & self._districts.keys(), key=len, reverse=True)

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {
            name: department
            for department in self.departments
            for name in (department.id, *names_of_department(department))
        }

    @cached_property
    def _stems(self) -> re.Pattern[str]:
        """槐荫, 济南市 …: what stands before or inside the name of an area's own office."""
        stems = {
            stem
            for district in self.districts
            for stem in (district.city, district.name.rstrip("区县市"))
            if len(stem) > 1
        }
        return re.compile("|".join(map(re.escape, sorted(stems, key=len, reverse=True))) or "(?!)")

    def _forms(self, name: str) -> Iterator[str]:
        """The name in ever shorter forms: as it is, without area names, without what ends in 区, 县 or 市."""
        plain = _BRANCH.sub("", self._stems.sub("", name))
        yield name
        yield plain
        for form in (name, plain):
            for at, sign in enumerate(form):
                area = form[: at + 1]
                if sign in "区县市" and (
                    not area.endswith(_PARTS_OF_A_DISTRICT) or area in self._districts
                ):
                    yield form[at + 1 :]


def office_name(department: Department, district: District) -> str:
    """What a district's papers call a department: 区财政局, in a county 县财政局."""
    return _as_in(district.name, r"^(团?)区", department.name)


def short_office(office: str, place: str) -> str:
    """A department in a name that begins with its place: 财政局 of 区财政局; but 区委办公室, and 市政中心 of a district."""
    own = place[-1:]
    party = office.startswith(f"{own}委")
    return office if party else office.removeprefix(own)


def title_in(place: str, title: str) -> str:
    """What a place calls a paper: 区情简报, in a county 县情简报, of a province 省情简报."""
    return _as_in(place, r"^()区(?=情)", title)


def _as_in(place: str, district: str, name: str) -> str:
    sign = place[-1:]
    return re.sub(district, rf"\1{sign}", name) if sign in set("县市旗州盟省") else name


def names_of_district(district: District) -> tuple[str, ...]:
    """All names of an area, each once."""
    names = (district.name, district.full_name, *district.aliases)
    return tuple(dict.fromkeys(name for name in (*names, district.city + district.name) if name))


def names_of_department(department: Department) -> tuple[str, ...]:
    """All names of a department without their leading 区, each once: 区发改局 and 发改局 are one."""
    names = (department.name, department.full_name, *department.aliases, *department.former)
    return tuple(dict.fromkeys(name.removeprefix("区") for name in names if name))
