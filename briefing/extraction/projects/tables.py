"""Projects in tables: 重点项目台账, lists of key projects, one mention a row with all its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from briefing import lazy as re
from briefing.extraction.ledger import COLUMNS, Form, Row, is_ledger, read_form, row_source
from briefing.extraction.projects.classes import (
    CATEGORY,
    category_of,
    level_of,
    stage_of_progress,
)
from briefing.extraction.tables.forms import form_tables
from briefing.model import Document, ProjectMention, Stage, Table, squeeze

_MONEY = ("总投资", "年度计划投资", "本月完成", "累计完成")
_UNIT = re.compile(r"(?:单位[：:]\s*)?(?P<unit>万元|亿元|千元|元)(?![/／])")
_PLAIN_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?P<year>20\d\d)\s*年?")
_NO_PROJECT = re.compile(
    "(?:收入|支出|合计|资金|经费|费用|补助|补贴|贷款|利息)$"
)  # rows of budgets
_UNIT_ROWS = 12  # rows from the top in which 单位：万元 is looked for
_TOP = 4  # rows that may call the table
_SHOWN_BEFORE = 120  # characters above a table that may be its title


def table_mentions(document: Document) -> tuple[ProjectMention, ...]:
    """The projects of a document's ledgers, one mention a row: stage from 形象进度, else from 类别, else from the years it is built in.

    `details` has the names of papers.md for known columns and the form's own headings for the rest, in the form's order; a bare
    amount takes the unit of its heading (or of 单位：万元 above the table). The period is the year the table or document names.
    Level and class come from their columns, else from the title of the block a row stands in (一、续建项目) or of the table.
    """
    found: list[ProjectMention] = []
    for table in form_tables(document):
        form = read_form(table, COLUMNS, "项目名称")
        if form and is_ledger(form, _title(document, table)):
            found.extend(_mentions(document, table, form))
    return tuple(found)


def _title(document: Document, table: Table) -> str:
    """What may call the table: its caption, what stands in its first rows or right above it, the document's title."""
    tops = [cell for cell in table.cells if cell.row < _TOP]
    rows = Counter(cell.row for cell in tops)
    first = [cell.text for cell in tops if rows[cell.row] == 1 and cell.column < 2]
    above = document.reading.text[max(0, table.start - _SHOWN_BEFORE) : table.start]
    return " ".join((table.title, *first, above.strip().rsplit("\n", 1)[-1], document.title))


def _mentions(document: Document, table: Table, form: Form) -> Iterator[ProjectMention]:
    period = _period(document, table)
    common_unit = _common_unit(table)
    title = _title(document, table)
    for row, block in form.entries:
        cell = row[form.places["项目名称"]]
        if _NO_PROJECT.search(squeeze(cell.text)):
            continue
        details = _details(form, row, common_unit)
        said = dict(details)
        heads = (block, form.headings[form.places["项目名称"]])
        stage, stage_words = _stage(document, said, heads, period)
        yield ProjectMention(
            kind="named",
            name=squeeze(cell.text),
            stage=stage,
            status="target" if _ahead(document, said) else "actual",
            period=period,
            area=document.area,
            source=row_source(document, row, cell),
            investment=said.get("总投资"),
            details=tuple(pair for pair in details if pair[0] != "总投资"),
            stage_words=stage_words,
            level=next(filter(None, map(level_of, (said.get("级别", ""), block, title))), ""),
            category=next(filter(None, map(category_of, (said.get("类别", ""), block))), ""),
        )


def _details(form: Form, row: Row, common_unit: str) -> list[tuple[str, str]]:
    known = {place: name for name, place in form.places.items()}
    details = []
    for place, heading in form.headings.items():
        name = known.get(place, heading)
        text = squeeze(row[place].text) if place in row else ""
        if text and name and name not in ("项目名称", "序号"):
            details.append(
                (name, _with_unit(text, heading, common_unit) if name in _MONEY else text)
            )
    return details


def _ahead(document: Document, said: dict[str, str]) -> bool:
    """Whether a row says what is to be done, and nothing of what is."""
    return (document.ahead or "年度目标" in said) and not said.get("形象进度")


def _stage(
    document: Document, said: dict[str, str], heads: Sequence[str], period: str
) -> tuple[Stage, str]:
    """How far a row's project is, or is to be, and the words that say so. heads: of its block and of its column."""
    aim = said.get("年度目标", "") if _ahead(document, said) else ""
    if told := stage_of_progress(said.get("形象进度", "") or aim):
        return told
    for text in (said.get("类别", ""), *heads):
        for stage, words in CATEGORY:
            if match := words.search(text):
                return stage, match.group()
    return _by_years(said.get("起止年限", ""), period) or (
        ("reserved", "") if document.ahead else ("building", "")
    )


def _by_years(years: str, period: str) -> tuple[Stage, str] | None:
    """What is to be built from a year on is being built behind it: 2023-2026 seen from 2025."""
    first = _YEAR.search(years)
    if not first or not period.isdigit():
        return None
    if first["year"] == period:
        return "started", years
    return ("building" if first["year"] < period else "reserved"), years


def _period(document: Document, table: Table) -> str:
    for text in (table.title, document.title):
        if year := _YEAR.search(text):
            return year["year"]
    return str(document.year_planned or document.year_reviewed or document.date[:4])


def _common_unit(table: Table) -> str:
    said = [
        table.title,
        *(cell.text for cell in table.cells if cell.row < _UNIT_ROWS and "单位" in cell.text),
    ]
    return next(
        (unit["unit"] for text in said if "单位" in text and (unit := _UNIT.search(text))), ""
    )


def _with_unit(text: str, heading: str, common: str) -> str:
    if not _PLAIN_NUMBER.fullmatch(text):
        return text
    unit = _UNIT.search(heading)
    return text + (unit["unit"] if unit else common)
