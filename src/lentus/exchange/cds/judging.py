"""One draft order of baclofen: what the rules find about it, as few cards as keep what matters apart.

What keeps an order from proceeding is a card of its own, so that it can be answered on its own. Warnings share one
card, and so does everything that could not be assessed. Rules speak through `protocol.check` alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import AnyOrder
from lentus.exchange.cds.call import Call, Resource, reference_of
from lentus.exchange.cds.cards import Card, card, fitting
from lentus.exchange.cds.markdown import all_told, told, words
from lentus.exchange.cds.order import CannotRead, order_of_request
from lentus.exchange.cds.patient import Context, Seen
from lentus.exchange.cds.suggesting import Offer, offer
from lentus.protocol import Finding, Severity, check

CRITICAL, WARNING, INFO = "critical", "warning", "info"


def draft_cards(call: Call, context: Context, patient: Seen, draft: Resource, whole: Resource) -> Iterator[Card]:
    """The cards about one draft of baclofen, `whole` with its medicine; none where no rule has anything to say."""
    order = order_of_request(whole, context.now, context.zone)
    if isinstance(order, CannotRead):
        yield unread(call, draft, order)
        return
    found = check(patient.state, order)
    about = _About(call, context, patient, draft)
    against = [one for one in found if one.blocks and not one.missing]
    offered = offer(call, context, patient, draft, order) if against else Offer()
    for place, finding in enumerate(against):
        yield about.blocking(finding, offered if place == 0 else Offer())
    yield from about.rest(found, order)


def unread(call: Call, draft: Resource, why: CannotRead) -> Card:
    """A draft that tells no dose for certain: an information, neither an error nor silence."""
    needs = ", ".join(why.needs)
    return card(
        call.instance,
        reference_of(draft),
        INFO,
        fitting(f"Baclofen order not assessed: needs {needs}", "Baclofen order not assessed: its dose cannot be read"),
        f"{words(why.reason[:1].upper() + why.reason[1:])}. Nothing was assumed, and nothing was assessed.\n\n"
        f"- Needs: {words(needs)}",
    )


class _About:
    """The cards about one readable draft."""

    def __init__(self, call: Call, context: Context, patient: Seen, draft: Resource) -> None:
        self.instance = call.instance
        self.subject = reference_of(draft)
        self.context = context
        self.patient = patient

    def blocking(self, finding: Finding, offered: Offer) -> Card:
        """A card of its own, with reasons to answer it by where a prescriber may proceed."""
        return card(
            self.instance,
            self.subject,
            CRITICAL,
            fitting(
                f"Baclofen: {finding.says} ({finding.bound})" if finding.bound else f"Baclofen: {finding.says}",
                f"Baclofen: {finding.says}",
                f"Baclofen: {finding.title}",
            ),
            "\n\n".join(filter(None, (told(finding), offered.told))),
            rule=finding.rule,
            sources=finding.sources,
            link=self._link(finding.rule),
            suggestions=offered.suggestions,
            overridable=finding.severity is Severity.OVERRIDE,
        )

    def rest(self, found: tuple[Finding, ...], order: AnyOrder) -> Iterator[Card]:
        """One card of warnings, one of what could not be assessed, one of what is worth knowing."""
        whole = [one for one in found if not one.missing]
        missing = [one for one in found if one.missing]
        warned = [one for one in whole if one.severity is Severity.WARN]
        answered = [one for one in whole if one.severity is Severity.OVERRIDE and not one.blocks]
        known = [one for one in whole if one.severity is Severity.INFO]
        if warned:
            yield self._shared(WARNING, "Baclofen, to consider", warned)
        if missing:
            yield self._unassessed(missing)
        if known or answered:
            yield self._shared(INFO, f"Baclofen, about this order ({order.kind})", [*answered, *known])

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
            "\n\n".join(filter(None, (self._doubt(), all_told(missing)))),
            rule=missing[0].rule,
            sources=missing[0].sources,
            link=self._link(missing[0].rule),
            overridable=grave,
        )

    def _shared(self, indicator: str, before: str, found: list[Finding]) -> Card:
        first = found[0]
        alone = (f"{before}: {first.says}",) if len(found) == 1 else ()
        return card(
            self.instance,
            self.subject,
            indicator,
            fitting(*alone, f"{before}: {'; '.join(one.title for one in found)}", f"{before}: {len(found)} points"),
            all_told(found),
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
