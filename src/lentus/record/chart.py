"""A chart: one patient's part of the record, read up to a version, with the course and the state that follow from it.

A chart never changes. The next one is made from it and the entries that came since, at the cost of those alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from lentus.course import AnyEvent, Course, Patient, State, advance, fold
from lentus.course.fold import EVENT_READER
from lentus.course.names import KEPT
from lentus.errors import RecordError
from lentus.record.entry import Entry
from lentus.record.orders.life import Book, OrderLife
from lentus.record.unverified import unverified

STREAM = "chart/"


def stream_of(chart_id: str) -> str:
    """The stream of a chart."""
    return f"{STREAM}{chart_id}"


def chart_id_of(stream: str) -> str | None:
    """The chart that a stream belongs to; None where it is no chart's."""
    return stream.removeprefix(STREAM) if stream.startswith(STREAM) else None


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient's record at `version`."""

    id: str
    patient: Patient
    generated: bool
    entries: tuple[Entry, ...] = field(repr=False)
    folded: State = field(repr=False)
    told: tuple[AnyEvent, ...] = field(default=(), repr=False)
    closed: bool = False
    book: Book = field(default=Book(), repr=False)

    @property
    def version(self) -> int:
        """How many entries it holds: what an append must expect."""
        return self.entries[-1].version

    @property
    def unverified(self) -> tuple[str, ...]:
        """The ids of events that a second person has not yet confirmed, oldest first."""
        return unverified(self.entries)

    @property
    def stream(self) -> str:
        """Its stream."""
        return stream_of(self.id)

    @property
    def course(self) -> Course:
        """The course: patient and events in order of arrival. Already proved by folding, so not proved again."""
        zone = self.told[-1].zone if self.told else None
        return Course.model_construct(
            lentus=1, generated=self.generated, title="", zone=zone, author=None, role=None, patient=self.patient,
            events=self.told,
        )  # fmt: skip

    @property
    def orders(self) -> tuple[OrderLife, ...]:
        """Every order that was proposed, with how far it has come."""
        return self.book.lives

    def state(self, at: datetime | None = None) -> State:
        """The state after every event, or at a moment, when what happens later is not known."""
        if at is None:
            return self.folded
        last = self.folded.events[-1].instant if self.folded.events else None
        if last is None or last <= at.astimezone(UTC):
            return self.folded.when(at)
        return fold(self.patient, self.told, at)

    def event(self, event_id: str) -> AnyEvent | None:
        """The event with this id as it was told; None where there is none."""
        return next((one for one in self.told if one.id == event_id), None)


def chart_from(chart_id: str, entries: Iterable[Entry]) -> Chart:
    """The chart that these entries make, from the first on. RecordError where they do not begin with its opening."""
    told = tuple(entries)
    if not told or told[0].type != "chart opened":
        raise RecordError(f"chart {chart_id}: there is no such chart; open it from the list of patients")
    patient = Patient.model_validate(told[0].body["patient"], context=KEPT)
    generated = bool(told[0].body["generated"])
    begun = Chart(chart_id, patient, generated, told[:1], State(patient=patient))
    return extended(begun, told[1:])


def extended(chart: Chart, entries: Iterable[Entry]) -> Chart:
    """The chart with more entries at its end."""
    new = tuple(entries)
    events = tuple(EVENT_READER.validate_python(one.body["event"]) for one in new if one.type == "event recorded")
    patient, closed = chart.patient, chart.closed
    for entry in new:
        match entry.type:
            case "patient changed":
                patient = Patient.model_validate(entry.body["patient"], context=KEPT)
            case "chart closed":
                closed = True
    told, entries_now = (*chart.told, *events), (*chart.entries, *new)
    return replace(
        chart,
        patient=patient,
        entries=entries_now,
        told=told,
        folded=_state(chart, patient, events, told),
        closed=closed,
        book=chart.book.read(new),
    )


def _state(chart: Chart, patient: Patient, new: tuple[AnyEvent, ...], told: tuple[AnyEvent, ...]) -> State:
    if patient != chart.patient or len(new) > _FEW:
        return fold(patient, told)
    state = chart.folded
    for event in new:
        state = advance(state, event)
    return state


_FEW = 4
"""More new events than this are folded at once with the rest: each one alone looks through all the others."""


def patient_kept(patient: Patient) -> dict[str, Any]:
    """A patient as the record holds it."""
    return patient.model_dump(mode="json", exclude_none=True)


def event_kept(event: AnyEvent) -> dict[str, Any]:
    """An event as the record holds it."""
    kept: dict[str, Any] = event.model_dump(mode="json", exclude_none=True)
    return kept
