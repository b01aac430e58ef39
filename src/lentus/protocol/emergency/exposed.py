"""Whether a recorded effect can come from baclofen: it ran when the effect was seen, or had run shortly before.

A stop is the first thing done for an overdose, and the patient is not awake again because of it. So an effect is held
against what was given when it was recorded, and against what ended within the time that a coma has lasted; it stands
until it is recorded as gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import State, standing_events
from lentus.course.events import SideEffect, TherapyStopped
from lentus.protocol.bounds import at_most
from lentus.protocol.exposure import possible
from lentus.protocol.oral_doses import taken
from lentus.protocol.spans import elapsed


def may_come_from_baclofen(state: State, effect: SideEffect) -> bool:
    """Whether baclofen is, or was at any entry of this effect or shortly before it, in the patient."""
    if possible(state) or state.screening:
        return True
    name = effect.effect.casefold()
    seen = [one.at for one in state.side_effects if one.effect.casefold() == name]
    return any(_given_by(state, moment) for moment in (*seen, state.now))


def _given_by(state: State, moment: datetime) -> bool:
    """Whether any route ran at `moment`, or ended no longer before it than a coma has lasted."""
    window = monograph.duration("emergencies.overdose-coma", state.patient.profile)
    return any(
        start <= moment and (end is None or end >= moment or bool(at_most(elapsed(end, moment), window)))
        for start, end in _runs(state)
    )


def _runs(state: State) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when each route gave baclofen; what was stopped had run, whether or not the record says how."""
    yield from ((one.start, one.end) for one in state.pump if one.value.mode != "stopped")
    yield from ((one.start, one.end) for one in state.oral if taken(one.value.doses))
    yield from ((one.start, one.end) for one in state.transdermal if one.value)
    yield from ((one.at, one.at) for one in standing_events(state) if isinstance(one, TherapyStopped))
