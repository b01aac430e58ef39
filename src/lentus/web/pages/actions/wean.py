"""Reduce drugs by mouth once the pump runs, one drug a row."""

from __future__ import annotations

from lentus.quantity import Mass
from lentus.web.pages.actions.action import order
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.fields import Group, amount, rows, text, when

WEAN = order(
    "wean",
    "Wean drugs by mouth",
    "by mouth",
    "wean",
    (
        Group(
            "Reductions",
            (
                rows(
                    "changes",
                    "Drugs",
                    (
                        text("drug", "Drug", required=True),
                        amount("from_daily", "A day now", Mass, "oral", required=True),
                        amount("to_daily", "A day then", Mass, "oral", required=True),
                    ),
                    3,
                    required=True,
                ),
                when("From"),
            ),
        ),
        OTHER,
    ),
)
