"""What each event does to the state. One small function an event; what has no function changes nothing but history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lentus.course import events as e
from lentus.course.moment import days_later
from lentus.course.orders import OralOrder, OralStopOrder, OralTaperOrder, TransdermalOrder
from lentus.course.pumped import flushed_after
from lentus.course.replacing import replace
from lentus.course.state import Bridge, Holiday, Noted, OralUse, PumpUse, ScreeningTrial, State, System
from lentus.course.timeline import Timeline, cut, then

Reducer = Callable[[State, Any], State]


def _diagnosis(state: State, event: e.Diagnosis) -> State:
    return replace(
        state,
        diagnosis=event,
        origin=event.origin or state.origin,
        brain_injury_on=event.brain_injury_on or state.brain_injury_on,
    )


def _weight(state: State, event: e.WeightMeasured) -> State:
    return replace(state, weight=Noted(event.at, event.weight))


def _height(state: State, event: e.HeightMeasured) -> State:
    return replace(state, height=Noted(event.at, event.height))


def _allergy(state: State, event: e.Allergy) -> State:
    return replace(state, allergies=(*state.allergies, event))


def _medicine_started(state: State, event: e.MedicineStarted) -> State:
    return replace(state, medicines={**state.medicines, event.name.casefold(): event})


def _medicine_stopped(state: State, event: e.MedicineStopped) -> State:
    left = {name: one for name, one in state.medicines.items() if name != event.name.casefold()}
    return replace(state, medicines=left)


def _medicines_reviewed(state: State, event: e.MedicinesReviewed) -> State:
    return replace(state, medicines_reviewed=event.at)


def _pregnancy(state: State, event: e.Pregnancy) -> State:
    return replace(state, pregnancy=event)


def _lactation(state: State, event: e.Lactation) -> State:
    return replace(state, lactation=event)


def _setting(state: State, event: e.SettingChanged) -> State:
    return replace(state, setting=event.setting, close_contact=event.close_contact)


def _condition(state: State, event: e.ConditionNoted) -> State:
    return replace(state, conditions={**state.conditions, event.condition: Noted(event.at, event.present)})


def _laboratory(state: State, event: e.Laboratory) -> State:
    value = event.read()
    if value is None:
        return state
    return replace(state, laboratory={**state.laboratory, event.analyte: Noted(event.at, value)})


def _assessment(state: State, event: e.Assessment) -> State:
    return replace(state, assessments=(*state.assessments, event))


def _side_effect(state: State, event: e.SideEffect) -> State:
    return replace(state, side_effects=(*state.side_effects, event))


def _oral_regimen(state: State, event: e.OralRegimen) -> State:
    return replace(state, oral=then(state.oral, event.at, OralUse(event.doses, event.product, event.reason)))


def _missed(state: State, event: e.DosesMissed) -> State:
    return replace(state, missed=(*state.missed, event))


def _transdermal(state: State, event: e.TransdermalUse) -> State:
    return replace(state, transdermal=then(state.transdermal, event.at, event.text if event.in_use else ""))


def _order(state: State, event: e.OrderPlaced) -> State:
    order = event.order
    if not event.accepted:
        return state
    state = replace(state, orders=(*state.orders, order), overrides=(*state.overrides, *order.overrides))
    match order:
        case OralOrder():
            use = OralUse(order.doses, order.product, order.reason)
            return replace(state, oral=then(state.oral, order.at, use))
        case OralStopOrder():
            return replace(state, oral=then(state.oral, order.at, OralUse((), reason="other")))
        case OralTaperOrder():
            oral = state.oral
            for step in order.steps:
                start = days_later(order.at, order.zone, step.day - 1)
                oral = then(oral, start, OralUse(step.doses, reason="other"))
            return replace(state, oral=oral)
        case TransdermalOrder():
            return replace(state, transdermal=then(state.transdermal, order.at, order.text))
    return state


def _screening_dose(state: State, event: e.ScreeningDose) -> State:
    trial = ScreeningTrial(event.at, event.dose, event.concentration, event.over)
    return replace(state, screening=(*state.screening, trial))


def _screening_observation(state: State, event: e.ScreeningObservation) -> State:
    if not state.screening:
        return state
    last = state.screening[-1]
    seen = replace(last, observations=(*last.observations, event))
    return replace(state, screening=(*state.screening[:-1], seen))


def _screening_judged(state: State, event: e.ScreeningJudged) -> State:
    if not state.screening:
        return state
    return replace(state, screening=(*state.screening[:-1], replace(state.screening[-1], judged=event)))


def _as_found(state: State, event: e.AsFound) -> State:
    state = replace(state, as_found=event.at)
    if event.oral_doses is not None:
        state = replace(state, oral=then(state.oral, event.at, OralUse(event.oral_doses, as_found=True)))
    told = (
        event.daily_dose,
        event.concentration,
        event.mode,
        event.reservoir,
        event.path_volume,
        event.device,
        event.patient_bolus,
    )
    if all(one is None for one in told):
        return state
    system = System(implanted=None, device=event.device or "", reservoir=event.reservoir, path_volume=event.path_volume)
    use = PumpUse(event.mode, event.daily_dose, event.concentration, as_found=True, patient_bolus=event.patient_bolus)
    return replace(state, system=system, pump=then(state.pump, event.at, use))


def _implant(state: State, event: e.Implant) -> State:
    system = System(
        implanted=event.at,
        device=event.device,
        reservoir=event.reservoir,
        path_volume=event.path_volume,
        primed=event.primed,
        depth=event.depth,
        path_changed=event.at,
    )
    return replace(state, system=system, infusion_started=None, bridge=None)


def _fill(state: State, event: e.Fill) -> State:
    return replace(state, filled=then(state.filled, event.at, event))


def _program(state: State, event: e.Program) -> State:
    use = PumpUse(
        event.mode,
        event.daily_dose,
        event.concentration,
        event.reason,
        steps=event.steps,
        clock=event.at.utcoffset() if event.steps else None,
        patient_bolus=event.patient_bolus,
    )
    before = state.pump_at(event.at)
    started, restarted = state.infusion_started, state.restarted
    if event.infuses and (before is None or before.value.mode == "stopped"):
        started = event.at
        restarted = event.at if before is not None else restarted
    bridge = state.bridge
    if event.bridge_until is not None:
        bridge = _bridge(state, event, before.value if before is not None else None, use)
    return replace(
        state,
        system=_primed(state.system, event),
        pump=_by_stages(then(state.pump, event.at, use), event),
        infusion_started=started,
        restarted=restarted,
        bridge=bridge,
    )


def _by_stages(pump: Timeline[PumpUse], event: e.Program) -> Timeline[PumpUse]:
    """The program with the doses to which it goes by itself; another program takes their place."""
    use = pump[-1].value
    for stage in event.stages:
        later = timedelta(microseconds=int(stage.after.amount("s") * 1_000_000))
        pump = then(pump, event.at + later, replace(use, daily_dose=stage.daily_dose))
    return pump


def _primed(system: System | None, event: e.Program) -> System | None:
    """The system after a priming bolus; a path that was said to hold drug holds it as before."""
    if system is None or event.priming is None or system.primed:
        return system
    pushed = event.priming if system.pushed is None else system.pushed + event.priming
    full = system.path_volume is not None and pushed >= system.path_volume
    return replace(system, pushed=pushed, primed=True if full else system.primed)


def _bridge(state: State, event: e.Program, before: PumpUse | None, use: PumpUse) -> Bridge:
    """The bridge of a program; its flush as stated, else as the pump floor works it out."""
    assert event.bridge_until is not None
    if event.flushed_until is not None:
        return Bridge(event.at, event.bridge_until, event.flushed_until)
    path = state.system.path_volume if state.system is not None else None
    flushed, lacks = flushed_after(path, before, use, event.at, event.bridge_until)
    return Bridge(event.at, event.bridge_until, flushed, lacks)


def _residual(state: State, event: e.ResidualVolume) -> State:
    return replace(state, residuals=(*state.residuals, event))


def _interrogation(state: State, event: e.Interrogation) -> State:
    state = replace(state, interrogations=(*state.interrogations, event))
    if event.replacement_indicated and state.system and state.system.replacement_indicated is None:
        state = replace(state, system=replace(state.system, replacement_indicated=event.at))
    return state


def _revision(state: State, event: e.Revision) -> State:
    old = state.system or System(implanted=None)
    system = replace(old, path_volume=event.path_volume, primed=event.primed, path_changed=event.at, pushed=None)
    return replace(state, system=system, bridge=None)


def _replacement(state: State, event: e.Replacement) -> State:
    # Another pump: what the old one ran and held says nothing about it.
    system = System(
        implanted=event.at,
        device=event.device,
        reservoir=event.reservoir,
        path_volume=event.path_volume,
        primed=event.primed,
        path_changed=event.at,
    )
    return replace(
        state, system=system, pump=cut(state.pump, event.at), filled=cut(state.filled, event.at), bridge=None
    )


def _catheter_study(state: State, event: e.CatheterStudy) -> State:
    return replace(state, catheter_studies=(*state.catheter_studies, event))


def _mri(state: State, event: e.Mri) -> State:
    return replace(state, mris=(*state.mris, event))


def _explant(state: State, event: e.Explant) -> State:
    system = replace(state.system or System(implanted=None), explanted=event.at)
    return replace(
        state, system=system, pump=cut(state.pump, event.at), filled=cut(state.filled, event.at), bridge=None
    )


def _holiday_started(state: State, event: e.HolidayStarted) -> State:
    before = state.pump_at(event.at)
    dose = before.value.daily_dose if before else None
    return replace(state, holiday=Holiday(event.at, event.alternative, dose), restarted=None)


def _holiday_ended(state: State, event: e.HolidayEnded) -> State:
    if state.holiday is None:
        return state
    return replace(state, holiday=replace(state.holiday, ended=event.at, drug_free=event.drug_free))


def _stopped(state: State, event: e.TherapyStopped) -> State:
    match event.route:
        case "oral":
            return replace(state, oral=then(state.oral, event.at, OralUse((), reason="other")))
        case "intrathecal":
            return replace(state, pump=then(state.pump, event.at, PumpUse("stopped", None, None, "other")))
    return replace(state, transdermal=then(state.transdermal, event.at, ""))


def _transfer(state: State, event: e.Transfer) -> State:
    return replace(state, transferred=event.at)


def _death(state: State, event: e.Death) -> State:
    return replace(state, died=event.at)


REDUCERS: dict[str, Reducer] = {
    "diagnosis": _diagnosis,
    "weight": _weight,
    "height": _height,
    "allergy": _allergy,
    "medicine started": _medicine_started,
    "medicine stopped": _medicine_stopped,
    "medicines reviewed": _medicines_reviewed,
    "pregnancy": _pregnancy,
    "lactation": _lactation,
    "care setting": _setting,
    "condition": _condition,
    "laboratory": _laboratory,
    "assessment": _assessment,
    "side effect": _side_effect,
    "oral regimen": _oral_regimen,
    "doses missed": _missed,
    "transdermal": _transdermal,
    "order": _order,
    "screening dose": _screening_dose,
    "screening observation": _screening_observation,
    "screening judged": _screening_judged,
    "as found": _as_found,
    "implant": _implant,
    "fill": _fill,
    "program": _program,
    "residual volume": _residual,
    "interrogation": _interrogation,
    "catheter study": _catheter_study,
    "mri": _mri,
    "revision": _revision,
    "replacement": _replacement,
    "explant": _explant,
    "holiday started": _holiday_started,
    "holiday ended": _holiday_ended,
    "therapy stopped": _stopped,
    "transfer": _transfer,
    "death": _death,
}
"""Reducer by event kind."""
