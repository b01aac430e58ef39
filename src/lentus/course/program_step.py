"""One step of a pump's day, as a program and an order of a program both write it."""

from __future__ import annotations

from pydantic import Field

from lentus.course.model import Written
from lentus.quantity import DoseRate


class ProgramStep(Written):
    """A stretch of the pump's own 24 h clock, at one dose rate; `starts` reads HH:MM on that clock."""

    starts: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    rate: DoseRate
