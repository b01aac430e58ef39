"""One draft order of baclofen: what the rules find about it, as few cards as keep what matters apart.

What keeps an order from proceeding is a card of its own, so that it can be answered on its own. Warnings share one
card, and so does everything that could not be assessed. Rules speak through `protocol.check` alone, about each step of
a draft that has several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lentus import monograph
from lentus.course import AnyOrder
from lentus.exchange.cds.call import Call, Resource, reference_of
from lentus.exchange.cds.cards import Card, card, fitting
from lentus.exchange.cds.markdown import all_told, sources, words
from lentus.exchange.cds.order import CannotRead, asked_of_request
from lentus.exchange.cds.patient import Context, Seen
from lentus.exchange.cds.stepwise import check_in_turn, steps_told
from lentus.exchange.cds.suggesting import Offer, offer
from lentus.protocol import Finding, Severity
from lentus.protocol.checking import WORKED_DOSES
from lentus.protocol.finding import gravest_first
from lentus.protocol.renal_proposals import worked_out
from lentus.quantity import DoseRate

CRITICAL, WARNING, INFO = "critical", "warning", "info"
ABRUPT = "oral.abrupt-stop"
Orders = tuple[AnyOrder, ...]


def draft_cards(call: Call, context: Context, patient: Seen, draft: Resource, whole: Resource) -> Iterator[Card]:
    """The cards about one draft of baclofen, `whole` with its medicine; none where no rule has anything to say."""
    asked = asked_of_request(whole, context.now, context.zone)
    if isinstance(asked, CannotRead):
        yield unread(call, draft, asked)
        return
    orders = asked.orders
    found = gravest_first(_for(patient, check_in_turn(patient.state, orders)))
    about = _About(call, context, patient, draft)
    against = [one for one in found if one.blocks and not one.missing]
    offered = offer(call, context, patient, draft, orders) if against else Offer()
    for place, rule in enumerate(dict.fromkeys(one.rule for one in against)):
        yield about.blocking([one for one in against if one.rule == rule], offered if place == 0 else Offer())
    yield from about.rest(found, orders)
    if asked.ends:
        yield about.open_end()


def _for(patient: Seen, found: tuple[Finding, ...]) -> Iterator[Finding]:
    """The findings; for a stranger, without any amount that was worked out here and that no source has written."""
    for one in found:
        if patient.chart is not None:
            yield one
        elif one.rule not in WORKED_DOSES:
            proposed = dict(one.values).get("proposed")
            share = worked_out(proposed) if isinstance(proposed, DoseRate) else ""
            yield replace(one, says=one.says.replace(share, "")) if share else one


def unread(call: Call, draft: Resource, why: CannotRead) -> Card:
    """A draft that tells no dose for certain: an information, neither an error nor silence; a contradiction warns."""
    needs = ", ".join(why.needs)
    return card(
        call.instance,
        reference_of(draft),
        WARNING if why.grave else INFO,
        fitting(f"Baclofen order not assessed: needs {needs}", "Baclofen order not assessed: its dose cannot be read"),
        f"{words(why.reason[:1].upper() + why.reason[1:])}. Nothing was assumed, and nothing was assessed.\n\n"
        f"- Needs: {words(needs)}",
        overridable=why.grave,
    )


class _About:
    """The cards about one readable draft."""

    def __init__(self, call: Call, context: Context, patient: Seen, draft: Resource) -> None:
        self.instance = call.instance
        self.subject = reference_of(draft)
        self.context = context
        self.patient = patient

    def blocking(self, same: list[Finding], offered: Offer) -> Card:
        """A card of its own for what one rule finds, with reasons to answer it by where a prescriber may proceed."""
        finding = same[0]
        return card(
            self.instance,
            self.subject,
            CRITICAL,
            fitting(
                f"Baclofen: {finding.says} ({finding.bound})" if finding.bound else f"Baclofen: {finding.says}",
                f"Baclofen: {finding.says}",
                f"Baclofen: {finding.title}",
            ),
            "\n\n".join(filter(None, (all_told(same), offered.told))),
            rule=finding.rule,
            sources=finding.sources,
            link=self._link(finding.rule),
            suggestions=offered.suggestions,
            overridable=finding.severity is Severity.OVERRIDE,
        )

    def rest(self, found: tuple[Finding, ...], orders: Orders) -> Iterator[Card]:
        """One card of warnings, one of what could not be assessed, one of what is worth knowing."""
        whole = [one for one in found if not one.missing]
        missing = [one for one in found if one.missing]
        warned = [one for one in whole if one.severity is Severity.WARN]
        answered = [one for one in whole if one.severity is Severity.OVERRIDE and not one.blocks]
        known = [one for one in whole if one.severity is Severity.INFO]
        if warned:
            yield self._shared(WARNING, "Baclofen, to consider", warned, told="" if missing else self.patient.told)
        if missing:
            yield self._unassessed(missing)
        if known or answered:
            alone = not warned and not missing
            about = f"Baclofen, about this order ({orders[0].kind})"
            yield self._shared(INFO, about, [*answered, *known], told=self.patient.told if alone else "")
        if len(orders) > 1:
            yield self._as_read(orders)

    def _as_read(self, orders: Orders) -> Card:
        """How several steps were read: one that was written and not seen by Lentus must be seen to be missing."""
        return card(
            self.instance,
            self.subject,
            INFO,
            f"Baclofen: {len(orders)} steps were read, and each was judged as if those before it had been taken",
            words(steps_told(orders)),
        )

    def open_end(self) -> Card:
        """An order by mouth that ends while doses are taken, without a word of what follows."""
        rule = monograph.rule(ABRUPT)
        return card(
            self.instance,
            f"{self.subject} end",
            INFO,
            "Baclofen: this order has an end, and what follows is not said; it must not stop at once",
            f"{words(rule.why)}\n\n- What would resolve it: {words(rule.resolve)}\n- Source: {sources(rule.sources)}.",
            rule=rule.id,
            sources=rule.sources,
            link=self._link(rule.id),
        )

    def _unassessed(self, missing: list[Finding]) -> Card:
        grave = any(one.blocks for one in missing)
        needs = tuple(dict.fromkeys(name for one in missing for name in one.missing))
        return card(
            self.instance,
            self.subject,
            WARNING if grave else INFO,
            fitting(
                f"Baclofen, not assessed: needs {', '.join(needs)}",
                f"Baclofen, not assessed: needs {needs[0]}, and {len(needs) - 1} more",
                f"Baclofen: {len(needs)} facts are missing for an assessment",
            ),
            "\n\n".join(filter(None, (self._doubt(), all_told(missing), self.patient.told))),
            rule=missing[0].rule,
            sources=missing[0].sources,
            link=self._link(missing[0].rule),
            overridable=grave,
        )

    def _shared(self, indicator: str, before: str, found: list[Finding], told: str) -> Card:
        first = found[0]
        alone = (f"{before}: {first.says}",) if len(found) == 1 else ()
        return card(
            self.instance,
            self.subject,
            indicator,
            fitting(*alone, f"{before}: {'; '.join(one.title for one in found)}", f"{before}: {len(found)} points"),
            "\n\n".join(filter(None, (all_told(found), told))),
            rule=first.rule,
            sources=first.sources,
            link=self._link(first.rule),
        )

    def _doubt(self) -> str:
        return f"{words(self.patient.doubt)}, so it is not taken for the same patient." if self.patient.doubt else ""

    def _link(self, rule: str) -> tuple[str, str] | None:
        return link_of(self.context, self.patient, rule)


def link_of(context: Context, patient: Seen, rule: str) -> tuple[str, str] | None:
    """The chart of a patient of the clinic; the rule's own page for a stranger; None without an address."""
    if not context.base:
        return None
    if patient.chart is not None:
        return "Open the chart in Lentus", f"{context.base}/p/{patient.chart.id}"
    return "Open the rule in Lentus", f"{context.base}/monograph/rules/{rule}"
