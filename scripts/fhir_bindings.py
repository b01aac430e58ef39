"""Makes the table of required codes of FHIR R4 from the unpacked package hl7.fhir.r4.examples (CC0).

Usage: fhir_bindings.py FOLDER OUT. For each resource type that Lentus reads or writes, and each data type in them:
which element has which type, which must be there, and which codes a required binding allows. A value set that cannot
be listed (languages, MIME types, units) is left out rather than guessed.
"""

from __future__ import annotations

import gzip
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

RESOURCES = [
    "ActivityDefinition",
    "AdverseEvent",
    "AllergyIntolerance",
    "AuditEvent",
    "Bundle",
    "Condition",
    "DetectedIssue",
    "Device",
    "DeviceUseStatement",
    "Encounter",
    "List",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationKnowledge",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "OperationOutcome",
    "Patient",
    "PlanDefinition",
    "Procedure",
    "Provenance",
    "QuestionnaireResponse",
    "RiskAssessment",
    "ServiceRequest",
]
MUST = "!"
"""The key below which a type's elements stand that must be there, each with its alternatives."""
SKIPPED = {"Resource", "Extension", "Narrative", "xhtml", "Meta"}

Table = dict[str, Any]


class Package:
    """The definitions of one unpacked package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sets = {one["url"]: one for one in self._all("ValueSet")}
        self.systems = {one["url"]: one for one in self._all("CodeSystem")}

    def _all(self, kind: str) -> list[Table]:
        read = (json.loads(path.read_text("utf-8")) for path in sorted(self.folder.glob(f"{kind}-*.json")))
        return [one for one in read if one.get("resourceType") == kind and "url" in one]

    def structure(self, name: str) -> Table | None:
        """The StructureDefinition of a type; None where there is none."""
        path = self.folder / f"StructureDefinition-{name}.json"
        made: Table | None = json.loads(path.read_text("utf-8")) if path.exists() else None
        return made

    @cache  # noqa: B019 - one package a run
    def expanded(self, url: str) -> frozenset[tuple[str, str]] | None:
        """(system, code) of a value set; None where it cannot be listed whole."""
        found = self.sets.get(url.split("|")[0])
        if found is None or "compose" not in found:
            return None
        parts = [self._included(one) for one in found["compose"].get("include", ())]
        without = [self._included(one) for one in found["compose"].get("exclude", ())]
        if any(one is None for one in (*parts, *without)):
            return None
        return frozenset().union(*(one for one in parts if one)) - frozenset().union(*(one for one in without if one))

    def _included(self, part: Table) -> frozenset[tuple[str, str]] | None:
        if "filter" in part:
            return None
        imported = [self.expanded(one) for one in part.get("valueSet", ())]
        if any(one is None for one in imported):
            return None
        if "system" not in part:
            return frozenset.intersection(*(one for one in imported if one is not None))
        codes = part["concept"] if "concept" in part else self._concepts(part["system"])
        return None if codes is None else frozenset((part["system"], one["code"]) for one in codes)

    def _concepts(self, system: str) -> list[Table] | None:
        found = self.systems.get(system)
        if found is None or found.get("content") != "complete":
            return None
        made: list[Table] = []
        rest = list(found.get("concept", ()))
        while rest:
            one = rest.pop()
            made.append(one)
            rest += one.get("concept", ())
        return made


def add_type(package: Package, name: str, table: Table) -> None:
    """Add a type and every type in it."""
    found = package.structure(name)
    if name in table or name in SKIPPED or found is None:
        return
    table[name] = {}
    for element in found["snapshot"]["element"][1:]:
        owner, _, last = element["path"].rpartition(".")
        if element.get("min", 0) > 0:
            names = [last.replace("[x]", one["code"][0].upper() + one["code"][1:]) for one in element.get("type", ())]
            table.setdefault(owner, {}).setdefault(MUST, []).append(sorted(set(names)) or [last])
        if "contentReference" in element:
            table.setdefault(owner, {})[last] = {"type": element["contentReference"].lstrip("#")}
            continue
        for kind in element.get("type", ()):
            _add_element(package, table, element, owner, last, kind["code"])


def _add_element(package: Package, table: Table, element: Table, owner: str, last: str, kind: str) -> None:
    name = last.replace("[x]", kind[0].upper() + kind[1:])
    complex_type = kind[0].isupper()
    made: Table = {}
    if kind in ("BackboneElement", "Element"):
        made["type"] = element["path"]
    elif complex_type and kind not in SKIPPED:
        made["type"] = kind
        add_type(package, kind, table)
    binding = element.get("binding", {})
    if binding.get("strength") == "required":
        codes = package.expanded(binding.get("valueSet", ""))
        if codes and kind in ("code", "CodeableConcept", "Coding"):
            made["codes"] = _by_system(codes) if complex_type else sorted({code for _, code in codes})
    if made:
        table.setdefault(owner, {})[name] = made


def _by_system(codes: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    return {
        system: sorted(code for one, code in codes if one == system) for system in sorted({one for one, _ in codes})
    }


def main() -> None:
    """Write the table."""
    package = Package(Path(sys.argv[1]))
    table: Table = {}
    for name in RESOURCES:
        add_type(package, name, table)
    text = json.dumps({name: table[name] for name in sorted(table)}, sort_keys=True, separators=(",", ":"))
    # Without a time in it, so that the same package gives the same file.
    Path(sys.argv[2]).write_bytes(gzip.compress(text.encode(), mtime=0))
    codes = sum("codes" in one for elements in table.values() for name, one in elements.items() if name != MUST)
    sys.stdout.write(f"fhir_bindings: {len(table)} types, {codes} required bindings\n")


if __name__ == "__main__":
    main()
