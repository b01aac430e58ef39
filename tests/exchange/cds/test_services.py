"""What the services answer: every response by the specification's rules, whatever state a draft is in."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import ExchangeError
from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.cards import LONGEST_SUMMARY
from lentus.exchange.cds.hooks import SERVICES, discovery
from lentus.exchange.cds.markdown import rules_in
from lentus.exchange.cds.services import answer, concerns_nobody
from lentus.monograph import products
from lentus.protocol import check
from lentus.quantity import Mass
from lentus.record import Store
from tests.exchange.cds.clinic import BORN, NOW, ORAL, PUMP, ZONE, cards, context
from tests.exchange.cds.messages import (
    INSTANCE,
    OTHER_INSTANCE,
    RXNORM,
    UCUM,
    Message,
    call,
    dose,
    draft,
    patient,
)
from tests.exchange.cds.response_rules import broken

HOOKS = [one.id for one in SERVICES]
PILLS = {"doseQuantity": {"value": 2, "code": "{pill}", "system": UCUM}}
INCOMPLETE: dict[str, Message] = {
    "no medicine": {"resourceType": "MedicationRequest", "id": "1"},
    "an empty medicine": draft(medicationCodeableConcept={}),
    "no dosage": draft(),
    "pills without mg": draft("baclofen", dose(1, "mg", 4, doseAndRate=[PILLS])),
    "text only": draft("baclofen", {"text": "take as directed"}),
    "category as an object": draft("baclofen", dose(5, "mg", 3), category={"text": "outpatient"}),
    "a dose without a unit": draft("baclofen", dose(1, "mg", 3, doseAndRate=[{"doseQuantity": {"value": 5}}])),
    "as needed": draft("baclofen", dose(5, "mg", 3, asNeededBoolean=True)),
    "no frequency": draft("baclofen", dose(5, "mg", 3, timing={})),
    "dosage as an object": draft("baclofen", dosageInstruction=dose(5, "mg", 3)),
    "rubbish": draft("baclofen", dosageInstruction=[None, 3, "x"], status=7),
}


def rules(found: list[dict[str, Any]]) -> set[str]:
    return {rule for one in found for rule in rules_in(one.get("detail", ""))}


def test_discovery_names_each_hook_once() -> None:
    services = discovery()["services"]
    assert [one["hook"] for one in services] == ["patient-view", "order-select", "order-sign", "encounter-discharge"]
    assert all(set(one) == {"hook", "id", "title", "description", "prefetch"} for one in services)
    assert all("{{context.patientId}}" in template for one in services for template in one["prefetch"].values())


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
@pytest.mark.parametrize("state", INCOMPLETE)
@pytest.mark.parametrize("number", ["", ORAL])
def test_an_unfinished_draft_is_no_error_and_no_judgment(clinic: Store, hook: str, state: str, number: str) -> None:
    found = cards(call(INCOMPLETE[state], hook=hook, patient=patient(number)), context(clinic))
    assert broken({"cards": found}) == []
    assert {one["indicator"] for one in found} <= {"info"}
    if hook == "order-sign":
        assert found, "silence before a signature would be read as calm"


@pytest.mark.parametrize("hook", ["order-select", "order-sign"])
def test_another_drug_gets_nothing_and_no_patient_is_looked_for(hook: str) -> None:
    def never(number: str) -> None:
        raise AssertionError(number)

    message = call(draft("metformin 500 mg tablet", dose(500, "mg", 2)), hook=hook, patient=patient(ORAL))
    assert cards(message, context(chart_of=never)) == []
    assert concerns_nobody(read_call(hook, message))


def test_only_selected_drafts_are_judged() -> None:
    message = call(draft("baclofen", dose(30, "mg", 4)), hook="order-select")
    assert cards(message)
    message["context"]["selections"] = ["MedicationRequest/other"]
    assert cards(message) == []


def test_a_stranger_gets_the_findings_and_never_a_dose_of_ours(clinic: Store) -> None:
    found = cards(call(draft("baclofen", dose(30, "mg", 4)), patient=patient()), context(clinic))
    assert found[0]["indicator"] == "critical"
    assert "oral.daily-maximum" in rules(found)
    assert not any("suggestions" in one for one in found)
    assert "oral.start-above-label" not in rules(found), "what a stranger took before is unknown, not nothing"
    assert "record.cannot-judge-step" in rules(found)


def test_the_clinics_patient_gets_what_advise_offers(clinic: Store) -> None:
    sent = draft("baclofen", dose(20, "mg", 4), dispenseRequest={"quantity": {"value": 120}})
    found = cards(call(sent, patient=patient(ORAL)), context(clinic))
    first = found[0]
    assert first["indicator"] == "critical"
    assert "oral.step-too-large" in rules([first])
    assert first["selectionBehavior"] == "at-most-one"
    assert [one["display"] for one in first["overrideReasons"]]
    for suggestion in first["suggestions"]:
        for action in suggestion["actions"]:
            if action["type"] == "delete":
                assert action["resourceId"] == "MedicationRequest/1"
                continue
            again = cards(call(action["resource"], patient=patient(ORAL)), context(clinic))
            assert {one["indicator"] for one in again} <= {"info", "warning"}, "never offer what would be refused"
            assert "dispenseRequest" not in action["resource"]
            assert action["resource"]["medicationCodeableConcept"] == sent["medicationCodeableConcept"]


def test_cards_and_check_never_disagree(clinic: Store) -> None:
    from lentus.course.orders import OralOrder
    from lentus.exchange.fhir.orders import order_of_request
    from lentus.record import chart
    from lentus.record.readmodels.patients import open_chart_with

    chart_id = open_chart_with(clinic, ORAL)
    assert chart_id
    state = chart(clinic, chart_id).state(NOW)
    for amount, times in [(5, 3), (5, 4), (10, 3), (15, 3), (20, 4), (30, 4)]:
        sent = draft("baclofen", dose(amount, "mg", times))
        order = order_of_request(sent, NOW, ZONE)
        assert isinstance(order, OralOrder)
        found = cards(call(sent, patient=patient(ORAL)), context(clinic))
        assert rules(found) == {one.rule for one in check(state, order)}
        blocking = any(one.blocks for one in check(state, order))
        assert blocking == any(one["indicator"] == "critical" or "overrideReasons" in one for one in found)


@pytest.mark.parametrize("born", ["1971-01-01", "1970", "", None])
def test_a_number_with_another_birth_date_is_a_stranger(clinic: Store, born: str | None) -> None:
    sent = patient(ORAL)
    sent["birthDate"] = born
    found = cards(call(draft("baclofen", dose(20, "mg", 4)), patient=sent), context(clinic))
    assert not any("suggestions" in one for one in found)
    assert any("not taken for the same patient" in one["detail"] for one in found)
    assert not any("/p/" in link["url"] for one in found for link in one.get("links", ()))


@pytest.mark.parametrize(
    "sent",
    [
        patient(ORAL) | {"id": "somebody-else"},
        patient(ORAL) | {"identifier": [{"system": "urn:other", "value": ORAL}]},
        patient(ORAL) | {"identifier": [{"system": "urn:hospital:number", "value": ORAL, "use": "old"}]},
        patient(ORAL) | {"identifier": "A-100"},
        {"resourceType": "OperationOutcome"},
        None,
    ],
)
def test_only_the_right_patient_opens_a_chart(clinic: Store, sent: Message | None) -> None:
    looked: list[object] = []
    found = cards(call(draft("baclofen", dose(20, "mg", 4)), patient=sent), context(clinic, seen_by=looked.append))
    assert looked == []
    assert not any("suggestions" in one for one in found)


def test_each_look_into_a_chart_is_told(clinic: Store) -> None:
    looked: list[Any] = []
    cards(call(draft("baclofen", dose(5, "mg", 3)), patient=patient(ORAL)), context(clinic, seen_by=looked.append))
    assert [one.patient.id for one in looked] == [ORAL]


def test_the_same_call_gets_the_same_answer_and_a_later_call_its_own_cards() -> None:
    message = call(draft("baclofen", dose(30, "mg", 4)), patient=patient())
    first, again = cards(message), cards(copy.deepcopy(message))
    assert first == again
    later = cards(message | {"hookInstance": OTHER_INSTANCE})
    assert [one["summary"] for one in later] == [one["summary"] for one in first]
    assert not {one["uuid"] for one in later} & {one["uuid"] for one in first}


def test_two_drafts_are_told_apart() -> None:
    found = cards(call(draft("baclofen", dose(5, "mg", 3)), draft("baclofen", dose(5, "mg", 3), number="2")))
    assert broken({"cards": found}) == []
    assert any("each was judged alone" in one["summary"] for one in found)


def test_a_medicine_of_the_bundle_is_found() -> None:
    medicine = {"resourceType": "Medication", "id": "m", "code": {"text": "baclofen 10 mg tablet"}}
    pointing = draft("", dose(30, "mg", 4))
    del pointing["medicationCodeableConcept"]
    pointing["medicationReference"] = {"reference": "Medication/m"}
    assert "oral.daily-maximum" in rules(cards(call(pointing, medicine)))
    assert rules(cards(call(pointing))) == set()


def test_tablets_count_through_their_product() -> None:
    product = next(one for one in products() if one.rxcuis and isinstance(one.strength, Mass))
    assert product.strength is not None
    words = f"baclofen {product.strength.amount('mg')} MG Oral Tablet"
    coding = {"system": RXNORM, "code": product.rxcuis[0].code, "display": words}
    sent = draft("", dose(1, "mg", 4, doseAndRate=[PILLS]), medicationCodeableConcept={"coding": [coding]})
    assert rules(cards(call(sent, patient=patient()))), "two tablets are a dose where the strength is known"


def test_words_that_were_sent_are_words(clinic: Store) -> None:
    sent = draft("baclofen [click](https://evil.example) <b>`Rule `x`.`", dose(1, "{pill}", 3))
    (found,) = cards(call(sent, patient=patient()), context(clinic))
    assert "[click](" not in found["detail"].replace("\\[", "")
    assert "<b" not in found["detail"].replace("\\<", "")
    assert rules_in(found["detail"]) == ()


@pytest.mark.parametrize("number", [ORAL, PUMP])
def test_what_stands_is_told_when_a_patient_is_opened(clinic: Store, number: str) -> None:
    found = cards(call(hook="patient-view", patient=patient(number)), context(clinic))
    assert broken({"cards": found}) == []
    text = json.dumps(found)
    assert "is not verified" not in text, "the clinic's own paperwork is none of the ward's"
    if number == PUMP:
        assert "Refill from" in text


def test_what_is_late_is_told_as_late_with_its_days(clinic: Store) -> None:
    """The same chart looked at later and later: what was to be done becomes a warning that counts the days."""
    seen = set()
    for days in range(-150, 60, 7):
        later = replace(context(clinic), now=NOW + timedelta(days=days))
        for one in cards(call(hook="patient-view", patient=patient(PUMP)), later):
            if "Refill from" not in one["detail"]:
                continue
            late = "overdue" in one["detail"]
            seen.add(late)
            assert (one["indicator"] == "warning") == late
            assert ("overdue" in one["summary"]) == late
    assert seen == {False, True}


@pytest.mark.parametrize("hook", ["patient-view", "encounter-discharge"])
def test_a_stranger_without_baclofen_is_left_alone(clinic: Store, hook: str) -> None:
    assert cards(call(hook=hook, patient=patient()), context(clinic)) == []
    assert cards(call(hook=hook), context(clinic)) == []


def test_a_discharge_does_not_end_baclofen_unnoticed(clinic: Store) -> None:
    active = {"resourceType": "Bundle", "entry": [{"resource": draft("baclofen", status="active")}]}
    other = {"resourceType": "Bundle", "entry": [{"resource": draft("metformin", status="active")}, {}, None]}
    stranger = call(hook="encounter-discharge", patient=patient(), medications=active)
    assert "oral.abrupt-stop" in rules(cards(stranger))
    assert cards(call(hook="encounter-discharge", patient=patient(), medications=other)) == []
    known = call(hook="encounter-discharge", patient=patient(PUMP))
    assert "oral.abrupt-stop" in rules(cards(known, context(clinic)))


_NOT = {
    "not an object": [],
    "no hook": {},
    "another hook": call(hook="patient-view"),
    "no uuid": call(instance="1"),
    "no context": call() | {"context": None},
    "no patient": call() | {"context": {"userId": "u", "draftOrders": {"resourceType": "Bundle"}}},
    "no bundle": call() | {"context": {"userId": "u", "patientId": "p", "draftOrders": []}},
    "a token without a server": call() | {"fhirAuthorization": {"access_token": "x"}},
    "prefetch as a list": call() | {"prefetch": []},
    "too many drafts": call(*[draft(number=str(one)) for one in range(201)]),
}


@pytest.mark.parametrize("case", _NOT)
def test_what_is_no_call_is_refused_with_a_sentence(case: str) -> None:
    with pytest.raises(ExchangeError, match=r"^[A-Z].*\.$"):
        read_call("order-sign", _NOT[case])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.floats(0, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
PATHS = ["dosageInstruction", "medicationCodeableConcept", "id", "status", "contained", "category", "subject", "note"]


@given(st.sampled_from(PATHS), json_values, st.sampled_from(HOOKS), st.sampled_from(["patient", "medications"]))
def test_no_rubbish_makes_an_error_or_breaks_a_rule(path: str, value: Any, hook: str, key: str) -> None:
    message = call(draft("baclofen", dose(20, "mg", 4)) | {path: value}, hook=hook, **{key: value})
    response = answer(read_call(hook, message), context())
    assert broken(response) == []


def test_every_summary_of_the_rules_fits() -> None:
    from lentus import monograph

    assert all(len(f"Baclofen: {one.title}") <= LONGEST_SUMMARY for one in monograph.rules())


def test_a_context_knows_nobody_without_a_system_of_numbers(clinic: Store) -> None:
    from dataclasses import replace

    message = call(hook="patient-view", patient=patient(ORAL, BORN))
    assert cards(message, replace(context(clinic), number_system="")) == []
    assert message["hookInstance"] == INSTANCE


def test_two_drafts_that_fit_one_by_one_are_an_overdose_together(clinic: Store) -> None:
    """10 mg three times a day fits; three such orders are 90 mg a day, which nothing allows."""
    drafts = [draft("baclofen", dose(10, "mg", 3), number=str(number)) for number in range(3)]
    alone = [cards(call(one, patient=patient(ORAL)), context(clinic)) for one in drafts]
    assert not any(one["indicator"] == "critical" for found in alone for one in found)
    found = cards(call(*drafts, patient=patient(ORAL)), context(clinic))
    assert broken({"cards": found}) == []
    against = [one for one in found if one["indicator"] == "critical"]
    assert "oral.daily-maximum" in rules(against)
    assert all("all drafts together" in one["summary"] for one in against)


def test_what_is_said_of_two_drafts_in_the_same_words_is_said_once(clinic: Store) -> None:
    drafts = [draft("baclofen", dose(5, "mg", 3), number=str(number)) for number in range(2)]
    found = cards(call(*drafts, patient=patient(ORAL)), context(clinic))
    told = [(one["summary"], one["detail"]) for one in found]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("other", ["unread", "steps", "pump", "later"])
def test_drafts_that_cannot_be_added_up_are_not(clinic: Store, other: str) -> None:
    bounds = {"boundsDuration": {"value": 3, "system": UCUM, "code": "d"}, "frequency": 3, "period": 1}
    second = {
        "unread": draft("baclofen", number="2"),
        "steps": draft(
            "baclofen",
            dose(5, "mg", 3, sequence=1, timing={"repeat": {**bounds, "periodUnit": "d"}}),
            dose(10, "mg", 3, sequence=2),
            number="2",
        ),
        "pump": draft(
            "baclofen",
            {
                "route": {"text": "Intrathecal"},
                "doseAndRate": [{"rateQuantity": {"value": 100, "system": UCUM, "code": "ug/d"}}],
            },
            number="2",
        ),
        "later": draft(
            "baclofen",
            dose(5, "mg", 3, timing={"repeat": {"boundsPeriod": {"start": "2026-03-20"}, "frequency": 3, "period": 1,
                                                "periodUnit": "d"}}),
            number="2",
        ),
    }[other]  # fmt: skip
    found = cards(call(draft("baclofen", dose(5, "mg", 3)), second, patient=patient(ORAL)), context(clinic))
    (several,) = [one for one in found if "each was judged alone" in one["summary"]]
    assert several["indicator"] == "warning"
    assert "not added up" in several["summary"]
