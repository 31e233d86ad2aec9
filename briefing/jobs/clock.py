"""The one place where the time is read. Papers never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from briefing.periods import ZONE

Clock = Callable[[], datetime]  # an aware time; tests inject their own


def system_clock() -> datetime:
    """Now, in UTC as the store keeps it."""
    return datetime.now(UTC)


def local(moment: datetime) -> str:
    """A moment as our users' clocks show it: ISO, seconds, with the zone's offset."""
    return moment.astimezone(ZONE).isoformat(timespec="seconds")
