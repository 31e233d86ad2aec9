"""The typed settings. pydantic lives in this package only; everything here is frozen and picklable."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefing.model import Audience


class Setting(BaseModel):
    """Unknown keys are errors; values do not change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Indicator(Setting):
    """One canonical indicator (config/indicators.yaml)."""

    id: str
    name: str  # 地区生产总值
    aliases: tuple[str, ...] = ()  # other names documents use: GDP, 生产总值
    category: Literal["综合经济", "财政", "工业", "投资", "消费", "外贸", "创新", "城建", "民生", "生态", "安全"]
    unit_family: Literal[
        "money", "foreign_money", "count", "persons", "percent", "area", "land", "weight", "concentration", "days", "energy"
    ]
    direction: Literal["more", "less", "neither"] = "more"
    kind: Literal["cumulative", "growth", "annual"]  # how it runs in the year: an amount that adds up, a growth rate, year's end only
    department: str  # Department.id
    order: int
    short: str = ""  # for charts and narrow columns: 规上工业增加值


class District(Setting):
    """One reference area (config/districts.yaml)."""

    code: str  # adcode: 370104; functional areas without one carry a code of their own
    name: str  # 槐荫区
    full_name: str = ""  # 济南市槐荫区
    aliases: tuple[str, ...] = ()  # 槐荫
    kind: Literal["city", "district", "county", "functional"] = "district"
    city: str = ""  # 济南市


class Department(Setting):
    """One bureau of a district (config/departments.yaml). `name` is written with 区: a county's papers say 县."""

    id: str
    name: str  # 区发展改革局
    full_name: str = ""  # 区发展和改革局
    aliases: tuple[str, ...] = ()  # 区发改局, 发改局
    former: tuple[str, ...] = ()  # names before a reorganisation
    contact: str = ""
    email: str = ""


class Wording(Setting):
    """Words papers use (config/wording.yaml)."""

    stages: dict[str, str]  # completed: 竣工投用
    statuses: dict[str, str]  # estimate: 预计
    verdicts: dict[str, str]  # met: 完成
    audiences: dict[str, str]
    measures: dict[str, str]
    missing: str = "—"


class _Output(Setting):
    name: str  # 区情简报: part of the file's name
    template: str  # path, relative to the workspace
    audience: Audience = "leader"


class WordOutput(_Output):
    kind: Literal["word"]


class ExcelOutput(_Output):
    kind: Literal["excel"]


class PdfOutput(_Output):
    kind: Literal["pdf"]


Output = Annotated[WordOutput | ExcelOutput | PdfOutput, Field(discriminator="kind")]


class Job(Setting):
    """One job (config/jobs/*.yaml). Paths are relative to the workspace."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    owner: str = ""  # e-mail of the person internal papers go to
    sources: tuple[str, ...]  # files, folders or globs, or the single word store
    districts: tuple[str, ...] | Literal["all"] = "all"
    period: str = "latest"
    date: str = ""  # ISO date printed on the papers
    output: str = "output"
    store: str = ""  # SQLAlchemy URL; default: briefing.db in the output folder
    workers: int = Field(default=0, ge=0)  # 0: as many as there are cores
    step_seconds: int = Field(default=120, gt=0)
    outputs: tuple[Output, ...] = Field(min_length=1)
