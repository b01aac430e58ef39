"""What most answers hold: sources, findings, the patient."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, JsonValue, with_config
from typing_extensions import TypedDict

SeverityWord = Literal["stop", "override", "warn", "info"]
STRICT = with_config(ConfigDict(extra="forbid"))
"""A key that is not declared is refused."""


@STRICT
class SourceShape(TypedDict):
    """A source, as the register has it."""

    id: str
    title: str
    address: str
    kind: str


@STRICT
class OverrideShape(TypedDict):
    """Who owns a decision to proceed, why, and until when."""

    by: str
    reason: str
    at: str
    ends: str


@STRICT
class FindingShape(TypedDict):
    """One rule's word. `values` triggered it; `blocks` says whether the order cannot proceed as it stands."""

    rule: str
    severity: SeverityWord
    title: str
    says: str
    why: str
    resolve: str
    bound: str
    values: dict[str, JsonValue]
    missing: list[str]
    until: str | None
    blocks: bool
    overridden: OverrideShape | None
    sources: list[str]
    verified: bool


@STRICT
class PatientShape(TypedDict):
    """Who it is about. `generated` means that there is no such person."""

    id: str
    name: str
    born: str | None
    sex: str | None
    profile: str
    title: str
    generated: bool
