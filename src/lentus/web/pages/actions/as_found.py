"""History begins here, with a patient who comes with therapy running. What is not known is left open."""

from __future__ import annotations

from typing import Any

from lentus.quantity import DoseRate, Volume
from lentus.web.pages.actions import own_bolus
from lentus.web.pages.actions.action import Scene, fact
from lentus.web.pages.actions.asked import OTHER, device, doses, path_volume, pump_mode, strength
from lentus.web.pages.actions.fields import Group, amount, text, when, yesno
from lentus.web.pages.actions.reading import Answers


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    told = own_bolus.with_own(answers, answers.without("doses", "none_by_mouth"))
    data: dict[str, Any] = {"kind": "as found", **told}
    if "doses" in answers.values and answers.values.get("none_by_mouth"):
        answers.fault("none_by_mouth", "doses are written above: take them away, or say no here")
    if "doses" in answers.values:
        data["oral_doses"] = answers.values["doses"]
    elif answers.values.get("none_by_mouth"):
        data["oral_doses"] = []
    return (data,)


AS_FOUND = fact(
    "as-found",
    "Start with therapy as found",
    "patient",
    "as found",
    (
        Group(
            "Pump, as read now",
            (
                when("Found"),
                device(),
                amount("daily_dose", "Daily dose", DoseRate, "intrathecal"),
                pump_mode(),
                strength(hint="As programmed."),
                amount("reservoir", "Reservoir volume", Volume, hint="In mL."),
                path_volume(),
                text("dose_unchanged_since", "Dose unchanged since", hint="As told; never computed with."),
            ),
        ),
        *own_bolus.EVERY,
        Group(
            "By mouth",
            (doses("Doses of one day", required=False), yesno("none_by_mouth", "Nothing is taken by mouth")),
        ),
        OTHER,
    ),
    build=_build,
    says="Before this moment everything is unknown, not wrong. Leave open what nobody knows.",
)
