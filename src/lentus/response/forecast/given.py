"""What a patient was given, as the model takes it: rates at the tip of the catheter, doses by mouth, boluses.

The pump floor works out exactly what leaves the tip, through the volume of tubing and catheter. Only then does it
become floats. Whatever the record leaves open is not made up in silence: each assumption is a sentence that travels
with the forecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lentus.course import Interval, OralUse, PumpUse, State, standing_events, zone_named
from lentus.course.events import Program
from lentus.course.pumped import flow_between
from lentus.errors import PlanError
from lentus.pump import Fill as PumpFill
from lentus.pump import Flow, Path, Supply, deliver
from lentus.quantity import Concentration, Duration, Mass, Volume

CLOSE = timedelta(days=60)
"""How far back a program is followed hour by hour; before that a day's mean stands for its pattern."""

NO_PATH = "the volume of tubing and catheter is not known: a change of program is taken to reach the tip at once"
OWN_BOLUSES = "the boluses that the patient may give are left out: how many were given is not recorded"
NO_FLOW = "the strength in the pump, or the day's steps, are not known: the programmed daily dose is spread evenly"
BRIDGED = "around a bridge bolus the programmed doses are taken as given, without the path"
FIRST_DOSE = time(8, 0)
EVEN_DOSES = "doses by mouth are spread evenly over the day, the first at 08:00"
REFILLED = "the pump is taken to be refilled in time"


@dataclass(frozen=True, slots=True)
class Rate:
    """An even input from `begin` to `end`, hours after the start."""

    begin: float
    end: float
    mcg_per_h: float


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount at once, `at` hours after the start."""

    at: float
    mcg: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened to the therapy, for a picture."""

    at: float
    says: str


@dataclass(frozen=True, slots=True)
class Given:
    """All inputs of a patient from `start` to `end`, with what had to be assumed."""

    start: datetime
    now: float
    end: float
    tip: tuple[Rate, ...]
    gut_rates: tuple[Rate, ...]
    gut: tuple[Dose, ...]
    boluses: tuple[Dose, ...]
    marks: tuple[Mark, ...]
    assumed: tuple[str, ...]
    found: bool
    empties: float | None
    """Hours after the start at which the reservoir would be empty without another fill; None where not known."""


def given(state: State, ahead: timedelta, missed_refill: bool = False) -> Given:
    """What the patient in `state` was given, and is to be given for `ahead` if nothing is changed.

    With `missed_refill`, nothing more is given from the moment at which the reservoir is empty.
    """
    start = _start(state)
    end = state.now + ahead
    said: list[str] = []
    hours = _Clock(start)
    tip = list(_tip(state, start, end, hours, said))
    empties = _empties(state, hours)
    if missed_refill and empties is not None:
        tip = [_cut(one, empties) for one in tip if one.begin < empties]
    elif tip:
        said.append(REFILLED)
    gut_rates, gut = _by_mouth(state, end, hours, said)
    return Given(
        start=start,
        now=hours(state.now),
        end=hours(end),
        tip=tuple(tip),
        gut_rates=tuple(gut_rates),
        gut=tuple(gut),
        boluses=tuple(Dose(hours(at), float(dose.amount("mcg"))) for at, dose in _at_once(state)),
        marks=tuple(_marks(state, hours)),
        assumed=tuple(dict.fromkeys(said)),
        found=state.as_found is not None,
        empties=empties,
    )


def _at_once(state: State) -> list[tuple[datetime, Mass]]:
    """What was given into the spinal fluid at once: screening doses, and single boluses of a program.

    A bolus with a bridge moves old solution that the programmed dose counts already; a priming bolus stays in the path.
    """
    screened = [(one.at, one.dose) for one in state.screening]
    told = [one for one in standing_events(state) if isinstance(one, Program) and one.bridge_until is None]
    single = [(one.at, one.bolus) for one in told if one.bolus is not None]
    return sorted((one for one in (*screened, *single) if one[0] <= state.now), key=lambda one: one[0])


class _Clock:
    """Hours after the start."""

    def __init__(self, start: datetime) -> None:
        # In UTC: two times of one zone are subtracted by the wall clock, an hour wrong over a change of clocks.
        self._start = start.astimezone(UTC)

    def __call__(self, moment: datetime) -> float:
        return (moment - self._start) / timedelta(hours=1)


def _start(state: State) -> datetime:
    firsts = [one.start for one in state.oral[:1]]
    firsts += [one.start for one in state.pump[:1]]
    firsts += [trial.at for trial in state.screening[:1]]
    # On the clock of now, so that the same start is written alike whatever is looked at.
    return min([state.now, *firsts]).astimezone(state.now.tzinfo)


def _tip(state: State, start: datetime, end: datetime, hours: _Clock, said: list[str]) -> list[Rate]:
    close = max(start, state.now - CLOSE)
    if state.bridge is not None and state.bridge.flushed > close:
        close = min(state.bridge.flushed, end)
        said.append(BRIDGED)
    early = [_spread(one, one.start, min(one.end or end, close), hours) for one in state.pump if one.start < close]
    if any(one.value.patient_bolus is not None for one in state.pump if one.start < end):
        said.append(OWN_BOLUSES)
    late = [one for one in state.pump if (one.end or end) > close and one.start < end]
    made = [one for one in early if one is not None]
    if late:
        made += _exactly(state, late, max(close, late[0].start), end, hours, said)
    return made


def _spread(one: Interval[PumpUse], begin: datetime, end: datetime, hours: _Clock) -> Rate | None:
    dose = one.value.daily_dose
    if one.value.mode == "stopped" or dose is None or end <= begin:
        return None
    return Rate(hours(begin), hours(end), float(dose.amount("mcg/h")))


def _exactly(
    state: State, late: list[Interval[PumpUse]], begin: datetime, end: datetime, hours: _Clock, said: list[str]
) -> list[Rate]:
    """The rates at the tip from flow, strength and path; the programmed ones where one of them is not known."""
    whole = _flow(late, begin, end)
    held = _supply(state, begin, end)
    path = state.system.path_volume if state.system else None
    if whole is None or held is None:
        said.append(NO_FLOW)
        spread = [_spread(one, max(begin, one.start), min(one.end or end, end), hours) for one in late]
        return [one for one in spread if one is not None]
    if path is None:
        said.append(NO_PATH)
        path = Volume.exact(1, "uL")
    try:
        delivery = deliver(whole, held, Path.full(path, _in_path(state, begin, held)))
    except PlanError:
        said.append(NO_FLOW)
        spread = [_spread(one, max(begin, one.start), min(one.end or end, end), hours) for one in late]
        return [one for one in spread if one is not None]
    first = hours(begin)
    return [
        Rate(first + float(p.start.amount("h")), first + float(p.end.amount("h")), float(p.dose.amount("mcg/h")))
        for p in delivery.pieces
        if p.dose.amount("mcg/h") > 0
    ]


def _flow(late: list[Interval[PumpUse]], begin: datetime, end: datetime) -> Flow | None:
    whole: Flow | None = None
    for one in late:
        part = flow_between(_in_mode(one.value), max(begin, one.start), min(one.end or end, end))
        if part is None:
            return None
        whole = part if whole is None else whole.then(part)
    return whole


def _in_mode(use: PumpUse) -> PumpUse:
    """A dose without a mode flows evenly: no record of steps or boluses says otherwise."""
    return use if use.mode is not None or use.daily_dose is None else replace(use, mode="simple continuous")


def _supply(state: State, begin: datetime, end: datetime) -> Supply | None:
    """The strengths that the pump draws from `begin` on; a fill is taken to replace what was there."""
    holds = [one for one in state.filled if one.start <= begin]
    strength = holds[-1].value.concentration if holds else _programmed(state, begin)
    if strength is None:
        return None
    nothing = Volume.exact(0, "mL")
    fills = tuple(
        PumpFill(_span(begin, one.start), nothing, one.value.volume, one.value.concentration)
        for one in state.filled
        if begin < one.start < end and one.value.volume > nothing
    )
    return Supply(strength, None, fills)


def _programmed(state: State, moment: datetime) -> Concentration | None:
    running = state.pump_at(moment)
    return running.value.concentration if running else None


def _in_path(state: State, begin: datetime, held: Supply) -> Concentration:
    """What stands in the path at first: the drug, or nothing where a new, unprimed path starts there."""
    started, system = state.infusion_started, state.system
    fresh = started is not None and started >= begin and system is not None and system.primed is False
    return Concentration.exact(0, "mcg/mL") if fresh else held.strength


def _span(begin: datetime, end: datetime) -> Duration:
    return Duration.exact((end - begin) // timedelta(seconds=1), "s")


def _empties(state: State, hours: _Clock) -> float | None:
    """When the reservoir would be empty, if it held just what was filled in, at the programmed mean flow."""
    fill, running = state.reservoir_holds, state.pump_at()
    if fill is None or running is None or running.value.flow is None or running.value.flow.amount("mL/h") <= 0:
        return None
    filled = next((one.start for one in reversed(state.filled) if one.value is fill), None)
    if filled is None:
        return None
    return hours(filled) + float((fill.volume / running.value.flow).amount("h"))


def _cut(one: Rate, end: float) -> Rate:
    return Rate(one.begin, min(one.end, end), one.mcg_per_h)


def _by_mouth(state: State, end: datetime, hours: _Clock, said: list[str]) -> tuple[list[Rate], list[Dose]]:
    close = state.now - CLOSE
    rates: list[Rate] = []
    doses: list[Dose] = []
    for one in state.oral:
        if not one.value.doses or one.start >= end:
            continue
        stop = min(one.end or end, end)
        if one.start < close:
            mean = float(one.value.daily.amount("mcg/h"))
            rates.append(Rate(hours(one.start), hours(min(stop, close)), mean))
        doses += _single(state, one, max(one.start, close), stop, hours)
        said.append(EVEN_DOSES)
    return rates, doses


def _single(state: State, one: Interval[OralUse], begin: datetime, stop: datetime, hours: _Clock) -> list[Dose]:
    """Each dose at its hour on the clock where the patient is that day: summer time moves the dose with the clock."""
    amounts = [float(dose.amount("mcg")) for dose in one.value.doses]
    made = []
    day = begin.astimezone(_clock(state, begin)).date() - timedelta(days=1)
    while day <= stop.astimezone(_clock(state, stop)).date():
        first = datetime.combine(day, FIRST_DOSE)
        clock = _clock(state, first.replace(tzinfo=_clock(state, begin)))
        for number, mcg in enumerate(amounts):
            wall = first + number * timedelta(hours=24) / len(amounts)
            # To UTC at once: two times of one zone would be compared by the wall clock.
            at = wall.replace(tzinfo=clock).astimezone(UTC)
            if begin <= at < stop:
                made.append(Dose(hours(at), mcg))
        day += timedelta(days=1)
    return made


def _clock(state: State, moment: datetime) -> ZoneInfo:
    """The clock of the last event up to then, for the patient is where it was; before any, that of the first."""
    before = [one.zone for one in state.events if one.at <= moment]
    return zone_named(before[-1] if before else state.events[0].zone if state.events else "UTC")


def _marks(state: State, hours: _Clock) -> list[Mark]:
    found = [Mark(hours(one.start), "program") for one in state.pump]
    found += [Mark(hours(one.start), "refill") for one in state.filled]
    found += [Mark(hours(one.start), "dose by mouth") for one in state.oral]
    found += [Mark(hours(trial.at), "screening dose") for trial in state.screening]
    return sorted((one for one in found if one.at <= hours(state.now)), key=lambda one: one.at)
