"""The end of observation: not before its time, and not before the patient is stable and recovered."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.orders import DischargeOrder
from lentus.protocol.bounds import waited
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.spans import after, elapsed, since_words
from lentus.protocol.zone import clock_time
from lentus.quantity import show

RULE = "screening.discharge-too-early"
STABLE = "whether the patient is stable and recovered"


def end_of_observation(state: State, order: DischargeOrder) -> Iterator[Finding]:
    """Too early, not stable, not known to be stable; and what is still open."""
    profile = state.patient.profile
    if not state.screening:
        yield needs(RULE, "the observation", ("the screening dose",), profile=profile)
        return
    last = state.screening[-1]
    passed = elapsed(last.at, order.at)
    least, _ = monograph.duration_range("screening.observation", profile)
    earliest = after(last.at, least)
    stable = stable_and_recovered(last, order)
    if waited(passed, least) and stable:
        yield from _window_open(state, order, last)
        return
    reasons = [] if waited(passed, least) else [since_words(last.at, order.at, "the dose", order.zone)]
    reasons += ["the patient is not recorded as stable and recovered"] if stable is False else []
    unknown = (STABLE,) if stable is None else ()
    reasons += [f"cannot assess recovery: needs {STABLE}"] if unknown else []
    yield find(
        RULE,
        "; ".join(reasons),
        profile=profile,
        values={
            "elapsed": passed,
            "limit": least,
            "earliest": earliest,
            **({} if unknown else {"stable": stable is True}),
        },
        bound=f"at least {show(least)} after the dose, {clock_time(earliest, order.zone)}, and stable",
        missing=unknown,
        until=earliest if stable else None,
    )


def stable_and_recovered(trial: ScreeningTrial, order: DischargeOrder) -> bool | None:
    """What the order and the last observation say together; a bad observation counts until a better one is recorded."""
    last = trial.observations[-1] if trial.observations else None
    if last is not None:
        bad = (last.cardiopulmonary_stable is False, last.recovered is False, last.drowsy, last.hypoventilating)
        if any(bad):
            return False
    if order.stable is not None:
        return order.stable
    if last is not None and last.cardiopulmonary_stable and last.recovered:
        return True
    return None


def _window_open(state: State, order: DischargeOrder, last: ScreeningTrial) -> Iterator[Finding]:
    profile = state.patient.profile
    window = monograph.duration("screening.negative-only-after", profile)
    closes = after(last.at, window)
    if last.judged is None and not waited(elapsed(last.at, order.at), window):
        yield find(
            "screening.window-open",
            f"no verdict yet; the window stays open until {clock_time(closes, order.zone)}",
            profile=profile,
            values={"window_closes": closes, "limit": window},
            bound=f"not negative before {show(window)} after the dose",
        )
