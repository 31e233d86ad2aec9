#!/usr/bin/env bash
# cn2an 0.5.24, Chinese numerals to numbers, mode "smart" (which takes 3.5万 as official prose writes it).
# Expected: 负 before digits is a minus, as it is before numerals (负三 gives -3) and as 负2.2 is meant in 增速为负2.2%.
# Seen: 负2.2, 负5 and 负1千 come back positive, without an error or a warning: a decline becomes growth.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q cn2an==0.5.24
"$folder/venv/bin/python" - <<'PY'
import cn2an
seen = {text: cn2an.cn2an(text, "smart") for text in ("负三", "负十二", "负2.2", "负5", "负1千")}
print("cn2an 0.5.24, smart:", seen)
assert seen == {"负三": -3, "负十二": -12, "负2.2": 2.2, "负5": 5, "负1千": 1000}
PY
