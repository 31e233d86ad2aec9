#!/usr/bin/env bash
# docxtpl 0.20.2 and a paragraph tag in the paragraph that ends a section.
# Word keeps a section's properties (w:sectPr: page size, orientation) in the section's last paragraph. Word and LibreOffice move them
# there when the paragraph before a break is edited away, so a tag such as {%p if annex %} may come to stand in it.
# Expected: the tag's paragraph goes and the section break stays, as the template shows it.
# Seen: the break goes with the paragraph, two sections become one and a landscape annex swallows the portrait body, without a word.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q docxtpl==0.20.2 python-docx==1.2.0
"$folder/venv/bin/python" - <<'PY'
import io, docx
from docx.enum.section import WD_ORIENT
from docxtpl import DocxTemplate
template = docx.Document()
template.add_paragraph("正文")
template.add_section().orientation = WD_ORIENT.LANDSCAPE
last = next(p for p in template.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None)
last.add_run("{%p if annex %}")
template.add_paragraph("附表")
template.add_paragraph("{%p endif %}")
before, after = io.BytesIO(), io.BytesIO()
template.save(before)
made = DocxTemplate(io.BytesIO(before.getvalue()))
made.render({"annex": True})
made.save(after)
seen = [len(docx.Document(io.BytesIO(each.getvalue())).sections) for each in (before, after)]
print("sections in the template, in what docxtpl 0.20.2 renders:", seen)
assert seen == [2, 1]
PY
