"""JSON Schemas of what Lentus reads, made from the models themselves so that they cannot drift."""

from __future__ import annotations

from typing import Any

from lentus.course.course import ORDER_READER, Course
from lentus.course.fold import EVENT_READER


def input_schemas() -> dict[str, dict[str, Any]]:
    """The schema of a course, an event and an order, by name."""
    made = {
        "course": Course.model_json_schema(mode="validation"),
        "event": EVENT_READER.json_schema(mode="validation"),
        "order": ORDER_READER.json_schema(mode="validation"),
    }
    for name, schema in made.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["$id"] = f"urn:lentus:{name}:1"
        schema.setdefault("title", name)
    return made
