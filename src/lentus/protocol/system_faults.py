"""Known faults of the implanted system: what is found is answered at the fault, and never with a higher dose.

A reservoir of another strength, a catheter that leaks, a pump that stands still, a programmer that shows another dose
than the record: in each the patient does not get what the program says. An increase then adds to an unknown, and
arrives all at once when the fault clears. Reductions are never held up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lentus.course import State, standing_events
from lentus.course.events import CatheterStudy, Implant, Interrogation, Revision
from lentus.course.orders import PumpDoseOrder, RestartOrder
from lentus.protocol.area import Area
from lentus.protocol.bounds import WHOLE
from lentus.protocol.dosing import step_of
from lentus.protocol.fill_unfinished import awaited
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.gaps_ended import ended_gaps
from lentus.protocol.refill import Mismatch
from lentus.protocol.unbridged import strength_unbridged
from lentus.quantity import Concentration, DoseRate, show, show_percent
from lentus.quantity.dates import show_moment

WHOLE_CATHETER = "intact"
UNSETTLED = "inconclusive"
WHICH_DOSE = "which dose the pump gives: by the record or by the programmer"
WHICH_STRENGTH = "which strength the pump is programmed for: by the record or by the programmer"
WRONG_STRENGTH = ("system.strength-unbridged", "refill.strength-mismatch")
UNBRIDGED = WRONG_STRENGTH[0]
TREATED = "system.treated-with-weak-strength"
TREATS = "withdrawal"
EASING = ("toxicity", "side effect")


def may_raise(state: State, order: PumpDoseOrder) -> bool:
    """Whether the order gives more than runs; from an unknown dose any order may, unless its reason is to give less."""
    step = step_of(state, order)
    return order.reason not in EASING if step is None else step.up


def reservoir_mismatch(state: State, programmed: Concentration | None = None) -> Mismatch | None:
    """The reservoir's strength against the programmed one; None where they agree or one of them is not known."""
    held, running = state.reservoir_holds, state.pump_at()
    told = programmed or _last_programmed(state)
    if held is None or told is None or held.concentration == told:
        return None
    dose = running.value.daily_dose if running is not None and running.value.mode != "stopped" else None
    return Mismatch(held.concentration, told, dose)


def _last_programmed(state: State) -> Concentration | None:
    told = [one.value.concentration for one in state.pump if one.start <= state.now]
    known = [one for one in told if one is not None]
    return known[-1] if known else None


def catheter_in_doubt(state: State) -> CatheterStudy | None:
    """The last study of the catheter, where it did not find it intact and nothing was revised since."""
    last = state.catheter_studies[-1] if state.catheter_studies else None
    if last is None or last.finding == WHOLE_CATHETER or last.at > state.now:
        return None
    done = (one for one in standing_events(state) if isinstance(one, Revision | Implant))
    return None if any(last.at <= one.at <= state.now for one in done) else last


def stalled(state: State) -> Interrogation | None:
    """The interrogation that found this pump stalled, where none since has said otherwise."""
    told = [one for one in _of_this_pump(state) if one.stalled is not None]
    return told[-1] if told and told[-1].stalled else None


def _of_this_pump(state: State) -> list[Interrogation]:
    begun = state.system.implanted if state.system else None
    return [one for one in state.interrogations if one.at <= state.now and (begun is None or one.at >= begun)]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the programmer showed at `at` against what the record says; `recorded` None where it says stopped."""

    at: datetime
    shown: DoseRate | Concentration
    recorded: DoseRate | Concentration | None

    @property
    def words(self) -> str:
        """Both in one sentence."""
        told = "a stopped pump" if self.recorded is None else show(self.recorded)
        return f"the programmer showed {show(self.shown)} on {show_moment(self.at)}, the record says {told}"

    @property
    def missing(self) -> str:
        """What would settle it."""
        return WHICH_STRENGTH if isinstance(self.shown, Concentration) else WHICH_DOSE


def contradictions(state: State) -> tuple[Contradiction, ...]:
    """Dose and strength as last read from the pump against the program of that time, while that program still runs."""
    running = state.pump_at()
    if running is None:
        return ()
    read = [one for one in _of_this_pump(state) if one.at >= running.start]
    doses = [one for one in read if one.daily_dose is not None]
    strengths = [one for one in read if one.concentration is not None]
    return (*_dose(doses, running.value.daily_dose, running.value.mode), *_strength(strengths, _last_programmed(state)))


def _dose(read: list[Interrogation], recorded: DoseRate | None, mode: str | None) -> Iterator[Contradiction]:
    shown = read[-1].daily_dose if read else None
    if shown is None or shown == recorded:
        return
    if mode == "stopped" and shown > shown - shown:
        yield Contradiction(read[-1].at, shown, None)
    elif recorded is not None:
        yield Contradiction(read[-1].at, shown, recorded)


def _strength(read: list[Interrogation], recorded: Concentration | None) -> Iterator[Contradiction]:
    shown = read[-1].concentration if read else None
    if shown is not None and recorded is not None and shown != recorded:
        yield Contradiction(read[-1].at, shown, recorded)


RUNS_ALREADY = (
    "Look at the patient now, with the {which} checklist at hand. Then program the strength that is in the reservoir, "
    "or empty it and fill with the programmed one. Some of the other strength may stand in the catheter already: work "
    "out how much has run before any bridge bolus."
)
"""What resolves a wrong strength in a pump that runs: by now the catheter may hold either one."""


def _of_reservoir(state: State, wrong: Mismatch) -> Finding:
    values: dict[str, Value] = {"filled": wrong.filled, "programmed": wrong.programmed, "factor": wrong.factor}
    becomes = ""
    if wrong.running is not None and wrong.resulting is not None:
        values |= {"running": wrong.running, "resulting": wrong.resulting}
        becomes = f": {show(wrong.running)} is {show(wrong.resulting)}"
    percent = wrong.factor * WHOLE
    share = show_percent(percent, None if percent.denominator == 1 else 1)
    return find(
        "refill.strength-mismatch",
        f"The reservoir holds {show(wrong.filled)}, the pump is programmed for {show(wrong.programmed)}. Each dose is "
        f"{share} of what is programmed{becomes}.",
        profile=state.patient.profile,
        values=values,
        bound=f"the strength in the reservoir, {show(wrong.filled)}",
        resolve=RUNS_ALREADY.format(which="overdose" if wrong.factor > 1 else "withdrawal") if wrong.running else "",
    )


def _of_catheter(state: State, study: CatheterStudy) -> Finding:
    rule = "system.catheter-inconclusive" if study.finding == UNSETTLED else "system.catheter-fault"
    says = f"The study of {show_moment(study.at)} found the catheter {study.finding}; no revision is recorded since."
    values: dict[str, Value] = {"finding": study.finding, "studied": study.at}
    return find(rule, says, profile=state.patient.profile, values=values, bound="look at the catheter first")


def _of_stall(state: State, seen: Interrogation) -> Finding:
    says = f"The pump was found stalled on {show_moment(seen.at)}; no later interrogation says that it runs."
    return find("system.stalled", says, profile=state.patient.profile, values={"seen": seen.at})


def _of_contradictions(state: State, found: tuple[Contradiction, ...]) -> Finding:
    values: dict[str, Value] = {}
    for one in found:
        name = "strength" if isinstance(one.shown, Concentration) else "dose"
        values |= {f"{name}_shown": one.shown, "read": one.at}
        values |= {f"{name}_recorded": one.recorded} if one.recorded is not None else {}
    says = "; ".join(one.words for one in found)
    return find("record.events-contradict", says, profile=state.patient.profile, values=values)


def standing(state: State) -> Iterator[Finding]:
    """Every known fault of a system that is in place; a fill whose program is still awaited is told as that."""
    if state.system is not None and state.system.explanted is not None:
        return
    wrong = reservoir_mismatch(state)
    waits = awaited(state, wrong) if wrong is not None else None
    if waits is not None:
        yield waits
    yield from _faults(state, finished=waits is None)


def _faults(state: State, programmed: Concentration | None = None, *, finished: bool = True) -> Iterator[Finding]:
    wrong, study, seen = reservoir_mismatch(state, programmed), catheter_in_doubt(state), stalled(state)
    if wrong is not None and finished:
        yield _of_reservoir(state, wrong)
    if wrong is None:
        yield from strength_unbridged(state)
    if study is not None:
        yield _of_catheter(state, study)
    if seen is not None:
        yield _of_stall(state, seen)
    yield from ended_gaps(state, _of_this_pump(state))
    found = contradictions(state)
    if found:
        yield _of_contradictions(state, found)


def before_increase(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase while a fault stands; a reduction passes."""
    if not may_raise(state, order):
        return
    treats = order.reason == TREATS
    yield from (_owned(state, one) if treats and _too_weak(one) else one for one in _faults(state))
    found = contradictions(state)
    if found:
        missing = tuple(one.missing for one in found)
        says = f"cannot assess the change to {show(order.daily_dose)}: needs {', '.join(missing)}"
        yield find("record.cannot-judge-step", says, profile=state.patient.profile, missing=missing)


def before_restart(state: State, order: RestartOrder) -> Iterator[Finding]:
    """A restart into a system with a fault, held against the strength that the order itself programs."""
    for one in _faults(state, order.concentration):
        # A wrong strength in the reservoir is mended by the order itself; one that left the path weak takes its time.
        yield _owned(state, one) if one.rule == UNBRIDGED and _too_weak(one) else one


def _too_weak(fault: Finding) -> bool:
    """Whether a wrong strength gives the patient less than is programmed."""
    factor = fault.value("factor")
    return fault.rule in WRONG_STRENGTH and isinstance(factor, Fraction) and factor < 1


def _owned(state: State, fault: Finding) -> Finding:
    """The same fault where drug is given back: told in full, and a prescriber may own what is more than a stop."""
    values: dict[str, Value] = dict(fault.values)
    return find(TREATED, fault.says, profile=state.patient.profile, values=values, bound=fault.bound, until=fault.until)


AREA = Area(
    rules={"pump dose": (before_increase,), "pump restart": (before_restart,)},
    watchers=(standing,),
)
