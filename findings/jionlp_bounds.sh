#!/usr/bin/env bash
# JioNLP 1.5.31: parse_money gives a bound as its definition: blur+ for more than the amount, blur- for less.
# Expected: 不低于5亿元 and 不少于5亿元 (no less than) lie on the side of 5亿元以上, which is blur+.
# Seen: both are blur-, as 不到5亿元 (not even): a target reads as if anything below it would do. And 万元 alone, the unit over a
# table's column, is an accurate amount of 10,000 yuan.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q jionlp==1.5.31
"$folder/venv/bin/python" - <<'PY'
import jionlp
texts = ("5亿元以上", "超5亿元", "不低于5亿元", "不少于5亿元", "不到5亿元")
seen = [jionlp.parse_money(text)["definition"] for text in texts]
unit = jionlp.parse_money("万元")
print("jionlp 1.5.31:", dict(zip(texts, seen)), "万元:", unit)
assert seen == ["blur+", "blur+", "blur-", "blur-", "blur-"]
assert (unit["num"], unit["definition"]) == ("10000.00", "accurate")
PY
