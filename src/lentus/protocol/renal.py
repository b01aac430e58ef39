"""Kidneys: caution by every route, the published proposals side by side, and no dose worked into an order.

The label has no table. What was published disagrees, each with its own measure; Lentus shows all of it and applies
none. Where the sources conflict about giving the drug at all, a named prescriber has to own the order; giving less
than before never needs one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder, OralOrder
from lentus.course.words import Profile
from lentus.monograph import Percent
from lentus.protocol.area import Area
from lentus.protocol.exposure import INTRATHECAL_DOSING, age_at, begins, in_use, lowers, ordered_daily
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.kidney import EQUATION, REPORTED, Kidneys, kidneys, table
from lentus.protocol.kidney_trend import fallen
from lentus.protocol.renal_proposals import proposals_for
from lentus.protocol.renal_standing import running_with_failing_kidneys
from lentus.quantity import DoseRate, show, show_percent
from lentus.quantity.dates import day


def _values(kidney: Kidneys, daily: DoseRate | None) -> dict[str, Value]:
    values: dict[str, Value] = {} if daily is None else {"ordered": daily}
    clearance = kidney.clearance
    if clearance is not None:
        values |= {"clearance": clearance.value, "clearance_at": clearance.at, "clearance_by": clearance.how}
        if clearance.weight is not None and clearance.weighed is not None:
            values |= {"weight": clearance.weight, "weight_at": clearance.weighed}
    if kidney.egfr is not None and kidney.egfr_at is not None:
        values |= {"egfr": kidney.egfr, "egfr_at": kidney.egfr_at}
    return values


def _with_equation(finding: Finding, kidney: Kidneys) -> Finding:
    """A finding that rests on the equation says so among its sources, and is as unverified as that."""
    if kidney.clearance is None or kidney.clearance.how == "reported":
        return finding
    fact = monograph.fact(EQUATION)
    sources = tuple(dict.fromkeys((*finding.sources, *fact.sources)))
    return replace(finding, sources=sources, verified=finding.verified and fact.verified)


def _mg(rate: DoseRate) -> str:
    return show(rate, "mg/day")


def reduced(state: State, order: OralOrder, kidney: Kidneys) -> Iterable[Finding]:
    """Each published proposal for this patient and dose, as information beside the order."""
    refused = (kidney.dialysis or kidney.severe) and not lowers(state, order)
    daily = ordered_daily(order)
    if not kidney.reduced or refused or daily is None:
        return
    values = _values(kidney, daily)
    told = []
    for proposal in proposals_for(state, kidney, daily):
        if not proposal.applies:
            continue
        if proposal.fraction is not None and proposal.dose is not None:
            values |= {"fraction": proposal.fraction, "proposed": proposal.dose}
        told.append(proposal.words)
    says = f"{_first_up(kidney.words)}; {_mg(daily)} ordered. {' '.join(told)} Nothing is applied."
    finding = find("renal.reduced-function", says, profile=state.patient.profile, values=values)
    yield _with_equation(finding, kidney)


def _first_up(text: str) -> str:
    return text if text.startswith("eGFR") else text[:1].upper() + text[1:]


def severe(state: State, order: OralOrder, kidney: Kidneys) -> Iterable[Finding]:
    """Kidney function in the lowest bands, without dialysis: the sources conflict."""
    daily = ordered_daily(order)
    if kidney.dialysis or not kidney.severe or lowers(state, order) or daily is None:
        return
    values = _values(kidney, daily)
    for proposal in proposals_for(state, kidney, daily):
        if proposal.applies and proposal.fraction is not None:
            values["fraction"] = proposal.fraction
    values |= _published(
        state.patient.profile, ("start_published", "renal.cheong-start"), ("lowest_toxic", "renal.cheong-lowest-toxic")
    )
    finding = find(
        "renal.below-thirty",
        f"{_first_up(kidney.words)}; {_mg(daily)} ordered. The sources conflict between avoiding the drug, a part of "
        "the usual dose and a small fixed start; the dose ordered is "
        f"{_against('renal.cheong-lowest-toxic', daily, state.patient.profile)} the lowest that a cohort saw as toxic.",
        profile=state.patient.profile,
        values=values,
        bound=_bound(state, kidney, daily),
    )
    yield _with_equation(finding, kidney)


def dialysis(state: State, order: OralOrder, kidney: Kidneys) -> Iterable[Finding]:
    """By mouth on dialysis: the sources conflict, and very small daily doses have poisoned."""
    daily = ordered_daily(order)
    if not kidney.dialysis or lowers(state, order) or daily is None:
        return
    values = _values(kidney, daily) | _published(
        state.patient.profile,
        ("start_published", "renal.cheong-dialysis-start"),
        ("daily_published", "renal.hong-kong-dialysis"),
        ("lowest_toxic", "renal.cheong-dialysis-lowest-toxic"),
    )
    yield find(
        "renal.dialysis",
        f"On dialysis; {_mg(daily)} ordered. The sources conflict between avoiding the drug and small fixed doses; "
        f"the dose ordered is {_against('renal.cheong-dialysis-lowest-toxic', daily, state.patient.profile)} the "
        "lowest seen as toxic.",
        profile=state.patient.profile,
        values=values,
        bound=_bound(state, kidney, daily),
    )


def _published(profile: Profile, *facts: tuple[str, str]) -> dict[str, Value]:
    return {name: monograph.dose_rate(fact, profile) for name, fact in facts}


def _against(fact: str, daily: DoseRate, profile: Profile) -> str:
    toxic = monograph.dose_rate(fact, profile)
    return "above" if daily > toxic else "equal to" if daily == toxic else "below"


def _bound(state: State, kidney: Kidneys, daily: DoseRate) -> str:
    """What each source says, in its own words: all of them, since they conflict."""
    told = [f"{one.by}: {one.advice}" for one in proposals_for(state, kidney, daily) if one.applies]
    return "published, and in conflict: " + " ".join(told)


def older_adult(state: State, order: OralOrder, kidney: Kidneys) -> Iterable[Finding]:
    """The old with reduced kidney function on a daily dose that a large cohort found more harmful."""
    rule, profile = "renal.older-adult-dose", state.patient.profile
    daily, age = ordered_daily(order), age_at(state, order.at)
    dose_from = monograph.dose_rate("renal.muanda-dose", profile)
    from_age = monograph.age("renal.muanda-age", profile)
    if daily is None or daily < dose_from or (age is not None and age < from_age):
        return
    if kidney.egfr is None:
        if age is not None and kidney.known:
            yield needs(rule, "the risk of encephalopathy on this dose", ("eGFR",), profile=profile)
        return
    band = table("renal.muanda").find(kidney.egfr)
    if band is None:
        return
    if age is None:
        yield needs(rule, "the risk of encephalopathy on this dose", ("date of birth",), profile=profile)
        return
    held = band.holds.items[0]
    risk = held.amount if isinstance(held, Percent) else None
    told = f"{age.years} years old, eGFR {show(kidney.egfr)}, {_mg(daily)} ordered"
    yield find(
        rule,
        f"{told}. In people of {from_age} and older, {_mg(dose_from)} or more against less brought hospital stays for "
        f"encephalopathy: risk difference {show_percent(risk or 0)} in this band of eGFR.",
        profile=profile,
        values=_values(kidney, daily)
        | {"age_years": age.years, "dose_from": dose_from}
        | ({"risk_difference": risk} if risk is not None else {}),
    )


def unknown(state: State, _order: AnyOrder, kidney: Kidneys) -> Iterable[Finding]:
    """Nothing is recorded about the kidneys, by whatever route the drug is given."""
    if not kidney.known and kidney.unread is None:
        yield find(
            "renal.unknown",
            f"cannot assess kidney function: needs {', '.join(kidney.missing)}; or a {REPORTED}",
            profile=state.patient.profile,
            missing=kidney.missing,
        )


def _starts(state: State, order: AnyOrder) -> bool:
    """Whether the order is a first dose, or the first after another: what it finds has not met this drug of late."""
    new = order.kind == "pump start" or (isinstance(order, OralOrder) and order.reason == "start")
    return new or begins(state, order)


def creatinine_alone(state: State, order: AnyOrder, kidney: Kidneys) -> Iterable[Finding]:
    """A creatinine that cannot be read without body, age and sex: a start waits for an owner, the rest is warned."""
    if kidney.known or kidney.unread is None:
        return
    yield find(
        "renal.creatinine-alone-at-start" if _starts(state, order) else "renal.creatinine-alone",
        f"{_first_up(kidney.unread.words)} alone cannot be judged: the Cockcroft-Gault clearance cannot be worked out, "
        f"needs {', '.join(kidney.missing)}; or a {REPORTED}",
        profile=state.patient.profile,
        values={"creatinine": kidney.unread.value, "creatinine_at": kidney.unread.at},
        missing=kidney.missing,
    )


def clearance_missing(state: State, _order: AnyOrder, kidney: Kidneys) -> Iterable[Finding]:
    """Only a reduced eGFR is known: the proposal for clearance is not read with it."""
    if kidney.clearance is None and kidney.egfr_band is not None and kidney.egfr is not None:
        yield find(
            "renal.egfr-not-clearance",
            f"Only an eGFR is known, {show(kidney.egfr)}; the proposal by creatinine clearance is not read with it: "
            f"needs {', '.join(kidney.missing)}.",
            profile=state.patient.profile,
            values=_values(kidney, None),
            missing=kidney.missing,
        )


def other_routes(state: State, order: AnyOrder, kidney: Kidneys) -> Iterable[Finding]:
    """Reduced function with the pump, a screening dose or the skin: caution, and nothing to work out."""
    if kidney.reduced:
        rule = "renal.intrathecal" if order.kind in INTRATHECAL_DOSING else "renal.reduced-function"
        finding = find(
            rule,
            f"{_first_up(kidney.words)}. The published proposals were made for doses by mouth; none is read for this "
            "route.",
            profile=state.patient.profile,
            values=_values(kidney, ordered_daily(order)),
        )
        yield _with_equation(finding, kidney)


def falling(state: State) -> Iterable[Finding]:
    """A later value in a lower band than the one before it, while baclofen is in use."""
    fall = fallen(state) if in_use(state) else None
    if fall is not None:
        yield find(
            "renal.falling",
            f"{fall.measure} fell from {fall.before_words} ({day(fall.before_at)}) to {fall.now_words} "
            f"({day(fall.now_at)}), into a lower band of the published proposals.",
            profile=state.patient.profile,
            values={"measure": fall.measure, "before": fall.before, "now": fall.now, "since": fall.now_at},
        )


def by_mouth(state: State, order: OralOrder) -> Iterable[Finding]:
    """Everything about kidneys and a dose by mouth, with one look at the record."""
    kidney = kidneys(state)
    for rule in (dialysis, severe, reduced, older_adult, unknown, creatinine_alone, clearance_missing):
        yield from rule(state, order, kidney)


def otherwise(state: State, order: AnyOrder) -> Iterable[Finding]:
    """Everything about kidneys and the other routes, with one look at the record."""
    kidney = kidneys(state)
    yield from other_routes(state, order, kidney)
    yield from unknown(state, order, kidney)
    yield from creatinine_alone(state, order, kidney)


AREA = Area(
    rules={
        "oral": (by_mouth,),
        "transdermal": (otherwise,),
        **dict.fromkeys(INTRATHECAL_DOSING, (otherwise,)),
    },
    watchers=(falling, running_with_failing_kidneys),
)
