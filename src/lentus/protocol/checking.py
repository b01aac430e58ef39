"""`check(state, order)`: every rule that concerns an order, asked once, answered in one list.

The state is the patient at the moment of the order or before it; the order's own time decides about intervals. An
order is judged here and never changed: there is no path from a finding to another dose.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import AnyOrder
from lentus.protocol.finding import Finding, gravest_first, with_overrides
from lentus.protocol.registry import rules_for


def check(state: State, order: AnyOrder) -> tuple[Finding, ...]:
    """All findings about `order` for the patient in `state`, gravest first.

    An empty answer means that no rule found anything; it is never the answer to a missing fact, which is a finding of
    its own.
    """
    looking = state.when(max(order.at, state.at) if state.at else order.at)
    found = [finding for rule in rules_for(order.kind) for finding in rule(looking, order)]
    return gravest_first(with_overrides(found, order))


def blocked(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the order from proceeding."""
    return any(finding.blocks for finding in findings)
