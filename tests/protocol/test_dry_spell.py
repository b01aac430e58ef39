"""A fill that came late: a gap only where the pump was empty, or where nobody can say that it was not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, State
from lentus.protocol import standing
from lentus.protocol.dry_spell import ASPIRATED, dry_before
from lentus.pump import Reserve, device_of
from lentus.quantity import Volume
from tests.protocol import courses
from tests.protocol.courses import event
from tests.protocol.pumps import hours

SYNCHROMED = "SynchroMed II, 20 mL"
FLOW = 0.6
"""mL a day, of 300 mcg/day at 500 mcg/mL."""


def refilled(days: float, *measured: AnyEvent, volume: str = "18 mL", device: str = SYNCHROMED) -> State:
    """Filled at the start of the infusion and again after so many days."""
    solution = {"concentration": "500 mcg/mL", "volume": volume}
    return courses.state(
        event("implant", hours(-2), device=device, path_volume="0.34 mL", primed=True),
        event("fill", hours(-1), **solution),
        event("program", hours(-1), daily_dose="300 mcg/day", concentration="500 mcg/mL"),
        *measured,
        event("fill", hours(days * 24), **solution),
    )


def drawn(days: float, volume: str) -> AnyEvent:
    return event("residual volume", hours(days * 24 - 1), aspirated=volume)


@given(st.integers(1, 40))
def test_without_a_measurement_a_gap_is_as_possible_as_the_worst_accuracy_makes_it(days: int) -> None:
    reserve = Reserve.of(device_of("synchromed-ii-20"))
    most = reserve.usable(Volume.read("18 mL"))[1]
    assert most is not None
    spell = dry_before(refilled(days))
    given_out = Volume.read(f"{FLOW} mL") * days + Volume.read(f"{FLOW} mL") / 24
    assert (spell is not None) == (given_out >= most)
    if spell is not None:
        assert spell.missing == (ASPIRATED,)


@pytest.mark.parametrize(
    ("volume", "dry"),
    [("0 mL", True), ("1.4 mL", True), ("1.41 mL", False), ("4 mL", False)],
)
@pytest.mark.parametrize("days", [5, 100])
def test_what_was_drawn_settles_it_down_to_what_the_pump_cannot_deliver(volume: str, dry: bool, days: int) -> None:
    patient = refilled(days, drawn(days, volume))
    assert (dry_before(patient) is not None) is dry
    assert ("restart.after-interruption" in {one.rule for one in standing(patient)}) is dry


def test_what_a_pump_of_which_nothing_is_known_may_not_deliver_is_not_guessed() -> None:
    assert dry_before(refilled(5, drawn(5, "0.1 mL"), device="a pump")) is None
    assert dry_before(refilled(5, drawn(5, "0 mL"), device="a pump")) is not None


def test_somebody_who_looked_at_the_patient_has_answered_it() -> None:
    seen = event("assessment", hours(100 * 24 + 2), responding=True)
    patient = courses.state(*refilled(100).events, seen)
    assert "restart.after-interruption" not in {one.rule for one in standing(patient)}
