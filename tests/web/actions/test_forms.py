from __future__ import annotations

import pytest

from lentus.course.events import EVENTS
from lentus.course.orders import ORDERS as ORDER_CLASSES
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.filling import texts_of
from lentus.web.pages.actions.opening import filled_in, opened
from lentus.web.pages.actions.typed import Typed
from tests.web.actions.forms import FACTS, ORDERS, SEVERAL, VALID
from tests.web.actions.scenes import PUMP, drafted, scene

CORRECTIONS = ("correction", "entered-in-error")
NOT_BY_FORM = {"order": "an order is proposed and signed", "medicine": "another drug is recorded as a fact"}


def test_every_action_has_a_form_here() -> None:
    assert set(VALID) == set(ACTIONS) - set(CORRECTIONS)


@pytest.mark.parametrize("key", ORDERS)
def test_a_form_makes_the_order_of_its_kind(key: str) -> None:
    draft = drafted(key, ORDERS[key])
    assert draft.answers.faults == []
    assert draft.order is not None
    assert draft.order.kind in (*ACTIONS[key].kinds, "pump stop")


@pytest.mark.parametrize("key", FACTS)
def test_a_form_makes_the_events_of_its_kind(key: str) -> None:
    draft = drafted(key, FACTS[key])
    assert draft.answers.faults == []
    assert tuple(one.kind for one in draft.events) == SEVERAL.get(key, ACTIONS[key].kinds)
    assert len({one.id for one in draft.events}) == len(draft.events)
    assert all(one.author == "nurse" for one in draft.events)


def test_every_kind_of_order_and_event_can_be_made() -> None:
    orders = {drafted(key, texts).order.kind for key, texts in ORDERS.items()}  # type: ignore[union-attr]
    orders.add(drafted("stop", {**ORDERS["stop"], "route": "intrathecal"}).order.kind)  # type: ignore[union-attr]
    events: set[str] = {one.kind for key, texts in FACTS.items() for one in drafted(key, texts).events}
    events |= {kind for key in CORRECTIONS for kind in ACTIONS[key].kinds}
    made = {str(one.model_fields["kind"].default) for one in (*ORDER_CLASSES, *EVENTS)}
    assert made - orders - events == set(NOT_BY_FORM)


@pytest.mark.parametrize("key", ORDERS)
def test_an_order_fills_its_form_so_that_it_makes_the_same_order(key: str) -> None:
    action, where = ACTIONS[key], scene()
    first = drafted(key, ORDERS[key], where)
    assert first.order is not None
    if key == "stop":
        return  # what is stopped is said by the kind of order, not by a field of it
    again = filled_in(action, where, Typed(), first.order)
    texts = {name: list(told) for name, told in again.texts.items()}
    second = drafted(key, {**texts, **_beside(key)}, where)
    assert second.order is not None, second.answers.faults
    assert second.order.model_dump(exclude={"as_written"}) == first.order.model_dump(exclude={"as_written"})


def _beside(key: str) -> dict[str, str]:
    """Answers that only the picture beside a form asks for."""
    return {name: ORDERS[key][name] for name in ("old", "path_volume", "bridge_dose") if key == "concentration"}


@pytest.mark.parametrize("key", [key for key in FACTS if key not in (*SEVERAL, "as-found", "diagnosis")])
def test_an_event_fills_its_form_so_that_it_makes_the_same_event(key: str) -> None:
    (event,) = drafted(key, FACTS[key]).events
    texts = {name: list(told) for name, told in texts_of(ACTIONS[key].groups, event).items()}
    assert drafted(key, texts).events == (event,)


@pytest.mark.parametrize("key", ACTIONS)
def test_a_form_opens_with_what_is_known_and_asks_for_the_rest(key: str) -> None:
    where = scene(*PUMP)
    texts = {name: list(told) for name, told in opened(ACTIONS[key], where).texts.items()}
    draft = drafted(key, texts, where)
    assert [one for one in draft.answers.faults if not one.missing] == []


def test_no_form_opens_with_a_new_dose() -> None:
    dosing = {"dose", "doses", "daily_dose", "rate", "bolus", "volume"}
    for key, action in ACTIONS.items():
        typed = opened(action, scene(*PUMP))
        assert not [name for name in dosing if typed.said(name)], key


def test_doses_of_a_day_are_said_back_in_words() -> None:
    draft = drafted("oral-start", {"at": "2026-03-05 14:30", "doses": ["5 mg", "5 mg", "5 mg", ""], "reason": "start"})
    assert draft.answers.words["doses"] == "5\u00a0mg three times a day, by mouth"


def test_an_intrathecal_amount_is_said_back_in_micrograms_and_with_its_route() -> None:
    draft = drafted("pump-start", ORDERS["pump-start"] | {"daily_dose": "0.12 mg/day"})
    assert draft.answers.words["daily_dose"] == "120\u00a0mcg per day, intrathecal"


def test_a_rate_per_hour_is_said_back_per_day_too() -> None:
    draft = drafted("program", ORDERS["program"])
    assert draft.answers.words["steps.rate.0"] == "5\u00a0mcg per h, that is 120\u00a0mcg per day, intrathecal"


def test_steps_that_do_not_add_up_to_the_stated_dose_are_refused_at_the_steps() -> None:
    draft = drafted("program", ORDERS["program"] | {"daily_dose": "200 mcg/day"})
    assert draft.order is None
    (fault,) = draft.answers.faults
    assert fault.place == "steps"
    assert "180\u00a0mcg per day" in fault.says


def test_a_day_with_a_gap_is_refused_at_the_steps() -> None:
    draft = drafted("program", ORDERS["program"] | {"steps.starts": ["02:00", "08:00"]})
    assert [one.place for one in draft.answers.faults] == ["steps"]
    assert "00:00" in draft.answers.faults[0].says


def test_the_same_form_makes_the_same_ids() -> None:
    assert drafted("filled", FACTS["filled"]).events == drafted("filled", FACTS["filled"]).events


def test_a_taper_is_written_out_from_what_is_taken() -> None:
    taken = drafted("oral-taken", FACTS["oral-taken"]).events
    where = scene(*taken)
    action = ACTIONS["oral-taper"]
    answers = drafted("oral-taper", {"at": "2026-03-06 08:00", "length": "5", "grid": "5 mg"}, where).answers
    assert action.planner is not None
    texts = {name: list(told) for name, told in action.planner(where, answers).items()}
    draft = drafted("oral-taper", {"at": "2026-03-06 08:00", "reason": "other", **texts}, where)
    assert draft.order is not None, draft.answers.faults
    assert draft.order.steps[-1].doses == ()  # type: ignore[union-attr]
