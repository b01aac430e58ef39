"""Proofs over all real doses and times: the bands and the trial's limits hold along every chain of allowed steps.

The percents, intervals and doses are read from the monograph; the comparisons are the ones that the rules call.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
import z3  # type: ignore[import-untyped]

from lentus import monograph
from lentus.protocol.bands import CEREBRAL, MAINTENANCE_CEREBRAL, MAINTENANCE_SPINAL, PEDIATRIC, SPINAL, band_of
from lentus.protocol.bounds import WHOLE, at_most, multiple_within, step_up_within, waited

BANDS = (SPINAL, CEREBRAL, PEDIATRIC, MAINTENANCE_SPINAL, MAINTENANCE_CEREBRAL)


def real(number: Fraction | int) -> z3.ArithRef:
    return z3.RealVal(str(number))


def interval() -> z3.ArithRef:
    return real(monograph.duration("titration.interval").amount("h"))


def growth(fact: str, steps: int) -> Fraction:
    return (1 + band_of(fact).highest / WHOLE) ** steps


def chain(fact: str, steps: int) -> tuple[list[z3.ArithRef], list[z3.ArithRef], list[z3.BoolRef]]:
    """Doses, their times and what makes each step an allowed one."""
    doses = [z3.Real(f"dose{number}") for number in range(steps + 1)]
    times = [z3.Real(f"time{number}") for number in range(steps + 1)]
    highest = real(band_of(fact).highest)
    allowed = [doses[0] > 0]
    for before in range(steps):
        allowed.append(step_up_within(doses[before], doses[before + 1], highest))
        allowed.append(waited(times[before + 1] - times[before], interval()))
    return doses, times, allowed


def proved(assumed: list[z3.BoolRef], claim: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(*assumed, z3.Not(claim))
    return bool(solver.check() == z3.unsat)


def possible(*asked: z3.BoolRef) -> bool:
    solver = z3.Solver()
    solver.add(*asked)
    return bool(solver.check() == z3.sat)


@pytest.mark.parametrize("fact", BANDS)
def test_an_allowed_step_never_passes_the_band(fact: str) -> None:
    doses, _, allowed = chain(fact, 1)
    assert proved(allowed, doses[1] <= doses[0] * real(growth(fact, 1)))
    # The bound is reached, so the proof is not an empty one, and nothing smaller would hold.
    assert possible(*allowed, doses[1] == doses[0] * real(growth(fact, 1)))
    assert not proved(allowed, doses[1] < doses[0] * real(growth(fact, 1)))


@pytest.mark.parametrize("fact", BANDS)
@pytest.mark.parametrize("steps", [2, 3, 4])
def test_a_chain_of_steps_grows_no_faster_than_its_powers(fact: str, steps: int) -> None:
    doses, times, allowed = chain(fact, steps)
    assert proved(allowed, doses[-1] <= doses[0] * real(growth(fact, steps)))
    assert proved(allowed, times[-1] - times[0] >= steps * interval())
    within = times[-1] - times[0] <= steps * interval()
    assert possible(*allowed, within, doses[-1] == doses[0] * real(growth(fact, steps)))
    # So many steps do not fit into less time.
    assert not possible(*allowed, times[-1] - times[0] < steps * interval())


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_a_child_never_gains_more_than_an_adult(steps: int) -> None:
    assert growth(PEDIATRIC, steps) <= min(growth(fact, steps) for fact in BANDS)


def trial(steps: int) -> tuple[list[z3.ArithRef], list[z3.ArithRef], list[z3.BoolRef]]:
    """Screening doses, their times and what makes each an allowed one."""
    doses = [z3.Real(f"dose{number}") for number in range(steps)]
    times = [z3.Real(f"time{number}") for number in range(steps)]
    largest = real(monograph.mass("screening.maximum-dose").amount("mcg"))
    gap = real(monograph.duration("screening.interval").amount("h"))
    sizes = (*monograph.masses("screening.doses"), monograph.mass("screening.small-patient-dose"))
    allowed: list[z3.BoolRef] = []
    for number, dose in enumerate(doses):
        allowed.append(at_most(dose, largest))
        allowed.append(z3.Or([dose == real(size.amount("mcg")) for size in sizes]))
        if number:
            allowed.append(waited(times[number] - times[number - 1], gap))
    return doses, times, allowed


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_no_trial_passes_its_largest_dose_or_doubles_up_in_a_day(steps: int) -> None:
    doses, times, allowed = trial(steps)
    largest = real(monograph.mass("screening.maximum-dose").amount("mcg"))
    gap = real(monograph.duration("screening.interval").amount("h"))
    assert proved(allowed, z3.And([dose <= largest for dose in doses]))
    pairs = [(one, other) for other in range(steps) for one in range(other)]
    assert proved(allowed, z3.And([times[other] - times[one] >= gap for one, other in pairs]))
    # What enters in any window shorter than the interval is one dose.
    start = z3.Real("start")
    inside = [z3.And(time >= start, time < start + gap) for time in times]
    total = z3.Sum([z3.If(there, dose, real(0)) for there, dose in zip(inside, doses, strict=True)])
    assert proved(allowed, total <= largest)
    assert possible(*allowed, doses[-1] == largest)


@pytest.mark.parametrize("fact", ["start.multiplier", "start.multiplier-after-long-effect"])
def test_a_first_day_never_passes_its_multiple_of_the_largest_trial(fact: str) -> None:
    dose, ordered = z3.Reals("dose ordered")
    times = real(monograph.count(fact))
    largest = real(monograph.mass("screening.maximum-dose").amount("mcg"))
    allowed = [dose > 0, at_most(dose, largest), multiple_within(dose, ordered, times)]
    assert proved(allowed, ordered <= largest * times)
    assert possible(*allowed, ordered == largest * times)
