"""What may come next for a running pump: hold, a smaller step, a full step, or less; each with when and how worked.

Holding stands first and is always there. An increase is offered as a choice for the case that the response is not yet
enough, never where the goal is met, a side effect is present, or the band cannot be chosen; nor after a reduction that
nobody has judged yet, with failing kidneys, or in a suspected emergency (`lentus.protocol.easing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.events import Assessment, SideEffect
from lentus.course.orders import PumpDoseOrder
from lentus.course.words import DoseReason
from lentus.protocol.advice import Option, Told
from lentus.protocol.arrival import arrival_at_tip
from lentus.protocol.bands import Unknown, band_for
from lentus.protocol.dosing import percent_above, percent_below, running_dose, unchanged_since, writable
from lentus.protocol.easing import against_more
from lentus.protocol.spans import after
from lentus.protocol.titration.claim import phase
from lentus.protocol.titration.decreases import USUAL, holiday_running
from lentus.protocol.titration.need import response_since
from lentus.protocol.titration.pace import interval, outpatient_interval
from lentus.protocol.zone import on_clock, whole_minute, zone_of
from lentus.quantity import DoseRate, show, show_percent


def propose(state: State) -> Iterator[Option | Told]:
    """The options for the running dose; nothing where no pump runs, and a holiday has proposals of its own."""
    dose = running_dose(state, state.now)
    if dose is None or holiday_running(state):
        return
    last = state.assessments[-1] if state.assessments else None
    effects = current_side_effects(state)
    toxic = any(one.severity == "toxicity" for one in effects)
    yield _hold(dose, last, toxic=toxic)
    if _response_unknown(state):
        yield _assess()
    if toxic:
        yield _told("pump.reduce-for-toxicity", ("intrathecal.reduction-for-toxicity",), _TOXICITY)
    elif effects:
        yield from _less(state, dose, effects)
    elif last is not None and last.goal_met:
        yield _less_if_enough(state, dose)
    else:
        yield from _more(state, dose)


_TOXICITY = (
    "Toxicity is recorded: a reduction is possible at once, by any amount, and so is stopping the pump. No rule delays "
    "it. Watch for withdrawal afterwards."
)


def current_side_effects(state: State) -> tuple[SideEffect, ...]:
    """Side effects that are recorded and not said to be over."""
    latest: dict[str, SideEffect] = {}
    for one in state.side_effects:
        latest[one.effect.casefold()] = one
    return tuple(one for one in latest.values() if not one.over)


def earliest_increase(state: State) -> datetime:
    """The first whole minute from now on at which no interval stands against an increase."""
    profile = state.patient.profile
    moments = [state.now]
    since = unchanged_since(state)
    if since is not None:
        # A setting that nobody stated may be a home: then the later date holds, and the watcher asks for the setting.
        watched = state.setting == "inpatient" or state.close_contact
        moments.append(after(since.moment, interval(state) if watched else outpatient_interval(state)))
    if state.infusion_started is not None:
        moments.append(after(state.infusion_started, monograph.duration("start.no-increase-for", profile)))
    arrival = arrival_at_tip(state)
    arrived = (arrival.at or arrival.at_latest) if arrival else None
    if arrived is not None:
        moments.append(after(arrived, monograph.duration("start.arrival-margin", profile)))
    if state.bridge is not None:
        moments.append(state.bridge.flushed)
    return whole_minute(max(moments))


def _hold(dose: DoseRate, last: Assessment | None, *, toxic: bool) -> Option:
    if toxic:
        because = "Toxicity is recorded, and holding does not answer it: a reduction need not wait."
    elif last is not None and last.goal_met:
        because = "The agreed goal is met: the lowest dose with the best response is the right one."
    elif last is not None and last.responding:
        because = "There is a response; waiting shows how far it goes."
    else:
        because = "No change without a reason that a clinician gives."
    return Option(
        id="pump.hold",
        title="Hold the daily dose",
        because=because,
        arithmetic=(f"{show(dose)} goes on",),
        sources=monograph.fact("maintenance.lowest-effective").sources,
    )


def _response_unknown(state: State) -> bool:
    since = unchanged_since(state)
    return since is None or response_since(state, since.moment, state.now) is None


def _assess() -> Option:
    fact = monograph.fact("titration.check-after-change")
    return Option(
        id="pump.assess",
        title="Assess the response",
        because="The response at this dose is not recorded; any step depends on it.",
        sources=fact.sources,
        verified=fact.verified,
    )


def _less(state: State, dose: DoseRate, effects: tuple[SideEffect, ...]) -> Iterator[Option]:
    names = ", ".join(one.effect for one in effects)
    because = f"Recorded and not over: {names}."
    smaller, larger = monograph.percent_range(USUAL, state.patient.profile)
    for name, words, percent in (("smaller", "smaller", smaller), ("larger", "larger", larger)):
        yield _decrease(state, dose, percent, "side effect", (f"pump.decrease-{name}", f"{words} step down", because))


def _less_if_enough(state: State, dose: DoseRate) -> Option:
    smaller, _ = monograph.percent_range(USUAL, state.patient.profile)
    because = "The goal is met: a slight step down is a choice where less may do as well."
    return _decrease(state, dose, smaller, "maintenance", ("pump.decrease-slight", "slight step down", because))


def _decrease(
    state: State, dose: DoseRate, percent: Fraction, reason: DoseReason, words: tuple[str, str, str]
) -> Option:
    flushed = state.bridge.flushed if state.bridge else state.now
    ordered = writable(percent_below(dose, percent), dose)
    return _option(state, (dose, ordered, -percent), reason, words, whole_minute(max(state.now, flushed)), USUAL)


def _more(state: State, dose: DoseRate) -> Iterator[Option | Told]:
    against = tuple(against_more(state, "intrathecal"))
    yield from against
    if against:
        return
    earliest = earliest_increase(state)
    reason = phase(state, earliest)
    band = band_for(state, earliest, reason)
    if isinstance(band, Unknown):
        return
    because = f"Only if the response is not yet enough; {reason} band."
    for name, words, percent in (("smaller", "smaller step up", band.usual), ("full", "full step up", band.highest)):
        ordered = writable(percent_above(dose, percent), dose)
        words_of_option = (f"pump.increase-{name}", words, because)
        yield _option(state, (dose, ordered, percent), reason, words_of_option, earliest, band.fact)


def _option(
    state: State,
    change: tuple[DoseRate, DoseRate, Fraction],
    reason: DoseReason,
    words: tuple[str, str, str],
    earliest: datetime,
    fact_id: str,
) -> Option:
    dose, ordered, percent = change
    name, title, because = words
    running = state.pump_at()
    mode = running.value.mode if running else "simple continuous"
    own = running.value.patient_bolus if running else None
    zone = zone_of(state)
    at = on_clock(earliest, zone)
    sign = "-" if percent < 0 else "+"
    fact = monograph.fact(fact_id)
    return Option(
        id=name,
        title=title.capitalize(),
        because=because,
        order=PumpDoseOrder(at=at, zone=zone, daily_dose=ordered, reason=reason, mode=mode, patient_bolus=own),
        earliest=at,
        arithmetic=(
            f"{show(dose)} {sign} {show_percent(abs(percent))} = {show(ordered)}",
            "not rounded: the pump's own steps are not known",
        ),
        sources=fact.sources,
        verified=fact.verified,
    )


def _told(name: str, rules: tuple[str, ...], says: str) -> Told:
    found = [monograph.rule(one) for one in rules]
    sources = tuple(dict.fromkeys(source for rule in found for source in rule.sources))
    return Told(name, says, sources, all(rule.verified for rule in found))
