#!/usr/bin/env bash
# pdfplumber 0.11.10 on prose whose runs have a white background, as Word exports shaded runs to PDF: a filled rectangle without a line.
# Expected: rectangles filled with the page's white and without a stroke show nothing, so they make no table.
# Seen: two lines of prose become a table of four cells; 高于全市0.4 and 个百分点 stand in two columns, and a reader that takes tables out of the
# text first loses the sentence.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q pdfplumber==0.11.10 reportlab==4.4.4
"$folder/venv/bin/python" - <<'PY'
import io
import pdfplumber
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
file = io.BytesIO()
page = canvas.Canvas(file, (400, 120))
for row, line in enumerate(["全年地区生产总值完成345.6亿元，", "增长5.3%，高于全市0.4个百分点。"]):
    y = 80 - 20 * row
    page.setFillColorRGB(1, 1, 1)
    for start, end in ((0, 10), (10, len(line))):
        page.rect(20 + 14 * start, y - 4, 14 * (end - start), 20, stroke=0, fill=1)
    page.setFillColorRGB(0, 0, 0)
    page.setFont("STSong-Light", 14)
    page.drawString(20, y, line)
page.save()
tables = pdfplumber.open(io.BytesIO(file.getvalue())).pages[0].extract_tables()
print("tables on a page of prose:", tables)
assert tables == [[["全年地区生产总值完成", "345.6亿元，"], ["增长5.3%，高于全市0.4", "个百分点。"]]]
PY
