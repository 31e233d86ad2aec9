#!/usr/bin/env bash
# ofdkit 0.2, a reader of OFD, China's fixed-layout format (GB/T 33190): a table row written as one text object, as office programs do,
# in which DeltaX says how far each character stands from the last.
# Expected: 2345.6 and 7.5, between which lie 40 mm where the digits stand 2.5 mm apart, come as two words or cells.
# Seen: 2345.67.5, with nothing between the figures of two columns; the distances are not looked at.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q ofdkit==0.2.0
"$folder/venv/bin/python" - <<'PY'
import io, zipfile
import ofdkit
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TEXT = '<ofd:TextObject ID="{id}" Boundary="20 {y} 60 5" Font="2" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
objects = [("2345.67.5", "2.5 2.5 2.5 2.5 2.5 40 2.5 2.5")]
layer = "".join(
    TEXT.format(id=10 + n, y=20 + 10 * n, steps=steps, text=text) for n, (text, steps) in enumerate(objects)
)
parts = {
    "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>'
    "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
    "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
    '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
    "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="SimSun"/></ofd:Fonts></ofd:Res>',
    "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {SPACE}><ofd:Content><ofd:Layer ID="3">{layer}</ofd:Layer></ofd:Content></ofd:Page>',
}
file = io.BytesIO()
with zipfile.ZipFile(file, "w") as archive:
    for name, text in parts.items():
        archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
document = ofdkit.open(file.getvalue())
print("ofdkit 0.2.0 reads:", repr(document.text()))
assert document.text().strip() == "2345.67.5"
PY
