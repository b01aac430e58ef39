"""A refusal shows its bound and its reason, and no other dose to copy."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, Patient, fold
from lentus.course.events import AnyEvent
from lentus.course.fold import EVENT_READER
from lentus.protocol import (
    contraindications,
    emergency,
    holiday,
    interactions,
    populations,
    pregnancy,
    refill,
    renal,
    restart,
    tolerance,
)
from lentus.protocol.finding import Finding, Severity
from lentus.quantity import show
from tests.protocol.careers import careers
from tests.protocol.courses import order

AREAS = (
    contraindications.AREA,
    emergency.AREA,
    holiday.AREA,
    interactions.AREA,
    populations.AREA,
    pregnancy.AREA,
    refill.AREA,
    renal.AREA,
    restart.AREA,
    tolerance.AREA,
)
AMOUNT = re.compile(r"\d[\d,.]*\u00a0?(?:mcg|mg)(?: per day)?(?! per mL)\b")
AT = "2027-01-01T09:00"
AFTER: tuple[AnyOrder, ...] = (
    order("oral", AT, doses=["20 mg"] * 3, reason="titration"),
    order("screening", AT, dose="50 mcg", concentration="50 mcg/mL"),
    order("implant", AT, device="Prometra"),
    order("pump start", AT, daily_dose="100 mcg/day"),
    order("pump dose", AT, daily_dose="900 mcg/day", reason="titration"),
    order("pump restart", AT, daily_dose="900 mcg/day"),
    order("refill", AT, concentration="2000 mcg/mL", product="B2", port="catheter access port"),
    order("medicine", AT, name="morphine", route="intrathecal"),
    order("drug holiday", AT, setting="home", withdrawal_days=10, steps=[{"day": 1, "daily_dose": "0 mcg/day"}]),
)
MORE: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"kind": "laboratory", "analyte": "creatinine clearance", "value": "20 mL/min"},
        {"kind": "laboratory", "analyte": "eGFR", "value": "20 mL/min/1.73 m2"},
        {"kind": "condition", "condition": "dialysis"},
        {"kind": "pregnancy", "pregnant": True},
        {"kind": "allergy", "substance": "baclofen"},
        {"kind": "side effect", "effect": "coma", "severity": "serious"},
        {"kind": "side effect", "effect": "itching"},
        {"kind": "holiday started"},
        {"kind": "program", "mode": "stopped"},
    ]
)


def refusals(patient: Patient, told: list[AnyEvent]) -> list[Finding]:
    found: list[Finding] = []
    known = fold(patient, told)
    for area in AREAS:
        for ordered in AFTER:
            looking = known.when(max(ordered.at, known.now))
            found += [one for rule in area.rules.get(ordered.kind, ()) for one in rule(looking, ordered)]
        found += [one for watcher in area.watchers for one in watcher(known)]
    return [one for one in found if one.severity >= Severity.OVERRIDE]


def with_more(told: list[AnyEvent], more: list[dict[str, Any]]) -> list[AnyEvent]:
    after = told[-1].at.isoformat()
    made = [
        EVENT_READER.validate_python({"id": f"m{number}", "at": after, "zone": "UTC", "author": "Nurse A", **body})
        for number, body in enumerate(more)
    ]
    return [*told, *made]


@given(
    st.dates(date(1940, 1, 1), date(2024, 1, 1)) | st.none(),
    careers(),
    st.lists(MORE, max_size=4),
)
def test_a_refusal_names_no_dose_but_those_that_triggered_it(
    born: date | None, told: list[AnyEvent], more: list[dict[str, Any]]
) -> None:
    for one in refusals(Patient(id="p1", born=born), with_more(told, more)):
        assert not AMOUNT.search(one.resolve), one.resolve
        own = " ".join(show(value, unit) for value, unit in _amounts(one))
        for amount in AMOUNT.findall(one.says):
            assert amount in own, (one.rule, one.says)


TRIGGERS = ("ordered", "previous", "running", "resulting", "dose")
"""Values that are the order's own or happened already; a proposed dose is none of them."""


def _amounts(finding: Finding) -> list[tuple[Any, str | None]]:
    found: list[tuple[Any, str | None]] = []
    for name in TRIGGERS:
        value = finding.value(name)
        if value is not None:
            found += [(value, None), (value, "mg/day" if "/day" in str(value) else "mg")]
    return found
