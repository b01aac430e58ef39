"""What every order and event carries: when, on whose clock, by whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from lentus.course.model import Written
from lentus.course.moment import MOMENT, read_moment
from lentus.course.words import Role
from lentus.errors import CourseError


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes" if moment.second == 0 and moment.microsecond == 0 else "auto")


def _aware(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a time needs its zone")
    return value


Moment = Annotated[
    datetime,
    BeforeValidator(_aware),
    PlainSerializer(_iso, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{MOMENT.pattern}$",
            "description": "ISO 8601 time, such as 2026-03-05T14:30 (then on the clock of `zone`) "
            "or 2026-03-05T14:30-06:00.",
            "examples": ["2026-03-05T14:30", "2026-03-05T14:30-06:00"],
        }
    ),
]
"""A time with its zone."""

MOMENT_FIELDS = ("at", "ends", "recorded", "bridge_until", "flushed_until")


class Stamped(Written):
    """Something at a moment, on the clock of a zone."""

    at: Moment = Field(description="When it happened or takes effect.")
    zone: str = Field(description="IANA time zone of the clock that `at` was read from.")

    @model_validator(mode="before")
    @classmethod
    def _read_moments(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        zone = data.get("zone")
        if not isinstance(zone, str):
            return data
        read = dict(data)
        for name in MOMENT_FIELDS:
            text = read.get(name)
            # Asked in this order: a class's fields take longer to look up than a text to be seen.
            if isinstance(text, str) and name in cls.model_fields:
                try:
                    read[name] = read_moment(text, zone)
                except CourseError as error:
                    raise ValueError(str(error)) from error
        return read

    @property
    def instant(self) -> datetime:
        """`at` in UTC: the only safe key for ordering, since two wall times of one zone compare by the wall."""
        return self.at.astimezone(UTC)


class Authored(Stamped):
    """A stamped thing with its author."""

    author: str = Field(min_length=1, max_length=200, description="Who says so.")
    role: Role = Field(default="unknown", description="What the author was, when acting.")
    note: str = Field(default="", max_length=10_000, description="Free text, never interpreted.")
