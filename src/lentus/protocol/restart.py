"""Starting the pump again: after a holiday or an interruption the old dose is no longer safe.

After a holiday the restart is as for a new patient: no more than the initial continuous dose, then a fresh titration.
That bound was recalled and its text not seen, so between it and the dose from before an owner can decide; the dose
from before itself is refused, since patients were overdosed by it. After any other interruption a panel returns to the
earlier dose when it was short, and nobody has published how long is short: an owner decides, with the length in sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lentus import monograph
from lentus.course import PumpUse, State
from lentus.course.orders import PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.protocol.advice import Option, Told
from lentus.protocol.area import Area
from lentus.protocol.bounds import at_most, longer
from lentus.protocol.dosing import NO_DOSE
from lentus.protocol.dry_spell import gap_began_earlier
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.spans import elapsed
from lentus.protocol.start import first_day
from lentus.protocol.whole_day import ordered_words, whole_day
from lentus.protocol.zone import on_clock, whole_minute, zone_of
from lentus.quantity import DoseRate, Duration, show
from lentus.quantity.dates import show_moment

AnyRestart = RestartOrder | PumpDoseOrder | PumpStartOrder
"""Orders that may set a pump going again, whatever they are called."""

INITIAL = "the initial continuous dose, or the screening dose that worked with its effect and reaction"
PREVIOUS = "the daily dose from before"
LENGTH = "how long the infusion was interrupted"


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without infusion: `since` and `length` are None where the record does not say."""

    since: datetime | None
    length: Duration | None
    previous: DoseRate | None


def initial_dose(state: State) -> DoseRate | None:
    """The patient's initial continuous dose: as screened for, or as first recorded; the lower where both are known."""
    screened = first_day(state)
    first = [
        one.value.daily_dose
        for one in state.pump
        if not one.value.as_found and one.value.mode != "stopped" and one.value.daily_dose is not None
    ]
    # A course that begins in the middle does not show the first dose: the first recorded one is any dose.
    recorded = first[:1] if state.as_found is None else []
    known = [*recorded, *([screened.dose] if screened is not None and screened.dose is not None else [])]
    return min(known) if known else None


def gap_before(state: State) -> Gap:
    """The interruption that a restart now would end; one that began with an empty reservoir has no known length."""
    stood = _stopped_for(state)
    if stood.since is not None and gap_began_earlier(state, stood.since):
        return Gap(None, None, stood.previous)
    return stood


def _stopped_for(state: State) -> Gap:
    """How long the pump itself has stood still, whatever its reservoir held before."""
    ran = [one for one in state.pump if one.start <= state.now and one.value.mode != "stopped"]
    previous = ran[-1].value.daily_dose if ran else None
    running = state.pump_at()
    stalled = bool(state.interrogations) and state.interrogations[-1].stalled is True
    if not ran or stalled or (running is not None and running.value.mode != "stopped"):
        return Gap(None, None, previous)
    since = ran[-1].end
    return Gap(since, None if since is None else elapsed(since, state.now), previous)


def after_holiday(state: State) -> bool:
    """Whether a holiday was begun and no infusion has been started again since."""
    return state.holiday is not None and state.restarted is None


def under_another_name(state: State, order: PumpDoseOrder | PumpStartOrder) -> Iterator[Finding]:
    """A dose for a pump that stands still after it has run is a restart, whatever the order is called."""
    running = state.pump_at(order.at)
    still = _gives_nothing(running.value) if running is not None else after_holiday(state)
    came = state.as_found is not None and (state.system is None or state.system.implanted is None)
    ran = after_holiday(state) or came or any(one.value.mode != "stopped" for one in state.pump)
    none = order.mode == "stopped" if isinstance(order, PumpDoseOrder) else False
    if not still or not ran or none or order.daily_dose <= NO_DOSE:
        return
    for rule in (holiday_restart, after_interruption, stood_still):
        yield from rule(state, order)


def _gives_nothing(use: PumpUse) -> bool:
    return use.mode == "stopped" or use.daily_dose == NO_DOSE


def holiday_restart(state: State, order: AnyRestart) -> Iterable[Finding]:
    """After a holiday: the dose from before is refused, more than the initial dose needs an owner."""
    if not after_holiday(state) or state.holiday is None:
        return
    profile = state.patient.profile
    initial, previous = initial_dose(state), state.holiday.dose_before
    if initial is not None and at_most(whole_day(order), initial):
        return
    values: dict[str, Value] = {"ordered": whole_day(order)}
    values |= {"initial": initial} if initial is not None else {}
    bound = f"at most {show(initial)}, the initial continuous dose (not verified)" if initial is not None else ""
    if previous is not None and whole_day(order) >= previous:
        yield find(
            "restart.previous-dose",
            f"{ordered_words(order)} is ordered after a drug holiday; {show(previous)} ran before it, and "
            "tolerance to that is lost.",
            profile=profile,
            values=values | {"previous": previous},
            bound=bound or "at most the initial continuous dose (not verified)",
        )
    elif initial is None:
        yield needs("restart.above-initial-dose", "the restart after a holiday", (INITIAL,), profile=profile)
    else:
        yield find(
            "restart.above-initial-dose",
            f"{ordered_words(order)} is ordered after a drug holiday, more than the initial continuous dose.",
            profile=profile,
            values=values,
            bound=bound,
        )


def after_interruption(state: State, order: AnyRestart) -> Iterable[Finding]:
    """After any other interruption: more than the initial dose needs an owner who has judged the gap."""
    if after_holiday(state):
        return
    initial, gap = initial_dose(state), gap_before(state)
    if initial is not None and at_most(whole_day(order), initial):
        return
    values: dict[str, Value] = {"ordered": whole_day(order)}
    values |= {"initial": initial} if initial is not None else {}
    values |= {"previous": gap.previous} if gap.previous is not None else {}
    if gap.since is not None and gap.length is not None:
        values |= {"interrupted_since": gap.since, "interrupted_for": gap.length}
    lacking = ((PREVIOUS, gap.previous), (LENGTH, gap.length), (INITIAL, initial))
    missing = tuple(name for name, known in lacking if known is None)
    yield find(
        "restart.after-interruption",
        f"{ordered_words(order)} is ordered after an interruption {_span(gap)}. A panel returns to the earlier dose "
        f"after a short one; how long is short is not published.{_needs(missing)}",
        profile=state.patient.profile,
        values=values,
        bound="" if initial is None else f"at most {show(initial)}, the initial continuous dose (not verified)",
        missing=missing,
    )


def _span(gap: Gap) -> str:
    if gap.since is None or gap.length is None:
        return "of unknown length"
    return f"of {show(gap.length, 'h', 1)} (since {show_moment(gap.since)})"


def _needs(missing: tuple[str, ...]) -> str:
    return f" Needed to judge it: {', '.join(missing)}." if missing else ""


def stood_still(state: State, _order: AnyRestart) -> Iterable[Finding]:
    """A pump that stood still for longer than the listed time."""
    gap = _stopped_for(state)
    limit = monograph.duration("pump.long-stop", state.patient.profile)
    if gap.since is not None and gap.length is not None and longer(gap.length, limit):
        yield find(
            "holiday.stall-when-stopped",
            f"The pump has stood still since {show_moment(gap.since)}, for {show(gap.length, 'h', 1)}; stops longer "
            f"than {show(limit)} are a listed risk for it.",
            profile=state.patient.profile,
            values={"still": gap.length, "long_stop": limit},
            resolve="Interrogate the pump after the restart, and again soon after.",
        )


def propose(state: State) -> Iterator[Option | Told]:
    """After an ended holiday, with the pump still: to wait, or to restart as for a new patient."""
    running = state.pump_at()
    still = running is not None and running.value.mode == "stopped"
    if state.holiday is None or state.holiday.ended is None or not after_holiday(state) or not still:
        return
    rule = monograph.rule("restart.above-initial-dose")
    initial = initial_dose(state)
    if initial is None:
        yield Told("restart.initial", f"A restart cannot be worked out: needs {INITIAL}.", rule.sources, rule.verified)
        return
    zone = zone_of(state)
    at = on_clock(whole_minute(state.now), zone)
    yield Option(
        id="restart.wait",
        title="Stay without intrathecal baclofen",
        because="No source fixes how long a holiday lasts; the other treatment goes on.",
        sources=monograph.fact("holiday.drug-free-time").sources,
    )
    holds = state.reservoir_holds
    yield Option(
        id="restart.initial",
        title="Restart as for a new patient",
        because="Tolerance is lost in a holiday: the initial continuous dose, then a fresh titration.",
        order=RestartOrder(at=at, zone=zone, daily_dose=initial, concentration=holds.concentration if holds else None),
        earliest=at,
        arithmetic=(
            f"initial continuous dose {show(initial)}",
            "the dose from before the holiday is not used",
            "not rounded: the pump's own steps are not known",
        ),
        sources=rule.sources,
        verified=rule.verified,
    )


AREA = Area(
    rules={
        "pump restart": (holiday_restart, after_interruption, stood_still),
        "pump dose": (under_another_name,),
        "pump start": (under_another_name,),
    },
    proposers=(propose,),
)
