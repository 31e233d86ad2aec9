"""The typed layout of a workbook (templates/excel/*.yaml): which sheets, in which order, with which columns, titles, widths and formats.

Every key, sheet and column is described in docs/excel.md: a test demands it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field

from briefing.settings.base import Line, Setting, Text
from briefing.settings.loader import SettingsErrors
from briefing.settings.nodes import Yaml, nearest, shown
from briefing.settings.validation import validated

SheetName = Literal[
    "cover",
    "indicators",
    "targets",
    "plan",
    "series",
    "projects",
    "livelihood",
    "fiscal",
    "tasks",
    "sources",
    "findings",
    "growth_overview",
    "amount_overview",
    "comparison",
    "form_indicators",
    "form_tasks",
    "form_projects",
]
SHEETS: tuple[str, ...] = get_args(SheetName)
OF_DISTRICTS = ("growth_overview", "amount_overview", "comparison")  # districts side by side
FORMS = ("form_indicators", "form_tasks", "form_projects")  # what departments fill in and send back
PLACEHOLDERS = ("区划", "时期", "部门")

_FORM = (
    "previous_progress",
    "progress",
    "pace",
    "problems",
    "measures",
    "supervisor",
)  # what departments fill in

# sheet -> its columns in their usual order
COLUMNS: dict[str, tuple[str, ...]] = {
    "cover": (),
    "indicators": (
        "number", "category", "name", "unit", "level", "growth", "growth_change", "target", "share", "gap", "pace", "light", "previous",
        "whole", "rank", "rank_change", "period", "status", "department", "link", "target_link",
    ),
    "targets": (
        "number", "name", "target", "actual", "difference", "basis", "verdict", "display", "remark", "next_target", "link", "target_link",
    ),
    "plan": ("number", "name", "nature", "base", "goal", "rate", "latest", "needed", "progress", "verdict", "display", "link", "goal_link"),
    "series": ("name", "unit", "years", "link"),
    "projects": (
        "number", "name", "level", "category", "builder", "content", "span", "investment", "planned", "month", "cumulative", "share",
        "pace", "stage", "period", "progress", "history", "problems", "measures", "lead", "responsible", "leader", "light", "quote", "file",
    ),
    "livelihood": ("number", "period", "quote", "goal", "deadline", "leader", "lead", "responsible", "units", *_FORM, "file"),
    "fiscal": (
        "name", "unit", "previous", "previous_sum", "previous_check", "budget", "budget_sum", "budget_check", "month", "execution",
        "execution_sum", "execution_check", "budget_share", "pace", "growth", "draft", "draft_sum", "draft_check", "draft_growth", "link", "draft_link",
    ),
    "tasks": (
        "number", "period", "quote", "goal", "deadline", "leader", "lead", "responsible", "units", *_FORM, "heading",
        "file",
    ),
    "sources": (
        "number", "name", "indicator", "value", "unit", "measure", "status", "period", "area", "section", "quote", "correction", "file", "place",
        "confidence",
    ),
    "findings": ("number", "severity", "rule", "message", "figures", "quote", "file"),
    "growth_overview": ("name", "unit", "whole", "areas", "reason"),
    "amount_overview": ("name", "unit", "whole", "areas", "reason"),
    "comparison": (
        "name", "area", "unit", "level", "level_rank", "growth", "growth_rank", "rank_change", "difference", "light", "ratio",
        "ratio_rank", "own_rank", "reason", "link",
    ),
    "form_indicators": (
        "number", "name", "measure", "unit", "target", "known", "previous", "light", "quote", "file", "correction", "previous_progress",
        "progress", "pace", "problems", "measures", "filler", "reviewer",
    ),
    "form_tasks": (
        "number", "quote", "goal", "deadline", "lead", "responsible", "file", "previous_progress", "progress", "pace", "problems",
        "measures", "filler", "reviewer",
    ),
    "form_projects": (
        "number", "name", "content", "investment", "planned", "cumulative", "stage", "status", "lead", "responsible", "quote", "file",
        "previous_progress", "progress", "pace", "problems", "measures", "filler", "reviewer",
    ),
}  # fmt: skip


def _named(value: Any) -> Any:
    """A sheet or a column without options may stand as its bare name."""
    return {"name": value} if isinstance(value, str) else value


def _tab(text: str) -> str:
    if (
        len(text) > 31
        or re.search(r"[\[\]:*?/\\]", text)
        or text.startswith("'")
        or text.endswith("'")
    ):
        raise ValueError(
            f"{shown(text)} 不能作工作表名：最多31个字，不能含 [ ] : * ? / \\，首尾不能是单引号"
        )
    return text


def _format(text: str) -> str:
    if text and not re.fullmatch(r"(?:#,##)?0(?:\.0{1,6})?", text):
        raise ValueError(f"{shown(text)} 不是数字格式（例：0、0.0、#,##0、#,##0.00）")
    return text


def _heading(text: str) -> str:
    unknown = [word for word in re.findall(r"\{([^{}]*)\}", text) if word not in PLACEHOLDERS]
    if unknown:
        raise ValueError(
            f"不认识的 {{{unknown[0]}}}（可写 {'、'.join('{' + word + '}' for word in PLACEHOLDERS)}）"
        )
    return text


class ColumnOptions(Setting):
    """One column: its name in COLUMNS, and what the layout changes of it."""

    name: Text
    title: Line = ""
    width: int = Field(default=0, ge=0)  # of half-width characters; 0: fitted to what stands in it
    format: Annotated[Line, AfterValidator(_format)] = (
        ""  # of its numbers; empty: the decimals of each figure's source
    )
    keep: bool = False  # though nothing stands in it: a form's column


class SheetOptions(Setting):
    """One sheet of a workbook."""

    name: SheetName
    title: Annotated[Line, AfterValidator(_tab)] = ""  # on its tab
    heading: Annotated[Line, AfterValidator(_heading)] = (
        ""  # above the table; may hold {区划}, {时期}, {部门}
    )
    chart: bool = True  # where the sheet has one
    print: bool = True  # False: one page that says so
    proposals: bool = False  # of tasks: whether units stand as 拟 where the document names none
    newest: bool = False  # of tasks: only those of the newest year
    columns: tuple[
        Annotated[ColumnOptions, BeforeValidator(_named)], ...
    ] = ()  # empty: all, in their usual order


class SheetsTemplate(Setting):
    """A workbook's layout."""

    font: Text = "宋体"
    heading_font: Text = "黑体"
    sheets: tuple[Annotated[SheetOptions, BeforeValidator(_named)], ...] = Field(min_length=1)


def read_sheets_template(name: str, data: bytes) -> SheetsTemplate:
    """The layout in YAML bytes. Raises SettingsErrors saying all that is wrong, each with line, column and the nearest valid name."""
    yaml = Yaml.decoded(data, name)
    template = validated(yaml, SheetsTemplate)
    if template is not None:
        _check(yaml, template)
    if yaml.problems or template is None:
        raise SettingsErrors(yaml.problems)
    return template


def _check(yaml: Yaml, template: SheetsTemplate) -> None:
    """Every column is one its sheet has; no sheet, tab or column stands twice."""
    names: set[str] = set()
    tabs: set[str] = set()
    for i, sheet in enumerate(template.sheets):
        if sheet.name in names:
            yaml.report(("sheets", i), f"工作表 {sheet.name} 写了两次", "删去一处")
        if sheet.title and sheet.title in tabs:
            yaml.report(("sheets", i, "title"), f"两张工作表都叫 {sheet.title}", "改一个名字")
        names.add(sheet.name)
        tabs.add(sheet.title)
        _check_columns(yaml, i, sheet)


def _check_columns(yaml: Yaml, i: int, sheet: SheetOptions) -> None:
    known, seen = COLUMNS[sheet.name], set()
    for j, column in enumerate(sheet.columns):
        place = ("sheets", i, "columns", j)
        if column.name not in known:
            hint = nearest(column.name, known) or (
                f"可写 {'、'.join(known)}" if known else "这张表没有列，不要写 columns"
            )
            yaml.report(place, f"工作表 {sheet.name} 没有列 {column.name}", hint)
        elif column.name in seen:
            yaml.report(place, f"列 {column.name} 写了两次", "删去一处")
        seen.add(column.name)
