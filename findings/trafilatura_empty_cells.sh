#!/usr/bin/env bash
# trafilatura 2.3.1 on a page of a statistics bureau: two sentences and a table.
# Expected: the rows keep their columns (its Markdown has tables), an empty cell stays empty.
# Seen: every cell is a line of its own and the empty one is gone: after 一般公共预算收入, 亿元 the next figure is 3.1, which is the growth in %,
# where the amount of the row above stood.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q trafilatura==2.3.1 lxml_html_clean
"$folder/venv/bin/python" - <<'PY'
import trafilatura
rows = [("指标", "单位", "1-6月", "增长(%)"), ("地区生产总值", "亿元", "345.6", "5.3"), ("一般公共预算收入", "亿元", "", "3.1"), ("税收收入", "亿元", "21.1", "2.2")]
table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
page = (
    "<html><head><title>主要经济指标</title></head><body><div class='article'><h1>2025年1-6月主要经济指标</h1>"
    "<p>上半年，全区经济运行总体平稳，各项指标好于预期，民生保障有力，社会大局稳定。</p>"
    f"<table>{table}</table><p>下半年，全区将坚持稳中求进，抓好重点项目建设，推动经济持续回升向好。</p></div></body></html>"
)
lines = [line for line in trafilatura.extract(page, output_format="markdown").splitlines() if line]
at = next(index for index, line in enumerate(lines) if "一般公共预算收入" in line)
print(lines)
assert lines[at : at + 3] == ["一般公共预算收入", "亿元", "3.1"]
PY
