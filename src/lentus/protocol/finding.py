"""A finding: one rule that has something to say about one order or one patient, with everything needed to judge it.

Nothing here decides. A stop cannot proceed; an override can, when a named prescriber gives a reason and an end; a
warning and an information are read. Each finding carries the values that triggered it, the bound, what would resolve
it, and the source, so that a clinician can disagree with it knowingly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from fractions import Fraction

from lentus import monograph
from lentus.course.orders import Order, Override
from lentus.course.words import Profile
from lentus.protocol.zone import on_clock, reached
from lentus.quantity import Quantity, Reading

Value = Quantity | Reading | Fraction | int | str | bool | datetime | date
"""What a finding can carry as a value."""


class Severity(IntEnum):
    """How much a finding weighs; a larger one weighs more."""

    INFO = 0
    WARN = 1
    OVERRIDE = 2
    STOP = 3

    @property
    def word(self) -> str:
        """The word on screens and in files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's word about one order or patient.

    `values` are what triggered it, by name; `bound` is the limit in words, empty where there is none; `missing` names
    the facts that an assessment needs; `until` is when the finding would no longer stand, where time alone resolves it.
    """

    rule: str
    severity: Severity
    title: str
    says: str
    why: str
    resolve: str
    bound: str
    values: tuple[tuple[str, Value], ...]
    sources: tuple[str, ...]
    verified: bool
    missing: tuple[str, ...] = ()
    until: datetime | None = None
    overridden: Override | None = None

    @property
    def blocks(self) -> bool:
        """Whether the order cannot proceed as it stands."""
        return self.severity is Severity.STOP or (self.severity is Severity.OVERRIDE and self.overridden is None)

    def value(self, name: str) -> Value | None:
        """The value called `name`, or None."""
        return dict(self.values).get(name)


def find(
    rule_id: str,
    says: str,
    *,
    profile: Profile,
    values: dict[str, Value] | None = None,
    bound: str = "",
    resolve: str = "",
    missing: tuple[str, ...] = (),
    until: datetime | None = None,
) -> Finding:
    """A finding of the monograph's rule `rule_id`: severity, reason and sources come from there.

    `says` is the plain sentence for this patient. `resolve` replaces the rule's general remedy by a particular one.
    """
    rule = monograph.rule(rule_id)
    return Finding(
        rule=rule_id,
        severity=Severity[rule.severity_in(profile).upper()],
        title=rule.title,
        says=says,
        why=rule.why,
        resolve=resolve or rule.resolve,
        bound=bound,
        values=tuple((values or {}).items()),
        sources=rule.sources,
        verified=rule.verified,
        missing=missing,
        until=until,
    )


def needs(rule_id: str, what: str, missing: tuple[str, ...], *, profile: Profile) -> Finding:
    """A finding that `what` cannot be assessed, and which facts would change that."""
    return find(rule_id, f"cannot assess {what}: needs {', '.join(missing)}", profile=profile, missing=missing)


def with_overrides(findings: Iterable[Finding], order: Order) -> tuple[Finding, ...]:
    """The findings, each override finding answered by the order's own override of that rule, where one covers it."""
    return tuple(_answered(one, order) for one in findings)


def _answered(finding: Finding, order: Order) -> Finding:
    if finding.severity is not Severity.OVERRIDE:
        return finding
    for override in order.overrides:
        if override.covers(finding.rule, order.at):
            return replace(finding, overridden=override)
    return finding


def on_one_clock(findings: Iterable[Finding], zone: str) -> tuple[Finding, ...]:
    """The findings with every moment on the clock of `zone`, as their sentences write it.

    Where time alone resolves a finding, the moment is the next whole minute: what a person can write into an order.
    """
    return tuple(_on_clock(one, zone) for one in findings)


def _on_clock(finding: Finding, zone: str) -> Finding:
    until = None if finding.until is None else reached(finding.until, zone)
    values = tuple((name, _moved(value, finding.until, until, zone)) for name, value in finding.values)
    return replace(finding, values=values, until=until)


def _moved(value: Value, exact: datetime | None, until: datetime | None, zone: str) -> Value:
    if not isinstance(value, datetime):
        return value
    return until if until is not None and value == exact else on_clock(value, zone)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What cannot proceed first; within a severity in the order in which the rules spoke."""
    return tuple(sorted(findings, key=lambda one: (not one.blocks, -one.severity)))
