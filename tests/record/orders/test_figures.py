"""Key figures: exact amounts agree however they are written, slips are named, and no figure leaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import order_from
from lentus.course.fold import EVENT_READER
from lentus.course.orders import ORDERS, AnyOrder
from lentus.errors import RecordError
from lentus.protocol import Finding, Severity, check
from lentus.quantity import DoseRate, Mass
from lentus.record.canonical import canonical
from lentus.record.findings import findings_body, findings_from
from lentus.record.orders.carrying import CARRIED_OUT_BY
from lentus.record.orders.figures import (
    SECOND_FACTS,
    SECOND_ORDERS,
    absent,
    disagreeing,
    figures,
    key_fields,
    needs_second,
    read_figures,
)
from tests.course.strategies import KINDS, events
from tests.record.orders.scenes import again, order_to_override, pump_order, pump_state

AT = {"at": "2026-03-05T10:00", "zone": "UTC"}
EACH: list[dict[str, Any]] = [
    {"kind": "pump start", "daily_dose": "100 mcg/day", "concentration": "500 mcg/mL", "path_volume": "0.3 mL"},
    {
        "kind": "pump dose",
        "daily_dose": "120 mcg/day",
        "reason": "titration",
        "mode": "flex",
        "hourly_rate": "5 mcg/h",
        "flow": "0.24 mL/day",
        "bolus": "10 mcg",
        "steps": [{"starts": "06:30", "rate": "7 mcg/h"}, {"starts": "22:00", "rate": "4 mcg/h"}],
    },
    {"kind": "pump restart", "daily_dose": "50 mcg/day", "concentration": "500 mcg/mL"},
    {"kind": "refill", "concentration": "2000 mcg/mL", "programmed": "500 mcg/mL", "volume": "20 mL"},
    {"kind": "screening", "dose": "50 mcg", "concentration": "50 mcg/mL", "over": "1 min"},
    {
        "kind": "drug holiday",
        "setting": "inpatient",
        "steps": [{"day": 1, "daily_dose": "300 mcg/day"}, {"day": 3, "daily_dose": "150 mcg/day"}],
        "withdrawal_days": 5,
        "drug_free_days": 2,
        "concentration": "500 mcg/mL",
    },
]


def order(written: dict[str, Any]) -> AnyOrder:
    return order_from({**AT, **written})


@pytest.mark.parametrize("written", EACH, ids=lambda one: one["kind"])
def test_the_same_figures_agree_and_each_other_one_is_named(written: dict[str, Any]) -> None:
    one = order(written)
    right = again(one)
    assert needs_second(one)
    assert disagreeing(one, read_figures(one, right)) == ()
    for field, value in figures(one).items():
        assert [found.name for found in disagreeing(one, read_figures(one, right | {field.name: _other(value)}))] == [
            field.name
        ]


def _other(value: object) -> str:
    match value:
        case int():
            return str(value + 1)
        case datetime():
            return (value + timedelta(minutes=1)).isoformat(timespec="minutes")
        case "flex":
            return "simple continuous"
        case str():
            return "23:59"
    return str(value * 3)  # type: ignore[operator]


def test_every_kind_that_needs_two_is_tried_here() -> None:
    assert {one["kind"] for one in EACH} == set(SECOND_ORDERS)
    assert {one.model_fields["kind"].default for one in ORDERS} == set(CARRIED_OUT_BY)


@given(
    st.fractions(min_value=Fraction(1, 10), max_value=5_000, max_denominator=100),
    st.sampled_from(["mcg/day", "mg/day", "mcg/h", "mg/h"]),
)
def test_one_amount_in_any_unit_is_one_amount(amount: Fraction, unit: str) -> None:
    one = pump_order().model_copy(update={"daily_dose": DoseRate.exact(amount, unit)})
    same = DoseRate.exact(one.daily_dose.amount("mcg/h"), "mcg/h")
    assert disagreeing(one, {**{f.name: v for f, v in figures(one).items()}, "daily_dose": same}) == ()


SLIPS = [
    ("mg/day", "mcg/day", "mg against mcg"),
    ("mcg/h", "mcg/day", "per hour against per day"),
    ("mg/h", "mcg/day", "mg per hour against mcg per day"),
    ("mg/day", "mcg/h", "mg per day against mcg per hour"),
]


@pytest.mark.parametrize(("one", "other", "says"), SLIPS)
@given(amount=st.integers(1, 2_000))
def test_the_number_with_another_unit_is_a_mismatch_with_its_name(one: str, other: str, says: str, amount: int) -> None:
    for ordered, entered in ((one, other), (other, one)):
        order = pump_order().model_copy(update={"daily_dose": DoseRate.exact(amount, ordered)})
        (found,) = disagreeing(order, {**_all(order), "daily_dose": DoseRate.exact(amount, entered)})
        assert (found.name, found.looks_like) == ("daily_dose", says)


def _all(one: AnyOrder) -> dict[str, Any]:
    return {field.name: value for field, value in figures(one).items()}


@given(st.integers(1, 2_000), st.sampled_from([10, 100]))
def test_a_slipped_decimal_point_is_named(amount: int, tens: int) -> None:
    one = order({"kind": "screening", "dose": f"{amount} mcg"})
    (found,) = disagreeing(one, {"dose": Mass.exact(amount * tens, "mcg")})
    assert found.looks_like == "a decimal point"


def test_what_is_missing_differs() -> None:
    assert {one.looks_like for one in disagreeing(pump_order(), {})} == {"not entered"}


@pytest.mark.parametrize("written", EACH, ids=lambda one: one["kind"])
def test_fields_and_mismatches_hold_no_figure(written: dict[str, Any]) -> None:
    one = order(written)
    told = repr(key_fields(one)) + repr(disagreeing(one, {}))
    assert not any(str(value) in told for value in figures(one).values() if not isinstance(value, int))


def test_a_refill_without_its_figures_cannot_be_confirmed() -> None:
    assert absent(order({"kind": "refill"})) == ("Concentration on the label", "Volume filled in")
    assert absent(order(EACH[3])) == ()
    assert absent(pump_order()) == ()


UNREADABLE = [
    ("drug holiday", "withdrawal_days", "five", "whole number of days"),
    ("pump dose", "mode", "fast", "no mode"),
    ("pump dose", "steps.1.starts", "25:00", "time of day"),
    ("pump dose", "daily_dose", "120", "unit"),
    ("refill", "volume", "20 mg", "(?i)volume"),
]


@pytest.mark.parametrize(("kind", "name", "typed", "says"), UNREADABLE)
def test_what_cannot_be_read_is_a_sentence_with_its_field(kind: str, name: str, typed: str, says: str) -> None:
    one = order(next(each for each in EACH if each["kind"] == kind))
    label = next(field.label for field in key_fields(one) if field.name == name)
    with pytest.raises(RecordError, match=says) as refused:
        read_figures(one, again(one) | {name: typed})
    assert str(refused.value).startswith(label)


@given(st.data())
def test_facts_that_need_two_are_programs_fills_and_screening_doses(data: st.DataObject) -> None:
    event = data.draw(events(kind=data.draw(st.sampled_from(KINDS))))
    assert needs_second(event) == (event.kind in SECOND_FACTS and bool(key_fields(event)))
    assert not set(key_fields(event)) or event.kind in SECOND_FACTS
    if needs_second(event):
        assert disagreeing(event, read_figures(event, again(event))) == ()


def test_a_moment_is_compared_as_an_instant() -> None:
    event = EVENT_READER.validate_python(
        {"kind": "program", "id": "p", "author": "n", "zone": "America/Denver", "at": "2026-03-05T10:00"}
        | {"daily_dose": "100 mcg/day", "bridge_until": "2026-03-07T10:00"}
    )
    same = datetime(2026, 3, 7, 17, 0, tzinfo=UTC)
    assert disagreeing(event, {**{f.name: v for f, v in figures(event).items()}, "bridge_until": same}) == ()


@pytest.mark.parametrize("made", [pump_order, order_to_override])
def test_findings_are_read_back_as_they_were(made: Any) -> None:
    found = check(pump_state(), made())
    body = findings_body(found)
    canonical(body)
    assert findings_from(body) == found


@given(st.fractions(), st.integers(), st.text(), st.booleans(), st.datetimes(timezones=st.just(UTC)))
def test_any_value_of_a_finding_is_kept_exactly(
    ratio: Fraction, number: int, text: str, truth: bool, moment: datetime
) -> None:
    values: tuple[tuple[int, Any], ...] = tuple(
        enumerate((ratio, number, text, truth, moment, moment.date(), Mass.exact(Fraction(1, 3), "mg")))
    )
    finding = Finding(
        "a.rule",
        Severity.WARN,
        "t",
        "s",
        "w",
        "r",
        "b",
        tuple((str(at), value) for at, value in values),
        ("src",),
        True,
    )
    assert findings_from(findings_body([finding])) == (finding,)
