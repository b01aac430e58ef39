"""Ages, old age and the liver: for whom a route is established, and for whom nothing is known.

The seed's "under 12 years" names no route. By mouth it asks for an owner; for the pump it is shown beside the label's
own, lower age. Under that lower age an order stops, unless a specialist owns it by an override of the specialist rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder, ImplantOrder, OralOrder, PumpStartOrder
from lentus.course.words import Profile
from lentus.monograph import Age
from lentus.protocol.area import Area
from lentus.protocol.emergency.suspicion import restores
from lentus.protocol.exposure import DOSING, age_at, lowers
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.models import figure_fact

BIRTH = ("date of birth",)
SPECIALIST = "populations.intrathecal-under-four-specialist"
LOWEST_AGE = "minimum-age"


def _years(age: Age, bound: Age) -> dict[str, Value]:
    return {"age_years": age.years, "age_months": age.months, "minimum_age_years": bound.years}


def oral_age(state: State, order: OralOrder) -> Iterable[Finding]:
    """By mouth under the labeled age; nothing stands against giving less."""
    if lowers(state, order):
        return
    rule, profile = "populations.oral-under-twelve", state.patient.profile
    bound = monograph.age("populations.oral-minimum-age", profile)
    age = age_at(state, order.at)
    if age is None:
        yield needs(rule, "the age for baclofen by mouth", BIRTH, profile=profile)
    elif age < bound:
        yield find(
            rule,
            f"The patient is {age} old; by mouth, safety and efficacy are not established below {bound} (US).",
            profile=profile,
            values=_years(age, bound),
            bound=f"from {bound} on",
        )


def intrathecal_age(state: State, order: AnyOrder) -> Iterable[Finding]:
    """Intrathecal use below its own lowest age, and between that and the seed's age."""
    if lowers(state, order):
        return
    profile = state.patient.profile
    lowest = monograph.age("populations.intrathecal-minimum-age", profile)
    seed = monograph.age("populations.seed-minimum-age", profile)
    age = age_at(state, order.at)
    if age is None:
        yield needs(SPECIALIST, "the age for intrathecal baclofen", BIRTH, profile=profile)
    elif age < lowest:
        yield find(
            SPECIALIST if _may_be_owned(state, order) else "populations.intrathecal-under-four",
            f"The patient is {age} old; intrathecal use is not established below {lowest}.",
            profile=profile,
            values=_years(age, lowest),
            bound=f"from {lowest} on",
        )
    elif age < seed:
        yield find(
            "populations.intrathecal-under-twelve",
            f"The patient is {age} old. The project's text calls safety below {seed} not established and names no "
            f"route; intrathecal labels begin at {lowest}.",
            profile=profile,
            values=_years(age, seed),
        )


def _may_be_owned(state: State, order: AnyOrder) -> bool:
    """Whether a prescriber may own it: a specialist has, or it gives back what a running pump lacks in a withdrawal."""
    return _specialist_owns(state, order) or restores(state, order)


def _specialist_owns(state: State, order: AnyOrder) -> bool:
    """Whether a specialist has put a name to it: an override of the specialist rule, with the order or before it."""
    return any(one.rule == SPECIALIST for one in (*order.overrides, *state.overrides))


def device_age(state: State, order: ImplantOrder | PumpStartOrder) -> Iterable[Finding]:
    """A pump that is labeled from an age of its own on."""
    rule, profile = "pump.device-age", state.patient.profile
    age = age_at(state, order.at)
    device = order.device or (state.system.device if state.system else "")
    if not device:
        if age is not None and any(age < bound for bound in _labeled_from(profile)):
            yield needs(
                "record.cannot-assess", "whether the pump is labeled for this age", ("pump model",), profile=profile
            )
        return
    fact = figure_fact(device, LOWEST_AGE)
    if fact is None:
        return
    bound = monograph.age(fact, profile)
    if age is None:
        yield needs(rule, "the age for this pump", BIRTH, profile=profile)
    elif age < bound:
        yield find(
            rule,
            f"The patient is {age} old; {device} is labeled from {bound} on.",
            profile=profile,
            values=_years(age, bound) | {"device": device},
            bound=f"from {bound} on",
        )


def _labeled_from(profile: Profile) -> Iterable[Age]:
    """The ages from which on pumps are labeled, where one gives an age at all."""
    facts = {one.fact_id(LOWEST_AGE) for one in monograph.devices() if one.kind != "catheter"}
    return (monograph.age(fact, profile) for fact in facts if fact is not None)


def elderly(state: State, order: AnyOrder) -> Iterable[Finding]:
    """Older patients: kidneys first."""
    profile = state.patient.profile
    bound = monograph.age("populations.elderly-age", profile)
    age = age_at(state, order.at)
    if age is not None and not age < bound:
        yield find(
            "populations.elderly",
            f"The patient is {age} old; cautions begin at {bound}.",
            profile=profile,
            values={"age_years": age.years, "from_age_years": bound.years},
        )


def hepatic(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """Liver disease: that nothing is known is said, and nothing is worked out."""
    if state.condition("hepatic impairment"):
        yield find(
            "populations.hepatic",
            "Hepatic impairment is recorded. The labels say nothing about a change of dose, and none is worked out.",
            profile=state.patient.profile,
        )


_EACH = (elderly, hepatic)

AREA = Area(
    rules={
        **dict.fromkeys(DOSING, _EACH),
        "oral": (oral_age, *_EACH),
        "screening": (intrathecal_age, *_EACH),
        "implant": (intrathecal_age, device_age),
        "pump start": (intrathecal_age, device_age, *_EACH),
        "pump dose": (intrathecal_age, *_EACH),
        "pump restart": (intrathecal_age, *_EACH),
    }
)
