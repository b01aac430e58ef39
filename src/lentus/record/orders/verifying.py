"""The second look at a fact that one person recorded, as in an emergency at night: verified later, by somebody else.

A fact that is not verified stands in the course all the same, since it happened. When the figures differ, it stays
unverified, the fields are named, and what was wrong is corrected by an event that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lentus.course import standing_events
from lentus.course.events import AnyEvent
from lentus.errors import NotAllowed, NotReady, RecordError
from lentus.record.chart import Chart
from lentus.record.charts import chart
from lentus.record.entry import Actor, Entry, NewEntry
from lentus.record.orders import figures
from lentus.record.orders.deciding import mismatches_kept
from lentus.record.orders.figures import KeyField, Mismatch
from lentus.record.roles import require
from lentus.record.seeing import SEEN, fact_mark, seen
from lentus.record.store import Store
from lentus.record.unverified import recorded_by


@dataclass(frozen=True, slots=True)
class Verification:
    """One second look at a fact: by whom, and the figures that differed; none means that it is verified now."""

    event_id: str
    by: str
    mismatches: tuple[Mismatch, ...]

    @property
    def verified(self) -> bool:
        """Whether both people say the same."""
        return not self.mismatches


def fields_to_verify(now: Chart, event_id: str) -> tuple[KeyField, ...]:
    """What the second person enters again about a recorded fact. NotReady where nothing waits for one."""
    return figures.key_fields(_waiting(now, event_id))


def verify_event(
    store: Store,
    chart_id: str,
    event_id: str,
    fields: Mapping[str, str],
    *,
    actor: Actor,
    expected: int | None,
    key: str = "",
) -> Verification:
    """Enter the figures of a recorded fact again, as another person than who recorded or corrected it.

    Raises NotAllowed, NotReady, Conflict, and RecordError for figures that cannot be read.
    """
    require(actor.role, "verify figures")
    with store.transaction() as writing:
        now = chart(store, chart_id)
        earlier = _earlier(now, event_id, actor, key)
        if earlier is not None:
            return earlier
        writing.expect(now.stream, expected)
        event = _waiting(now, event_id)
        if actor.name in recorded_by(now.entries, event_id) | {event.author}:
            raise NotAllowed("You recorded or corrected this: the second person must be somebody else.")
        if seen(store, [fact_mark(now.entries, event_id)], actor.name):
            raise NotAllowed(SEEN)
        mismatches = figures.disagreeing(event, figures.read_figures(event, fields))
        body = {
            "event_id": event_id,
            "by": actor.name,
            "fields": {name: text.strip() for name, text in fields.items()},
            **mismatches_kept(mismatches),
        }
        writing.append(now.stream, [NewEntry("event verified", body, key)], expected=expected, actor=actor)
        return Verification(event_id, actor.name, mismatches)


def verifications(now: Chart, event_id: str) -> tuple[Verification, ...]:
    """Every second look at a fact, oldest first."""
    looks = (one for one in now.entries if one.type == "event verified" and one.body["event_id"] == event_id)
    return tuple(_read(one) for one in looks)


def _read(entry: Entry) -> Verification:
    mismatches = tuple(Mismatch(**one) for one in entry.body["mismatches"])
    return Verification(entry.body["event_id"], entry.actor, mismatches)


def _waiting(now: Chart, event_id: str) -> AnyEvent:
    """The event as it now stands, corrections applied."""
    if event_id not in now.unverified:
        raise NotReady("Nothing waits for a second person here: it was verified, struck out, or never needed one.")
    return next(one for one in standing_events(now.folded) if one.id == event_id)


def _earlier(now: Chart, event_id: str, actor: Actor, key: str) -> Verification | None:
    found = next((one for one in now.entries if key and one.key == key), None)
    if found is None:
        return None
    if (found.type, found.actor, found.body.get("event_id")) != ("event verified", actor.name, event_id):
        raise RecordError("The key of this request was used for something else: open the form again.")
    return _read(found)
