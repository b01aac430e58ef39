"""Tone and spasms as scored: a table by muscle with a body map beside it, spasm frequency, and the judgment."""

from __future__ import annotations

from typing import Any

from lentus import monograph
from lentus.web.pages.actions.action import fact
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.body_map import body_panel
from lentus.web.pages.actions.fields import Choice, Field, Group, choice, when, yesno
from lentus.web.pages.actions.reading import Answers

SCORED = ("ashworth", "spasm_frequency", "spasm_severity")


def _grades(scale: str) -> tuple[Choice, ...]:
    """The grades of a scale with the monograph's words for them."""
    return tuple((one.key, f"{one.key}: {one.meaning}") for one in monograph.scale(scale).grades)


SCORES = (
    Group(
        "Modified Ashworth Scale, by muscle",
        (Field("ashworth", "Modified Ashworth Scale", "muscles", "Leave open what was not examined."),),
    ),
    Group(
        "Spasms",
        (
            choice("spasm_frequency", "Penn spasm frequency", _grades("penn-frequency"), radio=True),
            choice("spasm_severity", "Penn spasm severity", _grades("penn-severity"), radio=True),
        ),
    ),
)


def scores_of(answers: Answers) -> dict[str, Any]:
    """The scores alone, as far as they were given; grades of spasms are whole numbers."""
    return answers.take(*SCORED)


ASSESSMENT = fact(
    "assessment",
    "Assess tone and spasms",
    "patient",
    "assessment",
    (
        *SCORES,
        Group(
            "Judgment",
            (
                yesno("responding", "Responds to baclofen"),
                yesno("goal_met", "The agreed goal is reached at this dose"),
                when("Assessed"),
            ),
        ),
        OTHER,
    ),
    panels=(body_panel,),
    wide=True,
)
