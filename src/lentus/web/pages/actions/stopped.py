"""A route was stopped: the fact, at once or gradually."""

from __future__ import annotations

from lentus.web.pages.actions.action import fact
from lentus.web.pages.actions.asked import OTHER, stop_reason
from lentus.web.pages.actions.fields import Group, choice, text, when, yesno

STOPPED = fact(
    "stopped",
    "A route was stopped",
    "record",
    "therapy stopped",
    (
        Group(
            "Stop",
            (
                choice("route", "Route", ("oral", "intrathecal", "transdermal"), required=True, radio=True),
                yesno("abrupt", "At once", hint="No: gradually.", required=True),
                stop_reason(),
                text("owner", "Owned by"),
                when("Stopped"),
            ),
        ),
        OTHER,
    ),
)
