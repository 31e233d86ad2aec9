"""The typed layout of a workbook (templates/excel/*.yaml): which sheets, in which order, with which columns, titles and widths."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from briefing.errors import SettingsError
from briefing.settings.nodes import Yaml, nearest
from briefing.settings.schema import Line, Setting
from briefing.settings.validation import validated

SheetName = Literal["cover", "indicators", "targets", "series", "projects", "tasks", "sources"]
SHEETS: tuple[str, ...] = get_args(SheetName)

# sheet -> its columns in their usual order
COLUMNS: dict[str, tuple[str, ...]] = {
    "cover": (),
    "indicators": (
        "number", "name", "unit", "level", "growth", "target", "share", "gap", "previous", "rank", "status", "department", "link",
    ),
    "targets": ("number", "name", "target", "actual", "difference", "basis", "verdict", "display", "next_target", "link"),
    "series": (),
    "projects": ("number", "name", "stage", "period", "investment", "history", "quote", "file"),
    "tasks": ("number", "quote", "goal", "deadline", "lead", "responsible", "heading"),
    "sources": (
        "number", "name", "indicator", "value", "unit", "measure", "status", "period", "area", "section", "quote", "file", "place",
        "confidence",
    ),
}  # fmt: skip


def _named(value: Any) -> Any:
    """A sheet or a column without options may stand as its bare name."""
    return {"name": value} if isinstance(value, str) else value


class ColumnOptions(Setting):
    """One column: its name in COLUMNS, and what the layout changes of it."""

    name: Line
    title: Line = ""
    width: int = Field(default=0, ge=0)  # of half-width characters; 0: the column's own


class SheetOptions(Setting):
    """One sheet of a workbook."""

    name: SheetName
    title: Line = ""  # on its tab
    columns: tuple[Annotated[ColumnOptions, BeforeValidator(_named)], ...] = ()  # empty: all, in their usual order


class SheetsTemplate(Setting):
    """A workbook's layout."""

    sheets: tuple[Annotated[SheetOptions, BeforeValidator(_named)], ...] = Field(min_length=1)
    font: Line = "宋体"


def read_sheets_template(name: str, data: bytes) -> SheetsTemplate:
    """The layout in YAML bytes. Raises SettingsError saying all that is wrong, each with line, column and the nearest valid name."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("不是 UTF-8 编码的文本", where=name, hint="用记事本打开，另存为时编码选 UTF-8") from None
    yaml = Yaml(text, name)
    template = validated(yaml, SheetsTemplate)
    if template is not None:
        _check_columns(yaml, template)
    if yaml.problems or template is None:
        raise yaml.problems[0] if len(yaml.problems) == 1 else SettingsError("\n".join(map(str, yaml.problems)))
    return template


def _check_columns(yaml: Yaml, template: SheetsTemplate) -> None:
    """Every column is one its sheet has; no sheet stands twice."""
    seen: set[str] = set()
    for i, sheet in enumerate(template.sheets):
        if sheet.name in seen:
            yaml.report(("sheets", i), f"工作表 {sheet.name} 写了两次", "删去一处")
        seen.add(sheet.name)
        known = COLUMNS[sheet.name]
        for j, column in enumerate(sheet.columns):
            if column.name not in known:
                hint = nearest(column.name, known) or (f"可写 {'、'.join(known)}" if known else "这张表的列由数据决定，不要写 columns")
                yaml.report(("sheets", i, "columns", j), f"工作表 {sheet.name} 没有列 {column.name}", hint)
