"""Units compared: see briefing.amounts."""

from briefing.amounts import base, comparable, in_base, rounded, split

__all__ = ["base", "comparable", "in_base", "rounded", "split"]
