"""Short words for courses by mouth: a regimen, a day's doses, and what one area alone says about an order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Severity
from lentus.quantity import DoseRate, Mass
from tests.protocol.courses import event, order, state

DAY_1 = "2026-03-02T08:00"


def mg(*amounts: int | str) -> tuple[Mass, ...]:
    """Doses in mg."""
    return tuple(Mass.read(f"{amount} mg") for amount in amounts)


def a_day(amount: int | str) -> DoseRate:
    """A daily total in mg."""
    return DoseRate.read(f"{amount} mg/day")


def takes(*amounts: int | str, at: str | datetime = DAY_1, **fields: Any) -> AnyEvent:
    """A regimen from `at` on."""
    return event("oral regimen", at, doses=[f"{one} mg" for one in amounts], **fields)


def by_mouth(at: str | datetime, *amounts: int | str, **fields: Any) -> AnyOrder:
    """An order by mouth, written in mg."""
    return order("oral", at, doses=[f"{one} mg" for one in amounts], **fields)


def spoken(area: Area, known: State, ordered: AnyOrder) -> dict[str, Finding]:
    """What the rules of one area find, by rule id, at the order's own time."""
    at = max(ordered.at, known.at) if known.at else ordered.at
    found = [one for rule in area.rules.get(ordered.kind, ()) for one in rule(known.when(at), ordered)]
    by_rule = {one.rule: one for one in found}
    assert len(by_rule) == len(found), "a rule spoke twice about one order"
    return by_rule


def words(area: Area, known: State, ordered: AnyOrder) -> dict[str, str]:
    """The severity of each finding, by rule id."""
    return {rule: one.severity.word for rule, one in spoken(area, known, ordered).items()}


def refuses(area: Area, known: State, ordered: AnyOrder) -> bool:
    """Whether the area holds the order up."""
    return any(one.severity >= Severity.OVERRIDE for one in spoken(area, known, ordered).values())


def watched(area: Area, known: State) -> dict[str, Finding]:
    """What the area says about the patient, whatever is ordered."""
    return {one.rule: one for watcher in area.watchers for one in watcher(known)}


def on(*amounts: int | str, since: str = DAY_1, at: str = "2026-03-20T09:00", **patient: Any) -> State:
    """A patient who takes these doses since then, at `at`."""
    return state(takes(*amounts, at=since), at=at, **patient)
