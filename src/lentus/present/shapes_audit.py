"""The JSON that `lentus audit` prints."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

_STRICT = with_config(ConfigDict(extra="forbid"))


@_STRICT
class AuditShareShape(TypedDict):
    """A month or a unit: how many of its orders break something. An empty name is one that was not told."""

    name: str
    broken: int
    of: int


@_STRICT
class AuditRuleShape(TypedDict):
    """One rule: orders that break it, that lack a fact for it, and that it was asked about."""

    rule: str
    title: str
    severity: Literal["stop", "override", "warn", "info"]
    broken: int
    cannot_assess: int
    asked: int
    by_month: list[AuditShareShape]
    by_unit: list[AuditShareShape]
    examples: list[str]


@_STRICT
class AuditOutput(TypedDict):
    """What `lentus audit` prints. `grave` counts orders against a rule that stops an order or asks for an owner."""

    lentus: str
    table: str
    orders: int
    judged: int
    grave: int
    kinds: dict[str, int]
    unjudged: dict[str, int]
    months: list[AuditShareShape]
    units: list[AuditShareShape]
    rules: list[AuditRuleShape]


AUDIT_OUTPUTS = {"audit-output": AuditOutput}
"""The output by the name of its schema."""
