"""Corrections and endings. Nothing is erased: a mistake is corrected by an event that names it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from lentus.course.events.base import Event


class Correction(Event):
    """An earlier event was written wrongly; `replacement` is what it should have said.

    The replacement keeps the corrected event's id and kind, and stands in its place from the correction on.
    """

    kind: Literal["correction"] = "correction"
    corrects: str = Field(min_length=1, max_length=64, description="Id of the event that was wrong.")
    replacement: dict[str, Any] = Field(description="The event as it should have been, whole, with the same id.")
    reason: str = Field(min_length=3, max_length=2_000)


class EnteredInError(Event):
    """An earlier event never happened, or belongs to another patient."""

    kind: Literal["entered in error"] = "entered in error"
    retracts: str = Field(min_length=1, max_length=64, description="Id of the event that is struck out.")
    reason: str = Field(min_length=3, max_length=2_000)


class Transfer(Event):
    """Care passed to somebody else."""

    kind: Literal["transfer"] = "transfer"
    to: str = Field(min_length=1, max_length=500)


class Death(Event):
    """The patient died."""

    kind: Literal["death"] = "death"
