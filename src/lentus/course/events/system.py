"""The pump, its catheter, its reservoir and its program."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.day import Day
from lentus.course.events.base import Event
from lentus.course.own_bolus import OwnBolus, refuse_while_stopped
from lentus.course.program_step import ProgramStage, ProgramStep, left_out, refuse_stages_out_of_order
from lentus.course.stamped import Moment
from lentus.course.strength import Strength
from lentus.course.words import DoseReason, PumpMode
from lentus.quantity import Concentration, DoseRate, FlowRate, Length, Mass, Volume


class Implant(Event):
    """A pump and catheter were implanted."""

    kind: Literal["implant"] = "implant"
    device: str = Field(default="", max_length=200)
    reservoir: Volume | None = None
    path_volume: Volume | None = Field(default=None, description="Pump tubing and catheter, to the tip.")
    primed: bool | None = Field(default=None, description="Whether the path was filled with drug to the tip.")
    depth: Length | None = None


class Fill(Event):
    """The reservoir was filled."""

    kind: Literal["fill"] = "fill"
    concentration: Concentration
    volume: Volume
    product: str | None = None
    ndc: str | None = None
    lot: str = Field(default="", max_length=100)
    expires: Day | None = None


class Program(Event):
    """What the pump was told to do from now on. The first one with a dose starts the infusion."""

    kind: Literal["program"] = "program"
    mode: PumpMode | None = Field(default=None, description="How it gives it; not known where left out.")
    daily_dose: DoseRate | None = Field(default=None, description="None while stopped.")
    concentration: Strength | None = Field(default=None, description="As programmed.")
    reason: DoseReason = "titration"
    steps: tuple[ProgramStep, ...] = ()
    stages: tuple[ProgramStage, ...] = Field(
        default=(),
        max_length=60,
        description="Step dosing: the daily doses to which the pump goes by itself.",
        exclude_if=left_out,
    )
    bridge_until: Moment | None = Field(default=None, description="When a bridge bolus that began here ends.")
    flushed_until: Moment | None = Field(default=None, description="When the path is flushed after it.")
    bolus: Mass | None = Field(default=None, description="A single bolus given with it.")
    priming: Volume | None = Field(
        default=None, description="Moved by a priming bolus before the infusion, to bring the drug to the tip."
    )
    patient_bolus: OwnBolus | None = Field(
        default=None, description="What the patient may add; none may be given where left out."
    )

    @model_validator(mode="after")
    def _gives_them(self) -> Program:
        refuse_while_stopped(self.mode, self.patient_bolus)
        refuse_stages_out_of_order(self.mode, self.stages)
        return self

    @property
    def infuses(self) -> bool:
        """Whether drug flows under this program."""
        return self.mode != "stopped" and (self.daily_dose is not None or self.mode == "minimum rate")


class ResidualVolume(Event):
    """What was aspirated from the reservoir, beside what was expected, where the programmer said so."""

    kind: Literal["residual volume"] = "residual volume"
    aspirated: Volume
    expected: Volume | None = None


class Interrogation(Event):
    """The pump was read with the programmer."""

    kind: Literal["interrogation"] = "interrogation"
    daily_dose: DoseRate | None = None
    concentration: Concentration | None = None
    reservoir: Volume | None = None
    alarm_date: Day | None = None
    low_reservoir_alarm: Volume | None = None
    flow: FlowRate | None = None
    stalled: bool | None = None
    replacement_indicated: bool | None = Field(default=None, description="Elective replacement indicator shown.")


class Mri(Event):
    """Magnetic resonance imaging."""

    kind: Literal["mri"] = "mri"
    interrogated_after: bool | None = None
    flow_confirmed: bool | None = None


class CatheterStudy(Event):
    """A study of the catheter."""

    kind: Literal["catheter study"] = "catheter study"
    finding: Literal["intact", "blocked", "leaking", "disconnected", "inconclusive"]


class Revision(Event):
    """The catheter was revised; what it holds now must be stated anew."""

    kind: Literal["revision"] = "revision"
    path_volume: Volume | None = None
    primed: bool | None = None


class Replacement(Event):
    """The pump was replaced."""

    kind: Literal["replacement"] = "replacement"
    device: str = Field(default="", max_length=200)
    reservoir: Volume | None = None
    path_volume: Volume | None = None
    primed: bool | None = None


class Explant(Event):
    """Pump and catheter were taken out."""

    kind: Literal["explant"] = "explant"
    reason: str = Field(default="", max_length=500)
