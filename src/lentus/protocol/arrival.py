"""When the drug reaches the tip of the catheter.

A new path that was not primed holds something else. What leaves the tip is then not drug until the pump has moved the
volume of its tubing and catheter, which at a starting flow takes a day or two. The volume is a shift, not a guess: with
the flow of each stretch of the program, steady or by the hour, the moment is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus.course import Interval, PumpUse, State
from lentus.course.pumped import flow_between, moved_after
from lentus.protocol.spans import after
from lentus.quantity import Concentration, DoseRate, Duration, Volume

PROGRAM = "each program since the start with its concentration, and its dose or its steps"
"""What is missing where a flow is not known."""

_NOTHING = Volume.exact(0, "mL")
STEADY = ("simple continuous", "stopped")
"""Modes with one flow all day; a flex program has the flow of its steps."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When drug reached, or will reach, the tip.

    `at` is None where that cannot be worked out, and `missing` says what is lacking. `at_latest` is set where the
    priming alone is unknown: the moment that holds if the path was not primed.
    """

    at: datetime | None
    missing: tuple[str, ...] = ()
    at_latest: datetime | None = None


def time_to_tip(path: Volume, dose: DoseRate, concentration: Concentration) -> Duration:
    """How long a steady infusion needs to move the volume of its path.

    Raises QuantityError for a dose of zero, which moves nothing.
    """
    return path / (dose / concentration)


def arrival_at_tip(state: State) -> Arrival | None:
    """When drug of the infusion now running reaches the tip, going by the program so far.

    None where the question does not arise: no infusion, or one that was found running, with its path untouched since.
    """
    system, started = state.system, state.infusion_started
    changed = system.path_changed if system else None
    if not state.infusing or (started is None and changed is None):
        return None
    begin = max(one for one in (started, changed) if one is not None)
    if system is not None and system.primed:
        return Arrival(begin)
    if system is None or system.path_volume is None:
        return Arrival(None, _unknown(state, ("volume of tubing and catheter",)))
    # A path of which nobody said that it is empty may hold drug already: then this is the latest, as for none pushed.
    left = system.path_volume - (system.pushed or _NOTHING)
    filled = begin if left <= _NOTHING else _moved_by(state.pump, changed or begin, left)
    if filled is None:
        return Arrival(None, _unknown(state, (PROGRAM,)))
    latest = max(begin, filled)
    if system.primed is None:
        return Arrival(None, ("whether the path was primed",), at_latest=latest)
    return Arrival(latest)


def _unknown(state: State, missing: tuple[str, ...]) -> tuple[str, ...]:
    unsaid = state.system is None or state.system.primed is None
    return (*missing, "whether the path was primed") if unsaid else missing


def _moved_by(pump: tuple[Interval[PumpUse], ...], begin: datetime, path: Volume) -> datetime | None:
    """When the pump has moved `path` since `begin`; None where a flow on the way there is not known."""
    rest, at = path, begin
    for stretch in pump:
        if stretch.end is not None and stretch.end <= at:
            continue
        at = max(at, stretch.start)
        if stretch.end is None:
            # Open to the future: as long as the rest takes, and no drug comes where nothing flows.
            more = moved_after(stretch.value, at, rest)
            return None if more is None else after(at, more)
        flow = flow_between(stretch.value, at, stretch.end)
        if flow is None:
            return None
        reached = flow.when(rest)
        if reached is not None:
            return after(at, reached)
        rest -= flow.total
        at = stretch.end
    return None
