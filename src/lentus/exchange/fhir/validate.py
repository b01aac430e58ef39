"""What is wrong with a message of FHIR R4: shape, required codes, units, and members that hold nothing.

No single published validator sees all of it. Each fault names where it stands and what would be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.schema import bindings, validator
from lentus.exchange.fhir.ucum import is_ucum

MUST = "!"
MOST_FAULTS = 200
MOST_CODES = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and what in a sentence."""

    where: str
    says: str


def faults(resource: Any) -> tuple[Fault, ...]:
    """Everything that is wrong with a resource, a Bundle's entries and contained resources too."""
    return tuple(found for found, _ in zip(_all(resource, ""), range(MOST_FAULTS), strict=False))


def _all(resource: Any, where: str) -> Iterator[Fault]:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(kind, str):
        yield Fault(where or "message", 'is no resource: "resourceType" names none')
        return
    place = f"{where}/{kind}" if where else kind
    known = validator(kind)
    if known is None:
        yield Fault(place, f"FHIR R4 has no resource {kind}")
        return
    for error in known.iter_errors(resource):
        at = ".".join(str(one) for one in error.instance_path)
        yield Fault(f"{place}.{at}" if at else place, _short(error.message))
    yield from _codes(resource, kind, place)
    yield from _lints(resource, place)
    yield from _addresses(resource, place)
    for at, inner in _inner(resource):
        yield from _all(inner, f"{place}.{at}")


def _addresses(resource: dict[str, Any], where: str) -> Iterator[Fault]:
    """Two entries of a Bundle at one address: a reader keeps one of them. Versions of a history are told apart."""
    entries = resource.get("entry") if resource["resourceType"] == "Bundle" else None
    seen: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        url = entry.get("fullUrl") if isinstance(entry, dict) else None
        held = entry.get("resource") if isinstance(url, str) else None
        meta = held.get("meta") if isinstance(held, dict) else None
        version = str(meta.get("versionId")) if isinstance(meta, dict) else ""
        if isinstance(url, str) and resource.get("type") != "history":
            if (url, version) in seen:
                yield Fault(f"{where}.entry[{number}].fullUrl", f"{url} is the address of another entry too")
            seen.add((url, version))


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:140]} ... {message[-140:]}"


def _inner(resource: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The resources within a resource, with where they stand."""
    contained = resource.get("contained")
    for number, one in enumerate(contained if isinstance(contained, list) else ()):
        yield f"contained[{number}]", one
    entries = resource.get("entry") if resource["resourceType"] == "Bundle" else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and "resource" in entry:
            yield f"entry[{number}]", entry["resource"]


def _codes(value: Any, kind: str, where: str) -> Iterator[Fault]:
    """Codes outside their required value set, and elements that must be there: the schema asks for no primitive one."""
    if not isinstance(value, dict):
        return
    known = bindings().get(kind, {})
    for names in known.get(MUST, ()):
        if not any(one in value or f"_{one}" in value for one in names):
            yield Fault(where, f"{' or '.join(names)} is missing")
    for name, rule in known.items():
        if name == MUST:
            continue
        for at, one in _each(value.get(name), f"{where}.{name}"):
            if "codes" in rule:
                yield from _outside(one, rule["codes"], at)
            if "type" in rule:
                yield from _codes(one, rule["type"], at)


def _each(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{where}[{number}]", one) for number, one in enumerate(value))
    elif value is not None:
        yield where, value


def _outside(given: Any, allowed: Any, where: str) -> Iterator[Fault]:
    if isinstance(allowed, list):
        if isinstance(given, str) and given not in allowed:
            yield Fault(where, f"{given!r} is not one of the required codes {_listed(allowed)}")
        return
    if not isinstance(given, dict):
        return
    parts = given.get("coding", [given] if "code" in given else [])
    for one in parts if isinstance(parts, list) else ():
        codes = allowed.get(one.get("system")) if isinstance(one, dict) else None
        if codes is not None and one.get("code") not in codes:
            yield Fault(where, f"{one.get('code')!r} is not one of the required codes {_listed(codes)}")


def _listed(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_CODES]) + (" and others" if len(codes) > MOST_CODES else "")


def _lints(value: Any, where: str) -> Iterator[Fault]:
    """Empty members, a unit's code without its system, a UCUM code that is none."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _empty(one, f"{where}[{number}]")
            yield from _lints(one, f"{where}[{number}]")
        return
    if not isinstance(value, dict):
        return
    if "value" in value and isinstance(value.get("value"), int | float) and "code" in value:
        yield from _unit(value, where)
    for name, one in value.items():
        if name in ("resource", "contained"):
            continue
        yield from _empty(one, f"{where}.{name}")
        yield from _lints(one, f"{where}.{name}")


def _empty(value: Any, where: str) -> Iterator[Fault]:
    if value is None or value in ("", [], {}):
        yield Fault(where, "is empty: leave it out")


def _unit(quantity: dict[str, Any], where: str) -> Iterator[Fault]:
    if not quantity.get("system"):
        yield Fault(where, f"the unit code {quantity['code']!r} has no system")
    elif quantity["system"] == UCUM and not is_ucum(str(quantity["code"])):
        yield Fault(where, f"{quantity['code']!r} is no UCUM code that Lentus knows; micrograms are ug")
