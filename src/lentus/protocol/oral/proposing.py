"""What may come next by mouth: stay, look, a smaller step, the label's step, one step back, or a slow withdrawal.

An increase is offered as "if the response is not yet enough" and never where the goal is met, where a reaction
stands, or where a pump has taken over. How the patient does is for a clinician to say; the software only counts days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lentus import monograph
from lentus.course import State
from lentus.course.events import DosesMissed
from lentus.course.orders import OralOrder
from lentus.course.words import DoseReason
from lentus.protocol.advice import Option, Told
from lentus.protocol.easing import against_more
from lentus.protocol.kidney import kidneys
from lentus.protocol.oral.watching import days_missed, goal_met, not_resumed, responding, standing_effects
from lentus.protocol.oral_doses import Day, daily_words, next_day, previous_day, sum_line, total, words
from lentus.protocol.oral_label import LAST_STEP, SCHEDULE, OralLabel, oral_label
from lentus.protocol.oral_taken import Taken, day_begins, local_day, taken_at
from lentus.protocol.resting import resting_on, told
from lentus.protocol.zone import zone_of
from lentus.quantity import show
from lentus.quantity.dates import day as shown_day

RESUMING = (
    "Days without baclofen are recorded, and no dose taken since. Taking it up again has a risk of its own: the dose "
    "from before may be too much now, and withdrawal may have begun. The prescriber decides on the next dose; no "
    "source gives a rule, and nothing is worked out from the gap. No step up is offered until doses are taken again."
)
NOT_ENOUGH = "if the response is not yet enough; the lowest dose that works is the right one"


@dataclass(frozen=True, slots=True)
class Standing:
    """A patient who takes baclofen by mouth, and what is known about how it goes."""

    state: State
    label: OralLabel
    taken: Taken
    since: datetime
    goal: bool | None
    helps: bool | None
    effects: bool
    toxic: bool
    absent: DosesMissed | None


def propose(state: State) -> Iterator[Option | Told]:
    """Options by mouth. None where what is taken is not known: what to ask for is said by the watcher."""
    before = taken_at(state, state.now)
    if before is None:
        return
    if before.since is None:
        if _may_start(state):
            yield _start(state)
            yield from _notes(state)
        return
    # A mild effect from before the present dose did not keep a clinician from this dose; a grave one still counts.
    effects = [
        one for one in standing_effects(state) if one.at >= before.since or one.severity in ("serious", "toxicity")
    ]
    here = Standing(
        state,
        oral_label(state.patient.profile),
        before,
        before.since,
        goal_met(state, before.since),
        responding(state, before.since),
        bool(effects),
        any(one.severity == "toxicity" for one in effects),
        not_resumed(state, before.since, state.now),
    )
    yield from _while_taken(here)
    yield from _notes(state)


def _while_taken(here: Standing) -> Iterator[Option | Told]:
    if here.effects:
        yield from _step_back(here)
    yield _hold(here)
    if here.goal is None and here.helps is None:
        yield _assess(here)
    if here.absent is not None:
        yield told("oral.missed-dose-rule", RESUMING)
    elif not (here.goal or here.effects or here.state.infusing):
        against = tuple(against_more(here.state, "oral"))
        yield from against or _steps_up(here)
    if here.helps is False:
        yield _taper(here)


def _may_start(state: State) -> bool:
    """Whether the therapy is at its beginning: no pump, and no screening on the way to one."""
    # A program without a recorded implant is a pump all the same, running or stopped.
    pump = bool(state.pump) if state.system is None else state.system.explanted is None
    return not (pump or state.infusing or state.screening)


def _start(state: State) -> Option:
    label = oral_label(state.patient.profile)
    sources, verified = resting_on(*SCHEDULE)
    return Option(
        "oral.start",
        "Start by mouth as the label does",
        "nothing is taken by mouth, as far as is recorded",
        _order(state, label.start, "start", state.now, None),
        state.now,
        (sum_line(label.start),),
        sources,
        verified,
    )


def _hold(here: Standing) -> Option:
    because = "no increase without a reason from the bedside"
    if here.goal:
        because = "the goal is met; the lowest dose that works is the right one"
    elif here.state.infusing:
        because = "the pump runs, and its dose is being found"
    sources, verified = resting_on("oral.lowest-effective")
    return Option(
        "oral.hold",
        "Stay at the present dose by mouth",
        because,
        earliest=here.state.now,
        arithmetic=(sum_line(here.taken.doses),),
        sources=sources,
        verified=verified,
    )


def _assess(here: Standing) -> Option:
    sources, verified = resting_on("oral.lowest-effective")
    return Option(
        "oral.assess",
        "Assess the response to the present dose by mouth",
        f"no judgement of the response since {shown_day(here.since)} is recorded",
        earliest=here.state.now,
        sources=sources,
        verified=verified,
    )


def _steps_up(here: Standing) -> Iterator[Option]:
    doses, label = here.taken.doses, here.label
    full = next_day(doses, label, label.maximum)
    small = next_day(doses, label, total(doses) + label.step)
    if full is not None and small is not None and small != full:
        yield _up(here, "oral.smaller-step", "A smaller step by mouth than the label's", small)
    if full is not None:
        yield _up(here, "oral.step", "The label's next step by mouth", full)


def _up(here: Standing, name: str, title: str, day: Day) -> Option:
    state, zone = here.state, zone_of(here.state)
    missed = days_missed(state, here.since, state.now)
    first = local_day(here.since, zone) + timedelta(days=here.label.days + missed)
    earliest = max(state.now, day_begins(first, zone))
    begun = shown_day(local_day(here.since, zone))
    apart = f", {missed} without doses not counted" if missed else ""
    sources, verified = resting_on(*SCHEDULE, *LAST_STEP)
    return Option(
        name,
        title,
        NOT_ENOUGH,
        _order(state, day, "titration", earliest, here.taken.product),
        earliest,
        (
            f"from {daily_words(here.taken.doses)} to {words(day)}",
            sum_line(day),
            f"{here.label.days} days at a dose begun on {begun}{apart}: {shown_day(first)}",
        ),
        sources,
        verified,
    )


def _step_back(here: Standing) -> Iterator[Option]:
    """A lower dose for a reaction. No source gives its size: the label's own step is what there is to go back by."""
    lower = previous_day(here.taken.doses, here.label)
    if lower is None:
        return
    state = here.state
    reason: DoseReason = "toxicity" if here.toxic else "side effect"
    sources, verified = resting_on("oral.step", "oral.abrupt-stop-harm")
    yield Option(
        "oral.step-back",
        "One step of the label's schedule back by mouth",
        "a reaction stands; no source gives the size of such a reduction, so the step is a choice",
        _order(state, lower, reason, state.now, here.taken.product),
        state.now,
        (f"from {daily_words(here.taken.doses)} to {words(lower)}", sum_line(lower)),
        sources,
        verified,
    )


def _taper(here: Standing) -> Option:
    sources, verified = resting_on("oral.trial-without-benefit", "taper.length")
    return Option(
        "oral.taper",
        "Withdraw slowly by mouth",
        "no benefit is recorded; the length is the prescriber's to enter, since the label gives none",
        earliest=here.state.now,
        sources=sources,
        verified=verified,
    )


def _order(state: State, day: Day, reason: DoseReason, at: datetime, product: str | None) -> OralOrder:
    return OralOrder(at=at, zone=zone_of(state), doses=day, reason=reason, product=product)


def _usual_is_meant(state: State) -> bool:
    """Whether the usual dose of most people is no misleading one: not for a child, nor for failing kidneys."""
    age, kidney = state.age(), kidneys(state)
    child = age is not None and age < monograph.age("populations.oral-minimum-age", state.patient.profile)
    return not (child or kidney.severe or kidney.dialysis)


def _notes(state: State) -> Iterable[Told]:
    low, high = monograph.dose_rate_range("oral.usual-daily", state.patient.profile)
    if _usual_is_meant(state):
        yield told(
            "oral.usual-daily", f"Most people do best at {show(low, 'mg/day')} to {show(high, 'mg/day')} by mouth."
        )
    yield told("oral.lowest-effective")
    if state.patient.profile == "eu":
        german = monograph.dose_rate("oral.maximum-daily-germany", "eu")
        yield told("oral.maximum-daily-germany", f"A German text stops at {show(german, 'mg/day')} by mouth.")
