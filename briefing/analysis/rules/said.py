"""How rules say figures in their messages."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.amounts import Amount, unpadded
from briefing.analysis import wording
from briefing.model import Observation


def figure(observation: Observation) -> str:
    """57.1亿元, 增长4%左右."""
    return (
        wording.change(observation)
        if observation.measure in wording.CHANGES
        else wording.figure(observation)
    )


def named(observation: Observation) -> str:
    return observation.name + figure(observation)


def listed(observations: Iterable[Observation]) -> str:
    return "、".join(map(named, observations))


def title(observation: Observation) -> str:
    return f"《{observation.source.title}》"


def amount(found: Amount, unit: str) -> str:
    """A worked-out amount, said in a unit: 844910000元 in 万元 is 84491万元."""
    return wording.number(unpadded(found.in_unit(unit).value)) + unit
