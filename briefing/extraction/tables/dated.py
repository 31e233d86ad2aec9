"""Rows that say themselves for when they are: 一、2024年末地方政府债务余额实际数, with their parts below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from briefing import lazy as re
from briefing.extraction.tables import texts, times, words
from briefing.extraction.tables.columns import Column
from briefing.extraction.tables.times import When
from briefing.extraction.wordlists import alternation
from briefing.model import Status

_SHORTEST = 4  # characters of a name that stands without its 执行数
_STATES: dict[str, Status] = words.index(
    {"estimate": "row_estimates", "actual": "row_actuals", "target": "row_targets"}
)
_STATE = re.compile(rf"(?P<state>{alternation(_STATES)})(?=[(（]|$)")
_OPENS = re.compile(
    r"(?:截至|提前下达的?)?20\d\d年(?![及以起前后])"
)  # a year inside is part of a name: …2025年改造工程
_AMOUNT = re.compile(
    r"(?:额|还本(?:支出)?|付息(?:支出)?)(?=[(（]|$)"
)  # 发行额, 限额; 2024年结转收入 is of the year it is carried to
_YEAR_END = re.compile(r"年[末底]")


class Dated(NamedTuple):
    """The time of a row, and its name without it."""

    when: When
    status: Status | None
    name: str


def read(name: str, columns: Sequence[Column]) -> Dated | None:
    """The time a row's name says, where the columns leave it to the rows. None where it says none, or the columns are dated."""
    written = texts.plain(name)
    when, rest = times.take(written)
    if not when.first or when.several or not rest.strip() or not _OPENS.match(written):
        return None
    if any(column.heading.when.first for column in columns):
        return None
    state = _STATE.search(rest)
    told = state is not None or any(form.search(written) for form in (_YEAR_END, _AMOUNT))
    if not told and any(column.heading.status for column in columns):
        return None  # 2024年结转收入 of this year's budget
    bare = _STATE.sub("", rest) if state else rest
    status = _STATES[state["state"]] if state else None
    bare = bare if len(bare) >= _SHORTEST else rest
    at = written.find(bare)  # as written, brackets too
    return Dated(when, status, name[at : at + len(bare)] if at >= 0 else bare)
