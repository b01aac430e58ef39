"""An order from its proposal to what was done, in a store: who may, who races, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lentus.course.orders import AnyOrder, Override
from lentus.errors import Conflict, LentusError, NotAllowed, NotReady, RecordError
from lentus.protocol import Severity, check, review
from lentus.record import Actor, Chart, Store, chart, record_event
from lentus.record.orders.acting import carry_out, findings_now, propose, second_entry, sign, withdraw
from lentus.record.orders.life import OrderLife
from tests.record.clock import Clock
from tests.record.conftest import Places
from tests.record.orders.scenes import (
    CHART,
    NURSE,
    NURSE_2,
    PRESCRIBER,
    PRESCRIBER_2,
    again,
    done,
    oral_order,
    oral_state,
    order_to_override,
    order_to_stop,
    overridden_rules,
    pump_order,
    pump_state,
    told,
)
from tests.record.orders.scenes import opened as opened_chart


@pytest.fixture
def now(store: Store, clock: Clock) -> Chart:
    clock.at = pump_order().at
    return opened_chart(store, "spinal-adult-pump")


def proposed(store: Store, order: AnyOrder | None = None, actor: Actor = NURSE, key: str = "") -> OrderLife:
    return propose(store, CHART, order or pump_order(), actor=actor, expected=None, key=key)


def signed(store: Store, actor: Actor = PRESCRIBER) -> OrderLife:
    life = proposed(store)
    return sign(store, CHART, life.id, actor=actor, expected=None)


def ready(store: Store) -> OrderLife:
    life = signed(store)
    return second_entry(store, CHART, life.id, again(life.order), actor=NURSE_2, expected=None)


def overriding(order: AnyOrder, clock: Clock, by: str = PRESCRIBER.name) -> tuple[Override, ...]:
    common: dict[str, Any] = {"by": by, "reason": "seen and weighed", "at": order.at, "zone": order.zone}
    ends = clock.at + timedelta(days=7)
    return tuple(Override(rule=one, ends=ends, **common) for one in overridden_rules(pump_state(), order))


@pytest.mark.usefixtures("now")
def test_the_whole_way(store: Store, clock: Clock) -> None:
    life = proposed(store, key="form-1")
    assert (life.state, life.proposed_by, life.needs_second) == ("proposed", "nurse", True)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    assert (life.state, life.signed_by) == ("signed", "prescriber")
    assert chart(store, CHART).folded.orders == pump_state().orders, "not in force yet"
    life = second_entry(store, CHART, life.id, again(life.order), actor=NURSE_2, expected=None)
    assert (life.state, life.second_by) == ("ready", "nurse-2")
    assert chart(store, CHART).state(clock.at).orders[-1].kind == "pump dose"
    clock.jump(timedelta(minutes=2))
    event = done(life.order, clock.at, "done")
    life = carry_out(store, CHART, life.id, event, actor=NURSE, expected=None)
    assert (life.state, life.carried_by) == ("carried out", "done")
    after = chart(store, CHART)
    running = after.folded.pump_at()
    assert running is not None
    assert running.value.daily_dose == pump_order().daily_dose
    assert after.unverified == (), "two people stood behind every figure"
    assert after.orders == (life,)


@pytest.mark.usefixtures("now")
def test_the_whole_decision_is_kept(store: Store) -> None:
    life = propose(
        store, CHART, pump_order(), actor=NURSE, expected=None, chosen="pump.increase-full", note="agreed on the ward"
    )
    assert life.order == pump_order()
    assert life.proposed_findings == check(pump_state(), pump_order())
    assert life.chosen in {one.id for one in life.options}
    assert set(life.versions) == {"engine", "monograph"}
    assert (life.note, life.state_version) == ("agreed on the ward", chart(store, CHART).version - 1)


@pytest.mark.usefixtures("now")
def test_what_was_written_stays_as_it_was_written(store: Store) -> None:
    dose = f"{pump_order().daily_dose.amount('mcg/week')} mcg/week"
    written = pump_order().model_dump(mode="json", exclude_none=True) | {"daily_dose": dose}
    written.pop("as_written", None)
    order = type(pump_order()).model_validate(written)
    assert proposed(store, order).order.wording("daily_dose") == (dose,)


@pytest.mark.usefixtures("now")
def test_a_stop_is_kept_and_never_signed(store: Store) -> None:
    life = proposed(store, order_to_stop())
    assert life.state == "refused"
    with pytest.raises(NotReady, match="can never be signed"):
        sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    assert withdraw(store, CHART, life.id, "wrong route", actor=NURSE, expected=None).state == "withdrawn"


@pytest.fixture
def before_oral(store: Store, clock: Clock) -> Chart:
    """A patient before the first dose by mouth, a minute after what was last said."""
    clock.at = oral_state().now + timedelta(minutes=1)
    return told(store, oral_state())


@pytest.mark.usefixtures("before_oral")
def test_one_signature_is_enough_by_mouth(store: Store, clock: Clock) -> None:
    life = proposed(store, oral_order(), PRESCRIBER)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    assert (life.state, life.needs_second) == ("ready", False)
    use = chart(store, CHART).state(clock.at).oral_at()
    assert use is not None
    assert use.value.doses == oral_order().doses
    with pytest.raises(NotReady, match="needs no second person"):
        second_entry(store, CHART, life.id, {}, actor=NURSE, expected=None)


@pytest.mark.usefixtures("before_oral")
def test_an_order_takes_effect_when_it_is_signed_and_not_before(store: Store, clock: Clock) -> None:
    life = proposed(store, oral_order(), PRESCRIBER)
    clock.jump(timedelta(hours=3))
    moment = clock.at
    life = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    now = chart(store, CHART)
    assert life.order.at == oral_order().at, "what was written stays"
    assert now.state(moment - timedelta(minutes=2)).oral_at() is None
    assert now.state(moment + timedelta(minutes=1)).oral_at() is not None
    with pytest.raises(NotReady, match="order a change or a stop"):
        withdraw(store, CHART, life.id, "too late", actor=PRESCRIBER, expected=None)


@pytest.mark.usefixtures("before_oral")
def test_an_order_for_later_waits_for_its_time_and_may_be_withdrawn_until_then(store: Store, clock: Clock) -> None:
    begins = oral_order().at + timedelta(days=2)
    life = proposed(store, oral_order().model_copy(update={"at": begins}), PRESCRIBER)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    now = chart(store, CHART)
    assert now.state(clock.at).orders[-1].at == begins, "the rules see it from now on"
    assert now.state(clock.at).oral_at() is None
    assert now.state(clock.at).oral_at(begins) is not None
    withdraw(store, CHART, life.id, "the patient declines", actor=PRESCRIBER, expected=None)
    assert chart(store, CHART).state(clock.at).oral_at(begins) is None


@pytest.mark.usefixtures("now")
def test_an_override_finding_needs_the_signers_override(store: Store, clock: Clock) -> None:
    order = order_to_override()
    life = proposed(store, order)
    with pytest.raises(NotReady) as refused:
        sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    assert all(rule in str(refused.value) for rule in overridden_rules(pump_state(), order))
    with pytest.raises(NotAllowed, match="owner"):
        sign(store, CHART, life.id, actor=PRESCRIBER, overrides=overriding(order, clock, "nurse"), expected=None)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, overrides=overriding(order, clock), expected=None)
    assert {one.rule for one in life.overrides} == set(overridden_rules(pump_state(), order))
    life = second_entry(store, CHART, life.id, again(order), actor=NURSE_2, expected=None)
    assert chart(store, CHART).folded.overrides[-len(life.overrides) :] == life.overrides


@pytest.mark.usefixtures("now")
def test_what_is_done_in_the_minute_of_its_order_stands_under_the_orders_overrides(store: Store, clock: Clock) -> None:
    order = order_to_override()
    life = proposed(store, order)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, overrides=overriding(order, clock), expected=None)
    life = second_entry(store, CHART, life.id, again(life.order), actor=NURSE_2, expected=None)
    minute = clock.at.replace(second=0, microsecond=0)
    carry_out(store, CHART, life.id, done(life.order, minute, "done"), actor=NURSE, expected=None)
    now = chart(store, CHART)
    placed = now.event(f"{life.id}-order")
    assert placed is not None
    assert placed.instant == now.told[-1].instant, "one minute: the order that was placed, and what was done"
    kept = next(one for one in now.entries if one.type == "event recorded" and one.body["event"]["id"] == "done")
    judged = {one.event.id: one for one in review(now.course).judged}
    assert [one.rule for one in judged["done"].findings] == [one["rule"] for one in kept.body["findings"]]
    assert not judged["done"].blocks, "the overridden finding is answered, now as then"
    assert not judged[placed.id].blocks, "and the order is not held against its own result"


@pytest.mark.usefixtures("now")
def test_an_override_that_is_over_answers_nothing(store: Store, clock: Clock) -> None:
    order = order_to_override()
    life = proposed(store, order)
    given = tuple(one.model_copy(update={"ends": clock.at}) for one in overriding(order, clock))
    with pytest.raises(NotReady, match="later end"):
        sign(store, CHART, life.id, actor=PRESCRIBER, overrides=given, expected=None)
    with pytest.raises(NotReady, match="twice"):
        sign(store, CHART, life.id, actor=PRESCRIBER, overrides=overriding(order, clock) * 2, expected=None)


def test_an_override_cannot_be_proposed(store: Store, now: Chart, clock: Clock) -> None:
    order = order_to_override()
    brought = order.model_copy(update={"overrides": overriding(order, clock)})
    with pytest.raises(NotAllowed, match="signs"):
        proposed(store, brought)
    assert chart(store, CHART).version == now.version


@pytest.mark.usefixtures("now")
def test_nobody_is_first_and_second(store: Store) -> None:
    life = proposed(store, actor=PRESCRIBER)
    life = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    with pytest.raises(NotAllowed, match="somebody else"):
        second_entry(store, CHART, life.id, again(life.order), actor=PRESCRIBER, expected=None)
    life = second_entry(store, CHART, life.id, again(life.order), actor=PRESCRIBER_2, expected=None)
    assert life.state == "ready"


@pytest.mark.usefixtures("now")
def test_a_mismatch_blocks_and_names_the_field_and_not_the_figure(store: Store, clock: Clock) -> None:
    life = signed(store)
    hourly = again(life.order) | {"daily_dose": f"{pump_order().daily_dose.amount('mcg/day')} mcg/h"}
    life = second_entry(store, CHART, life.id, hourly, actor=NURSE_2, expected=None)
    assert (life.state, life.mismatched) == ("mismatch", ("daily_dose",))
    assert life.mismatches[0].looks_like == "per hour against per day"
    assert str(pump_order().daily_dose) not in repr(life.mismatches)
    with pytest.raises(NotReady, match="different figures"):
        carry_out(store, CHART, life.id, done(life.order, clock.at, "done"), actor=NURSE, expected=None)
    life = second_entry(store, CHART, life.id, again(life.order), actor=NURSE_2, expected=None)
    assert (life.state, life.mismatched, len(life.second_entries)) == ("ready", (), 2)


@pytest.mark.usefixtures("now")
def test_a_figure_that_cannot_be_read_is_no_entry(store: Store) -> None:
    life = signed(store)
    version = chart(store, CHART).version
    for typed, says in (("", "is missing"), ("120", "unit"), ("1,5 mcg/day", "daily dose")):
        with pytest.raises(RecordError, match=f"(?i){says}"):
            second_entry(store, CHART, life.id, {"daily_dose": typed}, actor=NURSE_2, expected=None)
    with pytest.raises(RecordError, match="not asked for"):
        second_entry(store, CHART, life.id, again(life.order) | {"dose": "1 mcg"}, actor=NURSE_2, expected=None)
    assert chart(store, CHART).version == version


@pytest.mark.usefixtures("now")
def test_a_request_sent_twice_is_done_once_and_answers_alike(store: Store, clock: Clock) -> None:
    life = proposed(store, key="p")
    assert proposed(store, key="p") == life
    first = sign(store, CHART, life.id, actor=PRESCRIBER, expected=None, key="s")
    given = again(life.order)
    second = second_entry(store, CHART, life.id, given, actor=NURSE_2, expected=None, key="e")
    event = done(life.order, clock.at, "done")
    clock.jump(timedelta(minutes=1))
    third = carry_out(store, CHART, life.id, event, actor=NURSE, expected=None, key="c")
    version = chart(store, CHART).version
    assert sign(store, CHART, life.id, actor=PRESCRIBER, expected=1, key="s") == first
    assert second_entry(store, CHART, life.id, given, actor=NURSE_2, expected=1, key="e") == second
    assert carry_out(store, CHART, life.id, event, actor=NURSE, expected=1, key="c") == third
    assert chart(store, CHART).version == version
    with pytest.raises(RecordError, match="something else"):
        withdraw(store, CHART, life.id, "no more", actor=PRESCRIBER, expected=None, key="s")


@pytest.mark.usefixtures("now")
def test_who_comes_second_is_told_before_anything_is_judged(store: Store) -> None:
    life = proposed(store)
    seen = chart(store, CHART).version
    sign(store, CHART, life.id, actor=PRESCRIBER, expected=seen)
    with pytest.raises(Conflict) as conflict:
        sign(store, CHART, life.id, actor=PRESCRIBER_2, expected=seen)
    assert [getattr(one, "type", "") for one in conflict.value.since] == ["order signed"]


def test_of_many_who_sign_at_once_one_does(places: Places, opened: Callable[[str | Path], Store], clock: Clock) -> None:
    clock.at = pump_order().at
    where = places.new()
    stores = [opened(where) for _ in range(5)]
    opened_chart(stores[0], "spinal-adult-pump")
    life = proposed(stores[0])
    seen = chart(stores[0], CHART).version

    def race(number: int) -> str:
        try:
            who = Actor(f"prescriber-{number}", "prescriber")
            return sign(stores[number], CHART, life.id, actor=who, expected=seen).state
        except LentusError as error:
            return type(error).__name__

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(race, range(5))) == ["Conflict"] * 4 + ["signed"]
    assert [one.type for one in stores[0].entries(f"chart/{CHART}", after=seen)] == ["order signed"]


@pytest.mark.usefixtures("now")
def test_signing_asks_the_rules_again_and_says_what_is_new(store: Store, clock: Clock) -> None:
    life = proposed(store)
    record_event(
        store, CHART, done(life.order, clock.at, "done"), expected=None, actor=NURSE, key="k", needs_second=True
    )
    new = [one.rule for one in findings_now(store, CHART, life.id) if one.severity >= Severity.OVERRIDE]
    assert new, "a second step on the same day does not pass unnoticed"
    with pytest.raises(NotReady, match=new[0]):
        sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
    assert next(one for one in chart(store, CHART).orders if one.id == life.id).state == "proposed"


@pytest.mark.usefixtures("now")
def test_withdrawing_takes_an_order_out_of_force(store: Store) -> None:
    life = ready(store)
    assert len(chart(store, CHART).folded.orders) == len(pump_state().orders) + 1
    with pytest.raises(NotAllowed):
        withdraw(store, CHART, life.id, "changed my mind", actor=NURSE, expected=None)
    life = withdraw(store, CHART, life.id, "changed my mind", actor=PRESCRIBER_2, expected=None, key="w")
    assert (life.state, life.withdrawn_by, life.reason) == ("withdrawn", "prescriber-2", "changed my mind")
    assert chart(store, CHART).folded.orders == pump_state().orders
    assert withdraw(store, CHART, life.id, "changed my mind", actor=PRESCRIBER_2, expected=None, key="w") == life
    with pytest.raises(NotReady, match="withdrawn"):
        sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)


@pytest.mark.usefixtures("now")
def test_no_error_says_anything_about_the_patient(store: Store, clock: Clock) -> None:
    patient = chart(store, CHART).patient
    refusals = []
    stopped, over = proposed(store, order_to_stop()), proposed(store, order_to_override())
    for life in (stopped, over):
        with pytest.raises(LentusError) as refused:
            sign(store, CHART, life.id, actor=PRESCRIBER, expected=None)
        refusals.append(str(refused.value))
    with pytest.raises(LentusError) as refused:
        carry_out(store, CHART, over.id, done(over.order, clock.at, "x"), actor=NURSE, expected=None)
    refusals.append(str(refused.value))
    secrets = [patient.name, patient.id, str(patient.born), str(over.order.daily_dose)]  # type: ignore[union-attr]
    assert not any(secret in text for text in refusals for secret in secrets)


@pytest.mark.usefixtures("now")
def test_the_entries_are_plain_data(store: Store) -> None:
    ready(store)
    for entry in store.entries(f"chart/{CHART}"):
        assert json.loads(json.dumps(entry.body)) == entry.body
