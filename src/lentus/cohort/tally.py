"""What a trial adds up to: whole numbers only, so that any split of the work, in any order, gives the same bytes.

Counts, sums, sums of squares and histograms; nothing grows with the number of patients. Means, medians and shares
with their intervals are worked out from these in `lentus.cohort.outcomes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lentus.cohort.kernels import rules
from lentus.errors import CohortError

Whole: TypeAlias = NDArray[np.int64]

SUMMED = (
    "GIVEN", "PUMPED", "START_NG", "HOSPITAL_DAYS", "RAISES", "HOLDS", "LOWERS", "TOXICS", "LOOKS", "VISITS",
    "LATE_VISITS", "REFILLS", "LATE_REFILLS", "DRY_DAYS", "FAILURES", "HOLIDAYS", "STOPS", "HOURS", "HOURS_OVER",
    "HOURS_WITHDRAWN", "HOURS_AT_TARGET", "FINAL_NG", "MOST_NG", "SPASM_MILLI",
)  # fmt: skip
MOUTH_SUMMED = (
    "MOUTH_STARTED", "MOUTH_BARRED", "MOUTH_RAISES", "MOUTH_LOWERS", "MOUTH_REVIEWS", "MOUTH_ENDED", "MOUTH_STAYED",
    "MOUTH_DOSES", "MOUTH_MISSED", "MOUTH_HOURS", "MOUTH_HOURS_OVER", "MOUTH_HOURS_WITHDRAWN", "MOUTH_HOURS_AT_TARGET",
    "MOUTH_FINAL_NG", "MOUTH_MOST_NG",
)  # fmt: skip
"""Sums of an arm that begins by mouth, over and above those of every arm."""
MOUTH_EVER = ("MOUTH_LOWERS", "MOUTH_HOURS_OVER", "MOUTH_HOURS_WITHDRAWN")
EVER = ("GIVEN", "TOXICS", "LATE_REFILLS", "DRY_DAYS", "FAILURES", "HOLIDAYS", "STOPS", "HOURS_OVER", "HOURS_WITHDRAWN")
DOSE_BINS, NG_PER_BIN = 2_501, 1_000
MOUTH_BINS, MOUTH_NG_PER_BIN = 101, 1_000_000
TONE_BINS, THOUSANDTHS_PER_BIN = 401, 10


@dataclass
class Tally:
    """The sums of one arm over some patients."""

    days: int
    months: int
    patients: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    squares: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)
    worked: Whole = field(default_factory=lambda: np.zeros(10, np.int64))
    target_days: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    doses: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    tones: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    by_mouth: bool = False
    mouth_days: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    mouth_doses: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    mouth_tones: Whole = field(default_factory=lambda: np.zeros((0, 0), np.int64))

    def __post_init__(self) -> None:
        if not self.target_days.size:
            self.target_days = np.zeros(self.days + 1, np.int64)
            self.doses = np.zeros((self.months, DOSE_BINS), np.int64)
            self.tones = np.zeros((self.months, TONE_BINS), np.int64)
        if self.by_mouth and not self.mouth_days.size:
            self.mouth_days = np.zeros(self.days + 1, np.int64)
            self.mouth_doses = np.zeros((self.months, MOUTH_BINS), np.int64)
            self.mouth_tones = np.zeros((self.months, TONE_BINS), np.int64)

    def add(self, outcomes: Whole, month_ng: Whole, month_tone: Whole, month_mouth: Whole | None = None) -> None:
        """Add patients: outcomes (patients, columns), and doses and tone at the end of each month (patients, months).

        `month_mouth`: the daily total by mouth, for an arm that begins by mouth; doses are below zero where none are
        given that way.
        """
        self.patients += len(outcomes)
        for name in SUMMED + (MOUTH_SUMMED if self.by_mouth else ()):
            column = outcomes[:, getattr(rules, name)]
            self.sums[name] = self.sums.get(name, 0) + int(column.sum())
            self.squares[name] = self.squares.get(name, 0) + _squares(column)
        for name in EVER + (MOUTH_EVER if self.by_mouth else ()):
            self.ever[name] = self.ever.get(name, 0) + int((outcomes[:, getattr(rules, name)] > 0).sum())
        self.worked += np.bincount(outcomes[:, rules.WORKED], minlength=10)
        _counted(self.target_days, outcomes[:, rules.TARGET_DAY])
        for month in range(self.months):
            tone = month_tone[:, month]
            _kept(self.doses[month], self.tones[month], month_ng[:, month] // NG_PER_BIN, tone)
            if self.by_mouth and month_mouth is not None:
                total = month_mouth[:, month] // MOUTH_NG_PER_BIN
                _kept(self.mouth_doses[month], self.mouth_tones[month], total, tone)
        if self.by_mouth:
            _counted(self.mouth_days, outcomes[:, rules.MOUTH_TARGET_DAY])

    def merge(self, other: Tally) -> None:
        """Add the sums of other patients of the same arm. Raises CohortError for those of another trial."""
        if (self.days, self.months, self.by_mouth) != (other.days, other.months, other.by_mouth):
            raise CohortError("sums of trials of different lengths, or of other kinds, cannot be added up")
        self.patients += other.patients
        for mine, theirs in ((self.sums, other.sums), (self.squares, other.squares), (self.ever, other.ever)):
            for name, number in theirs.items():
                mine[name] = mine.get(name, 0) + number
        self.worked += other.worked
        self.target_days += other.target_days
        self.doses += other.doses
        self.tones += other.tones
        self.mouth_days += other.mouth_days
        self.mouth_doses += other.mouth_doses
        self.mouth_tones += other.mouth_tones

    def data(self) -> dict[str, Any]:
        """As plain data; histograms as pairs of place and count, for most places are empty."""
        return {
            "days": self.days,
            "months": self.months,
            "patients": self.patients,
            "sums": dict(sorted(self.sums.items())),
            "squares": dict(sorted(self.squares.items())),
            "ever": dict(sorted(self.ever.items())),
            "worked": self.worked.tolist(),
            "target_days": _sparse(self.target_days),
            "doses": [_sparse(one) for one in self.doses],
            "tones": [_sparse(one) for one in self.tones],
            **({"mouth": self._mouth_data()} if self.by_mouth else {}),
        }

    def _mouth_data(self) -> dict[str, Any]:
        return {
            "target_days": _sparse(self.mouth_days),
            "doses": [_sparse(one) for one in self.mouth_doses],
            "tones": [_sparse(one) for one in self.mouth_tones],
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        """From plain data."""
        made = cls(
            data["days"], data["months"], data["patients"], data["sums"], data["squares"], data["ever"],
            by_mouth="mouth" in data,
        )  # fmt: skip
        made.worked[:] = data["worked"]
        _filled(made.target_days, data["target_days"])
        for month in range(made.months):
            _filled(made.doses[month], data["doses"][month])
            _filled(made.tones[month], data["tones"][month])
        if made.by_mouth:
            given = data["mouth"]
            _filled(made.mouth_days, given["target_days"])
            for month in range(made.months):
                _filled(made.mouth_doses[month], given["doses"][month])
                _filled(made.mouth_tones[month], given["tones"][month])
        return made


def _squares(column: Whole) -> int:
    """The sum of squares; of doses by mouth in ng it would pass 64 bits, so those are split first."""
    if not column.size or abs(int(column.max())) < 1 << 26:
        return int((column * column).sum())
    high, low = column >> 24, column & ((1 << 24) - 1)
    return (int((high * high).sum()) << 48) + (int((high * low).sum()) << 25) + int((low * low).sum())


def _counted(counts: Whole, days: Whole) -> None:
    """Count the days that were reached; below zero means never."""
    counts += np.bincount(days[days >= 0], minlength=counts.size)


def _kept(doses: Whole, tones: Whole, places: Whole, tone: Whole) -> None:
    """Count those who get a dose (a place of zero or more) by dose and by tone."""
    given = places >= 0
    doses += np.bincount(np.minimum(places[given], doses.size - 1), minlength=doses.size)
    bins = np.clip((tone[given] - 1_000) // THOUSANDTHS_PER_BIN, 0, TONE_BINS - 1)
    tones += np.bincount(bins, minlength=TONE_BINS)


def _sparse(counts: Whole) -> list[list[int]]:
    return [[int(place), int(counts[place])] for place in np.flatnonzero(counts)]


def _filled(counts: Whole, pairs: list[list[int]]) -> None:
    for place, count in pairs:
        counts[place] = count
