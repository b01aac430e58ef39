"""A pump plan, as a nurse writes it: one file that says what the pump is, what is in it, and what it will be told.

The file holds what is known in the words of the prescription, the package and the programmer's screen. Three people's
numbers stand apart in it, so that they can be held against each other: what the prescriber `stated`, what the plan
will `program`, and what the programmer's screen has `shown`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator

from lentus.course.course import read_mapping
from lentus.course.day import Day
from lentus.course.faults import faults
from lentus.course.model import Written
from lentus.course.moment import read_moment
from lentus.course.names import PersonName, PersonNumber
from lentus.course.plan_program import PlanMode, PlanProgram, PlanStep
from lentus.course.plan_system import (
    PlanCatheter,
    PlanDevice,
    PlanFill,
    PlanMri,
    PlanPath,
    PlanReservoir,
    Situation,
)
from lentus.course.stamped import Stamped
from lentus.course.strength import Strength
from lentus.course.words import DoseReason, Origin, Profile
from lentus.errors import CourseError
from lentus.quantity import DoseRate, Duration, Mass, Volume

_MOMENTS = {
    "reservoir": ("filled_at",),
    "path": ("bridge_until", "flushed_until"),
    "mri": ("stalled_since",),
}
"""Times inside the parts of a plan, read on the plan's own clock."""

_DOSES = (
    "daily_dose", "dose", "rate", "bolus", "between", "most_in_hour", "most_in_day", "once_daily", "bridge_dose",
)  # fmt: skip
"""Keys of a plan that hold a dose or its rate."""

Status = Literal["running", "stopped", "updating", "stalled", "update not finished"]
"""What a programmer says of the pump."""


class PlanPatient(Written):
    """For whom it is. What is left out is not known."""

    id: PersonNumber = Field(default="", max_length=64)
    name: PersonName = Field(default="", max_length=200)
    born: Day | None = None
    origin: Origin | None = None
    profile: Profile = "us"


class PlanClock(Written):
    """The pump's own clock: how far it stands from UTC, as it was last set."""

    offset: str = Field(pattern=r"^[+-](0\d|1[0-4]):[0-5]\d$", description="Such as -07:00.")


class PlanChange(Written):
    """How a change of strength is carried out. A dose of its own for the bridge is said here and nowhere else."""

    uses: Literal["dose before", "dose after", "own dose"] = Field(description="Which dose the bridge goes on with.")
    dose: DoseRate | None = Field(default=None, description="The bridge's own dose, where it has one.")

    @model_validator(mode="after")
    def _own_dose_said(self) -> PlanChange:
        if (self.uses == "own dose") != (self.dose is not None):
            raise ValueError("dose is the bridge's own dose: give it with uses = own dose, and only then")
        return self


class PlanClinic(Written):
    """The clinic's habits and bookings."""

    appointments: Literal["longer", "shorter"] = Field(
        default="longer", description="Days before the earliest date on which a refill is booked; see the monograph."
    )
    booked: Day | None = Field(default=None, description="The next refill, where it is booked already.")
    alarm_volume: Volume | None = Field(default=None, description="As the clinic sets it.")


class PlanStated(Written):
    """What the prescriber stated, in the prescription's own amounts."""

    daily_dose: DoseRate | None = None
    most_in_hour: Mass | None = Field(default=None, description="At the tip, in any hour.")
    most_in_day: Mass | None = Field(default=None, description="At the tip, in any 24 hours.")
    concentration: Strength | None = None
    once_daily: Mass | None = Field(default=None, description="A dose that is meant once a day, on top of the rest.")
    reason: DoseReason = "other"
    by: str = Field(default="", max_length=200)


class PlanShown(Written):
    """What the programmer's screen shows, entered field by field; what was not read is left out."""

    drug: str | None = Field(default=None, max_length=200)
    concentration: Strength | None = None
    mode: PlanMode | None = None
    daily_dose: DoseRate | None = None
    steps: tuple[PlanStep, ...] = Field(default=(), max_length=400)
    reservoir_volume: Volume | None = None
    alarm_volume: Volume | None = None
    alarm_date: Day | None = None
    tubing: Volume | None = None
    catheter_volume: Volume | None = None
    bridge_volume: Volume | None = None
    bridge_dose: Mass | None = None
    bridge_over: Duration | None = None
    prime_volume: Volume | None = None
    prime_over: Duration | None = None
    clock: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$",
        description="The pump's clock as shown at the time of the plan, without a zone.",
    )
    status: Status | None = None


class PumpPlan(Stamped):
    """One plan. `at` is when the program is sent to the pump; the program begins then."""

    lentus: int = Field(default=1, ge=1, le=1, description="Version of this format.")
    kind: Literal["pump plan"] = "pump plan"
    generated: bool = Field(default=False, description="True for an example or demo: no real patient.")
    title: str = Field(default="", max_length=200)
    situation: Situation = "refill"
    patient: PlanPatient = PlanPatient()
    device: PlanDevice
    catheter: PlanCatheter = PlanCatheter()
    reservoir: PlanReservoir = PlanReservoir()
    path: PlanPath = PlanPath()
    before: PlanProgram | None = Field(default=None, description="What runs now; none for a new pump.")
    program: PlanProgram
    clock: PlanClock | None = None
    fill: PlanFill | None = None
    change: PlanChange | None = None
    clinic: PlanClinic = PlanClinic()
    stated: PlanStated = PlanStated()
    shown: PlanShown | None = None
    mri: PlanMri | None = None
    note: str = Field(default="", max_length=10_000)
    _doses_written: tuple[str, ...] = PrivateAttr(default=())

    @property
    def doses_written(self) -> tuple[str, ...]:
        """The texts that doses and dose rates were read from: a rule about mg against mcg must see the unit."""
        return self._doses_written

    def __eq__(self, other: object) -> bool:
        """Plans that say the same are equal, in whatever unit their doses were written."""
        return isinstance(other, PumpPlan) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(tuple(dict(self).values()))

    @model_validator(mode="wrap")
    @classmethod
    def _keep_units(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        made = handler(data)
        if isinstance(data, dict):
            made._doses_written = tuple(dict.fromkeys(_dose_texts(data)))  # noqa: SLF001 - its own
        return made

    @model_validator(mode="before")
    @classmethod
    def _moments_inside(cls, data: object) -> object:
        if not isinstance(data, dict) or not isinstance(data.get("zone"), str):
            return data
        read = dict(data)
        for part, names in _MOMENTS.items():
            inner = read.get(part)
            if isinstance(inner, dict):
                read[part] = _with_moments(inner, names, data["zone"])
        return read


def _dose_texts(data: object, name: str = "") -> Iterator[str]:
    """Each dose as it is written, wherever it stands in the plan."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _dose_texts(value, str(key))
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _dose_texts(value, name)
    elif isinstance(data, str) and name in _DOSES:
        yield data


def _with_moments(inner: dict[str, Any], names: tuple[str, ...], zone: str) -> dict[str, Any]:
    read = dict(inner)
    for name in names:
        if isinstance(read.get(name), str):
            try:
                read[name] = read_moment(read[name], zone)
            except CourseError as error:
                raise ValueError(str(error)) from error
    return read


def read_plan(path: Path) -> PumpPlan:
    """Read a plan from a JSON or TOML file.

    Raises CourseError, one sentence a fault, each naming where it stands.
    """
    return plan_from(read_mapping(path), str(path))


def plan_from(data: object, where: str = "plan") -> PumpPlan:
    """Read a plan from plain data; `where` names it in messages. Raises CourseError as `read_plan` does."""
    try:
        return PumpPlan.model_validate(data)
    except ValidationError as error:
        raise CourseError(faults(error, where)) from error
