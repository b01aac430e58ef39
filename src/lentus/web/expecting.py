"""Forecasts worked out today, so that one opened again is not fitted, walked and drawn again.

A forecast is kept under everything that it follows from: the chart at its version, the clinic's day and clock, the days
ahead, and the engine and monograph. A new entry or a new day is another key, so what is out of date is never shown. It
lives in this process's memory alone, a bounded number of them: nothing of it is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from lentus.record.cache import Recent
from lentus.record.deciders import versions

T = TypeVar("T")

MOST = 64
"""How many are kept: one with its picture takes about a quarter of a megabyte."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a forecast follows from."""

    chart_id: str
    version: int
    day: date
    zone: str
    ahead: int

    @property
    def name(self) -> str:
        """One text for all of it, and for what works it out."""
        deciders = "/".join(f"{name} {version}" for name, version in sorted(versions().items()))
        return f"{self.chart_id}/{self.version}/{self.day.isoformat()}/{self.zone}/{self.ahead}/{deciders}"


class Kept(Generic[T]):
    """The answers that were worked out last."""

    def __init__(self, most: int = MOST) -> None:
        self._recent: Recent[T] = Recent(most)

    def answer(self, asked: Asked, work: Callable[[], T]) -> T:
        """The answer from before, or a new one. Two that ask at once may both work: neither waits for the other."""
        found = self._recent.get(asked.name)
        if found is None:
            found = work()
            self._recent.put(asked.name, found)
        return found
