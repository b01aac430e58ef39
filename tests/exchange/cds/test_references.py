"""How a message points at its own orders: every way that records write counts, and a slip is told."""

from __future__ import annotations

import pytest

from lentus.exchange.cds.markdown import rules_in
from lentus.record import Store
from tests.exchange.cds.clinic import ORAL, PUMP, cards, context
from tests.exchange.cds.messages import Message, call, dose, draft, patient
from tests.exchange.cds.response_rules import broken

FULL = "urn:uuid:0c7a4f6e-55a4-4f0b-8d0e-2a8b6c9d1e2f"
MUCH, LITTLE = dose(30, "mg", 4), dose(5, "mg", 3)


def selecting(*selected: str, drafts: tuple[Message, ...] = (draft("baclofen", MUCH, number="7"),)) -> list[Message]:
    """The cards while some of a session's drafts are selected."""
    message = call(*drafts, hook="order-select", patient=patient())
    for entry in message["context"]["draftOrders"]["entry"]:
        entry["fullUrl"] = FULL
    message["context"]["selections"] = list(selected)
    found = cards(message)
    assert broken({"cards": found}) == []
    return found


@pytest.mark.parametrize(
    "reference",
    [
        "MedicationRequest/7",
        "7",
        "https://record.example/fhir/MedicationRequest/7",
        "MedicationRequest/7/_history/2",
        FULL,
    ],
)
def test_a_selection_is_found_however_it_is_written(reference: str) -> None:
    assert selecting(reference)[0]["indicator"] == "critical"


@pytest.mark.parametrize(
    "reference", ["", "MedicationRequest/", "MedicationRequest/17", "ServiceRequest/7", "/7", FULL[:-1]]
)
def test_a_selection_of_something_else_selects_nothing(reference: str) -> None:
    assert selecting(reference) == []


def test_a_draft_without_an_id_is_selected_by_its_full_url() -> None:
    bare = {name: held for name, held in draft("baclofen", MUCH).items() if name != "id"}
    assert selecting(FULL, drafts=(bare,))[0]["indicator"] == "critical"
    assert selecting("MedicationRequest/", drafts=(bare,)) == []


def test_one_of_three_is_judged_and_the_others_of_baclofen_are_counted_without_alarm() -> None:
    drafts = (
        draft("baclofen", LITTLE, number="1"),
        draft("baclofen", MUCH, number="2"),
        draft("metformin", dose(500, "mg", 2), number="3"),
    )
    found = selecting("MedicationRequest/1", drafts=drafts)
    assert not any(one["indicator"] == "critical" for one in found)
    (several,) = [one for one in found if "2 draft orders of baclofen" in one["summary"]]
    assert several["indicator"] == "warning"
    assert "oral.daily-maximum" in rules_in(several["detail"])
    assert "1 of them is not selected now; it is counted." in several["detail"]
    assert selecting("MedicationRequest/3", drafts=drafts) == []
    calm = selecting("MedicationRequest/1", drafts=(drafts[0], draft("baclofen", LITTLE, number="2")))
    assert {one["indicator"] for one in calm} == {"info"}
    unfinished = selecting("MedicationRequest/1", drafts=(drafts[0], draft("baclofen", number="2")))
    assert {one["indicator"] for one in unfinished} == {"info"}


def test_a_medicine_of_the_bundle_is_found_by_any_reference() -> None:
    pointing = draft("", MUCH)
    del pointing["medicationCodeableConcept"]
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "baclofen 10 mg tablet"}}
    for reference in ("Medication/m", "https://record.example/fhir/Medication/m", FULL):
        message = call(pointing | {"medicationReference": {"reference": reference, "display": "as below"}}, medicine)
        message["context"]["draftOrders"]["entry"][1]["fullUrl"] = FULL
        assert cards(message)[0]["indicator"] == "critical"


@pytest.mark.parametrize(
    "reference", ["Patient/other", "https://record.example/fhir/Patient/other", "Patient/other/_history/1"]
)
def test_a_draft_that_names_another_patient_is_told_and_judged_by_itself(clinic: Store, reference: str) -> None:
    """Nothing of this patient's chart may speak about another one's order, least of all a dose."""
    sent = draft("baclofen", dose(20, "mg", 4), subject={"reference": reference})
    found = cards(call(sent, patient=patient(ORAL)), context(clinic))
    assert broken({"cards": found}) == []
    assert found[0]["indicator"] == "warning"
    assert "another patient" in found[0]["summary"]
    assert not any("suggestions" in one for one in found)
    assert not any("/p/" in link["url"] for one in found for link in one.get("links", ()))
    both = cards(call(sent, draft("baclofen", LITTLE, number="2"), patient=patient(ORAL)), context(clinic))
    assert not any("draft orders of baclofen" in one["summary"] for one in both), "two patients' doses are no sum"


@pytest.mark.parametrize(
    "subject", [{"reference": "Patient/p1"}, {"reference": "https://r.example/Patient/p1/_history/3"}, {"display": "x"},
                {"reference": "#p"}, {"reference": FULL}, None, "p1", {"reference": 7}]
)  # fmt: skip
def test_a_subject_that_names_nobody_else_changes_nothing(clinic: Store, subject: object) -> None:
    usual = cards(call(draft("baclofen", LITTLE), patient=patient(ORAL)), context(clinic))
    assert cards(call(draft("baclofen", LITTLE, subject=subject), patient=patient(ORAL)), context(clinic)) == usual


def test_a_type_before_the_patients_id_is_no_other_patient(clinic: Store) -> None:
    message = call(draft("baclofen", LITTLE), patient=patient(ORAL))
    written = {**message, "context": {**message["context"], "patientId": "Patient/p1"}}
    assert cards(written, context(clinic)) == cards(message, context(clinic))


@pytest.mark.parametrize("gone", [{"status": "cancelled"}, {"status": "entered-in-error"}, {"doNotPerform": True}])
def test_an_order_that_is_taken_back_adds_to_no_sum(clinic: Store, gone: Message) -> None:
    """A changed order comes as the old one, cancelled, and a new one: that is one order, and no overdose."""
    new, old = draft("baclofen", LITTLE), draft("baclofen", MUCH, number="2", **gone)
    alone = cards(call(new, patient=patient(ORAL)), context(clinic))
    both = cards(call(new, old, patient=patient(ORAL)), context(clinic))
    added = [one for one in both if one not in alone]
    assert [one["indicator"] for one in added] == ["info"]
    assert "not assessed" in added[0]["summary"]


def test_drafts_without_ids_are_cards_with_ids_of_their_own(clinic: Store) -> None:
    bare = {name: held for name, held in draft("baclofen", MUCH).items() if name != "id"}
    for drafts in ((bare, bare), (bare, {**bare, "status": "active"}), (draft("baclofen", MUCH),) * 2):
        assert broken({"cards": cards(call(*drafts, patient=patient(ORAL)), context(clinic))}) == []


def test_a_stranger_with_a_pump_is_unknown_and_not_wrong() -> None:
    rate = {"rateQuantity": {"value": 120, "unit": "ug/d", "system": "http://unitsofmeasure.org", "code": "ug/d"}}
    sent = draft("baclofen 500 mcg/mL", {"route": {"text": "intrathecal"}, "doseAndRate": [rate]})
    found = cards(call(sent, patient=patient()))
    assert not any(one["indicator"] == "critical" for one in found)
    assert "record.cannot-judge-step" in {rule for one in found for rule in rules_in(one["detail"])}


@pytest.mark.parametrize("number", ["", ORAL, PUMP])
@pytest.mark.parametrize("hook", ["order-sign", "patient-view", "encounter-discharge"])
def test_every_source_can_be_opened(clinic: Store, number: str, hook: str) -> None:
    drafts = (draft("baclofen", MUCH), draft("baclofen", number="2"), {"resourceType": "MedicationRequest"})
    active = {"resourceType": "Bundle", "entry": [{"resource": draft("baclofen", status="active")}]}
    for one in cards(call(*drafts, hook=hook, patient=patient(number), medications=active), context(clinic)):
        assert one["source"]["url"].startswith(("https://", "http://")), one["summary"]


def test_a_dose_that_is_put_in_keeps_the_records_own_route(clinic: Store) -> None:
    route = {"coding": [{"system": "http://snomed.info/sct", "code": "26643006", "display": "Oral"}]}
    found = cards(call(draft("baclofen", dose(80, "mg", 1, route=route)), patient=patient(ORAL)), context(clinic))
    written = [act["resource"] for one in found for each in one.get("suggestions", ()) for act in each["actions"]
               if act["type"] == "update"]  # fmt: skip
    assert written
    assert all(one["dosageInstruction"][0]["route"] == route for one in written)


def test_what_cannot_be_seen_is_shown_as_a_sign(clinic: Store) -> None:
    found = cards(
        call(draft("bac\u200blofen baclofen \u202e", dose(2, "{pill}", 3)), patient=patient()), context(clinic)
    )
    assert not any(letter in str(found) for letter in ("\u202e", "\u200b"))
