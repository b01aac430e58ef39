"""Who should not have baclofen, and whose other illness asks for a second thought.

What the record does not mention is not known. At the first dose by a route this is said once, by name, so that a
silent list is not read as a healthy patient.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder
from lentus.course.words import Condition
from lentus.protocol.area import Area
from lentus.protocol.exposure import DOSING, begins, in_use, lowers
from lentus.protocol.finding import Finding, find
from lentus.protocol.naming import named

DRUG = "baclofen"
ULCER: Condition = "active peptic ulcer"
RHEUMATIC: Condition = "rheumatic muscle spasm"
NOT_SHOWN: tuple[Condition, ...] = ("stroke", "cerebral palsy", "Parkinson disease")
CAUTIONS: tuple[Condition, ...] = (
    "stroke",
    "epilepsy",
    "psychosis",
    "confusion",
    "autonomic dysreflexia",
    "stands on spasticity",
    "ovarian cyst",
)


@cache
def drug_names() -> tuple[str, ...]:
    """Baclofen and each brand of the catalogue, as an allergy may be written."""
    brands = (product.brand for product in monograph.products() if product.brand)
    return (DRUG, *dict.fromkeys(brand.split()[0] for brand in brands))


def _allergy(state: State) -> Iterable[Finding]:
    met = [one for one in state.allergies if named(one.substance, drug_names())]
    if met:
        told = ", ".join(f"{one.substance} ({one.reaction})" if one.reaction else one.substance for one in met)
        yield find(
            "contraindications.hypersensitivity",
            f"Hypersensitivity is recorded: {told}. It holds for every route.",
            profile=state.patient.profile,
            values={"substance": told, "recorded": met[0].at},
        )


def hypersensitivity(state: State, order: AnyOrder) -> Iterable[Finding]:
    """Baclofen after a reaction to it; giving less is never refused."""
    if not lowers(state, order):
        yield from _allergy(state)


def allergies_asked(state: State, order: AnyOrder) -> Iterable[Finding]:
    """At the first dose by a route: whether anybody asked about allergies."""
    if not state.allergies and begins(state, order):
        yield find(
            "contraindications.allergies-not-recorded",
            "cannot assess hypersensitivity: needs allergies",
            profile=state.patient.profile,
            missing=("allergies",),
        )


def peptic_ulcer(state: State, order: AnyOrder) -> Iterable[Finding]:
    """By mouth with an active ulcer: forbidden in the UK, not on the US label that was read."""
    if state.condition(ULCER) and not lowers(state, order):
        yield find(
            "contraindications.peptic-ulcer",
            "An active peptic ulcer is recorded: contraindicated by mouth in the UK; the US label that was read does "
            "not name it.",
            profile=state.patient.profile,
            values={"condition": ULCER},
        )


def rheumatic(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """Spasm of rheumatic disease is no indication."""
    if state.condition(RHEUMATIC):
        yield find(
            "contraindications.rheumatic-spasm",
            "Muscle spasm of rheumatic disease is recorded; baclofen is not indicated for it.",
            profile=state.patient.profile,
            values={"condition": RHEUMATIC},
        )


def not_shown_by_mouth(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """Diseases in which tablets have not been shown to work."""
    met = tuple(one for one in NOT_SHOWN if state.condition(one))
    if met:
        yield find(
            "contraindications.oral-efficacy-not-shown",
            f"Recorded: {', '.join(met)}. By mouth, efficacy was not shown for it and tablets are not recommended.",
            profile=state.patient.profile,
            values={"conditions": ", ".join(met)},
        )


def cautions(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """Conditions that baclofen can worsen, each by name, in one finding."""
    met = tuple(one for one in CAUTIONS if state.condition(one))
    if met:
        yield find(
            "contraindications.caution",
            f"Recorded and asking for caution: {', '.join(met)}.",
            profile=state.patient.profile,
            values={"conditions": ", ".join(met)},
        )


def conditions_asked(state: State, order: AnyOrder) -> Iterable[Finding]:
    """At the first dose by a route: which of the conditions nobody mentioned."""
    if not begins(state, order):
        return
    asked = (*CAUTIONS, RHEUMATIC) if order.kind != "oral" else (ULCER, *CAUTIONS, *NOT_SHOWN[1:], RHEUMATIC)
    unknown = tuple(one for one in asked if state.condition(one) is None)
    if unknown:
        yield find(
            "contraindications.conditions-not-recorded",
            f"cannot assess cautions: needs {', '.join(unknown)}",
            profile=state.patient.profile,
            missing=unknown,
        )


def standing_allergy(state: State) -> Iterable[Finding]:
    """A recorded reaction while baclofen is in use."""
    if in_use(state):
        yield from _allergy(state)


_EACH = (hypersensitivity, allergies_asked, rheumatic, cautions, conditions_asked)

AREA = Area(
    rules={
        **dict.fromkeys(DOSING, _EACH),
        "oral": (*_EACH, peptic_ulcer, not_shown_by_mouth),
        "implant": (hypersensitivity,),
    },
    watchers=(standing_allergy,),
)
