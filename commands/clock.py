"""What time it is: one object, so that tests and `--at` can set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Says the time, timezone-aware, in UTC."""

    def now(self) -> datetime:
        """The present moment, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, in UTC, in whole seconds: what people write has no finer time."""
        return datetime.now(UTC).replace(microsecond=0)


class FrozenClock:
    """A clock that stops until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs a timezone-aware moment")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the clock was set to, in UTC."""
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock, normally forwards."""
        self._at += by
