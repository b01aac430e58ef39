"""Orders as MedicationRequest, both ways; and orders of other senders, read or refused with the reason.

Tapers and titrations are several dosage instructions, each with its sequence and its bounds. An order to stop is one
that must not be performed; what is no order for a drug is a ServiceRequest.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.issues import override_issue, read_override
from lentus.exchange.fhir.medicines import medicine, read_medicine
from lentus.exchange.fhir.naming import ORDER_KIND, ROUTES, UCUM, WORD
from lentus.exchange.fhir.pieces import Resource, code_of, concept_in, listed, text_in, within, word
from lentus.exchange.fhir.plain import Plain, known
from lentus.exchange.fhir.units import amount_text, quantity

STOPS = ("oral stop", "pump stop")
RATES = ("pump start", "pump dose", "pump restart")
SERVICES = ("end of observation", "implant", "refill", "wean", "conversion")
"""Orders of something other than a drug."""


def write(frame: Frame) -> list[Resource]:
    """The request of an `order` event, and a DetectedIssue for each override under which it stands."""
    order = frame.event["order"]
    accepted = frame.event.get("accepted", True)
    request = _service(frame, order, accepted) if order["kind"] in SERVICES else _drug(frame, order, accepted)
    issues = [override_issue(frame, one) for one in order.get("overrides", ())]
    return [request, *(one for one in issues if one)]


def _service(frame: Frame, order: Plain, accepted: bool) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "identifier": frame.identifier,
        "status": "active" if accepted else "revoked",
        "intent": "order",
        "code": word(ORDER_KIND, order["kind"]),
        "subject": frame.subject,
        "occurrenceDateTime": frame.at,
        **_note(order),
    }


def _drug(frame: Frame, order: Plain, accepted: bool) -> Resource:
    kind = order["kind"]
    named = medicine(order)
    if kind == "medicine":
        named = concept_in("medicationCodeableConcept", order["name"]) or {
            "medicationCodeableConcept": word(ORDER_KIND, kind)
        }
    dosage = _dosage(order)
    prescriber = text_in("display", order.get("prescriber") or order.get("owner") or "")
    return {
        "resourceType": "MedicationRequest",
        **({"contained": named.pop("contained")} if "contained" in named else {}),
        "identifier": frame.identifier,
        "status": "active" if accepted else "cancelled",
        "intent": "order",
        "category": [word(ORDER_KIND, kind)],
        **({"doNotPerform": True} if kind in STOPS else {}),
        **named,
        "subject": frame.subject,
        "authoredOn": frame.at,
        **({"requester": prescriber} if prescriber else {}),
        **({"reasonCode": [word(WORD, order["reason"])]} if order.get("reason") else {}),
        **_note(order),
        **({"dosageInstruction": dosage} if dosage else {}),
    }


def _note(order: Plain) -> Resource:
    made = text_in("text", order.get("note", ""))
    return {"note": [made]} if made else {}


def _dosage(order: Plain) -> list[Resource]:
    kind = order["kind"]
    if kind == "oral":
        return day(order["doses"], 1, None, order.get("route", "oral"))
    if kind == "oral taper":
        return _taper(order["steps"])
    if kind in RATES:
        return _at_rate(order["daily_dose"], 1, None)
    if kind == "drug holiday":
        lengths = _lengths([one["day"] for one in order["steps"]])
        steps = zip(order["steps"], lengths, strict=True)
        return [one for n, (step, days) in enumerate(steps, 1) for one in _at_rate(step["daily_dose"], n, days)]
    if kind == "screening":
        return _once(order)
    if kind == "transdermal":
        return [{**text_in("text", order["text"]), "route": route("transdermal")}]
    said = concept_in("route", order.get("route") or "")
    return [said] if said else []


def route(name: str) -> Resource:
    """A route in our own code and in words."""
    return word(WORD, name, ROUTES.get(name, name))


def _lengths(days: list[int]) -> list[int | None]:
    """How many days each step lasts; the last has no end."""
    return [*(later - first for first, later in pairwise(days)), None]


def _taper(steps: list[Plain]) -> list[Resource]:
    """The steps of a taper; an end without doses is the end of the last instruction before it."""
    lengths = _lengths([one["day"] for one in steps])
    made: list[Resource] = []
    for number, (step, days) in enumerate(zip(steps, lengths, strict=True), start=1):
        if step["doses"] or days is not None or not made:
            made += day(step["doses"] or ["0 mg"], number, days, "oral")
    return made


def day(doses: list[str], sequence: int, days: int | None, by: str) -> list[Resource]:
    """The doses of one day as instructions of one sequence number, equal ones that follow each other together."""
    made = []
    for dose, same in groupby(doses):
        amount = quantity(dose)
        times = len(list(same))
        if amount is None:
            return []
        made.append(
            {
                "sequence": sequence,
                "text": f"{dose}, {times} a day" if sequence else dose,
                "timing": {"repeat": {**_bounds(days), "frequency": times, "period": 1, "periodUnit": "d"}},
                "route": route(by),
                "doseAndRate": [{"doseQuantity": amount}],
            }
        )
    return made


def _bounds(days: int | None) -> Resource:
    if days is None:
        return {}
    return {"boundsDuration": {"value": days, "unit": "days", "system": UCUM, "code": "d"}}


def _at_rate(rate: str, sequence: int, days: int | None) -> list[Resource]:
    amount = quantity(rate)
    if amount is None:
        return []
    timing = {"timing": {"repeat": _bounds(days)}} if days else {}
    return [
        {
            "sequence": sequence,
            "text": rate,
            **timing,
            "route": route("intrathecal"),
            "doseAndRate": [{"rateQuantity": amount}],
        }
    ]


def _once(order: Plain) -> list[Resource]:
    amount = quantity(order["dose"])
    if amount is None:
        return []
    return [
        {
            "text": f"{order['dose']}, once",
            "timing": {"repeat": {"count": 1}},
            "route": route(order.get("route", "intrathecal")),
            "doseAndRate": [{"doseQuantity": amount}],
        }
    ]


def read(resources: list[Resource], _kind: str) -> Plain:
    """What a request of ours says of its event."""
    request = resources[0]
    made: Plain = {} if request.get("status") == "active" else {"accepted": False}
    kind = code_of(within(request, "category") or request.get("code"), ORDER_KIND)
    if kind is None:
        kind = code_of(listed(request.get("category"))[0], ORDER_KIND) if listed(request.get("category")) else None
    order: Plain = {"kind": kind, **_fields(request, str(kind))}
    overrides = [read_override(one) for one in resources[1:] if one.get("resourceType") == "DetectedIssue"]
    return {**made, "order": {**order, **({"overrides": overrides} if overrides else {})}}


def _fields(request: Resource, kind: str) -> Plain:
    note = within(request, "note", "text")
    made: Plain = {"note": note} if isinstance(note, str) else {}
    if kind in SERVICES:
        return made
    if kind == "medicine":
        return {**made, **known({"name": within(request, "medicationCodeableConcept", "text")}), **_said(request)}
    reason = within(request, "reasonCode")
    made |= known({"reason": code_of(reason[0]) if isinstance(reason, list) and reason else None})
    who = within(request, "requester", "display")
    made |= known({"owner" if kind in STOPS else "prescriber": who})
    dosage = listed(request.get("dosageInstruction"))
    return {**made, **read_medicine(request), **(_dosed(dosage, kind) if dosage else {})}


def _said(request: Resource) -> Plain:
    return known({"route": within(request, "dosageInstruction", "route", "text")})


def _dosed(dosage: list[Resource], kind: str) -> Plain:
    first = dosage[0]
    by = code_of(first.get("route"))
    other = {"route": by} if by not in ("oral", "intrathecal", "transdermal", None) else {}
    match kind:
        case "oral":
            return {"doses": _doses(dosage), **({"route": by} if by not in ("oral", None) else {})}
        case "oral taper":
            return {"steps": _read_taper(dosage)}
        case "screening":
            dose = amount_text(within(first, "doseAndRate", "doseQuantity"))
            return known({"dose": dose, "route": by if by != "intrathecal" else None})
        case "transdermal":
            return known({"text": first.get("text")})
        case "drug holiday":
            return {"steps": _read_rates(dosage)}
    return known({"daily_dose": amount_text(within(first, "doseAndRate", "rateQuantity"))}) | other


def _doses(dosage: list[Resource]) -> list[Any]:
    return [
        amount_text(within(one, "doseAndRate", "doseQuantity"))
        for one in dosage
        for _ in range(int(within(one, "timing", "repeat", "frequency") or 0))
    ]


def _steps(dosage: list[Resource]) -> list[tuple[int, list[Resource], int | None]]:
    """(first day, instructions, days) of each step."""
    made = []
    begins = 1
    for _, group in groupby(dosage, key=lambda one: one.get("sequence")):
        instructions = list(group)
        days = within(instructions[0], "timing", "repeat", "boundsDuration", "value")
        made.append((begins, instructions, days))
        begins += int(days or 0)
    return made


def _read_taper(dosage: list[Resource]) -> list[Plain]:
    steps = _steps(dosage)
    made = [{"day": begins, "doses": _canonical(_doses(instructions))} for begins, instructions, _ in steps]
    begins, _, days = steps[-1]
    return [*made, {"day": begins + int(days), "doses": []}] if days else made


def _canonical(doses: list[Any]) -> list[Any]:
    return [one for one in doses if one not in ("0 mg", "0 mcg")]


def _read_rates(dosage: list[Resource]) -> list[Plain]:
    return [
        {"day": begins, "daily_dose": amount_text(within(instructions, "doseAndRate", "rateQuantity"))}
        for begins, instructions, _ in _steps(dosage)
    ]
