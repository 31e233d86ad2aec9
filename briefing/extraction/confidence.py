"""How sure a reading is.

A confidence is the share of labelled figures read in the same way that were wholly right: value, unit, measure, status, period, bound,
indicator and name. The shares were counted on two and a half thousand labelled figures of reports, plans, budgets, communiqués and
bulletins; names of up to three characters, and very long ones, are right less often. A test keeps them near what the labels say.
"""

from __future__ import annotations

from briefing.extraction.naming import How

# How the name was found: (of a canonical indicator, of anything else).
_SHARES: dict[How, tuple[float, float]] = {
    "left": (0.98, 0.96),
    "subject": (0.98, 0.83),
    "difference": (0.98, 0.91),
    "rank": (0.97, 0.86),
    "completion": (0.97, 0.83),
    "aim": (0.97, 0.9),
    "attribute": (0.94, 0.78),
    "right": (0.94, 0.82),
    "verbs": (0.8, 0.76),
}
_SHORT, _LONG, _VERY_LONG = 3, 16, 20  # characters of a name


def confidence(how: How, indicator: str | None, name: str) -> float:
    """In (0, 1], two decimals."""
    known, other = _SHARES[how]
    if indicator:
        return known
    length = len(name)
    factor = (
        0.8 if length <= _SHORT else 0.6 if length >= _VERY_LONG else 0.87 if length >= _LONG else 1
    )
    return round(other * factor, 2)
