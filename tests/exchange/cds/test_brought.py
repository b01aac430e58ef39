"""What a call tells of its patient besides the draft: judged by the same rules, and told where it is missing.

The calls are made on 05-Mar-2026 at 10:00. The chart's patient takes 5 mg three times a day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.hooks import KIDNEYS, MEDICATIONS, SERVICES, STATEMENTS, WEIGHT
from lentus.exchange.cds.markdown import rules_in
from lentus.exchange.cds.services import lacking
from lentus.monograph import interactions, partners
from lentus.record import Store
from tests.exchange.cds.clinic import ORAL, cards, context
from tests.exchange.cds.messages import Message, call, dose, draft, patient
from tests.exchange.cds.response_rules import broken
from tests.exchange.cds.results import CREATININE, bundle, egfr, result, stands, taken
from tests.exchange.cds.results import WEIGHT as WEIGHED

ORDER = draft("baclofen", dose(10, "mg", 3))
HOOKS = ("order-select", "order-sign")


def asked(*drafts: Message, who: Message | None = None, store: Store | None = None, **sent: Any) -> list[Message]:
    """The cards about drafts of a stranger, the same before and at the signature."""
    within = context(store)
    before, found = (
        cards(call(*(drafts or (ORDER,)), hook=hook, patient=who or patient(), **sent), within) for hook in HOOKS
    )
    assert broken({"cards": found}) == []
    assert [one["detail"] for one in found] == [one["detail"] for one in before]
    return found


def rules(found: list[Message]) -> set[str]:
    return {rule for one in found for rule in rules_in(one["detail"])}


def told(found: list[Message]) -> str:
    """All that cards say, with plain blanks and signs."""
    return "\n".join(one["detail"] for one in found).replace("\u00a0", " ").replace("\\", "")


def test_the_discovery_asks_for_what_the_rules_can_use() -> None:
    """Within what the specification recommends: reads and plain searches, by patient, code, status, count and sort."""
    for service in SERVICES:
        for key, template in service.prefetch:
            kind, _, query = template.partition("?")
            assert re.fullmatch(r"[A-Z]\w+(/\{\{context\.patientId\}\})?", kind), key
            names = {part.partition("=")[0] for part in query.split("&")} if query else set()
            assert names <= {"patient", "code", "status", "_count", "_sort"}, key
            if query:
                assert "patient={{context.patientId}}" in query
    ordering = dict(SERVICES[2].prefetch)
    assert CREATININE in ordering[KIDNEYS]
    assert WEIGHED in ordering[WEIGHT]
    assert ordering[MEDICATIONS].startswith("MedicationRequest?")
    assert ordering[STATEMENTS].startswith("MedicationStatement?")


def test_failing_kidneys_of_a_stranger_are_seen() -> None:
    found = asked(kidneys=bundle(egfr(22)))
    (against,) = [one for one in found if "renal.below-thirty" in rules_in(one["detail"])]
    assert against["indicator"] == "critical"
    assert "eGFR 22" in told([against])
    assert "renal.unknown" not in rules(found)


def test_a_creatinine_is_read_with_the_weight_that_came_along() -> None:
    kidneys = bundle(result(CREATININE, 1.6, "mg/dL"))
    alone = asked(kidneys=kidneys)
    assert "renal.reduced-function" not in rules(alone)
    with_weight = asked(kidneys=kidneys, weight=bundle(result(WEIGHED, 60, "kg")))
    assert "renal.reduced-function" in rules(with_weight)
    assert "weight 60 kg of 01-Mar-2026" in told(with_weight)


def test_a_stranger_is_shown_a_published_share_and_no_dose_worked_out_of_it() -> None:
    """Every amount on a stranger's cards was sent, or stands in a source: 15 mg, half of 30 mg, is neither."""
    found = asked(kidneys=bundle(result(CREATININE, 1.6, "mg/dL")), weight=bundle(result(WEIGHED, 60, "kg")))
    assert "Give a half." in told(found)
    assert "15 mg" not in told(found)
    assert not any("suggestions" in one for one in found)


def test_the_latest_result_counts_however_they_are_sorted() -> None:
    sent = [egfr(90, "2026-01-01"), egfr(20, "2026-03-04T08:00:00-06:00"), egfr(80, "2026-02-01")]
    for order in (sent, sent[::-1], sent[1:] + sent[:1]):
        assert "renal.below-thirty" in rules(asked(kidneys=bundle(*order)))


UNREAD = {
    "of another patient": egfr(20, subject={"reference": "Patient/other"}),
    "of no day": egfr(20, None),
    "of a month": egfr(20, "2026-03"),
    "of a day to come": egfr(20, "2026-04-01"),
    "of no date": egfr(20, "yesterday"),
    "preliminary": egfr(20, status="preliminary"),
    "entered in error": egfr(20, status="entered-in-error"),
    "more than a number": egfr(
        60, valueQuantity={"value": 60, "comparator": ">", "system": "http://unitsofmeasure.org"}
    ),
    "without its unit": egfr(20, valueQuantity={"value": 20}),
    "with a unit of another kind": result(CREATININE, 300, "umol/L"),
    "of another test": result("4548-4", 7, "%"),
    "a code of no system": {**egfr(20), "code": {"coding": [{"code": "98979-8"}]}},
    "rubbish": {"resourceType": "Observation", "code": [], "valueQuantity": 7, "effectiveDateTime": 5, "status": []},
}


@pytest.mark.parametrize("case", UNREAD)
def test_a_result_that_cannot_be_read_is_told_and_not_taken_for_calm(case: str) -> None:
    found = asked(kidneys=bundle(UNREAD[case]))
    assert "renal.unknown" in rules(found)
    assert "- Not read: " in told(found)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Not sent: results of the kidneys, weight, orders that stand, medicines said to be taken"),
        ({"kidneys": None, "weight": bundle()}, "None in the calling record: results of the kidneys, weight"),
        ({"kidneys": {"resourceType": "OperationOutcome"}}, "cannot be read: results of the kidneys"),
        ({"medications": 7}, "cannot be read: orders that stand"),
    ],
)
def test_what_did_not_come_is_told_with_the_reason(sent: Message, words: str) -> None:
    found = asked(**sent)
    assert words in told(found)
    assert "renal.unknown" in rules(found)
    assert "interactions.list-not-reviewed" in rules(found)


def test_what_could_not_be_fetched_is_told_with_the_reason() -> None:
    from lentus.exchange.cds.services import answer

    sent = replace(read_call("order-sign", call(ORDER)), unfetched={KIDNEYS: "the address answers with status 401"})
    found = answer(sent, context())["cards"]
    assert "Not sent, and not to be had (the address answers with status 401): results of the kidneys" in told(found)


DRUGS = [(row.rule, name) for row in interactions() if "oral" in row.routes for name in row.names[:2]]
CLASSES = {one.id: one for one in partners()}
OF_CLASSES = [
    (row.rule, CLASSES[one].names[0]) for row in interactions() if "oral" in row.routes for one in row.partners
]


@pytest.mark.parametrize(("rule", "drug"), [*DRUGS, *OF_CLASSES])
@pytest.mark.parametrize("key", ["medications", "statements"])
def test_every_rule_about_another_medicine_speaks_for_a_stranger(rule: str, drug: str, key: str) -> None:
    one = stands(f"{drug} tablet") if key == "medications" else taken(f"{drug} tablet")
    sent: dict[str, Any] = {key: bundle(one)}
    found = asked(**sent)
    assert rule in rules(found)
    assert drug in told(found)
    assert "interactions.list-not-reviewed" in rules(found), "an order is no review of what is taken"


def test_a_medicine_that_no_rule_knows_clears_nothing() -> None:
    found = asked(medications=bundle(stands("obscurin 5 MG tablet")))
    assert "interactions.not-in-list" in rules(found)


NOT_COUNTED = {
    "of another patient": stands("oxycodone", subject={"reference": "Patient/other"}),
    "stopped": stands("oxycodone", status="stopped"),
    "on hold": stands("oxycodone", status="on-hold"),
    "not to be given": stands("oxycodone", doNotPerform=True),
    "another resource": {**stands("oxycodone"), "resourceType": "MedicationDispense"},
}


@pytest.mark.parametrize("case", NOT_COUNTED)
def test_what_does_not_stand_does_not_count(case: str) -> None:
    assert "interactions.opioids" not in rules(asked(medications=bundle(NOT_COUNTED[case])))


def test_a_medicine_is_found_wherever_the_message_put_it() -> None:
    bare = {name: held for name, held in stands("").items() if name != "medicationCodeableConcept"}
    inside = {"resourceType": "Medication", "id": "m", "code": {"text": "oxycodone 5 MG"}}
    for order, more in (
        ({**bare, "medicationReference": {"reference": "#m"}, "contained": [inside]}, ()),
        ({**bare, "medicationReference": {"reference": "Medication/m"}}, (inside,)),
        ({**bare, "medicationReference": {"reference": "https://record.example/1"}}, (inside,)),
        ({**bare, "medicationReference": {"display": "oxycodone"}}, ()),
    ):
        assert "interactions.opioids" in rules(asked(medications=bundle(order, *more)))
    found = asked(medications=bundle({**bare, "medicationReference": {"reference": "Medication/gone"}}))
    assert "1 order without the drug's name" in told(found)


def test_an_unsigned_order_of_the_same_session_counts_beside_baclofen() -> None:
    """Two orders of one session have met in no chart; whoever signs both sees it, and gets no card about the other."""
    opioid = draft("oxycodone 5 MG tablet", dose(5, "mg", 4), number="2")
    message = call(ORDER, opioid, patient=patient())
    found = cards(message)
    assert "interactions.opioids" in rules(found)
    assert cards(call(opioid, patient=patient())) == []
    selecting = call(ORDER, opioid, hook="order-select", patient=patient())
    selecting["context"]["selections"] = ["MedicationRequest/2"]
    assert cards(selecting) == []
    selecting["context"]["selections"] = ["MedicationRequest/1"]
    assert "interactions.opioids" in rules(cards(selecting))
    cancelled = draft("oxycodone", number="2", status="cancelled")
    assert "interactions.opioids" not in rules(cards(call(ORDER, cancelled, patient=patient())))


def test_drafts_that_no_rule_warns_of_change_no_card() -> None:
    other = draft("metformin 500 MG tablet", dose(500, "mg", 2), number="2")
    assert cards(call(ORDER, other, patient=patient())) == cards(call(ORDER, patient=patient()))


def test_a_chart_counts_and_the_call_adds_what_is_later_or_new(clinic: Store) -> None:
    known = patient(ORAL)
    calm = asked(draft("baclofen", dose(5, "mg", 3)), who=known, store=clinic)
    assert "renal.below-thirty" not in rules(calm)
    failing = asked(draft("baclofen", dose(10, "mg", 3)), who=known, store=clinic, kidneys=bundle(egfr(20)))
    assert "renal.below-thirty" in rules(failing)
    assert "Besides the chart, the calling record told:" in told(failing)
    heavier = bundle(result(WEIGHED, 99, "kg", "2026-01-01"))
    kidneys = bundle(result(CREATININE, 1.6, "mg/dL"))
    older = asked(draft("baclofen", dose(10, "mg", 3)), who=known, store=clinic, kidneys=kidneys, weight=heavier)
    assert "weight 70 kg of 01-Feb-2026" in told(older), "the chart's own weight is the later one"


def test_a_chart_with_nothing_besides_gets_the_very_same_cards(clinic: Store) -> None:
    sent = {"kidneys": None, "weight": bundle(), "medications": bundle(), "statements": None}
    assert asked(who=patient(ORAL), store=clinic, **sent) == asked(who=patient(ORAL), store=clinic)


TEN = dose(10, "mg", 3)


def already(*orders: Message, said: tuple[Message, ...] = (), sign: Message = ORDER) -> list[Message]:
    """The cards about an order of baclofen that stands already."""
    found = asked(sign, medications=bundle(*orders), statements=bundle(*said))
    return [one for one in found if "already" in one["summary"]]


def test_another_order_of_baclofen_that_stands_is_told() -> None:
    (one,) = already(stands("baclofen", TEN, number="77"))
    assert one["indicator"] == "info"
    assert "MedicationRequest/77: 10 mg three times a day" in told([one])
    (over,) = already(stands("baclofen", dose(20, "mg", 3), number="77"))
    assert over["indicator"] == "warning"
    assert rules_in(over["detail"]) == ("oral.daily-maximum",)
    (unread,) = already(stands("baclofen", number="77"))
    assert "cannot be read" in told([unread])
    (taking,) = already(said=(taken("baclofen"),))
    assert "said to be taken" in told([taking])


def test_an_order_that_is_sent_again_or_replaced_is_not_counted_twice() -> None:
    assert already(stands("baclofen", TEN, number="1")) == [], "the draft itself"
    renewed = draft("baclofen", TEN, priorPrescription={"reference": "MedicationRequest/77"})
    assert already(stands("baclofen", TEN, number="77"), sign=renewed) == []
    assert already(stands("baclofen", TEN, number="77", status="stopped")) == []
    assert already(stands("oxycodone")) == []


def test_a_null_says_that_a_search_found_nothing_and_of_a_patient_nothing() -> None:
    keys: dict[str, Any] = {"patient": None, "kidneys": None, "weight": None, "medications": None, "statements": None}
    assert lacking(read_call("order-sign", call(ORDER, **keys))) == ("patient",)
    assert lacking(read_call("order-sign", call(ORDER))) == tuple(keys)
    failed: dict[str, Any] = {key: {"resourceType": "OperationOutcome"} for key in keys}
    assert lacking(read_call("order-sign", call(ORDER, **failed))) == tuple(keys)
    wrong: dict[str, Any] = {**keys, "patient": patient() | {"id": "other"}}
    assert lacking(read_call("order-sign", call(ORDER, **wrong))) == ("patient",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**9) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
PLACES = ["status", "code", "subject", "effectiveDateTime", "valueQuantity", "medicationCodeableConcept",
          "dosageInstruction", "contained", "medicationReference", "id", "resourceType"]  # fmt: skip


@given(
    st.sampled_from([KIDNEYS, WEIGHT, MEDICATIONS, STATEMENTS]),
    st.sampled_from(
        [egfr(20), result(WEIGHED, 60, "kg"), stands("oxycodone", TEN), stands("baclofen", TEN), taken("x")]
    ),
    st.sampled_from(PLACES),
    json_values,
)
def test_no_rubbish_in_what_came_along_makes_an_error(key: str, one: Message, place: str, value: Any) -> None:
    message = call(ORDER, patient=patient())
    message["prefetch"][key] = bundle({**one, place: value})
    assert broken({"cards": cards(message)}) == []
    message["prefetch"][key] = value
    assert broken({"cards": cards(message)}) == []


def test_letters_that_cannot_be_seen_name_no_medicine() -> None:
    found = asked(medications=bundle(stands("oxy\u202ecodone")))
    assert "\u202e" not in str(found)
    assert "without the drug's name" in told(found)
