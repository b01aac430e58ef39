"""`check(state, order)`: every rule that concerns an order, asked once, answered in one list.

The state is the patient at the moment of the order or before it; the order's own time decides about intervals. An
order is judged here and never changed: there is no path from a finding to another dose.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import AnyOrder
from lentus.protocol.finding import Finding, gravest_first, on_one_clock, with_overrides
from lentus.protocol.overriding import unanswering
from lentus.protocol.registry import rules_for


def check(state: State, order: AnyOrder) -> tuple[Finding, ...]:
    """All findings about `order` for the patient in `state`, gravest first.

    An empty answer means that no rule found anything; it is never the answer to a missing fact, which is a finding of
    its own.
    """
    looking = state.when(max(order.at, state.at) if state.at else order.at)
    found = [finding for rule in rules_for(order.kind) for finding in rule(looking, order)]
    found += unanswering(found, order, looking.patient.profile)
    answered = without_dose_to_copy(with_overrides(found, order))
    return gravest_first(on_one_clock(answered, order.zone))


WORKED_DOSES = (
    "start.first-day-dose",
    "intrathecal.step-inside-band",
    "intrathecal.small-step",
    "intrathecal.usual-decrease",
    "screening.injection",
    "oral.bridge-in-withdrawal",
)
"""Rules that work a dose or a volume out, or say that one fits: for an order that can proceed, and only there."""


def without_dose_to_copy(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of an order; where one keeps it from proceeding, none that shows a dose as worked out or fitting."""
    kept = tuple(findings)
    if not blocked(kept):
        return kept
    return tuple(one for one in kept if one.rule not in WORKED_DOSES)


def blocked(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the order from proceeding."""
    return any(finding.blocks for finding in findings)
