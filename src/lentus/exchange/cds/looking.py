"""Cards without an order: what stands about a patient of the clinic, and what a discharge must not leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.exchange.cds.call import Call
from lentus.exchange.cds.cards import Card, card, fitting
from lentus.exchange.cds.judging import CRITICAL, INFO, WARNING, link_of
from lentus.exchange.cds.markdown import all_told, sources, told, words
from lentus.exchange.cds.medicines import standing_orders
from lentus.exchange.cds.order import is_baclofen
from lentus.exchange.cds.patient import Context, Seen
from lentus.protocol import Finding, Severity, standing
from lentus.record.readmodels.worklist import Kind, WorkItem

ABRUPT = "oral.abrupt-stop"
FOR_ALL: tuple[Kind, ...] = ("wrong", "observation", "refill", "holiday", "taper", "replacement")
"""Kinds of the worklist that concern whoever sees the patient; the rest is the clinic's own paperwork."""
SHOWN = 12
"""Lines of a worklist on one card; the chart has all of them."""


def standing_cards(call: Call, context: Context, patient: Seen) -> Iterator[Card]:
    """For a patient of the clinic: a card for each emergency that stands, one of warnings, one of what is due."""
    if patient.chart is None:
        return
    found = standing(patient.state)
    for finding in found:
        if finding.blocks:
            yield _alone(call, context, patient, finding)
    warned = [one for one in found if one.severity is Severity.WARN]
    if warned:
        yield _warned(call, context, patient, warned)
    due = [one for one in context.due_of(patient.chart.id) if one.kind in FOR_ALL and one.open_at(context.now)]
    if due:
        yield _due(call, context, patient, due)


def _alone(call: Call, context: Context, patient: Seen, finding: Finding) -> Card:
    return card(
        call.instance,
        finding.rule,
        CRITICAL,
        fitting(f"Baclofen: {finding.says}", f"Baclofen: {finding.title}"),
        told(finding),
        rule=finding.rule,
        sources=finding.sources,
        link=link_of(context, patient, finding.rule),
    )


def _warned(call: Call, context: Context, patient: Seen, warned: list[Finding]) -> Card:
    first = warned[0]
    return card(
        call.instance,
        "standing",
        WARNING,
        fitting(
            *((f"Baclofen, to consider: {first.says}",) if len(warned) == 1 else ()),
            f"Baclofen, to consider: {'; '.join(one.title for one in warned)}",
            f"Baclofen, to consider: {len(warned)} points",
        ),
        all_told(warned),
        rule=first.rule,
        sources=first.sources,
        link=link_of(context, patient, first.rule),
    )


def _due(call: Call, context: Context, patient: Seen, due: list[WorkItem]) -> Card:
    late = [one for one in due if one.late_at(context.now)]
    lines = [f"- {_line(one, context)}" for one in due[:SHOWN]]
    if len(due) > SHOWN:
        lines.append(f"- and {len(due) - SHOWN} more in the chart")
    alone = f"{_overdue(due[0], context) or 'to be done'}: {due[0].says}"
    points = f"{len(due)} {'point' if len(due) == 1 else 'points'} to be done in the clinic"
    return card(
        call.instance,
        "worklist",
        WARNING if late else INFO,
        fitting(
            *((f"Baclofen, {alone}",) if len(due) == 1 else ()),
            f"Baclofen: {points}{_how_late(due, late, context)}",
        ),
        "\n".join(lines),
        sources=due[0].sources or ("project",),
        link=link_of(context, patient, due[0].rule or ABRUPT),
    )


def _line(one: WorkItem, context: Context) -> str:
    overdue = _overdue(one, context)
    return f"**{overdue[:1].upper()}{overdue[1:]}.** {words(one.says)}" if overdue else words(one.says)


def _how_late(due: list[WorkItem], late: list[WorkItem], context: Context) -> str:
    if not late:
        return ""
    longest = _overdue(min(late, key=lambda one: one.due), context)
    return f", {longest}" if len(due) == 1 else f", {len(late)} of them late, one {longest}"


def _overdue(one: WorkItem, context: Context) -> str:
    """How late it is, by the days of the clinic's calendar; nothing where it is not."""
    if not one.late_at(context.now):
        return ""
    days = (context.now.date() - one.due.astimezone(context.now.tzinfo).date()).days
    return f"{days} {'day' if days == 1 else 'days'} overdue" if days else "overdue since today"


def discharge_cards(call: Call, context: Context, patient: Seen) -> Iterator[Card]:
    """What stands, and where baclofen is among the active orders or in the chart: that it must not end unnoticed."""
    yield from standing_cards(call, context, patient)
    taken = patient.state.oral_at()
    by_mouth = patient.chart is not None and taken is not None and bool(taken.value.doses)
    if not (by_mouth or patient.state.infusing or any(is_baclofen(one) for one in standing_orders(call))):
        return
    rule = monograph.rule(ABRUPT)
    yield card(
        call.instance,
        "discharge",
        INFO,
        "Baclofen goes on after discharge, or is tapered: it must not stop at once",
        f"{words(rule.why)}\n\n- What would resolve it: {words(rule.resolve)}\n- Source: {sources(rule.sources)}. "
        f"Rule `{rule.id}`.",
        rule=rule.id,
        sources=rule.sources,
        link=link_of(context, patient, rule.id),
    )
