#!/usr/bin/env bash
# python-docx 1.2.0, mammoth 1.13.0, pypandoc_binary 1.17, docx2txt 0.9: a character with its reading above (w:ruby), as Word's
# 拼音指南 writes it for rare characters of place names.
# Expected: the sentence keeps the character; the reading is left out or marked.
# Seen: three readers lose the character with the reading, so that 歙县 becomes 县 and nothing says so; the fourth puts the reading,
# unmarked, before it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q python-docx==1.2.0 mammoth==1.13.0 pypandoc_binary==1.17 docx2txt==0.9
cd "$folder" && "$folder/venv/bin/python" - <<'PY'
import docx, docx2txt, mammoth, pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
RUBY = (
    "<w:r {}><w:ruby><w:rubyPr><w:rubyAlign w:val='center'/><w:hps w:val='16'/></w:rubyPr>"
    "<w:rt><w:r><w:t>shè</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>歙</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
document = docx.Document()
paragraph = document.add_paragraph()
paragraph._p.append(parse_xml(RUBY.format(nsdecls("w"))))
paragraph.add_run("县完成投资57.1亿元")
document.save("county.docx")
with open("county.docx", "rb") as file:
    seen = {"mammoth": mammoth.extract_raw_text(file).value.strip()}
seen["python-docx"] = docx.Document("county.docx").paragraphs[0].text
seen["pandoc"] = pypandoc.convert_file("county.docx", "plain").strip()
seen["docx2txt"] = docx2txt.process("county.docx").strip()
for name, text in seen.items():
    print(name, "->", text)
assert seen["mammoth"] == seen["python-docx"] == seen["pandoc"] == "县完成投资57.1亿元"
assert seen["docx2txt"] == "shè歙县完成投资57.1亿元"
PY
