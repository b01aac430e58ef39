"""One screening dose: one of few sizes, from one strength, slowly."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import ScreeningOrder
from lentus.course.words import Condition, Profile
from lentus.protocol.bounds import at_most, waited
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.screening.drawing import drawn
from lentus.protocol.screening.product import SPINAL, strength_drawn
from lentus.quantity import Mass, show

SMALL_REASONS: tuple[Condition, ...] = ("small body", "stands on spasticity")
OUTSIDE_US = "screening.doses-outside-us"


def usual_doses(profile: Profile) -> tuple[Mass, ...]:
    """The doses of the climb, smallest first."""
    return tuple(sorted(monograph.masses("screening.doses", profile)))


def small_dose(profile: Profile) -> Mass:
    """The dose below the usual first one."""
    return monograph.mass("screening.small-patient-dose", profile)


def small_is_usual(profile: Profile) -> bool:
    """Whether this jurisdiction's texts begin with the small dose as readily as with the usual one."""
    texts = {one.id: one.facts for one in monograph.jurisdictions()}
    return OUTSIDE_US in texts[profile] and small_dose(profile) in monograph.masses(OUTSIDE_US, profile)


def route(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """The route: into the spinal fluid and nowhere else."""
    if order.route != SPINAL:
        yield find(
            "intrathecal.wrong-route",
            f"a screening dose is ordered by the {order.route} route; it is given into the spinal fluid alone",
            profile=state.patient.profile,
            values={"route": order.route},
            bound="intrathecal only",
        )


def size_of_dose(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """The size: one of the climb, or the small one where there is a reason for it."""
    profile = state.patient.profile
    largest = monograph.mass("screening.maximum-dose", profile)
    doses, small = usual_doses(profile), small_dose(profile)
    if not at_most(order.dose, largest):
        yield find(
            "screening.above-maximum",
            f"{show(order.dose)} ordered as one screening dose",
            profile=profile,
            values={"ordered": order.dose, "limit": largest},
            bound=f"at most {show(largest)}",
        )
    elif order.dose not in (small, *doses):
        yield find(
            "screening.not-a-step-dose",
            f"{show(order.dose)} is not a dose of the trial",
            profile=profile,
            values={"ordered": order.dose},
            bound=f"{', '.join(show(dose) for dose in doses)}; {show(small)} for the small",
        )
    elif not state.screening:
        yield from _first(state, order)


def _first(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    profile = state.patient.profile
    small = small_dose(profile)
    answers = {name: state.condition(name) for name in SMALL_REASONS}
    reasons = [name for name, answer in answers.items() if answer]
    if order.dose == small and not reasons and not small_is_usual(profile):
        rule = "screening.small-dose-without-reason"
        unknown = tuple(name for name, answer in answers.items() if answer is None)
        if unknown:
            yield needs(rule, "whether the small dose has its reason", unknown, profile=profile)
        else:
            yield find(rule, f"{show(small)} ordered first", profile=profile, values={"ordered": order.dose})
    elif order.dose > small and reasons:
        yield find(
            "screening.small-patient-option",
            f"recorded: {', '.join(reasons)}; half the usual first dose is described for this, and the usual one stays "
            "allowed",
            profile=profile,
            values={"ordered": order.dose, "option": small},
        )


def strength_of_dose(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """The strength: the screening one, and known, since the volume follows from it."""
    profile = state.patient.profile
    usual = monograph.concentration("screening.concentration", profile)
    strength = strength_drawn(order)
    if strength is None:
        yield needs("record.cannot-assess", "the volume to inject", ("concentration",), profile=profile)
    elif strength != usual:
        yield find(
            "screening.other-strength",
            f"to be drawn from {show(strength)}",
            profile=profile,
            values={"concentration": strength, "limit": usual},
            bound=f"screening doses come from {show(usual)}",
        )


def injection(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """The volume and the time of the injection."""
    profile = state.patient.profile
    least = monograph.duration("screening.injection-time", profile)
    if order.over is not None and not waited(order.over, least):
        yield find(
            "screening.injected-too-fast",
            f"over {show(order.over)}",
            profile=profile,
            values={"over": order.over, "limit": least},
            bound=f"over at least {show(least)}",
        )
    usual = monograph.concentration("screening.concentration", profile)
    if (
        order.route == SPINAL
        and strength_drawn(order) == usual
        and order.dose in (small_dose(profile), *usual_doses(profile))
    ):
        syringe = drawn(order.dose, usual, profile)
        yield find(
            "screening.injection",
            syringe.worked,
            profile=profile,
            values={"ordered": order.dose, "concentration": usual, "volume": syringe.volume, "over_at_least": least},
            bound=f"over at least {show(least)}",
        )
