"""Old Word documents (.doc): through LibreOffice where it is installed, else through antiword.

antiword is quick, but does not know what was struck, raised or numbered by Word, reads no short file and none by WPS.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import office
from briefing.sources.raw import Builder, Raw, RawCell

_SECONDS = 60
_OFF = 4  # half characters: antiword takes some marks for wider than they are
_ROW = re.compile(r"\s*\|.*\|\s*")
# What antiword prints for the numbers Word makes itself: the name of the form of the number.
_LOST_NUMBER = re.compile(r"(?m)^\s*(?:chineseCou\w*|ideograph\w*|taiwanese\w*|japanese\w*)")
_NUMBER = re.compile(
    r"(?<![\d.])\d[\d.,]*\d(?![、．)）])"
)  # of two digits at least; no number of a line
_WORDS = {
    "too small": "文件太短，antiword 读不了",
    "encrypted": "文件已加密，需要密码",
    "not a Word Document": "不是 Word 文档",
}


def read(name: str, data: bytes) -> Raw:
    """The document's paragraphs and tables. Raises SourceError where no program can read the file."""
    if office.program() is None:
        return _raw(_through_antiword(name, data))
    try:
        made = office.read_as(name, data, "doc")
    except SourceError:
        if shutil.which("antiword") is None:
            raise
        return _raw(_through_antiword(name, data))
    try:
        text = _through_antiword(name, data)
    except SourceError:
        return made
    # LibreOffice runs the cells of some programs' tables together; who finds more tables has read them.
    return made if len(_raw(text).tables) <= len(made.tables) else _raw(text, made)


def _through_antiword(name: str, data: bytes) -> str:
    """What antiword prints. Raises SourceError."""
    program = shutil.which("antiword")
    if program is None:
        raise SourceError(
            "读取 .doc 需要程序 LibreOffice 或 antiword",
            where=name,
            hint="请安装其中一个，或用 Word、WPS 另存为 .docx",
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
    said = text + done.stderr.decode("utf-8", errors="replace")
    if done.returncode or not text.strip():
        raise SourceError(
            _in_chinese(said), where=name, hint="请安装 LibreOffice，或用 Word、WPS 另存为 .docx"
        )
    return text


def _raw(text: str, made: Raw | None = None) -> Raw:
    """What antiword prints as paragraphs and tables.

    made: the same as LibreOffice reads it, which leaves out what is struck or hidden and sets apart what is raised: a number that is
    not there has such digits, and is spoilt.
    """
    builder = Builder()
    if lost := len(_LOST_NUMBER.findall(text)):
        builder.warnings.append(
            f"有 {lost} 处自动编号（一、（一）等）读不出来，章节可能不对，请安装 LibreOffice，或另存为 .docx"
        )
    text = _LOST_NUMBER.sub("", text)
    if made:
        text, spoilt = _checked(text, re.sub(r"\s", "", made.text))
        builder.warnings += made.warnings
        if spoilt:
            shown = "、".join(spoilt[:3]) + ("等" if len(spoilt) > 3 else "")
            builder.warnings.append(
                f"有 {len(spoilt)} 个数字里有上下标、删除线或隐藏的字，未采用（{shown}），请核对原文"
            )
    _write(builder, text.split("\n"))
    return builder.raw()


def _checked(text: str, known: str) -> tuple[str, list[str]]:
    """The text with each number spoilt that is not in the other one, and these numbers."""
    spoilt: list[str] = []

    def checked(number: re.Match[str]) -> str:
        if number[0] in known:
            return number[0]
        spoilt.append(number[0])
        return number[0][:-1] + "\ufffd"

    return _NUMBER.sub(checked, text), spoilt


def _in_chinese(said: str) -> str:
    """antiword's own reason, in Chinese where it is a known one."""
    known = next((words for part, words in _WORDS.items() if part in said), "")
    return known or f"antiword 无法读取，文件可能已加密或损坏（{' '.join(said.split())[:80]}）"


def _write(builder: Builder, lines: list[str]) -> None:
    rows: list[str] = []
    number = 0
    for line in [*lines, ""]:
        if _ROW.fullmatch(line):
            rows.append(line.strip())
            continue
        if rows:
            number += 1
            _table(builder, rows, number)
            rows = []
        builder.paragraph(line)


def _table(builder: Builder, rows: list[str], number: int) -> None:
    """Cells by where their bars stand: a cell as wide as two below it is merged."""
    bars = [_bars(row) for row in rows]
    edges = _edges({bar for row in bars for bar in row})
    cells = [
        RawCell(
            text.strip(),
            at,
            _nearest(edges, left),
            1,
            _nearest(edges, right) - _nearest(edges, left),
            f"表{number} R{at + 1}C{_nearest(edges, left) + 1}",
        )
        for at, row in enumerate(rows)
        for text, left, right in zip(
            row.strip("|").split("|"), bars[at], bars[at][1:], strict=False
        )
    ]
    if len(edges) > 2:
        builder.table(cells)
    else:
        for cell in cells:
            builder.paragraph(cell.text)


def _edges(bars: set[int]) -> list[int]:
    """Where cells begin and end; a bar that stands a little off is the one beside it."""
    found: list[int] = []
    for bar in sorted(bars):
        if not found or bar - found[-1] > _OFF:
            found.append(bar)
    return found


def _nearest(edges: list[int], bar: int) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - bar))


def _bars(row: str) -> list[int]:
    """Where a row's bars stand, in half characters."""
    found: list[int] = []
    at = 0
    for character in row:
        if character == "|":
            found.append(at)
        at += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return found
