"""The answer to a call: a pure function from the call and its context to cards.

Most orders of a hospital are of other drugs. They are told apart first, before a patient is looked for, and cost
almost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lentus.exchange.cds.call import Call, Resource, reference_of
from lentus.exchange.cds.cards import Card, card
from lentus.exchange.cds.judging import INFO, draft_cards
from lentus.exchange.cds.looking import discharge_cards, standing_cards
from lentus.exchange.cds.order import is_baclofen, medication_of
from lentus.exchange.cds.patient import Context, Seen, seen
from lentus.exchange.cds.together import together_cards

ORDERS = ("MedicationRequest",)
VIEWS = {"patient-view": standing_cards, "encounter-discharge": discharge_cards}


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of a call that count: of baclofen, as sent and with its medicine filled in; and of no known drug."""

    baclofen: tuple[tuple[Resource, Resource], ...] = ()
    untold: tuple[Resource, ...] = ()


def answer(call: Call, context: Context) -> dict[str, list[Card]]:
    """The response to a call; no card where nothing is to be said."""
    if not call.service.drafts:
        patient = seen(call, context)
        return {"cards": list(VIEWS[call.service.id](call, context, patient))}
    drafts = drafts_of(call)
    return {"cards": [*_about_baclofen(call, context, drafts.baclofen), *_about_untold(call, drafts.untold)]}


def concerns_nobody(call: Call) -> bool:
    """Whether a call has no card for certain, whoever its patient is: it brings drafts, and all are of other drugs."""
    return call.service.drafts and drafts_of(call) == Drafts()


def lacking(call: Call) -> tuple[str, ...]:
    """The prefetch keys that the answer would rest on and that did not come along."""
    if call.service.drafts and not drafts_of(call).baclofen:
        return ()
    return tuple(key for key, _ in call.service.prefetch if not isinstance(call.prefetch.get(key), dict))


def drafts_of(call: Call) -> Drafts:
    """The drafts that a call is about, told apart by drug."""
    judged = [one for one in call.judged if one.get("resourceType") in ORDERS]
    if not judged:
        return Drafts()
    filled = [(one, _with_medication(one, call)) for one in judged]
    named = [(one, whole, is_baclofen(whole)) for one, whole in filled]
    return Drafts(
        tuple((one, whole) for one, whole, is_it in named if is_it),
        tuple(one for one, _, is_it in named if is_it is None),
    )


def _with_medication(draft: Resource, call: Call) -> Resource:
    """The draft, its medicine taken from the bundle's own Medication where it refers to that one."""
    pointer = draft.get("medicationReference")
    if not isinstance(pointer, dict) or medication_of(draft) is not None:
        return draft
    for one in call.drafts:
        if one.get("resourceType") == "Medication" and reference_of(one) == pointer.get("reference"):
            return {
                **draft,
                "contained": [{**one, "id": "medicine"}],
                "medicationReference": {"reference": "#medicine"},
            }
    return draft


def _about_baclofen(call: Call, context: Context, drafts: tuple[tuple[Resource, Resource], ...]) -> Iterator[Card]:
    if not drafts:
        return
    patient: Seen = seen(call, context)
    told: set[tuple[str, str]] = set()
    for sent, whole in drafts:
        for one in draft_cards(call, context, patient, sent, whole):
            # What is said of one draft in the same words as of another is read once.
            same = (one["summary"], one["detail"])
            if same not in told or "suggestions" in one:
                told.add(same)
                yield one
    yield from together_cards(call, context, patient, [whole for _, whole in drafts])


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
