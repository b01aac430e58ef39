"""A plan worked out once: everything that can be computed from it, and what is missing for the rest.

Each rule then only looks. A part that needs a missing fact is None, and the fact is named; a part that cannot be, such
as a day with a gap, is None too, and its fault stands in words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar

from lentus import pump
from lentus.course.plan import PumpPlan
from lentus.errors import CannotAssess, LentusError, MonographError
from lentus.protocol.pump_plan import building
from lentus.pump import (
    BridgeBolus,
    BridgePlan,
    Change,
    Delivery,
    DrawUp,
    Extremes,
    NoBridge,
    Priming,
    PrimingBolus,
    PrimingPlan,
    Program,
    Pump,
    RefillDates,
    Refused,
    Reserve,
    Supply,
)
from lentus.quantity import Concentration, DoseRate, Duration, Volume

T = TypeVar("T")

HOUR, DAY, WEEK = (Duration.read(text) for text in ("1 h", "24 h", "7 days"))
_NO_TIME = Duration.exact(0, "h")


@dataclass(slots=True)
class Notes:
    """What was missing and what could not be, collected on the way."""

    missing: list[tuple[str, tuple[str, ...]]]
    faults: list[str]

    def tried(self, make: Callable[[], T]) -> T | None:
        """What `make` makes; None, with a note, where a fact is missing or the amounts cannot be."""
        try:
            return make()
        except CannotAssess as error:
            self.missing.append((error.what, error.needs))
        except LentusError as error:
            self.faults.append(str(error))
        return None


@dataclass(frozen=True, slots=True)
class Worked:
    """A plan and what follows from it."""

    plan: PumpPlan
    pump: Pump | None
    program: Program | None
    before: Program | None
    path: Volume | None
    label: Concentration | None
    change: BridgePlan | NoBridge | Refused | None
    priming: PrimingPlan | None
    delivery: Delivery | None
    hour: Extremes | None
    day: Extremes | None
    dates: RefillDates | None
    drawup: tuple[DrawUp, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    faults: tuple[str, ...]

    @property
    def dose_after(self) -> DoseRate | None:
        """The daily dose that is meant: as stated, else as written in the program, else what its mode gives."""
        written = self.plan.program.daily_dose
        return self.plan.stated.daily_dose or written or (self.program.daily_dose if self.program else None)

    @property
    def bridge(self) -> BridgeBolus | None:
        """The bridge bolus of the program, where it has one."""
        first = self.program.first if self.program else ()
        return next((one for one in first if isinstance(one, BridgeBolus)), None)

    @property
    def primes(self) -> PrimingBolus | None:
        """The priming bolus of the program, where it has one."""
        first = self.program.first if self.program else ()
        return next((one for one in first if isinstance(one, PrimingBolus)), None)

    @property
    def primed_now(self) -> bool:
        """Whether the plan is about filling a path that holds nothing, or may hold nothing."""
        return self.plan.situation in pump.SYSTEMS

    @property
    def flushed(self) -> datetime | None:
        """When the bridge has ended and the longest possible path is flushed; None without a bridge."""
        if not isinstance(self.change, BridgePlan) or self.bridge is None:
            return None
        try:
            return self.change.ends(self.plan.at, max(building.longest_path(self.plan), self.change.change.path))
        except CannotAssess:
            return self.change.ends(self.plan.at)


def work(plan: PumpPlan) -> Worked:
    """Everything that follows from a plan."""
    notes = Notes([], [])
    device = notes.tried(lambda: building.device(plan))
    program = notes.tried(lambda: building.program(plan, plan.program, device))
    running = plan.before
    before = notes.tried(lambda: building.program(plan, running, device)) if running is not None else None
    path = notes.tried(lambda: building.path_volume(plan))
    label = notes.tried(lambda: building.reservoir_strength(plan))
    change: BridgePlan | NoBridge | Refused | None = notes.tried(
        lambda: _change(plan, program, before, device, path, label)
    )
    priming = notes.tried(lambda: _priming(plan, label)) if plan.situation in pump.SYSTEMS else None
    delivery = notes.tried(lambda: _delivery(plan, program)) if path is not None and label is not None else None
    return Worked(
        plan=plan,
        pump=device,
        program=program,
        before=before,
        path=path,
        label=label,
        change=change,
        priming=priming,
        delivery=delivery,
        hour=pump.extremes(delivery, HOUR) if delivery else None,
        day=pump.extremes(delivery, DAY) if delivery else None,
        dates=notes.tried(lambda: _dates(plan, program, device)),
        drawup=notes.tried(lambda: _drawup(plan, device)) or (),
        missing=tuple(dict.fromkeys(notes.missing)),
        faults=tuple(dict.fromkeys(notes.faults)),
    )


def _change(
    plan: PumpPlan,
    program: Program | None,
    before: Program | None,
    device: Pump | None,
    path: Volume | None,
    label: Concentration | None,
) -> BridgePlan | NoBridge | Refused | None:
    """The bridge from what stands in the path to what is filled; None where nothing is known to change."""
    after = plan.program.daily_dose or (program.daily_dose if program else None)
    if path is None or label is None or after is None or plan.situation in pump.SYSTEMS:
        return None
    old = building.path_strength(plan)
    if old == building.NO_DRUG or after.amount("mcg/h") <= 0:
        return None
    running = before.daily_dose if before else None
    minimum = device.flow("minimum-flow") if device is not None and device.knows("minimum-flow") else None
    dose = bridge_dose(plan, running, after)
    return pump.plan_change(Change(old, label, dose, path, then=after, running=running, minimum=minimum))


def bridge_dose(plan: PumpPlan, running: DoseRate | None, after: DoseRate) -> DoseRate:
    """The dose that the bridge goes on with, as the plan says; the new one where it does not say."""
    if plan.change is not None and plan.change.dose is not None:
        return plan.change.dose
    if plan.change is not None and plan.change.uses == "dose before" and running is not None:
        return running
    return after


def _priming(plan: PumpPlan, label: Concentration | None) -> PrimingPlan | None:
    if label is None:
        return None
    system = next(one for one in pump.SYSTEMS if one == plan.situation)
    holds = None if plan.path.holds == "unknown" else building.path_strength(plan)
    written = next((one for one in plan.program.boluses if one.kind == "priming"), None)
    back = bool(plan.path.tubing_filled) and system != "revised catheter"
    over = written.over if written is not None and written.over > _NO_TIME else HOUR
    asked = Priming(system, building.tubing(plan), building.catheter(plan).volume, label, holds, back, over)
    return pump.plan_priming(asked)


def _delivery(plan: PumpPlan, program: Program | None) -> Delivery | None:
    """What leaves the tip until every window of the settled program has been seen."""
    if program is None:
        return None
    path, strength = building.path(plan), building.real_strength(plan)
    end = plan.at + timedelta(hours=ceil(_horizon(plan, program, path.volume).amount("h")))
    return pump.deliver(pump.expand(program, plan.at, end), Supply(strength), path)


def _horizon(plan: PumpPlan, program: Program, path: Volume) -> Duration:
    """Boluses and stages, then the path twice over, then a week and a day: afterwards each week is like the last."""
    firsts = sum((one.over for one in program.first), start=_NO_TIME)
    staged = sum((one.over for one in plan.program.stages), start=_NO_TIME)
    daily = program.daily_dose or plan.program.daily_dose
    flushing = _NO_TIME
    if daily is not None and daily.amount("mcg/h") > 0:
        flushing = path * 2 / (daily / program.programmed)
    return firsts + staged + flushing + WEEK + WEEK + DAY


def _dates(plan: PumpPlan, program: Program | None, device: Pump | None) -> RefillDates | None:
    if program is None or device is None or plan.program.mode == "stopped":
        return None
    shown = plan.shown.alarm_volume if plan.shown else None
    reserve = Reserve.of(device, plan.clinic.alarm_volume or shown)
    return pump.refill_dates(program, plan.at, building.filled_volume(plan), reserve, plan.clinic.appointments)


def _drawup(plan: PumpPlan, device: Pump | None) -> tuple[DrawUp, ...]:
    fill = plan.fill
    strength = building.label_strength(fill) if fill is not None else None
    if fill is None or fill.added is None or strength is None:
        return ()
    capacity = device.volume("reservoir") if device is not None and device.knows("reservoir") else None
    if capacity is not None and fill.added > capacity:
        return ()
    try:
        return pump.draw_up(strength, fill.added, capacity)
    except MonographError:
        return ()
