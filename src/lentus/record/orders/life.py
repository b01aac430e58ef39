"""The life of an order: a fold of a chart's entries, and nothing else. Where an order stands is never written down.

proposed ──sign──> signed ──second person agrees──> ready ──> carried out
    │                 └──second person differs──> mismatch ──another entry agrees──> ready
    └ refused: a stop stood against it; it can never be signed
Until it takes effect, an order may be withdrawn. One that needs no second person is ready when it is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from lentus.course.orders import AnyOrder, Override
from lentus.errors import StoreDamaged
from lentus.protocol import Finding, Severity
from lentus.record.entry import Entry
from lentus.record.findings import findings_from
from lentus.record.orders.figures import Mismatch

OrderState = Literal["proposed", "refused", "signed", "mismatch", "ready", "carried out", "withdrawn"]

_READER: TypeAdapter[AnyOrder] = TypeAdapter(AnyOrder)


@dataclass(frozen=True, slots=True)
class Offered:
    """An option that was on the page when the order was proposed."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SecondEntry:
    """One time that a second person entered the figures. What was typed stays in the entry, never here."""

    by: str
    at: datetime
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, slots=True)
class OrderLife:
    """An order and all that was done about it, as it stands after the entries that were folded.

    `order` is as it was written, with the signer's overrides once signed; `findings` are those of the last judging,
    `proposed_findings` those of the proposal. `replaces` are the orders that its signature withdraws, by id. Times are
    the record's, in UTC.
    """

    id: str
    order: AnyOrder
    state: OrderState
    proposed_by: str
    proposed_role: str
    at: datetime
    needs_second: bool
    findings: tuple[Finding, ...]
    proposed_findings: tuple[Finding, ...]
    options: tuple[Offered, ...]
    chosen: str | None
    note: str
    state_version: int
    versions: dict[str, str]
    signed_by: str | None = None
    signed_at: datetime | None = None
    overrides: tuple[Override, ...] = ()
    second_entries: tuple[SecondEntry, ...] = ()
    second_by: str | None = None
    ready_at: datetime | None = None
    placed: str | None = None
    carried_by: str | None = None
    carried_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    reason: str = ""
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """The figures in which the last second entry differed, while that blocks the order."""
        return self.second_entries[-1].mismatches if self.state == "mismatch" else ()

    @property
    def mismatched(self) -> tuple[str, ...]:
        """The names of the figures in `mismatches`."""
        return tuple(one.name for one in self.mismatches)

    @property
    def appeared(self) -> tuple[Finding, ...]:
        """Findings of the last judging that the proposal did not have."""
        return unlike(self.findings, self.proposed_findings)

    @property
    def gone(self) -> tuple[Finding, ...]:
        """Findings of the proposal that the last judging did not have any more."""
        return unlike(self.proposed_findings, self.findings)

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state not in ("carried out", "withdrawn")


def unlike(findings: Iterable[Finding], others: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings whose rule, severity and bound none of `others` has; a sentence may count time."""
    known = {(one.rule, one.severity, one.bound) for one in others}
    return tuple(one for one in findings if (one.rule, one.severity, one.bound) not in known)


@dataclass(frozen=True, slots=True)
class Book:
    """The orders of one chart as far as its entries were read; `undone` is what each striking-out undid, by its id."""

    found: dict[str, OrderLife] = field(default_factory=dict)
    undone: dict[str, OrderLife] = field(default_factory=dict)

    def read(self, entries: Iterable[Entry]) -> Book:
        """The book after more entries; those about other things are passed by.

        Raises StoreDamaged, naming the entry, where entries contradict each other: no path of Lentus writes such a
        chart.
        """
        found, undone = dict(self.found), dict(self.undone)
        for entry in entries:
            step = _STEPS.get(entry.type)
            if step is not None:
                life = step(found, entry)
                found[life.id] = life
            elif entry.type == "event recorded":
                _placed(found, entry)
                if entry.body["event"]["kind"] == "entered in error":
                    _strike(found, undone, entry)
        return Book(found, undone)

    @property
    def lives(self) -> tuple[OrderLife, ...]:
        """Every order, in the order in which they were proposed."""
        return tuple(self.found.values())


def lives(entries: Iterable[Entry]) -> tuple[OrderLife, ...]:
    """The orders of one chart, from its first entry on, in the order in which they were proposed."""
    return Book().read(entries).lives


def _proposed(found: dict[str, OrderLife], entry: Entry) -> OrderLife:
    body = entry.body
    if body["order_id"] in found:
        raise _damaged(entry, "proposes an order that was proposed before")
    findings = findings_from(body["findings"])
    stopped = any(one.severity is Severity.STOP for one in findings)
    return OrderLife(
        id=body["order_id"],
        order=_READER.validate_python(body["order"]),
        state="refused" if stopped else "proposed",
        proposed_by=entry.actor,
        proposed_role=entry.role,
        at=entry.recorded,
        needs_second=body["needs_second"],
        findings=findings,
        proposed_findings=findings,
        options=tuple(Offered(one["id"], one["title"]) for one in body["options"]),
        chosen=body["chosen"],
        note=body["note"],
        state_version=body["state_version"],
        versions=dict(body["versions"]),
        replaces=tuple(body.get("replaces", ())),
    )


def _signed(found: dict[str, OrderLife], entry: Entry) -> OrderLife:
    life = _in(found, entry, "proposed")
    overrides = tuple(Override.model_validate(one) for one in entry.body["overrides"])
    signed = replace(
        life,
        order=with_overrides(life.order, overrides),
        state="signed",
        signed_by=entry.actor,
        signed_at=entry.recorded,
        overrides=overrides,
        findings=findings_from(entry.body["findings"]),
    )
    return signed if life.needs_second else replace(signed, state="ready", ready_at=entry.recorded)


def _second_entry(found: dict[str, OrderLife], entry: Entry) -> OrderLife:
    life = _in(found, entry, "signed", "mismatch")
    if entry.actor in (life.proposed_by, life.signed_by):
        raise _damaged(entry, "makes one person both first and second")
    mismatches = tuple(Mismatch(**one) for one in entry.body["mismatches"])
    life = replace(life, second_entries=(*life.second_entries, SecondEntry(entry.actor, entry.recorded, mismatches)))
    if mismatches:
        return replace(life, state="mismatch")
    findings = findings_from(entry.body["findings"])
    return replace(life, state="ready", second_by=entry.actor, ready_at=entry.recorded, findings=findings)


def _withdrawn(found: dict[str, OrderLife], entry: Entry) -> OrderLife:
    life = _in(found, entry, "proposed", "refused", "signed", "mismatch", "ready")
    return _out(life, entry)


def _out(life: OrderLife, entry: Entry) -> OrderLife:
    reason = entry.body["reason"] if "reason" in entry.body else entry.body["event"]["reason"]
    return replace(
        life,
        state="withdrawn",
        withdrawn_by=entry.actor,
        withdrawn_at=entry.recorded,
        reason=reason,
        placed=None,
        replaced_by=entry.body.get("replaced_by"),
    )


def _carried_out(found: dict[str, OrderLife], entry: Entry) -> OrderLife:
    life = _in(found, entry, "ready")
    return replace(life, state="carried out", carried_by=entry.body["event_id"], carried_at=entry.recorded)


def _placed(found: dict[str, OrderLife], entry: Entry) -> None:
    """The event by which a ready order stands in the course."""
    event = entry.body["event"]
    order_id = entry.body.get("order_id")
    if event["kind"] == "order" and order_id is not None:
        found[order_id] = replace(_in(found, entry, "ready"), placed=event["id"])


def _strike(found: dict[str, OrderLife], undone: dict[str, OrderLife], entry: Entry) -> None:
    """No fact, nothing carried out; no order, no life. A striking-out that is struck out itself undoes nothing."""
    event = entry.body["event"]
    target = event["retracts"]
    for life in tuple(found.values()):
        if life.placed == target:
            found[life.id] = _out(life, entry)
        elif life.carried_by == target:
            undone[event["id"]] = life
            found[life.id] = replace(life, state="ready", carried_by=None, carried_at=None)
    before = undone.get(target)
    if before is not None and found[before.id].state == "ready":
        found[before.id] = before


def with_overrides(order: AnyOrder, overrides: tuple[Override, ...]) -> AnyOrder:
    """The order as it is signed: unchanged but for the signer's overrides."""
    return order.model_copy(update={"overrides": overrides})


def _in(found: dict[str, OrderLife], entry: Entry, *states: OrderState) -> OrderLife:
    life = found.get(entry.body["order_id"])
    if life is None:
        raise _damaged(entry, "speaks of an order that nobody proposed")
    if life.state not in states:
        raise _damaged(entry, f"does not fit an order that is {life.state}")
    return life


def _damaged(entry: Entry, what: str) -> StoreDamaged:
    return StoreDamaged(f"Entry {entry.seq} of {entry.stream} ({entry.type}) {what}: run lentus record verify.")


_STEPS: dict[str, Callable[[dict[str, OrderLife], Any], OrderLife]] = {
    "order proposed": _proposed,
    "order signed": _signed,
    "order second entry": _second_entry,
    "order withdrawn": _withdrawn,
    "order carried out": _carried_out,
}
