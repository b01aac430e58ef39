"""A request to convert a dose from one route to another, which no source allows; the form says so with the source."""

from __future__ import annotations

from typing import get_args

from lentus.course.words import Route
from lentus.quantity import DoseRate
from lentus.web.pages.actions.action import order
from lentus.web.pages.actions.fields import Group, amount, choice, when

CONVERSION = order(
    "conversion",
    "Convert between routes",
    "by mouth",
    "conversion",
    (
        Group(
            "Conversion",
            (
                choice("from_route", "From", get_args(Route), required=True),
                choice("to_route", "To", get_args(Route), required=True),
                amount("daily_dose", "Daily dose", DoseRate),
                when(),
            ),
        ),
    ),
    says="No source gives a conversion between routes. What is written here is answered with that, and kept.",
)
