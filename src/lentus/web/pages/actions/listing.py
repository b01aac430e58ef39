"""Every action that a role may do, by family, for the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from lentus.record.roles import allowed
from lentus.web.pages.actions.action import Action, Family
from lentus.web.pages.actions.registry import ACTIONS

TITLES: dict[Family, str] = {
    "by mouth": "By mouth and through the skin",
    "screening": "Screening",
    "pump": "Pump",
    "patient": "About the patient",
    "record": "Record",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One family: what can be ordered, and what can be recorded."""

    title: str
    orders: tuple[Action, ...]
    facts: tuple[Action, ...]


def families(role: str) -> tuple[Listed, ...]:
    """The families of a role; a role that may do nothing gets none."""
    may = [one for one in ACTIONS.values() if allowed(role, one.permission)]
    listed = [
        Listed(
            TITLES[family],
            tuple(one for one in may if one.family == family and one.makes == "order"),
            tuple(one for one in may if one.family == family and one.makes == "fact"),
        )
        for family in get_args(Family)
    ]
    return tuple(one for one in listed if one.orders or one.facts)
