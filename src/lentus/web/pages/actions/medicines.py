"""Other drugs and what the patient does not tolerate."""

from __future__ import annotations

from lentus.web.pages.actions.action import fact
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.fields import Group, choice, text, when, yesno

ALLERGY = fact(
    "allergy",
    "Allergy",
    "patient",
    "allergy",
    (
        Group(
            "Hypersensitivity",
            (text("substance", "Substance", required=True), text("reaction", "Reaction"), when("Noted")),
        ),
        OTHER,
    ),
)
MEDICINE = fact(
    "medicine",
    "Another medicine is taken",
    "patient",
    "medicine started",
    (
        Group(
            "Medicine",
            (
                text("name", "Name", required=True),
                text("route", "Route"),
                text("dose", "Dose", hint="As told; nothing is computed from it."),
                yesno("against_spasticity", "Against spasticity"),
                when("Since"),
            ),
        ),
        OTHER,
    ),
)
MEDICINE_STOPPED = fact(
    "medicine-stopped",
    "Another medicine was stopped",
    "patient",
    "medicine stopped",
    (Group("Medicine", (text("name", "Name", required=True), when("Stopped"))), OTHER),
)
MEDICINES_REVIEWED = fact(
    "medicines-reviewed",
    "Medicines reviewed",
    "patient",
    "medicines reviewed",
    (Group("Review", (when("Reviewed"),)), OTHER),
    says="The list of other drugs was gone through and is complete now.",
)
SIDE_EFFECT = fact(
    "side-effect",
    "Side effect",
    "patient",
    "side effect",
    (
        Group(
            "Effect",
            (
                text("effect", "Effect", required=True),
                choice(
                    "severity",
                    "Severity",
                    ("mild", "moderate", "serious", ("toxicity", "Toxicity: the dose is too high now")),
                    required=True,
                    radio=True,
                ),
                yesno("over", "It has gone"),
                when("Seen"),
            ),
        ),
        OTHER,
    ),
)
