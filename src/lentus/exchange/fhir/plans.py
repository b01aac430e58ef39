"""Each protocol as PlanDefinition with its citations, and each step of a checklist as ActivityDefinition.

What is exported is what the rules ask for and why, for a person to read: the doses stay in the monograph, from which
the engine works, so that no second copy of them can be ordered from.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.exchange.fhir.naming import PROTOCOL
from lentus.exchange.fhir.pieces import Resource, writable
from lentus.monograph import Checklist, Rule, Step

TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
LONGEST_TITLE = 120


def _slug(text: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in text)[:64]


def _name(text: str) -> str:
    return "".join(part.capitalize() for part in _slug(text).split("-"))


def _head(kind: str, key: str, title: str) -> Resource:
    return {
        "resourceType": kind,
        "id": _slug(key),
        "url": f"{PROTOCOL}:{_slug(key)}",
        "name": _name(key),
        "title": title,
        "status": "active",
    }


def citations(sources: Iterable[str]) -> list[Resource]:
    """The sources as citations, each once."""
    made = []
    for one in dict.fromkeys(sources):
        source = monograph.source(one)
        web = source.address.startswith(("http://", "https://")) and " " not in source.address
        made.append({"type": "citation", "display": source.title, **({"url": source.address} if web else {})})
    return made


def _cited(name: str, sources: Iterable[str]) -> Resource:
    found = citations(sources)
    return {name: found} if found else {}


def protocols() -> list[Resource]:
    """A PlanDefinition for each area of rules and for each checklist, and the ActivityDefinitions of its steps."""
    areas: dict[str, list[Rule]] = {}
    for rule in monograph.rules():
        areas.setdefault(rule.area, []).append(rule)
    made = [_area(area, rules) for area, rules in areas.items()]
    for one in monograph.checklists():
        made += [_checklist(one), *(_activity(one, step) for step in one.steps)]
    return made


def _area(area: str, rules: list[Rule]) -> Resource:
    return {
        **_head("PlanDefinition", area, f"Baclofen: rules of {area}"),
        "type": {"coding": [{"system": TYPES, "code": "eca-rule"}]},
        **_cited("relatedArtifact", (source for rule in rules for source in rule.sources)),
        "action": [
            {
                "prefix": rule.severity,
                "title": rule.title,
                **({"description": rule.resolve} if writable(rule.resolve) else {}),
                **({"textEquivalent": rule.why} if writable(rule.why) else {}),
                "code": [{"coding": [{"system": PROTOCOL, "code": rule.id}], "text": rule.title}],
                **_cited("documentation", rule.sources),
            }
            for rule in rules
        ],
    }


def _checklist(one: Checklist) -> Resource:
    return {
        **_head("PlanDefinition", one.id, one.title),
        "type": {"coding": [{"system": TYPES, "code": "clinical-protocol"}]},
        **({"usage": one.when} if writable(one.when) else {}),
        **_cited("relatedArtifact", one.sources),
        "action": [
            {
                "prefix": str(step.number),
                "title": step.does if len(step.does) <= LONGEST_TITLE else f"Step {step.number}",
                "description": step.does,
                **_cited("documentation", step.sources),
                "definitionCanonical": f"{PROTOCOL}:{_slug(f'{one.id}-{step.number}')}",
            }
            for step in one.steps
        ],
    }


def _activity(one: Checklist, step: Step) -> Resource:
    said = " ".join(part for part in (step.does, step.warning, step.amounts_at) if part)
    return {
        **_head("ActivityDefinition", f"{one.id}-{step.number}", f"{one.title}, step {step.number}"),
        "description": said,
        **({"purpose": step.why} if writable(step.why) else {}),
        **_cited("relatedArtifact", step.sources),
        "kind": "Task",
    }


def protocol_bundle() -> Resource:
    """Every protocol, as a Bundle of type collection."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": one["url"], "resource": one} for one in protocols()],
    }
