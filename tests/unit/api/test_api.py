"""The Python way in, as its documentation shows it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as Word

import briefing
from briefing.errors import SettingsError
from tests.end_to_end.conftest import ROOT
from tests.end_to_end.conftest import briefing as command

SAMPLES = ROOT / "examples" / "sources"


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'briefing.db'}"
    assert command("ingest", SAMPLES, "--store", url).returncode == 0
    return url


def test_from_a_file_to_rows() -> None:
    report = next(path for path in sorted(SAMPLES.rglob("*")) if path.suffix == ".txt")
    (document, *_) = briefing.read(report)
    rows = briefing.rows(document)
    assert {"indicator", "project"} <= {row["fact"] for row in rows}
    facts = briefing.extract_facts(document)
    assert len(facts.observations) == sum(row["fact"] == "indicator" for row in rows)


def test_from_a_store_to_a_paper(store_url: str) -> None:
    with briefing.open_store(store_url) as store:
        rows = briefing.stored(store, district="槐荫区", status="target")
        assert rows
        assert {row["status"] for row in rows} == {"target"}
        pack = briefing.pack(store, "槐荫区", audience="leader")
    made = briefing.paper(pack, "word", ROOT / "templates" / "word" / "briefing.docx")
    assert "槐荫区" in "".join(p.text for p in Word(io.BytesIO(made)).paragraphs)


def test_rows_as_a_data_frame(store_url: str) -> None:
    pytest.importorskip("pandas", reason="needs pandas")
    with briefing.open_store(store_url) as store:
        table = briefing.frame(briefing.stored(store, district="槐荫区"))
    assert table["number"].notna().all()


def test_an_unknown_district_is_one_sentence(store_url: str) -> None:
    with (
        briefing.open_store(store_url) as store,
        pytest.raises(SettingsError, match="没有配置这个地区：某地"),
    ):
        briefing.pack(store, "某地")


def test_every_public_function_is_documented() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in briefing.__all__:
        assert getattr(briefing, name).__doc__
        assert f"`briefing.{name}" in page


def test_the_typed_mark_is_there() -> None:
    assert (Path(briefing.__file__).parent / "py.typed").exists()
