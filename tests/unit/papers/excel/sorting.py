"""A sheet of a workbook sorted by LibreOffice itself, as a person does it from the filter's menu."""

from __future__ import annotations

import subprocess
from pathlib import Path

from openpyxl import load_workbook

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Sorting" script:language="StarBasic">
Sub SortSheet(given As String, made As String, sheet As String, area As String, column As Integer)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(given, "_blank", 0, hidden())
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = column
  field(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields"
  how(0).Value = field()
  how(1).Name = "ContainsHeader"
  how(1).Value = True
  book.Sheets.getByName(sheet).getCellRangeByName(area).sort(how())
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(made, filter())
  book.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Sorting"/>
</library:library>
"""


def sorted_by_libreoffice(
    data: bytes, sheet: str, column: int, soffice: str, folder: Path
) -> bytes:
    """The workbook after sorting the filter's range of a sheet by a column (from 0), greatest first. folder: an empty one."""
    given, made = folder / "given.xlsx", folder / "sorted.xlsx"
    given.write_bytes(data)
    area = load_workbook(given)[sheet].auto_filter.ref
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
    ]
    subprocess.run(
        [*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120
    )  # makes the profile
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "Sorting.xba").write_text(_MODULE, encoding="utf-8")
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    call = f'macro:///Standard.Sorting.SortSheet("{given.as_uri()}","{made.as_uri()}","{sheet}","{area}",{column})'
    subprocess.run([*command, call], check=True, capture_output=True, timeout=120)
    return made.read_bytes()
