"""The order that a recorded fact amounts to, so that a fact is held against the same rules as an order.

A pump that was programmed at night is a fact and is never refused; but its findings stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from lentus.course import PumpUse, State
from lentus.course import events as e
from lentus.course import orders as o
from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder
from lentus.course.words import StopReason
from lentus.protocol.emergency import overdose_suspected
from lentus.protocol.following import awaits_program, program_after
from lentus.protocol.lowest_rate import lowest_flow
from lentus.quantity import Concentration, DoseRate

NO_DRUG = Concentration.exact(0, "mcg/mL")
A_DAY = timedelta(days=1)
"""How far a fill may lie from the order that it carries out."""


def order_of(state: State, event: AnyEvent, later: Iterable[AnyEvent] = ()) -> AnyOrder | None:
    """The order that `event` amounts to for a patient who was in `state` just before; None where it is none.

    `later` are the events that are recorded after it, in order: they say how a change of strength was bridged.
    """
    match event:
        case e.OrderPlaced():
            return event.order
        case e.OralRegimen():
            return _oral(state, event)
        case e.ScreeningDose():
            return o.ScreeningOrder(
                at=event.at,
                zone=event.zone,
                dose=event.dose,
                concentration=_strength(event.concentration),
                over=event.over,
                product=event.product,
            )
        case e.Implant():
            return o.ImplantOrder(at=event.at, zone=event.zone, device=event.device or None, depth=event.depth)
        case e.Program():
            return _program(state, event)
        case e.Fill():
            following = tuple(later)
            return _fill(state, event, program_after(event, following), awaits=awaits_program(event, following))
        case e.TherapyStopped():
            return _stopped(event)
        case e.MedicineStarted():
            return o.MedicineOrder(at=event.at, zone=event.zone, name=event.name, route=event.route)
        case e.TransdermalUse() if event.in_use:
            return o.TransdermalOrder(at=event.at, zone=event.zone, text=event.text)
    return None


def _oral(state: State, event: e.OralRegimen) -> AnyOrder | None:
    if event.doses:
        return o.OralOrder(at=event.at, zone=event.zone, doses=event.doses, product=event.product, reason=event.reason)
    before = state.oral_at(event.at)
    if before is None or not before.value.doses:
        return None
    return o.OralStopOrder(at=event.at, zone=event.zone, reason=_why_stopped(state, event))


def _program(state: State, event: e.Program) -> AnyOrder | None:
    before = state.pump_at(event.at)
    if not event.infuses:
        if before is None or before.value.mode == "stopped":
            return None
        return o.PumpStopOrder(at=event.at, zone=event.zone, reason=_why_stopped(state, event))
    dose = _dose(state, event)
    if dose is None:
        return None
    if state.holiday is not None and state.restarted is None and _stands_still(before):
        return _restart(event, dose)
    if before is None:
        return _start(state, event, dose)
    # A bridge bolus moves old solution that is in the path already, and is no bolus on top.
    bolus = None if event.bridge_until is not None else event.bolus
    if bolus is None and event.priming is None and _same_day(before.value, event, dose):
        return None
    if _stands_still(before):
        return _restart(event, dose)
    # A minimum rate of another strength is another dose than the running one's, which the rules would compare it with.
    other = event.concentration not in (None, before.value.concentration) and event.mode == "minimum rate"
    mode = None if other else event.mode
    return o.PumpDoseOrder(
        at=event.at,
        zone=event.zone,
        daily_dose=dose,
        reason=event.reason,
        mode=mode,
        priming=event.priming,
        bolus=bolus,
        steps=event.steps,
        stages=event.stages,
        patient_bolus=event.patient_bolus,
    )


def _restart(event: e.Program, dose: DoseRate) -> AnyOrder:
    return o.RestartOrder(
        at=event.at,
        zone=event.zone,
        daily_dose=dose,
        concentration=_strength(event.concentration),
        mode=event.mode,
        steps=event.steps,
        stages=event.stages,
        priming=event.priming,
        bolus=event.bolus,
        patient_bolus=event.patient_bolus,
    )


def _strength(told: Concentration | None) -> Concentration | None:
    """A strength for an order; one of nothing may be on record, and nobody can program or order it."""
    return told if told is not None and told > NO_DRUG else None


def _same_day(running: PumpUse, event: e.Program, dose: DoseRate) -> bool:
    """Whether a program gives what runs already: the dose, the hours of a flex day, and what the patient may add."""
    same = running.daily_dose == dose and running.patient_bolus == event.patient_bolus and not event.stages
    return same and (not event.steps or running.steps == event.steps)


def _why_stopped(state: State, event: e.OralRegimen | e.Program) -> StopReason:
    """An overdose, where the entry says toxicity, or one is suspected or was recorded that day; else not known."""
    known = state.when(event.at)
    signs = (one for one in known.side_effects if one.severity == "toxicity" and not one.over)
    that_day = any(timedelta(0) <= event.at - one.at <= A_DAY for one in signs)
    told = event.reason == "toxicity" or that_day or any(True for _ in overdose_suspected(known))
    return "overdose" if told else "other"


def _dose(state: State, event: e.Program) -> DoseRate | None:
    """The daily dose of a program: as written; at a minimum rate without one, what flow and strength give."""
    if event.daily_dose is not None or event.mode != "minimum rate":
        return event.daily_dose
    before = state.pump_at(event.at)
    strength = event.concentration or (before.value.concentration if before is not None else None)
    flow = lowest_flow(state.system.device) if state.system is not None else None
    return None if flow is None or strength is None else flow * strength


def _stands_still(before: object) -> bool:
    value = getattr(before, "value", None)
    return value is None or getattr(value, "mode", None) == "stopped"


def _start(state: State, event: e.Program, dose: DoseRate) -> AnyOrder:
    system = state.system
    return o.PumpStartOrder(
        at=event.at,
        zone=event.zone,
        daily_dose=dose,
        concentration=_strength(event.concentration),
        path_volume=system.path_volume if system else None,
        primed=system.primed if system else None,
        device=(system.device or None) if system else None,
        mode=event.mode,
        steps=event.steps,
        stages=event.stages,
        priming=event.priming,
        bolus=event.bolus,
        patient_bolus=event.patient_bolus,
    )


def _fill(state: State, event: e.Fill, program: e.Program | None, *, awaits: bool) -> AnyOrder:
    running = state.pump_at(event.at)
    said = _refill_said(state, event)
    programmed = said.programmed if said is not None else None
    if programmed is None:
        # On the day of a fill its program may still come; what stands about the patient says so, and when no longer.
        told = running.value.concentration if running else None
        programmed = event.concentration if awaits and told is not None else told
    # What was done is known from the program; where none is recorded yet, from what was ordered.
    bridge = said.bridge if said is not None else None
    if program is not None:
        bridge = program.bridge_until is not None
        # Filled and programmed at one and the same time: nothing was pumped in between.
        programmed = program.concentration if program.instant == event.instant else programmed
    return o.RefillOrder(
        at=event.at,
        zone=event.zone,
        concentration=event.concentration,
        programmed=_strength(programmed),
        bridge=bridge,
        volume=event.volume,
        product=event.product,
        ndc=event.ndc,
        lot=event.lot,
        expires=event.expires,
        device=(state.system.device or None) if state.system else None,
    )


def _refill_said(state: State, event: e.Fill) -> o.RefillOrder | None:
    """The order that a fill carries out: of its day, for its strength. The fill comes before its program."""
    near = (one for one in reversed(state.orders) if isinstance(one, o.RefillOrder))
    return next(
        (one for one in near if one.concentration == event.concentration and abs(event.at - one.at) <= A_DAY), None
    )


def _stopped(event: e.TherapyStopped) -> AnyOrder | None:
    if not event.abrupt:
        return None
    if event.route == "oral":
        return o.OralStopOrder(at=event.at, zone=event.zone, reason=event.reason, owner=event.owner)
    if event.route == "intrathecal":
        return o.PumpStopOrder(at=event.at, zone=event.zone, reason=event.reason, owner=event.owner)
    return None
