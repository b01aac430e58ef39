"""What the rules find about a course, beside its resources.

A DetectedIssue stands for each finding, a RiskAssessment for each order or fact that something stands against, and one
for the patient as such.
"""

from __future__ import annotations

from lentus.course import Course
from lentus.exchange.fhir.bundle import course_to_bundle
from lentus.exchange.fhir.frame import address
from lentus.exchange.fhir.issues import detected_issue, risk_assessment
from lentus.exchange.fhir.pieces import Resource
from lentus.protocol import Finding, review


def with_findings(course: Course) -> Resource:
    """The Bundle of a course with what the rules find, each finding implicating the resource that it is about."""
    bundle = course_to_bundle(course)
    if not course.events:
        return bundle
    made = review(course)
    for judged in made.judged:
        at = judged.event.at.isoformat()
        _add(bundle, course.patient.id, judged.findings, at, f"event/{judged.event.id}")
    _add(bundle, course.patient.id, made.advice.findings, made.at.isoformat(), "")
    return bundle


def _add(bundle: Resource, patient: str, findings: tuple[Finding, ...], at: str, about: str) -> None:
    if not findings:
        return
    subject = {"reference": address(patient, "patient")}
    basis = address(patient, f"{about}/0") if about else None
    made = [detected_issue(one, subject, at, basis) for one in findings]
    made.append(risk_assessment(findings, subject, at, basis))
    bundle["entry"] += [
        {"fullUrl": address(patient, f"found/{about or 'patient'}/{number}"), "resource": one}
        for number, one in enumerate(made)
    ]
