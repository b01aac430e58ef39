"""A program as the pump holds it, and the flow that it makes over any time.

A pump knows one strength, the programmed one, and turns each dose into a flow with it. What is really in the
reservoir is none of its business, which is how a wrong entry multiplies a dose; that difference appears in delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lentus.errors import PlanError
from lentus.pump.boluses import BridgeBolus, OneTime, PatientBolus, SingleBolus, granted
from lentus.pump.clock import PumpClock, elapsed
from lentus.pump.flow import Flow, Piece, added
from lentus.pump.modes import (
    DAY_HOURS,
    WEEK_DAYS,
    Flex,
    MinimumRate,
    Mode,
    PeriodicBolus,
    SimpleContinuous,
    StepDosing,
    Stopped,
    day_of,
)
from lentus.pump.scaling import common, hours, whole
from lentus.quantity import Concentration, DoseRate, Duration, Mass

WEEK_HOURS = DAY_HOURS * WEEK_DAYS


@dataclass(frozen=True, slots=True)
class Program:
    """What the pump is told: strength, clock, mode, boluses to begin with, and what the patient may add.

    `first` run one after the other from the start, before the mode or, for a single bolus over the mode, on top of it.
    """

    programmed: Concentration
    mode: Mode
    clock: PumpClock
    first: tuple[OneTime, ...] = ()
    patient: PatientBolus | None = None

    def __post_init__(self) -> None:
        if self.programmed.amount("mcg/mL") <= 0:
            raise PlanError(f"a programmed strength of {self.programmed} turns every dose into an endless flow")

    @property
    def daily_dose(self) -> DoseRate | None:
        """The mean dose of the mode at the programmed strength over a week; None for a plan of day steps."""
        if isinstance(self.mode, StepDosing):
            return None
        volume = sum((span * rate for span, rate, _ in week_of(self.mode, self.programmed)), Fraction(0))
        return DoseRate.exact(volume * self.programmed.amount("mcg/mL") / WEEK_HOURS, "mcg/h")

    @property
    def most_daily(self) -> DoseRate | None:
        """The daily dose with every patient's bolus that can be given."""
        mean = self.daily_dose
        more = self.patient.most_dose if self.patient else Mass.exact(0, "mcg")
        return None if mean is None else mean + more / Duration.read("24 h")


def week_of(mode: Mode, programmed: Concentration) -> list[Piece]:
    """A week of a mode on the pump's clock from Monday 00:00. PlanError for day steps, which have no week."""
    strength = programmed.amount("mcg/mL")

    def flow(dose: DoseRate) -> Fraction:
        return dose.amount("mcg/h") / strength

    week = Fraction(WEEK_HOURS)
    if isinstance(mode, Stopped):
        return [(week, Fraction(0), "stopped")]
    if isinstance(mode, MinimumRate):
        return [(week, mode.flow.amount("mL/h"), "minimum rate")]
    if isinstance(mode, SimpleContinuous):
        return [(week, flow(mode.dose), "continuous")]
    if isinstance(mode, Flex):
        return [(hours(s.end - s.start), flow(s.dose), "step") for day in mode.week for s in day.steps]
    if isinstance(mode, PeriodicBolus):
        return [(end - start, flow(dose), what) for start, end, dose, what in day_of(mode)] * WEEK_DAYS
    raise PlanError("step dosing over days does not repeat by the week")


def expand(program: Program, start: datetime, end: datetime, presses: Sequence[datetime] = ()) -> Flow:
    """The flow of a program from `start`, when it was sent to the pump, to `end`.

    `presses` are the moments at which the patient asks for a bolus; those that the limits refuse give nothing.
    PlanError where the end is not after the start, or where presses come without a patient's bolus.
    """
    length = elapsed(start, end)
    if hours(length) <= 0:
        raise PlanError(f"a program from {start.isoformat()} to {end.isoformat()} lasts no time")
    head = _head(program)
    taken = sum((span for span, _, _ in head), Fraction(0))
    flow = _whole(program, head, taken, start, hours(length))
    flow = added(flow, _over_mode(program, taken)) if _over_mode(program, taken) else flow
    if not presses:
        return flow
    if program.patient is None:
        raise PlanError("the patient has no bolus to ask for in this program")
    times = granted(program.patient, [elapsed(start, press) for press in presses], program.patient.lockout)
    rate = program.patient.flow(program.programmed).amount("mL/h")
    over = hours(program.patient.over)
    return added(flow, [(hours(time), hours(time) + over, rate, "patient bolus") for time in times])


def _whole(program: Program, head: list[Piece], taken: Fraction, start: datetime, length: Fraction) -> Flow:
    if taken >= length:
        return _cut(Flow.of(head), length)
    # The schedule goes by the pump's clock, wherever a bolus has ended.
    body = _body(program, hours(program.clock.into_week(start)) + taken, length - taken)
    return Flow.of(head).then(body) if head else body


def _head(program: Program) -> list[Piece]:
    """The boluses that run instead of the mode, in order."""
    found = []
    for bolus in program.first:
        if isinstance(bolus, SingleBolus):
            if not bolus.over_mode:
                found.append((hours(bolus.over), bolus.flow(program.programmed).amount("mL/h"), "single bolus"))
        else:
            what = "bridge bolus" if isinstance(bolus, BridgeBolus) else "priming bolus"
            found.append((hours(bolus.over), bolus.flow.amount("mL/h"), what))
    return found


def _over_mode(program: Program, taken: Fraction) -> list[tuple[Fraction, Fraction, Fraction, str]]:
    """The single boluses that run on top of the mode, one after the other, once the mode has begun."""
    found = []
    at = taken
    for bolus in program.first:
        if isinstance(bolus, SingleBolus) and bolus.over_mode:
            rate = bolus.flow(program.programmed).amount("mL/h")
            found.append((at, at + hours(bolus.over), rate, "single bolus"))
            at += hours(bolus.over)
    return found


def _body(program: Program, into_week: Fraction, length: Fraction) -> Flow:
    if isinstance(program.mode, StepDosing):
        return _staged(program.mode, program.programmed, length)
    return repeated(week_of(program.mode, program.programmed), into_week % WEEK_HOURS, length)


def _staged(mode: StepDosing, programmed: Concentration, length: Fraction) -> Flow:
    strength = programmed.amount("mcg/mL")
    pieces = [(hours(s.over), s.dose.amount("mcg/h") / strength, f"stage {n}") for n, s in enumerate(mode.stages, 1)]
    staged = sum((span for span, _, _ in pieces), Fraction(0))
    if staged < length:
        pieces.append((length - staged, mode.then.amount("mcg/h") / strength, "after the stages"))
    return _cut(Flow.of(pieces), length)


def _cut(flow: Flow, length: Fraction) -> Flow:
    """The first `length` hours of a flow that is at least as long."""
    end = Duration.exact(length, "h")
    return flow if flow.end == end else flow.cut(Duration.exact(0, "h"), end)


def repeated(week: Sequence[Piece], offset: Fraction, length: Fraction) -> Flow:
    """A repeating pattern from `offset` hours into it, for `length` hours; whole columns of integers."""
    if len(week) == 1:
        return Flow.of([(length, week[0][1], week[0][2])])
    ticks = common([offset, length, *(span for span, _, _ in week)])
    parts = common(rate for _, rate, _ in week)
    spans = [whole(span, ticks) for span, _, _ in week]
    rates = [whole(rate, parts) for _, rate, _ in week]
    skipped, last = whole(offset, ticks), whole(length, ticks)
    index = 0
    while skipped >= spans[index]:
        skipped -= spans[index]
        index += 1
    at, ends, order = -skipped, [], []
    while at < last:
        at += spans[index]
        ends.append(at)
        order.append(index)
        index = (index + 1) % len(spans)
    ends[-1] = last
    return Flow(ticks, parts, tuple(ends), tuple(rates[i] for i in order), tuple(week[i][2] for i in order))
