#!/usr/bin/env bash
# pysdmx 1.21.0 and sdmx1 2.28.0 reading statistics in SDMX 2.1.
# Expected: pysdmx gives OBS_VALUE of SDMX-CSV as it stands, since its column is text: 56.70 was published with two decimals, 57 as a count.
# A structure message without an XML declaration, which XML 1.0 leaves to the writer, is read by both.
# Seen: the texts are "56.7" and "57.0", the published precision is gone; pysdmx cannot parse the message as SDMX, sdmx1 reads it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q "pysdmx[data,xml]==1.21.0" sdmx1==2.28.0
"$folder/venv/bin/python" - <<'PY'
import io
import sdmx
from pysdmx.errors import Invalid
from pysdmx.io import read_sdmx
HEAD = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\n"
rows = "dataflow,X:GOV(1.0),I,370104,REVENUE,2025,56.70\ndataflow,X:GOV(1.0),I,370104,FIRMS,2025,57\n"
values = read_sdmx(HEAD + rows).data[0].data["OBS_VALUE"].tolist()
PLACE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
message = (
    f'<mes:Structure xmlns:mes="{PLACE}message" xmlns:str="{PLACE}structure" xmlns:com="{PLACE}common"><mes:Header><mes:ID>a</mes:ID>'
    '<mes:Test>false</mes:Test><mes:Prepared>2026-01-01T00:00:00</mes:Prepared><mes:Sender id="X"/></mes:Header><mes:Structures>'
    '<str:Codelists><str:Codelist id="CL_AREA" agencyID="X" version="1.0"><com:Name xml:lang="zh">区划</com:Name><str:Code id="370104">'
    '<com:Name xml:lang="zh">槐荫区</com:Name></str:Code></str:Codelist></str:Codelists></mes:Structures></mes:Structure>'
)
try:
    read_sdmx(message, validate=False)
    refused = ""
except Invalid as error:
    refused = str(error)
declared = read_sdmx('<?xml version="1.0" encoding="UTF-8"?>' + message, validate=False).structures
print("OBS_VALUE:", values, "| without declaration:", refused, "| with:", declared[0].id)
assert values == ["56.7", "57.0"] and "Cannot parse input as SDMX" in refused and declared[0].id == "CL_AREA"
assert list(sdmx.read_sdmx(io.BytesIO(message.encode())).codelist) == ["CL_AREA"]
PY
