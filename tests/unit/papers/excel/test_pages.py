"""Workbooks as they come out of a printer: LibreOffice makes the pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from tests.layout.rendered import FONTS
from tests.unit.papers.excel.samples import book_of, full_pack

pytestmark = pytest.mark.slow


def test_no_column_is_cut_and_every_page_repeats_its_heads(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "book.xlsx").write_bytes(book_of(full_pack(), audience="internal"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "book.xlsx"),
    ]
    environment = {
        "FONTCONFIG_FILE": str(FONTS),
        "HOME": str(tmp_path),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
    ends = {"主要指标": ("序号", "目标"), "目标完成": ("序号", "目标"), "历年数据": ("指标", "最新"), "财政收支": ("项目", "草案"), "任务分解": ("序号", "文件"),
            "全部数据及出处": ("序号", "把握"), "重点项目台账": ("序号", "文件")}  # fmt: skip
    seen = set()
    with pdfplumber.open(tmp_path / "book.pdf") as pdf:
        for page in pdf.pages:
            words = page.extract_words()
            foot = next(word["text"] for word in words if word["top"] > page.height - 60)
            assert page.width > page.height
            assert all(word["x0"] >= 0 and word["x1"] <= page.width for word in words)
            chart = foot in seen and foot == "主要指标"  # has the second page to itself
            for head in ends.get(foot, ()):
                found = any(word["text"].startswith(head) and word["top"] < 150 for word in words)
                assert found != chart, (foot, head)
            seen.add(foot)
    assert ends.keys() <= seen
