"""The workbook: a cover and flat tables, written with openpyxl, zipped without dates and with what formulas come to in place."""

from __future__ import annotations

import re
from dataclasses import replace

from openpyxl import Workbook

from briefing import periods
from briefing.errors import EmptyPaperError
from briefing.model import Pack
from briefing.papers import Request
from briefing.papers.excel import form, graphs, measure, own
from briefing.papers.excel.cells import Cell
from briefing.papers.excel.cover import write_cover
from briefing.papers.excel.grid import Grid
from briefing.papers.excel.package import finished, mark_proposals, set_properties
from briefing.papers.excel.sheet import (
    HEADS,
    Placed,
    dress,
    leave_unprinted,
    note_printed,
    placed,
    write,
)
from briefing.papers.excel.sheets import SHEETS
from briefing.papers.excel.styles import Styles
from briefing.papers.excel.table import Table
from briefing.papers.links import links_of
from briefing.settings.sheets import SheetOptions, SheetsTemplate, read_sheets_template


def render(pack: Pack, request: Request, printed: dict[str, list[str]] | None = None) -> bytes:
    """The workbook of a Pack in the request's layout, or in an office's own workbook. Raises SettingsError for a faulty layout, PaperError for data it cannot hold."""
    if request.template.name.lower().endswith(".xlsx"):
        return own.render(pack, request, printed)
    template = read_sheets_template(request.template.name, request.template.data)
    laid = [
        (options, laid_out(options, table, pack))
        for options in template.sheets
        if options.name != "cover"
        for table in SHEETS[options.name](_seen(pack, options), request).sheets()
    ]
    filled = [(options, table) for options, table in laid if table.rows and table.columns]
    if not filled:
        raise EmptyPaperError(
            f"{pack.scope.name}{periods.label(pack.period)}没有可以列入表格的数据",
            where=request.template.name,
        )
    book = Workbook()
    book.remove(book.worksheets[0])
    cover: Grid | None = None
    places: list[tuple[SheetOptions, Placed, Grid]] = []
    for options in template.sheets:
        if options.name == "cover":
            cover = Grid(book.create_sheet(options.title or "封面"))
        for table in (each for its, each in filled if its is options):
            # Where there are several, each has its own tab's name.
            tab = (
                options.title
                if options.title and sum(its is options for its, _ in filled) == 1
                else table.title
            )
            grid = Grid(book.create_sheet(tab))
            places.append((options, placed(table, grid.sheet.title), grid))
    styles = Styles(book, template.font, template.heading_font)
    sources = next((here for _, here, _ in places if here.table.name == "sources"), None)
    links = links_of(pack, request)
    for options, here, grid in places:
        table = here.table
        widths = measure.fit(table, _own_widths(options, table))
        write(grid, here, sources, styles, widths, links)
        dress(grid.sheet, here)
        if not options.print:
            leave_unprinted(grid, here, styles)
        if table.row_keys:
            form.complete(grid, here, widths, styles)
        drawn = table.graph if options.chart else None
        if not (drawn and graphs.draw(grid, here, drawn, widths, styles)):
            grid.sheet.print_title_rows = f"{HEADS}:{HEADS}"
    if cover:
        write_cover(cover, pack, request, [here for _, here, _ in places], styles)
    set_properties(book, pack, request)
    if proposed := _proposed(pack, template):
        mark_proposals(book, proposed)
    note_printed((here for _, here, _ in places), printed)
    forms = [here for _, here, _ in places if here.table.row_keys]
    grids = [*([cover] if cover else []), *(grid for *_, grid in places)]
    return finished(book, [*grids, *([form.record(book, forms, pack, request)] if forms else [])])


def _seen(pack: Pack, options: SheetOptions) -> Pack:
    """What a sheet is made from: proposals and years of tasks as its layout wants them."""
    newest = max((task.period for task in pack.tasks), default="")
    tasks = (
        tuple(task for task in pack.tasks if task.period == newest)
        if options.newest
        else pack.tasks
    )
    return replace(pack, tasks=tasks, proposals=pack.proposals if options.proposals else ())


def _proposed(pack: Pack, template: SheetsTemplate) -> int:
    """How many proposals the workbook prints."""
    printed = {
        task.key
        for options in template.sheets
        if options.proposals
        for task in _seen(pack, options).tasks
    }
    return sum(proposal.task in printed for proposal in pack.proposals)


def laid_out(options: SheetOptions, table: Table, pack: Pack) -> Table:
    """The table with the layout's columns, titles and formats; without those in which nothing stands."""
    heading = (
        options.heading.replace("{区划}", pack.scope.name)
        .replace("{时期}", periods.label(pack.period))
        .replace("{部门}", pack.scope.office)
        or table.heading
    )
    wanted = [
        (i, o)
        for o in options.columns
        for i, column in enumerate(table.columns)
        if o.name in (column.name, column.group)
    ]
    kept = (
        [i for i, o in wanted if o.keep or _filled(table, i)]
        if wanted
        else [i for i, column in enumerate(table.columns) if _filled(table, i) and not column.extra]
    )
    changes = dict(wanted)
    columns = tuple(replace(column, title=changes[i].title if i in changes and changes[i].title and not column.group else column.title) for i in kept for column in (table.columns[i],))  # fmt: skip
    formats = {i: changes[i].format for i in kept if i in changes and changes[i].format}
    rows = tuple([tuple([row[i] for i in kept]) for row in table.rows])
    if formats:
        digits = [formats.get(i, "") for i in kept]
        rows = tuple([tuple(map(_formatted, row, digits)) for row in rows])
    return replace(table, heading=heading, columns=columns, rows=rows)


def _filled(table: Table, place: int) -> bool:
    """Whether anything stands in a column or is to, or a column of links has anything to lead to."""
    if table.columns[place].filling:
        return True
    if names := table.columns[place].links:
        return any(
            row[i].key
            for row in table.rows
            for name in names
            if (i := table.place(name)) is not None
        )
    return any(not row[place].empty for row in table.rows)


_DIGITS = re.compile(r"(?:#,##)?0(?:\.0+)?(?=[^#0.]*(?:;|$))")


def _formatted(cell: Cell, digits: str) -> Cell:
    """The layout's digits; words that bound the figure stay."""
    return (
        replace(cell, format=_DIGITS.sub(digits, cell.format))
        if digits and cell.format != "General"
        else cell
    )


def _own_widths(options: SheetOptions, table: Table) -> list[int]:
    own = {column.name: column.width for column in options.columns}
    return [own.get(column.name) or own.get(column.group) or 0 for column in table.columns]
