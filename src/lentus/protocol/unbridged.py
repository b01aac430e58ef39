"""A strength that was changed without a bridge bolus: until the path is flushed, each dose is another than programmed.

The new program's flow is made for the new solution, and the old one still stands in tubing and catheter. Nobody may go
by the programmed dose until it has left. Until when is worked out from the path and the programs since; with a path
that is not recorded the largest published one stands in, so that the moment is never too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil

from lentus import pump
from lentus.course import Interval, PumpUse, State, advance, standing_events
from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.course.pumped import PATH, flow_between, moved_after
from lentus.protocol.bounds import WHOLE
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.zone import clock_time, zone_of
from lentus.quantity import Concentration, Volume, show, show_percent

RULE = "system.strength-unbridged"
FLOW = "the flow of each program since the change of strength"
_NOTHING = Volume.exact(0, "mL")


@dataclass(frozen=True, slots=True)
class Unbridged:
    """A change of strength at `began`, from `old` to `new`; `flushed` None where nobody can say. `lacks`: for that."""

    began: datetime
    old: Concentration
    new: Concentration
    flushed: datetime | None
    lacks: tuple[str, ...] = ()


def unbridged(state: State) -> Unbridged | None:
    """The last change of strength, where no bridge is recorded with it and the path is not known to be flushed."""
    change = _last_change(state)
    if change is None or _bridged(state, *change):
        return None
    before, now = change
    old, new = before.value.concentration, now.value.concentration
    if old is None or new is None or _emptied_since(state, now.start) or _put_right(state, before, now):
        return None
    flushed, lacks = _flushed(state, now.start)
    if flushed is not None and flushed <= state.now:
        return None
    return Unbridged(now.start, old, new, flushed, lacks)


def _last_change(state: State) -> tuple[Interval[PumpUse], Interval[PumpUse]] | None:
    """The program that changed the strength last, after the one that told another."""
    found: tuple[Interval[PumpUse], Interval[PumpUse]] | None = None
    before: Interval[PumpUse] | None = None
    for one in state.pump:
        told = one.value.concentration
        if one.start > state.now:
            break
        if told is None or told.amount("mcg/mL") <= 0:
            continue
        if before is not None and before.value.concentration != told:
            found = before, one
        before = one
    return found


def _put_right(state: State, before: Interval[PumpUse], now: Interval[PumpUse]) -> bool:
    """Whether a slip of the programmer ended here: the reservoir held the new strength all the while, and the path."""
    held = [one for one in state.filled if one.start <= now.start and (one.end is None or one.end > before.start)]
    told = bool(held) and held[0].start <= before.start
    return told and all(one.value.concentration == now.value.concentration for one in held)


def _bridged(state: State, before: Interval[PumpUse], now: Interval[PumpUse]) -> bool:
    """Whether the last bridge is of this change: begun after the earlier program was, or not over when it was made.

    The bridge that the earlier program itself began is that of the change before.
    """
    bridge = state.bridge
    return bridge is not None and (bridge.began > before.start or now.start <= bridge.flushed)


def _emptied_since(state: State, began: datetime) -> bool:
    """Whether the path was made anew with the change or since: what it holds is then another question."""
    changed = state.system.path_changed if state.system is not None else None
    return changed is not None and changed + timedelta(days=1) >= began


def _flushed(state: State, began: datetime) -> tuple[datetime | None, tuple[str, ...]]:
    """When the path has been flushed by the programs since `began`; None where their flow is not known."""
    stated = _stated(state, began)
    if stated is not None:
        return stated, ()
    path = state.system.path_volume if state.system is not None else None
    rest, lacks = (_largest_path(), (PATH,)) if path is None else (path, ())
    for one in state.pump:
        if one.start < began or one.value.mode == "stopped":
            continue
        takes = moved_after(one.value, one.start, rest)
        if takes is None:
            return None, (*lacks, FLOW)
        at = one.start + timedelta(seconds=ceil(takes.amount("s")))
        if one.end is None or at <= one.end:
            return at, lacks
        moved = flow_between(one.value, one.start, one.end)
        rest = max(_NOTHING, rest - (moved.total if moved is not None else _NOTHING))
    return None, (*lacks, FLOW)


def _stated(state: State, began: datetime) -> datetime | None:
    told = (one for one in standing_events(state) if isinstance(one, e.Program) and one.at == began)
    return next((one.flushed_until for one in told if one.flushed_until is not None), None)


@cache
def _largest_path() -> Volume:
    return pump.largest_published_path()


def strength_unbridged(state: State) -> Iterator[Finding]:
    """A change of strength that no bridge covered, while the old solution may stand in the path."""
    change = unbridged(state)
    if change is None:
        return
    values: dict[str, Value] = {"old": change.old, "new": change.new, "factor": change.old / change.new}
    values |= {"flushed": change.flushed} if change.flushed is not None else {}
    yield find(
        RULE,
        words(state, change),
        profile=state.patient.profile,
        values=values,
        bound=f"not before {_when(state, change)}" if change.flushed is not None else "the path flushed",
        until=change.flushed,
        missing=change.lacks,
    )


def words(state: State, change: Unbridged) -> str:
    """The change, what each dose is meanwhile, and until when."""
    percent = change.old / change.new * WHOLE
    share = show_percent(percent, None if percent.denominator == 1 else 1)
    running = state.pump_at()
    dose = running.value.daily_dose if running is not None and running.value.mode != "stopped" else None
    becomes = f": {show(dose)} is {show(dose * (change.old / change.new))}" if dose is not None else ""
    until = "It cannot be said when that is"
    if change.flushed is not None:
        until = f"It is flushed at {_when(state, change)}"
        until += ", by the largest published path" if PATH in change.lacks else ""
    lacks = f"; not known: {', '.join(change.lacks)}" if change.lacks else ""
    return (
        f"The strength was changed from {show(change.old)} to {show(change.new)} at "
        f"{clock_time(change.began, zone_of(state))}, and no bridge bolus is recorded. Until the path is flushed each "
        f"dose is {share} of what is programmed{becomes}. {until}{lacks}."
    )


def _when(state: State, change: Unbridged) -> str:
    assert change.flushed is not None
    return clock_time(change.flushed, zone_of(state))


def brought_by(before: State, event: AnyEvent) -> tuple[Finding, ...]:
    """What a recorded program brings by itself: a change of strength without its bridge, however the dose stays."""
    if not isinstance(event, e.Program) or event.concentration is None or event.bridge_until is not None:
        return ()
    running = before.pump_at(event.at)
    if running is None or running.value.concentration in (None, event.concentration):
        return ()
    return tuple(strength_unbridged(advance(before, event).when(event.at)))
