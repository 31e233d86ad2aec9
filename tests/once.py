"""What is made of the very same things in one process is the same: it is made once, for tests that only look at it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any


def once(make: Callable[..., Any], by: Callable[..., Any] | None = None) -> Any:
    """A function of what can be pickled, whose results nobody changes. by: what of it counts.

    `anew`: the function itself. `forget()`: everything is made anew.
    """
    known: dict[bytes, Any] = {}

    @wraps(make)
    def remembered(*of: Any, **named: Any) -> Any:
        counts = by(*of, **named) if by else (of, named)
        key = hashlib.sha256(pickle.dumps(counts)).digest()
        if key not in known:
            known[key] = make(*of, **named)
        return known[key]

    remembered.anew = make  # type: ignore[attr-defined]
    remembered.forget = known.clear  # type: ignore[attr-defined]
    return remembered
