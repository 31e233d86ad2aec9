"""A workbook worked out anew by LibreOffice, so that what its formulas were said to come to can be checked."""

from __future__ import annotations

import subprocess
from pathlib import Path

from briefing.errors import PaperError

_SECONDS = 120
# LibreOffice shows the values a file carries, wrong ones too, unless it is told to recalculate always (0) what others wrote.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(data: bytes, soffice: str, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it after working out every formula.

    soffice: the program's path. folder: an empty folder of the caller's, for its profile and files. Raises PaperError.
    """
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    given, made = folder / "given.xlsx", folder / "made" / "given.xlsx"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(made.parent),
        str(given),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        return made.read_bytes()
    except (OSError, subprocess.SubprocessError) as error:
        raise PaperError(
            "LibreOffice 没能重算这份工作簿",
            hint=f"检查 {soffice} 能否运行（{type(error).__name__}）",
        ) from error
