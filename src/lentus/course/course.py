"""A course: one patient, and what has happened, as read from a file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from lentus.course.events import AnyEvent
from lentus.course.faults import faults
from lentus.course.fold import fold
from lentus.course.model import Written
from lentus.course.orders import AnyOrder
from lentus.course.patient import Patient
from lentus.course.words import Role
from lentus.errors import CourseError

LARGEST_FILE = 20_000_000
"""Bytes; a file larger than this is not a course."""


class Course(Written):
    """A patient's course. `zone`, `author` and `role` stand for every event that does not say otherwise."""

    lentus: int = Field(default=1, ge=1, le=1, description="Version of this format.")
    generated: bool = Field(default=False, description="True for an example or demo: no real patient.")
    title: str = Field(default="", max_length=200)
    zone: str | None = Field(default=None, description="IANA zone for events without one of their own.")
    author: str | None = Field(default=None, description="Author of events without one of their own.")
    role: Role | None = Field(default=None, description="Role of the author of events without one of their own.")
    patient: Patient
    events: tuple[AnyEvent, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: object) -> object:
        if not isinstance(data, dict) or not isinstance(data.get("events", []), list | tuple):
            return data
        given = {name: data[name] for name in ("zone", "author") if isinstance(data.get(name), str)}
        role = {"role": data["role"]} if isinstance(data.get("role"), str) else {}
        events = []
        for number, event in enumerate(data.get("events", ()), start=1):
            if not isinstance(event, dict):
                events.append(event)
                continue
            # A course's role is its author's: it does not pass to another author.
            own = {} if "author" in event else role
            events.append({"id": f"e{number}", **given, **own, **event})
        return {**data, "events": events}

    @model_validator(mode="after")
    def _history_holds(self) -> Course:
        # Folding proves that ids are unique and that each correction fits what it corrects.
        try:
            state = fold(self.patient, self.events)
        except CourseError as error:
            raise ValueError(str(error)) from error
        if state.dangling:
            raise ValueError(f"correction of {', '.join(state.dangling)}: no event of this course has that id")
        return self


ORDER_READER: TypeAdapter[AnyOrder] = TypeAdapter(AnyOrder)


def read_course(path: Path) -> Course:
    """Read a course from a JSON or TOML file.

    Raises CourseError, one sentence a fault, each naming where it stands.
    """
    return course_from(read_mapping(path), str(path))


def course_from(data: object, where: str = "course") -> Course:
    """Read a course from plain data; `where` names it in messages. CourseError, one sentence a fault."""
    try:
        return Course.model_validate(data)
    except ValidationError as error:
        raise CourseError(faults(error, where)) from error


def order_from(data: object, where: str = "order") -> AnyOrder:
    """Read an order from plain data; `where` names it in messages. CourseError, one sentence a fault."""
    try:
        return ORDER_READER.validate_python(data)
    except ValidationError as error:
        raise CourseError(faults(error, where)) from error


def read_mapping(path: Path) -> object:
    """Plain data from a JSON or TOML file; a key written twice is refused, since one of the two would be lost."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CourseError(f"{path}: larger than {LARGEST_FILE} bytes, which is no course: check the file")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: is not UTF-8 text: save it as UTF-8") from error
    return mapping_from(text, str(path), toml=path.suffix.lower() == ".toml")


def mapping_from(text: str, where: str, *, toml: bool) -> object:
    """Plain data from the text of a TOML or JSON file; `where` names it in messages. CourseError as `read_mapping`."""
    try:
        if toml:
            return tomllib.loads(text)
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise CourseError(f"{where}: is not {'TOML' if toml else 'JSON'}: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise CourseError(f"key {key!r} is written twice in one place: keep one")
        read[key] = value
    return read


def _no_constant(name: str) -> NoReturn:
    raise CourseError(f"{name} is not a number that a course can hold")
