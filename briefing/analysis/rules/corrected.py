"""A figure stands as a department put it right in a sheet it sent back, not as its source has it; or no source has it at all.

Passes: 一般公共预算收入57.1亿元。
Fails: 一般公共预算收入57.1亿元。 where the department wrote 57.2
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis import wording
from briefing.analysis.index import Index
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import Observation


def check(index: Index) -> Iterator[Seen]:
    for observation in index.facts.observations:
        if observation.supplied:
            yield Seen(_supplied(index, observation), (observation,))
        elif observation.correction:
            yield Seen(
                f"采用部门核定的数：{index.name(observation)}{wording.corrected_from(observation)}。",
                (observation,),
            )


def _supplied(index: Index, observation: Observation) -> str:
    said = f"{index.name(observation)}{wording.corrected_from(observation)}"
    of_period = index.figures(observation.indicator or "", observation.period)
    used = next((o for o in of_period if o.measure == observation.measure), observation)
    if used.supplied:
        return f"采用部门报送的数，资料里没有：{said}。"
    return f"没有采用部门报送的数：{said}，资料已有 {wording.cell(used, with_unit=True)}（{used.source.title}）。"


RULE = FactRule("corrected", "low", "采用部门核定的数", check)
