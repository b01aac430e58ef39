"""The patient as known at one moment, in words. What is not known is said to be not known."""

from __future__ import annotations

from datetime import datetime

from lentus.course import OralUse, PumpUse, ScreeningTrial, State
from lentus.course.words import BACLOFEN_LEVELS
from lentus.present.amounts import day_of_doses, intrathecal
from lentus.present.orders import BACLOFEN
from lentus.present.own_bolus import and_may_give
from lentus.present.pieces import Inline, Span
from lentus.present.when import show_date, show_moment
from lentus.quantity import show

LABORATORY_UNITS = {
    "creatinine": "mg/dL",
    "creatinine clearance": "mL/min",
    **dict.fromkeys(BACLOFEN_LEVELS, "ng/mL"),
}
NOT_KNOWN = Span("not known", "quiet")


def state_rows(state: State) -> tuple[tuple[str, Inline], ...]:
    """Labels and what is known; rows that a reader would not miss are left out when nothing is known."""
    age = state.age()
    rows: list[tuple[str, Inline]] = [
        ("Died", _ended(state.died)),
        ("Care passed on", _ended(state.transferred)),
        ("Age", str(age) if age is not None else NOT_KNOWN),
        ("Origin of spasticity", state.origin or NOT_KNOWN),
        ("Care setting", _setting(state)),
        ("By mouth", _oral(state)),
        ("Through the skin", _transdermal(state)),
        ("Screening", "; ".join(_trial(one) for one in state.screening)),
        ("Pump", _pump(state)),
        ("Reservoir", _reservoir(state)),
        ("Drug holiday", _holiday(state)),
        ("Weight", show(state.weight.value) if state.weight else ""),
        ("Kidneys", _laboratory(state, levels=False)),
        ("Levels", _laboratory(state, levels=True)),
        ("Conditions", _conditions(state)),
        ("Other drugs", _medicines(state)),
        ("Allergies", "; ".join(one.substance for one in state.allergies)),
        ("Pregnancy", _pregnancy(state)),
        ("Side effects", "; ".join(f"{one.effect} ({one.severity})" for one in state.side_effects if not one.over)),
    ]
    return tuple((label, text) for label, text in rows if text)


def _ended(moment: datetime | None) -> Inline:
    return "" if moment is None else Span(show_moment(moment), "strong")


def _setting(state: State) -> str:
    return f"{state.setting or ''}{', in close contact' if state.close_contact else ''}"


def _oral(state: State) -> Inline:
    interval = state.oral_at()
    if interval is None:
        return "none recorded" if state.oral_known else NOT_KNOWN
    use: OralUse = interval.value
    if not use.doses:
        return f"none, since {show_moment(interval.start)}"
    since = "as found" if use.as_found else "since"
    doses = Span(day_of_doses(use.doses, use.daily), "strong")
    return (BACLOFEN, " ", doses, f", {since} {show_moment(interval.start)}")


def _transdermal(state: State) -> str:
    return state.transdermal[-1].value if state.transdermal else ""


def _trial(trial: ScreeningTrial) -> str:
    verdict = trial.judged.response if trial.judged else "not judged"
    return f"{intrathecal(trial.dose)} on {show_date(trial.at.date())}, {verdict}"


def _pump(state: State) -> Inline:
    interval = state.pump_at()
    if interval is None:
        return "" if state.system is None else "implanted, nothing programmed"
    use: PumpUse = interval.value
    since = f", {'as found' if use.as_found else 'since'} {show_moment(interval.start)}"
    if use.daily_dose is None:
        return f"{use.mode or 'mode not known'}{and_may_give(use.patient_bolus)}{since}"
    strength = f", solution of {intrathecal(use.concentration)}" if use.concentration else ""
    told = f", {use.mode or 'mode not known'}{strength}{and_may_give(use.patient_bolus)}{since}"
    return (BACLOFEN, " intrathecal ", Span(intrathecal(use.daily_dose), "strong"), told)


def _reservoir(state: State) -> Inline:
    fill = state.reservoir_holds
    if fill is None:
        return ""
    return f"filled with {show(fill.volume)} of {intrathecal(fill.concentration)} on {show_moment(fill.at)}"


def _holiday(state: State) -> str:
    holiday = state.holiday
    if holiday is None:
        return ""
    ended = f", ended {show_moment(holiday.ended)}" if holiday.ended else ", still running"
    return f"began {show_moment(holiday.started)}{ended}"


def _laboratory(state: State, *, levels: bool) -> str:
    told = []
    for name, noted in state.laboratory.items():
        if (name in BACLOFEN_LEVELS) != levels:
            continue
        value = show(noted.value, LABORATORY_UNITS.get(name))
        told.append(f"{name} {value} on {show_date(noted.at.date())}")
    return "; ".join(told)


def _conditions(state: State) -> str:
    told = [name if noted.value else f"no {name}" for name, noted in state.conditions.items()]
    return "; ".join(told)


def _medicines(state: State) -> str:
    if not state.medicines:
        return "none" if state.medicines_reviewed else ""
    return "; ".join(f"{one.name} {one.dose}".strip() for one in state.medicines.values())


def _pregnancy(state: State) -> str:
    if state.pregnancy is None:
        return ""
    if not state.pregnancy.pregnant:
        return "not pregnant"
    due = f", due {show_date(state.pregnancy.due)}" if state.pregnancy.due else ""
    return f"pregnant{due}"
