"""The other medicines of a call's patient: orders and statements that stand, and unsigned orders of the same session.

An order that stands is no proof that the drug is taken, and a list that was sent is not known to be complete: the rule
that asks for a review of the medicines speaks all the same. Two orders written in one session have never met in a
chart, so a draft that a rule warns of beside baclofen counts too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from lentus.course.events import MedicineStarted
from lentus.exchange.cds.call import Call, Resource
from lentus.exchange.cds.hooks import MEDICATIONS, STATEMENTS
from lentus.exchange.cds.medicines import (
    entries_of_drafts,
    may_stand,
    said_by,
    standing_orders,
    standing_statements,
    with_medicine,
)
from lentus.exchange.cds.order import is_baclofen, medication_of
from lentus.exchange.cds.patient import Context
from lentus.exchange.fhir.pieces import listed
from lentus.protocol.interactions import Medicine, meetings

MOST_MEDICINES = 60
EVERY_ROUTE = ("oral", "transdermal", "intrathecal")
DRAFT = " (draft order)"


@dataclass(slots=True)
class Others:
    """The medicines by name, how many orders have no name, and which prefetch keys brought nothing."""

    medicines: dict[str, MedicineStarted] = field(default_factory=dict)
    unnamed: int = 0
    none: list[str] = field(default_factory=list)


def other_medicines(call: Call, context: Context) -> Others:
    """What the patient of a call has ordered or is said to take besides baclofen."""
    made = Others()
    for key, stand in ((MEDICATIONS, standing_orders(call)), (STATEMENTS, standing_statements(call))):
        found = list(stand)
        if not found:
            made.none.append(key)
        for one in found:
            if not is_baclofen(one):
                made.unnamed += not _added(made, one, context)
    for one in _drafts_to_mind(call):
        _added(made, one, context, DRAFT)
    return made


def _added(made: Others, resource: Resource, context: Context, more: str = "") -> bool:
    """Add the medicine of an order or a statement; False where no word names it."""
    name = said_by(medication_of(resource))
    if name and len(made.medicines) < MOST_MEDICINES:
        today = context.now.replace(hour=0, minute=0, second=0, microsecond=0)
        made.medicines.setdefault(name.casefold(), _medicine(f"{name}{more}", _route(resource), today, context.zone))
    return bool(name)


@lru_cache(maxsize=4_000)
def _medicine(name: str, route: str, at: datetime, zone: str) -> MedicineStarted:
    """A medicine as known from today on. The same few hundred are sent all day, and none of them changes."""
    return MedicineStarted.model_construct(id="", author="", name=name, route=route, at=at, zone=zone)


def _drafts_to_mind(call: Call) -> Iterator[Resource]:
    """Unsigned orders of the same session that a rule warns of beside baclofen; no word is lost on the others."""
    bundle = entries_of_drafts(call)
    for one in call.drafts:
        if one.get("resourceType") != "MedicationRequest" or not may_stand(one):
            continue
        whole = with_medicine(one, bundle)
        if is_baclofen(whole) is False and _warned_of(said_by(medication_of(whole)), _route(one)):
            yield whole


@lru_cache(maxsize=4_000)
def _warned_of(name: str, route: str) -> bool:
    return any(met.interaction.severity != "info" for met in meetings(Medicine(name, route), EVERY_ROUTE))


def _route(resource: Resource) -> str:
    """The first route that an order or a statement says in words."""
    dosage = listed(resource.get("dosageInstruction", resource.get("dosage")))
    return said_by(dosage[0].get("route")) if dosage else ""
