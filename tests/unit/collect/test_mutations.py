"""Sheets whose rows, columns and cells were moved, copied, merged and renamed by chance: a figure is taken for its own row, or not at all."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from briefing.store import Store
from tests.unit.collect.conftest import Import
from tests.unit.collect.forms import facts, fill_store, filled, form, sign

SHEET, FIRST, HEADS = "指标填报", 4, 3
SHEETS = 300
INDICATORS = ("gdp", "fixed_asset_investment", "services_revenue", "gdp_tertiary", "gdp_secondary")
Change = Callable[[Any, random.Random], None]


def columns(sheet: Any) -> list[int]:
    return [cell.column for cell in sheet[HEADS] if cell.value is not None]


def rows(sheet: Any) -> range:
    """All that have a key."""
    keyed = [
        row[0].row
        for row in sheet.iter_rows(min_row=FIRST)
        if any(str(cell.value or "").startswith("indicator:") for cell in row)
    ]
    return range(FIRST, max(keyed, default=FIRST) + 1)


def correction(sheet: Any, chance: random.Random) -> int:
    """The place of 核定值, by chance another one."""
    found = [cell.column for cell in sheet[HEADS] if cell.value == "核定值"]
    return found[0] if found and chance.random() < 0.8 else chance.choice(columns(sheet))


def _moved(sheet: Any, first: int, last: int, order: list[int]) -> None:
    """The cells of these columns, row by row, from others of their rows."""
    held = {row: [sheet.cell(row, c).value for c in range(first, last + 1)] for row in rows(sheet)}
    for row, source in zip(rows(sheet), order, strict=False):
        for column, value in enumerate(held.get(source, [None] * (last - first + 1)), first):
            sheet.cell(row, column).value = value


def shifted(sheet: Any, chance: random.Random) -> None:
    at, step = correction(sheet, chance), chance.choice((-2, -1, 1, 2))
    _moved(sheet, at, at, [row + step for row in rows(sheet)])


def sorted_in_part(sheet: Any, chance: random.Random) -> None:
    first, last = sorted(chance.choices(columns(sheet), k=2))
    _moved(sheet, first, last, chance.sample(rows(sheet), len(rows(sheet))))


def sorted_whole(sheet: Any, chance: random.Random) -> None:
    _moved(sheet, 1, sheet.max_column, chance.sample(rows(sheet), len(rows(sheet))))


def column_over_another(sheet: Any, chance: random.Random) -> None:
    source, target = chance.choice(columns(sheet)), correction(sheet, chance)
    for row in range(chance.choice((HEADS, FIRST)), rows(sheet).stop):
        sheet.cell(row, target).value = sheet.cell(row, source).value


def row_over_another(sheet: Any, chance: random.Random) -> None:
    source, target = chance.choice(rows(sheet)), chance.choice(rows(sheet)) + chance.choice((0, 6))
    for column in range(1, sheet.max_column + 1):
        sheet.cell(target, column).value = sheet.cell(source, column).value


def inserted_or_deleted(sheet: Any, chance: random.Random) -> None:
    change = chance.choice(("insert_rows", "delete_rows", "insert_cols", "delete_cols"))
    places = rows(sheet) if change.endswith("rows") else columns(sheet)
    getattr(sheet, change)(chance.choice(places))


def renamed(sheet: Any, chance: random.Random) -> None:
    head = sheet.cell(HEADS, chance.choice(columns(sheet)))
    head.value = chance.choice((f"{head.value}（万元）", "核定值", "本期数", "计量单位", None))


def merged(sheet: Any, chance: random.Random) -> None:
    row, column = chance.choice(rows(sheet)), correction(sheet, chance)
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def scaled(sheet: Any, chance: random.Random) -> None:
    at, factor = correction(sheet, chance), chance.choice((0.01, 0.1, 10, 100, 10000, -1))
    for row in rows(sheet):
        if isinstance(value := sheet.cell(row, at).value, int | float):
            sheet.cell(row, at).value = value * factor


def formatted(sheet: Any, chance: random.Random) -> None:
    code = chance.choice(("0%", "0.0", "m/d", "0.0,", "@", "0;;", '"约"0.0', "0.0;0.0"))
    for row in rows(sheet):
        sheet.cell(row, correction(sheet, chance)).number_format = code


def copied(sheet: Any, chance: random.Random) -> None:
    sheet.parent.copy_worksheet(sheet).title = "副本"
    sheet.sheet_state = chance.choice(("visible", "hidden"))


def block_pasted_lower(sheet: Any, chance: random.Random) -> None:
    """What is seen of some rows, copied a row or two lower."""
    first, last = sorted(chance.choices(rows(sheet), k=2))
    step, width = chance.choice((-1, 1, 2)), max(columns(sheet)) - 1
    block = [[cell.value for cell in row] for row in sheet.iter_rows(first, last, 1, width)]
    for number, values in enumerate(block, first + step):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


def cell_inserted_or_deleted(sheet: Any, chance: random.Random) -> None:
    """The cells below move by one row."""
    at, first, step = correction(sheet, chance), chance.choice(rows(sheet)), chance.choice((-1, 1))
    order = [row + step if row >= first else row for row in rows(sheet)]
    _moved(sheet, at, at, order)


def two_rows_mixed_up(sheet: Any, chance: random.Random) -> None:
    """With the one below, as the eye slips."""
    at, one = correction(sheet, chance), chance.choice(rows(sheet))
    order = [{one: one + 1, one + 1: one}.get(row, row) for row in rows(sheet)]
    _moved(sheet, at, at, order)


def filtered_and_pasted(sheet: Any, chance: random.Random) -> None:
    """Figures of the rows that were seen fill those between them too."""
    hidden = set(chance.sample(rows(sheet), 2))
    at, seen = correction(sheet, chance), [row for row in rows(sheet) if row not in hidden]
    _moved(sheet, at, at, [*seen, *hidden])
    for row in hidden if chance.random() < 0.5 else ():
        sheet.row_dimensions[row].hidden = True


def filled_down(sheet: Any, chance: random.Random) -> None:
    at, first = correction(sheet, chance), chance.choice(rows(sheet))
    _moved(sheet, at, at, [first if first <= row <= first + 3 else row for row in rows(sheet)])


def hidden(sheet: Any, chance: random.Random) -> None:
    for row in chance.sample(rows(sheet), 2):
        sheet.row_dimensions[row].hidden = True


def as_text(sheet: Any, chance: random.Random) -> None:
    """With a unit, by chance another one."""
    at, unit = (
        correction(sheet, chance),
        chance.choice(("", "%", "亿元", "万元", "个百分点", "亿元左右")),
    )
    for row in rows(sheet):
        if isinstance(value := sheet.cell(row, at).value, int | float):
            sheet.cell(row, at).value = f"{value}{unit}"


def formulas(sheet: Any, chance: random.Random) -> None:
    at, source = correction(sheet, chance), chance.choice(columns(sheet))
    for row in rows(sheet):
        if sheet.cell(row, at).value is not None:
            sheet.cell(row, at).value = f"={sheet.cell(row, source).coordinate}*1.01"


def heads_mixed_up(sheet: Any, chance: random.Random) -> None:
    one, other = (sheet.cell(HEADS, column) for column in chance.choices(columns(sheet), k=2))
    one.value, other.value = other.value, one.value


def column_moved(sheet: Any, chance: random.Random) -> None:
    """With its head and all that is in it."""
    one, other = chance.choices(columns(sheet), k=2)
    for row in range(HEADS, rows(sheet).stop):
        first, second = sheet.cell(row, one), sheet.cell(row, other)
        first.value, second.value = second.value, first.value


def replaced_everywhere(sheet: Any, chance: random.Random) -> None:
    old, new = chance.choice(
        (("亿元", "万元"), ("增长", "下降"), ("总量", "总值"), ("第三产业", "三产"), ("%", ""))
    )
    for cells in sheet.iter_rows(min_row=HEADS):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(old, new)


def copied_and_changed(sheet: Any, chance: random.Random) -> None:
    """Another figure stands in a copy that nobody cleared."""
    copied(sheet, chance)
    scaled(sheet.parent["副本"], chance)


CHANGES: tuple[Change, ...] = (
    shifted, sorted_in_part, sorted_whole, column_over_another, row_over_another, inserted_or_deleted,
    renamed, merged, scaled, formatted, copied, block_pasted_lower, cell_inserted_or_deleted, two_rows_mixed_up,
    filtered_and_pasted, filled_down, hidden, as_text, formulas, heads_mixed_up, column_moved, replaced_everywhere,
    copied_and_changed,
)  # fmt: skip


def figures(chance: random.Random) -> list[tuple[str, ...]]:
    """Amounts and rates that lie near each other, the worst to tell apart."""
    amounts = [(each, "level", f"{chance.uniform(300, 900):.1f}", "亿元", "2024") for each in INDICATORS]  # fmt: skip
    rates = [(each, "yoy", f"{chance.uniform(2, 9):.1f}", "%", "2024") for each in INDICATORS]
    return [*amounts, *rates]


def written(sheet: Any, chance: random.Random) -> dict[str, Decimal]:
    """Figures as departments put them right, by the name of their rows."""
    heads = {cell.value: cell.column for cell in sheet[HEADS]}
    meant = {}
    for row in rows(sheet):
        old = sheet.cell(row, heads["本期数"]).value
        if isinstance(old, int | float) and chance.random() < 0.7:
            more = old * chance.uniform(0.001, 0.03) if old > 20 else chance.choice((0.1, 0.2, 0.3))
            sheet.cell(row, heads["核定值"]).value = round(old + more, 2)
            name = f"{sheet.cell(row, heads['指标']).value}{sheet.cell(row, heads['类型']).value}"
            meant[name] = Decimal(str(round(old + more, 2)))
    return meant


@pytest.mark.slow
def test_a_figure_is_taken_for_its_own_row_or_not_at_all(
    store: Store, take: Import, tmp_path: Path
) -> None:
    ended: Counter[str] = Counter()
    wrong: list[object] = []
    for seed in range(SHEETS):
        chance = random.Random(seed)
        if seed % 30 == 0:
            fill_store(store, facts(tuple(figures(chance))))
            sent = form(store, "development")
        meant: dict[str, Decimal] = {}
        changes = chance.choices(CHANGES, k=chance.choice((1, 1, 2, 3)))

        def write(
            book: Any,
            meant: dict[str, Decimal] = meant,
            chance: random.Random = chance,
            changes: list[Change] = changes,
        ) -> None:
            meant |= written(book[SHEET], chance)
            for change in changes:
                if columns(book[SHEET]):
                    with contextlib.suppress(AttributeError):  # merged cells take nothing
                        change(book[SHEET], chance)

        outcome = take(filled(sent, tmp_path / "甲.xlsx", sign(), write), dry_run=True)
        said = [change.__name__ for change in changes]
        assert "读不" not in outcome.message, (seed, said, outcome.message)
        wrong += [
            (seed, said, each)
            for each in outcome.taken
            if meant.get(each.name) != Decimal(each.new)
        ]
        ended["taken" if outcome.taken else outcome.state] += 1
    assert wrong == []
    print(SHEETS, dict(ended))
