"""The closed vocabularies of a course, in the field's own terms."""

from __future__ import annotations

from typing import Literal, get_args

Profile = Literal["us", "eu", "uk"]
"""Which jurisdiction's texts a course is held against."""

Sex = Literal["female", "male"]
"""Sex as the Cockcroft-Gault equation asks for it; left out when not known."""

Origin = Literal["spinal", "cerebral"]
"""Where the spasticity comes from, as the label's titration bands ask for it."""

Role = Literal["prescriber", "nurse", "pharmacist", "therapist", "technician", "patient", "carer", "unknown"]
"""What the author of an event was, when acting."""

Setting = Literal["inpatient", "outpatient", "home"]
"""Where the patient is cared for."""

Route = Literal["oral", "intrathecal", "transdermal", "intravenous", "intramuscular", "subcutaneous", "epidural"]
"""A route of administration, including the wrong ones, so that they can be refused by name."""

Ashworth = Literal["0", "1", "1+", "2", "3", "4"]
"""A grade on the Modified Ashworth Scale."""

Side = Literal["left", "right"]

MuscleGroup = Literal[
    "shoulder adductors",
    "elbow flexors",
    "elbow extensors",
    "wrist flexors",
    "finger flexors",
    "hip flexors",
    "hip adductors",
    "knee flexors",
    "knee extensors",
    "ankle plantar flexors",
]
"""A muscle group that is scored on the Modified Ashworth Scale."""

Condition = Literal[
    "active infection",
    "urinary tract infection",
    "multiple sclerosis exacerbation",
    "non-healing wound",
    "active peptic ulcer",
    "hepatic impairment",
    "dialysis",
    "chronic kidney disease stage 4 or 5",
    "epilepsy",
    "psychosis",
    "confusion",
    "stroke",
    "cerebral palsy",
    "Parkinson disease",
    "rheumatic muscle spasm",
    "autonomic dysreflexia",
    "ovarian cyst",
    "stands on spasticity",
    "small body",
    "spinal anomaly",
    "cerebrospinal fluid shunt",
    "spinal cord injury at T6 or above",
    "communication difficulty",
    "previous withdrawal",
    "tenuous",
]
"""A condition that a rule asks for. Absent from a course means not known, never no."""

Analyte = Literal[
    "creatinine", "creatinine clearance", "eGFR", "creatine kinase", "baclofen in plasma",
    "baclofen in cerebrospinal fluid",
]  # fmt: skip

BACLOFEN_LEVELS: tuple[Analyte, ...] = ("baclofen in plasma", "baclofen in cerebrospinal fluid")
"""Levels of the drug itself. The model of the body reads them; no rule does."""

Reaction = Literal["none", "negative"]
"""The reaction to a screening dose; negative is the panel's word for a bad one."""

Response = Literal["positive", "no response"]
"""A clinician's judgement of a screening dose."""

DoseReason = Literal["start", "titration", "maintenance", "side effect", "toxicity", "withdrawal", "other"]
"""Why a dose is set or changed."""

StopReason = Literal["ineffective", "patient's wish", "serious adverse reaction", "overdose", "other"]

PumpMode = Literal["stopped", "minimum rate", "simple continuous", "flex", "periodic bolus"]

CONDITIONS: tuple[str, ...] = get_args(Condition)
"""Every condition by name, for a screen or a message."""
