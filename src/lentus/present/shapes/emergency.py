"""An emergency's checklist."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, FindingShape, PatientShape, SourceShape


@STRICT
class StepShape(TypedDict):
    """A step of a checklist. A quoted dose always has its warning; `this_patient` repeats both with own figures."""

    number: int
    does: str
    why: str
    dose: str
    warning: str
    this_patient: str
    default: bool
    sources: list[str]
    verified: bool


@STRICT
class EmergencyOutput(TypedDict):
    """What `lentus emergency` prints; `known` and `findings` are the patient's, where a course was given."""

    lentus: str
    id: str
    title: str
    when: str
    order_note: str
    steps: list[StepShape]
    patient: PatientShape | None
    known: list[str]
    findings: list[FindingShape]
    sources: list[SourceShape]
