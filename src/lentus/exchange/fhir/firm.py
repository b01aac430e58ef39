"""Whether an instruction says a firm daily amount at all, before any number in it is looked at.

An element that is not known may turn the meaning of all others: R5 writes `asNeeded` where R4 has `asNeededBoolean`.
So everything that is not an element of R4 keeps an instruction from being read.
"""

from __future__ import annotations

from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.pieces import Resource, codings, listed
from lentus.exchange.fhir.sig import said, words_of_instruction

_EVERYWHERE = "id extension "
_DOSAGE = (
    "sequence text additionalInstruction patientInstruction timing asNeededBoolean asNeededCodeableConcept site route "
    "method doseAndRate maxDosePerPeriod maxDosePerAdministration maxDosePerLifetime"
)
_REPEAT = (
    "boundsDuration boundsRange boundsPeriod count countMax duration durationMax durationUnit frequency frequencyMax "
    "period periodMax periodUnit dayOfWeek timeOfDay when offset"
)
_AMOUNT = "type doseRange doseQuantity rateRatio rateRange rateQuantity"
DOSAGE = frozenset((_EVERYWHERE + _DOSAGE).split(" "))
TIMING = frozenset((_EVERYWHERE + "event repeat code").split(" "))
REPEAT = frozenset((_EVERYWHERE + _REPEAT).split(" "))
AMOUNT = frozenset((_EVERYWHERE + _AMOUNT).split(" "))
"""The elements that R4 has in an instruction and in its parts."""
NEEDS_PLAIN = ("a plain dosage of FHIR R4",)
MOST_INSTRUCTIONS = 100


def instructions_of(resource: Resource) -> list[Resource] | CannotRead:
    """The instructions of an order, none of them left out because it could not be read."""
    given = resource.get("dosageInstruction", resource.get("dosage"))
    found = listed(given)
    if not given:
        return CannotRead("the order has no dosage", ("each dose and how many a day",))
    if isinstance(given, list) and len(found) != len(given):
        return CannotRead("the dosage is not a list of instructions", NEEDS_PLAIN)
    if len(found) > MOST_INSTRUCTIONS:
        return CannotRead(f"the order has more than {MOST_INSTRUCTIONS} instructions", ("one order for each part",))
    return found or CannotRead("the order has no dosage", ("each dose and how many a day",))


def not_firm(dosage: Resource) -> CannotRead | None:
    """What makes an instruction no firm daily amount."""
    strange = _strange(dosage)
    if strange == "modifierExtension":
        return CannotRead("the dosage is modified in a way that is not known here", ("a plain dosage",))
    if strange:
        return CannotRead(f"the dosage has {strange!r}, which is no element of it in FHIR R4", NEEDS_PLAIN)
    if dosage.get("asNeededBoolean") not in (None, False) or "asNeededCodeableConcept" in dosage:
        return CannotRead("the dose is taken as needed", ("how many doses a day are taken",))
    if not listed(dosage.get("doseAndRate")):
        told = dosage.get("text") or dosage.get("patientInstruction")
        words = f"the dose is said in words alone: {told!r}" if told else "the dosage gives no dose"
        return CannotRead(words, ("the dose as a number with its unit",))
    unfirm = said(words_of_instruction(dosage)).unfirm
    return CannotRead(unfirm, ("words and numbers that agree",)) if unfirm else None


def _strange(dosage: Resource) -> str | None:
    """The first element that R4 does not have there."""
    timing = dosage.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    for held, known in ((dosage, DOSAGE), (timing, TIMING), (repeat, REPEAT)):
        if isinstance(held, dict):
            for name in held:
                if name.removeprefix("_") not in known:
                    return str(name)
    return None


def ordered_amount(dosage: Resource) -> Resource | CannotRead:
    """The one dose or rate that was ordered, where several kinds of it are listed."""
    given: Any = dosage.get("doseAndRate")
    amounts = listed(given)
    if isinstance(given, list) and len(given) != len(amounts):
        return CannotRead("the dosage gives no dose", ("the dose as a number with its unit",))
    ordered = [one for one in amounts if any(coding.get("code") == "ordered" for coding in codings(one.get("type")))]
    chosen = ordered or amounts
    if len(chosen) != 1:
        return CannotRead("the dosage gives several doses at once", ("one dose for each instruction",))
    (one,) = chosen
    strange = sorted(name for name in one if name.removeprefix("_") not in AMOUNT)
    if strange:
        return CannotRead(f"the dosage has {strange[0]!r}, which is no element of it in FHIR R4", NEEDS_PLAIN)
    if "doseRange" in one or "rateRange" in one:
        return CannotRead("the dose is given as a range", ("one dose",))
    if "doseQuantity" in one and ("rateQuantity" in one or "rateRatio" in one):
        return CannotRead("the dosage gives a dose and a rate", ("one of the two",))
    return one
