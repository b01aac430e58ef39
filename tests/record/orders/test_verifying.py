"""What one person did alone is recorded at once, shown as unverified, and verified by another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lentus.course import order_from, standing_events
from lentus.course.events import AnyEvent, Correction, EnteredInError, Fill, OrderPlaced, Program
from lentus.course.fold import EVENT_READER
from lentus.errors import Conflict, NotAllowed, NotReady, RecordError
from lentus.quantity import Duration
from lentus.record import Actor, Chart, Store, chart, record_event
from lentus.record.correcting import correct_event, strike_out
from lentus.record.orders.acting import carry_out, propose, second_entry, sign
from lentus.record.orders.carrying import CARRIED_OUT_BY, differing
from lentus.record.orders.verifying import fields_to_verify, verifications, verify_event
from tests.record.clock import Clock
from tests.record.orders.scenes import (
    ADMINISTRATOR,
    CHART,
    NURSE,
    NURSE_2,
    PHARMACIST,
    PRESCRIBER,
    VIEWER,
    again,
    done,
    pump_order,
)
from tests.record.orders.scenes import opened as opened_chart

_HOUR = Duration.exact(1, "h")


@pytest.fixture
def now(store: Store, clock: Clock) -> Chart:
    clock.at = pump_order().at + timedelta(minutes=5)
    return opened_chart(store, "spinal-adult-pump")


def programmed(**changed: Any) -> Program:
    event = done(pump_order(), pump_order().at, "night")
    assert isinstance(event, Program)
    return event.model_copy(update=changed)


def recorded(store: Store, event: AnyEvent | None = None, actor: Actor = NURSE) -> Chart:
    return record_event(store, CHART, event or programmed(), expected=None, actor=actor)


def verified(store: Store, actor: Actor = NURSE_2, **other: str) -> bool:
    fields = again(programmed()) | other
    return verify_event(store, CHART, "night", fields, actor=actor, expected=None).verified


@pytest.mark.usefixtures("now")
def test_a_fact_of_one_person_stands_at_once_and_waits_for_another(store: Store) -> None:
    after = recorded(store)
    running = after.folded.pump_at()
    assert running is not None
    assert running.value.daily_dose == pump_order().daily_dose
    assert after.unverified == ("night",)
    assert after.entries[-1].body["findings"], "its findings stand beside it"
    assert verified(store)
    assert chart(store, CHART).unverified == ()


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("actor", [NURSE, VIEWER, ADMINISTRATOR, Actor("whoever did it", "nurse")])
def test_who_cannot_be_the_second_person(store: Store, actor: Actor) -> None:
    recorded(store)
    with pytest.raises(NotAllowed):
        verified(store, actor)
    assert chart(store, CHART).unverified == ("night",)


@pytest.mark.usefixtures("now")
def test_differing_figures_leave_it_unverified_and_named(store: Store) -> None:
    recorded(store)
    assert not verified(store, daily_dose="7 mcg/day")
    now = chart(store, CHART)
    assert now.unverified == ("night",)
    assert [one.name for one in verifications(now, "night")[-1].mismatches] == ["daily_dose"]
    assert verified(store)
    assert [one.verified for one in verifications(chart(store, CHART), "night")] == [False, True]
    with pytest.raises(NotReady, match="Nothing waits"):
        verified(store)


@pytest.mark.usefixtures("now")
def test_a_correction_of_a_figure_needs_two_people_again(store: Store) -> None:
    recorded(store)
    verified(store)
    right = pump_order().daily_dose / 2
    replacement = programmed(daily_dose=right).model_dump(mode="json", exclude_none=True)
    after = correct_event(
        store, CHART, "night", replacement, "read off wrongly", actor=NURSE_2, expected=None, key="fix"
    )
    running = after.folded.pump_at()
    assert running is not None
    assert running.value.daily_dose == right
    assert after.unverified == ("night",)
    repeated = correct_event(
        store, CHART, "night", replacement, "read off wrongly", actor=NURSE_2, expected=1, key="fix"
    )
    assert repeated.version == after.version
    for first in (NURSE, NURSE_2):
        with pytest.raises(NotAllowed):
            verified(store, first, daily_dose=str(right))
    assert not verified(store, PHARMACIST), "the old figure is not the fact any more"
    assert verified(store, PHARMACIST, daily_dose=str(right))


@pytest.mark.usefixtures("now")
def test_a_corrected_note_needs_nobody(store: Store) -> None:
    recorded(store)
    verified(store)
    replacement = programmed(note="by phone").model_dump(mode="json", exclude_none=True)
    assert correct_event(store, CHART, "night", replacement, "note", actor=NURSE, expected=None).unverified == ()


@pytest.mark.usefixtures("now")
def test_striking_out_takes_it_away_and_striking_that_out_brings_it_back(store: Store) -> None:
    before = chart(store, CHART).folded.pump
    recorded(store)
    after = strike_out(store, CHART, "night", "another patient", actor=NURSE, expected=None, key="s")
    assert after.folded.pump == before
    assert after.unverified == ()
    assert strike_out(store, CHART, "night", "another patient", actor=NURSE, expected=None, key="s") == after
    restored = strike_out(store, CHART, after.told[-1].id, "it was this patient", actor=NURSE, expected=None)
    assert restored.unverified == ("night",)
    assert restored.folded.pump != before


@pytest.mark.usefixtures("now")
def test_what_cannot_be_corrected_says_so(store: Store) -> None:
    recorded(store)
    whole = programmed().model_dump(mode="json", exclude_none=True)
    for event_id, given, reason, says in (
        ("nothing", whole, "because", "none with that id"),
        ("night", whole, " ", "reason"),
        ("night", whole | {"daily_dose": "5"}, "because", "daily_dose"),
    ):
        with pytest.raises(RecordError, match=says):
            correct_event(store, CHART, event_id, given, reason, actor=NURSE, expected=None)
    with pytest.raises(RecordError, match="none with that id"):
        strike_out(store, CHART, "nothing", "because", actor=NURSE, expected=None)
    for refused in (VIEWER, ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            strike_out(store, CHART, "night", "because", actor=refused, expected=None)
    with pytest.raises(Conflict):
        strike_out(store, CHART, "night", "because", actor=NURSE, expected=1)


@pytest.mark.usefixtures("now")
def test_the_second_look_asks_for_figures_and_shows_none(store: Store) -> None:
    recorded(store)
    fields = fields_to_verify(chart(store, CHART), "night")
    assert {one.name for one in fields} >= {"daily_dose", "concentration"}
    assert str(pump_order().daily_dose) not in repr(fields)


@pytest.mark.usefixtures("now")
def test_the_same_look_sent_twice_is_one(store: Store) -> None:
    recorded(store)
    looks = [
        verify_event(store, CHART, "night", again(programmed()), actor=NURSE_2, expected=None, key="v")
        for _ in range(2)
    ]
    assert looks[0] == looks[1]
    assert len(verifications(chart(store, CHART), "night")) == 1
    with pytest.raises(RecordError, match="something else"):
        verify_event(store, CHART, "night", again(programmed()), actor=PHARMACIST, expected=None, key="v")


def ready_order(store: Store) -> str:
    life = propose(store, CHART, pump_order(), actor=NURSE, expected=None)
    sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    return second_entry(store, CHART, life.id, again(pump_order()), actor=NURSE_2, expected=None).id


@pytest.mark.usefixtures("now")
def test_what_was_done_otherwise_is_recorded_and_the_order_stays_open(store: Store, clock: Clock) -> None:
    order_id = ready_order(store)
    other = programmed(daily_dose=pump_order().daily_dose * 2, at=clock.at)
    with pytest.raises(NotReady, match="Daily dose"):
        carry_out(store, CHART, order_id, other, actor=NURSE, expected=None)
    early = programmed(at=pump_order().at - timedelta(hours=1))
    with pytest.raises(NotReady, match="before the order was ready"):
        carry_out(store, CHART, order_id, early, actor=NURSE, expected=None)
    late = programmed(at=clock.at + timedelta(hours=2))
    with pytest.raises(NotReady, match="future"):
        carry_out(store, CHART, order_id, late, actor=NURSE, expected=None)
    fill = Fill.model_validate(
        {
            "id": "f",
            "at": clock.at,
            "zone": pump_order().zone,
            "author": "n",
            "concentration": "500 mcg/mL",
            "volume": "20 mL",
        }
    )
    with pytest.raises(NotReady, match="not carried out by fill"):
        carry_out(store, CHART, order_id, fill, actor=NURSE, expected=None)
    after = recorded(store, other)
    assert after.unverified == ("night",)
    assert after.orders[0].state == "ready"


@pytest.mark.usefixtures("now")
def test_a_figure_that_the_order_did_not_have_waits_for_a_second_person(store: Store, clock: Clock) -> None:
    order_id = ready_order(store)
    clock.jump(timedelta(minutes=2))
    event = programmed(at=clock.at, bolus=pump_order().daily_dose * _HOUR)
    life = carry_out(store, CHART, order_id, event, actor=NURSE, expected=None)
    assert life.state == "carried out"
    assert chart(store, CHART).unverified == ("night",)


@pytest.mark.usefixtures("now")
def test_a_fact_struck_out_opens_its_order_again(store: Store, clock: Clock) -> None:
    order_id = ready_order(store)
    clock.jump(timedelta(minutes=2))
    carry_out(store, CHART, order_id, programmed(at=clock.at), actor=NURSE, expected=None)
    after = strike_out(store, CHART, "night", "not done after all", actor=NURSE, expected=None)
    assert after.orders[0].state == "ready"
    again_done = programmed(at=clock.at).model_copy(update={"id": "morning"})
    assert carry_out(store, CHART, order_id, again_done, actor=NURSE, expected=None).carried_by == "morning"


def test_no_order_comes_in_by_the_back_door(store: Store, now: Chart) -> None:
    common: dict[str, Any] = {"at": now.folded.now, "zone": pump_order().zone, "author": "nobody"}
    placed = OrderPlaced(id="o", order=pump_order(), **common)
    for actor in (NURSE, PRESCRIBER):
        with pytest.raises(NotAllowed, match="propose it"):
            recorded(store, placed, actor)
    ready_order(store)
    order_event = next(one for one in chart(store, CHART).told if one.kind == "order")
    changed = Correction(id="c", corrects=order_event.id, replacement={}, reason="more", **common)
    with pytest.raises(NotAllowed, match="withdraw it"):
        recorded(store, changed, PRESCRIBER)
    struck = EnteredInError(id="x", retracts=order_event.id, reason="never was", **common)
    with pytest.raises(NotAllowed):
        recorded(store, struck, NURSE)
    after = recorded(store, struck, PRESCRIBER)
    assert after.orders[0].state == "withdrawn"
    with pytest.raises(NotAllowed, match="order it again"):
        recorded(store, EnteredInError(id="y", retracts="x", reason="it was", **common), PRESCRIBER)
    for actor in (VIEWER, ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            recorded(store, actor=actor)


def oral(order: dict[str, Any]) -> Any:
    return order_from({"at": "2026-03-05T10:00", "zone": "UTC", **order})


def fact(event: dict[str, Any]) -> AnyEvent:
    return EVENT_READER.validate_python({"id": "f", "at": "2026-03-05T11:00", "zone": "UTC", "author": "n", **event})


DAY = ["5 mg", "5 mg", "5 mg"]
OTHERWISE = [
    ({"kind": "oral", "doses": DAY}, {"kind": "oral regimen", "doses": DAY}, {"kind": "oral regimen", "doses": []}),
    ({"kind": "oral", "doses": DAY}, {"kind": "dose given", "dose": "5 mg"}, {"kind": "dose given", "dose": "10 mg"}),
    (
        {"kind": "oral taper", "steps": [{"day": 1, "doses": DAY[:2]}, {"day": 5, "doses": []}]},
        {"kind": "oral regimen", "doses": DAY[:2]},
        {"kind": "oral regimen", "doses": DAY},
    ),
    (
        {"kind": "oral stop", "reason": "other"},
        {"kind": "therapy stopped", "route": "oral", "reason": "other", "abrupt": True},
        {"kind": "therapy stopped", "route": "intrathecal", "reason": "other", "abrupt": True},
    ),
    (
        {"kind": "pump stop", "reason": "other"},
        {"kind": "program", "mode": "stopped"},
        {"kind": "program", "daily_dose": "50 mcg/day"},
    ),
    (
        {"kind": "medicine", "name": "Tizanidine"},
        {"kind": "medicine started", "name": "tizanidine"},
        {"kind": "medicine started", "name": "lithium"},
    ),
]


@pytest.mark.parametrize(("ordered", "same", "other"), OTHERWISE)
def test_what_is_done_otherwise_did_not_carry_the_order_out(
    ordered: dict[str, Any], same: dict[str, Any], other: dict[str, Any]
) -> None:
    order = oral(ordered)
    assert same["kind"] in CARRIED_OUT_BY[order.kind]
    assert differing(order, fact(same)) == []
    assert differing(order, fact(other)) != []


@pytest.mark.usefixtures("now")
def test_a_correction_recorded_as_a_plain_fact_is_seen_all_the_same(store: Store) -> None:
    recorded(store)
    verified(store)
    replacement = programmed(daily_dose=pump_order().daily_dose / 2).model_dump(mode="json", exclude_none=True)
    made: dict[str, Any] = {
        "id": "c",
        "at": programmed().at,
        "zone": programmed().zone,
        "author": "n",
        "reason": "read off wrongly",
    }
    after = recorded(store, Correction(corrects="night", replacement=replacement, **made))
    assert after.unverified == ("night",)


@pytest.mark.usefixtures("now")
def test_what_a_correction_leaves_out_is_gone(store: Store) -> None:
    recorded(store, programmed(bolus=pump_order().daily_dose * _HOUR))
    given = programmed().model_dump(mode="json", exclude_none=True, include={"daily_dose", "concentration", "reason"})
    after = correct_event(store, CHART, "night", given, "no bolus was given", actor=NURSE_2, expected=None)
    standing = next(one for one in standing_events(after.folded) if one.id == "night")
    assert standing == programmed()
