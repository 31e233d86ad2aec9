"""Old Word documents (.doc), through antiword where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources.raw import Builder, Raw, RawCell

_SECONDS = 60
_ROW = re.compile(r"\s*\|.*\|\s*")


def read(name: str, data: bytes) -> Raw:
    """The document's paragraphs and tables. Raises SourceError where antiword is missing or cannot read the file."""
    program = shutil.which("antiword")
    if program is None:
        raise SourceError(
            "读取 .doc 需要程序 antiword",
            where=name,
            hint="请安装 antiword，或用 Word、WPS 另存为 .docx",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(data)
        try:
            done = subprocess.run(
                [program, "-m", "UTF-8.txt", "-w", "0", str(path)],
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise SourceError(
                "antiword 没有读完", where=name, hint="请用 Word、WPS 另存为 .docx"
            ) from None
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode or not text.strip():
        raise SourceError(
            "antiword 无法读取，文件可能已加密或损坏",
            where=name,
            hint="请用 Word、WPS 另存为 .docx",
        )
    builder = Builder()
    _write(builder, text.split("\n"))
    return builder.raw()


def _write(builder: Builder, lines: list[str]) -> None:
    rows: list[str] = []
    number = 0
    for line in [*lines, ""]:
        if _ROW.fullmatch(line):
            rows.append(line.strip().strip("|"))
            continue
        if rows:
            number += 1
            _table(builder, rows, number)
            rows = []
        builder.paragraph(line)


def _table(builder: Builder, rows: list[str], number: int) -> None:
    cells = [
        RawCell(text.strip(), at, column, place=f"表{number} R{at + 1}C{column + 1}")
        for at, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
    ]
    if max(cell.column for cell in cells):
        builder.table(cells)
    else:
        for cell in cells:
            builder.paragraph(cell.text)
