"""Several drafts of baclofen by mouth, taken together: two orders that fit one by one can be an overdose in sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lentus.course.orders import OralOrder
from lentus.exchange.cds.call import Call, Resource
from lentus.exchange.cds.cards import Card, card, fitting
from lentus.exchange.cds.judging import CRITICAL, INFO, WARNING, link_of
from lentus.exchange.cds.markdown import told, words
from lentus.exchange.cds.order import CannotRead, orders_of_request
from lentus.exchange.cds.patient import Context, Seen
from lentus.protocol import Finding, Severity, check
from lentus.protocol.oral_doses import words as day_words

SUBJECT = "several"
MOST_DOSES = 24


def together_cards(
    call: Call, context: Context, patient: Seen, drafts: Sequence[Resource], pending: Sequence[Resource] = ()
) -> Iterator[Card]:
    """What stands against all drafts taken in one day; where they cannot be added up, that they were not.

    `pending` are drafts of the same session that this call is not about. They are counted, and not alarmed about
    before they are signed: each was, or will be, looked at by itself.
    """
    every = [*drafts, *pending]
    if len(every) < 2:
        return
    summed = _sum(context, every)
    unselected = f" {_counted(pending)}" if pending else ""
    if summed is None:
        yield card(
            call.instance,
            SUBJECT,
            INFO if pending else WARNING,
            f"{len(every)} draft orders of baclofen: each was judged alone, and their doses were not added up",
            f"Not all of them are plain doses by mouth. Where more than one is meant to be taken, look at the sum."
            f"{unselected}",
        )
        return
    against = _against_sum(patient, summed)
    sum_told = f"Together they are {words(day_words(summed.doses))}. If one replaces another, remove the one that ends."
    yield card(
        call.instance,
        SUBJECT,
        WARNING if pending and against else INFO,
        f"{len(every)} draft orders of baclofen: each was judged alone, and all of them together",
        "\n\n".join(
            (
                f"{sum_told}{unselected}",
                *(told(one) for one in against if pending),
            )
        ),
    )
    if not pending:
        for finding in against:
            yield _against(call, context, patient, finding)


def _counted(pending: Sequence[Resource]) -> str:
    one = len(pending) == 1
    return (
        f"{len(pending)} of them {'is' if one else 'are'} not selected now; {'it is' if one else 'they are'} counted."
    )


def against_all(context: Context, patient: Seen, orders: Sequence[Resource]) -> tuple[Finding, ...]:
    """What keeps all these orders from being taken in one day; nothing where they cannot be added up."""
    summed = _sum(context, orders)
    return () if summed is None else _against_sum(patient, summed)


def _against_sum(patient: Seen, summed: OralOrder) -> tuple[Finding, ...]:
    return tuple(one for one in check(patient.state, summed) if one.blocks and not one.missing)


def _sum(context: Context, drafts: Sequence[Resource]) -> OralOrder | None:
    """All doses of one day as one order; None where a draft is no single regimen by mouth that begins now."""
    found: list[OralOrder] = []
    for draft in drafts:
        orders = orders_of_request(draft, context.now, context.zone)
        if isinstance(orders, CannotRead) or len(orders) != 1:
            return None
        (order,) = orders
        if not isinstance(order, OralOrder) or order.route != "oral" or order.at != context.now:
            return None
        found.append(order)
    doses = tuple(dose for one in found for dose in one.doses)
    if len(doses) > MOST_DOSES:
        return None
    return found[0].model_copy(update={"doses": doses, "product": None, "volume_each": None, "as_written": {}})


def _against(call: Call, context: Context, patient: Seen, finding: Finding) -> Card:
    return card(
        call.instance,
        SUBJECT,
        CRITICAL,
        fitting(
            f"Baclofen, all drafts together: {finding.says}",
            f"Baclofen, all drafts together: {finding.title}",
        ),
        told(finding),
        rule=finding.rule,
        sources=finding.sources,
        link=link_of(context, patient, finding.rule),
        overridable=finding.severity is Severity.OVERRIDE,
    )
