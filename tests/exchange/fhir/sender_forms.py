"""Orders of baclofen as records write them, each with what it says: doses in nanograms, or why nothing is read.

The shapes are those of published examples and sandboxes: local codes beside words, doses in tablets, two doses of which
one is calculated, moments in UTC. The values are made up; no patient is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lentus.exchange.fhir.naming import GTS, NDC, RXNORM, SNOMED, UCUM

Message = dict[str, Any]
NCI = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
EDQM = "http://standardterms.edqm.eu"
LOCAL = "urn:oid:1.2.840.114350.1.13.0.1.7.4.798268.7025"
FORMS = "http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm"
KIND = "http://terminology.hl7.org/CodeSystem/dose-rate-type"

BY_MOUTH = {"coding": [{"system": SNOMED, "code": "26643006", "display": "Oral route (qualifier value)"}]}
SPINAL = {"coding": [{"system": SNOMED, "code": "72607000", "display": "Intrathecal route"}], "text": "Intrathecal"}
TABLET_10 = {
    "coding": [{"system": RXNORM, "code": "197391", "display": "baclofen 10 MG Oral Tablet"}],
    "text": "baclofen (LIORESAL) 10 mg tablet",
}
TABLET_20 = {"coding": [{"system": NDC, "code": "70710-1286-01"}], "text": "Baclofen 20 mg tablet"}
LIQUID = {"coding": [{"system": RXNORM, "code": "2593376", "display": "baclofen 5 MG/ML Oral Suspension"}]}
SOLUTION = {"coding": [{"system": RXNORM, "code": "250976", "display": "baclofen 1 MG/ML Oral Solution"}]}
VIAL = {"coding": [{"system": RXNORM, "code": "1666613"}], "text": "baclofen 2,000 mcg/mL intrathecal solution"}
PLAIN = {"text": "Baclofen"}
THRICE = {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}
MG = 1_000_000
"""Nanograms of a milligram."""


@dataclass(frozen=True)
class Form:
    """One order: `doses` of a day in nanograms, or `rate` in nanograms a day, or the `reason` why none is read."""

    name: str
    order: Message
    doses: tuple[int, ...] = ()
    rate: int | None = None
    single: int | None = None
    reason: str = ""


def order(dosage: Any, medicine: Message = PLAIN, **more: Any) -> Message:
    """A MedicationRequest with one instruction, or with a list of them."""
    made: Message = {
        "resourceType": "MedicationRequest",
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": medicine,
        "subject": {"reference": "Patient/1"},
        **more,
    }
    return {**made, "dosageInstruction": dosage if isinstance(dosage, list) else [dosage]} if dosage else made


def mass(value: Any, code: str = "mg", unit: str = "") -> Message:
    """A Quantity by UCUM."""
    return {"value": value, "unit": unit or code, "system": UCUM, "code": code}


def sig(dose: Message | None = None, timing: Message | None = THRICE, **more: Any) -> Message:
    """One instruction by mouth; `route=None` leaves the route out."""
    made = {"route": BY_MOUTH, "timing": timing, "doseAndRate": [{"doseQuantity": dose or mass(10)}], **more}
    return {name: held for name, held in made.items() if held is not None}


def kinds(*pairs: tuple[str, Message]) -> list[Message]:
    """Doses of several kinds, as one record lists what was calculated beside what was ordered."""
    return [{"type": {"coding": [{"system": KIND, "code": kind}]}, "doseQuantity": dose} for kind, dose in pairs]


def timing(**repeat: Any) -> Message:
    """A Timing by its repeat."""
    return {"repeat": repeat}


TEN = (10 * MG,)
SENT_UNIT = {"value": 2, "unit": "tablet"}

READ = (
    Form("mg by UCUM", order(sig()), TEN * 3),
    Form("mcg written ug", order(sig(mass(5000, "ug", "mcg"))), (5 * MG,) * 3),
    Form("half a milligram", order(sig(mass(2.5))), (2_500_000,) * 3),
    Form("grams", order(sig(mass(0.01, "g"))), TEN * 3),
    Form("unit without a code", order(sig({"value": 10, "unit": "mg"})), TEN * 3),
    Form("mcg without a code", order(sig({"value": 5000, "unit": "mcg"})), (5 * MG,) * 3),
    Form("a decimal that binary cannot hold", order(sig(mass(7.1))), (7_100_000,) * 3),
    Form("pills of a sandbox", order(sig({"value": 2, "code": "{pill}", "system": UCUM}), TABLET_10), (20 * MG,) * 3),
    Form("tablets by UCUM annotation", order(sig(mass(1, "{tbl}", "tablet")), TABLET_10), TEN * 3),
    Form("tablets by drug form", order(sig({"value": 1, "unit": "tab", "code": "TAB", "system": FORMS}), TABLET_20),
         (20 * MG,) * 3),
    Form("tablets in words", order(sig({"value": 1, "unit": "tablet(s)"}), TABLET_20), (20 * MG,) * 3),
    Form("half a tablet", order(sig({"value": 0.5, "unit": "tablet"}), TABLET_10), (5 * MG,) * 3),
    Form("one and a half", order(sig({"value": 1.5, "unit": "tab"}), TABLET_10), (15 * MG,) * 3),
    Form("mL of a suspension", order(sig(mass(2, "mL")), LIQUID), TEN * 3),
    Form("ml in small letters", order(sig(mass(2, "ml")), LIQUID), TEN * 3),
    Form("mL of a solution", order(sig(mass(5, "mL")), SOLUTION), (5 * MG,) * 3),
    Form("ordered beside calculated",
         order(sig(doseAndRate=kinds(("calculated", mass(1, "{tbl}")), ("ordered", mass(10))))), TEN * 3),
    Form("ordered in tablets beside calculated mg",
         order(sig(doseAndRate=kinds(("ordered", mass(1, "{tbl}")), ("calculated", mass(10)))), TABLET_10), TEN * 3),
    Form("frequency and period", order(sig(timing=timing(frequency=4, period=1, periodUnit="d"))), TEN * 4),
    Form("every 8 hours", order(sig(timing=timing(period=8, periodUnit="h"))), TEN * 3),
    Form("every 12 hours", order(sig(timing=timing(frequency=1, period=12, periodUnit="h"))), TEN * 2),
    Form("once a day as 24 h", order(sig(timing=timing(frequency=1, period=24, periodUnit="h"))), TEN),
    Form("14 a week", order(sig(timing=timing(frequency=14, period=1, periodUnit="wk"))), TEN * 2),
    Form("6 in 2 days", order(sig(timing=timing(frequency=6, period=2, periodUnit="d"))), TEN * 3),
    Form("hours of the day", order(sig(timing=timing(timeOfDay=["07:00:00", "12:00:00", "18:00:00"]))), TEN * 3),
    Form("events of the day", order(sig(timing=timing(when=["MORN", "NOON", "EVE", "HS"]))), TEN * 4),
    Form("at bedtime", order(sig(timing=timing(when=["HS"], frequency=1, period=1, periodUnit="d"))), TEN),
    Form("with meals, and how many",
         order(sig(timing=timing(when=["CM", "CD", "CV"], frequency=3, period=1, periodUnit="d"))), TEN * 3),
    Form("BID by code", order(sig(timing={"code": {"coding": [{"system": GTS, "code": "BID"}]}})), TEN * 2),
    Form("QID by code", order(sig(timing={"code": {"coding": [{"system": GTS, "code": "QID"}], "text": "QID"}})),
         TEN * 4),
    Form("TID in a local code",
         order(sig(timing={"code": {"coding": [{"system": LOCAL, "code": "2205", "display": "TID"}], "text": "TID"}})),
         TEN * 3),
    Form("q6h in words", order(sig(timing={"code": {"text": "q6h"}})), TEN * 4),
    Form("code and words beside a repeat",
         order(sig(timing={"code": {"text": "3 times daily"}, **THRICE})), TEN * 3),
    Form("all days of the week",
         order(sig(timing=timing(dayOfWeek=["mon", "tue", "wed", "thu", "fri", "sat", "sun"], frequency=2, period=1,
                                 periodUnit="d"))), TEN * 2),
    Form("bounds by date", order(sig(timing=timing(**THRICE["repeat"], boundsPeriod={"start": "2026-03-05"}))),
         TEN * 3),
    Form("bounds by moment in UTC",
         order(sig(timing=timing(**THRICE["repeat"], boundsPeriod={
             "start": "2026-03-05T17:02:00Z", "end": "2026-04-04T17:01:59Z"}))), TEN * 3),
    Form("bounds by duration",
         order(sig(timing=timing(**THRICE["repeat"], boundsDuration=mass(30, "d", "days")))), TEN * 3),
    Form("bounds of three months",
         order(sig(timing=timing(**THRICE["repeat"], boundsDuration=mass(3, "mo", "months")))), TEN * 3),
    Form("bounds by a range",
         order(sig(timing=timing(**THRICE["repeat"], boundsRange={"low": mass(7, "d"), "high": mass(14, "d")}))),
         TEN * 3),
    Form("PO/NG", order(sig(route={"text": "PO/NG"})), TEN * 3),
    Form("PO", order(sig(route={"coding": [{"system": LOCAL, "code": "PO", "display": "PO"}], "text": "PO"})), TEN * 3),
    Form("by gastrostomy tube", order(sig(route={"text": "Gastrostomy tube"})), TEN * 3),
    Form("per G-tube", order(sig(route={"text": "per G-tube"})), TEN * 3),
    Form("by the thesaurus", order(sig(route={"coding": [{"system": NCI, "code": "C38288", "display": "ORAL"}]})),
         TEN * 3),
    Form("by a French record",
         order(sig(route={"coding": [{"system": EDQM, "code": "20053000"}], "text": "Voie orale"})), TEN * 3),
    Form("no route, a tablet", order(sig(route=None), TABLET_10), TEN * 3),
    Form("no route, pills", order(sig(mass(1, "{pill}"), route=None), TABLET_10), TEN * 3),
    Form("no route, a suspension", order(sig(mass(2, "mL"), route=None), LIQUID), TEN * 3),
    Form("no route, the form in words", order(sig(route=None), {"text": "baclofen 10 mg oral tablet"}), TEN * 3),
    Form("a firm dose with a maximum beside it",
         order(sig(maxDosePerPeriod={"numerator": mass(80), "denominator": mass(1, "d")})), TEN * 3),
    Form("asNeeded that says no", order(sig(asNeededBoolean=False)), TEN * 3),
    Form("words for the patient beside the numbers",
         order(sig(text="Take 1 tablet (10 mg total) by mouth 3 (three) times daily.", patientInstruction="With food")),
         TEN * 3),
    Form("two parts of one day",
         order([sig(mass(5), timing(when=["MORN"]), sequence=1), sig(mass(10), timing(when=["HS"]), sequence=1)]),
         (5 * MG, 10 * MG)),
    Form("a pump's day by rate",
         order({"route": SPINAL, "doseAndRate": [{"rateQuantity": mass(120, "ug/d", "mcg/day")}]}, VIAL), rate=120_000),
    Form("a pump's hour by rate",
         order({"route": SPINAL, "doseAndRate": [{"rateQuantity": mass(5, "ug/h", "mcg/hr")}]}), rate=120_000),
    Form("a pump's day by ratio",
         order({"route": SPINAL, "doseAndRate": [
             {"rateRatio": {"numerator": mass(0.24, "mg"), "denominator": mass(24, "h")}}]}), rate=240_000),
    Form("a pump without a route, by its vial",
         order({"doseAndRate": [{"rateQuantity": mass(120, "ug/d", "mcg/day")}]}, VIAL), rate=120_000),
    Form("one screening dose",
         order({"route": SPINAL, "timing": timing(count=1), "doseAndRate": [{"doseQuantity": mass(50, "ug", "mcg")}]}),
         single=50_000),
)  # fmt: skip
"""Orders that say a dose for certain."""

REFUSED = (
    Form("no dosage", order(None), reason="no dosage"),
    Form("text alone", order({"text": "Take 1 tablet by mouth three times daily"}), reason="words alone"),
    Form("as directed", order({"patientInstruction": "as directed"}), reason="words alone"),
    Form("a Synthea order, as needed alone", order({"sequence": 1, "asNeededBoolean": True}), reason="as needed"),
    Form("a Synthea order, a value without a unit",
         order({"sequence": 1, "timing": THRICE, "doseAndRate": kinds(("ordered", {"value": 1.0}))}), reason="unit"),
    Form("as needed for spasms", order(sig(asNeededCodeableConcept={"text": "muscle spasms"})), reason="as needed"),
    Form("a range of doses",
         order(sig(doseAndRate=[{"doseRange": {"low": mass(10), "high": mass(20)}}])), reason="range"),
    Form("one to two tablets",
         order(sig(doseAndRate=[{"doseRange": {"low": SENT_UNIT, "high": SENT_UNIT}}]), TABLET_10), reason="range"),
    Form("two doses of no kind", order(sig(doseAndRate=[{"doseQuantity": mass(10)}, {"doseQuantity": mass(5)}])),
         reason="several doses"),
    Form("pills without a strength", order(sig(mass(2, "{pill}"))), reason="strength"),
    Form("tablets of an ingredient",
         order(sig(SENT_UNIT), {"coding": [{"system": RXNORM, "code": "1292", "display": "baclofen"}]}),
         reason="strength"),
    Form("tablets whose words say another strength",
         order(sig(SENT_UNIT), {"coding": [{"system": RXNORM, "code": "197391", "display": "baclofen 20 MG Tablet"}]}),
         reason="the words say"),
    Form("a third of a tablet", order(sig({"value": 0.33, "unit": "tablet"}), TABLET_10), reason="quarters"),
    Form("capsules of a tablet", order(sig({"value": 1, "unit": "capsule"}), TABLET_10), reason="capsule"),
    Form("tablets of a suspension", order(sig(SENT_UNIT), LIQUID), reason="liquid"),
    Form("mL of a tablet", order(sig(mass(5, "mL")), TABLET_10), reason="volume"),
    Form("each", order(sig({"value": 1, "unit": "each"}), TABLET_10), reason="each"),
    Form("the number one of UCUM", order(sig(mass(1, "1", "tablet")), TABLET_10), reason="no UCUM code"),
    Form("a dose by weight", order(sig(mass(0.3, "mg/kg"))), reason="no UCUM code"),
    Form("mcg as a UCUM code", order(sig(mass(500, "mcg"))), reason="no UCUM code"),
    Form("unit and code that disagree", order(sig(mass(10, "mg", "mcg"))), reason="its code"),
    Form("a dose in text", order(sig(mass("10"))), reason="not one number"),
    Form("less than", order(sig({**mass(10), "comparator": "<"})), reason="not one number"),
    Form("how often is not said", order(sig(timing=None)), reason="how often"),
    Form("how often in words alone", order(sig(timing={"code": {"text": "three times daily with meals"}})),
         reason="words alone"),
    Form("a code that means every other day", order(sig(timing={"code": {"coding": [{"system": GTS, "code": "QOD"}]}})),
         reason="QOD"),
    Form("every other day", order(sig(timing=timing(frequency=1, period=2, periodUnit="d"))), reason="same each day"),
    Form("Monday and Thursday",
         order(sig(timing=timing(dayOfWeek=["mon", "thu"], frequency=1, period=1, periodUnit="d"))),
         reason="every day"),
    Form("three to four times",
         order(sig(timing=timing(frequency=3, frequencyMax=4, period=1, periodUnit="d"))), reason="range"),
    Form("every six to eight hours",
         order(sig(timing=timing(frequency=1, period=6, periodMax=8, periodUnit="h"))), reason="range"),
    Form("before meals", order(sig(timing=timing(when=["AC"]))), reason="meals"),
    Form("ninety doses", order(sig(timing=timing(count=90, **THRICE["repeat"]))), reason="in all"),
    Form("single moments", order(sig(timing={"event": ["2026-03-05T14:00:00Z"]})), reason="single moments"),
    Form("a code against the numbers",
         order(sig(timing={"code": {"coding": [{"system": GTS, "code": "BID"}]}, **THRICE})), reason="its code"),
    Form("words against the numbers", order(sig(timing={"code": {"text": "BID"}, **THRICE})), reason="its code"),
    Form("two local words that disagree",
         order(sig(timing={"code": {"coding": [{"system": LOCAL, "code": "1", "display": "BID"}], "text": "TID"}})),
         reason="different numbers"),
    Form("no route and no product", order(sig(route=None)), reason="by which route"),
    Form("an intrathecal vial by mouth", order(sig(mass(10)), VIAL), reason="made for intrathecal"),
    Form("a tablet into the spine",
         order({"route": SPINAL, "doseAndRate": [{"rateQuantity": mass(120, "ug/d")}]}, TABLET_10),
         reason="made for use by mouth"),
    Form("a tablet as a screening dose",
         order({"route": SPINAL, "timing": timing(count=1), "doseAndRate": [{"doseQuantity": mass(10)}]}, TABLET_10),
         reason="made for use by mouth"),
    Form("words of the spine, by mouth", order(sig(), {"text": "Lioresal Intrathecal 10 mg/20 mL"}),
         reason="made for intrathecal"),
    Form("a route that contradicts its code", order(sig(route={**SPINAL, "text": "Oral"})), reason="different routes"),
    Form("two routes in one order", order([sig(sequence=1), sig(sequence=1, route=SPINAL)]),
         reason="different routes"),
    Form("by rectum", order(sig(route={"text": "Per rectum"})), reason="not one that is known"),
    Form("intrathecal doses each day",
         order({"route": SPINAL, "timing": timing(frequency=1, period=1, periodUnit="d"),
                "doseAndRate": [{"doseQuantity": mass(100, "ug", "mcg")}]}, VIAL), reason="no program"),
    Form("a flow in place of a dose",
         order({"route": SPINAL, "doseAndRate": [{"rateQuantity": mass(0.24, "mL/d")}]}, VIAL), reason="no mass"),
    Form("a ratio of volumes",
         order({"route": SPINAL, "doseAndRate": [
             {"rateRatio": {"numerator": mass(1, "mL"), "denominator": mass(1, "d")}}]}, VIAL), reason="no mass"),
    Form("a ratio of a plain number, as in one published example",
         order({"route": SPINAL, "doseAndRate": [
             {"rateRatio": {"numerator": mass(1, "1"), "denominator": mass(16, "h")}}]}), reason="no mass"),
    Form("a range of rates",
         order({"route": SPINAL, "doseAndRate": [{"rateRange": {"low": mass(1, "ug/d"), "high": mass(2, "ug/d")}}]}),
         reason="range"),
    Form("a maximum below its own doses",
         order(sig(maxDosePerPeriod={"numerator": mass(20), "denominator": mass(1, "d")})), reason="at most"),
    Form("two instructions without an order", order([sig(), sig(mass(20))]), reason="which order"),
    Form("a modifier", order(sig(modifierExtension=[{"url": "urn:x", "valueBoolean": True}])), reason="modified"),
    Form("over before it begins",
         order(sig(timing=timing(**THRICE["repeat"], boundsPeriod={"start": "2026-01-05", "end": "2026-02-04"}))),
         reason="ended"),
)  # fmt: skip
"""Orders that say none, each with a word of the reason that is told."""
