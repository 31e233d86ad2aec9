"""The typed template of a chart pack (templates/charts/*.yaml). Every field is described in docs/charts.md: a test demands it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, WrapValidator

from briefing import hooks
from briefing.errors import SettingsError
from briefing.settings.base import Line, Setting, Text
from briefing.settings.loader import SettingsErrors
from briefing.settings.nodes import Yaml
from briefing.settings.validation import validated

ChartName = Literal[
    "dashboard",
    "targets",
    "progress",
    "growth",
    "pace",
    "trends",
    "others",
    "composition",
    "stages",
    "flow",
    "investment",
    "livelihood",
    "outlook",
    "five_year",
    "districts_overview",
    "districts",
    "districts_years",
    "findings",
]
PLACEHOLDERS = ("结论", "区划", "时期")


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise ValueError(f'{text} 不是颜色（写成 "#16527F" 这样，要加引号）')
    return text


def _title(text: str) -> str:
    unknown = [word for word in re.findall(r"\{([^{}]*)\}", text) if word not in PLACEHOLDERS]
    if unknown:
        raise ValueError(
            f"不认识的 {{{unknown[0]}}}（可写 {'、'.join('{' + word + '}' for word in PLACEHOLDERS)}）"
        )
    return text


def _named(value: Any) -> Any:
    """A chart without options may stand as its bare name."""
    return {"chart": value} if isinstance(value, str) else value


Colour = Annotated[str, AfterValidator(_colour)]


class Colours(Setting):
    """Colours by what they mean. Every pair differs in lightness as well as in hue: papers are printed in black and white."""

    ink: Colour = "#1F2328"  # text
    soft: Colour = "#5A636C"  # secondary text
    grid: Colour = "#DCE0E4"  # grid lines
    axis: Colour = "#6B747D"  # zero lines
    main: Colour = "#16527F"  # what happened; grew; met
    contrast: Colour = "#D17A22"  # fell; not met
    pale: Colour = "#A9BFD1"  # the years before, what is there for comparison
    blank: Colour = "#FFFFFF"  # inside hollow marks
    accent: Colour = "#B3261E"  # the small sign at the head of each page
    green: Colour = "#2E7D4F"  # lights; each has a form of its own and a word beside it
    yellow: Colour = "#E3B341"
    red: Colour = "#A3201A"


def _kind(value: Any, known: Callable[[Any], Any]) -> Any:
    """A kind of this program, or one that an installed package adds."""
    try:
        return known(value)
    except ValidationError:
        if value in hooks.added("charts"):
            return value
        raise


class ChartOptions(Setting):
    """One chart of a pack."""

    chart: Annotated[ChartName, WrapValidator(_kind)]
    title: Annotated[Line, AfterValidator(_title)] = (
        ""  # empty: the chart's own sentence; may hold {结论}, {区划}, {时期}
    )
    name: Line = ""  # in the outline and the table of contents; empty: the chart's own
    note: Line = ""  # printed under the chart
    limit: int = Field(default=0, ge=0)  # most rows or panels; 0: the chart's own
    indicators: tuple[
        Text, ...
    ] = ()  # ids, or names for figures without an id; empty: the chart's own
    groups: dict[str, tuple[Text, ...]] = Field(
        default_factory=dict
    )  # of a composition: title -> its parts


class ChartsTemplate(Setting):
    """A chart pack: which charts, in which order, with which words and colours."""

    title: Line = ""  # on the cover; empty: the paper's title in the job
    author: Line = ""  # the issuing body: on the cover and in the file's metadata
    subject: Line = ""  # in the file's metadata
    colours: Colours = Colours()
    labels: dict[str, Text] = Field(default_factory=dict)  # indicator id -> its name on charts
    charts: tuple[Annotated[ChartOptions, BeforeValidator(_named)], ...] = Field(min_length=1)


def read_charts_template(name: str, data: bytes) -> ChartsTemplate:
    """The template in YAML bytes. Raises SettingsError saying all that is wrong, each with line, column and the nearest valid key."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(
            "不是 UTF-8 编码的文本", where=name, hint="用记事本打开，另存为时编码选 UTF-8"
        ) from None
    yaml = Yaml(text, name)
    template = validated(yaml, ChartsTemplate)
    if yaml.problems or template is None:
        raise SettingsErrors(yaml.problems)
    return template
