"""A Bundle of another sender: what enters a course, whose it is, and what is named as not read."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.errors import ExchangeError
from lentus.exchange.fhir import faults
from lentus.exchange.fhir.foreign import TakenIn, take_in
from lentus.exchange.fhir.naming import UCUM
from lentus.protocol import review
from tests.exchange.fhir.sender_doubts import ONE_TABLET, holding
from tests.exchange.fhir.sender_forms import BY_MOUTH, SPINAL, TABLET_10, VIAL, Message, mass, order, sig

PATIENT = {"resourceType": "Patient", "id": "p1", "identifier": [{"system": "urn:number", "value": "M1"}]}
OURS = {"reference": "Patient/p1"}
AT = "2026-03-05T09:00:00-06:00"


def asked(**more: Any) -> Message:
    """An order in force of the Bundle's patient."""
    told = {"id": "r1", "status": "active", "subject": OURS, "authoredOn": AT, **more}
    return {**order(sig()), **told}


def result(value: Any, code: str = "mg/dL", unit: str = "", loinc: str = "2160-0", **more: Any) -> Message:
    """A final result of the Bundle's patient."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": loinc}]},
        "subject": OURS,
        "effectiveDateTime": AT,
        "valueQuantity": {"value": value, "unit": unit or code, "system": UCUM, "code": code},
        **more,
    }


def stated(medicine: Message, **more: Any) -> Message:
    """A statement that stands, since an hour that is told."""
    told = {"status": "active", "medicationCodeableConcept": medicine, "effectivePeriod": {"start": AT}, **more}
    return {"resourceType": "MedicationStatement", "subject": OURS, **told}


def given(medicine: Message = TABLET_10, **dosage: Any) -> Message:
    """An administration that was completed."""
    told = {"status": "completed", "medicationCodeableConcept": medicine, "effectiveDateTime": AT, "dosage": dosage}
    return {"resourceType": "MedicationAdministration", "subject": OURS, **told}


def allergic(**more: Any) -> Message:
    """An allergy to a substance in words."""
    told = {"patient": OURS, "code": {"text": "Penicillin"}, "recordedDate": AT, **more}
    return {"resourceType": "AllergyIntolerance", **told}


def bundle(*held: Message, person: Message = PATIENT, address: str = "", **more: Any) -> Message:
    """A Bundle of the patient and these resources, or of entries that hold more than a resource."""
    first = {"resource": person, **({"fullUrl": address} if address else {})}
    rest = [one if "resource" in one or "request" in one else {"resource": one} for one in held]
    return {"resourceType": "Bundle", "type": "collection", "entry": [first, *rest], **more}


def taken(*held: Message, **more: Any) -> TakenIn:
    """What a Bundle gives."""
    return take_in(bundle(*held, **more), "America/Chicago", "Nurse A")


def kinds(read: TakenIn) -> list[str]:
    """The kinds of the events that came out of a Bundle, after the one with which history begins."""
    begin, *rest = read.course.events or (None,)
    assert begin is None or begin.kind == "as found"
    return [one.kind for one in rest]


SERVER = "https://records.example/fhir/Patient/p1"
REFERENCE = {**{name: held for name, held in asked().items() if name != "medicationCodeableConcept"}}


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        (OURS, ""),
        ({"reference": "Patient/p1/_history/2"}, ""),
        ({"reference": "urn:uuid:1"}, "urn:uuid:1"),
        ({"reference": SERVER}, SERVER),
        ({"reference": SERVER}, ""),
        ({"identifier": {"system": "urn:number", "value": "M1"}}, ""),
    ],
)
def test_what_is_about_the_patient_is_read_however_it_says_so(subject: Message, address: str) -> None:
    assert kinds(taken(asked(subject=subject), address=address)) == ["order"]


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/p2"},
        {"reference": "Patient/p11"},
        {"reference": "Group/p1"},
        {"reference": "https://elsewhere.example/fhir/Patient/p1"},
        {"identifier": {"system": "urn:number", "value": "M2"}},
        {"identifier": {"system": "urn:other", "value": "M1"}},
        {"display": "somebody"},
        "Patient/p1",
    ],
)
def test_what_is_about_somebody_else_never_enters_the_course(subject: Any) -> None:
    for held in (asked(subject=subject), result(1.1, subject=subject), allergic(patient=subject)):
        read = taken(held, address=SERVER)
        assert kinds(read) == []
        assert "is about" in read.unread[0].why.reason or "whose it is" in read.unread[0].why.reason


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (asked(status="draft"), "draft"),
        (asked(status="on-hold"), "on-hold"),
        (asked(intent="proposal"), "proposal"),
        (asked(intent="plan"), "plan"),
        (asked(intent="instance-order"), "instance-order"),
        (asked(doNotPerform=True), "not to be given"),
        (asked(authoredOn="0001-01-01T00:00:00+14:00"), "cannot be read"),
        (asked(authoredOn="2026-03-05"), "no hour"),
        (stated(TABLET_10, dosage=[sig()], status="completed"), "active"),
        (stated(TABLET_10, dosage=[sig()], effectivePeriod={"start": AT, "end": "2026-04-01"}), "end"),
        (stated(TABLET_10, dosage=[sig(asNeededBoolean=True)]), "as needed"),
        (result(1.1, status="preliminary"), "preliminary"),
        (result(97, unit="umol/L"), "its code"),
        (result(155, "kg", "lb", "29463-7"), "its code"),
        (result(0, "kg", "", "29463-7"), "not measured"),
        (result(1.1, modifierExtension=[{"url": "x"}]), "modified"),
        (result(1e300, "kg", "", "29463-7"), "cannot hold it"),
        (given(VIAL, dose=mass(50, "ug"), route=SPINAL), "by mouth"),
        (given(dose=mass(100), route=BY_MOUTH, text="gave 10 mg"), "words"),
        (given(dose=mass(10), text="10 mg PRN"), "as needed"),
        ({**given(dose=mass(10)), "status": "not-done"}, "completed"),
        (allergic(verificationStatus={"coding": [{"code": "refuted"}]}), "refuted"),
        (allergic(clinicalStatus={"coding": [{"code": {}}, {"code": "resolved"}]}), "resolved"),
        ({"resourceType": "CarePlan", "subject": OURS}, "no event"),
    ],
)
def test_what_does_not_stand_or_says_nothing_for_certain_is_named(held: Message, reason: str) -> None:
    read = taken(held, asked(id="good"))
    assert kinds(read) == ["order"], "one that cannot be read must not keep another out"
    assert [reason in one.why.says for one in read.unread] == [True]


def test_a_medicine_in_an_entry_of_its_own_comes_with_all_that_it_says() -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": TABLET_10}
    tablet = sig(ONE_TABLET)
    for pointer, address in (
        ("Medication/m", ""),
        ("urn:uuid:m", "urn:uuid:m"),
        ("https://x.example/Medication/m", ""),
    ):
        pointing = {**REFERENCE, "medicationReference": {"reference": pointer}, "dosageInstruction": [tablet]}
        held = {"fullUrl": address, "resource": drug} if address else {"resource": drug}
        assert kinds(taken(pointing, held)) == ["order"]
        for more in ({"ingredient": holding(mass(20), ONE_TABLET)}, {"modifierExtension": [{"url": "x"}]}):
            assert kinds(taken(pointing, {**held, "resource": {**drug, **more}})) == []
        assert "names no medicine" in taken(pointing).unread[0].why.reason


def test_another_medicine_is_known_to_the_rules() -> None:
    morphine = {"text": "morphine 15 mg tablet"}
    for held in (stated(morphine), asked(id="r2", medicationCodeableConcept=morphine)):
        read = taken(held, asked())
        assert sorted(kinds(read)) == ["medicine started", "order"]
        findings = {one.rule for judged in review(read.course).judged for one in judged.findings}
        assert "interactions.opioids" in findings
    off = taken(asked(medicationCodeableConcept=morphine, status="on-hold"), asked(id="r2"))
    assert kinds(off) == ["order"]


def test_history_begins_with_the_bundle_and_the_first_order_is_not_the_first_of_a_life() -> None:
    read = taken(asked(dosageInstruction=[sig(mass(20))]))
    (judged,) = [one for one in review(read.course).judged if one.event.kind == "order"]
    assert read.read == 1
    assert any(one.rule == "record.cannot-judge-step" for one in judged.findings)
    assert not any(one.rule.startswith("oral.start") for one in judged.findings)


def test_a_dose_given_a_regimen_and_a_death_are_facts() -> None:
    assert kinds(taken(given(dose=mass(10), route=BY_MOUTH))) == ["dose given"]
    assert kinds(taken(given(dose=ONE_TABLET))) == ["dose given"]
    assert kinds(taken(stated(TABLET_10, dosage=[sig()]))) == ["oral regimen"]
    dead = {**PATIENT, "deceasedDateTime": "2026-04-01T08:00:00-05:00"}
    assert kinds(taken(asked(), person=dead)) == ["order", "death"]


@pytest.mark.parametrize("said", [{"deceasedBoolean": True}, {"deceasedDateTime": "2026-04"}, {"active": False}])
def test_what_a_patient_says_beside_is_not_passed_over(said: Message) -> None:
    read = taken(asked(), person={**PATIENT, **said})
    assert [one.where for one in read.unread] == ["Patient p1"]


def test_what_of_a_bundle_did_not_come_is_named() -> None:
    page = taken(asked(), type="searchset", link=[{"relation": "next", "url": "urn:more"}])
    assert "one page" in page.unread[0].why.reason
    gone = taken({"request": {"method": "DELETE", "url": "MedicationRequest/9"}}, asked())
    assert "no resource" in gone.unread[0].why.reason
    for kind in ("history", "transaction-response", "batch-response"):
        with pytest.raises(ExchangeError, match="no record"):
            taken(asked(), type=kind)


LATER = "2026-03-09T09:00:00-05:00"


def test_orders_that_stand_at_once_are_neither_added_up_nor_taken_one_for_another() -> None:
    night = asked(id="r2", authoredOn=LATER, dosageInstruction=[sig(mass(20))])
    for first, second in (
        (asked(), night),
        (asked(), {**asked(id="r2"), "note": [{"text": "the same again"}]}),
        (stated(TABLET_10, dosage=[sig()], id="s1"), stated(TABLET_10, dosage=[sig(mass(20))], id="s2")),
    ):
        read = taken(first, second, allergic())
        assert kinds(read) == ["allergy"]
        assert ["at once" in one.why.reason for one in read.unread] == [True, True]


def test_an_order_that_names_what_it_follows_comes_after_it() -> None:
    for prior in ("MedicationRequest/r1", "https://x.example/MedicationRequest/r1/_history/1"):
        night = asked(id="r2", authoredOn=LATER, priorPrescription={"reference": prior})
        assert kinds(taken(asked(), night)) == ["order", "order"]
    assert kinds(taken(asked(), stated(TABLET_10, dosage=[sig()]))) == ["order", "oral regimen"]


def test_two_entries_at_one_address_are_refused_where_they_differ() -> None:
    one, other = asked(), asked(note=[{"text": "x"}])
    addressed = [{"fullUrl": "urn:uuid:r", "resource": held} for held in (one, other)]
    for pair in ([one, other], addressed):
        with pytest.raises(ExchangeError, match="share the address"):
            taken(*pair)
    assert kinds(taken(addressed[0], addressed[0])) == ["order"]
    assert any("another entry" in found.says for found in faults(bundle(*addressed)))
