"""An order before the rules, at the moment of a step: what stands against it, said without a word about the patient.

The sentences of findings hold doses, dates and conditions; an error's text may reach a log. So an error names the rules
and their titles, and the page shows the findings themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import AnyOrder, Override
from lentus.errors import NotAllowed, NotReady
from lentus.protocol import Finding, blocked, check
from lentus.protocol.zone import on_clock
from lentus.record.entry import Actor
from lentus.record.orders.reach import refuse_endless
from lentus.record.orders.scene import Scene
from lentus.record.roles import require


def judged(state: State, order: AnyOrder) -> tuple[Finding, ...]:
    """All findings about an order, as `protocol.check` has them."""
    return check(state, order)


def unblocked(state: State, order: AnyOrder, step: str) -> tuple[Finding, ...]:
    """The findings about an order that may proceed; NotReady, naming the rules, where it may not."""
    findings = judged(state, order)
    if blocked(findings):
        against = [one for one in findings if one.blocks]
        raise NotReady(f"This order cannot be {step}: {'; '.join(_named(against))}.")
    return findings


def _named(findings: Iterable[Finding]) -> Iterable[str]:
    told = dict.fromkeys((one.severity.word, one.title, one.rule) for one in findings)
    for word, title, rule in told:
        remedy = " and needs an override with a reason and an end" if word == "override" else ""
        yield f"{word} stands: {title} ({rule}){remedy}"


def owned(scene: Scene, order: AnyOrder, overrides: Iterable[Override]) -> tuple[Override, ...]:
    """The overrides as they will stand: the signer's own, beginning no later than the order, and not yet over.

    Raises NotAllowed where the role may not override or the owner is somebody else, NotReady where one is over.
    """
    kept = tuple(overrides)
    if kept:
        require(scene.actor.role, "override finding")
    if any(one.by != scene.actor.name for one in kept):
        raise NotAllowed("An override has the person as its owner who signs the order: leave the others out.")
    over = [one.rule for one in kept if one.ends <= max(scene.now, order.at)]
    if over:
        raise NotReady(f"The override of {', '.join(over)} ends before the order begins: give it a later end.")
    refuse_endless(kept, order, scene.now, scene.reach)
    if len({one.rule for one in kept}) < len(kept):
        raise NotReady("One rule is overridden twice: keep one override for each.")
    return tuple(_on_the_orders_clock(order, one) for one in kept)


def _on_the_orders_clock(order: AnyOrder, given: Override) -> Override:
    """The override from the order's own time at the latest, its times written as the order's clock shows them."""
    begins, ends = on_clock(min(given.at, order.at), order.zone), on_clock(given.ends, order.zone)
    return given.model_copy(update={"at": begins, "ends": ends, "zone": order.zone})


def override_for(order: AnyOrder, finding: Finding, *, reason: str, ends: str, actor: Actor) -> Override:
    """An override by `actor` of a finding about `order`, from the order's time to `ends` on the order's clock.

    Raises pydantic's ValidationError where reason or end cannot be kept.
    """
    return Override.model_validate(
        {"rule": finding.rule, "by": actor.name, "reason": reason, "at": order.at, "zone": order.zone, "ends": ends}
    )
