"""What the readers of statistical offices make of the SDMX files: PyPI's sdmx1 and pysdmx."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.cli.columns import indicators
from briefing.cli.listing import Listing
from briefing.papers import sdmx as ours
from briefing.settings import load_settings
from tests.packs import observation

MADE = [
    observation("地区生产总值", "56.70", "亿元", indicator="gdp", period="2024"),
    observation("地区生产总值", "-4", "%", "yoy", indicator="gdp", period="2024M01-M05", at=40),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    settings = load_settings(None)
    data, structure = tmp_path / "数据.csv", tmp_path / "结构.xml"
    own = {
        "sdmx-csv": lambda found, out: ours.write(found, settings, out),
        "sdmx-structure": lambda found, out: ours.structure(settings, out),
    }
    Listing("sdmx-csv", data).write(MADE, indicators(settings), own)
    Listing("sdmx-structure", structure).write((), (), own)
    return data, structure


def test_sdmx1_reads_both(files: tuple[Path, Path]) -> None:
    sdmx = pytest.importorskip("sdmx", reason="needs sdmx1")
    definition = sdmx.read_sdmx(files[1]).structure["FACTS"]
    assert [each.id for each in definition.dimensions] == list(ours.DIMENSIONS)
    (data,) = sdmx.read_sdmx(files[0], structure=definition).data
    assert [float(each.value) for each in data.obs] == [56.7, -4.0]
    assert data.obs[1].dimension["TIME_PERIOD"].value == "2024-01-01/P5M"


def test_pysdmx_reads_both_and_the_structure_is_valid(files: tuple[Path, Path]) -> None:
    io = pytest.importorskip("pysdmx.io", reason="needs pysdmx[data,xml]")
    assert io.read_sdmx(str(files[1]), validate=True).structures
    (data,) = io.get_datasets(str(files[0]), str(files[1]))
    table = data.data
    assert [*table["OBS_VALUE"]] == [56.7, -4.0]
    assert [*table["DECIMALS"]] == [2, 0]  # the zero of 56.70 is gone but for this
    assert [*table["OBS_STATUS"]] == ["P", "P"]
