"""The program of a plan file: mode, doses and boluses as a nurse reads them off a prescription or a screen.

Nothing is judged here beyond what makes no sense as writing. A day that does not tile, a dose ten times too high or a
bolus below the pump's flow is still a plan that somebody wrote, and the rules must be able to see it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.model import Written
from lentus.course.strength import Strength
from lentus.quantity import DoseRate, Duration, FlowRate, Mass, Volume

PlanMode = Literal["stopped", "minimum rate", "simple continuous", "flex", "periodic bolus", "step dosing"]
"""The ways in which a pump runs by itself."""

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_CLOCK_END = r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"


class PlanStep(Written):
    """A stretch of the pump's own day, from `starts` to `ends`, at a rate or giving a dose in all."""

    starts: str = Field(pattern=_CLOCK, description="HH:MM on the pump's clock.")
    ends: str | None = Field(
        default=None, pattern=_CLOCK_END, description="HH:MM or 24:00; where left out, the next step's start."
    )
    rate: DoseRate | None = Field(default=None, description="Dose rate, such as 4 mcg/h.")
    dose: Mass | None = Field(default=None, description="Dose of the whole stretch, instead of a rate.")
    days: tuple[Weekday, ...] = Field(default=(), description="Days on which it holds; none means every day.")

    @model_validator(mode="after")
    def _one_of_two(self) -> PlanStep:
        if (self.rate is None) == (self.dose is None):
            raise ValueError(f"the step at {self.starts} needs a rate or a dose, one of the two")
        return self


class PlanStage(Written):
    """One stage of step dosing: a daily dose for so long. What follows the last stage is the daily dose."""

    daily_dose: DoseRate
    over: Duration


class PlanPeriodic(Written):
    """Equal boluses at equal distances, with a rate between them."""

    bolus: Mass
    over: Duration
    a_day: int = Field(ge=1, le=1440)
    first: str = Field(pattern=_CLOCK, description="HH:MM of one of them on the pump's clock.")
    between: DoseRate | None = Field(default=None, description="Rate between them; left out, nothing runs there.")


class PlanBolus(Written):
    """A bolus given once, when the program is sent: single (a dose), priming or bridge (a volume)."""

    kind: Literal["single", "priming", "bridge"]
    dose: Mass | None = Field(default=None, description="A single bolus; of a bridge, what the screen calls its dose.")
    volume: Volume | None = Field(default=None, description="What a priming or bridge bolus moves.")
    over: Duration = Field(description="How long it runs.")
    over_mode: bool = Field(default=False, description="Of a single bolus: the mode runs on underneath.")

    @model_validator(mode="after")
    def _has_its_amount(self) -> PlanBolus:
        if self.kind == "single" and self.dose is None:
            raise ValueError("a single bolus needs its dose")
        if self.kind != "single" and self.volume is None:
            raise ValueError(f"a {self.kind} bolus needs its volume")
        return self


class PlanPatientBolus(Written):
    """What the patient's controller may give on top of the mode."""

    dose: Mass
    over: Duration
    lockout: Duration
    most_a_day: int = Field(ge=1, le=1440)


class PlanProgram(Written):
    """What the pump is told, before or after: `before` and `program` of a plan have this form."""

    mode: PlanMode = "simple continuous"
    concentration: Strength | None = Field(default=None, description="As programmed.")
    daily_dose: DoseRate | None = Field(
        default=None, description="The total of a day; with a schedule, the total that was meant."
    )
    flow: FlowRate | None = Field(default=None, description="Minimum rate: the flow, where the clinic knows it.")
    steps: tuple[PlanStep, ...] = Field(default=(), max_length=400)
    stages: tuple[PlanStage, ...] = Field(default=(), max_length=100)
    periodic: PlanPeriodic | None = None
    boluses: tuple[PlanBolus, ...] = Field(default=(), max_length=20)
    patient_bolus: PlanPatientBolus | None = None

    @model_validator(mode="after")
    def _fits_its_mode(self) -> PlanProgram:
        wants = (("flex", self.steps, "steps"), ("step dosing", self.stages, "stages"))
        for mode, given, name in wants:
            if (self.mode == mode) != bool(given):
                raise ValueError(f"{name} belong to the mode {mode}, and that mode needs them")
        if (self.mode == "periodic bolus") != (self.periodic is not None):
            raise ValueError("periodic belongs to the mode periodic bolus, and that mode needs it")
        if self.mode == "stopped" and self.daily_dose is not None:
            raise ValueError("a stopped pump has no daily dose: leave it out or choose a mode")
        return self
