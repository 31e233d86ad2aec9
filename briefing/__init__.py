"""From local-government documents to checked, traceable, officially formatted papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.api import (
        BriefingError,
        extract_facts,
        frame,
        load_settings,
        open_store,
        pack,
        paper,
        read,
        rows,
        stored,
    )

__version__ = "0.1.0"
__all__ = [
    "BriefingError",
    "extract_facts",
    "frame",
    "load_settings",
    "open_store",
    "pack",
    "paper",
    "read",
    "rows",
    "stored",
]


def __getattr__(name: str) -> Any:
    """What briefing.api offers, which is imported when one of them is first used: the command line starts without it."""
    if name not in __all__:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    from briefing import api

    return getattr(api, name)
