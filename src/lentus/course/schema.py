"""JSON Schemas of what Lentus reads, made from the models themselves so that they cannot drift."""

from __future__ import annotations

from typing import Any

from lentus.course.course import ORDER_READER, Course
from lentus.course.fold import EVENT_READER
from lentus.course.plan import PumpPlan

FILLED_IN = {"id", "zone", "author", "at"}
"""Keys that the reader takes from the course, the event or the order around, where they are left out."""


def _as_read(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of what may be written, which is less than what is kept: some keys are filled in."""
    for one in schema.get("$defs", {}).values():
        properties = one.get("properties", {})
        if "zone" in properties and "at" in properties:
            filled = FILLED_IN - {"at"} if "author" in properties else FILLED_IN
            one["required"] = [name for name in one.get("required", ()) if name not in filled]
    return schema


def input_schemas() -> dict[str, dict[str, Any]]:
    """The schema of a course, an event, an order and a pump plan as they may be written, by name."""
    made = {
        "course": _as_read(Course.model_json_schema(mode="validation")),
        "event": _as_read(EVENT_READER.json_schema(mode="validation")),
        "order": _as_read(ORDER_READER.json_schema(mode="validation")),
        "pump-plan": PumpPlan.model_json_schema(mode="validation"),
    }
    for name, schema in made.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["$id"] = f"urn:lentus:{name}:1"
        schema.setdefault("title", name)
    return made
