"""`verify(plan)`: every way in which a pump plan is unsafe, found before it is sent.

One list of rules is asked about one plan that was worked out once. A plan passes when nothing stands against it and no
fact that the answer rests on is missing; then no window of an hour or a day holds more than was stated for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from lentus.course import State
from lentus.course.orders import AnyOrder, PumpDoseOrder
from lentus.course.plan import PumpPlan
from lentus.course.program_step import ProgramStage
from lentus.protocol import checking  # as a module: the rules of orders ask this package in their turn
from lentus.protocol.finding import Finding, gravest_first, needs
from lentus.protocol.pump_plan import (
    abilities,
    booking,
    bridging,
    dose_bands,
    entries,
    magnet,
    priming_rules,
    reaching,
    refilling,
    running,
    screen,
    sense,
)
from lentus.protocol.pump_plan.worked import Worked, work
from lentus.pump import BridgePlan, Delivery, DrawUp, Extremes, NoBridge, PrimingPlan, RefillDates, Refused, Window
from lentus.quantity import Mass

Rule = Callable[[Worked], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    entries.contradictions,
    sense.in_other_units,
    sense.last_fill,
    sense.this_fill,
    sense.held_now,
    sense.path,
    sense.old_catheter,
    entries.programmed_dose,
    entries.hourly,
    entries.schedule,
    entries.single_strength,
    entries.running_strength,
    entries.patient_bolus,
    screen.drug,
    screen.daily_dose,
    screen.fields,
    screen.tubing,
    screen.status,
    screen.pump_clock,
    screen.alarm_date,
    abilities.within_limits,
    abilities.age,
    abilities.strokes,
    abilities.clock,
    running.running_bridge,
    bridging.bridge,
    bridging.patient_bolus,
    bridging.left_behind,
    bridging.next_change,
    priming_rules.content,
    priming_rules.volume,
    reaching.windows,
    booking.empty_before_alarm,
    booking.booked,
    booking.unknown,
    refilling.aspirated,
    refilling.pocket,
    refilling.contents,
    magnet.scan,
    magnet.stood_still,
)
"""Every rule about a plan, in the order in which it is written on a screen within one severity."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer. Parts are None where a fact for them is missing; `missing` names each such fact once.

    `hour` and `day` hold the most and the least in any window of that length; `clear_from` is the moment before which
    nothing else is changed, where a bridge runs.
    """

    plan: PumpPlan
    findings: tuple[Finding, ...]
    delivery: Delivery | None
    hour: Extremes | None
    day: Extremes | None
    dates: RefillDates | None
    change: BridgePlan | NoBridge | Refused | None
    priming: PrimingPlan | None
    drawup: tuple[DrawUp, ...]
    missing: tuple[str, ...]
    clear_from: datetime | None
    worked: Worked

    @property
    def passes(self) -> bool:
        """Whether nothing keeps the plan from being sent, and everything that this rests on is known."""
        return not self.missing and not any(one.blocks for one in self.findings)

    @property
    def most_in(self) -> tuple[tuple[Window, Mass, Mass], ...]:
        """The largest hour and day: the program's own window, the patient's boluses on top of it, and both together."""
        found = [one.most for one in (self.hour, self.day) if one is not None]
        asked = [reaching.on_demand(self.worked, one.end - one.start) for one in found]
        return tuple((one, more, one.dose + more) for one, more in zip(found, asked, strict=True))


def verify(plan: PumpPlan, state: State | None = None) -> Verification:
    """Judge a plan; with the patient's course as the order that it amounts to too, else by the bands that need none."""
    worked = work(plan)
    found = [one for rule in RULES for one in rule(worked)]
    found += _lacking(worked, found)
    if state is None:
        found += dose_bands.in_bands(worked)
    else:
        found += [one for order in orders(worked) for one in checking.check(state, order)]
    findings = gravest_first(_once(found))
    return Verification(
        plan=plan,
        findings=findings,
        delivery=worked.delivery,
        hour=worked.hour,
        day=worked.day,
        dates=worked.dates,
        change=worked.change,
        priming=worked.priming,
        drawup=worked.drawup,
        missing=_missing(worked, findings),
        clear_from=worked.flushed,
        worked=worked,
    )


def orders(worked: Worked) -> tuple[AnyOrder, ...]:
    """The orders that a plan amounts to: its refill, and its change of the daily dose."""
    plan = worked.plan
    found: list[AnyOrder] = []
    refill = refilling.refill_order(worked)
    if refill is not None:
        found.append(refill)
    dose = plan.program.daily_dose or (worked.program.daily_dose if worked.program else None)
    mode = plan.program.mode
    if mode == "step dosing":
        found += _by_stages(plan)
    elif dose is not None and mode != "stopped":
        found.append(PumpDoseOrder(at=plan.at, zone=plan.zone, daily_dose=dose, reason=plan.stated.reason, mode=mode))
    return tuple(found)


def _by_stages(plan: PumpPlan) -> Iterator[AnyOrder]:
    """The order of a step dosing: its first dose, and each later one by its time from the start."""
    told = plan.program.stages
    last = plan.program.daily_dose
    doses = [one.daily_dose for one in told] + ([last] if last is not None else [])
    begins = accumulate(one.over for one in told)
    later = tuple(ProgramStage(after=at, daily_dose=dose) for at, dose in zip(begins, doses[1:], strict=False))
    yield PumpDoseOrder(
        at=plan.at,
        zone=plan.zone,
        daily_dose=doses[0],
        reason=plan.stated.reason,
        mode="simple continuous",
        stages=later,
    )


def _lacking(worked: Worked, found: list[Finding]) -> Iterator[Finding]:
    """What could not be worked out, where no rule has said so."""
    said = {name for one in found for name in one.missing}
    for what, names in worked.missing:
        if not set(names) <= said:
            yield needs("record.cannot-assess", what, names, profile=worked.plan.patient.profile)
            said |= set(names)


def _missing(worked: Worked, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Each fact that an answer lacks. A limit of the device that nobody published keeps no plan back by itself."""
    named = [name for one in findings if one.rule != "pump.figure-unknown" for name in one.missing]
    named += [name for _, names in worked.missing for name in names]
    return tuple(dict.fromkeys(named))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once, although plan and course may both have said it."""
    seen: set[tuple[str, str]] = set()
    for one in findings:
        if (one.rule, one.says) not in seen:
            seen.add((one.rule, one.says))
            yield one
