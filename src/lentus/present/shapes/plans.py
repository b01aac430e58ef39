"""A plan by mouth or of a drug holiday, day by day."""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, FindingShape, SourceShape


@STRICT
class PlanDayShape(TypedDict):
    """One line of a plan: from which day on, on which date where one was given, and what."""

    day: int
    date: str | None
    doses: list[str]
    daily: str
    note: str


@STRICT
class PlanOutput(TypedDict):
    """What `lentus plan` prints."""

    lentus: str
    plan: Literal["oral", "taper", "holiday"]
    title: str
    days: list[PlanDayShape]
    notes: list[str]
    checked: bool
    findings: list[FindingShape]
    blocked: bool
    order: dict[str, Any] | None
    sources: list[SourceShape]
