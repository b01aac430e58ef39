"""Another dose on a card, where the engine itself offers one: for a patient whose state the clinic knows, never else.

Only what `advise` offers now is suggested, held once more against the rules with the product that the draft names.
For a stranger there is nothing here: the findings stand alone, and no number is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lentus.course import AnyOrder
from lentus.course.orders import OralOrder
from lentus.exchange.cds.call import Call, Resource, reference_of
from lentus.exchange.cds.cards import Card, card_id
from lentus.exchange.cds.markdown import words as marked
from lentus.exchange.cds.patient import Context, Seen
from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.pieces import within
from lentus.exchange.fhir.units import number
from lentus.protocol import Option, advise, check
from lentus.protocol.oral_doses import words
from lentus.quantity import Mass
from lentus.quantity.dates import day as shown_day

CANNOT_MAKE = "oral.product-cannot-make-dose"
HOLDS = ("oral.hold",)


@dataclass(frozen=True, slots=True)
class Offer:
    """The suggestions of a card, and the options in words for its detail."""

    suggestions: tuple[Card, ...] = ()
    told: str = ""


def offer(call: Call, context: Context, patient: Seen, draft: Resource, orders: tuple[AnyOrder, ...]) -> Offer:
    """What the engine offers in place of a draft that cannot proceed; nothing for a stranger.

    A draft of several steps can be removed, and is not rewritten: one dose is no schedule.
    """
    order = orders[0]
    if patient.chart is None or not isinstance(order, OralOrder):
        return Offer()
    options = [one for one in advise(patient.state).options if one.id.startswith("oral.")]
    made = [_suggestion(call, draft, one, order, patient) for one in options if _now(one, context)]
    if len(orders) > 1:
        made = [one for one in made if one is not None and one["actions"][0]["type"] == "delete"]
    return Offer(tuple(one for one in made if one is not None), _told(options, context))


def _now(option: Option, context: Context) -> bool:
    return option.earliest is None or option.earliest <= context.now


def _suggestion(call: Call, draft: Resource, option: Option, order: OralOrder, patient: Seen) -> Card | None:
    if option.id in HOLDS:
        return _removing(call, draft, option)
    if not isinstance(option.order, OralOrder) or len(set(option.order.doses)) != 1 or option.order.product:
        return None
    with_product = option.order.model_copy(update={"product": order.product})
    if any(one.blocks or one.rule == CANNOT_MAKE for one in check(patient.state, with_product)):
        return None
    doses = option.order.doses
    changed = with_doses(draft, doses)
    if changed is None:
        return None
    label = f"{option.title}: {words(doses)}"
    return {
        "label": label,
        "uuid": card_id(call.instance, reference_of(draft), label),
        "actions": [
            {
                "type": "update",
                "description": f"Write {words(doses)} into this order; the amount to dispense is left out, to be set.",
                "resource": changed,
            }
        ],
    }


def _removing(call: Call, draft: Resource, option: Option) -> Card | None:
    if not draft.get("id"):
        return None
    label = f"{option.title}: remove this draft"
    return {
        "label": label,
        "uuid": card_id(call.instance, reference_of(draft), label),
        "actions": [
            {
                "type": "delete",
                "description": "Remove this draft order; what is taken now goes on.",
                "resourceId": reference_of(draft),
            }
        ],
    }


def with_doses(draft: Resource, doses: tuple[Mass, ...]) -> dict[str, Any] | None:
    """The draft with these equal doses of a day in place of its own; what was to be dispensed no longer fits.

    The route stays as the record coded it.

    None where the dose cannot be written as a number of JSON without a loss.
    """
    value = number(doses[0].amount("mg"))
    if value is None:
        return None
    quantity = {"value": value, "unit": "mg", "system": UCUM, "code": "mg"}
    repeat = {"frequency": len(doses), "period": 1, "periodUnit": "d"}
    changed = {name: held for name, held in draft.items() if name != "dispenseRequest"}
    changed["dosageInstruction"] = [
        {
            "text": f"{words(doses)} by mouth",
            "timing": {"repeat": repeat},
            "route": within(draft, "dosageInstruction", "route") or {"text": "by mouth"},
            "doseAndRate": [{"doseQuantity": quantity}],
        }
    ]
    return changed


def _told(options: Iterable[Option], context: Context) -> str:
    lines = list(_lines(options, context))
    if not lines:
        return ""
    return "\n".join(["What the clinic's record leaves open, to be judged by a clinician:", *lines])


def _lines(options: Iterable[Option], context: Context) -> Iterator[str]:
    for one in options:
        later = "" if _now(one, context) or one.earliest is None else f", from {shown_day(one.earliest)} on"
        what = f": {marked(words(one.order.doses))}" if isinstance(one.order, OralOrder) else ""
        yield f"- {marked(one.title)}{what}{later} ({marked(one.because)})"
