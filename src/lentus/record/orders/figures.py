"""The key figures: what a second person enters again, without seeing what the first one wrote.

A figure is compared as an exact amount, so that `0.12 mg/day` agrees with `120 mcg/day` and `120 mcg/h` does not. What
a page for the second person needs is a `KeyField`, which holds no number; the numbers stay in here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Literal, get_args

from lentus.course import events as e
from lentus.course import orders as o
from lentus.course.events import AnyEvent
from lentus.course.moment import read_moment
from lentus.course.orders import AnyOrder
from lentus.course.plan_program import PlanPatientBolus
from lentus.course.words import PumpMode
from lentus.errors import CourseError, QuantityError, RecordError
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

FigureKind = Literal[
    "mass", "volume", "concentration", "dose rate", "flow rate", "duration", "mode", "days", "count", "moment", "clock"
]
"""What kind of figure a field takes.

`mode` is a pump's mode, `days` and `count` a whole number, `clock` an hour of the day.
"""

Figure = Mass | Volume | Concentration | DoseRate | FlowRate | Duration | datetime | int | str
"""The value of a key figure."""

AMOUNTS: dict[FigureKind, type[Mass | Volume | Concentration | DoseRate | FlowRate | Duration]] = {
    "mass": Mass,
    "volume": Volume,
    "concentration": Concentration,
    "dose rate": DoseRate,
    "flow rate": FlowRate,
    "duration": Duration,
}

SECOND_ORDERS = ("pump start", "pump dose", "pump restart", "refill", "screening", "drug holiday")
"""Orders that need a second person before they are carried out."""

SECOND_FACTS = ("program", "fill", "screening dose")
"""Facts that need a second person's look, where no order with two people stands behind them."""


@dataclass(frozen=True, slots=True)
class KeyField:
    """One figure to be entered again: its name in a form, its label for a person, and its kind. It holds no value."""

    name: str
    label: str
    kind: FigureKind


_ONCE = (KeyField("bolus", "Single bolus", "mass"), KeyField("priming", "Volume of the priming bolus", "volume"))

_FIELDS: dict[str, tuple[KeyField, ...]] = {
    "pump start": (
        KeyField("daily_dose", "Daily dose", "dose rate"),
        KeyField("concentration", "Concentration in the pump", "concentration"),
        KeyField("path_volume", "Volume of tubing and catheter", "volume"),
        *_ONCE,
    ),
    "pump dose": (
        KeyField("daily_dose", "Daily dose", "dose rate"),
        KeyField("hourly_rate", "Hourly rate", "dose rate"),
        KeyField("flow", "Flow", "flow rate"),
        KeyField("mode", "Mode of the pump", "mode"),
        *_ONCE,
    ),
    "pump restart": (
        KeyField("daily_dose", "Daily dose", "dose rate"),
        KeyField("concentration", "Concentration in the pump", "concentration"),
        *_ONCE,
    ),
    "refill": (
        KeyField("concentration", "Concentration on the label", "concentration"),
        KeyField("programmed", "Concentration to be programmed", "concentration"),
        KeyField("volume", "Volume filled in", "volume"),
    ),
    "screening": (
        KeyField("dose", "Dose", "mass"),
        KeyField("concentration", "Concentration in the syringe", "concentration"),
        KeyField("over", "Time of the injection", "duration"),
    ),
    "drug holiday": (
        KeyField("withdrawal_days", "Days from the first reduction to none", "days"),
        KeyField("drug_free_days", "Days without drug", "days"),
        KeyField("concentration", "Concentration in the pump", "concentration"),
    ),
    "program": (
        KeyField("daily_dose", "Daily dose", "dose rate"),
        KeyField("concentration", "Concentration in the pump", "concentration"),
        KeyField("mode", "Mode of the pump", "mode"),
        *_ONCE,
        KeyField("bridge_until", "End of the bridge bolus", "moment"),
    ),
    "fill": (
        KeyField("concentration", "Concentration on the label", "concentration"),
        KeyField("volume", "Volume filled in", "volume"),
    ),
    "screening dose": (
        KeyField("dose", "Dose", "mass"),
        KeyField("concentration", "Concentration in the syringe", "concentration"),
        KeyField("over", "Time of the injection", "duration"),
    ),
}

_MUST_STAND: dict[str, tuple[str, ...]] = {"refill": ("concentration", "volume")}
"""Figures without which two people could agree on nothing; the other kinds require theirs by their shape."""


def needs_second(one: AnyOrder | AnyEvent) -> bool:
    """Whether an order or a fact needs a second, different person."""
    if isinstance(one, o.Order):
        return one.kind in SECOND_ORDERS
    return one.kind in SECOND_FACTS and bool(figures(one))


def second_fields(kind: str) -> tuple[KeyField, ...]:
    """The figures that a kind of order or fact can have; a second person enters again those that stand in it."""
    return _FIELDS.get(kind, ())


def key_fields(one: AnyOrder | AnyEvent) -> tuple[KeyField, ...]:
    """What the second person enters again, in order; empty where no second person is needed."""
    return tuple(figures(one))


def figures(one: AnyOrder | AnyEvent) -> dict[KeyField, Figure]:
    """The key figures that stand in an order or a fact. For comparing only: never hand it to the second person."""
    return dict(_standing(one))


def absent(order: AnyOrder) -> tuple[str, ...]:
    """Labels of figures that must stand in an order of this kind and do not."""
    wanted = _MUST_STAND.get(order.kind, ())
    fields = (field for field in _FIELDS.get(order.kind, ()) if field.name in wanted)
    return tuple(field.label for field in fields if getattr(order, field.name) is None)


def _standing(one: AnyOrder | AnyEvent) -> Iterator[tuple[KeyField, Figure]]:
    for field in _FIELDS.get(one.kind, ()):
        value: Figure | None = getattr(one, field.name, None)
        if value is not None and not _follows(one, field.name):
            yield field, value
    if isinstance(one, o.HolidayOrder):
        for number, reduction in enumerate(one.steps, start=1):
            field = KeyField(f"steps.{number}.daily_dose", f"Daily dose from day {reduction.day}", "dose rate")
            yield field, reduction.daily_dose
    if isinstance(one, e.Program | o.PumpDoseOrder | o.PumpStartOrder | o.RestartOrder):
        for number, stretch in enumerate(one.steps, start=1):
            yield (
                KeyField(f"steps.{number}.starts", f"Start of step {number}, on the pump's clock", "clock"),
                stretch.starts,
            )
            yield KeyField(f"steps.{number}.rate", f"Rate of step {number}", "dose rate"), stretch.rate
        for number, stage in enumerate(one.stages, start=1):
            yield KeyField(f"stages.{number}.after", f"Time from the start to stage {number}", "duration"), stage.after
            yield (
                KeyField(f"stages.{number}.daily_dose", f"Daily dose of stage {number}", "dose rate"),
                stage.daily_dose,
            )
        yield from _of_the_patient(one.patient_bolus)


def _of_the_patient(own: PlanPatientBolus | None) -> Iterator[tuple[KeyField, Figure]]:
    """The four figures of the boluses that the patient may give."""
    if own is None:
        return
    yield KeyField("patient_bolus.dose", "Patient's bolus", "mass"), own.dose
    yield KeyField("patient_bolus.over", "Time of the patient's bolus", "duration"), own.over
    yield KeyField("patient_bolus.lockout", "Lockout of the patient's bolus", "duration"), own.lockout
    yield KeyField("patient_bolus.most_a_day", "Most boluses by the patient a day", "count"), own.most_a_day


def _follows(one: AnyOrder | AnyEvent, name: str) -> bool:
    """Whether a figure follows from the mode: a pump at its minimum rate gives what that is, whatever is written."""
    return name == "daily_dose" and getattr(one, "mode", None) == "minimum rate"


def read_figures(one: AnyOrder | AnyEvent, given: Mapping[str, str]) -> dict[str, Figure]:
    """Read what the second person entered.

    Raises RecordError, one sentence a field, where a figure is missing, unreadable or not asked for.
    """
    fields = key_fields(one)
    read: dict[str, Figure] = {}
    faults = [f"{name}: is not asked for here" for name in given if name not in {field.name for field in fields}]
    for field in fields:
        try:
            read[field.name] = read_figure(field, given.get(field.name, ""), one.zone)
        except RecordError as error:
            faults.append(str(error))
    if faults:
        raise RecordError("\n".join(faults))
    return read


def read_figure(field: KeyField, text: str, zone: str) -> Figure:
    """Read one figure; `zone` is the clock of a moment. RecordError, naming the field, where it cannot be read."""
    text = text.strip()
    if not text:
        raise RecordError(f"{field.label}: is missing: enter it")
    try:
        if field.kind in AMOUNTS:
            return AMOUNTS[field.kind].read(text)
        if field.kind == "moment":
            return read_moment(text, zone)
    except (QuantityError, CourseError) as error:
        raise RecordError(f"{field.label}: {error}") from error
    fault = _FAULTS[field.kind](text)
    if fault:
        raise RecordError(f"{field.label}: {text!r} {fault}")
    return int(text) if field.kind in ("days", "count") else text


_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_DAYS = re.compile(r"\d{1,3}", re.ASCII)
_COUNT = re.compile(r"\d{1,4}", re.ASCII)
_FAULTS: dict[str, Callable[[str], str]] = {
    "days": lambda text: "" if _DAYS.fullmatch(text) else "is not a whole number of days: write it as 14",
    "count": lambda text: "" if _COUNT.fullmatch(text) else "is not a whole number: write it as 14",
    "clock": lambda text: "" if _CLOCK.fullmatch(text) else "is not a time of day: write it as 06:30",
    "mode": lambda text: "" if text in _MODES else f"is no mode of a pump: use one of {', '.join(_MODES)}",
}
_MODES: tuple[str, ...] = get_args(PumpMode)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A figure that two people gave differently, and what kind of slip it looks like. It holds no number."""

    name: str
    label: str
    looks_like: str


def disagreeing(one: AnyOrder | AnyEvent, read: Mapping[str, Figure]) -> tuple[Mismatch, ...]:
    """The figures in which what was read differs from what stands in `one`; a figure that is missing differs."""
    return tuple(
        Mismatch(field.name, field.label, _slip(value, read.get(field.name)))
        for field, value in figures(one).items()
        if not _agree(value, read.get(field.name))
    )


def _agree(ordered: Figure, entered: Figure | None) -> bool:
    if isinstance(ordered, datetime) and isinstance(entered, datetime):
        return ordered.astimezone(UTC) == entered.astimezone(UTC)
    return type(ordered) is type(entered) and ordered == entered


_MG = Mass.exact(1, "mg") / Mass.exact(1, "mcg")
_DAY = Duration.exact(1, "day") / Duration.exact(1, "h")
_SLIPS = {
    _MG: "mg against mcg",
    _DAY: "per hour against per day",
    _MG * _DAY: "mg per hour against mcg per day",
    _MG / _DAY: "mg per day against mcg per hour",
}
_TENS = (10, 100)


def _slip(ordered: Figure, entered: Figure | None) -> str:
    """What the difference looks like, so that whoever sorts it out knows where to look."""
    if entered is None:
        return "not entered"
    factor = _factor(ordered, entered)
    if factor is None:
        return "another figure"
    found = _SLIPS.get(factor) or _SLIPS.get(1 / factor)
    if found:
        return found
    return "a decimal point" if factor in _TENS or 1 / factor in _TENS else "another figure"


def _factor(ordered: Figure, entered: Figure) -> Fraction | None:
    """How many times one amount is the other; None for what is no amount, or none at all."""
    if isinstance(ordered, (datetime, int, str)) or isinstance(entered, (datetime, int, str)):
        return None
    if type(ordered) is not type(entered):
        return None
    unit = ordered.kind().canonical
    one, other = ordered.amount(unit), entered.amount(unit)
    return one / other if one and other else None
