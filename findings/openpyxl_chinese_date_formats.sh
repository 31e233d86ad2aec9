#!/usr/bin/env bash
# openpyxl 3.1.5 and Excel's built-in number formats of Chinese dates.
# Expected: a cell in built-in format 57 (m月d日 in Chinese Excel; ECMA-376 part 1, 18.8.30 lists 27-36 and 50-58 for zh-cn) is a date.
# Seen: its number_format is General, is_date is False and its value a bare serial number; only cell._style.numFmtId tells.
# So a department that types 9月1日 into a cell for figures sends 46266.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q openpyxl==3.1.5
"$folder/venv/bin/python" - <<'PY'
import io, zipfile, openpyxl
book = openpyxl.Workbook()
cell = book.active["A1"]
cell.value, cell.number_format = 46266, "0.00"  # built-in format 2, replaced by 57 below
raw, changed = io.BytesIO(), io.BytesIO()
book.save(raw)
with zipfile.ZipFile(raw) as source, zipfile.ZipFile(changed, "w") as target:
    for name in source.namelist():
        data = source.read(name)
        if name == "xl/styles.xml":
            data = data.replace(b'numFmtId="2"', b'numFmtId="57"')
        target.writestr(name, data)
cell = openpyxl.load_workbook(io.BytesIO(changed.getvalue())).active["A1"]
seen = (cell.value, cell.number_format, cell.is_date, cell._style.numFmtId)
print("openpyxl", openpyxl.__version__, "value, number_format, is_date, numFmtId:", seen)
assert seen == (46266, "General", False, 57)
PY
