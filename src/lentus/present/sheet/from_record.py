"""The worksheet of a refill from a patient's record: what runs, what is ordered, what to draw up, and the new dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lentus.course import PumpUse, State
from lentus.course.orders import RefillOrder
from lentus.course.own_bolus import allowed
from lentus.errors import CannotAssess, LentusError
from lentus.present.sheet.content import Person, Side, Worksheet
from lentus.protocol import Finding
from lentus.pump import (
    BridgePlan,
    Change,
    DrawUp,
    Flex,
    Mode,
    NoBridge,
    Preset,
    Program,
    Pump,
    PumpClock,
    RefillDates,
    Refused,
    Reserve,
    SimpleContinuous,
    Step,
    draw_up,
    plan_change,
    refill_dates,
)
from lentus.quantity import Concentration, Duration, Volume

TITLE = "Refill"
MIDNIGHT = "24:00"


@dataclass(frozen=True, slots=True)
class RefillVisit:
    """A refill that is ordered, or the next one as the pump runs; `findings` None where nobody has judged it.

    `left` is what should be in the reservoir now, as programmed.
    """

    state: State
    at: datetime
    pump: Pump | None
    order: RefillOrder | None
    findings: tuple[Finding, ...] | None
    missing: tuple[str, ...]
    preset: Preset
    generated: bool
    left: Volume | None = None


def refill_worksheet(visit: RefillVisit, person: Person) -> Worksheet:
    """The sheet. CannotAssess, naming what is missing, where the pump's program is not known."""
    running = visit.state.pump_at()
    if running is None or running.value.concentration is None:
        raise CannotAssess("the worksheet of a refill", ("a running pump with its dose and its strength",))
    use, order = running.value, visit.order
    new = (order.concentration if order is not None else None) or use.concentration
    assert new is not None
    before, after = program_of(use, use.concentration, visit.at), program_of(use, new, visit.at)
    held = visit.state.reservoir_holds
    volume = (order.volume if order is not None else None) or _capacity(visit.pump)
    reserve = Reserve.of(visit.pump) if visit.pump is not None else None
    return Worksheet(
        title=TITLE if new == use.concentration else "Refill and change of strength",
        at=visit.at,
        patient=person,
        before=Side(before, held.concentration if held else None, visit.left),
        after=Side(after, new, volume),
        pump=visit.pump,
        pump_name=visit.state.system.device if visit.state.system else "",
        path=visit.state.system.path_volume if visit.state.system else None,
        path_source="the record",
        change=_change(visit.state, use, new),
        draw=_drawn(visit, new),
        added=volume,
        lot=order.lot if order is not None else "",
        expires=order.expires if order is not None else None,
        reserve=reserve,
        dates=_dates(after, visit, reserve),
        findings=visit.findings,
        missing=visit.missing,
        note=order.note if order is not None else "",
        generated=visit.generated,
    )


def program_of(use: PumpUse, strength: Concentration | None, at: datetime) -> Program | None:
    """The program of the record as the pump floor takes it; None where it is not known whole."""
    mode = _mode(use)
    if mode is None or strength is None:
        return None
    clock = PumpClock(use.clock) if use.clock is not None else PumpClock.set_by(at)
    own = allowed(use.patient_bolus) if use.patient_bolus is not None else None
    return Program(strength, mode, clock, (), own)


def _mode(use: PumpUse) -> Mode | None:
    if use.mode == "flex" and use.steps:
        starts = [*(one.starts for one in use.steps), MIDNIGHT]
        parts = zip(pairwise(starts), use.steps, strict=True)
        return Flex.daily([Step(_since(low), _since(high), one.rate) for (low, high), one in parts])
    if use.daily_dose is None or use.mode not in (None, "simple continuous"):
        return None
    return SimpleContinuous(use.daily_dose)


def _since(clock: str) -> Duration:
    hours, minutes = clock.split(":")
    return Duration.exact(int(hours) * 60 + int(minutes), "min")


def _capacity(pump: Pump | None) -> Volume | None:
    return pump.volume("reservoir") if pump is not None and pump.knows("reservoir") else None


def _change(state: State, use: PumpUse, new: Concentration) -> BridgePlan | NoBridge | Refused | None:
    path = state.system.path_volume if state.system else None
    if path is None or use.concentration is None or use.daily_dose is None or use.concentration == new:
        return None
    return plan_change(Change(use.concentration, new, use.daily_dose, path))


def _drawn(visit: RefillVisit, strength: Concentration) -> DrawUp | None:
    volume = (visit.order.volume if visit.order is not None else None) or _capacity(visit.pump)
    if volume is None:
        return None
    try:
        ways = draw_up(strength, volume, _capacity(visit.pump))
    except LentusError:
        return None
    return ways[0] if ways else None


def _dates(program: Program | None, visit: RefillVisit, reserve: Reserve | None) -> RefillDates | None:
    volume = (visit.order.volume if visit.order is not None else None) or _capacity(visit.pump)
    if program is None or reserve is None or volume is None:
        return None
    try:
        return refill_dates(program, visit.at, volume, reserve, visit.preset)
    except LentusError:
        return None
