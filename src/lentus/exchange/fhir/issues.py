"""Findings and overrides as DetectedIssue, with evidence and mitigation; a review as RiskAssessment.

A finding is told whole: the rule, its words, the values that triggered it, its source, what would resolve it. No dose
is added to it.
"""

from __future__ import annotations

from lentus import monograph
from lentus.errors import UnknownFactError
from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.naming import RULE
from lentus.exchange.fhir.pieces import Resource, code_of, moment, moment_text, plain_blanks, text_in, within, word
from lentus.exchange.fhir.plain import Plain
from lentus.protocol import Finding, Severity
from lentus.quantity import canonical
from lentus.quantity.measured import Measured

SEVERITIES = {Severity.STOP: "high", Severity.OVERRIDE: "high", Severity.WARN: "moderate", Severity.INFO: "low"}


def rule_concept(rule: str) -> Resource:
    """A rule of the monograph as a concept; its id alone where the monograph does not have it."""
    try:
        return word(RULE, rule, monograph.rule(rule).title)
    except UnknownFactError:
        return {"coding": [{"system": RULE, "code": rule}]}


def override_issue(frame: Frame, override: Plain) -> Resource | None:
    """An override as an issue with its mitigation: the owner, the reason, and from when to when."""
    said, who = text_in("text", override["reason"]), text_in("display", override["by"])
    if not said or not who or " " in override["rule"].strip() or override["rule"] != override["rule"].strip():
        return None
    return {
        "resourceType": "DetectedIssue",
        "status": "final",
        "code": rule_concept(override["rule"]),
        "patient": frame.subject,
        "identifiedPeriod": {"start": moment(override["at"]), "end": moment(override["ends"])},
        "implicated": [{"reference": frame.part()}],
        "mitigation": [{"action": {**said}, "date": moment(override["at"]), "author": who}],
    }


def read_override(issue: Resource) -> Plain:
    """The override that `override_issue` wrote, but for its zone."""
    return {
        "at": moment_text(issue["identifiedPeriod"]["start"]),
        "zone": "",
        "rule": code_of(issue["code"], RULE),
        "by": within(issue, "mitigation", "author", "display"),
        "reason": within(issue, "mitigation", "action", "text"),
        "ends": moment_text(issue["identifiedPeriod"]["end"]),
    }


def detected_issue(finding: Finding, subject: Resource, at: str, implicated: str | None = None) -> Resource:
    """A finding about a patient or one of the patient's orders."""
    mitigation: list[Resource] = [{"action": {"text": plain_blanks(finding.resolve)}}] if finding.resolve else []
    if finding.overridden is not None:
        done = finding.overridden
        mitigation = [
            {
                "action": {"text": plain_blanks(done.reason)},
                "date": done.at.isoformat(),
                "author": {"display": plain_blanks(done.by)},
            },
            *mitigation,
        ]
    return {
        "resourceType": "DetectedIssue",
        "status": "preliminary" if finding.missing else "final",
        "code": word(RULE, finding.rule, finding.title),
        "severity": SEVERITIES[finding.severity],
        "patient": subject,
        "identifiedDateTime": at,
        "author": {"display": "Lentus"},
        **({"implicated": [{"reference": implicated}]} if implicated else {}),
        **evidence(finding),
        "detail": _told(finding),
        **_reference(finding),
        **({"mitigation": mitigation} if mitigation else {}),
    }


def evidence(finding: Finding) -> Resource:
    """What triggered a finding, one entry a value; what is missing and the bound are entries too."""
    told = [f"{name}: {_said(value)}" for name, value in finding.values]
    told += [f"bound: {finding.bound}"] if finding.bound else []
    told += [f"missing: {one}" for one in finding.missing]
    return {"evidence": [{"code": [{"text": plain_blanks(one)}]} for one in told]} if told else {}


def _said(value: object) -> str:
    return canonical(value) if isinstance(value, Measured) else str(value)


def _told(finding: Finding) -> str:
    says = finding.says if finding.says.endswith((".", "?", "!")) else f"{finding.says}."
    # Where the rule's reason is what was found, it is said once.
    return plain_blanks(says if finding.why in says else f"{says} {finding.why}")


def _reference(finding: Finding) -> Resource:
    """The address of the first source that has one."""
    for one in finding.sources:
        address = monograph.source(one).address
        if address.startswith(("http://", "https://")) and " " not in address:
            return {"reference": address}
    return {}


def risk_assessment(findings: tuple[Finding, ...], subject: Resource, at: str, basis: str | None = None) -> Resource:
    """What stands against an order or a patient as one assessment; no probability is given, since no source has one."""
    return {
        "resourceType": "RiskAssessment",
        "status": "final",
        "subject": subject,
        "occurrenceDateTime": at,
        "method": {"text": "rules of the Lentus monograph"},
        **({"basis": [{"reference": basis}]} if basis else {}),
        "prediction": [
            {
                "outcome": word(RULE, one.rule, one.title),
                "qualitativeRisk": {"text": one.severity.word},
                "rationale": _told(one),
            }
            for one in findings
        ],
    }
