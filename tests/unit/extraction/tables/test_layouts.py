"""The same figures laid out in many ways say the same."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from briefing.model import Document
from tests.unit.extraction.tables.build import document, facts, sheet, text

Figures = list[tuple[str, str, str, str, str]]  # name, id, unit, level, growth

_INDICATORS = [
    ("地区生产总值", "gdp", "亿元"),
    ("一般公共预算收入", "general_budget_revenue", "万元"),
    ("社会消费品零售总额", "retail_sales", "亿元"),
    ("城镇居民人均可支配收入", "income_urban", "元"),
    ("商品房销售面积", "property_sales_area", "万平方米"),
    ("全社会用电量", "", "亿千瓦时"),
    ("进出口总额", "imports_exports", "亿元"),
]
_TITLE = "云岭县2024年1-8月主要经济指标"


def _figures(seed: int) -> Figures:
    draw = random.Random(seed)
    chosen = draw.sample(_INDICATORS, 5)
    return [
        (name, code, unit, f"{draw.uniform(2000, 90000):,.2f}", f"{draw.uniform(-30, 30):.1f}")
        for name, code, unit in chosen
    ]


def _expected(figures: Figures) -> list[str]:
    found = []
    for name, code, unit, level, growth in figures:
        named = f"{name} [{code}]" if code else name
        found += [
            f"{named} level {level.replace(',', '')}{unit} actual 2024M01-M08",
            f"{named} yoy {growth}% actual 2024M01-M08",
        ]
    return found


def _units_in_a_column(figures: Figures) -> Document:
    return sheet(
        [
            [_TITLE],
            ["指标", "计量单位", "累计", "同比（±%）"],
            *([n, u, level, g] for n, _, u, level, g in figures),
        ]
    )


def _units_in_names(figures: Figures) -> Document:
    return sheet(
        [
            [_TITLE],
            ["指标名称", "1—8月", "增长%"],
            *([f"{n}（{u}）", level, g] for n, _, u, level, g in figures),
        ]
    )


def _growth_in_rows(figures: Figures) -> Document:
    rows = [
        row for n, _, u, level, g in figures for row in ([n, u, level], ["  比上年增长", "%", g])
    ]
    return sheet([[_TITLE], ["指标", "单位", "累计"], *rows])


def _indicators_as_columns(figures: Figures) -> Document:
    upper = ["时间", *(cell for n, _, u, _, _ in figures for cell in (n, None))]
    lower = [None, *(cell for _, _, u, _, _ in figures for cell in (f"总量（{u}）", "增速（%）"))]
    return sheet(
        [
            [_TITLE],
            upper,
            lower,
            ["1-8月", *(cell for *_, level, g in figures for cell in (level, g))],
        ]
    )


def _two_side_by_side(figures: Figures) -> Document:
    head = ["指标", "单位", "累计", "同比%"]
    cells = [[n, u, level, g] for n, _, u, level, g in figures]
    pairs = [
        [*left, *(right or [])]
        for left, right in zip(cells[::2], [*cells[1::2], None], strict=True)
    ]
    return sheet([[_TITLE], [*head, *head], *pairs])


def _numbered_with_more_columns(figures: Figures) -> Document:
    head = ["序号", "指标", "单位", "8月当月", "1-8月", None, "责任单位", "备注"]
    rows = [
        [i, n, u, None, level, g, "统计局", "—"] for i, (n, _, u, level, g) in enumerate(figures, 1)
    ]
    return sheet(
        [[_TITLE], head, [None, None, None, None, "总量", "增速（%）"], *rows],
        merged=["A2:A3", "B2:B3", "C2:C3", "E2:F2"],
    )


def _page(figures: Figures) -> Document:
    rows = "".join(
        f"<tr><td>{n}</td><td>{u}</td><td>{level}</td><td>{g}</td></tr>"
        for n, _, u, level, g in figures
    )
    head = "<tr><th>指标</th><th>单位</th><th>累计</th><th>同比（%）</th></tr>"
    page = f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><p>现将全县主要经济指标公布如下，供各部门参考使用。</p><table>{head}{rows}</table></body></html>"
    return document("云岭县.html", page.encode())


def _parted_by(mark: str, head: str = "") -> Callable[[Figures], Document]:
    def lay(figures: Figures) -> Document:
        rows = [
            ["指标", "单位", "累计", "同比%"],
            *([n, u, level, g] for n, _, u, level, g in figures),
        ]
        return text(_TITLE + "\n" + "\n".join(head + mark.join(row) + head for row in rows) + "\n")

    return lay


def _a_cell_a_line(figures: Figures) -> Document:
    cells = [
        "指标名称",
        "计量单位",
        "累计",
        "同比（%）",
        *(cell for n, _, u, level, g in figures for cell in (n, u, level, g)),
    ]
    return text(_TITLE + "\n" + "\n".join(cells) + "\n")


_LAYOUTS = {
    "units in a column": _units_in_a_column,
    "units in names": _units_in_names,
    "growth in rows": _growth_in_rows,
    "indicators as columns": _indicators_as_columns,
    "two side by side": _two_side_by_side,
    "numbered, more columns": _numbered_with_more_columns,
    "page of the web": _page,
    "blanks": _parted_by(" "),
    "tabs": _parted_by("\t"),
    "strokes": _parted_by("|", "|"),
    "a cell a line": _a_cell_a_line,
}


@pytest.mark.parametrize("layout", _LAYOUTS)
@pytest.mark.parametrize("seed", range(4))
def test_layouts(layout: str, seed: int) -> None:
    figures = _figures(seed)
    found = facts(_LAYOUTS[layout](figures))
    assert sorted(found) == sorted(_expected(figures))
