"""What the parts of a paper ask of the same Pack again and again, found once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from briefing.model import Pack

P = ParamSpec("P")
T = TypeVar("T")


def once(function: Callable[Concatenate[Pack, P], T]) -> Callable[Concatenate[Pack, P], T]:
    """The function, which remembers what it found for the last Pack it was asked about.

    Papers are fitted to their pages by trying one length after another. By identity: to compare or hash two Packs takes longer than most
    questions. What stands behind the Pack must be hashable, and what was found is shared: nobody changes it.
    """
    held: tuple[Pack | None, dict[Hashable, T]] = None, {}

    @wraps(function)
    def asked(pack: Pack, /, *rest: P.args, **named: P.kwargs) -> T:
        nonlocal held
        owner, found = held
        if owner is not pack:
            owner, found = held = pack, {}
        key = (rest, *named.items())
        if key not in found:
            found[key] = function(pack, *rest, **named)
        return found[key]

    return asked
