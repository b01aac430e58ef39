"""Everything that can happen to a patient on baclofen, one class an event, told apart by `kind`.

Facts are never refused for being dangerous: what happened is recorded, and the rules speak beside it.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from lentus.course.events.base import Event
from lentus.course.events.clinical import (
    Allergy,
    Assessment,
    ConditionNoted,
    Diagnosis,
    HeightMeasured,
    Laboratory,
    Lactation,
    MedicinesReviewed,
    MedicineStarted,
    MedicineStopped,
    MuscleScore,
    Pregnancy,
    SettingChanged,
    SideEffect,
    WeightMeasured,
)
from lentus.course.events.ending import Correction, Death, EnteredInError, Transfer
from lentus.course.events.intrathecal import (
    AsFound,
    HolidayEnded,
    HolidayStarted,
    ScreeningDose,
    ScreeningJudged,
    ScreeningObservation,
    TherapyStopped,
)
from lentus.course.events.oral import DoseGiven, DosesMissed, OralRegimen, TransdermalUse
from lentus.course.events.ordered import OrderPlaced
from lentus.course.events.system import (
    CatheterStudy,
    Explant,
    Fill,
    Implant,
    Interrogation,
    Mri,
    Program,
    Replacement,
    ResidualVolume,
    Revision,
)
from lentus.course.program_step import ProgramStep

AnyEvent = Annotated[
    Diagnosis
    | WeightMeasured
    | HeightMeasured
    | Allergy
    | MedicineStarted
    | MedicineStopped
    | MedicinesReviewed
    | Pregnancy
    | Lactation
    | SettingChanged
    | ConditionNoted
    | Laboratory
    | Assessment
    | SideEffect
    | OralRegimen
    | DoseGiven
    | DosesMissed
    | TransdermalUse
    | ScreeningDose
    | ScreeningObservation
    | ScreeningJudged
    | AsFound
    | Implant
    | Fill
    | Program
    | ResidualVolume
    | Interrogation
    | Mri
    | CatheterStudy
    | Revision
    | Replacement
    | Explant
    | HolidayStarted
    | HolidayEnded
    | TherapyStopped
    | OrderPlaced
    | Transfer
    | Death
    | Correction
    | EnteredInError,
    Field(discriminator="kind"),
]
"""Any event, told apart by its `kind`."""

EVENTS: tuple[type[Event], ...] = get_args(get_args(AnyEvent)[0])
"""Every event class."""

__all__ = [
    "EVENTS",
    "Allergy",
    "AnyEvent",
    "AsFound",
    "Assessment",
    "CatheterStudy",
    "ConditionNoted",
    "Correction",
    "Death",
    "Diagnosis",
    "DoseGiven",
    "DosesMissed",
    "EnteredInError",
    "Event",
    "Explant",
    "Fill",
    "HeightMeasured",
    "HolidayEnded",
    "HolidayStarted",
    "Implant",
    "Interrogation",
    "Laboratory",
    "Lactation",
    "MedicineStarted",
    "MedicineStopped",
    "MedicinesReviewed",
    "Mri",
    "MuscleScore",
    "OralRegimen",
    "OrderPlaced",
    "Pregnancy",
    "Program",
    "ProgramStep",
    "Replacement",
    "ResidualVolume",
    "Revision",
    "ScreeningDose",
    "ScreeningJudged",
    "ScreeningObservation",
    "SettingChanged",
    "SideEffect",
    "TherapyStopped",
    "TransdermalUse",
    "Transfer",
    "WeightMeasured",
]
