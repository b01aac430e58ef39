"""A clock that ticks when it is asked, and jumps when it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


class Clock:
    """Each look is one second later."""

    def __init__(self, start: datetime = START) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def jump(self, by: timedelta) -> None:
        self.at += by
