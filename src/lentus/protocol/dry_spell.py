"""Whether a reservoir ran dry before it was filled again: by what was drawn from it, else by what it can have given.

A refill that comes late is not yet a gap: the alarm leaves a reserve, and a pump that still held drug gave it. What was
aspirated says so, down to what the pump cannot deliver. Where nothing was measured, a pump at its worst accuracy may
have been empty before its alarm, since the alarm is arithmetic; then the answer is that nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lentus.course import Interval, State
from lentus.course.events import Fill, ResidualVolume
from lentus.course.state import ONE_DAY, PumpUse
from lentus.protocol.models import models_named
from lentus.protocol.rates import CHANGING
from lentus.protocol.refill.due import DRY, late_fill
from lentus.protocol.spans import elapsed
from lentus.pump import Reserve, device_of
from lentus.quantity import Duration, FlowRate, Volume

_NO_TIME = Duration.exact(0, "h")
_STILL = FlowRate.exact(0, "mL/day")
ASPIRATED = "what was aspirated before the fill"


@dataclass(frozen=True, slots=True)
class DrySpell:
    """A time without drug that the fill at `filled` ended.

    `drawn` is what was found at `found`, None where nothing was measured: then `missing` says so. `unusable` is what
    this pump cannot deliver, where that is known.
    """

    filled: datetime
    found: datetime | None
    drawn: Volume | None
    unusable: Volume | None
    missing: tuple[str, ...] = ()


def dry_before(state: State) -> DrySpell | None:
    """The dry spell that the last fill ended; None where drug was found in the pump, or it cannot have been empty."""
    return _spell(state) if state.infusing else None


def gap_began_earlier(state: State, stopped: datetime) -> bool:
    """Whether a pump that was stopped may have given nothing before that: its reservoir was, or may have been, empty.

    The fill that ends the dry spell comes after the stop, or is not on record yet.
    """
    spell = _spell(state)
    if spell is not None and spell.filled >= stopped:
        return True
    filled = [one.start for one in state.filled if one.start <= state.now]
    seen = [one for one in state.residuals if one.at <= state.now and (not filled or one.at > filled[-1])]
    reserve = _reserve(state)
    unusable = (reserve.unusable if reserve is not None else None) or DRY
    return bool(seen) and seen[-1].aspirated <= unusable


def _spell(state: State) -> DrySpell | None:
    past = [one for one in state.filled if one.start <= state.now]
    if not past:
        return None
    spell, before = past[-1], past[-2] if len(past) > 1 else None
    reserve = _reserve(state)
    unusable = reserve.unusable if reserve is not None else None
    drawn = _drawn(state, spell, before)
    if drawn is not None:
        dry = drawn.aspirated <= (unusable or DRY)
        return DrySpell(spell.start, drawn.at, drawn.aspirated, unusable) if dry else None
    if before is None or not _may_have_run_dry(state, before, spell, reserve):
        return None
    return DrySpell(spell.start, None, None, unusable, (ASPIRATED,))


def _drawn(state: State, spell: Interval[Fill], before: Interval[Fill] | None) -> ResidualVolume | None:
    """The last measurement before the fill, and after the fill before it."""
    measured = [one for one in state.residuals if one.at <= spell.start and (before is None or one.at > before.start)]
    return measured[-1] if measured else None


def _may_have_run_dry(state: State, before: Interval[Fill], spell: Interval[Fill], reserve: Reserve | None) -> bool:
    """Whether the pump may have been empty when it was filled; with its flow not known, whether the fill was late."""
    given = _given(state, before.start, spell.start)
    if given is None:
        return late_fill(state) is not None
    most = reserve.usable(before.value.volume)[1] if reserve is not None else None
    return given >= (most if most is not None else before.value.volume)


def _given(state: State, start: datetime, end: datetime) -> Volume | None:
    """What the programs moved between two moments, with all that the patient may have added; None where not known."""
    total = Volume.exact(0, "mL")
    for one in state.pump:
        low, high = max(one.start, start), min(one.end or end, end)
        if low >= high:
            continue
        flow = _a_day(one.value)
        if flow is None:
            return None
        # Hours of a day may come early or late: what an uneven day can be ahead of its mean is at most a day of it.
        ahead = _NO_TIME if one.value.mode not in CHANGING else ONE_DAY
        total += flow * (elapsed(low, high) + ahead)
    return total


def _a_day(use: PumpUse) -> FlowRate | None:
    """The mean flow of a program with all that the patient may add; None where it is not known."""
    if use.mode == "stopped":
        return _STILL
    own = use.own_flow
    return None if use.flow is None or own is None else use.flow + own


def _reserve(state: State) -> Reserve | None:
    return _reserve_of(state.system.device) if state.system is not None and state.system.device else None


@cache
def _reserve_of(device: str) -> Reserve | None:
    """The figures that all pumps of this name share; asked whenever a patient is looked at, and of few names."""
    models = models_named(device)
    found = {Reserve.of(device_of(one.key)) for one in models}
    return next(iter(found)) if len(found) == 1 else None
