"""A compounded preparation for the skin: its words are kept, and nothing is computed from it."""

from __future__ import annotations

from lentus.web.pages.actions.action import fact, order
from lentus.web.pages.actions.asked import OTHER
from lentus.web.pages.actions.fields import Group, long, when, yesno

WORDS = long("text", "Preparation", hint="As prescribed. No dose is read from it.", required=True)

TRANSDERMAL = order(
    "transdermal",
    "Order a preparation for the skin",
    "by mouth",
    "transdermal",
    (Group("Preparation", (WORDS, when("From"))), OTHER),
)
TRANSDERMAL_USE = fact(
    "transdermal-use",
    "Preparation on the skin in use",
    "by mouth",
    "transdermal",
    (Group("Preparation", (WORDS, yesno("in_use", "In use"), when())), OTHER),
)
