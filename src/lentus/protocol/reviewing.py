"""`review(course)`: a whole course held against the monograph, event by event, each with what was known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus.course import Course, State, advance, fold, standing_events
from lentus.course.events import AnyEvent, OrderPlaced
from lentus.course.orders import AnyOrder
from lentus.protocol.advice import Advice
from lentus.protocol.advising import advise
from lentus.protocol.checking import check
from lentus.protocol.finding import Finding
from lentus.protocol.judged import order_of
from lentus.protocol.ordered_first import first_decided


@dataclass(frozen=True, slots=True)
class Judged:
    """One event that amounts to an order, with what the rules found about it at its own time."""

    event: AnyEvent
    order: AnyOrder
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        """Whether a stop, or an override without its owner, stands against it."""
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Review:
    """A course as judged: each order and order-like fact, and the advice at `at`."""

    course: Course
    at: datetime
    state: State
    judged: tuple[Judged, ...]
    advice: Advice

    @property
    def clear(self) -> bool:
        """Whether nothing stands that keeps an order from proceeding."""
        return not any(one.blocks for one in self.judged) and not any(one.blocks for one in self.advice.findings)


def review(course: Course, at: datetime | None = None) -> Review:
    """Judge each event of `course` up to `at` (default: the last event) and advise at that moment.

    The events are judged as they now stand, corrections applied; each against what was known just before it. ValueError
    where there is neither an event nor `at`.
    """
    final = fold(course.patient, course.events, at)
    if final.at is None:
        raise ValueError("an empty course has no moment: give one")
    judged: list[Judged] = []
    state = State(patient=course.patient)
    rest = list(standing_events(final))
    while rest:
        event = rest.pop(first_decided(state, rest))
        order = order_of(state, event, rest)
        if order is not None:
            judged.append(Judged(event, order, check(state, _as_agreed(state, event, order))))
        state = advance(state, event)
    return Review(course, final.at, final, tuple(judged), advise(final))


def _as_agreed(state: State, event: AnyEvent, order: AnyOrder) -> AnyOrder:
    """A fact stands under the overrides of the order that it carries out; an order brings its own."""
    if isinstance(event, OrderPlaced):
        return order
    return order.model_copy(update={"overrides": state.carried_out(order)})
