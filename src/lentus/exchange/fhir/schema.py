"""FHIR's own JSON schema of R4 and its required codes, as tables that are opened when first asked for.

The schema knows shapes and no codes, so the codes of required bindings stand in a table beside it; both are made by
scripts/fhir-bindings.sh from published packages.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs


def _data(name: str) -> Any:
    return json.loads(gzip.decompress((files("lentus.exchange.fhir") / "data" / name).read_bytes()))


@cache
def definitions() -> dict[str, Any]:
    """The definitions of the schema by name, the nested resources left open: each is held against its own."""
    made: dict[str, Any] = _data("fhir.schema.json.gz")["definitions"]
    made["ResourceList"] = {"type": "object"}
    return made


@cache
def bindings() -> dict[str, dict[str, Any]]:
    """By type and element: its type and the codes that a required binding allows; under `!` what must be there."""
    made: dict[str, dict[str, Any]] = _data("bindings.json.gz")
    return made


@cache
def validator(resource_type: str) -> jsonschema_rs.Validator | None:
    """The compiled schema of a resource type; None where R4 has no such type."""
    if resource_type not in definitions() or "resourceType" not in definitions()[resource_type].get("properties", {}):
        return None
    schema = {
        "$schema": "http://json-schema.org/draft-06/schema#",
        "$ref": f"#/definitions/{resource_type}",
        "definitions": _reached(resource_type),
    }
    return jsonschema_rs.validator_for(schema)


def _reached(name: str) -> dict[str, Any]:
    """The definitions that one of them needs: compiling all of them takes half a second."""
    made: dict[str, Any] = {}
    rest = [name]
    while rest:
        one = rest.pop()
        if one not in made:
            made[one] = definitions()[one]
            rest += _named(made[one])
    return made


def _named(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        here = [str(schema["$ref"]).rpartition("/")[2]] if "$ref" in schema else []
        return here + [name for value in schema.values() for name in _named(value)]
    return [name for value in schema for name in _named(value)] if isinstance(schema, list) else []
