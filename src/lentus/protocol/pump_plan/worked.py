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
from lentus.course.pumped import FOREVER
from lentus.errors import CannotAssess, IncompleteDay, LentusError, MonographError, PlanError
from lentus.protocol.pump_plan import bridge_needed, building
from lentus.protocol.pump_plan.bridge_needed import Needed
from lentus.protocol.spans import span_words
from lentus.pump import (
    BridgeBolus,
    BridgePlan,
    Delivery,
    DrawUp,
    Extremes,
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
LONGEST = FOREVER
_NO_TIME = Duration.exact(0, "h")


@dataclass(slots=True)
class Notes:
    """What was missing and what could not be, collected on the way."""

    missing: list[tuple[str, tuple[str, ...]]]
    faults: list[str]

    gaps: list[str]

    def tried(self, make: Callable[[], T]) -> T | None:
        """What `make` makes; None, with a note, where a fact is missing or the amounts cannot be."""
        try:
            return make()
        except CannotAssess as error:
            self.missing.append((error.what, error.needs))
        except IncompleteDay as error:
            self.gaps.append(str(error))
            self.faults.append(str(error))
        except LentusError as error:
            self.faults.append(str(error))
        return None


@dataclass(frozen=True, slots=True)
class Worked:
    """A plan and what follows from it.

    `gaps` are those of the `faults` that say that a day is not filled. `delivery` is that of the label's strength;
    `mixture` is how far what cannot be drawn off can move that strength, and `mixed` what then leaves the tip. `hour`
    and `day` span both; `by_label` are the same windows of the label's strength alone, where the two differ.

    `change` is worked out with the new dose. Where the plan does not say which dose the bridge uses, `instead` is the
    same with the dose that runs now, and neither is to be shown without the other.
    """

    plan: PumpPlan
    pump: Pump | None
    program: Program | None
    before: Program | None
    path: Volume | None
    label: Concentration | None
    change: Needed | None
    instead: Needed | None
    priming: PrimingPlan | None
    delivery: Delivery | None
    hour: Extremes | None
    day: Extremes | None
    dates: RefillDates | None
    drawup: tuple[DrawUp, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    faults: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    mixture: Concentration | None = None
    mixed: Delivery | None = None
    by_label: tuple[Extremes, Extremes] | None = None

    @property
    def dose_after(self) -> DoseRate | None:
        """The daily dose that is meant: as stated, else as written in the program, else what its mode gives."""
        written = self.plan.program.daily_dose
        return self.plan.stated.daily_dose or written or (self.program.daily_dose if self.program else None)

    def why_not(self, what: str) -> CannotAssess | PlanError:
        """The error that says why `what` could not be worked out: a contradiction first, else what is missing."""
        if self.faults:
            return PlanError(self.faults[0])
        needs = tuple(dict.fromkeys(need for _, all_needs in self.missing for need in all_needs))
        return CannotAssess(what, needs or ("more of the plan",))

    @property
    def either(self) -> tuple[BridgePlan | Refused, ...]:
        """The bridges of both doses, that of the dose that runs now first; empty where the plan says which."""
        if self.instead is None:
            return ()
        return tuple(one for one in (self.instead, self.change) if isinstance(one, BridgePlan | Refused))

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
        found = [one for one in (self.change, self.instead) if isinstance(one, BridgePlan)]
        if not found or self.bridge is None:
            return None
        try:
            return max(_ends(self.plan, one) for one in found)
        except PlanError:
            return None


def work(plan: PumpPlan) -> Worked:
    """Everything that follows from a plan."""
    notes = Notes([], [], [])
    device = notes.tried(lambda: building.device(plan))
    program = notes.tried(lambda: building.program(plan, plan.program, device))
    running = plan.before
    before = notes.tried(lambda: building.program(plan, running, device)) if running is not None else None
    path = notes.tried(lambda: building.path_volume(plan))
    label = notes.tried(lambda: building.reservoir_strength(plan))
    change: Needed | None = notes.tried(
        lambda: bridge_needed.needed(plan, program, before, device, label) if path is not None else None
    )
    instead = notes.tried(lambda: bridge_needed.with_running_dose(change, plan))
    priming = notes.tried(lambda: _priming(plan, label)) if plan.situation in pump.SYSTEMS else None
    if isinstance(change, BridgePlan):
        notes.tried(lambda: _ends(plan, change))
    known = path is not None and label is not None
    delivery = notes.tried(lambda: _delivery(plan, program, building.real_strength(plan))) if known else None
    mixture = notes.tried(lambda: building.mixture(plan, device)) if delivery is not None else None
    mixed = notes.tried(lambda: _delivery(plan, program, mixture)) if mixture is not None else None
    hour, day = _windows(delivery, mixed)
    return Worked(
        plan=plan,
        pump=device,
        program=program,
        before=before,
        path=path,
        label=label,
        change=change,
        instead=instead,
        priming=priming,
        delivery=delivery,
        hour=hour,
        day=day,
        dates=notes.tried(lambda: _dates(plan, program, device)),
        drawup=notes.tried(lambda: _drawup(plan, device)) or (),
        missing=tuple(dict.fromkeys(notes.missing)),
        faults=tuple(dict.fromkeys(notes.faults)),
        gaps=tuple(dict.fromkeys(notes.gaps)),
        mixture=mixture,
        mixed=mixed,
        by_label=(pump.extremes(delivery, HOUR), pump.extremes(delivery, DAY)) if delivery and mixed else None,
    )


def _windows(delivery: Delivery | None, mixed: Delivery | None) -> tuple[Extremes | None, Extremes | None]:
    """The extremes of an hour and of a day, whichever of the two strengths is in the reservoir."""
    if delivery is None:
        return None, None
    both = [one for one in (delivery, mixed) if one is not None]
    hour, day = (_wider([pump.extremes(one, length) for one in both]) for length in (HOUR, DAY))
    return hour, day


def _wider(found: list[Extremes]) -> Extremes:
    most = max((one.most for one in found), key=lambda one: one.dose)
    return Extremes(most, min((one.least for one in found), key=lambda one: one.dose))


def _ends(plan: PumpPlan, change: BridgePlan) -> datetime:
    """When the bridge has ended and the longest possible path is flushed; PlanError beyond the calendar."""
    return change.ends(plan.at, bridge_needed.bounds(plan, change.change.path)[1])


def _priming(plan: PumpPlan, label: Concentration | None) -> PrimingPlan | None:
    return None if label is None else pump.plan_priming(priming_of(plan, label))


def priming_of(plan: PumpPlan, label: Concentration) -> Priming:
    """What a plan asks to be primed. PlanError where its situation primes nothing; CannotAssess for what it lacks."""
    system = next((one for one in pump.SYSTEMS if one == plan.situation), None)
    if system is None:
        raise PlanError(f"a plan for a {plan.situation} primes nothing")
    holds = None if plan.path.holds == "unknown" else building.path_strength(plan)
    written = next((one for one in plan.program.boluses if one.kind == "priming"), None)
    back = bool(plan.path.tubing_filled) and system != "revised catheter"
    over = written.over if written is not None and written.over > _NO_TIME else HOUR
    return Priming(system, building.tubing(plan), building.catheter(plan).volume, label, holds, back, over)


def _delivery(plan: PumpPlan, program: Program | None, strength: Concentration | None) -> Delivery | None:
    """What leaves the tip until every window of the settled program has been seen."""
    if program is None or strength is None:
        return None
    path = building.path(plan)
    span = _horizon(plan, program, path.volume)
    if span > LONGEST:
        raise PlanError(
            f"with these amounts it takes {span_words(span)} until each week is like the last: look at the dose, the "
            "strength and the times again"
        )
    end = plan.at + timedelta(hours=ceil(span.amount("h")))
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
