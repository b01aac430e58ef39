"""Worked cases as they ran."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT


@STRICT
class MismatchShape(TypedDict):
    """What a case expected and what came."""

    what: str
    expected: str
    got: str


@STRICT
class CaseShape(TypedDict):
    """One worked case as run."""

    id: str
    title: str
    outcome: Literal["holds", "fails", "waits"]
    waits: str
    assertions: int
    mismatches: list[MismatchShape]
    sources: list[str]
    note: str


@STRICT
class SuiteShape(TypedDict):
    """One case file as run."""

    file: str
    title: str
    cases: list[CaseShape]


@STRICT
class QualifyOutput(TypedDict):
    """What `lentus qualify` prints."""

    lentus: str
    suites: list[SuiteShape]
    hold: int
    fail: int
    wait: int
    assertions: int
