"""Pregnancy and breastfeeding: a decision that somebody owns, the newborn's withdrawal, the infant's sedation.

The seed's letter and the narrative that replaced it are shown side by side. Neither forbids; both want a decision.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder
from lentus.monograph import Age
from lentus.protocol.area import Area
from lentus.protocol.exposure import DOSING, age_at, begins, in_use, lowers, ordered_daily, running_daily
from lentus.protocol.finding import Finding, Value, find
from lentus.quantity.dates import day

ENDING = ("oral stop", "oral taper", "pump stop", "drug holiday")


def _pregnant(state: State) -> bool:
    return state.pregnancy is not None and state.pregnancy.pregnant


def decision(state: State, order: AnyOrder) -> Iterable[Finding]:
    """A dose in pregnancy without the decision that the benefit clearly outweighs the risk."""
    asked = state.pregnancy
    if asked is None or not asked.pregnant or asked.benefit_outweighs_risk is True or lowers(state, order):
        return
    against = asked.benefit_outweighs_risk is False
    yield find(
        "pregnancy.benefit-not-recorded",
        f"Pregnant; {asked.decided_by} decided that the benefit does not outweigh the risk."
        if against
        else "Pregnant; no decision is recorded that the benefit clearly outweighs the risk to the fetus.",
        profile=state.patient.profile,
        values={"recorded": asked.at},
        missing=() if against else ("decision about benefit and risk",),
    )


def _side_by_side(state: State) -> Iterable[Finding]:
    letter = monograph.text("pregnancy.category", state.patient.profile)
    narrative = " ".join(
        monograph.fact(f"pregnancy.{name}").says for name in ("human-data", "rat-omphalocele", "rat-ossification")
    )
    yield find(
        "pregnancy.category-and-narrative",
        f"Category {letter} (project's text, older labels). Current labels, in words: {narrative}",
        profile=state.patient.profile,
        values={"category": letter},
    )


def _newborn(state: State, values: dict[str, Value]) -> Iterable[Finding]:
    due = state.pregnancy.due if state.pregnancy else None
    yield find(
        "pregnancy.newborn-withdrawal",
        f"Baclofen by mouth in pregnancy, {f'due {day(due)}' if due else 'due date not recorded'}: the newborn can "
        "show withdrawal within hours to days of birth.",
        profile=state.patient.profile,
        values=values | ({"due": due} if due else {}),
        missing=() if due else ("due date",),
    )


def letter_and_narrative(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """Category and narrative side by side with each dose in pregnancy."""
    if _pregnant(state):
        yield from _side_by_side(state)


def newborn(state: State, order: AnyOrder) -> Iterable[Finding]:
    """By mouth in pregnancy: the newborn's withdrawal."""
    if _pregnant(state):
        daily = ordered_daily(order)
        yield from _newborn(state, {"ordered": daily} if daily is not None else {})


def status(state: State, order: AnyOrder) -> Iterable[Finding]:
    """At the first dose by a route: whether anybody asked about pregnancy."""
    age = age_at(state, order.at)
    beyond = age is not None and not age < monograph.age("populations.elderly-age", state.patient.profile)
    if state.pregnancy is None and state.patient.sex != "male" and not beyond and begins(state, order):
        yield find(
            "pregnancy.status-not-recorded",
            "cannot assess pregnancy: needs pregnancy as asked and answered",
            profile=state.patient.profile,
            missing=("pregnancy",),
        )


def _infant(state: State) -> tuple[str, dict[str, Value]]:
    born = state.lactation.infant_born if state.lactation else None
    if born is None or born > state.now.date():
        return "the infant's age is not recorded", {}
    age = Age.on(born, state.now.date())
    lower = monograph.age("lactation.lower-risk-after", state.patient.profile)
    reading = f"older than {lower}: lower risk" if age > lower else f"not older than {lower}: closest watch"
    return f"the infant is {age} old, {reading}", {"infant_months": age.total_months}


def _breastfeeding(state: State) -> bool:
    return state.lactation is not None and state.lactation.breastfeeding


def _sedation(state: State) -> Iterable[Finding]:
    words, values = _infant(state)
    yield find(
        "lactation.infant-sedation",
        f"Breastfeeding; {words}. Watch the infant for sleepiness and poor feeding.",
        profile=state.patient.profile,
        values=values,
        missing=() if values else ("infant's date of birth",),
    )


def infant_sedation(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """A dose while breastfeeding: watch the infant."""
    if _breastfeeding(state):
        yield from _sedation(state)


def infant_withdrawal(state: State, _order: AnyOrder) -> Iterable[Finding]:
    """The drug ends while breastfeeding: the infant can show withdrawal."""
    if _breastfeeding(state):
        yield find(
            "lactation.infant-withdrawal",
            "Breastfeeding while baclofen ends: the infant can show withdrawal.",
            profile=state.patient.profile,
        )


def standing(state: State) -> Iterable[Finding]:
    """What stands while baclofen is in use, whatever is ordered."""
    routes = in_use(state)
    if routes and _pregnant(state):
        yield from _side_by_side(state)
        if "oral" in routes:
            daily = running_daily(state, "oral")
            yield from _newborn(state, {"daily": daily} if daily is not None else {})
    if routes and _breastfeeding(state):
        yield from _sedation(state)
    elif routes and _stopped_feeding(state):
        yield find(
            "lactation.infant-withdrawal",
            "Breastfeeding has ended while baclofen is in use: the infant can show withdrawal.",
            profile=state.patient.profile,
        )


def _stopped_feeding(state: State) -> bool:
    return state.lactation is not None and not state.lactation.breastfeeding and state.lactation.infant_born is not None


_EACH = (decision, letter_and_narrative, status, infant_sedation)

AREA = Area(
    rules={
        **dict.fromkeys(DOSING, _EACH),
        "oral": (*_EACH, newborn),
        **dict.fromkeys(ENDING, (infant_withdrawal,)),
    },
    watchers=(standing,),
)
