"""Who works in the demo clinic: one account for each role, and a second nurse for the second entry."""

from __future__ import annotations

from dataclasses import dataclass

from lentus.course.words import Role


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo clinic. `role` is the account's; `says_as` what its owner is as an author."""

    name: str
    full_name: str
    role: str
    says_as: Role


NURSE = Person("nurse", "Nora Nurse (generated)", "nurse", "nurse")
SECOND_NURSE = Person("nurse2", "Sam Second (generated)", "nurse", "nurse")
PHARMACIST = Person("pharmacist", "Paula Pharmacist (generated)", "pharmacist", "pharmacist")
PRESCRIBER = Person("prescriber", "Peter Prescriber (generated)", "prescriber", "prescriber")
ADMINISTRATOR = Person("administrator", "Ada Administrator (generated)", "administrator", "unknown")
VIEWER = Person("viewer", "Vera Viewer (generated)", "viewer", "unknown")

PEOPLE = (NURSE, SECOND_NURSE, PHARMACIST, PRESCRIBER, ADMINISTRATOR, VIEWER)
"""Every account of the demo clinic, in the order in which the sign-in page offers them."""
