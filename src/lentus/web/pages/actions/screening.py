"""The screening dose: ordered, given, watched by the hour, judged, and the observation ended."""

from __future__ import annotations

from typing import Any, get_args

from lentus.course.words import Response, Route
from lentus.quantity import Duration, Mass
from lentus.web.pages.actions.action import Scene, fact, order
from lentus.web.pages.actions.asked import OTHER, product, strength
from lentus.web.pages.actions.assessment import SCORES, scores_of
from lentus.web.pages.actions.fields import Group, amount, choice, when, yesno
from lentus.web.pages.actions.reading import Answers

DOSE = amount("dose", "Screening dose", Mass, "intrathecal", required=True)
OVER = amount("over", "Injected over", Duration, hint="Such as 1 min.")

SCREENING_DOSE = order(
    "screening-dose",
    "Order a screening dose",
    "screening",
    "screening",
    (
        Group(
            "Dose",
            (
                DOSE,
                strength(),
                OVER,
                choice("route", "Route", get_args(Route), required=True, start="intrathecal"),
                product("intrathecal"),
                when(),
            ),
        ),
        OTHER,
    ),
    says="A single dose into the spinal fluid, to see whether it helps. A second person enters the figures again.",
)
SCREENING_GIVEN = fact(
    "screening-given",
    "A screening dose was given",
    "screening",
    "screening dose",
    (Group("Given", (DOSE, strength(), OVER, product("intrathecal"), when("Given"))), OTHER),
    needs_second=True,
    says="What was given already. It is recorded at once and shown as unverified until a second person has entered "
    "the figures again.",
)


def _observed(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    """The observation, and an assessment of the same moment where something was scored."""
    scores = scores_of(answers)
    at = answers.take("at")
    seen = {"kind": "screening observation", **answers.without(*scores)}
    return (seen, {"kind": "assessment", **at, **scores}) if scores else (seen,)


SCREENING_OBSERVATION = fact(
    "screening-observation",
    "Observation after a screening dose",
    "screening",
    "screening observation",
    (
        Group(
            "Patient",
            (
                when("Seen"),
                yesno("cardiopulmonary_stable", "Circulation and breathing stable"),
                yesno("drowsy", "Drowsy"),
                yesno("hypoventilating", "Breathing too little"),
                yesno("recovered", "Recovered"),
            ),
        ),
        *SCORES,
        OTHER,
    ),
    build=_observed,
    wide=True,
)
SCREENING_JUDGED = fact(
    "screening-judged",
    "Judge the screening dose",
    "screening",
    "screening judged",
    (
        Group(
            "Judgment",
            (
                choice("response", "Response", get_args(Response), required=True, radio=True),
                amount("effect_lasted", "The effect lasted", Duration, hint="Such as 6 h."),
                choice("reaction", "Reaction", (("none", "None"), ("negative", "Badly tolerated")), radio=True),
                when("Judged"),
            ),
        ),
        OTHER,
    ),
    says="The clinician's judgment; scores alone decide nothing.",
)
SCREENING_END = order(
    "screening-end",
    "End the observation",
    "screening",
    "end of observation",
    (Group("End", (yesno("stable", "Stable and recovered"), when("From"))), OTHER),
)
