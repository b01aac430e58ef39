"""A fill that came late: a gap only where the pump was empty, or where nobody can say that it was not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, State
from lentus.protocol import check, standing
from lentus.protocol.dry_spell import ASPIRATED, dry_before
from lentus.pump import Reserve, device_of
from lentus.quantity import Volume
from tests.protocol import courses
from tests.protocol.courses import event, order
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


@pytest.mark.parametrize(
    ("more", "length"),
    [
        ((drawn(40, "0 mL"),), "of unknown length"),
        ((drawn(40, "5 mL"),), "of 1 h"),
        ((), "of unknown length"),
    ],
)
def test_a_stop_of_an_empty_pump_is_no_short_interruption(more: tuple[AnyEvent, ...], length: str) -> None:
    """A pump that is stopped when it is found dry gave nothing long before: its last hour is not the interruption."""
    stop = event("program", hours(40 * 24 - 0.5), mode="stopped")
    patient = refilled(40, *more, stop)
    again = order("pump restart", hours(40 * 24 + 0.5), daily_dose="600 mcg/day", concentration="500 mcg/mL")
    told = next(one for one in check(patient, again) if one.rule == "restart.after-interruption")
    assert f"after an interruption {length}" in told.says.replace("\N{NO-BREAK SPACE}", " ")


def test_a_pump_that_is_empty_still_has_stood_still_as_long_as_it_has() -> None:
    stop = event("program", hours(20 * 24), mode="stopped")
    patient = courses.state(*refilled(0).events, stop, event("residual volume", hours(22 * 24 + 1), aspirated="0 mL"))
    again = order("pump restart", hours(23 * 24), daily_dose="600 mcg/day", concentration="500 mcg/mL")
    told = {one.rule: one.says.replace("\N{NO-BREAK SPACE}", " ") for one in check(patient, again)}
    assert "of unknown length" in told["restart.after-interruption"]
    assert "for 72 h" in told["holiday.stall-when-stopped"]
