"""Papers as they come out of a printer: LibreOffice makes the pages, pdfplumber measures them."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

MM = 72 / 25.4  # points
FONTS = Path(__file__).with_name("fonts.conf")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a page. Lengths in mm from the page's left and upper edge."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float  # mm
    height: float
    lines: tuple[Line, ...]  # from top to bottom
    fonts: frozenset[str]
    file: Path
    number: int  # from 0

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    def within(self, top: float, bottom: float) -> list[Line]:
        return [line for line in self.lines if top <= line.top and line.bottom <= bottom]


def convert(soffice: str, folder: Path, papers: dict[str, bytes]) -> dict[str, list[Page]]:
    """The pages of each paper, by name; one start of LibreOffice for all."""
    for name, data in papers.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    files = [str(folder / f"{name}.docx") for name in papers]
    subprocess.run(
        [*command, *files], check=True, capture_output=True, timeout=300, env=_environment(folder)
    )
    return {name: _pages(folder / f"{name}.pdf") for name in papers}


def _environment(folder: Path) -> dict[str, str]:
    return {
        "FONTCONFIG_FILE": str(FONTS),
        "HOME": str(folder),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }


def _pages(file: Path) -> list[Page]:
    with pdfplumber.open(file) as pdf:
        return [_page(page, file, number) for number, page in enumerate(pdf.pages)]


def _page(page: Any, file: Path, number: int) -> Page:
    rows: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in page.chars:
        if char["text"].strip():
            rows[round(char["bottom"])].append(char)
    lines: list[Line] = []
    for _, chars in sorted(rows.items()):
        chars.sort(key=lambda char: char["x0"])
        text = "".join(char["text"] for char in chars)
        left, right = chars[0]["x0"] / MM, chars[-1]["x1"] / MM
        lines.append(
            Line(
                text,
                left,
                right,
                min(c["top"] for c in chars) / MM,
                max(c["bottom"] for c in chars) / MM,
            )
        )
    fonts = frozenset(char["fontname"].split("+")[-1] for char in page.chars)
    return Page(float(page.width) / MM, float(page.height) / MM, tuple(lines), fonts, file, number)


def inked(
    page: Page, left: float, right: float, top: float, bottom: float
) -> tuple[float, float, float, float]:
    """The box around all ink in a part of a page, all in mm: left, right, top, bottom."""
    dots = 20  # a mm
    document = pypdfium2.PdfDocument(page.file)
    try:
        bitmap = document[page.number].render(scale=dots / MM, grayscale=True).to_numpy()
        part = bitmap[int(top * dots) : int(bottom * dots), int(left * dots) : int(right * dots)]
        part = part.reshape(part.shape[0], part.shape[1]) < 200
        rows, columns = part.any(axis=1).nonzero()[0], part.any(axis=0).nonzero()[0]
        return (
            left + columns[0] / dots,
            left + columns[-1] / dots,
            top + rows[0] / dots,
            top + rows[-1] / dots,
        )
    finally:
        document.close()


def ink(page: Page, left: float, right: float, top: float, bottom: float) -> tuple[float, float]:
    """The first and last row with ink in a part of a page, all in mm."""
    dots = 20  # a mm
    document = pypdfium2.PdfDocument(page.file)
    try:
        bitmap = document[page.number].render(scale=dots / MM, grayscale=True).to_numpy()
        part = bitmap[int(top * dots) : int(bottom * dots), int(left * dots) : int(right * dots)]
        rows = (part.min(axis=1) < 128).ravel().nonzero()[0]
        return top + float(rows[0]) / dots, top + float(rows[-1]) / dots
    finally:
        document.close()


def pitches(lines: list[Line]) -> list[float]:
    """Distances between the feet of neighbouring lines, in points."""
    return [(below.bottom - above.bottom) * MM for above, below in pairwise(lines)]
