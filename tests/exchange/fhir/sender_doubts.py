"""Orders that look readable and are not: two parts of them say different things, or one part changes all others.

Each shape is one that records send: a unit in capitals beside the code of another, a text that was edited after the
numbers, a rate for a part of the day, an order on hold, an element of another release of FHIR.
"""

from __future__ import annotations

from typing import Any

from lentus.exchange.fhir.naming import GTS, NDC, RXNORM, SNOMED, UCUM
from tests.exchange.fhir.sender_forms import (
    BY_MOUTH,
    FORMS,
    LIQUID,
    LOCAL,
    MG,
    NCI,
    PLAIN,
    SOLUTION,
    SPINAL,
    TABLET_10,
    THRICE,
    VIAL,
    Form,
    Message,
    kinds,
    mass,
    order,
    sig,
    timing,
)

TEN = (10 * MG,) * 3
ONE_TABLET = {"value": 1, "unit": "tablet", "system": UCUM, "code": "{tbl}"}


def coded(code: str, text: str = "", display: str = "", system: str = RXNORM) -> Message:
    """A medicine by one code, with its words."""
    coding = {"system": system, "code": code, **({"display": display} if display else {})}
    return {"coding": [coding], **({"text": text} if text else {})}


def other(value: Any, unit: str, code: str, system: str) -> Message:
    """A Quantity by another system than UCUM."""
    return {"value": value, "unit": unit, "system": system, "code": code}


def rate(amount: Message, medicine: Message = VIAL, **more: Any) -> Message:
    """An order of a continuous rate into the spine."""
    return order({"route": SPINAL, "doseAndRate": [{"rateQuantity": amount}], **more}, medicine)


def once(amount: Message, medicine: Message = PLAIN, repeat: Message | None = None, **more: Any) -> Message:
    """An order of one dose into the spine."""
    told = {"count": 1, **(repeat or {})}
    given = {"doseAndRate": [{"doseQuantity": amount}], **more}
    return order({"route": SPINAL, "timing": {"repeat": told}, **given}, medicine)


def contained(dosage: Message, **medication: Any) -> Message:
    """An order whose medicine is a contained Medication."""
    made = order(dosage, PLAIN, contained=[{"resourceType": "Medication", "id": "m", **medication}])
    del made["medicationCodeableConcept"]
    return {**made, "medicationReference": {"reference": "#m"}}


def holding(amount: Message, each: Message, name: str = "baclofen") -> list[Message]:
    """One ingredient with its strength."""
    return [{"itemCodeableConcept": {"text": name}, "strength": {"numerator": amount, "denominator": each}}]


def abbreviated(code: str, system: str = LOCAL) -> Message:
    """A Timing by a code alone."""
    return {"code": {"coding": [{"system": system, "code": code}]}}


FIFTY, NIGHTLY = mass(50, "ug", "mcg"), (10 * MG,)
HOURLY = mass(5, "ug/h", "mcg/hr")
SAID = "Take 1 tablet (10 mg total) by mouth 3 (three) times daily."

CERTAIN = (
    Form("the sign for micro", order(sig(mass(5000, "ug", "\u00b5g"))), (5 * MG,) * 3),
    Form("the Greek letter mu", order(sig(mass(5000, "ug", "\u03bcg"))), (5 * MG,) * 3),
    Form("micrograms spelled out", order(sig(mass(5000, "ug", "micrograms"))), (5 * MG,) * 3),
    Form("MG in words alone", order(sig({"value": 10, "unit": "MG"})), TEN),
    Form("milligrams in words alone", order(sig({"value": 10, "unit": "milligrams"})), TEN),
    Form("mg by SNOMED CT", order(sig(other(10, "mg", "258684004", SNOMED))), TEN),
    Form("a tablet by SNOMED CT", order(sig(other(1, "tablet", "732936001", SNOMED)), TABLET_10), TEN),
    Form("mg by a local code", order(sig(other(10, "mg", "7", LOCAL))), TEN),
    Form("microliters", order(sig(mass(2000, "uL")), LIQUID), TEN),
    Form("the day's text agrees", order(sig(ONE_TABLET, text=SAID), TABLET_10), TEN),
    Form("two tablets of half the dose", order(sig(mass(20), text="Take two tablets (20 mg) by mouth TID"), TABLET_10),
         (20 * MG,) * 3),
    Form("half a tablet in words", order(sig(mass(5), text="Take 1/2 tablet 3 times a day"), TABLET_10), (5 * MG,) * 3),
    Form("a maximum in words", order(sig(text="10 mg three times a day, max 80 mg/day")), TEN),
    Form("the daily total in words", order(sig(text="30 mg per day in 3 doses")), TEN),
    Form("with food", order(sig(additionalInstruction=[{"text": "with food"}])), TEN),
    Form("a name without a blank", order(sig(), {"text": "BACLOFEN10MG TAB"}), TEN),
    Form("an hour before meals", order(sig(text="10 mg three times a day, 1 to 2 hours before meals")), TEN),
    Form("a summary of a record",
         order(sig(text="10 mg = 1 tab(s), Oral, TID, 90 tab(s), 3 Refill(s)"), TABLET_10), TEN),
    Form("QD by code", order(sig(timing=abbreviated("QD", GTS))), NIGHTLY),
    Form("at bedtime by code", order(sig(timing=abbreviated("BED", GTS))), NIGHTLY),
    Form("Q12H among the codes of FHIR", order(sig(timing=abbreviated("Q12H", GTS))), (10 * MG,) * 2),
    Form("daily, a local code", order(sig(timing=abbreviated("DAILY"))), NIGHTLY),
    Form("QHS, a local code", order(sig(timing=abbreviated("QHS"))), NIGHTLY),
    Form("before three meals", order(sig(timing=timing(when=["ACM", "ACD", "ACV"], offset=30))), TEN),
    Form("before meals, three times",
         order(sig(timing=timing(when=["AC"], frequency=3, period=1, periodUnit="d"))), TEN),
    Form("early and at night", order(sig(timing=timing(when=["MORN.early", "NIGHT"]))), (10 * MG,) * 2),
    Form("a maximum at a time", order(sig(maxDosePerAdministration=mass(20))), TEN),
    Form("an extension", order(sig(), extension=[{"url": "urn:x", "valueString": "y"}]), TEN),
    Form("what a pharmacy needs", order(sig(), priorPrescription={"reference": "MedicationRequest/1"},
                                        substitution={"allowedBoolean": True}, reportedBoolean=True,
                                        dispenseRequest={"quantity": mass(90, "{tbl}")}), TEN),
    Form("a proposal, to be judged", order(sig(), intent="proposal"), TEN),
    Form("RxNorm by its OID", order(sig(ONE_TABLET), coded("197391", "Baclofen 10 mg tablet",
                                                           system="urn:oid:2.16.840.1.113883.6.88")), TEN),
    Form("an NDC of eleven digits", order(sig(ONE_TABLET), coded("70710128501", "Baclofen 10 mg tablet", system=NDC)),
         TEN),
    Form("a product beside its ingredient",
         order(sig(ONE_TABLET), {"coding": [*TABLET_10["coding"], {"system": RXNORM, "code": "1292"}]}), TEN),
    Form("the name in French", order(sig(), {"text": "Baclof\u00e8ne 10 mg, comprim\u00e9"}), TEN),
    Form("the name in Spanish", order(sig(), {"text": "Baclofeno 10 mg comprimidos"}), TEN),
    Form("an ingredient that agrees", contained(sig(mass(2, "mL")), code=LIQUID,
                                                ingredient=holding(mass(25), mass(5, "mL"))), TEN),
    Form("a vehicle beside the drug", contained(sig(), code=PLAIN, ingredient=[
        *holding(mass(5), mass(1, "mL")), {"itemCodeableConcept": {"text": "Purified water"}}]), TEN),
    Form("by a tube, by code", order(sig(route={"coding": [{"system": SNOMED, "code": "127492001"}]})), TEN),
    Form("a route in three codings", rate(HOURLY, route={"coding": [
        *SPINAL["coding"], {"system": NCI, "code": "C38267"},
        {"system": LOCAL, "code": "32", "display": "Intrathecal (Continuous)"}]}), rate=120_000),
    Form("a rate of 24 hours", rate(mass(0.12, "mg/(24.h)", "mg/24h")), rate=120_000),
    Form("a rate in words alone", rate({"value": 120, "unit": "mcg/day"}), rate=120_000),
    Form("a rate once a day", rate(mass(120, "ug/d"), timing=timing(frequency=1, period=1, periodUnit="d")),
         rate=120_000),
    Form("a rate and its hour", rate(HOURLY, text="Baclofen 2,000 mcg/mL: 120 mcg/day"), rate=120_000),
    Form("a rate, continuous", rate(HOURLY, timing={"code": {"text": "Continuous"}}), rate=120_000),
    Form("one dose, the ordered one", order({"route": SPINAL, "timing": timing(count=1),
         "doseAndRate": kinds(("calculated", mass(75, "ug")), ("ordered", FIFTY))}), single=50_000),
    Form("one dose over a minute", once(FIFTY, repeat={"duration": 1, "durationUnit": "min"}), single=50_000),
    Form("one dose from a syringe", once(mass(1, "mL"), coded("70511-121-80", "Gablofen 50 mcg/mL", system=NDC)),
         single=50_000),
)  # fmt: skip
"""Orders that are as certain as the plain ones."""

DOUBTFUL = (
    Form("MCG beside mg", order(sig(mass(10, "mg", "MCG"))), reason="its code"),
    Form("micrograms beside mg", order(sig(mass(10, "mg", "micrograms"))), reason="its code"),
    Form("tablet beside mg", order(sig(mass(1, "mg", "tablet")), TABLET_10), reason="its code"),
    Form("mL beside mg", order(sig(mass(2, "mg", "mL")), LIQUID), reason="its code"),
    Form("mg beside a tablet's note", order(sig(mass(1, "{tbl}", "mg")), TABLET_10), reason="its code"),
    Form("mg beside TAB", order(sig(other(1, "mg", "TAB", FORMS)), TABLET_10), reason="its code"),
    Form("capsule beside a tablet's note", order(sig(mass(1, "{tbl}", "capsule")), TABLET_10), reason="its code"),
    Form("SNOMED's microgram beside mg", order(sig(other(10, "mg", "258685003", SNOMED))), reason="its code"),
    Form("a local mcg beside mg", order(sig(other(10, "mg", "mcg", LOCAL))), reason="its code"),
    Form("a ton", order(sig({"value": 10, "unit": "Mg"})), reason="not known"),
    Form("drops", order(sig(mass(5, "[drp]", "drop")), LIQUID), reason="no UCUM code"),
    Form("teaspoons", order(sig(mass(1, "[tsp_us]", "tsp")), LIQUID), reason="no UCUM code"),
    Form("text of a thousandth", order(sig(mass(500), text="500 mcg by mouth three times daily")), reason="words"),
    Form("text of a tenth", order(sig(mass(50), text="Take 5 mg by mouth three times daily")), reason="words"),
    Form("text of another count", order(sig(mass(10), text="Take 2 tablets by mouth TID"), TABLET_10), reason="words"),
    Form("text of a range", order(sig(text="Take 10-20 mg by mouth three times a day")), reason="range"),
    Form("one to two in words", order(sig(ONE_TABLET, text="one to two tablets TID"), TABLET_10), reason="range"),
    Form("up to three times", order(sig(text="10 mg up to 3 times a day")), reason="range"),
    Form("as needed in the text", order(sig(ONE_TABLET, text=f"{SAID} As needed."), TABLET_10), reason="as needed"),
    Form("PRN in the text", order(sig(text="10 mg PO TID PRN")), reason="as needed"),
    Form("PRN in the timing", order(sig(timing={"code": {"text": "TID PRN"}, **THRICE})), reason="as needed"),
    Form("as needed beside it", order(sig(additionalInstruction=[{"text": "as needed"}])), reason="as needed"),
    Form("twice in the text", order(sig(text="10 mg twice daily")), reason="words"),
    Form("BID in the text", order(sig(text="10 mg PO BID")), reason="words"),
    Form("two times in the timing", order(sig(timing={"code": {"text": "2 times daily"}, **THRICE})), reason="words"),
    Form("every other day in the text", order(sig(text="10 mg TID every other day")), reason="each day"),
    Form("a taper in words", order(sig(mass(20), text="Take 20 mg TID for 7 days, then 10 mg TID, then stop")),
         reason="steps"),
    Form("a titration in words", order(sig(mass(5), text="5 mg TID, titrate as tolerated")), reason="steps"),
    Form("another amount in words", order(sig(text="10 mg TID (20 mg at bedtime)")), reason="words"),
    Form("a bolus in words", rate(mass(120, "ug/d"), text="120 mcg/day, patient bolus 10 mcg"), reason="words"),
    Form("another number of times in words", order(sig(text="10 mg TID on weekdays, BID on Sunday")), reason="words"),
    Form("a rate of nothing", rate(mass(0, "ug/d")), reason="nothing"),
    Form("one dose of nothing", once(mass(0, "ug")), reason="nothing"),
    Form("the patient is told more", order(sig(patientInstruction="Take 20 mg")), reason="words"),
    Form("intrathecal in the text", order(sig(text="give 10 mg intrathecal")), reason="words"),
    Form("TIW", order(sig(timing=abbreviated("TIW"))), reason="how often"),
    Form("QOD, a local code", order(sig(timing=abbreviated("QOD"))), reason="how often"),
    Form("an event of R5", order(sig(timing=timing(when=["IMD"]))), reason="no event of a day"),
    Form("morning of every other day", order(sig(timing=timing(when=["MORN"], period=2, periodUnit="d"))),
         reason="each day"),
    Form("days in the code, weeks in the words",
         order(sig(timing=timing(**THRICE["repeat"], boundsDuration=mass(7, "d", "week(s)")))), reason="whole days"),
    Form("bounds as text", order(sig(timing=timing(**THRICE["repeat"], boundsPeriod="2026-03-05"))), reason="bounds"),
    Form("two bounds", order(sig(timing=timing(**THRICE["repeat"], boundsPeriod={"start": "2026-03-05"},
                                                boundsDuration=mass(7, "d")))), reason="bounds"),
    Form("asNeeded of R5", order(sig(asNeeded=True)), reason="no element"),
    Form("a dose of STU3", order({"route": BY_MOUTH, "timing": THRICE, "doseQuantity": mass(10)}), reason="no element"),
    Form("an element of nobody", order(sig(timing=timing(**THRICE["repeat"], until="better"))), reason="no element"),
    Form("as needed as text", order(sig(asNeededBoolean="true")), reason="as needed"),
    Form("a modified timing", order(sig(timing={"modifierExtension": [{"url": "x"}], **THRICE})), reason="modified"),
    Form("a modified order", order(sig(), modifierExtension=[{"url": "x"}]), reason="modified"),
    Form("rules of its own", order(sig(), implicitRules="urn:x"), reason="modified"),
    Form("a modified medicine", contained(sig(), code=PLAIN, modifierExtension=[{"url": "x"}]), reason="modified"),
    Form("half of it is no instruction", order([sig(), "x"]), reason="list of instructions"),
    Form("more than one may take", order(sig(maxDosePerAdministration=mass(5))), reason="at most"),
    Form("more than a life allows", order(sig(maxDosePerLifetime=mass(5))), reason="at most"),
    *(Form(f"an order {one}", order(sig(), status=one), reason="status")
      for one in ("on-hold", "stopped", "completed", "cancelled", "entered-in-error", "unknown", "actve")),
    Form("one option", order(sig(), intent="option"), reason="option"),
    Form("not to be given, as text", order(sig(), doNotPerform="true"), reason="not to be given"),
    Form("another drug in the words", order(sig(ONE_TABLET), coded(
        "197391", "methotrexate 10 MG Oral Tablet", "baclofen 10 MG Oral Tablet")), reason="methotrexate"),
    Form("another drug in the display", order(sig(), coded(
        "313782", "baclofen 10 mg tablet", "acetaminophen 325 MG Oral Tablet")), reason="acetaminophen"),
    Form("two medicines", {**contained(sig(), code={"text": "tizanidine"}), "medicationCodeableConcept": PLAIN},
         reason="two medicines"),
    Form("two strengths", order(sig(ONE_TABLET), {"coding": [*TABLET_10["coding"], {
        "system": RXNORM, "code": "197392", "display": "baclofen 20 MG Oral Tablet"}]}), reason="different strengths"),
    Form("an NDC of ten digits", order(sig(ONE_TABLET), coded("7071012851", "Baclofen 10 mg tablet", system=NDC)),
         reason="could be three"),
    Form("an ingredient alone", contained(sig(ONE_TABLET), code=PLAIN, ingredient=holding(mass(10), ONE_TABLET)),
         reason="not known from its codes"),
    Form("an ingredient of twice as much", contained(sig(ONE_TABLET), code=TABLET_10,
                                                     ingredient=holding(mass(20), ONE_TABLET)), reason="ingredient"),
    Form("an ingredient of five times as much", contained(sig(mass(2, "mL")), code=SOLUTION,
                                                          ingredient=holding(mass(5), mass(1, "mL"))),
         reason="ingredient"),
    Form("compounded with another drug", contained(sig(), code=PLAIN, ingredient=[
        *holding(mass(2), mass(1, "mL")), *holding(mass(1), mass(1, "mL"), "morphine")]), reason="morphine"),
    Form("compounded, in words", rate(HOURLY, {"text": "baclofen 2,000 mcg/mL, clonidine 500 mcg/mL"}),
         reason="clonidine"),
    Form("from one dose to another", order(sig(text="5 mg to 10 mg by mouth TID")), reason="range"),
    Form("three times a day, as 2x", order(sig(text="10 mg 2x daily")), reason="words"),
    Form("an abbreviated route", order(sig(route={"text": "IT"}), VIAL), reason="not one that is known"),
    Form("under the tongue", order(sig(route={"text": "Sublingual"})), reason="not one that is known"),
    Form("a rate's words of a thousandth", rate(mass(120, "mg/d", "MCG/day")), reason="its code"),
    Form("a rate's words of another time", rate(mass(120, "ug/h", "mcg/day")), reason="its code"),
    Form("a ratio's words of a thousandth", order({"route": SPINAL, "doseAndRate": [{"rateRatio": {
        "numerator": mass(240, "mg", "MCG"), "denominator": mass(1, "d")}}]}), reason="its code"),
    Form("a ratio's words of another time", order({"route": SPINAL, "doseAndRate": [{"rateRatio": {
        "numerator": mass(240, "ug"), "denominator": mass(1, "h", "day")}}]}), reason="its code"),
    Form("a rate against its text", rate(mass(120, "mg/d"), text="120 mcg/day"), reason="words"),
    Form("a rate for a part of the day", rate(HOURLY, timing=timing(frequency=3, period=1, periodUnit="d", duration=2,
                                                                    durationUnit="h")), reason="all day"),
    Form("a rate at night", rate(HOURLY, timing=timing(when=["NIGHT"])), reason="all day"),
    Form("a rate on one day", rate(HOURLY, timing=timing(dayOfWeek=["mon"])), reason="all day"),
    Form("a rate for four hours", rate(HOURLY, timing=timing(duration=4, durationUnit="h")), reason="all day"),
    Form("a rate twice a day", rate(mass(120, "ug/d"), timing=abbreviated("BID", GTS)), reason="all day"),
    Form("a rate that ended", rate(HOURLY, timing=timing(boundsPeriod={"start": "2020-01-01", "end": "2020-02-01"})),
         reason="ended"),
    Form("a rate above its maximum", rate(mass(120, "ug/d"), maxDosePerPeriod={
        "numerator": mass(100, "ug"), "denominator": mass(1, "d")}), reason="at most"),
    Form("mg in 24, times hours", rate(mass(0.12, "mg/24.h")), reason="no mass by time"),
    Form("one dose as needed", once(FIFTY, asNeededBoolean=True), reason="as needed"),
    Form("one dose, modified", once(FIFTY, modifierExtension=[{"url": "x"}]), reason="modified"),
    Form("one dose of two", order({"route": SPINAL, "timing": timing(count=1), "doseAndRate": [
        {"doseQuantity": FIFTY}, {"doseQuantity": mass(100, "ug")}]}), reason="several doses"),
    Form("one to three doses", once(FIFTY, repeat={"countMax": 3}), reason="several intrathecal"),
    Form("one dose, three times a day", once(FIFTY, repeat={"frequency": 3, "period": 1, "periodUnit": "d"}),
         reason="several intrathecal"),
    Form("one dose against its text", once(mass(50), text="50 mcg once"), reason="words"),
    Form("one dose above its maximum", once(FIFTY, maxDosePerAdministration=mass(25, "ug")), reason="at most"),
    Form("one dose, long ago", once(FIFTY, repeat={"boundsPeriod": {"start": "2020-01-01", "end": "2020-01-02"}}),
         reason="ended"),
)  # fmt: skip
"""Orders that say none for certain, each with a word of the reason that is told."""
