#!/usr/bin/env bash
# striprtf 0.0.35: an RTF draft with tracked deletions, hidden text and a footnote mark (RTF 1.9.1: \deleted, \v, \super).
# Expected: text that the reviser deleted, or that is hidden, is no part of the text, as it is on screen and paper.
# Seen: it comes with the rest and nothing marks it: a deleted 99 before 7亿元 gives 997亿元, a hidden 38 before 40家 gives 3840家, and
# the raised mark behind 62000 makes 620001元.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q striprtf==0.0.35
"$folder/venv/bin/python" - <<'PY'
from striprtf.striprtf import rtf_to_text
def chinese(text):
    return "".join(f"\\u{ord(each)}?" for each in text)
lines = {
    r"\deleted": r"{\deleted 99}7" + chinese("亿元"),
    r"\v": r"{\v 38}40" + chinese("家"),
    r"\super": r"62000{\super 1}" + chinese("元"),
}
seen = {name: rtf_to_text(r"{\rtf1\ansi\ansicpg936\uc1 " + line + "}").strip() for name, line in lines.items()}
for name, text in seen.items():
    print(name, "->", text)
assert list(seen.values()) == ["997亿元", "3840家", "620001元"]
PY
