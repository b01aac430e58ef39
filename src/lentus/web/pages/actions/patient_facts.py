"""Facts about the patient: diagnosis, conditions, pregnancy, breastfeeding, where the patient is cared for."""

from __future__ import annotations

from typing import Any, get_args

from lentus.course.words import CONDITIONS, Origin, Setting
from lentus.web.pages.actions.action import Scene, fact
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.fields import Group, choice, day, text, when, yesno
from lentus.web.pages.actions.reading import Answers


def _diagnosis(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    codes = [code for code in str(answers.values.get("icd10", "")).replace(",", " ").split() if code]
    return ({"kind": "diagnosis", **answers.without("icd10"), "icd10": codes},)


DIAGNOSIS = fact(
    "diagnosis",
    "Diagnosis",
    "patient",
    "diagnosis",
    (
        Group(
            "Diagnosis",
            (
                text("text", "In words"),
                choice("origin", "Origin of the spasticity", get_args(Origin), radio=True),
                text("icd10", "ICD-10 codes", hint="Separated by spaces. A code never decides the origin."),
                day("brain_injury_on", "Traumatic brain injury on"),
                when("Stated"),
            ),
        ),
        OTHER,
    ),
    build=_diagnosis,
)
CONDITION = fact(
    "condition",
    "Condition present or absent",
    "patient",
    "condition",
    (
        Group(
            "Condition",
            (
                choice("condition", "Condition", CONDITIONS, required=True),
                yesno("present", "Present", hint="No: it was looked for and is absent.", required=True),
                text("detail", "Detail"),
                when("Noted"),
            ),
        ),
        OTHER,
    ),
)
PREGNANCY = fact(
    "pregnancy",
    "Pregnancy",
    "patient",
    "pregnancy",
    (
        Group("Asked and answered", (yesno("pregnant", "Pregnant", required=True), day("due", "Due"), when("Asked"))),
        Group(
            "Decision",
            (
                yesno("benefit_outweighs_risk", "The benefit clearly outweighs the risk"),
                text("decided_by", "Decided by"),
            ),
        ),
        OTHER,
    ),
)
LACTATION = fact(
    "lactation",
    "Breastfeeding",
    "patient",
    "lactation",
    (
        Group(
            "Asked and answered",
            (yesno("breastfeeding", "Breastfeeding", required=True), day("infant_born", "Infant born"), when("Asked")),
        ),
        OTHER,
    ),
)
SETTING = fact(
    "setting",
    "Where the patient is cared for",
    "patient",
    "care setting",
    (
        Group(
            "Setting",
            (
                choice("setting", "Setting", get_args(Setting), required=True, radio=True),
                yesno("close_contact", "Seen or called daily", hint="Of an outpatient."),
                when("From"),
            ),
        ),
        OTHER,
    ),
)
TRANSFER = fact(
    "transfer",
    "Care passed to somebody else",
    "patient",
    "transfer",
    (Group("Transfer", (text("to", "To", required=True), when("From"))), OTHER),
)
DEATH = fact("death", "The patient died", "patient", "death", (Group("Death", (when("Died"),)), OTHER))
