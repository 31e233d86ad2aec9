"""Every list in every format: the same things, whatever the kind."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.cli.listing import FORMATS, Column, Listing
from tests.end_to_end.conftest import ROOT, briefing

SAMPLES = ROOT / "examples" / "sources"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{(tmp_path_factory.mktemp('store') / 'briefing.db').as_posix()}"
    assert briefing("ingest", SAMPLES, "--store", url).returncode == 0
    return url


@pytest.mark.parametrize(
    "command",
    [
        ("facts",),
        ("facts", "--kind", "project"),
        ("facts", "--kind", "task", "--district", "槐荫区"),
        ("facts", "--kind", "finding"),
        ("findings",),
        ("targets", "--district", "槐荫区", "--year", "2024"),
        ("confirm", "--tasks", "--district", "槐荫区"),
        ("confirm", "--matches", "--district", "槐荫区"),
    ],
    ids=" ".join,
)
def test_a_list_is_the_same_in_every_format(
    command: tuple[str, ...], store: str, tmp_path: Path
) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    for name in FORMATS:
        done = briefing(
            *command, "--format", name, "--out", tmp_path / f"a.{name}", "--store", store
        )
        assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    from pyarrow import parquet

    stored = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    sheet = load_workbook(tmp_path / "a.xlsx")["数据"]
    counts = {len(lines), len(rows), len(stored), sheet.max_row - 1}
    assert len(counts) == 1, counts
    assert len((tmp_path / "a.table").read_text("utf-8").splitlines()) == len(lines) + 2
    if lines:
        assert [*lines[0]] == [*rows[0]] == [*stored[0]]
        assert [row.get("name") for row in lines] == [row.get("name") for row in stored]


def test_cells_of_a_table_stand_apart_and_figures_as_written(store: str) -> None:
    found = briefing("facts", "--period", "2024Q1", "--format", "jsonl", "--store", store).stdout
    row = next(row for row in map(json.loads, found.splitlines()) if row["id"] == "gdp")
    assert (row["value"], row["quote"]) == ("170.3", "地区生产总值*｜亿元｜170.3｜2.9")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    signs = [*"=+-@", "\t"]
    column = Column("名称", "名称", lambda thing: thing)
    Listing("csv", tmp_path / "a.csv").write([f"{s}cmd" for s in signs] + ["-4.2"], [column])
    Listing("xlsx", tmp_path / "a.xlsx").write([f"{s}cmd" for s in signs], [column])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [f"'{s}cmd" for s in signs] + ["-4.2"]
    cells = [cell for (cell,) in load_workbook(tmp_path / "a.xlsx")["数据"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}


def test_columns_of_targets_are_all_that_programs_get(store: str) -> None:
    asked = ("targets", "--district", "槐荫区", "--year", "2024", "--store", store, "--format")
    lines = briefing(*asked, "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(briefing(*asked, "json").stdout)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--kind", "project", "--id", "gdp"), "只有指标数据有规范指标"),
        (("--kind", "task", "--status", "target"), "不分实际和目标"),
        (("--kind", "finding", "--format", "sdmx-csv"), "SDMX 只有指标数据"),
        (("--format", "parquet"), "没有写存到哪个文件（如 --out 数据.parquet）"),
    ],
)
def test_options_that_say_nothing_are_one_sentence(
    options: tuple[str, ...], says: str, store: str
) -> None:
    done = briefing("facts", *options, "--store", store)
    assert (done.returncode, says in done.stderr) == (2, True), done.stderr
