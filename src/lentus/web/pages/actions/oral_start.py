"""Start baclofen by mouth, or take it up again."""

from __future__ import annotations

from typing import Any

from lentus.quantity import Volume
from lentus.web.pages.actions.action import Scene, order
from lentus.web.pages.actions.asked import OTHER, doses, product
from lentus.web.pages.actions.fields import Group, amount, when
from lentus.web.pages.actions.reading import Answers


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    return ({"kind": "oral", "reason": "start", **answers.values},)


ORAL_START = order(
    "oral-start",
    "Start baclofen by mouth",
    "by mouth",
    "oral",
    (
        Group("Doses", (doses(), when("From"))),
        Group(
            "Product",
            (
                product("oral"),
                amount("volume_each", "Volume of each dose", Volume, hint="Of a liquid: what is drawn up, in mL."),
            ),
        ),
        OTHER,
    ),
    build=_build,
    says="The first doses by mouth, from a moment on until something else is ordered.",
)
