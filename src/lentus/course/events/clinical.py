"""Facts about the patient: diagnosis, body, laboratory, other drugs, scores, side effects."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.day import Day
from lentus.course.events.base import Event
from lentus.course.model import Written
from lentus.course.words import Analyte, Ashworth, Condition, MuscleGroup, Origin, Setting, Side
from lentus.errors import QuantityError
from lentus.quantity import Concentration, Egfr, FlowRate, Length, Reading, Weight


class Diagnosis(Event):
    """Why the patient is spastic. The origin is the prescriber's statement; a code only hints at it."""

    kind: Literal["diagnosis"] = "diagnosis"
    text: str = Field(default="", max_length=500)
    origin: Origin | None = None
    icd10: tuple[str, ...] = ()
    brain_injury_on: Day | None = Field(default=None, description="Date of a traumatic brain injury.")


class WeightMeasured(Event):
    """Body weight."""

    kind: Literal["weight"] = "weight"
    weight: Weight


class HeightMeasured(Event):
    """Body height."""

    kind: Literal["height"] = "height"
    height: Length


class Allergy(Event):
    """A hypersensitivity."""

    kind: Literal["allergy"] = "allergy"
    substance: str = Field(min_length=1, max_length=200)
    reaction: str = Field(default="", max_length=500)


class MedicineStarted(Event):
    """Another drug is taken from now on."""

    kind: Literal["medicine started"] = "medicine started"
    name: str = Field(min_length=1, max_length=200)
    route: str = Field(default="", max_length=100)
    dose: str = Field(default="", max_length=200)
    against_spasticity: bool = False


class MedicineStopped(Event):
    """Another drug is no longer taken."""

    kind: Literal["medicine stopped"] = "medicine stopped"
    name: str = Field(min_length=1, max_length=200)


class MedicinesReviewed(Event):
    """The list of other drugs was gone through and is complete now; before this, it is not known to be."""

    kind: Literal["medicines reviewed"] = "medicines reviewed"


class Pregnancy(Event):
    """Pregnancy as asked and answered, with the decision that the benefit clearly outweighs the risk, once made."""

    kind: Literal["pregnancy"] = "pregnancy"
    pregnant: bool
    due: Day | None = None
    benefit_outweighs_risk: bool | None = None
    decided_by: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _decision_has_owner(self) -> Pregnancy:
        if self.benefit_outweighs_risk is not None and not self.decided_by:
            raise ValueError("decided_by is needed with benefit_outweighs_risk: name who decided")
        return self


class Lactation(Event):
    """Breastfeeding as asked and answered."""

    kind: Literal["lactation"] = "lactation"
    breastfeeding: bool
    infant_born: Day | None = None


class SettingChanged(Event):
    """Where the patient is cared for from now on."""

    kind: Literal["care setting"] = "care setting"
    setting: Setting
    close_contact: bool = Field(default=False, description="An outpatient seen or called daily.")


class ConditionNoted(Event):
    """A condition that a rule asks for is present, or was looked for and is absent."""

    kind: Literal["condition"] = "condition"
    condition: Condition
    present: bool = True
    detail: str = Field(default="", max_length=500)


class Laboratory(Event):
    """A laboratory value. Creatinine clearance and eGFR are different things and stay apart; so are two specimens."""

    kind: Literal["laboratory"] = "laboratory"
    analyte: Analyte
    value: str = Field(description="With its unit: 1.1 mg/dL, 65 mL/min, 40 mL/min/1.73 m2, 250 ng/mL.")

    @model_validator(mode="after")
    def _unit_fits(self) -> Laboratory:
        try:
            self.read()
        except QuantityError as error:
            raise ValueError(f"{self.analyte} {self.value!r}: {error}") from error
        return self

    def read(self) -> Concentration | FlowRate | Reading | None:
        """The value in its own kind; None for creatine kinase, which is kept as text and not computed with."""
        match self.analyte:
            case "creatinine" | "baclofen in plasma" | "baclofen in cerebrospinal fluid":
                return Concentration.read(self.value)
            case "creatinine clearance":
                return FlowRate.read(self.value)
            case "eGFR":
                return Egfr.read(self.value)
        return None


class MuscleScore(Written):
    """One muscle group's grade on the Modified Ashworth Scale."""

    side: Side
    group: MuscleGroup
    score: Ashworth


class Assessment(Event):
    """Tone and spasms as scored, and what the clinician makes of them."""

    kind: Literal["assessment"] = "assessment"
    ashworth: tuple[MuscleScore, ...] = ()
    spasm_frequency: int | None = Field(default=None, ge=0, le=4, description="Penn spasm frequency.")
    spasm_severity: int | None = Field(default=None, ge=1, le=3, description="Penn spasm severity.")
    responding: bool | None = Field(default=None, description="The clinician's judgement of the response.")
    goal_met: bool | None = Field(default=None, description="The agreed goal is reached at this dose.")

    @model_validator(mode="after")
    def _severity_only_with_spasms(self) -> Assessment:
        if self.spasm_frequency == 0 and self.spasm_severity is not None:
            raise ValueError("spasm_severity is not asked when spasm_frequency is 0: leave it out")
        sites = [(one.side, one.group) for one in self.ashworth]
        if len(sites) != len(set(sites)):
            raise ValueError("ashworth scores a muscle group of one side twice: keep one score for each")
        return self


class SideEffect(Event):
    """An unwanted effect. `toxicity` means that the dose is too high now, not that it is merely unpleasant."""

    kind: Literal["side effect"] = "side effect"
    effect: str = Field(min_length=1, max_length=500)
    severity: Literal["mild", "moderate", "serious", "toxicity"] = "mild"
    over: bool = Field(default=False, description="It has gone.")
