"""At a refill: what should be left, what was aspirated, and every published test of the difference side by side.

Less than expected means over-infusion, a leak, drug taken by somebody, or a wrong record; more means a stall, a kink
or too little delivered. The tests disagree by nature: the ratio alone fires on a syringe's reading error when little
was programmed. So all are shown with their bounds and sources, together with the trend, and none decides alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from lentus import monograph
from lentus.errors import PlanError
from lentus.pump.device import Pump
from lentus.pump.program import Program, expand
from lentus.quantity import Volume

_NOTHING = Volume.exact(0, "mL")

Side = Literal["over", "under", "none"]
"""More left the reservoir than programmed, less, or neither."""

DIFFERENCE = "devices.residual-difference"
FIRST_VISIT = "devices.residual-first-visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """One refill visit: filled at the last one, programmed since then, and aspirated now."""

    filled: Volume
    programmed: Volume
    aspirated: Volume

    def __post_init__(self) -> None:
        if self.programmed <= _NOTHING or self.filled <= _NOTHING or self.aspirated < _NOTHING:
            raise PlanError("a refill visit needs a filled and a programmed volume, and what was aspirated")

    @classmethod
    def expecting(cls, filled: Volume, expected: Volume, aspirated: Volume) -> Visit:
        """The visit at which a programmer says what should be left, instead of what it was told to deliver."""
        return cls(filled, filled - expected, aspirated)

    @property
    def expected(self) -> Volume:
        """What should be left; below nothing where more was programmed than filled."""
        return self.filled - self.programmed

    @property
    def discrepancy(self) -> Volume:
        """Expected less aspirated: above zero where too much has gone."""
        return self.expected - self.aspirated

    @property
    def ratio(self) -> Fraction:
        """What has gone over what was programmed to go."""
        return (self.filled - self.aspirated) / self.programmed

    @property
    def ratio_of_one_ml(self) -> Fraction:
        """By how much a reading error of 1 mL alone moves the ratio: large where little was programmed."""
        return Volume.exact(1, "mL") / self.programmed

    @property
    def side(self) -> Side:
        """On which side the visit lies."""
        if self.ratio == 1:
            return "none"
        return "over" if self.ratio > 1 else "under"


@dataclass(frozen=True, slots=True)
class Tested:
    """One published test. `fires` None where it cannot be done; `basis` names the fact or who entered the figure."""

    name: str
    measured: Volume | Fraction | None
    bound: Volume | Fraction | None
    fires: bool | None
    side: Side
    basis: str
    verified: bool


def left_by(program: Program, filled: datetime, on: date, usable: Volume) -> Volume:
    """What should be left of a fill at the same hour of a later day.

    PlanError where that day is not after the fill, or the fill does not last until then.
    """
    if on <= filled.date():
        raise PlanError(f"{on} is not after the fill on {filled.date()}: correct one of the two")
    programmed = expand(program, filled, filled + timedelta(days=(on - filled.date()).days)).total
    if programmed > usable:
        raise PlanError(
            f"by {on} more was programmed than was filled, {programmed} of {usable}: the pump has run dry; look for "
            "withdrawal, and correct the day, the dose or the volume if that cannot be"
        )
    return usable - programmed


def residual_tests(visit: Visit, pump: Pump, *, first_visit: bool = False) -> tuple[Tested, ...]:
    """All published tests of one visit, in a fixed order."""
    found = [_difference(visit), *_accuracy(visit, pump)]
    return (*found, _first_visit(visit)) if first_visit else tuple(found)


def _difference(visit: Visit) -> Tested:
    bound = monograph.volume(DIFFERENCE)
    size = max(visit.discrepancy, visit.aspirated - visit.expected)
    verified = monograph.fact(DIFFERENCE).verified
    return Tested("difference", size, bound, size > bound, visit.side, DIFFERENCE, verified)


def _accuracy(visit: Visit, pump: Pump) -> tuple[Tested, Tested]:
    def test(name: str, side: Side, sign: int) -> Tested:
        if not pump.knows(name):
            return Tested(name, visit.ratio, None, None, side, "not known for this pump", False)
        figure = pump.figure(name)
        bound = 1 + sign * pump.percent(name) / 100
        fires = visit.ratio > bound if sign > 0 else visit.ratio < bound
        basis = figure.published.id if figure.published and not figure.entered else figure.source
        return Tested(name, visit.ratio, bound, fires, side, basis, figure.verified)

    return test("accuracy-above", "over", 1), test("accuracy-below", "under", -1)


def _first_visit(visit: Visit) -> Tested:
    share = monograph.percent(FIRST_VISIT) / 100
    verified = monograph.fact(FIRST_VISIT).verified
    if visit.expected <= _NOTHING:
        return Tested("first visit", None, share, None, visit.side, FIRST_VISIT, verified)
    size = max(visit.discrepancy, visit.aspirated - visit.expected) / visit.expected
    return Tested("first visit", size, share, size > share, visit.side, FIRST_VISIT, verified)


def pocket_fill(injected: Volume, measured: Volume, pump: Pump) -> Tested:
    """Whether so much is missing right after a fill that it may have gone beside the pump."""
    missing = injected - measured
    if not pump.knows("pocket-fill"):
        return Tested("pocket fill", missing, None, None, "none", "not known for this pump", False)
    figure = pump.figure("pocket-fill")
    bound = pump.volume("pocket-fill")
    return Tested("pocket fill", missing, bound, missing > bound, "none", figure.source, figure.verified)


@dataclass(frozen=True, slots=True)
class Trend:
    """The ratios of all visits in order, the ratio over all of them, and how many of the last lie on one side."""

    ratios: tuple[Fraction, ...]
    overall: Fraction
    side: Side
    in_a_row: int


def trend(visits: Sequence[Visit]) -> Trend:
    """The trend over refills: one outlier need not repeat, a row of them is another matter.

    PlanError without any visit.
    """
    if not visits:
        raise PlanError("a trend needs at least one refill")
    gone = sum((visit.filled - visit.aspirated for visit in visits), start=_NOTHING)
    programmed = sum((visit.programmed for visit in visits), start=_NOTHING)
    side = visits[-1].side
    row = 0
    for visit in reversed(visits):
        if visit.side != side:
            break
        row += 1
    return Trend(tuple(visit.ratio for visit in visits), gone / programmed, side, row)
