"""Amounts: values with unit and bound, compared and reckoned with as intervals of one dimension, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.amounts import Amount, Bound, DimensionError, summed, total

ROOT = Path(__file__).parents[2] / "briefing"


def amount(value: str, unit: str, bound: Bound = "exact") -> Amount:
    return Amount(Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("actual", "goal", "reached"),
    [
        (amount("1.9", "万人", "min"), amount("2", "万人"), None),  # 超过1.9万人
        (amount("19000", "人", "min"), amount("2", "万人"), None),
        (amount("60.5", "亿元", "min"), amount("604300", "万元"), True),  # 突破60.5亿元
        (amount("60.4", "亿元"), amount("604300", "万元"), True),  # by its rounding alone
        (amount("60.3", "亿元"), amount("604300", "万元"), False),
        (amount("4.96", "%"), amount("5", "%"), False),  # rates are not rounded for
        (amount("500", "家", "max"), amount("600", "家"), None),
        (amount("353", "家"), amount("353", "户"), True),
    ],
)
def test_whether_a_goal_is_reached(actual: Amount, goal: Amount, reached: bool | None) -> None:
    assert actual.reaches(goal) is reached


def test_less_is_better() -> None:
    rate, goal = amount("5.2", "%"), amount("5.5", "%")
    assert rate.reaches(goal, more=False) is True
    assert amount("5.2", "%", "max").reaches(goal, more=False) is True
    assert amount("5.2", "%", "min").reaches(goal, more=False) is None


@pytest.mark.parametrize(
    ("actual", "goal", "gap"),
    [
        (amount("4", "%", "approx"), amount("6.5", "%", "approx"), amount("-2.5", "个百分点", "approx")),
        (amount("2.6", "万人"), amount("17300", "人"), amount("50.3", "%")),
        (amount("500", "家", "min"), amount("400", "家"), amount("25", "%", "min")),
        (amount("3", "%"), amount("3.0", "%"), amount("0", "个百分点")),
        (amount("5", "家"), amount("0", "家"), None),
    ],
)  # fmt: skip
def test_the_gap_to_a_goal(actual: Amount, goal: Amount, gap: Amount | None) -> None:
    assert actual.gap_to(goal) == gap


@pytest.mark.parametrize(
    ("one", "other"),
    [("亿元", "亿美元"), ("亩", "宗"), ("%", "个百分点"), ("人", "万平方米"), ("位", "个")],
)
def test_two_dimensions_are_never_set_against_each_other(one: str, other: str) -> None:
    first, second = amount("1", one), amount("1", other)
    for refused in (
        lambda: first.order(second),
        lambda: first.meets(second),
        lambda: first.reaches(second),
        lambda: first.gap_to(second),
        lambda: first.share_of(second),
        lambda: first.times(second),
        lambda: first + second,
        lambda: first - second,
        lambda: first.in_unit(other),
    ):
        with pytest.raises(DimensionError, match="不是同一类计量单位"):
            refused()


def test_rates_differ_by_percentage_points() -> None:
    assert amount("6.2", "%") - amount("5.5", "%") == amount("0.7", "个百分点")
    assert amount("5.5", "%").moved(amount("0.7", "个百分点")) == amount("6.2", "%")
    assert amount("40", "%") + amount("20", "%") == amount("60", "%")


def test_sums_of_rounded_parts_may_stand_for_a_rounded_whole() -> None:
    parts = [amount("0.2", "亿元"), amount("37.1", "亿元"), amount("133.1", "亿元")]
    assert summed(parts, "亿元") == amount("170.4", "亿元")
    assert total(part.interval for part in parts).meets(amount("170.3", "亿元").interval)
    assert not total(part.interval for part in parts).meets(amount("170.7", "亿元").interval)


def test_the_way_from_a_base_is_no_share_of_the_goal() -> None:
    base, now, goal = amount("80.5", "岁"), amount("80.8", "岁"), amount("82", "岁")
    assert now.way(base, goal) == amount("20", "%")
    assert now.way(base, base) is None


VALUES = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
AMOUNTS = st.builds(Amount, VALUES, st.sampled_from(["元", "万元", "亿元"]))


@given(AMOUNTS, AMOUNTS)
def test_order_and_sums_do_not_depend_on_the_unit(one: Amount, other: Amount) -> None:
    same = Amount(one.size, "元")
    assert same.order(other) == one.order(other)
    assert (same + other).order(one + other) == 0
    assert one.order(other) == -other.order(one)


def _bare(node: ast.AST) -> bool:
    """Whether an operand is the value of a figure or a number made from one."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("value", "size")
    if isinstance(node, ast.UnaryOp):
        return _bare(node.operand)
    if isinstance(node, ast.BinOp):
        return _bare(node.left) or _bare(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("abs", "max", "min", "sum") and any(map(_bare, node.args))
    return isinstance(node, ast.GeneratorExp) and _bare(node.elt)


def _reckoned(tree: ast.AST) -> Iterator[int]:
    """Lines on which bare values are compared, added, multiplied or divided."""
    for node in ast.walk(tree):
        operands: list[ast.AST] = []
        if isinstance(node, ast.BinOp):
            operands = [node.left, node.right]
        elif isinstance(node, ast.Compare) and not isinstance(
            node.ops[0], ast.Is | ast.IsNot | ast.In | ast.NotIn
        ):
            operands = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            operands = [node] if node.func.id in ("sum", "max", "min") else []
        if any(map(_bare, operands)):
            yield node.lineno


@pytest.mark.parametrize("package", ["analysis", "collect"])
def test_no_bare_value_is_reckoned_with_outside_amount(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for line in _reckoned(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["a.value > b.value", "x = a.value / 2", "sum(o.value for o in found)", "abs(a.value) < 3"],
)
def test_the_check_sees_what_it_is_for(code: str) -> None:
    assert list(_reckoned(ast.parse(code)))
