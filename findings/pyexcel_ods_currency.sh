#!/usr/bin/env bash
# pyexcel-ods3 0.6.1 beside python-calamine 0.9.1: an ods table as LibreOffice and WPS save it, with cells of the types
# float, percentage and currency (OpenDocument 1.2, office:value-type).
# Expected: a sum in a cell formatted as money is a number like the others: the file holds office:value="604300".
# Seen: pyexcel-ods3 gives the text "604300 CNY" for it, so that a column of money is text where the columns beside it are
# numbers; calamine gives 604300.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q pyexcel-ods3==0.6.1 python-calamine==0.9.1 odfpy==1.4.1
cd "$folder" && "$folder/venv/bin/python" - <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from pyexcel_ods3 import get_data
from python_calamine import CalamineWorkbook
document, table, row = OpenDocumentSpreadsheet(), Table(name="收入"), TableRow()
for text, held in (
    ("57.1", {"valuetype": "float", "value": "57.1"}),
    ("94.5%", {"valuetype": "percentage", "value": "0.945"}),
    ("¥604,300.00", {"valuetype": "currency", "value": "604300", "currency": "CNY"}),
):
    cell = TableCell(**held)
    cell.addElement(P(text=text))
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("sheet.ods")
seen = {"pyexcel-ods3": get_data("sheet.ods")["收入"], "calamine": CalamineWorkbook.from_path("sheet.ods").get_sheet_by_index(0).to_python()}
for name, rows in seen.items():
    print(name, "->", rows)
assert seen["pyexcel-ods3"] == [[57.1, 0.945, "604300 CNY"]] and seen["calamine"] == [[57.1, 0.945, 604300.0]]
PY
