"""What is taken by mouth or through the skin."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lentus.course.events.base import Event
from lentus.course.words import DoseReason
from lentus.quantity import Mass


class OralRegimen(Event):
    """What the patient takes by mouth from now on, each single dose of a day; no doses means none is taken."""

    kind: Literal["oral regimen"] = "oral regimen"
    doses: tuple[Mass, ...] = Field(max_length=24)
    product: str | None = None
    reason: DoseReason = "titration"


class DoseGiven(Event):
    """One dose by mouth that was given or taken."""

    kind: Literal["dose given"] = "dose given"
    dose: Mass
    product: str | None = None


class DosesMissed(Event):
    """Doses by mouth that were not taken. Shown; nothing is computed from it."""

    kind: Literal["doses missed"] = "doses missed"
    days: int = Field(ge=1, le=366, description="Whole days without baclofen.")
    reason: str = Field(default="", max_length=500)


class TransdermalUse(Event):
    """A compounded preparation on the skin: counted as exposure, nothing computed."""

    kind: Literal["transdermal"] = "transdermal"
    text: str = Field(min_length=1, max_length=2_000)
    in_use: bool = True
