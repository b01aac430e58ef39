"""What is really taken by mouth: a regimen, a single dose, doses that were missed."""

from __future__ import annotations

from typing import Any

from lentus.quantity import Mass
from lentus.web.pages.actions.action import Scene, fact
from lentus.web.pages.actions.asked import OTHER, dose_reason, doses, product
from lentus.web.pages.actions.fields import Group, amount, text, when, whole
from lentus.web.pages.actions.reading import Answers


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    # No dose at all is an answer of its own: none is taken.
    return ({"kind": "oral regimen", "doses": [], **answers.values},)


ORAL_TAKEN = fact(
    "oral-taken",
    "What is taken by mouth",
    "by mouth",
    "oral regimen",
    (
        Group(
            "Taken from now on",
            (doses("Doses of one day; none where none is taken", required=False), when("Since"), dose_reason()),
        ),
        Group("Product", (product("oral"),), folded=True),
        OTHER,
    ),
    build=_build,
    says="A fact, not an order: what the patient takes, whoever ordered it.",
)
DOSE_GIVEN = fact(
    "dose-given",
    "A dose by mouth was given",
    "by mouth",
    "dose given",
    (
        Group("Dose", (amount("dose", "Dose", Mass, "oral", required=True), when("Given"), product("oral"))),
        OTHER,
    ),
)
DOSES_MISSED = fact(
    "doses-missed",
    "Doses by mouth were missed",
    "by mouth",
    "doses missed",
    (
        Group(
            "Missed",
            (whole("days", "Whole days without baclofen", required=True), text("reason", "Why"), when("Noted")),
        ),
        OTHER,
    ),
)
