"""Colours of lights and verdicts, each with a mark and a word: papers are printed in black and white."""

from __future__ import annotations

from briefing.model import Light, VerdictKind
from briefing.papers.excel.cells import EMPTY, Cell, Tone, text

_MARKS: dict[Light, str] = {"green": "●", "yellow": "▲", "red": "■"}
_VERDICTS: dict[VerdictKind, Tone] = {
    "met": "green",
    "missed": "red",
    "no_actual": "grey",
    "not_comparable": "grey",
}


def light(colour: Light | None, word: str) -> Cell:
    """The light with its word, or the reason why there is none."""
    if colour is None:
        return text(word, "grey") if word else EMPTY
    return text(f"{_MARKS[colour]} {word}", colour)


def verdict(verdict: VerdictKind, word: str) -> Cell:
    return text(word, _VERDICTS[verdict])
