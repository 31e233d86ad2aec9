#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17): a Word draft in which figures are withdrawn by Word's own means.
# Expected: text that is struck twice (w:dstrike), the form some offices use for a withdrawn figure, or hidden (w:vanish) is marked or
# left out, as w:strike is marked with ~~ and a tracked deletion left out.
# Seen: only w:strike is known. The withdrawn figure runs into the one that replaces it: 604300 and 571000 become 604300571000.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q pypandoc_binary==1.17 python-docx==1.2.0
cd "$folder" && "$folder/venv/bin/python" - <<'PY'
import docx, pypandoc
document = docx.Document()
for how in ("strike", "double_strike", "hidden"):
    paragraph = document.add_paragraph("收入")
    setattr(paragraph.add_run("604300").font, how, True)
    paragraph.add_run("571000万元")
document.save("draft.docx")
lines = pypandoc.convert_file("draft.docx", "markdown").split("\n\n")
for how, line in zip(("w:strike", "w:dstrike", "w:vanish"), lines):
    print("pandoc", pypandoc.get_pandoc_version(), how, "->", line.strip())
assert [line.strip() for line in lines] == ["收入~~604300~~571000万元", "收入604300571000万元", "收入604300571000万元"]
PY
