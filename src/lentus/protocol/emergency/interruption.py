"""What the record holds that could have cut the drug off: stops, stalls, missed refills, missed or lowered doses.

A stop or a reduction whose time is known counts for as long as a severe withdrawal runs; what may still go on, such as
a stall or an overdue refill, counts until it is resolved. A refill that came late ends the gap and not the withdrawal
that it may have begun: it counts until somebody has assessed the patient. That window is this project's choice: it
keeps a fever months later from being read as withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.timeline import value_at
from lentus.protocol.after_scan import unconfirmed
from lentus.protocol.bounds import at_most
from lentus.protocol.dosing import last_bolus
from lentus.protocol.refill import overdue
from lentus.protocol.refill.due import late_fill
from lentus.protocol.replacement import service_ended
from lentus.protocol.spans import elapsed
from lentus.quantity.dates import show_moment

TREATS = "withdrawal"


def interruptions(state: State) -> tuple[str, ...]:
    """Each recorded interruption in words, the pump's first; empty where none is recorded."""
    return (*_of_pump(state), *_by_mouth(state), *_on_the_skin(state))


def interruptions_of_pump(state: State) -> tuple[str, ...]:
    """Each recorded interruption of the pump in words; empty where none is recorded."""
    return tuple(_of_pump(state))


def raises(state: State) -> tuple[str, ...]:
    """What was given more of in the time of a withdrawal's course, in words; what treated a withdrawal is left out.

    The first program of a pump is none: its drug may still be on its way, and the dose by mouth gone.
    """
    return (*_raised_program(state), *_single_boluses(state), *_raised_by_mouth(state))


def _raised_program(state: State) -> Iterator[str]:
    running = state.pump_at()
    if running is None or running.value.reason == TREATS or not _recent(state, running.start):
        return
    before = [one for one in state.pump if one.start < running.start]
    old, new = before[-1].value.daily_dose if before else None, running.value.daily_dose
    if old is not None and new is not None and new > old:
        yield f"the pump's dose was raised on {show_moment(running.start)}"


def _single_boluses(state: State) -> Iterator[str]:
    given = last_bolus(state)
    if given is not None and _recent(state, given):
        yield f"a single bolus was given on {show_moment(given)}"


def _raised_by_mouth(state: State) -> Iterator[str]:
    taken = state.oral_at()
    if taken is None or taken.value.reason == TREATS or not _recent(state, taken.start):
        return
    before = [one for one in state.oral if one.start < taken.start]
    if before and taken.value.daily > before[-1].value.daily:
        yield f"the dose by mouth was raised on {show_moment(taken.start)}"


def _recent(state: State, moment: datetime) -> bool:
    _, longest = monograph.duration_range("emergencies.withdrawal-course", state.patient.profile)
    return bool(at_most(elapsed(moment, state.now), longest))


def _looked_since(state: State, moment: datetime) -> bool:
    """Whether the patient was assessed after `moment`."""
    return any(moment < one.at <= state.now for one in state.assessments)


def _of_pump(state: State) -> Iterator[str]:
    late = overdue(state)
    if late is not None:
        yield late.why.rstrip(".")
    ended = late_fill(state)
    if late is None and ended is not None and not _looked_since(state, ended[1]):
        yield f"{ended[0].why.rstrip('.')}, until the fill on {show_moment(ended[1])}"
    yield from _standing_still(state)
    if state.system is not None and state.system.explanted and _recent(state, state.system.explanted):
        yield f"the pump was taken out on {show_moment(state.system.explanted)}"
    yield from _by_program(state)


def _standing_still(state: State) -> Iterator[str]:
    """What may have stopped the pump whatever it is told: its age, a magnet, a stall."""
    over, scan = service_ended(state), unconfirmed(state)
    if over is not None:
        yield f"the pump has stopped by its end of service, on {show_moment(over)} at the latest"
    if scan is not None:
        yield f"the flow is not confirmed since the scan on {show_moment(scan.at)}"
    if state.interrogations and state.interrogations[-1].stalled:
        yield f"the pump was found stalled on {show_moment(state.interrogations[-1].at)}"


def _by_program(state: State) -> Iterator[str]:
    running = state.pump_at()
    if running is None or not _recent(state, running.start):
        return
    before = [one for one in state.pump if one.start < running.start]
    if not before:
        return
    if running.value.mode == "stopped":
        yield f"the pump was stopped on {show_moment(running.start)}"
        return
    old, new = before[-1].value.daily_dose, running.value.daily_dose
    if old is not None and new is not None and new < old:
        yield f"the pump's dose was lowered on {show_moment(running.start)}"


def _by_mouth(state: State) -> Iterator[str]:
    taken = state.oral_at()
    if taken is None:
        return
    missed = [one for one in state.missed if one.at >= taken.start and _recent(state, one.at)]
    if missed:
        yield f"doses by mouth were missed ({show_moment(missed[-1].at)})"
    before = [one for one in state.oral if one.start < taken.start]
    if before and taken.value.daily < before[-1].value.daily and _recent(state, taken.start):
        yield f"the dose by mouth was lowered on {show_moment(taken.start)}"


def _on_the_skin(state: State) -> Iterator[str]:
    """A preparation for the skin counts as exposure: what stops with it is not known, and may be all there was."""
    now = value_at(state.transdermal, state.now)
    used = now is not None and any(one.value for one in state.transdermal if one.start < now.start)
    if now is not None and used and not now.value and _recent(state, now.start):
        yield f"the preparation on the skin was stopped on {show_moment(now.start)}"
