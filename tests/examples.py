"""How many examples a property is tried with: a tenth of them in `make test`, all in `make test-slow`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

THOROUGH = bool(os.environ.get("BRIEFING_THOROUGH"))
_USUAL = 100


def examples(most: int = _USUAL, **others: Any) -> settings:
    """The settings of a property worth so many examples. No deadline: another program may be at work on the machine."""
    return settings(max_examples=tries(most), deadline=None, **others)


def tries(most: int) -> int:
    """The same for a test marked `sampled`, which draws its examples itself."""
    return most if THOROUGH else max(2, most // 10)


settings.register_profile("briefing", examples())
settings.load_profile("briefing")
