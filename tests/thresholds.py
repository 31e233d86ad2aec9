"""What every score has reached: a ratchet. A figure in thresholds.json only ever rises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

THRESHOLDS: dict[str, Any] = json.loads(
    Path(__file__).with_name("thresholds.json").read_text(encoding="utf-8")
)


def too_low(totals: dict[str, Any], kind: str) -> dict[str, float]:
    """What `score.py --json` says of facts of a kind that is under its threshold."""
    return {
        name: reached
        for name, least in THRESHOLDS["gold"].items()
        if name.split()[0] == kind and (reached := reached_in(totals, name)) < least
    }


def reached_in(totals: dict[str, Any], name: str) -> float:
    """The figure of `indicator core f1` in the totals of score.py; 0 where there is none."""
    kind, part, key = name.split()
    return float(totals.get(kind, {}).get(part, {}).get(key, 0.0))
