"""Excel workbooks: every sheet a table, numbers as their cells show them, merged cells once, hidden rows and columns marked.

Read from the XML, because only there a value and the format it is shown in stand together.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import cellformat
from briefing.sources.formatting import Passed, set_off
from briefing.sources.ooxml import attribute, child, local, number, parse, value
from briefing.sources.raw import Builder, Raw
from briefing.sources.sheets import MOST_CELLS, Sheet, SheetCell, letters, too_many, write

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


@dataclass(slots=True)
class _Workbook:
    """What the sheets of a file share."""

    texts: list[str]
    formats: list[str]  # of each cell style
    struck: list[bool]
    since_1904: bool
    passed: Passed


def read(name: str, data: bytes) -> Raw:
    """Every visible sheet with something in it. Raises SourceError for a workbook that cannot be parsed or has no such sheet."""
    builder = Builder()
    passed = Passed()
    total = 0
    for sheet in _sheets(name, data, builder.warnings, passed):
        write(builder, sheet)
        total += len(sheet.cells)
        if total > MOST_CELLS:
            raise too_many(name)
    builder.warnings += passed.warnings()
    raw = builder.raw()
    if not raw.tables:
        raise SourceError("工作簿里没有内容", where=name, hint="请检查工作表是否为空或被隐藏")
    return raw


def _index(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _sheets(name: str, data: bytes, warnings: list[str], passed: Passed) -> Iterator[Sheet]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        workbook = parse(archive, "xl/workbook.xml", name)
        targets = _targets(parse(archive, "xl/_rels/workbook.xml.rels", name))
        styles = parse(archive, "xl/styles.xml", name)
        shared = _Workbook(
            _shared_texts(parse(archive, "xl/sharedStrings.xml", name), passed),
            _formats(styles),
            _struck(styles),
            attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true"),
            passed,
        )
        for element in _children(child(workbook, "sheets")):
            sheet_name = attribute(element, "name") or ""
            if attribute(element, "state") in ("hidden", "veryHidden"):
                warnings.append(f"工作表“{sheet_name}”已隐藏，未读取")
                continue
            root = parse(archive, targets.get(attribute(element, "id") or "", ""), name)
            if root is not None and local(root) == "worksheet":
                yield _sheet(sheet_name, root, shared)


def _targets(root: etree._Element | None) -> dict[str, str]:
    """Relationship id -> part."""
    found: dict[str, str] = {}
    for element in root if root is not None else ():
        target = attribute(element, "Target") or ""
        found[attribute(element, "Id") or ""] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _shared_texts(root: etree._Element | None, passed: Passed) -> list[str]:
    return [_string(element, passed) for element in root] if root is not None else []


def _string(element: etree._Element, passed: Passed) -> str:
    """A plain or rich text; phonetic hints and struck runs are left out."""
    made = ""
    for inner in element:
        if local(inner) == "t":
            made += inner.text or ""
        elif local(inner) == "r":
            text = "".join(run.text or "" for run in inner if local(run) == "t")
            look = child(inner, "rPr")
            if _is_struck(look):
                passed.struck.append(text.strip())
            else:
                made += set_off(text, value(look, "vertAlign") or "", made)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), made)


def _is_struck(look: etree._Element | None) -> bool:
    strike = child(look, "strike")
    return strike is not None and attribute(strike, "val") not in ("0", "false")


def _struck(root: etree._Element | None) -> list[bool]:
    """Whether each cell style strikes its text out."""
    fonts = [_is_struck(font) for font in _children(child(root, "fonts"))]
    chosen = [number(attribute(one, "fontId")) for one in _children(child(root, "cellXfs"))]
    return [at < len(fonts) and fonts[at] for at in chosen]


def _formats(root: etree._Element | None) -> list[str]:
    """The number format of each cell style."""
    own = {
        number(attribute(element, "numFmtId")): attribute(element, "formatCode") or ""
        for element in _children(child(root, "numFmts"))
    }
    codes: list[str] = []
    for element in _children(child(root, "cellXfs")):
        identifier = number(attribute(element, "numFmtId"))
        codes.append(own.get(identifier) or cellformat.BUILT_IN.get(identifier, "General"))
    return codes


def _children(element: etree._Element | None) -> list[etree._Element]:
    return list(element) if element is not None else []


def _sheet(name: str, root: etree._Element, shared: _Workbook) -> Sheet:
    sheet = Sheet(name)
    for element in _children(child(root, "cols")):
        if attribute(element, "hidden") in ("1", "true"):
            first = number(attribute(element, "min"), 1)
            sheet.hidden_columns.update(
                range(first, min(number(attribute(element, "max"), first), 16384) + 1)
            )
    row_number = 0
    for row in _children(child(root, "sheetData")):
        row_number = number(row.get("r"), row_number + 1)
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(row_number)
        column = 0
        for element in row:
            reference = _REFERENCE.fullmatch(element.get("r") or "")
            column = _index(reference[1]) if reference else column + 1
            text = _shown(element, shared)
            if text is None:
                sheet.uncounted.append(f"{letters(column)}{row_number}")
            elif text and _flag(shared.struck, element):
                shared.passed.struck.append(text.strip())
            elif text:
                sheet.cells.append(SheetCell(row_number, column, text))
    for element in _children(child(root, "mergeCells")):
        if span := _RANGE.fullmatch(attribute(element, "ref") or ""):
            left, top, right, bottom = _index(span[1]), int(span[2]), _index(span[3]), int(span[4])
            sheet.merged[top, left] = (bottom - top + 1, right - left + 1)
    return sheet


def _flag(of_styles: list[bool], cell: etree._Element) -> bool:
    style = number(cell.get("s"))
    return style < len(of_styles) and of_styles[style]


def _shown(element: etree._Element, shared: _Workbook) -> str | None:
    """What a cell shows, "" for nothing; None for a formula whose value was never computed."""
    kind = element.get("t") or "n"
    if kind == "inlineStr":
        inline = child(element, "is")
        return _string(inline, shared.passed) if inline is not None else ""
    stored = child(element, "v")
    text = stored.text or "" if stored is not None else ""
    if not text:
        return None if child(element, "f") is not None and kind != "str" else ""
    if kind == "s":
        at = number(text, -1)
        return shared.texts[at] if 0 <= at < len(shared.texts) else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return "" if text in _ERRORS else text
    style = number(element.get("s"))
    code = shared.formats[style] if style < len(shared.formats) else "General"
    return cellformat.shown(text, code, since_1904=shared.since_1904)
