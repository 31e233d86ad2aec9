#!/usr/bin/env bash
# workalendar 17.0.0, China: is_working_day in a year whose notice of the State Council the package does not hold (it ends with 2023).
# Expected: a year it does not know is refused for every day, as it is for Mondays to Fridays (CalendarError), since in China some
# Saturdays and Sundays are workdays and only the yearly notice says which; 2023-01-28, a Saturday, is rightly one.
# Seen: Saturdays and Sundays are answered without a look at the year: Sunday 2024-02-04, a workday, is said to be none.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q workalendar==17.0.0
"$folder/venv/bin/python" -W ignore - <<'PY'
from datetime import date
from workalendar.asia import China
def said(day):
    try:
        return China().is_working_day(day)
    except Exception as error:
        return type(error).__name__
days = [date(2023, 1, 28), date(2024, 2, 4), date(2024, 2, 5)]
seen = [said(day) for day in days]
for day, answer in zip(days, seen):
    print(day, day.strftime("%A"), "->", answer)
assert seen == [True, False, "CalendarError"]
PY
