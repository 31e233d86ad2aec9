"""A briefing beside docxtpl alone on the same template, texts and charts, without binding, sources and fixed dates."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import docxtpl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from briefing.papers import Request, Template, filters, word
from briefing.papers.word import context, figures
from briefing.papers.word.new_template import new_template
from briefing.settings.schema import Wording
from tests.packs import make_pack
from tests.unit.papers.word.conftest import wording

__all__ = ["wording"]
PACK = make_pack(projects=60)
TEMPLATE = new_template("briefing")


@pytest.fixture(scope="module")
def ours(wording: Wording) -> Callable[[], bytes]:
    request = Request("区情简报", "leader", Template("briefing.docx", TEMPLATE), wording)
    return lambda: word.render(PACK, request)


@pytest.fixture(scope="module")
def plain(wording: Wording) -> Callable[[], bytes]:
    request = Request("区情简报", "leader", Template("briefing.docx", TEMPLATE), wording)
    variables = context.build(PACK, request)
    variables["来源"].printed.update(dict.fromkeys(variables["来源"].known))
    texts = _unbound(variables | {"来源": list(variables["来源"]), "序号": "一"})

    def render() -> bytes:
        document = docxtpl.DocxTemplate(io.BytesIO(TEMPLATE))
        pictures = [
            io.BytesIO(figures.drawn(chart).data) for chart in figures.chosen(PACK, request)[:2]
        ]
        charts = [
            row | {"图": docxtpl.InlineImage(document, data, width=figures.WIDTH)}
            for row, data in zip(texts["图表"], pictures, strict=True)
        ]
        document.render(texts | {"图表": charts}, autoescape=True)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return render


def _unbound(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unbound(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_unbound(item) for item in value]
    return filters.unbound(value) if isinstance(value, str) else value


def test_briefing(benchmark: BenchmarkFixture, ours: Callable[[], bytes]) -> None:
    benchmark(ours)


def test_docxtpl_alone(benchmark: BenchmarkFixture, plain: Callable[[], bytes]) -> None:
    benchmark(plain)


def test_a_briefing_takes_at_most_twice_as_long(
    ours: Callable[[], bytes], plain: Callable[[], bytes]
) -> None:
    assert _fastest(ours) < 2 * _fastest(plain)


def _fastest(render: Callable[[], bytes]) -> float:
    took = []
    for _ in range(7):
        started = time.process_time()
        render()
        took.append(time.process_time() - started)
    return min(took)
