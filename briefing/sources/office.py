"""Formats of other programs, through LibreOffice where it is installed: turned into .docx or .xlsx and read as those."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from briefing.errors import SourceError
from briefing.sources import docx, xlsx
from briefing.sources.raw import Raw

_SECONDS = 110
_PLACES = (  # where Windows and macOS keep it, off the path
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
# Suffix as LibreOffice knows the format by -> what it is turned into.
_SHEETS = {"et", "ods"}


def program() -> str | None:
    """LibreOffice's path, or None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).exists()), None)


def rtf(name: str, data: bytes) -> Raw:
    return read_as(name, data, "rtf")


def odt(name: str, data: bytes) -> Raw:
    return read_as(name, data, "odt")


def ods(name: str, data: bytes) -> Raw:
    return read_as(name, data, "ods")


def read_as(name: str, data: bytes, suffix: str) -> Raw:
    """A document or workbook that LibreOffice knows by `suffix`. Raises SourceError."""
    target = "xlsx" if suffix in _SHEETS else "docx"
    made = converted(name, data, suffix, target)
    return xlsx.read(name, made) if target == "xlsx" else docx.read(name, made)


def converted(name: str, data: bytes, suffix: str, target: str) -> bytes:
    """The file in another format. Raises SourceError where LibreOffice is missing or fails."""
    where = program()
    if where is None:
        raise SourceError(
            f"读取 .{suffix} 需要程序 LibreOffice",
            where=name,
            hint=f"请安装 LibreOffice，或用 Word、WPS 另存为 .{target}",
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / f"document.{suffix}").write_bytes(data)
        command = [
            where,
            # A profile of its own: two of them at once would wait for each other.
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", target, "--outdir", str(place / "out")),
            str(place / f"document.{suffix}"),
        ]
        try:
            subprocess.run(
                command,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise SourceError(
                "LibreOffice 没有读完", where=name, hint=f"请用 Word、WPS 另存为 .{target}"
            ) from None
        made = place / "out" / f"document.{target}"
        if not made.exists():
            raise SourceError(
                "LibreOffice 无法读取，文件可能已加密或损坏",
                where=name,
                hint=f"请用 Word、WPS 打开后另存为 .{target}",
            )
        return made.read_bytes()
