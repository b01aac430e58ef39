"""An order of baclofen that stands in the record of a stranger already, beside the draft.

An order is no proof of what is taken, so the draft's step is not judged against it. But whether a draft replaces the
order that stands, or comes on top of it, is the difference between a renewal and an overdose, and only a person knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lentus.course.orders import OralOrder
from lentus.exchange.cds.call import Call, Resource, points_at, reference_of
from lentus.exchange.cds.cards import Card, card
from lentus.exchange.cds.judging import INFO, WARNING, link_of
from lentus.exchange.cds.markdown import told, words
from lentus.exchange.cds.medicines import standing_orders, standing_statements
from lentus.exchange.cds.order import CannotRead, is_baclofen, orders_of_request
from lentus.exchange.cds.patient import Context, Seen
from lentus.exchange.cds.together import against_all
from lentus.exchange.fhir.pieces import listed
from lentus.protocol.oral_doses import words as day_words

MOST = 5
MAXIMUM = "oral.daily-maximum"


def already_cards(call: Call, context: Context, patient: Seen, drafts: Sequence[Resource]) -> Iterator[Card]:
    """For a stranger whose record holds other orders of baclofen: that they stand, and what both come to."""
    if patient.chart is not None:
        return
    stand = [one for one in standing_orders(call) if _another(one, drafts)]
    taken = [one for one in standing_statements(call) if is_baclofen(one)]
    if not stand and not taken:
        return
    over = [one for one in against_all(context, patient, [*drafts, *stand]) if one.rule == MAXIMUM] if stand else []
    lines = [*(f"- {_said(one, context)}" for one in stand[:MOST]), *(f"- {_named(one)}" for one in taken[:MOST])]
    yield card(
        call.instance,
        "already",
        WARNING if over else INFO,
        "Baclofen stands in the calling record already: does this draft replace it, or come on top of it?",
        "\n".join(
            (
                "What of it is taken is not known here, so the step to this draft was not judged.",
                *lines,
                *(("", "If both are taken:", "", *(told(one) for one in over)) if over else ()),
            )
        ),
        rule=MAXIMUM if over else "",
        sources=over[0].sources if over else ("project",),
        link=link_of(context, patient, MAXIMUM),
    )


def _another(order: Resource, drafts: Sequence[Resource]) -> bool:
    """Whether an order is of baclofen, and neither one of the drafts itself nor what a draft says that it replaces."""
    if not is_baclofen(order):
        return False
    same = (reference_of(one) == reference_of(order) for one in drafts if one.get("id"))
    return not any(same) and not any(points_at(said, order) for one in drafts for said in _replaced(one))


def _replaced(draft: Resource) -> Iterator[Any]:
    for name in ("priorPrescription", "basedOn"):
        for one in listed(draft.get(name)):
            yield one.get("reference")


def _said(order: Resource, context: Context) -> str:
    orders = orders_of_request(order, context.now, context.zone)
    if isinstance(orders, CannotRead):
        return f"{words(reference_of(order)[:80])}: its dose cannot be read ({words(orders.reason)})"
    doses = "; then ".join(day_words(one.doses) if isinstance(one, OralOrder) else one.kind for one in orders)
    return f"{words(reference_of(order)[:80])}: {words(doses)}"


def _named(statement: Resource) -> str:
    return f"{words(reference_of(statement)[:80])}: said to be taken"
