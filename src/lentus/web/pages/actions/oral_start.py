"""Start baclofen by mouth, or take it up again."""

from __future__ import annotations

from lentus.quantity import Volume
from lentus.web.pages.actions.action import order
from lentus.web.pages.actions.asked import OTHER, doses, product, start_reason
from lentus.web.pages.actions.fields import Group, amount, when

ORAL_START = order(
    "oral-start",
    "Start baclofen by mouth",
    "by mouth",
    "oral",
    (
        Group("Doses", (doses(), when("From"), start_reason())),
        Group(
            "Product",
            (
                product("oral"),
                amount("volume_each", "Volume of each dose", Volume, hint="Of a liquid: what is drawn up, in mL."),
            ),
        ),
        OTHER,
    ),
    says="The first doses by mouth, from a moment on until something else is ordered.",
)
