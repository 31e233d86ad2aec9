"""All observations of a store as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.cli import run
from briefing.cli.columns import indicators
from briefing.model import Observation
from briefing.papers.excel import export as module
from briefing.papers.excel.cells import MOST_CHARACTERS, Cell, text
from briefing.papers.excel.export import export
from briefing.settings import load_settings
from tests.packs import observation

ROOT = Path(__file__).parents[4]


COLUMNS = [column for column in indicators(load_settings(None)) if column.head]


def rows(made: list[Observation]) -> Iterator[list[Cell]]:
    for each in made:
        yield [column.cell(each) if column.cell else text(column.words(each)) for column in COLUMNS]


def test_figures_keep_their_decimals_and_texts_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "数据.xlsx"
    made = [
        observation("=1+1", "56.70", "亿元"),
        observation(
            "长" * (MOST_CHARACTERS + 1), "-4", "%", "yoy", bound="approx", bound_text="左右"
        ),
    ]
    assert export([column.head for column in COLUMNS], rows(made), path) == 2
    sheet = load_workbook(path)["数据"]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert (sheet["E2"].value, sheet["E2"].number_format) == (56.7, '0.00_ ;"−"0.00_ ')
    assert str(sheet["B3"].value).endswith("已截断）")
    assert "左右" in sheet["E3"].number_format


def test_what_no_sheet_holds_goes_on_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    made = [observation(f"数{i}", str(i), "个", at=i) for i in range(5)]
    export([column.head for column in COLUMNS], rows(made), tmp_path / "数据.xlsx")
    book = load_workbook(tmp_path / "数据.xlsx")
    assert {sheet.title: sheet.max_row - 1 for sheet in book.worksheets} == {
        "数据": 2,
        "数据2": 2,
        "数据3": 1,
    }


def test_the_command_writes_workbooks_and_sdmx(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = f"sqlite:///{(tmp_path / 'briefing.db').as_posix()}"
    assert (
        run(
            (
                "ingest",
                str(ROOT / "examples" / "sources" / "槐荫区2024年一季度主要经济指标.xlsx"),
                "--store",
                store,
                "--workspace",
                str(ROOT),
            )
        )
        == 0
    )
    shared = ("facts", "--store", store, "--workspace", str(ROOT))
    assert run((*shared, "--format", "xlsx")) == 2
    assert "没有写存到哪个文件" in capsys.readouterr().err
    assert run((*shared, "--format", "xlsx", "--out", str(tmp_path / "数据.xlsx"))) == 0
    capsys.readouterr()
    assert run((*shared, "--format", "sdmx-csv")) == 0
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert load_workbook(tmp_path / "数据.xlsx")["数据"].max_row - 1 == len(found) > 10
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert run((*shared, "--format", "csv", "--out", str(tmp_path / "没有" / "数据.csv"))) == 2
