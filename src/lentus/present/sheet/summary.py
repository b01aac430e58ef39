"""The summary of a visit: who, what runs, what stands, what was done lately, what is planned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lentus.course import State, standing_events
from lentus.present.events import event_line
from lentus.present.findings import short_finding
from lentus.present.orders import order_line
from lentus.present.pieces import Inline, Span
from lentus.present.sheet.blocks import Block, blocks_of, heading, rows, signs, table, text
from lentus.present.sheet.content import Person
from lentus.present.sheet.document import Document
from lentus.present.sourcing import legend
from lentus.present.states import state_rows
from lentus.present.when import show_date, show_moment
from lentus.protocol import Advice, Severity
from lentus.record.orders import OrderLife
from lentus.record.readmodels.reservoir import Reservoir

COVERED = "its figures are covered until the second person has entered them"
LATELY = timedelta(days=31)
NOTED = ("weight", "height", "condition", "medicines reviewed", "allergy")
"""Kinds of events that the state says already."""
DATES = {
    "empty": "May be empty, worst case",
    "alarm": "Low-reservoir alarm",
    "told": "Alarm date by the programmer",
    "cap": "Longest time between refills",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What the summary is made from."""

    state: State
    advice: Advice
    reservoir: Reservoir | None
    orders: tuple[OrderLife, ...]
    unverified: tuple[str, ...]
    covered: frozenset[str] = frozenset()
    """Ids of the orders that are named without their figures."""


def summary_document(visit: Visit, person: Person, *, generated: bool) -> Document:
    """The page."""
    state = visit.state
    blocks: list[Block] = [heading(f"As known on {show_moment(state.now)}"), rows(state_rows(state))]
    if visit.reservoir is not None:
        dates = sorted(visit.reservoir.days, key=lambda one: one[1])
        blocks += [heading("Refill"), rows((DATES[name], show_date(day)) for name, day in dates)]
    grave = [one for one in visit.advice.findings if one.severity >= Severity.WARN]
    blocks += [heading("What stands")]
    blocks += [text(short_finding(one)) for one in grave] or [text("Nothing that warns or stops stands.")]
    blocks += _lately(state, visit.unverified)
    blocks += _orders(visit.orders, visit.covered)
    if visit.advice.options:
        lines = [(one.title, show_moment(one.earliest) if one.earliest else "") for one in visit.advice.options]
        blocks += [heading("Options that were offered, none of them chosen here"), table(("Option", "Earliest"), lines)]
    if visit.advice.missing:
        blocks += [heading("What is missing"), text(", ".join(visit.advice.missing))]
    blocks += [signs("Written by", "Read by")]
    names = [name for one in grave for name in one.sources]
    blocks += blocks_of(legend(names, unverified=not all(one.verified for one in grave)))
    return Document("Summary of the visit", tuple(blocks), person, "", generated)


def _lately(state: State, unverified: Iterable[str]) -> list[Block]:
    since, open_still = state.now - LATELY, set(unverified)
    found = [one for one in standing_events(state) if one.at >= since and one.kind not in NOTED]
    lines: list[tuple[Inline, Inline]] = []
    for event in found:
        told = event_line(event)
        marked: Inline = (
            told if isinstance(told, str | Span) else Span("".join(_plain(told))),
            Span("  UNVERIFIED", "unverified"),
        )
        lines.append((show_moment(event.at), marked if event.id in open_still else told))
    if not lines:
        return [heading("Lately"), text(f"Nothing is recorded since {_date(since)}.")]
    return [heading(f"Since {_date(since)}"), table(("When", "What"), lines)]


def _plain(parts: tuple[str | Span, ...]) -> Iterable[str]:
    return (one.text if isinstance(one, Span) else one for one in parts)


def _when(life: OrderLife) -> str:
    return show_moment(life.order.at)


def _date(moment: datetime) -> str:
    return show_date(moment.date())


def _orders(orders: Iterable[OrderLife], covered: frozenset[str]) -> list[Block]:
    lines: list[tuple[Inline, ...]] = [
        (one.state, f"{one.order.kind}: {COVERED}" if one.id in covered else order_line(one.order), _when(one))
        for one in orders
        if one.open
    ]
    return [heading("Orders in progress"), table(("Stands", "Order", "For"), lines, wide=(1,))] if lines else []
