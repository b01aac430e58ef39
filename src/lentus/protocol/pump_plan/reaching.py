"""What reaches the patient at most, in any hour and any day, against what the prescriber stated.

Patient boluses count as if every one that the limits leave room for were given. Over any 24 h they come to no more
than the number allotted, over any hour to no more than the lockout lets begin in an hour: a bolus cut by the start of
a window is made up by at most the same share of one at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.worked import DAY, HOUR, Worked
from lentus.pump import PatientBolus
from lentus.quantity import Concentration, Duration, Mass, show

_NONE = Mass.exact(0, "mcg")


def windows(worked: Worked) -> Iterator[Finding]:
    """The most in any 1 h and any 24 h; where no maximum is stated, the stated daily dose bounds the day."""
    stated, profile = worked.plan.stated, worked.plan.patient.profile
    most_in_day = stated.most_in_day
    if most_in_day is None and stated.daily_dose is not None:
        most_in_day = stated.daily_dose * DAY
    if most_in_day is None and worked.plan.program.mode != "stopped":
        unsaid = ("what the prescriber stated: the daily dose, or the most in a day",)
        yield needs("record.cannot-assess", "the program against the prescription", unsaid, profile=profile)
    for found, length, bound in ((worked.hour, HOUR, stated.most_in_hour), (worked.day, DAY, most_in_day)):
        if found is None or bound is None:
            continue
        asked = on_demand(worked, length)
        dose = found.most.dose + asked
        if dose <= bound:
            continue
        more = f", of that {show(asked)} on the patient's demand" if asked > _NONE else ""
        more += _mixed(worked, length)
        by_mixture = _by_mixture_alone(worked, length, bound)
        yield find(
            "pump.mixture-above-stated-most" if by_mixture else "pump.above-stated-most",
            f"In some window of {show(length)} {show(dose, places=2)} reach the tip{more}; {show(bound)} are stated. "
            f"It begins {show(found.most.start, 'h', 1)} after the program does.",
            profile=profile,
            values={"most": dose, "stated": bound, "window": length, "begins": found.most.start},
            bound=f"{show(bound)} in any {show(length)}",
        )
    if worked.delivery is None and (stated.most_in_hour or most_in_day):
        yield needs("record.cannot-assess", "the most in any hour and day", missing(worked), profile=profile)


def _by_mixture_alone(worked: Worked, length: Duration, bound: Mass) -> bool:
    """Whether the plan as labeled keeps the bound, and only what cannot be drawn off passes it."""
    if worked.by_label is None or worked.mixture is None:
        return False
    plain = worked.by_label[0 if length == HOUR else 1].most.dose
    return plain + on_demand(worked, length, mixed=False) <= bound


def _mixed(worked: Worked, length: Duration) -> str:
    """The same window by the label's strength, where what stays in the reservoir makes it another."""
    if worked.by_label is None or worked.mixture is None or worked.label is None:
        return ""
    plain = worked.by_label[0 if length == HOUR else 1].most.dose
    return (
        f" with {show(worked.mixture, places=1)} in the reservoir, mixed with what cannot be drawn off; "
        f"{show(plain, places=2)} with {show(worked.label)}, as labeled"
    )


def missing(worked: Worked) -> tuple[str, ...]:
    """What the delivery lacks."""
    found = tuple(dict.fromkeys(name for _, names in worked.missing for name in names))
    return found or ("a program that can be computed",)


def on_demand(worked: Worked, length: Duration, *, mixed: bool = True) -> Mass:
    """The most that the patient's boluses add in a window, at the strongest solution that may leave the tip.

    Without `mixed`, as if nothing of the old solution stayed in the reservoir.
    """
    program = worked.program
    if program is None or program.patient is None:
        return _NONE
    bolus = program.patient
    strongest = max((program.programmed, *_strengths(worked, mixed=mixed)))
    return bolus.dose * _count(bolus, length) * (strongest / program.programmed)


def _count(bolus: PatientBolus, length: Duration) -> int:
    by_lockout = ceil(length / bolus.lockout)
    return min(by_lockout, bolus.most_a_day) * max(1, ceil(length / DAY))


def _strengths(worked: Worked, *, mixed: bool) -> Iterator[Concentration]:
    if worked.delivery is None:
        return
    yield building.real_strength(worked.plan)
    if worked.mixture is not None and mixed:
        yield worked.mixture
    yield from (one.strength for one in worked.delivery.path.slugs)
