"""How far an order and an override may reach: bounds of the clinic's own profile, since no source gives any.

An order for yesterday is a fact that nobody recorded, one for the year after next is forgotten, and an override that
ends in ten years does not end. The bounds are habits of a house and not of the drug: the defaults are this project's
choice, each clinic may set its own, and every version stays with who set it and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lentus.course.orders import AnyOrder, Override
from lentus.errors import NotReady
from lentus.record.settings import Settings

WHERE = "The clinic's settings hold this bound"


@dataclass(frozen=True, slots=True)
class Reach:
    """The longest times: an order ahead of now and behind it, an override after its order."""

    ahead: timedelta
    back: timedelta
    override: timedelta

    @classmethod
    def of(cls, settings: Settings) -> Reach:
        """As the clinic's profile has them."""
        return cls(
            timedelta(days=settings.order_days_ahead),
            timedelta(minutes=settings.order_minutes_back),
            timedelta(days=settings.override_days),
        )


USUAL = Reach.of(Settings())


def refuse_out_of_reach(order: AnyOrder, now: datetime, reach: Reach) -> None:
    """NotReady for an order that begins too long ago or too far ahead; people write minutes, so one is let pass."""
    fault = out_of_reach(order, now, reach)
    if fault:
        raise NotReady(fault)


def out_of_reach(order: AnyOrder, now: datetime, reach: Reach) -> str:
    """The sentence about an order out of reach; empty for one within. It holds no date: it may reach a log."""
    if order.instant > now + reach.ahead:
        return (
            f"From: the order begins more than {reach.ahead.days} days from now. {WHERE}: order it nearer to its time, "
            "or have the bound changed there."
        )
    if order.instant < now - reach.back:
        return (
            f"From: the order begins more than {reach.back // timedelta(minutes=1)} minutes ago. {WHERE}: order from "
            "now on, and record what happened before as what was done."
        )
    return ""


def refuse_endless(overrides: Iterable[Override], order: AnyOrder, now: datetime, reach: Reach) -> None:
    """NotReady, naming the rules, for overrides that end too long after their order begins."""
    latest = max(now, order.instant) + reach.override
    late = [one.rule for one in overrides if one.ends > latest]
    if late:
        raise NotReady(
            f"The override of {', '.join(late)} ends more than {reach.override.days} days after the order begins. "
            f"{WHERE}: give it an earlier end, and look again then."
        )
