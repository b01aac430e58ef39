"""A time without drug that has ended by itself: the pump turns again after a stall, or was filled after it ran dry.

Nobody restarted anything, so no order was judged, and the whole dose from before comes back at once to a patient who
may have lost tolerance to it. It stands until somebody has looked at the patient, or has programmed less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lentus.course import State, standing_events
from lentus.course.events import Assessment, Interrogation, Program
from lentus.protocol.dry_spell import DrySpell, dry_before
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.refill.due import DRY
from lentus.protocol.spans import elapsed
from lentus.quantity import show
from lentus.quantity.dates import show_moment

AFTER_A_STALL = "restart.after-interruption"
LOOK_FIRST = (
    "Look at the patient for withdrawal and for overdose, and record the assessment; the prescriber judges the length "
    "of the gap and confirms or lowers the dose."
)


def ended_gaps(state: State, readings: Sequence[Interrogation]) -> Iterator[Finding]:
    """Each interruption that ended and that nobody has answered; `readings` are those of this pump, in order."""
    ended, dry = stall_that_ended(state, readings), dry_before_the_fill(state)
    if ended is not None:
        yield _of_ended(state, ended)
    if dry is not None:
        yield _of_dry(state, dry)


@dataclass(frozen=True, slots=True)
class Stall:
    """A time for which the pump stood still at least: from the reading that found it so to the one that found it run.

    `before` is the last moment at which it is known to have run, None where that is not recorded.
    """

    seen: datetime
    ran_again: datetime
    before: datetime | None


def stall_that_ended(state: State, readings: Sequence[Interrogation]) -> Stall | None:
    """A stall after which the pump runs again at its program, while nobody has looked at the patient or programmed."""
    told = [one for one in readings if one.stalled is not None]
    still = [number for number, one in enumerate(told) if one.stalled]
    if not still or still[-1] == len(told) - 1 or not state.infusing:
        return None
    last = still[-1]
    first = max((number + 1 for number in range(last) if not told[number].stalled), default=0)
    again = told[last + 1].at
    if _answered(state, again):
        return None
    return Stall(told[first].at, again, told[first - 1].at if first else None)


def dry_before_the_fill(state: State) -> DrySpell | None:
    """The dry spell that the last fill ended, while nobody has looked at the patient since."""
    filled = [one.start for one in state.filled if one.start <= state.now]
    # Asked first: it is quick, and so it is for most patients.
    return None if not filled or _answered(state, filled[-1]) else dry_before(state)


def _answered(state: State, since: datetime) -> bool:
    """Whether the patient was assessed after `since`, or the pump programmed to less than before."""
    told = standing_events(state)
    if any(isinstance(one, Assessment) and since < one.at <= state.now for one in told):
        return True
    before = state.pump_at(since)
    dose = None if before is None else before.value.daily_dose
    given = [one.daily_dose for one in told if isinstance(one, Program) and since <= one.at <= state.now]
    return dose is not None and any(one is not None and one < dose for one in given)


def _of_ended(state: State, stall: Stall) -> Finding:
    least = elapsed(stall.seen, stall.ran_again)
    most = "" if stall.before is None else f", last known to run on {show_moment(stall.before)}"
    running = state.pump_at()
    dose = None if running is None else running.value.daily_dose
    full = "its whole program" if dose is None else show(dose)
    values: dict[str, Value] = {"seen": stall.seen, "ran_again": stall.ran_again, "still": least}
    return find(
        AFTER_A_STALL,
        f"The pump stood still for at least {show(least, 'h', 1)}, from {show_moment(stall.seen)} to "
        f"{show_moment(stall.ran_again)}{most}, and gives {full} again. Tolerance may be lost: the dose from before "
        "can now be too much.",
        profile=state.patient.profile,
        values=values | ({"running": dose} if dose is not None else {}),
        resolve=LOOK_FIRST,
    )


def _of_dry(state: State, dry: DrySpell) -> Finding:
    values: dict[str, Value] = {"filled": dry.filled}
    if dry.drawn is None or dry.found is None:
        says = (
            f"Before the fill on {show_moment(dry.filled)} the pump may have run dry, at its worst accuracy, and what "
            "was aspirated is not recorded. If so, nothing was given for a time, and now the whole program"
        )
    else:
        values |= {"seen": dry.found, "aspirated": dry.drawn}
        found = "empty" if dry.drawn == DRY else f"with {show(dry.drawn)}, which this pump may not be able to deliver,"
        says = (
            f"The reservoir was found {found} on {show_moment(dry.found)} and filled on {show_moment(dry.filled)}: for "
            "a time not known nothing was given, and now the whole program"
        )
    return find(
        AFTER_A_STALL,
        f"{says} is. Tolerance may be lost: the dose from before can be too much.",
        profile=state.patient.profile,
        values=values,
        missing=dry.missing,
        resolve=LOOK_FIRST,
    )
