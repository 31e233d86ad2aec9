"""A figure stands as a department put it right in a sheet it sent back, not as its source has it.

Passes: 一般公共预算收入57.1亿元。
Fails: 一般公共预算收入57.1亿元。 where the department wrote 57.2
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.analysis import wording
from briefing.analysis.index import Index
from briefing.analysis.rules.base import FactRule, Seen


def check(index: Index) -> Iterator[Seen]:
    for observation in index.facts.observations:
        if observation.correction:
            yield Seen(f"采用部门核定的数：{index.name(observation)}{wording.corrected_from(observation)}。", (observation,))


RULE = FactRule("corrected", "low", "采用部门核定的数", check)
