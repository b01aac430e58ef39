"""Findings as the record keeps them: whole, and read back exactly as they were shown, whatever the monograph says now.

A finding that was kept is evidence of what a person could see when deciding. So every field is written down, and
reading asks no rule; amounts keep their exact number, since a text may be rounded for the eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lentus.course.orders import Override
from lentus.protocol import Finding, Severity
from lentus.protocol.finding import Value
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
)

_MEASURED = {
    one.__name__: one
    for one in (Mass, Volume, Concentration, DoseRate, FlowRate, Duration, Weight, Length, Temperature, Egfr)
}


def findings_body(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain data, in their order."""
    return [finding_body(one) for one in findings]


def findings_from(body: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings that `findings_body` wrote."""
    return tuple(finding_from(one) for one in body)


def finding_body(finding: Finding) -> dict[str, Any]:
    """One finding as plain data."""
    owned = finding.overridden
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "title": finding.title,
        "says": finding.says,
        "why": finding.why,
        "resolve": finding.resolve,
        "bound": finding.bound,
        "values": [[name, _value(value)] for name, value in finding.values],
        "sources": list(finding.sources),
        "verified": finding.verified,
        "missing": list(finding.missing),
        "until": finding.until.isoformat() if finding.until else None,
        "overridden": owned.model_dump(mode="json") if owned else None,
    }


def finding_from(body: Mapping[str, Any]) -> Finding:
    """The finding that `finding_body` wrote."""
    return Finding(
        rule=body["rule"],
        severity=Severity[body["severity"].upper()],
        title=body["title"],
        says=body["says"],
        why=body["why"],
        resolve=body["resolve"],
        bound=body["bound"],
        values=tuple((name, _read(value)) for name, value in body["values"]),
        sources=tuple(body["sources"]),
        verified=body["verified"],
        missing=tuple(body["missing"]),
        until=datetime.fromisoformat(body["until"]) if body["until"] else None,
        overridden=Override.model_validate(body["overridden"]) if body["overridden"] else None,
    )


def _value(value: Value) -> object:
    match value:
        case bool() | int() | str():
            return value
        case datetime():
            return {"type": "moment", "text": value.isoformat()}
        case date():
            return {"type": "date", "text": value.isoformat()}
        case Fraction():
            return {"type": "number", "exact": str(value)}
    unit = value.kind().canonical
    return {"type": type(value).__name__, "exact": str(value.amount(unit)), "unit": unit, "text": str(value)}


def _read(value: Any) -> Value:
    if not isinstance(value, dict):
        plain: Value = value
        return plain
    match value["type"]:
        case "moment":
            return datetime.fromisoformat(value["text"])
        case "date":
            return date.fromisoformat(value["text"])
        case "number":
            return Fraction(value["exact"])
    measured: Value = _MEASURED[value["type"]].exact(Fraction(value["exact"]), value["unit"], signed=True)
    return measured
