"""From events to a state: pure, incremental, and indifferent to the order in which events arrive.

An event that arrives late takes its place in time, and what followed is folded again from there. Corrections act from
the moment at which they were made, so a state of last week does not know today's corrections.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from lentus.course.events import EVENTS, AnyEvent, Correction, EnteredInError
from lentus.course.patient import Patient
from lentus.course.reducers import REDUCERS
from lentus.course.replacing import replace
from lentus.course.state import State
from lentus.errors import HistoryError

EVENT_READER: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)

# Events of one instant are folded in this order: what is so, then what was done, then what was ordered.
_RANK = {event.model_fields["kind"].default: rank for rank, event in enumerate(EVENTS)} | {"as found": -1}


def _key(event: AnyEvent) -> tuple[datetime, int, str]:
    return event.instant, _RANK[event.kind], event.id


def fold(patient: Patient, events: Iterable[AnyEvent], at: datetime | None = None) -> State:
    """The state after `events`, or at `at`: events later than `at` are not known yet.

    Raises HistoryError where two events share an id, or a correction does not fit what it corrects. A correction of
    an event that has not arrived waits, and `State.dangling` names it.
    """
    limit = at.astimezone(UTC) if at else None
    known = sorted((one for one in events if limit is None or one.instant <= limit), key=_key)
    _refuse_twins(known)
    effective, dangling = _corrected(known)
    state = State(patient=patient)
    for event in effective:
        state = _apply(state, event)
    moment = at or (known[-1].at if known else None)
    return replace(state, at=moment, events=tuple(known), dangling=dangling)


def advance(state: State, event: AnyEvent) -> State:
    """The state with one event more; equal to folding all events at once.

    An event from the past, a correction and a striking-out make the history fold again; anything else costs one step.
    """
    later = not state.events or _key(event) > _key(state.events[-1])
    simple = not isinstance(event, Correction | EnteredInError) and not state.dangling
    if later and simple and not any(one.id == event.id for one in state.events):
        moved = _apply(state, event)
        return replace(moved, at=event.at, events=(*state.events, event))
    return fold(state.patient, (*state.events, event))


TREATED_HERE = (
    "as found", "order", "oral regimen", "screening dose", "implant", "fill", "program", "interrogation", "replacement",
)  # fmt: skip
"""Kinds of events after which a patient whose care had passed to others is treated here again.

A letter, a value or a diagnosis that arrives later is none of them. Without this, whoever comes back would be left off
every list for good, and a pump would run dry unseen.
"""


def _apply(state: State, event: AnyEvent) -> State:
    if state.transferred is not None and event.kind in TREATED_HERE and event.instant > state.transferred:
        state = replace(state, transferred=None)
    reducer = REDUCERS.get(event.kind)
    return reducer(state, event) if reducer else state


def _refuse_twins(events: list[AnyEvent]) -> None:
    seen: set[str] = set()
    for event in events:
        if event.id in seen:
            raise HistoryError(f"event id {event.id!r} occurs twice: give each event its own id")
        seen.add(event.id)


def _corrected(events: list[AnyEvent]) -> tuple[list[AnyEvent], tuple[str, ...]]:
    """The events, given in order, as they now stand, in order; and the ids that a correction names in vain."""
    if not any(isinstance(event, Correction | EnteredInError) for event in events):
        return events, ()
    by_id = {event.id: event for event in events}
    struck = _struck(events)
    dangling = {target for target in struck if target not in by_id}
    for event in events:
        if not isinstance(event, Correction) or event.id in struck:
            continue
        if event.corrects not in by_id:
            dangling.add(event.corrects)
            continue
        by_id[event.corrects] = replacement_of(event, by_id[event.corrects])
    standing = [event for event in by_id.values() if event.id not in struck]
    return sorted(standing, key=_key), tuple(sorted(dangling))


def _struck(events: list[AnyEvent]) -> set[str]:
    """Ids that are struck out. The newest word counts: striking out a striking-out restores what it named."""
    struck: set[str] = set()
    for event in reversed(events):
        if isinstance(event, EnteredInError) and event.id not in struck:
            struck.add(event.retracts)
    return struck


def replacement_of(correction: Correction, original: AnyEvent) -> AnyEvent:
    """The event that a correction puts in the original's place.

    Raises HistoryError where it has another id or kind, or cannot be read.
    """
    written = {"zone": correction.zone, "author": correction.author, **correction.replacement}
    for name, value in (("id", original.id), ("kind", original.kind)):
        if written.setdefault(name, value) != value:
            raise HistoryError(
                f"correction {correction.id!r} changes the {name} of {original.id!r} from {value!r} to "
                f"{written[name]!r}: strike the event out and write a new one"
            )
    try:
        return EVENT_READER.validate_python(written)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        raise HistoryError(f"correction {correction.id!r}: {where}: {first['msg']}") from error


def standing_events(state: State) -> tuple[AnyEvent, ...]:
    """The events of `state` as they now stand, in order: corrected, without corrections and what they struck out.

    Rules ask for them many times over one state. The last answer is kept beside the very tuple that it was asked of,
    so that another state can never be answered with it.
    """
    global _LAST
    kept = _LAST
    if kept is None or kept[0] is not state.events:
        effective, _ = _corrected(list(state.events))
        stand = tuple(event for event in effective if not isinstance(event, Correction | EnteredInError))
        _LAST = kept = (state.events, stand)
    return kept[1]


_LAST: tuple[tuple[AnyEvent, ...], tuple[AnyEvent, ...]] | None = None
"""Events and what stands of them, as asked last; replaced whole, so that threads see one pair or the other."""
