"""The daily dose against what most patients need, and against what anybody is known to have had."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.course.words import Origin, Profile
from lentus.protocol.bands import BORN
from lentus.protocol.bounds import at_most, step_up_within
from lentus.protocol.dosing import Step, increase_of, running_dose
from lentus.protocol.finding import Finding, find, needs
from lentus.quantity import DoseRate, show, show_percent

USUAL: dict[Origin, str] = {"spinal": "maintenance.usual-spinal", "cerebral": "maintenance.usual-cerebral"}
REPORTED: dict[Origin, tuple[str, str]] = {
    "spinal": ("intrathecal.above-reported", "maintenance.reported-spinal"),
    "cerebral": ("intrathecal.above-reported-cerebral", "maintenance.reported-cerebral"),
}
REPORTED_YOUNG = ("intrathecal.above-reported-child", "maintenance.reported-under-twelve")


def ranges(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """What an increase is told about the dose that it reaches. A decrease is never held against a range."""
    step = increase_of(state, order)
    if step is None:
        return
    yield from _limited(state, step.ordered)
    yield from _large_at_high_dose(state, step)
    yield from _reported(state, order, step)
    low_counts = order.reason == "maintenance"
    yield from usual_range(state, step.ordered, low_counts=low_counts)


def standing_ranges(state: State) -> Iterator[Finding]:
    """The running dose against the same ranges. Nothing here asks for a change."""
    dose = running_dose(state, state.now)
    if dose is None:
        return
    yield from _limited(state, dose)
    controlled = bool(state.assessments) and bool(state.assessments[-1].goal_met or state.assessments[-1].responding)
    yield from usual_range(state, dose, low_counts=controlled)


def usual_range(state: State, dose: DoseRate, *, low_counts: bool) -> Iterator[Finding]:
    """Outside the range of most patients: information. Below it, only where a dose has been found."""
    if state.origin is None:
        return
    profile = state.patient.profile
    low, high = monograph.dose_rate_range(USUAL[state.origin], profile)
    if at_most(dose, high) and (at_most(low, dose) or not low_counts):
        return
    if at_most(dose, high):
        says = f"{show(dose)} is below what most need, and right where the response is good: no reason for an increase"
    else:
        says = f"{show(dose)} is above what most need with {state.origin} origin"
    yield find(
        "intrathecal.usual-range",
        says,
        profile=profile,
        values={"dose": dose, "usual_low": low, "usual_high": high},
        bound=f"most need {show(low)} to {show(high)}; this is no limit",
    )


def _limited(state: State, dose: DoseRate) -> Iterator[Finding]:
    yield from _beyond_experience(dose, state.patient.profile)


def _beyond_experience(dose: DoseRate, profile: Profile) -> Iterator[Finding]:
    limit = monograph.dose_rate("maintenance.limited-experience-above", profile)
    if not at_most(dose, limit):
        yield find(
            "intrathecal.limited-experience",
            f"{show(dose)} is above {show(limit)}, where experience is limited",
            profile=profile,
            values={"dose": dose, "limit": limit},
            bound=f"limited experience above {show(limit)}; no label gives a maximum",
        )


def of_dose(dose: DoseRate, profile: Profile) -> Iterator[Finding]:
    """What is said of a daily dose of which nothing else is known: neither whose it is, nor what ran before."""
    yield from _beyond_experience(dose, profile)
    high = max(monograph.dose_rate_range(fact, profile)[1] for _, fact in REPORTED.values())
    if not at_most(dose, high):
        yield find(
            "intrathecal.above-reported",
            f"{show(dose)} is above every dose of which a report is known, of either origin",
            profile=profile,
            values={"ordered": dose, "limit": high},
            bound=f"reported doses reach {show(high)}",
        )


def _large_at_high_dose(state: State, step: Step) -> Iterator[Finding]:
    profile = state.patient.profile
    # The panel names no number for a high dose; the dose with limited experience stands in (titration.high-dose).
    high = monograph.dose_rate("maintenance.limited-experience-above", profile)
    large = monograph.percent("titration.high-dose-step", profile)
    if at_most(step.ordered, high) or step_up_within(step.current, step.ordered, large):
        return
    yield find(
        "titration.large-step-at-high-dose",
        f"{step.words}, more than {show_percent(large)} at a high dose",
        profile=profile,
        values={"current": step.current, "ordered": step.ordered, "step_percent": step.percent, "limit_percent": large},
        bound=f"steps above {show_percent(large)} may be excessive at high doses",
    )


def _reported(state: State, order: PumpDoseOrder, step: Step) -> Iterator[Finding]:
    profile = state.patient.profile
    young = _young(state, order)
    if young is None:
        _, most = monograph.dose_rate_range(REPORTED_YOUNG[1], profile)
        if not at_most(step.ordered, most):
            yield needs(REPORTED_YOUNG[0], "the dose against what was reported at this age", (BORN,), profile=profile)
    if young:
        rule, fact = REPORTED_YOUNG
    elif state.origin is not None:
        rule, fact = REPORTED[state.origin]
    else:
        return
    low, high = monograph.dose_rate_range(fact, profile)
    if not at_most(step.ordered, high):
        yield find(
            rule,
            f"{show(step.ordered)} is above every dose of which a report is known",
            profile=profile,
            values={"ordered": step.ordered, "reported_low": low, "limit": high},
            bound=f"reported doses reach {show(high)}",
        )


def _young(state: State, order: PumpDoseOrder) -> bool | None:
    age = state.age(order.at)
    return None if age is None else age < monograph.age("maintenance.reported-young-below", state.patient.profile)
