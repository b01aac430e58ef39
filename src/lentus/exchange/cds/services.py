"""The answer to a call: a pure function from the call and its context to cards.

Most orders of a hospital are of other drugs. They are told apart first, before a patient is looked for, and cost
almost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from lentus.exchange.cds.already import already_cards
from lentus.exchange.cds.brought import with_brought
from lentus.exchange.cds.call import Call, Resource
from lentus.exchange.cds.cards import Card, card, with_page
from lentus.exchange.cds.hooks import PATIENT
from lentus.exchange.cds.judging import CRITICAL, INFO, WARNING, draft_cards
from lentus.exchange.cds.looking import discharge_cards, standing_cards
from lentus.exchange.cds.medicines import about_somebody_else, entries_of_drafts, may_stand, on_server, with_medicine
from lentus.exchange.cds.order import is_baclofen
from lentus.exchange.cds.patient import Context, Seen, seen
from lentus.exchange.cds.together import together_cards

ORDERS = ("MedicationRequest",)
MOST_UNRESOLVED = 10
GRAVITY = (CRITICAL, WARNING, INFO)
VIEWS = {"patient-view": standing_cards, "encounter-discharge": discharge_cards}


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of a call that count: of baclofen, as sent and with its medicine filled in; and of no known drug."""

    baclofen: tuple[tuple[Resource, Resource], ...] = ()
    untold: tuple[Resource, ...] = ()


def answer(call: Call, context: Context) -> dict[str, list[Card]]:
    """The response to a call; no card where nothing is to be said."""
    if not call.service.drafts:
        made = VIEWS[call.service.id](call, context, seen(call, context))
    else:
        drafts = drafts_of(call)
        made = chain(_about_baclofen(call, context, drafts.baclofen), _about_untold(call, drafts.untold))
    gravest_first = sorted(made, key=lambda one: GRAVITY.index(one["indicator"]))
    return {"cards": [with_page(one, context.base) for one in gravest_first]}


def concerns_nobody(call: Call) -> bool:
    """Whether a call has no card for certain, whoever its patient is: it brings drafts, and all are of other drugs."""
    return call.service.drafts and drafts_of(call) == Drafts()


def lacking(call: Call) -> tuple[str, ...]:
    """The prefetch keys that the answer would rest on and that did not come along.

    A null says that the record has nothing: of a search that is an answer, of the patient it is none. A failure that
    was sent in a resource's place is nothing either.
    """
    if call.service.drafts and not drafts_of(call).baclofen:
        return ()
    return tuple(key for key, _ in call.service.prefetch if not _came(call, key))


def _came(call: Call, key: str) -> bool:
    given = call.prefetch.get(key)
    if key == PATIENT:
        return isinstance(given, dict) and given.get("resourceType") == "Patient" and given.get("id") == call.patient_id
    if isinstance(given, dict):
        return given.get("resourceType") != "OperationOutcome"
    return given is None and key in call.prefetch


def unresolved(call: Call) -> tuple[str, ...]:
    """The medicines of drafts that stand on the record's own server alone, with no word here of what they are."""
    found = (on_server(one) for one in drafts_of(call).untold) if call.service.drafts else ()
    return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST_UNRESOLVED]


def drafts_of(call: Call) -> Drafts:
    """The drafts that a call is about, told apart by drug."""
    return _told_apart(call, call.judged)


def _told_apart(call: Call, drafts: Iterable[Resource]) -> Drafts:
    orders = [one for one in drafts if one.get("resourceType") in ORDERS]
    if not orders:
        return Drafts()
    bundle = entries_of_drafts(call)
    filled = [(one, with_medicine(one, bundle)) for one in orders]
    named = [(one, whole, is_baclofen(whole)) for one, whole in filled]
    return Drafts(
        tuple((one, whole) for one, whole, is_it in named if is_it),
        tuple(one for one, _, is_it in named if is_it is None),
    )


def _about_baclofen(call: Call, context: Context, drafts: tuple[tuple[Resource, Resource], ...]) -> Iterator[Card]:
    if not drafts:
        return
    mine = [pair for pair in drafts if not about_somebody_else(pair[0], call)]
    yield from _about_others(call, context, [pair for pair in drafts if about_somebody_else(pair[0], call)])
    if not mine:
        return
    patient = with_brought(seen(call, context), call, context)
    yield from _told_once(call, context, patient, mine)
    wholes = [whole for _, whole in mine if may_stand(whole)]
    others = _told_apart(call, call.others).baclofen
    pending = [whole for sent, whole in others if may_stand(sent) and not about_somebody_else(sent, call)]
    if wholes:
        yield from together_cards(call, context, patient, wholes, pending)
        yield from already_cards(call, context, patient, wholes)


def _told_once(call: Call, context: Context, patient: Seen, drafts: list[tuple[Resource, Resource]]) -> Iterator[Card]:
    """The cards about each draft; what is said of one in the same words as of another is read once."""
    told: set[tuple[str, str]] = set()
    made: set[str] = set()
    for sent, whole in drafts:
        for one in draft_cards(call, context, patient, sent, whole):
            same = (one["summary"], one["detail"])
            if one["uuid"] not in made and (same not in told or "suggestions" in one):
                told.add(same)
                made.add(one["uuid"])
                yield one


def _about_others(call: Call, context: Context, drafts: list[tuple[Resource, Resource]]) -> Iterator[Card]:
    """Drafts that name another patient: what is known of this one says nothing about them, and the slip is told."""
    if not drafts:
        return
    yield card(
        call.instance,
        "another patient",
        WARNING,
        "Baclofen: a draft order names another patient than the one that this call is about",
        "It was judged without anything that is known of either of them. See whose order it is before it is signed.",
        overridable=True,
    )
    yield from _told_once(call, context, seen(replace(call, prefetch={}), context), drafts)


def _about_untold(call: Call, drafts: tuple[Resource, ...]) -> Iterator[Card]:
    """Before a signature only: while an order is being chosen, it is unfinished, and everybody can see that."""
    if not drafts or call.service.id != "order-sign":
        return
    yield card(
        call.instance,
        "untold",
        INFO,
        "A draft order names no drug that Lentus can tell: it was not assessed",
        "It has no medicine yet, or a code without words. If it is baclofen, name it so, and it will be assessed.",
    )
