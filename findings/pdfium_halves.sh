#!/usr/bin/env bash
# pypdfium2 5.15.2 (PDFium): characters beyond U+FFFF, such as rare characters of names (U+2C488 here, in the national list of standard
# characters) and private glyphs.
# Expected: a page of two glyphs has two characters, as FPDFText_GetUnicode gives code points in 32 bits and every index has its own box.
# Seen: FPDFText_CountChars counts three; the two halves of a UTF-16 pair come one by one, with one box for both. Text fetched whole is
# right, so offsets taken a character at a time and offsets in the text differ from there on.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q pypdfium2==5.15.2
"$folder/venv/bin/python" - <<'PY'
import pypdfium2
raw = pypdfium2.raw
to_unicode = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfchar <41> <D871DC88> <42> <9547> endbfchar
endcmap CMapName currentdict /CMap defineresource pop end end"""
content = b"BT /F1 20 Tf 20 20 Td (AB) Tj ET"
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 60] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
]
file, places = b"%PDF-1.7\n", []
for number, each in enumerate(objects, 1):
    places.append(len(file))
    file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
table = len(file)
file += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
file += b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % table
page = pypdfium2.PdfDocument(file)[0].get_textpage()
units = [hex(raw.FPDFText_GetUnicode(page, index)) for index in range(page.count_chars())]
boxes = [page.get_charbox(index) for index in range(page.count_chars())]
print("text:", ascii(page.get_text_range()), "characters one by one:", units)
assert page.get_text_range() == "\U0002c488镇"
assert units == ["0xd871", "0xdc88", "0x9547"] and boxes[0] == boxes[1] != boxes[2]
PY
