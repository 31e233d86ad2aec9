"""What is said of the cells of a sheet that came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# refused: not taken, it has to be filled in anew. question, conflict: not taken unless a person accepts it.
# changed: a cell that was not to be touched, and is not taken. replaced: taken, and the older text is kept in the store. note: nothing to do with values.
Kind = Literal["refused", "question", "conflict", "changed", "replaced", "note"]
OPEN: tuple[Kind, ...] = (
    "refused",
    "question",
    "conflict",
    "changed",
)  # somebody has to do something
ACCEPTABLE: tuple[Kind, ...] = ("question", "conflict")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a cell."""

    kind: Kind
    where: str  # 指标填报!H7
    message: str  # Chinese


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure that is taken: what stood there, what stands there now, by how much it moves."""

    where: str
    name: str
    old: str  # "" where there was none
    new: str
    unit: str
    change: str  # +0.4%
