#!/usr/bin/env bash
# jieba 0.42.1: years as official papers write them.
# Expected: 二〇二五年 and 二零二五年, the forms in which laws, decisions and signatures are dated, stay a word or fall into their
# characters, as the digits of 2025年 stay together; no word appears in them that the paper does not say.
# Seen: a duration of years stands in the words: 二〇二五年 gives 二, 〇, 二, 五年 (〇, U+3007, lies outside the block that is segmented),
# 二〇三五年 ends in 三五年, 二零二五年 in 五年. Besides, the sum 1,234.5万元 loses its thousands.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q jieba==0.42.1 setuptools==80.9.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import jieba
jieba.setLogLevel(60)
seen = {text: jieba.lcut(text) for text in ("2025年", "二零二五年", "二〇二五年", "二〇三五年", "收入1,234.5万元")}
for text, words in seen.items():
    print(text, "->", words)
assert seen["2025年"] == ["2025", "年"] and seen["二零二五年"][-1] == "五年"
assert seen["二〇二五年"] == ["二", "〇", "二", "五年"] and seen["二〇三五年"][-1] == "三五年"
assert seen["收入1,234.5万元"] == ["收入", "1", ",", "234.5", "万元"]
PY
