#!/usr/bin/env bash
# JioNLP 1.5.31: parse_time on the periods that monthly statistics are headed with.
# Expected: 2025年1—5月 and 2025年1至5月 are January to May 2025, 1-11月 January to November, as 2025年前三季度 is January to September.
# Seen: the first two are the whole year 2025, 1-11月 is the eleventh of January; each is called accurate, so that nothing tells
# them from what was understood. 2024/2025学年 is February 2024.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q jionlp==1.5.31
"$folder/venv/bin/python" - <<'PY'
import time
import jionlp
base = time.mktime((2026, 2, 1, 0, 0, 0, 0, 0, 0))
seen = {}
for text in ("2025年前三季度", "2025年1—5月", "2025年1至5月", "1-11月", "2024/2025学年"):
    found = jionlp.parse_time(text, time_base=base)
    assert found["definition"] == "accurate"
    seen[text] = " ".join(each[:10] for each in found["time"])
    print(text, "->", seen[text])
assert list(seen.values()) == [
    "2025-01-01 2025-09-30", "2025-01-01 2025-12-31", "2025-01-01 2025-12-31", "2026-01-11 2026-01-11", "2024-02-01 2024-02-29",
]
PY
