"""The JSON that `lentus audit` prints."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, SeverityWord


@STRICT
class AuditShareShape(TypedDict):
    """A month or a unit: how many of its orders break something. An empty name is one that was not told."""

    name: str
    broken: int
    of: int


@STRICT
class AuditRuleShape(TypedDict):
    """One rule: orders that break it, that lack a fact for it, and that it was asked about."""

    rule: str
    title: str
    severity: SeverityWord
    broken: int
    cannot_assess: int
    asked: int
    by_month: list[AuditShareShape]
    by_unit: list[AuditShareShape]
    examples: list[str]


@STRICT
class AuditUnreadShape(TypedDict):
    """What could not be read of rows that were not judged, in how many, and the id of one of them."""

    what: str
    orders: int
    such_as: str


@STRICT
class AuditReadAsShape(TypedDict):
    """What held where the table itself said nothing: the clock, the jurisdiction, whether histories are whole."""

    zone: str
    profile: str
    from_start: bool


@STRICT
class AuditOutput(TypedDict):
    """What `lentus audit` prints. `grave` counts orders against a rule that stops an order or asks for an owner."""

    lentus: str
    table: str
    orders: int
    judged: int
    grave: int
    kinds: dict[str, int]
    unjudged: dict[str, int]
    unread: list[AuditUnreadShape]
    read_as: AuditReadAsShape
    months: list[AuditShareShape]
    units: list[AuditShareShape]
    rules: list[AuditRuleShape]


AUDIT_OUTPUTS = {"audit-output": AuditOutput}
"""The output by the name of its schema."""
