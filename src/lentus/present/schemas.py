"""Every published JSON Schema by name: what Lentus reads, from the models, and what it prints, from the shapes."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from lentus.course import input_schemas
from lentus.present.shapes import AUDIT_OUTPUTS, EXCHANGE_OUTPUTS, MODEL_OUTPUTS, OUTPUTS, PUMP_OUTPUTS

READS = {
    "course": "One patient's course: what `lentus review` reads.",
    "event": "One event of a course.",
    "order": "One order: what `lentus check --order` reads.",
    "pump-plan": "One pump plan: what `lentus pump verify` reads, and the other questions about a plan.",
}


def schemas() -> dict[str, dict[str, Any]]:
    """All schemas: inputs first."""
    made = {name: {**schema, "description": READS[name]} for name, schema in input_schemas().items()}
    printed = {**OUTPUTS, **PUMP_OUTPUTS, **MODEL_OUTPUTS, **AUDIT_OUTPUTS, **EXCHANGE_OUTPUTS}
    for name, shape in printed.items():
        schema = TypeAdapter(shape).json_schema(mode="serialization")
        made[name] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:lentus:{name}:1",
            **schema,
        }
    return made
