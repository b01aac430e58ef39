"""What is said of a course: its review, the options after it, an order checked against it."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, FindingShape, PatientShape, SourceShape


@STRICT
class OptionShape(TypedDict):
    """One thing that may come next. `order` reads back as an order; null for holding, waiting, assessing."""

    id: str
    title: str
    because: str
    order: dict[str, Any] | None
    earliest: str | None
    arithmetic: list[str]
    cautions: list[FindingShape]
    sources: list[str]
    verified: bool


@STRICT
class WithheldShape(TypedDict):
    """What may not be offered now, and the findings against it. It carries no dose."""

    id: str
    title: str
    against: list[FindingShape]


@STRICT
class ToldShape(TypedDict):
    """Something to know."""

    id: str
    says: str
    sources: list[str]
    verified: bool


@STRICT
class AdviceShape(TypedDict):
    """Everything that may come next at `at`."""

    at: str
    options: list[OptionShape]
    withheld: list[WithheldShape]
    findings: list[FindingShape]
    told: list[ToldShape]
    missing: list[str]


@STRICT
class JudgedShape(TypedDict):
    """An event that amounts to an order, with what was found about it at its own time."""

    event: str
    kind: str
    at: str
    says: str
    order: dict[str, Any]
    blocks: bool
    findings: list[FindingShape]


@STRICT
class ReviewOutput(TypedDict):
    """What `lentus review` prints."""

    lentus: str
    patient: PatientShape
    at: str
    clear: bool
    state: dict[str, str]
    judged: list[JudgedShape]
    advice: AdviceShape
    sources: list[SourceShape]


@STRICT
class ReviewsOutput(TypedDict):
    """What `lentus examples` prints: the bundled examples, reviewed."""

    lentus: str
    reviews: list[ReviewOutput]


@STRICT
class AdviseOutput(TypedDict):
    """What `lentus advise` prints."""

    lentus: str
    patient: PatientShape
    state: dict[str, str]
    advice: AdviceShape
    sources: list[SourceShape]


@STRICT
class CheckOutput(TypedDict):
    """What `lentus check` prints. `assumed` names what the order left open and the course filled in."""

    lentus: str
    patient: PatientShape
    order: dict[str, Any]
    says: str
    assumed: list[str]
    blocked: bool
    findings: list[FindingShape]
    sources: list[SourceShape]
