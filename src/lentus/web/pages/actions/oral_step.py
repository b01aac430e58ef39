"""Another daily dose by mouth: a step up, a step down, or the same in other doses."""

from __future__ import annotations

from lentus.quantity import Volume
from lentus.web.pages.actions.action import order
from lentus.web.pages.actions.asked import OTHER, dose_reason, doses, product
from lentus.web.pages.actions.fields import Group, amount, when

ORAL_STEP = order(
    "oral-step",
    "Change the dose by mouth",
    "by mouth",
    "oral",
    (
        Group("Doses", (doses(), when("From"), dose_reason("start"))),
        Group(
            "Product",
            (
                product("oral"),
                amount("volume_each", "Volume of each dose", Volume, hint="Of a liquid: what is drawn up, in mL."),
            ),
        ),
        OTHER,
    ),
    says="The doses of a day from a moment on. A reduction for toxicity is never refused.",
)
