#!/usr/bin/env bash
# recognizers-text-suite 1.0.2a2 (numbers, currency, dates) in Chinese, with emoji 1.7.0, the last whose names it can import.
# Expected: 1,234.5万元, as tables and reports write it, is an amount of money, as 1234.5万元 is; 百分之五点三 is a percentage and no time.
# Seen: with the separator neither a number nor money is found, and the date model reads its tail 234.5 as May of the year 234.
# 五点三 in 百分之五点三 is also three minutes past five.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q recognizers-text-suite==1.0.2a2 emoji==1.7.0
"$folder/venv/bin/python" - <<'PY'
from recognizers_date_time import recognize_datetime
from recognizers_number import recognize_number
from recognizers_number_with_unit import recognize_currency

def read(model, text):
    return [found.text for found in model(text, "zh-cn")]

plain, separated, share = "1234.5万元", "1,234.5万元", "百分之五点三"
seen = [read(recognize_currency, plain), read(recognize_currency, separated), read(recognize_number, separated)]
dates = recognize_datetime(separated, "zh-cn")[0].resolution["values"][0]["timex"]
print(plain, seen[0], separated, seen[1], seen[2], "as a date:", dates, share, "as a time:", read(recognize_datetime, share))
assert seen == [["1234.5万元"], [], []] and dates == "0234-05"
assert read(recognize_datetime, share) == ["五点三"]
PY
