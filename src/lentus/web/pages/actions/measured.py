"""What is measured: weight, height, a laboratory value."""

from __future__ import annotations

from typing import get_args

from lentus.course.words import Analyte
from lentus.quantity import Length, Weight
from lentus.web.pages.actions.action import fact
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.fields import Group, amount, choice, text, when

WEIGHT = fact(
    "weight",
    "Weight",
    "patient",
    "weight",
    (Group("Weight", (amount("weight", "Body weight", Weight, hint="In kg.", required=True), when("Weighed"))), OTHER),
)
HEIGHT = fact(
    "height",
    "Height",
    "patient",
    "height",
    (Group("Height", (amount("height", "Body height", Length, hint="In cm.", required=True), when("Measured"))), OTHER),
)
LABORATORY = fact(
    "laboratory",
    "Laboratory value",
    "patient",
    "laboratory",
    (
        Group(
            "Value",
            (
                choice("analyte", "Analyte", get_args(Analyte), required=True, radio=True),
                text(
                    "value",
                    "Value",
                    hint="With its unit: mg/dL for creatinine, mL/min for a clearance, mL/min/1.73 m2 for an eGFR, "
                    "ng/mL or mcg/L for baclofen.",
                    required=True,
                ),
                when("Taken"),
            ),
        ),
        OTHER,
    ),
    says="A creatinine clearance and an eGFR are different things and stay apart. A level of baclofen is for the "
    "model of the body alone: fluid from a lumbar puncture, never from the pump's own port.",
)
