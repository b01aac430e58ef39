"""The demo clinic in a store: every story told through the record's own public calls, in the order of time.

The store's clock is turned to each step's own moment, so that the record of a story reads as if a clinic had kept it.
All of it is one commit: a demo is whole or not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lentus.errors import RecordError
from lentus.quantity import Concentration
from lentus.record.accounts import accounts, create_account
from lentus.record.charts import charts, open_chart, record_event
from lentus.record.demo.cases import cases
from lentus.record.demo.people import ADMINISTRATOR, NURSE, PEOPLE, Person
from lentus.record.demo.story import SEED, ZONE, Case, Happened, Ordered, Step, in_time
from lentus.record.entry import SYSTEM, Actor
from lentus.record.orders.acting import carry_out, propose, second_entry, sign
from lentus.record.orders.figures import figures
from lentus.record.orders.verifying import verify_event
from lentus.record.settings import Settings, change_settings
from lentus.record.store import Store

CLINIC = Settings(name="Generated Spasticity Clinic", zone=ZONE, review_every_days=120)
"""The demo clinic's own profile."""

TO_SIGN = timedelta(minutes=2)
TO_ENTER = timedelta(minutes=4)
"""After an order is written: its signature, and its second entry."""


@dataclass(slots=True)
class _Clock:
    """Stands where it was put."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


def make_demo(store: Store, *, seed: int = SEED, today: datetime | None = None) -> tuple[Case, ...]:
    """Fill a new demo store with the forty patients and the demo's people, as of the moment `today` (default: now).

    The same seed and moment write the same entries, to the byte. RecordError where the store is no demo, or holds
    patients already.
    """
    if not store.demo:
        raise RecordError("Generated patients stand in a demo store only: open a new store as a demo.")
    if charts(store):
        raise RecordError("This store holds patients already: a demo is made in a new one.")
    made = cases(seed, today or store.now())
    clock = _Clock(made[0].steps[0].at)
    telling = Store(store.engine, clock=clock, types=store.types)
    telling.load_facts()
    with telling.transaction():
        _tell(telling, clock, made)
    return made


def _tell(store: Store, clock: _Clock, made: tuple[Case, ...]) -> None:
    lines = in_time(made)
    clock.at = lines[0][0] - timedelta(days=1)
    add_people(store)
    change_settings(store, CLINIC, actor=_actor(ADMINISTRATOR), expected=None, reason="The demo clinic is set up.")
    opened: set[int] = set()
    orders: dict[str, str] = {}
    for moment, case, _, step in lines:
        clock.at = max(clock.at, moment)
        if case.number not in opened:
            open_chart(store, case.patient, actor=_actor(NURSE), generated=True, chart_id=case.chart_id)
            opened.add(case.number)
        _take(store, clock, case, step, orders)


def add_people(store: Store) -> None:
    """An account for each person of the demo clinic that has none yet; they sign in by a button."""
    there = {one.name for one in accounts(store)}
    for one in PEOPLE:
        if one.name not in there:
            create_account(store, one.name, one.full_name, one.role, None, actor=SYSTEM)


def _actor(person: Person) -> Actor:
    return Actor(person.name, person.role)


def _take(store: Store, clock: _Clock, case: Case, step: Step, orders: dict[str, str]) -> None:
    if isinstance(step, Ordered):
        orders[step.id] = _ordered(store, clock, case, step)
    elif step.order_id is not None:
        order_id, key = orders[step.order_id], f"{step.event.id}-done"
        carry_out(store, case.chart_id, order_id, step.event, actor=_actor(step.by), expected=None, key=key)
    else:
        _happened(store, case, step)


def _happened(store: Store, case: Case, step: Happened) -> None:
    chart, event = case.chart_id, step.event
    record_event(
        store, chart, event, expected=None, actor=_actor(step.by), key=event.id, needs_second=step.needs_second
    )
    if step.needs_second and step.second is not None:
        again = {field.name: _typed(value) for field, value in figures(event).items()}
        verify_event(
            store, chart, event.id, again, actor=_actor(step.second), expected=None, key=f"{event.id}-verified"
        )


def _ordered(store: Store, clock: _Clock, case: Case, step: Ordered) -> str:
    """Propose, and as far as the story goes: sign, enter again."""
    chart, began = case.chart_id, clock.at
    bare = step.order.model_copy(update={"overrides": ()})
    life = propose(store, chart, bare, actor=_actor(step.by), expected=None, key=step.id, note=step.note)
    if step.signer is not None:
        clock.at = began + TO_SIGN
        sign(
            store,
            chart,
            life.id,
            actor=_actor(step.signer),
            overrides=step.order.overrides,
            expected=None,
            key=f"{step.id}-signed",
        )
    if step.second is not None:
        clock.at = began + TO_ENTER
        again = {field.name: _typed(value) for field, value in figures(step.order).items()}
        if step.entry == "disagrees":
            again |= _other(again)
        second_entry(store, chart, life.id, again, actor=_actor(step.second), expected=None, key=f"{step.id}-again")
    return life.id


def _other(again: dict[str, str]) -> dict[str, str]:
    """A slip of the second person: twice the concentration."""
    read = Concentration.read(again["concentration"])
    return {"concentration": str(read * 2)}


def _typed(value: object) -> str:
    """A figure as a person types it."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
