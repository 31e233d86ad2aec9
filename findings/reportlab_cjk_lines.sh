#!/usr/bin/env bash
# reportlab 4.4.4: Paragraph with wordWrap="CJK", its way to break lines of Chinese.
# Expected: a number with its point and % stays in one line, as Word and LibreOffice set it; only marks such as ， keep from a line's start.
# Seen: 1234.5亿元 is cut into 1234. and 5亿元, 57.1 into 57. and 1, and a line begins with %: a reader takes 5亿元 for the figure.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q reportlab==4.4.4
"$folder/venv/bin/python" - <<'PY'
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph
pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
style = ParagraphStyle("body", fontName="STSong-Light", fontSize=16, leading=20, wordWrap="CJK")
text = "全年地区生产总值完成1234.5亿元，增长5.7%，一般公共预算收入57.1亿元，下降0.8%。"
for width in (100, 107):
    paragraph = Paragraph(text, style)
    paragraph.wrap(width, 1000)
    lines = ["".join(line[1]) for line in paragraph.blPara.lines]
    print(width, lines)
    cut = [(left, right) for left, right in zip(lines, lines[1:]) if left[-1] in "0123456789." and right[0] in "0123456789.%"]
    assert len(cut) == {100: 2, 107: 1}[width]
PY
