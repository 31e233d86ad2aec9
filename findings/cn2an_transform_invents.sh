#!/usr/bin/env bash
# cn2an 0.5.24: transform(text, "cn2an") rewrites the Chinese numerals of a sentence as digits.
# Expected: words that merely contain 一 or 二 stay, and neighbouring numerals of different words are not read as one number.
# Seen: 统一二次供水 (unify secondary water supply) becomes 统12次供水 and 统一一批 becomes 统11批: counts nobody wrote. 二三产业 (secondary
# and tertiary industry) becomes 23产业. 二○二五 with the circle U+25CB that office documents use becomes 2○25 and is no year any more.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q cn2an==0.5.24
"$folder/venv/bin/python" - <<'PY'
import cn2an
texts = ("二〇二五年完成一百二十三亿元", "统一二次供水", "统一一批", "二三产业融合", "二○二五年")
seen = [cn2an.transform(text, "cn2an") for text in texts]
for text, made in zip(texts, seen):
    print(text, "->", made)
assert seen == ["2025年完成12300000000元", "统12次供水", "统11批", "23产业融合", "2○25年"]
PY
