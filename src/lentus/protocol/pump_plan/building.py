"""From a written plan to the objects of the pump floor, one fact at a time.

A fact that the plan does not hold raises CannotAssess and names it; amounts that cannot be together raise PlanError.
Nothing is filled in: what is computed rests on what somebody wrote down.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from lentus import monograph, pump
from lentus.course.plan import PumpPlan
from lentus.course.plan_program import PlanBolus, PlanProgram
from lentus.course.plan_system import PlanFigure, PlanFill
from lentus.errors import CannotAssess, MonographError, PlanError, QuantityError
from lentus.monograph import Age, Percent, Value
from lentus.monograph.device import figures_of
from lentus.protocol.pump_plan.schedules import mode_of
from lentus.pump import (
    Bore,
    BridgeBolus,
    Catheter,
    Entered,
    Figure,
    Path,
    PatientBolus,
    PrimingBolus,
    Program,
    Pump,
    PumpClock,
    Segment,
    SingleBolus,
    Slug,
)
from lentus.quantity import Concentration, FlowRate, Volume, read, read_percent

NOTHING = Volume.exact(0, "mL")
NO_DRUG = Concentration.exact(0, "mcg/mL")
PROGRAMMABLE = "programmable"
RESIDUAL = "residual"
RANGE = " to "
"""Between the ends of a range of strengths."""

EMPTIED = "whether the reservoir was emptied before the new drug goes in"


def device(plan: PumpPlan) -> Pump:
    """The plan's pump with the clinic's own figures; a name alone is a pump of which only those are known."""
    entered = {one.figure: _entered(one) for one in plan.device.figures}
    if plan.device.key is not None:
        return pump.device_of(plan.device.key, entered)
    kinds = figures_of(PROGRAMMABLE)
    strange = [name for name in entered if name not in kinds]
    if strange:
        raise PlanError(f"{strange[0]!r} is no figure of a pump; there are {', '.join(kinds)}")
    figures = tuple(Figure(name, _ends(one), one.source, False, None, True) for name, one in entered.items())
    unknown = tuple(name for name in kinds if name not in entered)
    return Pump("", plan.device.name or "", PROGRAMMABLE, "not known", figures, (), unknown, ())


def _ends(one: Entered) -> tuple[Value, ...]:
    return (one.value,) if one.upto is None else (one.value, one.upto)


def _entered(one: PlanFigure) -> Entered:
    """A figure as it is written; a range as its two ends."""
    kind = figures_of(PROGRAMMABLE).get(one.figure)
    if isinstance(one.value, int) or kind is str:
        return Entered(one.value, one.source)
    low, _, high = one.value.partition(RANGE) if kind is Concentration else (one.value, "", "")
    return Entered(_value(one, low, kind), one.source, _value(one, high, kind) if high else None)


def _value(one: PlanFigure, text: str, kind: type | None) -> Value:
    try:
        if kind is Percent:
            return Percent(read_percent(text))
        return Age.read(text) if kind is Age else read(text)
    except (QuantityError, MonographError) as error:
        raise PlanError(f"the figure {one.figure} of the device, {one.value!r}: {error}") from error


def tubing(plan: PumpPlan) -> Volume:
    """The internal tubing volume as displayed."""
    if plan.device.tubing is None:
        raise CannotAssess("the path", ("the tubing volume that the programmer displays, with its version",))
    return plan.device.tubing.volume


def catheter(plan: PumpPlan) -> Catheter:
    """The catheter; its volume may still be unknown where a cut was not recorded."""
    written = plan.catheter
    if written.stated is None and not written.segments:
        raise CannotAssess("the path", ("the catheter: its volume, or its length, what was cut off, and its bore",))
    segments = tuple(
        Segment(one.name, one.length, one.trimmed, Bore(one.per_cm, one.source)) for one in written.segments
    )
    return Catheter(segments, written.stated, written.source)


def path_volume(plan: PumpPlan) -> Volume:
    """Tubing and catheter together."""
    return tubing(plan) + catheter(plan).volume


def path_bounds(plan: PumpPlan) -> tuple[Volume, Volume]:
    """The least and the most that tubing and catheter can hold, by what was recorded and what the clinic doubts."""
    inside, (low, high) = tubing(plan), catheter(plan).bounds
    return inside + min(low, plan.catheter.at_least or low), inside + max(high, plan.catheter.at_most or high)


def clock(plan: PumpPlan) -> PumpClock | None:
    """The pump's own clock; None where nobody read it."""
    if plan.clock is None:
        return None
    sign = -1 if plan.clock.offset.startswith("-") else 1
    hours, minutes = plan.clock.offset[1:].split(":")
    return PumpClock(sign * timedelta(hours=int(hours), minutes=int(minutes)))


def label_strength(fill: PlanFill) -> Concentration | None:
    """What goes in by its label: as written, else as the undiluted product has it."""
    if fill.concentration is not None:
        return fill.concentration
    if fill.product is None or fill.diluent is not None:
        return None
    try:
        return monograph.product(fill.product).concentration
    except MonographError:
        return None


def reservoir_strength(plan: PumpPlan) -> Concentration:
    """What the pump draws from after the plan was carried out, as labeled."""
    if plan.fill is not None:
        strength = label_strength(plan.fill)
        if strength is None:
            raise CannotAssess("the delivery", ("the strength of what is filled in",))
        return strength
    if plan.reservoir.concentration is None:
        raise CannotAssess("the delivery", ("the strength in the reservoir",))
    return plan.reservoir.concentration


def filled_volume(plan: PumpPlan) -> Volume:
    """What is in the reservoir after the plan was carried out."""
    if plan.fill is None:
        if plan.reservoir.volume is None:
            raise CannotAssess("the dates", ("the volume in the reservoir",))
        return plan.reservoir.volume
    if plan.fill.added is None:
        raise CannotAssess("the dates", ("the volume that is added",))
    return plan.fill.added + left(plan)


def left(plan: PumpPlan) -> Volume:
    """What is known to stay in the reservoir under the fill; nothing that could be drawn off where it was emptied."""
    fill = plan.fill
    if fill is None or fill.emptied:
        return NOTHING
    if fill.emptied is None:
        raise CannotAssess("the mixture", (EMPTIED,))
    if plan.reservoir.volume is None:
        raise CannotAssess("the mixture", ("the volume in the reservoir before the fill",))
    drawn = fill.aspirated or NOTHING
    if drawn > plan.reservoir.volume:
        raise PlanError(f"{drawn} were aspirated from {plan.reservoir.volume}: correct one of the two")
    return plan.reservoir.volume - drawn


def real_strength(plan: PumpPlan) -> Concentration:
    """The strength in the reservoir, mixed with what was knowingly left in it."""
    label, stays = reservoir_strength(plan), left(plan)
    if plan.fill is None or stays == NOTHING:
        return label
    if plan.reservoir.concentration is None or plan.fill.added is None:
        raise CannotAssess("the mixture", ("strength and volume in the reservoir, and the volume added",))
    return pump.mixed(stays, plan.reservoir.concentration, plan.fill.added, label)


def stays_behind(plan: PumpPlan, device: Pump | None) -> Volume | None:
    """What cannot be drawn off an emptied reservoir, at most; None where nothing is known to, or nothing old is in it.

    A rinse with the new solution leaves its own drug behind, which mixes to no other strength.
    """
    fresh = plan.situation in ("new system", "new pump on an old catheter")
    if plan.fill is None or not plan.fill.emptied or plan.fill.rinsed or fresh:
        return None
    if device is None or not device.knows(RESIDUAL):
        return None
    volume = device.volume(RESIDUAL)
    return volume if volume > NOTHING else None


def mixture(plan: PumpPlan, device: Pump | None) -> Concentration | None:
    """The strength as far from the label as what cannot be drawn off can make it; None where it cannot."""
    behind = stays_behind(plan, device)
    if behind is None or plan.fill is None or plan.fill.added is None:
        return None
    label, old = reservoir_strength(plan), plan.reservoir.concentration
    if old is None:
        raise CannotAssess("the mixture", ("the strength in the reservoir before the fill",))
    return None if old == label else pump.mixed(behind, old, plan.fill.added, label)


def path_strength(plan: PumpPlan) -> Concentration:
    """What stands in the path now: nothing where it is unprimed."""
    if plan.path.holds == "no drug":
        return NO_DRUG
    if plan.path.holds == "drug" and plan.path.concentration is not None:
        return plan.path.concentration
    what = "its strength" if plan.path.holds == "drug" else "which drug and strength, or none"
    raise CannotAssess("the path", (f"what stands in the catheter: {what}",))


def path(plan: PumpPlan) -> Path:
    """The fluid from tip to reservoir when the program begins."""
    strength = path_strength(plan)
    if plan.path.tubing_filled and plan.situation in ("new system", "new pump on an old catheter"):
        return Path((Slug(catheter(plan).volume, strength), Slug(tubing(plan), reservoir_strength(plan))))
    return Path.full(path_volume(plan), strength)


def program(plan: PumpPlan, written: PlanProgram, device: Pump | None) -> Program:
    """A program as the pump holds it. Its clock, where it was not read, is the wall clock's at the plan's time."""
    if written.concentration is None:
        raise CannotAssess("the program", ("the programmed strength",))
    patient = None
    if written.patient_bolus is not None:
        asked = written.patient_bolus
        patient = PatientBolus(asked.dose, asked.over, asked.lockout, asked.most_a_day)
    return Program(
        written.concentration,
        mode_of(written, _minimum(written, device)),
        clock(plan) or PumpClock.set_by(plan.at),
        tuple(_bolus(one) for one in written.boluses),
        patient,
    )


def _minimum(written: PlanProgram, device: Pump | None) -> FlowRate | None:
    if written.flow is not None:
        return written.flow
    return device.flow("minimum-flow") if device is not None and device.knows("minimum-flow") else None


def _bolus(one: PlanBolus) -> SingleBolus | PrimingBolus | BridgeBolus:
    if one.kind == "single":
        assert one.dose is not None
        return SingleBolus(one.dose, one.over, one.over_mode)
    assert one.volume is not None
    if one.over.amount("h") <= Fraction(0):
        raise PlanError(f"a {one.kind} bolus over {one.over} is none")
    return (
        PrimingBolus(one.volume, one.over) if one.kind == "priming" else BridgeBolus(one.volume, one.volume / one.over)
    )
