"""Stop a route at once. A gradual withdrawal is a taper or a holiday, and is offered as that."""

from __future__ import annotations

from typing import Any

from lentus.web.pages.actions.action import Scene, order
from lentus.web.pages.actions.asked import OTHER, stop_reason
from lentus.web.pages.actions.fields import Group, choice, text, when
from lentus.web.pages.actions.reading import Answers

ORAL, PUMP = "oral", "intrathecal"


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    kind = "oral stop" if answers.values["route"] == ORAL else "pump stop"
    return ({"kind": kind, **answers.without("route")},)


STOP = order(
    "stop",
    "Stop baclofen at once",
    "by mouth",
    "oral stop",
    (
        Group(
            "Stop",
            (
                choice("route", "What", ((ORAL, "Baclofen by mouth"), (PUMP, "The pump")), required=True, radio=True),
                when("From"),
                stop_reason(),
                text("owner", "Owned by", hint="The prescriber who owns an abrupt stop."),
            ),
        ),
        OTHER,
    ),
    build=_build,
    says="An abrupt stop can kill: of the pump sooner than of tablets. A taper or a holiday is slower and safer.",
)
