"""Results of other senders: a laboratory value, a weight, a height, by LOINC and UCUM, or the reason why not."""

from __future__ import annotations

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import words_of
from lentus.exchange.fhir.laboratory import read_laboratory
from lentus.exchange.fhir.naming import LOINC, UCUM
from lentus.exchange.fhir.observations import SINGLE
from lentus.exchange.fhir.pieces import Resource, code_of
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.unit_words import names_another
from lentus.exchange.fhir.units import amount_text


def read_result(resource: Resource) -> Plain | CannotRead:
    """What an Observation found, as the fields of an event without its time: a laboratory value, a weight, a height."""
    if resource.get("status") not in ("final", "amended", "corrected"):
        return CannotRead(f"it is {resource.get('status')}", ("a final result",))
    if "modifierExtension" in resource or "implicitRules" in resource:
        return CannotRead("the result is modified in a way that is not known here", ("a plain result",))
    given = resource.get("valueQuantity")
    if not isinstance(given, dict) or given.get("system") != UCUM or "comparator" in given:
        return CannotRead("it has no value with a UCUM unit", ("a value with its unit by UCUM",))
    if names_another(given.get("unit"), str(given.get("code"))):
        told = f"the unit says {given['unit']} and its code {given.get('code')}"
        return CannotRead(told, ("unit and code that agree",), grave=True)
    concept = resource.get("code")
    code, said = str(code_of(concept, LOINC)), words_of(concept)
    return read_laboratory(code, given) or _measured(code, said, given)


def _measured(code: str, words: str, given: Resource) -> Plain | CannotRead:
    value = amount_text(given)
    if value is None:
        return CannotRead(f"its unit {given.get('code')!r} is not read", ("a value in mg/dL, kg or cm",))
    for kind, (loinc, _) in SINGLE.items():
        if code == loinc:
            if not given["value"]:
                return CannotRead(f"a {kind} of nothing was not measured", ("a measured value",))
            return {"kind": kind, kind: value}
    said = words.casefold()
    if value.endswith("mL/min/1.73 m2") and "glomerular filtration" in said and "among" not in said:
        return {"kind": "laboratory", "analyte": "eGFR", "value": value}
    return CannotRead(f"nothing is read from {words or code}", ("entering it by hand",))
