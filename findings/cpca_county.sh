#!/usr/bin/env bash
# cpca 0.5.5, province, city and county of a Chinese text with their code.
# Expected: text that names no place gives none (as 沿海地区 does), and a name that several cities share (鼓楼区) is told from one that is unique.
# Seen: Chongqing's placeholder rows 县 and 市辖区 of the code table are matched as names: 全县一般公共预算收入 and 县政府工作报告, words of every
# county's documents, are 重庆市, code 500200; 市辖区合计 is 遵义市 in Guizhou. 鼓楼区 alone is 开封市 with nothing that shows the doubt.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q cpca==0.5.5
"$folder/venv/bin/python" - <<'PY'
import cpca
texts = ["沿海地区", "全县一般公共预算收入", "县政府工作报告", "市辖区合计", "鼓楼区2024年预算执行情况"]
rows = cpca.transform(texts)
seen = [(row.市, row.adcode) if isinstance(row.adcode, str) else None for row in rows.itertuples()]
for text, found in zip(texts, seen):
    print(text, "->", found)
assert seen == [None, ("县", "500200"), ("县", "500200"), ("遵义市", "520301"), ("开封市", "410204")]
PY
