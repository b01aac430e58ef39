"""By which route, how much a day, and whether an order lowers it."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol.exposure import begins, for_toxicity, in_use, lowers, ordered_daily, possible, running_daily
from lentus.quantity import DoseRate
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, by_mouth, takes

AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"
PUMP = event("program", DAY, daily_dose="300 mcg/day", concentration="500 mcg/mL")
STOPPED = event("program", "2026-03-10T08:00", mode="stopped")
SKIN = event("transdermal", DAY, text="2 % cream")
NO_SKIN = event("transdermal", "2026-03-10T08:00", text="2 % cream", in_use=False)
SCREENED = event("screening dose", DAY, dose="50 mcg")
JUDGED = event("screening judged", "2026-03-01T16:00", response="positive")
FOUND = event("as found", DAY, device="a pump")


@pytest.mark.parametrize(
    ("events", "known", "perhaps"),
    [
        ((), (), ()),
        ((takes(5, 5),), ("oral",), ("oral",)),
        ((takes(5, 5), takes(at="2026-03-10T08:00")), (), ()),
        ((SKIN,), ("transdermal",), ("transdermal",)),
        ((SKIN, NO_SKIN), (), ()),
        ((PUMP,), ("intrathecal",), ("intrathecal",)),
        ((PUMP, STOPPED), (), ()),
        ((SCREENED,), ("intrathecal",), ("intrathecal",)),
        ((SCREENED, JUDGED), (), ()),
        ((PUMP, SKIN, takes(5)), ("oral", "transdermal", "intrathecal"), ("oral", "transdermal", "intrathecal")),
        ((FOUND,), (), ("oral", "intrathecal")),
        ((FOUND, takes(5)), ("oral",), ("oral", "intrathecal")),
        ((FOUND, event("explant", "2026-03-10T08:00")), (), ("oral",)),
        ((FOUND, PUMP), ("intrathecal",), ("oral", "intrathecal")),
        ((FOUND, PUMP, STOPPED), (), ("oral",)),
    ],
)
def test_routes_in_use_and_those_that_may_be(
    events: tuple[AnyEvent, ...], known: tuple[str, ...], perhaps: tuple[str, ...]
) -> None:
    patient = state(*events, at=AT)
    assert in_use(patient) == known
    assert possible(patient) == perhaps


def test_daily_amounts() -> None:
    assert ordered_daily(by_mouth(AT, 5, 10)) == a_day(15)
    assert ordered_daily(order("pump restart", AT, daily_dose="50 mcg/day")) == DoseRate.read("50 mcg/day")
    assert ordered_daily(order("implant", AT)) is None
    both = state(PUMP, takes(5, 10), at=AT)
    assert running_daily(both, "oral") == a_day(15)
    assert running_daily(both, "intrathecal") == DoseRate.read("300 mcg/day")
    assert running_daily(state(at=AT), "oral") is None
    assert running_daily(state(at=AT), "intrathecal") is None


@pytest.mark.parametrize(
    ("doses", "reason", "less", "toxic"),
    [
        ((10, 10), "titration", False, False),
        ((10, 5), "titration", True, False),
        ((10, 15), "toxicity", False, False),
        ((10, 10), "toxicity", True, True),
        ((5,), "toxicity", True, True),
    ],
)
def test_what_lowers_by_mouth(doses: tuple[int, ...], reason: str, less: bool, toxic: bool) -> None:
    known, ordered = state(takes(10, 10), at=AT), by_mouth(AT, *doses, reason=reason)
    assert lowers(known, ordered) is less
    assert for_toxicity(known, ordered) is toxic


def test_what_is_not_known_is_not_lower_but_a_reduction_for_toxicity_is() -> None:
    nothing = state(at=AT)
    assert not lowers(nothing, by_mouth(AT, 5))
    assert lowers(nothing, by_mouth(AT, 5, reason="toxicity"))
    pump = state(PUMP, at=AT)
    assert not lowers(pump, order("pump restart", AT, daily_dose="50 mcg/day"))
    assert not lowers(pump, order("implant", AT))
    assert lowers(pump, order("pump dose", AT, daily_dose="299 mcg/day", reason="other"))
    assert not lowers(pump, order("pump dose", AT, daily_dose="300 mcg/day", reason="other"))


def test_the_first_dose_by_a_route() -> None:
    oral = by_mouth(AT, 5)
    start, screen = order("pump start", AT, daily_dose="50 mcg/day"), order("screening", AT, dose="50 mcg")
    skin = order("transdermal", AT, text="2 % cream")
    for first in (oral, start, screen, skin):
        assert begins(state(at=AT), first)
    assert not begins(state(at=AT), order("refill", AT))
    assert not begins(state(takes(5), at=AT), oral)
    assert begins(state(takes(5, at=AT)), oral)
    assert begins(state(takes(at=DAY), at=AT), oral)
    for event_before in (SCREENED, PUMP):
        assert not begins(state(event_before, at=AT), start)
        assert begins(state(event_before, at=AT), oral)
        assert begins(state(event_before, at=AT), skin)
    assert not begins(state(SKIN, at=AT), skin)
    assert begins(state(SKIN, at=AT), screen)
