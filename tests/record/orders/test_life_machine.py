"""Any steps by any people: no path signs a stop, makes one person both, or carries out what is not ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from lentus.course.orders import AnyOrder, Override
from lentus.errors import NotAllowed, NotReady, RecordError
from lentus.protocol import Severity, blocked, check
from lentus.record import Actor, NewEntry
from lentus.record.orders import carrying, deciding
from lentus.record.orders.life import OrderLife, with_overrides
from lentus.record.roles import allowed
from tests.record.orders.paper import Paper
from tests.record.orders.scenes import (
    NURSE,
    NURSE_2,
    PEOPLE,
    PRESCRIBER,
    again,
    done,
    order_to_override,
    order_to_stop,
    overridden_rules,
    pump_order,
    pump_state,
)

Decide = Callable[[], Sequence[NewEntry]]
APART = "10 mcg/h"
"""A figure that can be read and that no order here has."""
ACTORS = st.sampled_from((NURSE, NURSE, PRESCRIBER, PRESCRIBER, PRESCRIBER, NURSE_2, NURSE_2, *PEOPLE))
"""Everybody, and oftener those who bring an order on."""
WITHDRAWABLE = ("proposed", "refused", "signed", "mismatch", "ready")


def orders() -> tuple[AnyOrder, ...]:
    return pump_order(), order_to_override(), order_to_stop()


class Orders(RuleBasedStateMachine):
    """Every step is tried by everybody; what may happen is told by the model, what did happen by the fold."""

    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.paper = Paper(pump_state())
        self.firsts: dict[str, set[str]] = {}
        self.ready: set[str] = set()
        self.differed: dict[str, bool] = {}
        self.count = 0

    def try_step(self, actor: Actor, decide: Decide, *, person: bool, order: bool, typed: bool = True) -> bool:
        """Take a step; it must succeed exactly where person, order and typing all allow it, or leave nothing."""
        before = list(self.paper.entries)
        if person and order and typed:
            self.paper.write(decide(), actor)
            self.paper.wait()
            return True
        refusals = [kind for kind, fine in ((NotAllowed, person), (NotReady, order), (RecordError, typed)) if not fine]
        with pytest.raises(tuple(refusals)):
            decide()
        assert self.paper.entries == before
        return False

    def life(self, order_id: str) -> OrderLife:
        return self.paper.lives[order_id]

    def beside(self, order_id: str) -> list[OrderLife]:
        """The other open orders of the pump, for an order of the pump."""
        lives = self.paper.lives
        if order_id not in lives or lives[order_id].order.kind != "pump dose":
            return []
        return [one for one in self.open_pump() if one.id != order_id]

    def open_pump(self) -> list[OrderLife]:
        done_with = ("refused", "carried out", "withdrawn")
        return [
            one for one in self.paper.lives.values() if one.order.kind == "pump dose" and one.state not in done_with
        ]

    def alone(self, order_id: str) -> bool:
        """Whether nothing stands beside an order but what it said that it replaces."""
        named = self.paper.lives[order_id].replaces if order_id in self.paper.lives else ()
        return all(one.id in named for one in self.beside(order_id))

    @precondition(lambda self: self.count < 3)
    @rule(target=made, actor=ACTORS, which=st.sampled_from((0, 0, 1, 1, 2)), naming=st.booleans())
    def propose(self, actor: Actor, which: int, naming: bool) -> str:
        self.count += 1
        order_id, order = f"o{self.count}", orders()[which]
        scene = self.paper.scene(actor)
        person = allowed(actor.role, "propose order")
        stands = [one.id for one in self.open_pump()] if order.kind == "pump dose" else []
        named = stands if naming else []
        if self.try_step(
            actor,
            lambda: deciding.proposed(scene, order_id, order, replaces=named),
            person=person,
            order=naming or not stands,
        ):
            self.firsts[order_id] = {actor.name}
            assert list(self.life(order_id).replaces) == stands
        return order_id

    @rule(order_id=made, actor=ACTORS, answered=st.sampled_from((True, True, False)))
    def sign(self, order_id: str, actor: Actor, answered: bool) -> None:
        scene = self.paper.scene(actor)
        life = scene.lives.get(order_id)
        overrides = self.overrides(life.order, actor) if life and answered else ()
        order = with_overrides(life.order, overrides) if life else None
        fine = life is not None and life.state == "proposed" and not blocked(check(scene.state, order))  # type: ignore[arg-type]
        person = allowed(actor.role, "sign order")
        gone, fine = self.beside(order_id), fine and self.alone(order_id)
        if self.try_step(actor, lambda: deciding.signed(scene, order_id, overrides), person=person, order=fine):
            self.firsts[order_id].add(actor.name)
            assert all(self.life(one.id).state == "withdrawn" for one in gone)
            assert all(self.life(one.id).replaced_by == order_id for one in gone)

    def overrides(self, order: AnyOrder, actor: Actor) -> tuple[Override, ...]:
        common: dict[str, Any] = {"by": actor.name, "reason": "seen and weighed", "at": order.at, "zone": order.zone}
        ends = max(order.at, self.paper.now) + timedelta(days=30)
        rules = overridden_rules(self.paper.state, order)
        return tuple(Override(rule=name, ends=ends, **common) for name in rules)

    @rule(order_id=made, actor=ACTORS, slip=st.sampled_from(["", "", APART, "unreadable", "missing"]))
    def enter_again(self, order_id: str, actor: Actor, slip: str) -> None:
        scene = self.paper.scene(actor)
        life = scene.lives.get(order_id)
        given = again(life.order) if life else {}
        if slip:
            given["daily_dose"] = "" if slip == "missing" else slip
        standing = life is not None and life.state in ("signed", "mismatch")
        still = standing and life is not None and (slip == APART or not blocked(check(scene.state, life.order)))
        still = still and self.alone(order_id)
        person = allowed(actor.role, "verify figures") and actor.name not in self.firsts.get(order_id, set())
        typed = slip in ("", APART)
        step = self.try_step(
            actor, lambda: deciding.entered_again(scene, order_id, given), person=person, order=still, typed=typed
        )
        if step:
            self.differed[order_id] = bool(slip)
            if not slip:
                self.ready.add(order_id)

    @rule(order_id=made, actor=ACTORS, reason=st.sampled_from([" ", " ", " ", "no longer wanted"]))
    def withdraw(self, order_id: str, actor: Actor, reason: str) -> None:
        scene = self.paper.scene(actor)
        life = scene.lives.get(order_id)
        own = life is not None and life.proposed_by == actor.name and life.state in ("proposed", "refused")
        person = allowed(actor.role, "withdraw order") or own
        standing = life is not None and life.state in WITHDRAWABLE
        self.try_step(
            actor,
            lambda: deciding.withdrawn(scene, order_id, reason),
            person=person,
            order=standing,
            typed=bool(reason.strip()),
        )

    @rule(order_id=made, actor=ACTORS, as_ordered=st.sampled_from((True, True, False)))
    def carry_out(self, order_id: str, actor: Actor, as_ordered: bool) -> None:
        scene = self.paper.scene(actor)
        life = scene.lives.get(order_id)
        order = life.order if life else pump_order()
        event = done(order, self.paper.now, f"{order_id}-done")
        if not as_ordered:
            event = event.model_copy(update={"daily_dose": pump_order().daily_dose * 20})
        fine = life is not None and life.state == "ready" and as_ordered and self.alone(order_id)

        def decide() -> Sequence[NewEntry]:
            entry = carrying.carried_out(scene, order_id, event).entry
            return deciding.recorded(
                scene, event.model_dump(mode="json", exclude_none=True), [], order_id=order_id
            ), entry

        self.try_step(actor, decide, person=allowed(actor.role, "carry out order"), order=fine)

    @invariant()
    def no_stop_is_ever_signed(self) -> None:
        for life in self.paper.lives.values():
            stopped = any(one.severity is Severity.STOP for one in (*life.proposed_findings, *life.findings))
            assert not (stopped and life.signed_by)
            assert not (life.signed_by and any(one.blocks for one in life.findings))

    @invariant()
    def two_people_stand_behind_what_is_ready(self) -> None:
        for life in self.paper.lives.values():
            if life.state in ("ready", "carried out"):
                assert life.id in self.ready
                assert not self.differed[life.id]
                assert life.second_by is not None
                assert life.second_by not in self.firsts[life.id]
                assert life.signed_by is not None

    @invariant()
    def no_two_orders_of_one_pump_are_signed_and_open(self) -> None:
        assert sum(one.signed_by is not None for one in self.open_pump()) <= 1

    @invariant()
    def the_course_holds_exactly_what_is_ready(self) -> None:
        # What is in force: neither proposed, nor blocked, nor withdrawn.
        in_force = [life for life in self.paper.lives.values() if life.state in ("ready", "carried out")]
        assert len(self.paper.state.orders) == len(pump_state().orders) + len(in_force)
        assert all(life.placed is not None for life in in_force)

    @invariant()
    def who_differs_is_shown_where(self) -> None:
        for life in self.paper.lives.values():
            assert bool(life.mismatched) == (life.state == "mismatch")


TestOrders = Orders.TestCase
TestOrders.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
