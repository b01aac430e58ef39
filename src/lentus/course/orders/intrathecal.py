"""Orders of intrathecal doses: the screening before a pump, then the pump from its start to its stop."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from lentus.course.orders.order import Order
from lentus.course.own_bolus import OwnBolus
from lentus.course.program_step import ProgramStage, ProgramStep, left_out, refuse_stages_out_of_order
from lentus.course.strength import Strength
from lentus.course.words import DoseReason, PumpMode, Route, StopReason
from lentus.quantity import DoseRate, Duration, FlowRate, Mass, Volume

PRIMING = "Moved once, before the infusion, to bring the drug to the tip; no dose while the path holds no drug."
LATER = "Step dosing: the daily doses to which the pump goes by itself, each so long after the start."
OWN = "What the patient may add; none may be given where left out."


class ScreeningOrder(Order):
    """One screening dose."""

    kind: Literal["screening"] = "screening"
    dose: Mass
    concentration: Strength | None = None
    over: Duration | None = Field(default=None, description="How long the injection takes.")
    route: Route = "intrathecal"
    product: str | None = None


class DischargeOrder(Order):
    """End the observation after a screening dose."""

    kind: Literal["end of observation"] = "end of observation"
    stable: bool | None = Field(default=None, description="Cardiopulmonary state stable and recovered.")


class PumpStartOrder(Order):
    """The first 24 hours of a pump."""

    kind: Literal["pump start"] = "pump start"
    daily_dose: DoseRate
    concentration: Strength | None = None
    path_volume: Volume | None = Field(default=None, description="Pump tubing and catheter, to the tip.")
    primed: bool | None = Field(default=None, description="Whether the path already holds drug to the tip.")
    device: str | None = None
    mode: PumpMode | None = Field(default=None, description="Simple continuous where left out.")
    steps: tuple[ProgramStep, ...] = Field(
        default=(), max_length=400, description="The day of a flex program.", exclude_if=left_out
    )
    priming: Volume | None = Field(default=None, description=PRIMING)
    bolus: Mass | None = Field(default=None, description="A single bolus given with it.")
    patient_bolus: OwnBolus | None = Field(default=None, description=OWN)
    stages: tuple[ProgramStage, ...] = Field(default=(), max_length=60, description=LATER, exclude_if=left_out)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_stages_out_of_order(self.mode, self.stages)
        return self


class PumpDoseOrder(Order):
    """Another daily dose for a running pump."""

    kind: Literal["pump dose"] = "pump dose"
    daily_dose: DoseRate
    reason: DoseReason
    mode: PumpMode | None = Field(default=None, description="As before where left out.")
    hourly_rate: DoseRate | None = None
    flow: FlowRate | None = None
    steps: tuple[ProgramStep, ...] = Field(default=(), max_length=400, description="The day of a flex program.")
    priming: Volume | None = Field(default=None, description=PRIMING)
    bolus: Mass | None = Field(default=None, description="A single bolus given with it.")
    patient_bolus: OwnBolus | None = Field(default=None, description=OWN)
    stages: tuple[ProgramStage, ...] = Field(default=(), max_length=60, description=LATER, exclude_if=left_out)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_stages_out_of_order(self.mode, self.stages)
        return self


class PumpStopOrder(Order):
    """Stop or empty the pump."""

    kind: Literal["pump stop"] = "pump stop"
    reason: StopReason
    owner: str = Field(default="", max_length=200)


class RestartOrder(Order):
    """Start the pump again after an interruption or a holiday."""

    kind: Literal["pump restart"] = "pump restart"
    daily_dose: DoseRate
    concentration: Strength | None = None
    mode: PumpMode | None = Field(default=None, description="Simple continuous where left out.")
    steps: tuple[ProgramStep, ...] = Field(
        default=(), max_length=400, description="The day of a flex program.", exclude_if=left_out
    )
    priming: Volume | None = Field(default=None, description=PRIMING)
    bolus: Mass | None = Field(default=None, description="A single bolus given with it.")
    patient_bolus: OwnBolus | None = Field(default=None, description=OWN)
    stages: tuple[ProgramStage, ...] = Field(default=(), max_length=60, description=LATER, exclude_if=left_out)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_stages_out_of_order(self.mode, self.stages)
        return self
