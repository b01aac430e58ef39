"""An order to start a pump, against the screening that came before it and the path that the drug has to go."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpStartOrder
from lentus.protocol.arrival import time_to_tip
from lentus.protocol.bounds import multiple_within
from lentus.protocol.dosing import NO_DOSE
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.priming import NOTHING, Way, way_of
from lentus.protocol.spans import after
from lentus.protocol.start.first_day import DURATION, REACTION, FirstDay, first_day
from lentus.protocol.whole_day import ordered_words, whole_day
from lentus.protocol.zone import clock_time
from lentus.quantity import Volume, show

SCREENING = "a screening dose with its verdict"


def already_running(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """A start where drug already flows would be a step without a band."""
    running = state.pump_at(order.at)
    if running is None or running.value.mode == "stopped":
        return
    dose = running.value.daily_dose
    values: dict[str, Value] = {"ordered": order.daily_dose}
    if dose is not None:
        values["current"] = dose
    gives = show(dose) if dose is not None else "a dose that is not known"
    says = f"the pump already gives {gives}"
    yield find("start.already-running", says, profile=state.patient.profile, values=values)


def first_dose(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """The first day's dose against the screening dose that worked."""
    profile = state.patient.profile
    known = first_day(state)
    if known is None:
        rule = "start.no-effective-dose"
        if not state.screening:
            yield needs(rule, "the first day's dose", (SCREENING,), profile=profile)
        else:
            yield find(rule, "no screening dose was called positive", profile=profile)
        return
    above = list(_above(state, order, known))
    yield from above
    if not above and known.dose is not None:
        yield _worked(state, order, known)


def _above(state: State, order: PumpStartOrder, known: FirstDay) -> Iterator[Finding]:
    if not multiple_within(known.per_day, whole_day(order), known.full):
        yield _finding(state, order, known, "start.above-twice-screening-dose", known.full, "")
    for rule, answer, times, what, missing in (
        (
            "start.doubled-after-long-effect",
            known.lasted_long,
            known.after_long_effect,
            "; its effect lasted long",
            DURATION,
        ),
        (
            "start.doubled-after-bad-reaction",
            known.badly_tolerated,
            known.after_bad_reaction,
            "; it was badly tolerated",
            REACTION,
        ),
    ):
        if answer is False or multiple_within(known.per_day, whole_day(order), times):
            continue
        if answer:
            yield _finding(state, order, known, rule, times, what)
        elif missing in known.missing:
            asked = f"more than {multiple_words(times)}"
            yield needs(rule, asked, (missing,), profile=state.patient.profile)


def _finding(state: State, order: PumpStartOrder, known: FirstDay, rule: str, times: int, what: str) -> Finding:
    return find(
        rule,
        f"{ordered_words(order)} ordered after an effective screening dose of {show(known.trial.dose)}{what}",
        profile=state.patient.profile,
        values={**_values(order, known), "times": times, "limit": known.per_day * times},
        bound=f"at most {multiple_words(times)}, over the first day",
    )


def _values(order: PumpStartOrder, known: FirstDay) -> dict[str, Value]:
    values: dict[str, Value] = {"ordered": whole_day(order), "effective": known.trial.dose}
    lasted = known.trial.judged.effect_lasted if known.trial.judged else None
    if lasted is not None:
        values["effect_lasted"] = lasted
    return values


def multiple_words(times: int | None) -> str:
    """So many times the screening dose that worked, in words."""
    return "the screening dose that worked" if times == 1 else f"{times} times the screening dose that worked"


def _worked(state: State, order: PumpStartOrder, known: FirstDay) -> Finding:
    values = {**_values(order, known), "times": known.times or 0, "first_day": known.dose or NO_DOSE}
    return find(
        "start.first-day-dose",
        f"worked out from the screening: {known.worked[0]}",
        profile=state.patient.profile,
        values=values,
        bound=f"at most {multiple_words(known.times)}, over the first day",
    )


def path_of_start(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """When the drug of this start reaches the tip, or what is missing to say so."""
    profile, way = state.patient.profile, way_of(state, order)
    path, primed = _left_to_go(way, order), way.primed
    if primed or order.daily_dose <= NO_DOSE or (path is not None and path <= NOTHING):
        return
    missing = [name for name, fact in (("volume of tubing and catheter", path),) if fact is None]
    missing += ["concentration"] if order.concentration is None else []
    missing += ["whether the path was primed"] if primed is None else []
    rule = "start.path-unknown" if missing else "start.arrival"
    if path is None or order.concentration is None:
        yield needs(rule, "when the drug arrives at the tip", tuple(missing), profile=profile)
        return
    travel = time_to_tip(path, order.daily_dose, order.concentration)
    arrival = after(order.at, travel)
    next_step = after(arrival, monograph.duration("start.arrival-margin", profile))
    unless = "; whether it was primed is not recorded" if primed is None else ""
    yield find(
        rule,
        f"through an unprimed path of {show(path)} the drug needs {show(travel)} at {show(order.daily_dose)} of "
        f"{show(order.concentration)}, until {clock_time(arrival, order.zone)}{unless}",
        profile=profile,
        values={
            "path_volume": path,
            "flow": order.daily_dose / order.concentration,
            "time_to_tip": travel,
            "arrival": arrival,
            "earliest": next_step,
        },
        missing=tuple(missing),
    )


def _left_to_go(way: Way, order: PumpStartOrder) -> Volume | None:
    """What of the path the infusion itself has to fill; None where its volume is not known."""
    return None if way.volume is None else way.volume - way.pushed - (order.priming or NOTHING)


def tenuous(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """A tenuous patient, whom the panel starts at the pump's lowest rate."""
    if state.condition("tenuous"):
        says = f"{show(order.daily_dose)} ordered for a patient recorded as tenuous"
        yield find("start.tenuous", says, profile=state.patient.profile, values={"ordered": order.daily_dose})


def observe(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """How long to observe after the start."""
    profile = state.patient.profile
    span = monograph.duration("start.observation", profile)
    until = after(order.at, span)
    yield find(
        "start.observe",
        f"observe for at least {show(span)}, until {clock_time(until, order.zone)}",
        profile=profile,
        values={"limit": span, "observe_until": until},
        bound=f"at least {show(span)}",
    )
