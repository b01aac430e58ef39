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
    "HOURS_WITHDRAWN", "HOURS_AT_TARGET", "FINAL_NG", "MOST_NG",
)  # fmt: skip
EVER = ("TOXICS", "LATE_REFILLS", "DRY_DAYS", "FAILURES", "HOLIDAYS", "STOPS", "HOURS_OVER", "HOURS_WITHDRAWN")
DOSE_BINS, NG_PER_BIN = 2_501, 1_000
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

    def __post_init__(self) -> None:
        if not self.target_days.size:
            self.target_days = np.zeros(self.days + 1, np.int64)
            self.doses = np.zeros((self.months, DOSE_BINS), np.int64)
            self.tones = np.zeros((self.months, TONE_BINS), np.int64)

    def add(self, outcomes: Whole, month_ng: Whole, month_tone: Whole) -> None:
        """Add patients: outcomes (patients, columns), and dose and tone at the end of each month (patients, months)."""
        self.patients += len(outcomes)
        for name in SUMMED:
            column = outcomes[:, getattr(rules, name)]
            self.sums[name] = self.sums.get(name, 0) + int(column.sum())
            self.squares[name] = self.squares.get(name, 0) + int((column * column).sum())
        for name in EVER:
            self.ever[name] = self.ever.get(name, 0) + int((outcomes[:, getattr(rules, name)] > 0).sum())
        self.worked += np.bincount(outcomes[:, rules.WORKED], minlength=10)
        reached = outcomes[:, rules.TARGET_DAY]
        self.target_days += np.bincount(reached[reached >= 0], minlength=self.days + 1)
        for month in range(self.months):
            treated = month_ng[:, month] >= 0
            dose = np.minimum(month_ng[treated, month] // NG_PER_BIN, DOSE_BINS - 1)
            tone = np.clip((month_tone[treated, month] - 1_000) // THOUSANDTHS_PER_BIN, 0, TONE_BINS - 1)
            self.doses[month] += np.bincount(dose, minlength=DOSE_BINS)
            self.tones[month] += np.bincount(tone, minlength=TONE_BINS)

    def merge(self, other: Tally) -> None:
        """Add the sums of other patients of the same arm. Raises CohortError for those of another trial."""
        if (self.days, self.months) != (other.days, other.months):
            raise CohortError("sums of trials of different lengths cannot be added up")
        self.patients += other.patients
        for mine, theirs in ((self.sums, other.sums), (self.squares, other.squares), (self.ever, other.ever)):
            for name, number in theirs.items():
                mine[name] = mine.get(name, 0) + number
        self.worked += other.worked
        self.target_days += other.target_days
        self.doses += other.doses
        self.tones += other.tones

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
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        """From plain data."""
        made = cls(data["days"], data["months"], data["patients"], data["sums"], data["squares"], data["ever"])
        made.worked[:] = data["worked"]
        _filled(made.target_days, data["target_days"])
        for month in range(made.months):
            _filled(made.doses[month], data["doses"][month])
            _filled(made.tones[month], data["tones"][month])
        return made


def _sparse(counts: Whole) -> list[list[int]]:
    return [[int(place), int(counts[place])] for place in np.flatnonzero(counts)]


def _filled(counts: Whole, pairs: list[list[int]]) -> None:
    for place, count in pairs:
        counts[place] = count
