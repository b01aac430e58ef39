"""What was entered against what was stated: decimal points, units, hours for days, and days that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import pump
from lentus.protocol.finding import Finding, find
from lentus.protocol.pump_plan.schedules import since_midnight
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.refill.strength import THOUSAND
from lentus.pump import WEEKDAYS, Flex, PeriodicBolus, dose_on
from lentus.quantity import Concentration, DoseRate, show, show_percent

HOURS = 24
_NOTHING = DoseRate.exact(0, "mcg/day")
_NO_DRUG = Concentration.exact(0, "mcg/mL")


def slip(rule_else: str, what: str, found: DoseRate, meant: DoseRate, worked: Worked) -> Iterator[Finding]:
    """A daily dose that is not the one meant: by a power of ten, or otherwise."""
    if found == meant:
        return
    power = pump.power_of_ten(found / meant) if min(found, meant) > _NOTHING else 0
    rule = rule_else
    size = f", {10 ** abs(power):,} times too {'much' if power > 0 else 'little'}" if power else ""
    if power:
        rule = "pump.unit-exchanged" if abs(power) == THOUSAND else "pump.tenfold-entry"
    elif found == meant * HOURS:
        rule, size = "pump.hourly-for-daily", f", {HOURS} times too much: the dose of a day in every hour"
    yield find(
        rule,
        f"{what} gives {show(found)} and {show(meant)} is stated{size}.",
        profile=worked.plan.patient.profile,
        values={"found": found, "stated": meant, "power_of_ten": power},
        bound=f"{show(meant)}, as stated",
    )


def programmed_dose(worked: Worked) -> Iterator[Finding]:
    """The program's daily dose against the prescription."""
    meant, mode = worked.plan.stated.daily_dose, worked.plan.program.mode
    found = worked.program.daily_dose if worked.program else None
    if mode == "step dosing":
        found = worked.plan.program.daily_dose
    if found is None or meant is None:
        return
    yield from slip("pump.dose-differs", "The program", found, meant, worked)


def schedule(worked: Worked) -> Iterator[Finding]:
    """The total of the schedule against the daily dose that is written with it."""
    meant = worked.plan.program.daily_dose
    mode = worked.program.mode if worked.program else None
    if meant is None or worked.program is None or not isinstance(mode, Flex | PeriodicBolus):
        return
    mean = worked.program.daily_dose
    if mean == meant:
        return
    totals = [dose_on(mode, number) for number in range(len(WEEKDAYS))]
    told = show(totals[0]) if len(set(totals)) == 1 else f"{show(min(totals))} to {show(max(totals))}"
    yield find(
        "pump.schedule-differs",
        f"The schedule gives {told} a day, and {show(meant)} is written.",
        profile=worked.plan.patient.profile,
        values={"total": totals[0], "ordered": meant, "least": min(totals), "most": max(totals)},
        bound=show(meant),
    )


def hourly(worked: Worked) -> Iterator[Finding]:
    """A dose that is meant once a day and stands in the schedule as an hourly one."""
    once = worked.plan.stated.once_daily
    if once is None:
        return
    for step in worked.plan.program.steps:
        ends = step.ends or "24:00"
        lasts = since_midnight(ends) - since_midnight(step.starts)
        if step.rate is None or lasts.amount("h") <= 1 or step.rate.amount("mcg/h") != once.amount("mcg"):
            continue
        given = step.rate * lasts
        yield find(
            "pump.hourly-for-daily",
            f"{show(once)} is meant once a day; from {step.starts} to {ends} it is entered in every hour: "
            f"{show(given)}.",
            profile=worked.plan.patient.profile,
            values={"once_daily": once, "entered": given, "factor": given / once},
            bound=f"{show(once)} in all",
        )


def single_strength(worked: Worked) -> Iterator[Finding]:
    """The filled strength against the programmed one, and both against the prescription."""
    program, label = worked.plan.program.concentration, worked.label
    stated = worked.plan.stated.concentration
    profile = worked.plan.patient.profile
    if program is not None and label is not None and program != label and program > _NO_DRUG:
        factor = label / program
        dose = worked.dose_after
        told = f": {show(dose)} becomes {show(dose * factor)}" if dose is not None else ""
        yield find(
            "refill.strength-mismatch",
            f"The reservoir holds {show(label)}, the pump is programmed for {show(program)}. Each dose becomes "
            f"{show_percent(factor * 100, None if (factor * 100).denominator == 1 else 1)} of it{told}.",
            profile=profile,
            values={"filled": label, "programmed": program, "factor": factor},
            bound=f"the programmed {show(program)}",
        )
    for words, found in (("programmed", program), ("filled", label)):
        if stated is not None and found is not None and found != stated and stated > _NO_DRUG:
            yield find(
                "refill.strength-mismatch",
                f"{show(stated)} is stated, and {show(found)} is {words}.",
                profile=profile,
                values={"stated": stated, words: found, "factor": found / stated},
                bound=f"{show(stated)}, as stated",
            )


def running_strength(worked: Worked) -> Iterator[Finding]:
    """What the pump has been told against what was in it until now: the patient has not had the dose on the screen."""
    before, held = worked.plan.before, worked.plan.reservoir.concentration
    told = before.concentration if before is not None and before.mode != "stopped" else None
    if told is None or held is None or told == held or told <= _NO_DRUG:
        return
    factor = held / told
    running = worked.before.daily_dose if worked.before else None
    dose = f": {show(running)} has been {show(running * factor)}" if running is not None else ""
    yield find(
        "refill.strength-mismatch",
        f"Until now the pump was programmed for {show(told)} and its reservoir held {show(held)}{dose}.",
        profile=worked.plan.patient.profile,
        values={"filled": held, "programmed": told, "factor": factor},
        bound="one strength: find out which of the two is right, and what the patient has had",
    )


def contradictions(worked: Worked) -> Iterator[Finding]:
    """What cannot be, in the words of the pump floor; a day with a gap under a rule of its own."""
    for fault in worked.faults:
        rule = "pump.incomplete-day" if fault in worked.gaps else "pump.cannot-be"
        yield find(rule, fault[:1].upper() + fault[1:] + ".", profile=worked.plan.patient.profile)


def patient_bolus(worked: Worked) -> Iterator[Finding]:
    """The lockout against the number of boluses."""
    asked = worked.program.patient if worked.program else None
    if asked is None or asked.consistent:
        return
    yield find(
        "pump.patient-bolus-inconsistent",
        f"{asked.most_a_day} boluses a day are allotted, and a lockout of {show(asked.lockout)} leaves room for "
        f"{asked.allowed_by_lockout}.",
        profile=worked.plan.patient.profile,
        values={"allotted": asked.most_a_day, "room_for": asked.allowed_by_lockout, "lockout": asked.lockout},
        bound=f"at most {asked.allowed_by_lockout} a day by the lockout",
    )
