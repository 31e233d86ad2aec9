"""What makes a sheet a form: keys of rows, what may be filled in, lines to sign, protection, and the record of what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from briefing import periods
from briefing.model import Pack
from briefing.papers import Request
from briefing.papers.excel import keys
from briefing.papers.excel.grid import Grid
from briefing.papers.excel.keys import Filling, Given, Holds, Sent
from briefing.papers.excel.sheet import HEADS, Placed
from briefing.papers.excel.styles import ASKED, BODY, Styles

_ROOM = 42.0  # points: a row that somebody may write two lines into
_FOOT = 28.0
_MOST = "1000000000000"
_PROMPTS: dict[Holds, tuple[str, str]] = {
    "number": ("核定值", "数字无误不填；有误或没有的填正确的数，只填数字，单位照“计量单位”"),
    "choice": ("是否达序", f"从列表中选：{'、'.join(keys.PACES)}"),
}


def complete(grid: Grid, here: Placed, widths: Sequence[float], styles: Styles) -> None:
    """Keys, places to fill in, lines to sign and protection, on a sheet that is written and dressed."""
    sheet, column = grid.sheet, here.last_column
    free = styles.of(BODY, free=True)
    grid.put(HEADS, column, keys.ROW_MARK)
    sheet.column_dimensions[get_column_letter(column)].hidden = True
    for number, key in enumerate(here.table.row_keys, here.first):
        grid.put(number, column, key, free)
        for place, of_key in here.keys.items():
            grid.put(number, of_key, here.table.rows[number - here.first][place].key or None, free)
        grid.heights[number] = max(grid.heights[number], _ROOM)
    _validate(sheet, here)
    _sign(grid, here, widths, styles)
    _protect(sheet)


def _validate(sheet: Worksheet, here: Placed) -> None:
    """What a cell takes. Given cells take nothing: they cannot be locked, because no program sorts locked cells."""
    given = [here.columns[i] for i, column in enumerate(here.table.columns) if not column.filling]
    rules = [(_refusal(), [*given, *here.keys.values(), here.last_column])]
    rules += [
        (_rule(column.filling), [at])
        for column, at in zip(here.table.columns, here.columns, strict=True)
        if column.filling
    ]
    for rule, columns in rules:
        for column in columns:
            rule.add(_down(here, column))
        rule.errorStyle, rule.showErrorMessage, rule.allow_blank = "stop", True, True
        sheet.add_data_validation(rule)


def _refusal() -> DataValidation:
    said = "这一格由系统填写。数字有误请填“核定值”，其他问题请写在“存在问题及原因”"
    return DataValidation(type="custom", formula1="FALSE", errorTitle="不能修改", error=said)


def _down(here: Placed, column: int) -> str:
    return f"{get_column_letter(column)}{here.first}:{get_column_letter(column)}{here.last_row}"


def _rule(filling: Filling) -> DataValidation:
    title, prompt = _PROMPTS.get(filling.holds, ("", ""))
    if filling.holds == "number":
        rule = DataValidation(
            type="decimal",
            operator="between",
            formula1=f"-{_MOST}",
            formula2=_MOST,
            error="这里只填数字，不带单位、逗号和文字",
        )
    elif filling.holds == "choice":
        rule = DataValidation(
            type="list",
            formula1=f'"{",".join(keys.PACES)}"',
            error=f"请从列表中选：{'、'.join(keys.PACES)}",
        )
    else:
        error = f"最多{filling.most}个字"
        rule = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(filling.most), error=error
        )
    rule.errorTitle = filling.title
    if title:
        rule.promptTitle, rule.prompt, rule.showInputMessage = title, prompt, True
    return rule


def _sign(grid: Grid, here: Placed, widths: Sequence[float], styles: Styles) -> None:
    """One line below the table, more where it has few columns, each label with the free cell right of it.

    An empty row keeps them out of a sort.
    """
    row, style = here.last_row + 1, styles.of(ASKED, free=True)
    grid.heights[row] = 12
    fit = len(keys.SIGNED) if len(widths) > len(keys.SIGNED) else max(1, (len(widths) - 1) // 2)
    for begin in range(0, len(keys.SIGNED), fit):
        row += 1
        labels = keys.SIGNED[begin : begin + fit]
        for label, column in zip(labels, _spread(widths, len(labels)), strict=True):
            grid.put(row, here.columns[column], f"{label}：", style)
            if column + 1 < len(widths):
                grid.put(row, here.columns[column + 1], None, style)
        grid.heights[row] = _FOOT
    grid.sheet.print_area = f"A1:{get_column_letter(here.columns[-1])}{row}"


def _spread(widths: Sequence[float], count: int) -> list[int]:
    """Places of columns that begin nearest to even distances; the first stands at the second column, the numbers' is narrow."""
    begins = [sum(widths[:i]) for i in range(len(widths))]
    if len(widths) == 1:
        return [0]
    wanted = [begins[1] + (sum(widths) - begins[1]) * i / count for i in range(count)]
    chosen: list[int] = []
    for place in wanted:
        left = [i for i in range(1, len(widths)) if not chosen or i > chosen[-1]]
        chosen.append(min(left, key=lambda i: abs(begins[i] - place)))
    return chosen


def _protect(sheet: Worksheet) -> None:
    """Without a password: against slips, not against people. False allows a thing."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "sort",
        "autoFilter",
        "formatColumns",
        "formatRows",
        "formatCells",
        "insertRows",
    ):
        setattr(protection, allowed, False)


def record(book: Workbook, forms: Sequence[Placed], pack: Pack, request: Request) -> Grid:
    """The hidden sheet and the custom properties that say what the workbook is and what was sent."""
    given, told = (
        [each for here in forms for each in _cells(here, filling=filling)]
        for filling in (False, True)
    )
    rows = [
        ("column", here.sheet, column.title, column.name)
        for here in forms
        for column in here.table.columns
    ]
    rows += [
        ("above", here.sheet, said)  # type: ignore[misc]
        for here in forms
        for said in (here.table.heading, here.table.note)
    ]
    for what, cells in (("given", given), ("told", told)):
        rows += [(what, g.sheet, g.row, g.title, g.text, g.figure) for g in cells]  # type: ignore[misc]
    scope, form = pack.scope, request.form
    title = f"{scope.name}{periods.label(pack.period)}{scope.office}{request.title}"
    sent = Sent(
        str(keys.LAYOUT),
        form.job,
        scope.code,
        scope.department,
        pack.period,
        title,
        form.due,
        keys.hash_of(rows),
    )
    sent = replace(sent, seal=sent.sealed(form.key))
    sheet = book.create_sheet(keys.RECORD)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    grid = Grid(sheet)
    for number, row in enumerate([*(("sent", *pair) for pair in sent.pairs()), *rows], 1):
        for column, value in enumerate(row, 1):
            grid.put(number, column, value or None)
    for name, value in sent.pairs():
        book.custom_doc_props.append(StringProperty(name=keys.PROPERTY + name, value=value))  # type: ignore[attr-defined]
    return grid


def _cells(here: Placed, *, filling: bool) -> list[Given]:
    """Every given cell; or of those to be filled in the ones that hold what was reported already."""
    table = here.table
    return [
        Given(here.sheet, key, column.title, keys.text_of(cell.value), cell.key)
        for key, row in zip(table.row_keys, table.rows, strict=True)
        for column, cell in zip(table.columns, row, strict=True)
        if (bool(column.filling) and not cell.empty if filling else not column.filling)
    ]
