"""What each resource must and must not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import lentus
from lentus import monograph
from lentus.course import course_from, read_course
from lentus.errors import ExchangeError
from lentus.exchange.fhir import CannotRead, course_to_bundle, faults, read_dosage
from lentus.exchange.fhir.audits import audit_event, read_audit_event
from lentus.exchange.fhir.catalog import catalog, read_knowledge
from lentus.exchange.fhir.codes import Content
from lentus.exchange.fhir.foreign import take_in
from lentus.exchange.fhir.naming import RXNORM
from lentus.exchange.fhir.plans import protocol_bundle
from lentus.exchange.fhir.reviewed import with_findings
from lentus.protocol import review
from lentus.record.entry import Entry
from tests.exchange.fhir.planted import SOUND

EXAMPLES = sorted((Path(lentus.__file__).parent / "examples").glob("*.toml"))
STAMP = {"at": "2026-03-05T09:00", "zone": "America/Chicago", "author": "Dr A"}


def resources(bundle: dict[str, Any], kind: str = "") -> Iterator[dict[str, Any]]:
    """The resources of a bundle, of one type where it is named."""
    for entry in bundle["entry"]:
        if kind in ("", entry["resource"]["resourceType"]):
            yield entry["resource"]


def exported(*events: dict[str, Any]) -> dict[str, Any]:
    """The bundle of a course of these events."""
    told = [{**STAMP, "id": f"e{number}", **event} for number, event in enumerate(events)]
    return course_to_bundle(course_from({"patient": {"id": "p1"}, "events": told}))


def test_a_taper_is_several_instructions_with_sequence_and_bounds() -> None:
    steps = [{"day": 1, "doses": ["20 mg", "10 mg"]}, {"day": 8, "doses": ["10 mg"] * 2}, {"day": 15, "doses": []}]
    (request,) = resources(
        exported({"kind": "order", "order": {"kind": "oral taper", "steps": steps}}), "MedicationRequest"
    )
    told = [
        (one["sequence"], one["timing"]["repeat"]["boundsDuration"]["value"], one["timing"]["repeat"]["frequency"])
        for one in request["dosageInstruction"]
    ]
    assert told == [(1, 7, 1), (1, 7, 1), (2, 7, 2)]


def test_the_reader_of_other_senders_reads_what_we_write() -> None:
    for path in EXAMPLES:
        for request in resources(course_to_bundle(read_course(path)), "MedicationRequest"):
            kind = request["category"][0]["coding"][0]["code"]
            if kind in ("oral", "oral taper", "pump start", "pump dose", "pump restart"):
                assert not isinstance(read_dosage(request), CannotRead), (path.stem, kind)


def test_a_refill_is_no_dose() -> None:
    bundle = exported({"kind": "fill", "concentration": "500 mcg/mL", "volume": "20 mL"})
    assert not list(resources(bundle, "MedicationAdministration"))
    (procedure,) = resources(bundle, "Procedure")
    assert procedure["contained"][0]["ingredient"][0]["strength"]["numerator"]["code"] == "ug"


def test_a_refused_order_is_not_active_and_a_stop_is_not_to_be_performed() -> None:
    oral = {"kind": "oral", "doses": ["5 mg"]}
    (request,) = resources(exported({"kind": "order", "order": oral, "accepted": False}), "MedicationRequest")
    assert request["status"] == "cancelled"
    stop = {"kind": "oral stop", "reason": "other"}
    (request,) = resources(exported({"kind": "order", "order": stop}), "MedicationRequest")
    assert request["doNotPerform"] is True


def test_an_override_is_a_mitigation_with_owner_and_end() -> None:
    override = {"rule": "oral.step", "by": "Dr A", "reason": "agreed", "ends": "2026-04-05T09:00"}
    order = {"kind": "oral", "doses": ["5 mg"], "overrides": [override]}
    (issue,) = resources(exported({"kind": "order", "order": order}), "DetectedIssue")
    assert issue["mitigation"][0]["author"] == {"display": "Dr A"}
    assert issue["identifiedPeriod"]["end"].startswith("2026-04-05T09:00")


def test_made_up_patients_are_marked() -> None:
    course = read_course(EXAMPLES[0])
    (head,) = resources(course_to_bundle(course), "List")
    assert course.generated
    assert head["meta"]["tag"][0]["code"] == "HTEST"


def test_a_death_stands_on_the_patient() -> None:
    (person,) = resources(exported({"kind": "death"}), "Patient")
    assert person["deceasedDateTime"].startswith("2026-03-05T09:00")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_finding_leaves_with_its_rule_and_none_is_added(path: Path) -> None:
    course = read_course(path)
    made = review(course)
    findings = [one for judged in made.judged for one in judged.findings] + list(made.advice.findings)
    issues = [one for one in resources(with_findings(course), "DetectedIssue") if "severity" in one]
    assert sorted(one["code"]["coding"][0]["code"] for one in issues) == sorted(one.rule for one in findings)
    for assessment in resources(with_findings(course), "RiskAssessment"):
        assert all("probabilityDecimal" not in one for one in assessment["prediction"])


def test_the_catalog_holds_every_product_and_no_code_that_is_not_verified() -> None:
    verified = {one.code for product in monograph.products() for one in product.rxcuis if one.verified}
    made = list(resources(catalog()))
    assert len(made) == len(monograph.products())
    for one, product in zip(made, monograph.products(), strict=True):
        codes = {each["code"] for each in one["code"]["coding"] if each["system"] == RXNORM}
        assert codes <= verified
        content = read_knowledge(one)
        if isinstance(content, Content):
            assert content.strength == product.strength


def test_each_rule_and_each_checklist_is_in_a_plan_with_its_sources() -> None:
    plans = list(resources(protocol_bundle(), "PlanDefinition"))
    told = {
        code["coding"][0]["code"]: action
        for plan in plans
        for action in plan["action"]
        for code in action.get("code", ())
    }
    assert set(told) == {one.id for one in monograph.rules()}
    for rule in monograph.rules():
        assert len(told[rule.id].get("documentation", ())) == len(set(rule.sources))
    steps = sum(len(one.steps) for one in monograph.checklists())
    assert len(list(resources(protocol_bundle(), "ActivityDefinition"))) == steps
    urls = {one["url"] for one in resources(protocol_bundle())}
    asked = {
        action["definitionCanonical"] for plan in plans for action in plan["action"] if "definitionCanonical" in action
    }
    assert asked <= urls


def test_an_entry_of_the_record_goes_out_and_comes_back_without_its_body() -> None:
    entry = Entry(
        seq=3,
        stream="chart/p1",
        version=2,
        type="event recorded",
        type_version=1,
        recorded=datetime(2026, 3, 5, 14, 30, tzinfo=UTC),
        actor="nurse.a",
        role="nurse",
        key="",
        body={"secret": "never"},
        stream_hash="ab",
        store_hash="cd",
    )
    made = audit_event(entry)
    assert faults(made) == ()
    assert "never" not in str(made)
    back = read_audit_event(made)
    assert (back["actor"], back["role"], back["type"], back["stream"]) == (
        "nurse.a",
        "nurse",
        "event recorded",
        "chart/p1",
    )
    assert (back["seq"], back["chain"]) == ("3", "cd")
    with pytest.raises(ExchangeError):
        read_audit_event(SOUND)


def observed(code: str, display: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    """A result of another sender."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]},
        "effectiveDateTime": "2026-03-05T15:00:00Z",
        "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": unit},
        **more,
    }


def test_results_of_other_senders_are_read_or_named() -> None:
    entries = [
        {"resourceType": "Patient", "id": "7"},
        observed("29463-7", "Body weight", 70.5, "kg"),
        observed("2160-0", "Creatinine", 1.1, "mg/dL"),
        observed("00000-0", "Glomerular filtration rate, predicted", 40, "mL/min/{1.73_m2}"),
        observed("29463-7", "Body weight", 70.5, "kg", status="preliminary"),
        observed("29463-7", "Body weight", 70.5, "kg", effectiveDateTime="2026-03-05"),
        observed("29463-7", "Body weight", 155, "[lb_av]"),
        {"resourceType": "CarePlan", "status": "active"},
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}
    taken = take_in(bundle, "America/Chicago", "Nurse A")
    assert [event.kind for event in taken.course.events] == ["as found", "weight", "laboratory", "laboratory"]
    assert taken.course.events[1].at.hour == 9
    assert len(taken.unread) == 4
    with pytest.raises(ExchangeError, match="2 patients"):
        take_in({**bundle, "entry": [*bundle["entry"], {"resource": {"resourceType": "Patient"}}]}, "UTC", "A")
