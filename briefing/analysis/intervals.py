"""Figures as intervals: see briefing.amounts."""

from __future__ import annotations

from briefing.amounts import INFINITY, Interval, half_unit, total
from briefing.model import Observation


def of(observation: Observation) -> Interval:
    """What the figure can stand for, in the base of its unit (元, 人, %)."""
    return observation.amount.interval


def loose(observation: Observation) -> Interval:
    """The same with room for 约, 左右 and 余."""
    return observation.amount.loose


__all__ = ["INFINITY", "Interval", "half_unit", "loose", "of", "total"]
