"""Who the course is about."""

from __future__ import annotations

from pydantic import Field

from lentus.course.day import Day
from lentus.course.model import Written
from lentus.course.names import PersonName, PersonNumber
from lentus.course.words import Profile, Sex


class Patient(Written):
    """A patient's lasting facts. What is left out is not known."""

    id: PersonNumber = Field(min_length=1, max_length=64, description="The clinic's own record number.")
    name: PersonName = Field(default="", max_length=200, description="Full name, as the second identifier.")
    born: Day | None = Field(default=None, description="Date of birth; ages are calendar ages.")
    sex: Sex | None = Field(default=None, description="As the Cockcroft-Gault equation asks for it.")
    profile: Profile = Field(default="us", description="Which jurisdiction's texts apply.")
