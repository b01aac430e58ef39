"""While a screening dose is watched nothing else that acts on tone changes unseen: when it ends is always said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyOrder, State
from lentus.protocol import Severity, advise
from lentus.protocol.spans import after
from lentus.quantity import Duration
from lentus.quantity.dates import show_moment
from tests.protocol import courses
from tests.protocol.courses import event, found, moment, order

DOSED = "2026-03-02T09:00"
MORE, OTHER = "screening.dose-while-observed", "screening.change-while-observed"
_, LONGEST = monograph.duration_range("screening.observation", "us")
ENDS = after(moment(DOSED), LONGEST)


def watched(*more: Any, oral: tuple[str, ...] = ("10 mg", "10 mg", "10 mg"), dosed: str = DOSED) -> State:
    """Somebody who takes baclofen by mouth and was given a screening dose."""
    return courses.state(
        event("diagnosis", "2026-02-01T08:00", origin="spinal"),
        event("oral regimen", "2026-02-01T08:00", doses=list(oral)),
        event("screening dose", dosed, dose="50 mcg", concentration="50 mcg/mL", over="1 min"),
        *more,
    )


def by_mouth(at: str, *doses: str, reason: str = "titration") -> AnyOrder:
    return order("oral", at, doses=list(doses), reason=reason)


def test_an_increase_by_mouth_needs_an_owner_and_says_when_the_observation_ends() -> None:
    one = found(watched(), by_mouth("2026-03-02T11:00", "15 mg", "15 mg", "15 mg"))[MORE]
    assert one.severity is Severity.OVERRIDE
    assert one.until == ENDS
    assert show_moment(ENDS) in one.says
    assert show_moment(ENDS) in one.bound


def test_a_start_by_mouth_and_one_through_the_skin_are_more_baclofen_too() -> None:
    none = watched(oral=())
    assert MORE in found(none, by_mouth("2026-03-02T11:00", "5 mg", "5 mg", "5 mg", reason="start"))
    assert MORE in found(none, order("transdermal", "2026-03-02T11:00", text="cream to the thigh"))


@pytest.mark.parametrize("kind", ["pump start", "pump dose", "pump restart"])
def test_a_pump_is_more_baclofen_too(kind: str) -> None:
    more = {"reason": "titration"} if kind == "pump dose" else {}
    assert MORE in found(watched(), order(kind, "2026-03-02T11:00", daily_dose="100 mcg/day", **more))


@pytest.mark.parametrize("reason", ["toxicity", "side effect"])
def test_less_is_warned_of_and_never_held_up(reason: str) -> None:
    seen = found(watched(), by_mouth("2026-03-02T11:00", "5 mg", "5 mg", "5 mg", reason=reason))
    assert seen[OTHER].severity is Severity.WARN
    assert MORE not in seen


@pytest.mark.parametrize(
    ("kind", "fields", "speaks"),
    [
        ("wean", {"changes": [{"drug": "tizanidine", "from_daily": "12 mg", "to_daily": "8 mg"}]}, True),
        ("oral taper", {"steps": [{"day": 1, "doses": ["5 mg"]}]}, True),
        ("oral stop", {"reason": "other"}, True),
        ("medicine", {"name": "Tizanidine"}, True),
        ("medicine", {"name": "diazepam"}, True),
        ("medicine", {"name": "amoxicillin"}, False),
    ],
)
def test_other_drugs_on_muscle_tone(kind: str, fields: dict[str, Any], *, speaks: bool) -> None:
    assert (OTHER in found(watched(), order(kind, "2026-03-02T11:00", **fields))) is speaks


def test_the_same_day_of_doses_goes_on_unsaid() -> None:
    assert not {MORE, OTHER} & set(found(watched(), by_mouth("2026-03-02T11:00", "10 mg", "10 mg", "10 mg")))


@pytest.mark.parametrize(("at", "speaks"), [("2026-03-02T16:59", True), ("2026-03-02T17:00", False)])
def test_it_ends_with_the_observation(at: str, *, speaks: bool) -> None:
    assert (MORE in found(watched(), by_mouth(at, "15 mg", "15 mg", "15 mg"))) is speaks


@pytest.mark.parametrize(
    ("recovered", "judged", "speaks"), [(True, True, False), (True, False, True), (False, True, True)]
)
def test_it_ends_before_only_where_it_was_judged_and_ended(*, recovered: bool, judged: bool, speaks: bool) -> None:
    more = [event("screening observation", "2026-03-02T13:30", cardiopulmonary_stable=True, recovered=recovered)]
    more += [event("screening judged", "2026-03-02T13:30", response="positive")] if judged else []
    assert (MORE in found(watched(*more), by_mouth("2026-03-02T14:00", "15 mg", "15 mg", "15 mg"))) is speaks


@given(minutes=st.integers(min_value=0, max_value=24 * 60))
def test_at_every_minute_it_speaks_exactly_while_the_dose_is_watched(minutes: int) -> None:
    at = after(moment(DOSED), Duration.exact(minutes, "min"))
    speaks = at < ENDS
    assert (MORE in found(watched(), by_mouth(at.isoformat(), "15 mg", "15 mg", "15 mg"))) is speaks


def test_no_step_by_mouth_is_offered_meanwhile() -> None:
    advice = advise(watched().when(moment("2026-03-02T11:00")))
    early = [one.order.kind for one in advice.options if one.order and one.earliest and one.earliest < ENDS]
    assert "oral" not in early
