"""What the pump can do, for whom it is labeled, and where its clock stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lentus.course import zone_named
from lentus.errors import CannotAssess, PlanError
from lentus.monograph import Age
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.screen import abs_of
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.zone import clock_time
from lentus.pump import Breach, Flex, PeriodicBolus, Pump, drifts, limits
from lentus.pump.device import WORDS
from lentus.quantity import Duration, Volume, show

_RULES = {
    "minimum-flow": "pump.below-minimum-flow",
    "maximum-flow": "pump.above-highest-flow",
    "maximum-bolus-flow": "pump.above-highest-flow",
    "steps-a-day": "pump.too-many-changes",
    "reservoir": "pump.above-capacity",
    "strengths": "pump.outside-device-strengths",
}
_NO_TIME = Duration.exact(0, "h")


def within_limits(worked: Worked) -> Iterator[Finding]:
    """Every breach of a limit of the device, and the limits that are not known."""
    if worked.program is None or worked.pump is None:
        return
    found = limits(worked.program, worked.pump, _filled(worked))
    for breach in found.breaches:
        yield _breach(worked, breach)
    for name in found.unchecked:
        if name == "reservoir" and worked.plan.fill is not None:
            yield _capacity_unknown(worked, worked.pump)
            continue
        yield find(
            "pump.figure-unknown",
            f"The {WORDS[name]} of {worked.pump.name} is not known: not checked.",
            profile=worked.plan.patient.profile,
            values={"figure": name},
            missing=(f"the {WORDS[name]} of {worked.pump.name}, entered with its source",),
        )


def _capacity_unknown(worked: Worked, device: Pump) -> Finding:
    """What the reservoir takes is asked for: a fill beyond it goes under pressure, or beside the pump."""
    missing = (f"the {WORDS['reservoir']} of {device.name}, entered with its source",)
    what = "whether the reservoir takes this fill"
    return needs("record.cannot-assess", what, missing, profile=worked.plan.patient.profile)


def _filled(worked: Worked) -> Volume | None:
    try:
        return building.filled_volume(worked.plan)
    except (CannotAssess, PlanError):
        return None


def _breach(worked: Worked, breach: Breach) -> Finding:
    value = breach.value if isinstance(breach.value, int) else show(breach.value)
    bound = breach.bound_words
    return find(
        _RULES[breach.figure],
        f"{value} against the {WORDS[breach.figure]} of {bound}.",
        profile=worked.plan.patient.profile,
        values={"found": breach.value, "limit": breach.bound},
        bound=f"{bound}: {WORDS[breach.figure]}",
    )


def age(worked: Worked) -> Iterator[Finding]:
    """The patient's age against the pump's labeling, where that gives one."""
    device, plan = worked.pump, worked.plan
    if device is None or not device.knows("minimum-age"):
        return
    if plan.patient.born is None:
        yield needs("pump.device-age", f"the age for {device.name}", ("date of birth",), profile=plan.patient.profile)
        return
    lowest, now = device.age("minimum-age"), Age.on(plan.patient.born, plan.at.date())
    if now < lowest:
        yield find(
            "pump.device-age",
            f"The patient is {now} old; {device.name} is labeled from {lowest} on.",
            profile=plan.patient.profile,
            values={"age": str(now), "lowest": str(lowest)},
            bound=f"from {lowest} on",
        )


def strokes(worked: Worked) -> Iterator[Finding]:
    """Periodic and patient boluses against one stroke of a valve pump."""
    device, program = worked.pump, worked.program
    if device is None or program is None or not device.knows("actuation"):
        return
    one = device.volume("actuation")
    doses = [program.mode.bolus] if isinstance(program.mode, PeriodicBolus) else []
    doses += [program.patient.dose] if program.patient else []
    for dose in doses:
        volume = dose / program.programmed
        if volume < one:
            yield find(
                "pump.below-one-actuation",
                f"A bolus of {show(dose)} is {show(volume)}; one stroke moves {show(one)}.",
                profile=worked.plan.patient.profile,
                values={"volume": volume, "stroke": one},
                bound=f"at least {show(one)}",
            )


def clock(worked: Worked) -> Iterator[Finding]:
    """A schedule by the hour: where the pump's clock stands now, and when the wall clock will be changed."""
    plan = worked.plan
    if worked.program is None or not isinstance(worked.program.mode, Flex | PeriodicBolus):
        return
    own = building.clock(plan)
    if own is None:
        missing = ("how far the pump's clock stands from UTC",)
        yield needs("record.cannot-assess", "the hours of the schedule", missing, profile=plan.patient.profile)
        return
    cap = worked.dates.cap.day if worked.dates else None
    days = (cap - plan.at.date()).days if cap is not None else 0
    found = drifts(own, zone_named(plan.zone), plan.at, plan.at + timedelta(days=max(days, 1)))
    if found[0].ahead != _NO_TIME:
        yield find(
            "pump.clock-drift",
            f"The wall clock of {plan.zone} is {show(abs_of(found[0].ahead))} "
            f"{'ahead of' if found[0].ahead > _NO_TIME else 'behind'} the pump's clock. Each step "
            "comes at another hour.",
            profile=plan.patient.profile,
            values={"off_by": found[0].ahead},
        )
    for change in found[1:2]:
        when = clock_time(change.since, plan.zone)
        yield find(
            "pump.clock-change-ahead",
            f"From {when} on the wall clock is {show(abs_of(change.ahead))} off the pump's clock.",
            profile=plan.patient.profile,
            values={"since": change.since, "off_by": change.ahead},
        )
