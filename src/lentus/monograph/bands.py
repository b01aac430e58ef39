"""Tables of half-open bands, such as renal function against a share of the dose.

A value that falls into two bands, or into none, would be decided by the order of the lines in
a file. So the loader proves that the bands of a table meet end to end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lentus.errors import MonographError
from lentus.monograph.values import Held, Value, kind_of


@dataclass(frozen=True, slots=True)
class Band:
    """One band. `low` or `high` is None where it is open-ended; `written` shows both as filed."""

    table: str
    low: Value | None
    high: Value | None
    written: tuple[str, str]
    says: str
    holds: Held
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class BandTable:
    """Bands over one measure, lowest first.

    `kind` "above-upto" means (low, high] and "from-below" means [low, high). `partial` is True
    where the published proposal covers only a part of the line.
    """

    id: str
    says: str
    measure: str
    kind: str
    boundary: str
    partial: bool
    bands: tuple[Band, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    def find(self, value: Value) -> Band | None:
        """The band that holds the value, or None outside a partial table.

        MonographError where the value is of another kind than the table's bounds.
        """
        for band in self.bands:
            if self._holds(band, value):
                return band
        return None

    def at(self, value: Value) -> Band:
        """The band that holds the value; MonographError where the table has none for it."""
        band = self.find(value)
        if band is None:
            raise MonographError(f"{self.id} says nothing about {value}")
        return band

    def _holds(self, band: Band, value: Value) -> bool:
        self._same_kind(band, value)
        found: Any = value
        if self.kind == "above-upto":
            return (band.low is None or band.low < found) and (band.high is None or found <= band.high)
        return (band.low is None or band.low <= found) and (band.high is None or found < band.high)

    def _same_kind(self, band: Band, value: Value) -> None:
        bound = band.high if band.low is None else band.low
        if bound is not None and type(bound) is not type(value):
            raise MonographError(f"{self.id} is a table over {kind_of(bound)}, not over {kind_of(value)}")


def fault_in(table: BandTable) -> tuple[int, str] | None:
    """The position of the first band that breaks the tiling, and how; None where all tile."""
    last = len(table.bands) - 1
    if not table.partial and table.bands[0].low is not None:
        return 0, "a gap: nothing below the lowest band, and the table is not partial"
    for position, band in enumerate(table.bands):
        reason = _order_fault(band)
        if not reason and position > 0:
            reason = _joint_fault(table.bands[position - 1], band)
        if reason:
            return position, reason
    if not table.partial and table.bands[last].high is not None:
        return last, "a gap: nothing above the highest band, and the table is not partial"
    return None


def _order_fault(band: Band) -> str:
    low: Any = band.low
    if low is not None and band.high is not None and not low < band.high:
        return f"its lower end {band.written[0]} is not below its upper end {band.written[1]}"
    return ""


def _joint_fault(lower: Band, upper: Band) -> str:
    end: Any = lower.high
    start: Any = upper.low
    if end is None or start is None or start < end:
        return f"an overlap with the band {_shown(lower)}"
    if end < start:
        return f"a gap between {lower.written[1]} and {upper.written[0]}"
    return ""


def _shown(band: Band) -> str:
    low, high = band.written
    if not low:
        return f"up to {high}"
    return f"from {low} to {high}" if high else f"from {low}"
