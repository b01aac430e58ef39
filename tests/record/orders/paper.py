"""A chart on paper: entries in a list, so that the steps of an order can be tried without any store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from lentus.course import State, fold
from lentus.course.fold import EVENT_READER
from lentus.record import Actor, Entry, NewEntry
from lentus.record.canonical import canonical
from lentus.record.orders.life import OrderLife, lives
from lentus.record.orders.scene import Scene


class Paper:
    """One patient's entries, a clock, and the state that follows."""

    def __init__(self, state: State) -> None:
        self.begun = state
        self.now = state.now.astimezone(UTC)
        self.entries: list[Entry] = []

    @property
    def state(self) -> State:
        told = [EVENT_READER.validate_python(one.body["event"]) for one in self.entries if one.type == "event recorded"]
        folded = fold(self.begun.patient, (*self.begun.events, *told))
        return folded.when(max(self.now, folded.now))

    @property
    def lives(self) -> dict[str, OrderLife]:
        return {one.id: one for one in lives(self.entries)}

    def scene(self, actor: Actor) -> Scene:
        return Scene(self.lives, self.state, len(self.entries), {"engine": "test"}, self.now, actor)

    def wait(self, minutes: int = 1) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    def write(self, entries: Sequence[NewEntry], actor: Actor) -> None:
        """Keep entries as a store would: as plain data, with who and when."""
        for new in entries:
            canonical(dict(new.body))
            place = len(self.entries) + 1
            who = (actor.name, actor.role)
            self.entries.append(
                Entry(place, "chart/paper", place, new.type, 1, self.now, *who, new.key, dict(new.body), "", "")
            )
