"""Small courses for the protocol's tests: events and orders in one line each, on one clinic's clock."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from lentus.course import AnyEvent, AnyOrder, Patient, State, fold, order_from, read_moment
from lentus.course.fold import EVENT_READER
from lentus.protocol import Finding, check
from lentus.protocol.area import Area
from lentus.protocol.finding import Severity, gravest_first, with_overrides

ZONE = "America/Chicago"
_ids = count(1)


def moment(text: str, zone: str = ZONE) -> datetime:
    """A time on the clinic's clock."""
    return read_moment(text, zone)


def event(kind: str, at: str | datetime, **fields: Any) -> AnyEvent:
    """An event of that kind; its id and author do not matter; a program is steady unless it says otherwise."""
    usual = {"mode": "simple continuous"} if kind == "program" else {}
    written = {"id": f"e{next(_ids):07d}", "zone": ZONE, "author": "A. Nurse", **usual, **fields}
    return EVENT_READER.validate_python({"kind": kind, "at": at, **written})


def order(kind: str, at: str | datetime, **fields: Any) -> AnyOrder:
    """An order of that kind."""
    return order_from({"kind": kind, "at": at, "zone": ZONE, **fields})


def state(
    *events: AnyEvent,
    at: str | datetime | None = None,
    born: str | None = "1980-06-15",
    profile: str = "us",
    **patient: Any,
) -> State:
    """The state of an adult, unless `born` says otherwise, after these events."""
    who = Patient.model_validate(
        {"id": "p1", "born": date.fromisoformat(born) if born else None, "profile": profile, **patient}
    )
    return fold(who, events, moment(at) if isinstance(at, str) else at)


def found(state: State, order: AnyOrder, *areas: Area) -> dict[str, Finding]:
    """What the rules of `areas` (all, where none is named) find about the order, by rule id, gravest first.

    A fact that is missing may be asked for by several areas; every other rule speaks once.
    """
    if areas:
        looking = state.when(max(order.at, state.at) if state.at else order.at)
        rules = [rule for area in areas for rule in area.rules.get(order.kind, ())]
        findings = gravest_first(with_overrides((one for rule in rules for one in rule(looking, order)), order))
    else:
        findings = check(state, order)
    ids = [one.rule for one in findings if not one.rule.startswith("record.")]
    assert len(ids) == len(set(ids)), "a rule spoke twice about one order"
    return {one.rule: one for one in reversed(findings)}


def grave(state: State, order: AnyOrder, *areas: Area) -> dict[str, str]:
    """The word of each finding that is more than information, by rule id."""
    findings = found(state, order, *areas).items()
    return {rule: one.severity.word for rule, one in findings if one.severity > Severity.INFO}
