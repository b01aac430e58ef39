"""What a call brought about its patient besides the drafts, put to what is known here, and told on the card.

A stranger has no chart here, and the record that calls knows more: its results and medicines are judged by the same
rules. What it did not send, could not give, or wrote in a way that cannot be read is told beside what was read.

Of a patient of the clinic the chart counts; a later result, and a medicine that the chart does not name, are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lentus.course import State
from lentus.exchange.cds.call import Call
from lentus.exchange.cds.hooks import KIDNEYS, MEDICATIONS, STATEMENTS, WEIGHT
from lentus.exchange.cds.markdown import words
from lentus.exchange.cds.other_medicines import Others, other_medicines
from lentus.exchange.cds.patient import Context, Seen
from lentus.exchange.cds.results import Level, Results, results
from lentus.quantity import Concentration, show
from lentus.quantity.dates import day

MOST_UNREAD = 4
TITLES = {
    KIDNEYS: "results of the kidneys",
    WEIGHT: "weight",
    MEDICATIONS: "orders that stand",
    STATEMENTS: "medicines said to be taken",
}
"""Prefetch keys as a card calls them."""


def with_brought(patient: Seen, call: Call, context: Context) -> Seen:
    """The patient as the chart and the call tell together, with a text about what the call told."""
    found, others = results(call, context), other_medicines(call, context)
    if patient.chart is not None:
        told = "\n".join((*_read(found, others), *_unread(found, others)))
        told = f"Besides the chart, the calling record told:\n{told}" if told else ""
        return replace(patient, state=_newer(patient.state, found, others), told=told)
    state = replace(patient.state, laboratory=found.laboratory, weight=found.weight, medicines=others.medicines)
    lines = (*_read(found, others), *_unread(found, others), *_none(call, [*found.none, *others.none]))
    return replace(patient, state=state, told="\n".join(("What the calling record told of this patient:", *lines)))


def _newer(state: State, found: Results, others: Others) -> State:
    """A chart's state with what the call knows later or besides. The very same state where it knows nothing."""
    known = state.laboratory
    later = {name: one for name, one in found.laboratory.items() if name not in known or known[name].at < one.at}
    weighed = state.weight
    if found.weight is not None and (weighed is None or weighed.at < found.weight.at):
        weighed = found.weight
    new = {name: one for name, one in others.medicines.items() if not any(mine in name for mine in state.medicines)}
    if not later and not new and weighed is state.weight:
        return state
    return replace(state, laboratory={**known, **later}, weight=weighed, medicines={**state.medicines, **new})


def _read(found: Results, others: Others) -> Iterator[str]:
    values = [f"{analyte} {_shown(one.value)} of {day(one.at)}" for analyte, one in found.laboratory.items()]
    if found.weight is not None:
        values.append(f"weight {show(found.weight.value, 'kg')} of {day(found.weight.at)}")
    if values:
        yield f"- Read: {'; '.join(values)}"
    if others.medicines:
        named = "; ".join(one.name for one in others.medicines.values())
        yield f"- Other medicines: {words(named)}. Whether each is taken, and whether these are all, is not known"


def _shown(value: Level) -> str:
    return show(value, "mg/dL", 2) if isinstance(value, Concentration) else show(value)


def _unread(found: Results, others: Others) -> Iterator[str]:
    for one in found.unread[:MOST_UNREAD]:
        yield f"- Not read: {words(one)}"
    if len(found.unread) > MOST_UNREAD:
        yield f"- Not read: {len(found.unread) - MOST_UNREAD} more results"
    if others.unnamed:
        yield f"- Not read: {others.unnamed} {'order' if others.unnamed == 1 else 'orders'} without the drug's name"


def _none(call: Call, keys: list[str]) -> Iterator[str]:
    """Why nothing stands under these prefetch keys, those with one reason in one line."""
    by_reason: dict[str, list[str]] = {}
    for key in keys:
        by_reason.setdefault(_why_none(call, key), []).append(TITLES[key])
    for reason, titles in by_reason.items():
        yield f"- {reason}: {', '.join(titles)}"


def _why_none(call: Call, key: str) -> str:
    """Why nothing stands under a prefetch key, as the call itself tells it."""
    if key in call.unfetched:
        return f"Not sent, and not to be had ({words(call.unfetched[key])})"
    if key not in call.prefetch:
        return "Not sent"
    given = call.prefetch[key]
    empty = given is None or (isinstance(given, dict) and given.get("resourceType") == "Bundle")
    return "None in the calling record" if empty else "Sent in a form that cannot be read"
