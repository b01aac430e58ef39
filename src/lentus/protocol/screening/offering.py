"""What may come next in a trial: a first dose, watching, the next dose, or the end of it.

A first dose is offered only where a reason shows in the record: the origin is stated, and baclofen by mouth is not
taken or is said to bring no response.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.orders import ScreeningOrder
from lentus.protocol.advice import Option, Told
from lentus.protocol.screening.dose import small_dose
from lentus.protocol.screening.drawing import drawn
from lentus.protocol.screening.observing import observation_schedule
from lentus.protocol.screening.order_of_doses import first_doses, next_in_order
from lentus.protocol.screening.scores import score_lines
from lentus.protocol.spans import after
from lentus.protocol.trials import candidacy_ended, effective_trial, judged_early
from lentus.protocol.zone import clock_time, on_clock, whole_minute, zone_of
from lentus.quantity import Mass, show


def propose(state: State) -> Iterator[Option | Told]:
    """The options of the trial; none once a pump is in, was found, or the question has not come up."""
    if state.system is not None or state.as_found is not None or state.pump:
        return
    last = state.screening[-1] if state.screening else None
    failed, worked = candidacy_ended(state), effective_trial(state)
    if failed is not None:
        yield _told("screening.candidacy", "screening.candidacy-ends", f"No response to {show(failed.dose)}. ")
    elif worked is not None:
        says = f"{show(worked.dose)} brought a positive response: a pump may be considered. "
        yield _told("screening.candidacy", "screening.response-meaning", says)
    elif last is None:
        yield from _first(state)
    elif last.judged is None or judged_early(last, state.patient.profile):
        yield _watch(state, last)
    else:
        yield from _next(state, last)


def _told(name: str, fact_id: str, says: str) -> Told:
    fact = monograph.fact(fact_id)
    return Told(name, says + fact.says, fact.sources, fact.verified)


def _first(state: State) -> Iterator[Option]:
    oral = state.oral_at()
    taken = oral is not None and bool(oral.value.doses)
    last = state.assessments[-1] if state.assessments else None
    failed = last is not None and last.responding is False
    content = last is not None and (last.goal_met or last.responding)
    if state.origin is None or content or (taken and not failed):
        return
    yield _no_dose(state, "Nothing obliges to a trial; it is one choice.")
    for dose in first_doses(state):
        small = dose == small_dose(state.patient.profile)
        name, title = (
            ("small-dose", "Smaller first screening dose") if small else ("first-dose", "First screening dose")
        )
        yield _dose(state, dose, state.now, (f"screening.{name}", title, "A trial shows whether a pump would help."))


def _next(state: State, last: ScreeningTrial) -> Iterator[Option]:
    profile = state.patient.profile
    climbed = max(trial.dose for trial in state.screening)
    following = next_in_order(climbed, profile)
    yield _no_dose(state, "The trial may be ended at any step.")
    if following is None:
        return
    earliest = max(state.now, after(last.at, monograph.duration("screening.interval", profile)))
    because = f"No response to {show(climbed)}, and its window has closed."
    yield _dose(state, following, earliest, ("screening.next-dose", "Next screening dose", because))


def _no_dose(state: State, because: str) -> Option:
    return Option("screening.hold", "Give no further screening dose", because, earliest=state.now)


def _watch(state: State, last: ScreeningTrial) -> Option:
    profile = state.patient.profile
    zone = zone_of(state)
    lines = [f"{clock_time(one.at, zone)}: {one.what}" for one in observation_schedule(last.at, profile)]
    fact = monograph.fact("screening.observation")
    return Option(
        id="screening.observe",
        title="Observe and score, then judge the response",
        because="The clinician judges, with the scores beside it; not negative before the window closes.",
        earliest=state.now,
        arithmetic=(*lines, *score_lines(state, last)),
        sources=fact.sources,
        verified=fact.verified,
    )


def _dose(state: State, dose: Mass, earliest: datetime, words: tuple[str, str, str]) -> Option:
    profile = state.patient.profile
    name, title, because = words
    strength = monograph.concentration("screening.concentration", profile)
    syringe = drawn(dose, strength, profile)
    zone = zone_of(state)
    at = on_clock(whole_minute(earliest), zone)
    fact = monograph.fact("screening.doses")
    return Option(
        id=name,
        title=title,
        because=because,
        order=ScreeningOrder(at=at, zone=zone, dose=dose, concentration=strength, over=syringe.over),
        earliest=at,
        arithmetic=(syringe.worked,),
        sources=fact.sources,
        verified=fact.verified,
    )
