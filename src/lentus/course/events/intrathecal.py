"""Screening, the as-found start, holidays and the end of intrathecal therapy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.events.base import Event
from lentus.course.own_bolus import OwnBolus, refuse_while_stopped
from lentus.course.strength import Strength
from lentus.course.words import PumpMode, Reaction, Response, StopReason
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume


class ScreeningDose(Event):
    """A single dose given into the spinal fluid to see whether it helps."""

    kind: Literal["screening dose"] = "screening dose"
    dose: Mass
    concentration: Concentration | None = None
    over: Duration | None = None
    product: str | None = None


class ScreeningObservation(Event):
    """A look at the patient after a screening dose. Scores go into an assessment of the same time."""

    kind: Literal["screening observation"] = "screening observation"
    cardiopulmonary_stable: bool | None = None
    drowsy: bool | None = None
    hypoventilating: bool | None = None
    recovered: bool | None = None


class ScreeningJudged(Event):
    """The clinician's judgement of the last screening dose, and how long its effect lasted."""

    kind: Literal["screening judged"] = "screening judged"
    response: Response
    effect_lasted: Duration | None = None
    reaction: Reaction | None = None


class AsFound(Event):
    """History begins here, with a patient who comes with therapy running. Before it, everything is unknown."""

    kind: Literal["as found"] = "as found"
    daily_dose: DoseRate | None = Field(default=None, description="What the pump was found to give.")
    mode: PumpMode | None = Field(default=None, description="How the pump was found to give it.")
    concentration: Strength | None = None
    reservoir: Volume | None = None
    path_volume: Volume | None = None
    device: str | None = None
    oral_doses: tuple[Mass, ...] | None = Field(default=None, description="What is taken by mouth, per day.")
    dose_unchanged_since: str = Field(default="", max_length=200, description="As told, never computed with.")
    patient_bolus: OwnBolus | None = Field(default=None, description="What the patient was found to be allowed.")

    @model_validator(mode="after")
    def _gives_them(self) -> AsFound:
        refuse_while_stopped(self.mode, self.patient_bolus)
        return self


class HolidayStarted(Event):
    """A drug holiday began: the first reduction."""

    kind: Literal["holiday started"] = "holiday started"
    alternative: str = Field(default="", max_length=500)


class HolidayEnded(Event):
    """The drug holiday is over; `drug_free` is how long no baclofen was given."""

    kind: Literal["holiday ended"] = "holiday ended"
    drug_free: Duration | None = None


class TherapyStopped(Event):
    """A route was stopped for good or for now."""

    kind: Literal["therapy stopped"] = "therapy stopped"
    route: Literal["oral", "intrathecal", "transdermal"]
    reason: StopReason
    abrupt: bool
    owner: str = Field(default="", max_length=200)
