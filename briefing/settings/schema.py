"""The typed settings. pydantic lives in this package only; everything here is frozen and picklable.

Every field is described, with an example, in docs/settings.md: a test demands it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from briefing import periods
from briefing.model import (
    Audience,
    DocumentKind,
    Light,
    Measure,
    Severity,
    Stage,
    Status,
    VerdictKind,
)
from briefing.settings.base import Email, Line, Setting, Text, must
from briefing.settings.mail import Mail
from briefing.settings.nodes import shown
from briefing.settings.schedule import Inboxes, Schedules

Basis = Literal["final", "preliminary", "estimate", "derived"]


def _period(text: str) -> str:
    if text == "latest":
        return text
    if not re.match(r"\d", text):
        raise ValueError(f"{shown(text)} 不是时期（可写 latest，或者 2024、2024Q1、2024M01-M05）")
    periods.parse(text)
    return text


def _date(text: str) -> str:
    try:
        well = not text or datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        well = False
    if not well:
        raise ValueError(f"{shown(text)} 不是日期（例：2025-01-20）")
    return text


def _points(value: object) -> object:
    """A number of percentage points as written."""
    if isinstance(value, str):
        try:
            return Decimal(value)
        except ArithmeticError:
            raise ValueError(f"{shown(value)} 不是数（例：-5、0、2.5）") from None
    return value


def _covers(literal: object) -> Callable[[dict[str, str]], dict[str, str]]:
    """Papers look words up by these keys: none may be missing."""

    def check(words: dict[str, str]) -> dict[str, str]:
        missing = [key for key in get_args(literal) if key not in words]
        if missing:
            raise ValueError(f"还缺 {'、'.join(missing)}")
        return words

    return check


_FILE_NAME = (
    r'(?![. ])[^\\/:*?"<>|\x00-\x1f]*(?<![. ])'  # names become parts of file names, on Windows too
)

FileName = Annotated[
    Text, must(_FILE_NAME, '要用作文件名，不能含 \\ / : * ? " < > |，首尾不能是空格或点')
]
Id = Annotated[
    Text, must(r"[a-z][a-z0-9_]*", "不能作代号：用小写英文字母开头，只含小写字母、数字和下划线")
]
JobName = Annotated[
    Text, must(r"[a-z0-9][a-z0-9_-]*", "不能作任务名：只用小写英文字母、数字、- 和 _")
]
Code = Annotated[Text, must(r"[0-9A-Za-z]+", "不能作区划代码：只用数字和英文字母")]


class Indicator(Setting):
    """One canonical indicator (config/indicators.yaml)."""

    id: Id
    name: Text  # 地区生产总值
    aliases: tuple[Text, ...] = ()  # other names documents use: GDP, 生产总值
    category: Literal[
        "综合经济", "财政", "工业", "投资", "消费", "外贸", "创新", "城建", "民生", "生态", "安全"
    ]
    unit_family: Literal[
        "money",
        "foreign_money",
        "count",
        "persons",
        "percent",
        "area",
        "land",
        "weight",
        "concentration",
        "days",
        "energy",
    ]
    direction: Literal["more", "less", "neither"] = "more"
    kind: Literal[
        "cumulative", "growth", "annual"
    ]  # how it runs in the year: an amount that adds up, a growth rate, year's end only
    department: str  # Department.id
    order: int
    short: Line = ""  # for charts and narrow columns: 规上工业增加值
    new: str = (
        ""  # the id of what was new of it in a period (新认定, 净增): another indicator or itself
    )
    levels: Literal["", "own", "national", "above", "any"] = (
        ""  # of which levels before its name it stays itself
    )


class District(Setting):
    """One reference area (config/districts.yaml)."""

    code: Code  # adcode: 370104; functional areas without one carry a code of their own
    name: FileName  # 槐荫区
    full_name: Line = ""  # 济南市槐荫区
    aliases: tuple[Text, ...] = ()  # 槐荫
    kind: Literal["city", "district", "county", "functional"] = "district"
    city: Line = ""  # 济南市
    email: Email = ""


class Department(Setting):
    """One bureau of a district (config/departments.yaml). `name` is written with 区: a county's papers say 县."""

    id: Id
    name: FileName  # 区发展改革局
    full_name: Line = ""  # 区发展和改革局
    aliases: tuple[Text, ...] = ()  # 区发改局, 发改局
    former: tuple[Text, ...] = ()  # names before a reorganisation
    keywords: tuple[Text, ...] = ()  # of its duties: tasks that name no unit are proposed to it
    contact: Line = ""  # the office that answers, never a person
    email: Email = ""
    emails: dict[str, Email] = Field(
        default_factory=dict
    )  # by district, where each has a department of its own


class Wording(Setting):
    """Words papers use (config/wording.yaml). Every key of the model's vocabulary has its word."""

    stages: Annotated[dict[Stage, Text], AfterValidator(_covers(Stage))]  # completed: 竣工投用
    finished: Line = "完成提升"  # what is completed without being said to be in use
    statuses: Annotated[dict[Status, Text], AfterValidator(_covers(Status))]  # estimate: 预计
    verdicts: Annotated[dict[VerdictKind, Text], AfterValidator(_covers(VerdictKind))]  # met: 完成
    audiences: Annotated[dict[Audience, Text], AfterValidator(_covers(Audience))]
    measures: Annotated[dict[Measure, Text], AfterValidator(_covers(Measure))]
    bases: Annotated[
        dict[Basis, Text], AfterValidator(_covers(Basis))
    ]  # of a target's actual: derived 推算数
    severities: Annotated[dict[Severity, Text], AfterValidator(_covers(Severity))]
    documents: Annotated[dict[DocumentKind, Text], AfterValidator(_covers(DocumentKind))]
    missing: Line = "—"


Points = Annotated[Decimal, BeforeValidator(_points)]
Rated = Literal["ahead", "on_track", "behind"]


class Band(Setting):
    """One band of lights (config/lights.yaml): how far ahead of where it should be, in percentage points. Without a limit: all the rest."""

    above: Points | None = None  # more than this
    at_least: Points | None = None
    light: Light
    word: Text  # stands beside the colour: 慢于序时
    verdict: Rated

    def holds(self, gap: Decimal) -> bool:
        """Whether a gap (positive: ahead) is not below this band."""
        return (self.above is None or gap > self.above) and (
            self.at_least is None or gap >= self.at_least
        )


def _ends(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """Best first, each lower than the one before, the last without a limit: every gap has its band."""
    limits = [band.above if band.above is not None else band.at_least for band in bands]
    if any(limit is None for limit in limits[:-1]) or limits[-1] is not None:
        raise ValueError("各档要从好到差排列，只有最后一档不写 above 和 at_least")
    known = [limit for limit in limits if limit is not None]
    if known != sorted(known, reverse=True):
        raise ValueError("各档的界限要从大到小排列")
    return bands


Bands = Annotated[tuple[Band, ...], Field(min_length=1), AfterValidator(_ends)]


class Lights(Setting):
    """What light a gap in the year's progress gets (config/lights.yaml)."""

    amounts: Bands  # share of the year's target less the share of the year passed
    growth: Bands  # growth less target growth
    annual: Text  # what is written of an indicator that only the year's end shows


def _listed(value: Any) -> Any:
    """A single name may stand without brackets."""
    return (value,) if isinstance(value, str) and value != "all" else value


Receivers = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
DocumentNumber = Annotated[
    Line,
    must(
        r"[^〔〕]+〔[12]\d{3}〕[1-9]\d*号",
        "不是发文字号（例：槐政办函〔2025〕3号，年份用六角括号，序号不编虚位）",
    ),
]


def _shape(value: Any) -> str:
    return "all" if value == "all" else "list"


Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
AllOrSome = Annotated[
    Annotated[Texts, Tag("list")] | Annotated[Literal["all"], Tag("all")],
    Discriminator(_shape),
    BeforeValidator(_listed),
]


class _Output(Setting):
    name: FileName  # 区情简报: part of the file's name
    template: Text  # path, relative to the workspace
    audience: Audience = "leader"
    scope: Literal["district", "department", "districts"] = (
        "district"  # one paper a district, a department of each, all side by side
    )
    departments: AllOrSome = "all"  # with scope department: which ones
    links: bool | None = None  # of figures to the review pages; None: of internal papers alone
    next_year: bool = False  # of what the year after is to bring: the file carries that year


_PLACES = re.compile(r"\{([^{}]*)\}")


class Issue(Setting):
    """Who issues a Word paper, under which number and date, to whom. What is not written here is not drawn.

    {区划} in its texts is the district's name, so that one job serves several districts.
    """

    series: Line = ""  # 区情简报: the head of a series
    issue_no: int = Field(default=0, ge=0)  # 第3期; 0: none
    issue_nos: dict[Text, int] = Field(default_factory=dict)  # 第3期 of each district, by its name
    total_no: int = Field(default=0, ge=0)  # 总第15期; 0: none
    issuer: Line = ""  # the issuing body: 槐荫区人民政府办公室
    document_no: DocumentNumber = ""  # 槐政办函〔2025〕3号
    issue_date: Annotated[str, AfterValidator(_date)] = ""  # ISO date; default: the job's
    report_to: Receivers = ()  # 报
    send_to: Receivers = ()  # 送
    issue_to: Receivers = ()  # 发
    copy_to: Receivers = ()  # 抄送
    copies: int = Field(default=0, ge=0)  # 共印50份; 0: not said
    sheet: Line = ""  # name of the workbook that goes with a department's paper: 填报表
    due: Annotated[str, AfterValidator(_date)] = (
        ""  # ISO date a department's answer is to be back by
    )
    contact: Line = ""  # where the answer goes: 区政府督查室 0531-00000000

    @model_validator(mode="after")
    def _whole(self) -> Issue:
        """A number belongs to a series or a body, else it would be printed nowhere."""
        if (self.issue_no or self.issue_nos or self.total_no) and not self.series:
            raise ValueError("写了期号就要写 series（简报的刊名）")
        texts = (self.series, self.issuer, self.document_no)
        unknown = [name for text in texts for name in _PLACES.findall(text) if name != "区划"]
        if unknown:
            raise ValueError(
                f"只能用 {{区划}}，不能用 {{{unknown[0]}}}（刊名、发文单位、发文字号里的 {{区划}} 换成区县名称）"
            )
        if self.total_no and not self.issue_no:
            raise ValueError("写了 total_no（总期号）就要写 issue_no（期号）")
        if self.document_no and not self.issuer:
            raise ValueError("写了 document_no（发文字号）就要写 issuer（发文单位）")
        return self


class WordOutput(Issue, _Output):
    kind: Literal["word"]


class ExcelOutput(_Output):
    kind: Literal["excel"]
    due: Annotated[str, AfterValidator(_date)] = ""  # ISO date a form is to be back by
    contact: Line = ""  # where a form goes back to: 区政府督查室 0531-00000000


class PdfOutput(_Output):
    kind: Literal["pdf"]


Output = Annotated[WordOutput | ExcelOutput | PdfOutput, Field(discriminator="kind")]


class Job(Setting):
    """One job (config/jobs/*.yaml). Paths are relative to the workspace."""

    name: JobName
    title: Text
    owner: Email = ""  # e-mail of the person internal papers go to
    sources: Annotated[
        Texts, BeforeValidator(_listed)
    ]  # files, folders or globs, or the single word store
    districts: AllOrSome = "all"
    period: Annotated[str, AfterValidator(_period)] = "latest"
    date: Annotated[str, AfterValidator(_date)] = ""  # ISO date printed on the papers
    output: Text = "output"
    store: Line = ""  # SQLAlchemy URL; default: briefing.db in the output folder
    workers: int = Field(default=0, ge=0)  # 0: as many as there are cores
    step_seconds: int = Field(default=120, gt=0)
    schedule: Schedules = ()  # when it runs by itself
    inbox: Inboxes | None = None  # a folder whose documents are sorted into the sources
    mail: Mail | None = None  # how the papers are sent
    outputs: tuple[Output, ...] = Field(min_length=1)

    def linked(self, output: Output) -> bool:
        """Whether an output's figures lead to the review pages: never in what is sent, for it leaves the house."""
        letters = self.mail.letters if self.mail else ()
        if any(letter.to != "owner" and letter.takes(output) for letter in letters):
            return False
        return output.audience == "internal" if output.links is None else output.links
