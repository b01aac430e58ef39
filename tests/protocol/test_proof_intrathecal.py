"""Proofs over all real doses and times: the bands hold along every chain of allowed steps.

The percents and intervals are read from the monograph; the comparisons are the ones that the rules call. What the rules
of the trial and of the first day let through is searched with the rules themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
import z3  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent
from lentus.protocol import blocked, screening
from lentus.protocol.bands import CEREBRAL, MAINTENANCE_CEREBRAL, MAINTENANCE_SPINAL, PEDIATRIC, SPINAL, band_of
from lentus.protocol.bounds import WHOLE, step_up_within, waited
from lentus.protocol.spans import elapsed
from lentus.protocol.start.ordering import first_dose
from lentus.quantity import Duration, Mass
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.pumps import BEGAN
from tests.protocol.test_screening import failed, patient
from tests.protocol.test_start import begin, screened

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


SIZES = ("25", "50", "60", "75", "100", "100.1", "125", "200")
TRIALS = st.lists(st.tuples(st.sampled_from(SIZES), st.integers(1, 60)), min_size=1, max_size=5)


@given(TRIALS)
@settings(max_examples=60)
def test_no_trial_that_the_rules_let_through_passes_its_largest_dose_or_doubles_up_in_a_day(
    asked: list[tuple[str, int]],
) -> None:
    """Any doses are ordered at any distance; only those are given that no rule holds up, and all of them fail."""
    given_at: list[tuple[datetime, Mass]] = []
    events: list[AnyEvent] = []
    at = BEGAN
    for size, gap in asked:
        at = at + timedelta(hours=gap)
        known = patient(*events)
        ordered = order("screening", at, dose=f"{size} mcg", concentration="50 mcg/mL", over="1 min")
        if blocked(courses.found(known, ordered, screening.AREA).values()):
            continue
        given_at.append((at, Mass.read(f"{size} mcg")))
        judged_at = at + timedelta(hours=8)
        dose = event("screening dose", at, dose=f"{size} mcg", concentration="50 mcg/mL", over="1 min")
        events += [dose, event("screening judged", judged_at, response="no response")]
    largest, gap_needed = monograph.mass("screening.maximum-dose"), monograph.duration("screening.interval")
    assert all(dose <= largest for _, dose in given_at)
    assert all(elapsed(one, other) >= gap_needed for (one, _), (other, _) in pairwise(given_at))


def test_the_rules_let_a_whole_trial_through_so_that_nothing_is_proved_of_nothing() -> None:
    for doses in (("50",), ("50", "75"), ("50", "75", "100")):
        ordered = order("screening", f"2026-03-{len(doses) + 1:02d}T09:00", dose=f"{doses[-1]} mcg")
        assert not blocked(courses.found(patient(*failed(*doses[:-1])), ordered, screening.AREA).values())
        early = order("screening", f"2026-03-{len(doses) + 1:02d}T08:59", dose=f"{doses[-1]} mcg")
        assert blocked(courses.found(patient(*failed(*doses[:-1])), early, screening.AREA).values()) is (len(doses) > 1)


@given(
    st.sampled_from(["50", "75", "100"]),
    st.sampled_from(["5 h", "8 h", "8.1 h", "20 h"]),
    st.sampled_from(["none", "negative"]),
    st.integers(1, 2_500),
)
@settings(max_examples=80)
def test_no_first_day_that_the_rules_let_through_passes_its_multiple_of_the_trial(
    worked: str, lasted: str, reaction: str, tenths: int
) -> None:
    known = screened(mcg=worked, lasted=lasted, reaction=reaction)
    ordered = begin(str(Decimal(tenths) / 10))
    refused = blocked(first_dose(known, ordered))  # type: ignore[arg-type]
    doubled = Duration.read(lasted) <= monograph.duration("start.prolonged-effect-over") and reaction == "none"
    times = monograph.count("start.multiplier") if doubled else 1
    assert refused is (Fraction(tenths, 10) > times * int(worked))
    assert not refused or Fraction(tenths, 10) > int(worked)
