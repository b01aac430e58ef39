"""Who may do what: one table, read by the record, the pages, the commands and the docs alike.

A role is what an account does, not what a person is: nobody holds two. Administrators run the house and see no patient;
whoever sees patients does not run the house. Nothing here knows a patient, an order's state or a second person: those
rules stand in `orders`.
"""

from __future__ import annotations

from typing import Literal, get_args

from lentus.errors import NotAllowed, RecordError

AccountRole = Literal["viewer", "nurse", "pharmacist", "prescriber", "administrator"]
"""What an account may be."""

Action = Literal[
    "read monograph",
    "see charts",
    "open chart",
    "record fact",
    "correct record",
    "propose order",
    "sign order",
    "override finding",
    "verify figures",
    "withdraw order",
    "carry out order",
    "manage people",
    "change settings",
    "review access",
    "keep record",
]
"""Something that needs a permission."""

ROLES: tuple[AccountRole, ...] = get_args(AccountRole)
"""Every role, from the one that may least with patients to the one that runs the house."""

ACTIONS: dict[Action, str] = {
    "read monograph": "read the drug knowledge and use the calculators",
    "see charts": "see patients, their courses, the worklist and printed sheets",
    "open chart": "open a new patient's chart and change a patient's own data",
    "record fact": "record what happened, in an emergency at once",
    "correct record": "correct an entry, or strike out one that was entered in error",
    "propose order": "write an order down and have it checked; withdraw one's own while it is unsigned",
    "sign order": "sign an order",
    "override finding": "proceed against an override finding, with a reason and an end",
    "verify figures": "be the second person who enters the key figures again",
    "withdraw order": "withdraw any order that has not taken effect",
    "carry out order": "record that a ready order was carried out",
    "manage people": "add, disable and change accounts",
    "change settings": "change the clinic's profile",
    "review access": "see who opened which patient and who signed in",
    "keep record": "back up, verify, export and restore the record",
}
"""Every action with its meaning."""

_EVERYONE: tuple[Action, ...] = ("read monograph",)
_SEES: tuple[Action, ...] = (*_EVERYONE, "see charts")
_CARES: tuple[Action, ...] = (
    *_SEES,
    "open chart",
    "record fact",
    "correct record",
    "propose order",
    "verify figures",
)
_MAY: dict[AccountRole, frozenset[Action]] = {
    "viewer": frozenset(_SEES),
    "nurse": frozenset((*_CARES, "carry out order")),
    "pharmacist": frozenset(_CARES),
    "prescriber": frozenset((*_CARES, "sign order", "override finding", "withdraw order", "carry out order")),
    "administrator": frozenset((*_EVERYONE, "manage people", "change settings", "review access", "keep record")),
}

CLINICAL: tuple[AccountRole, ...] = ("nurse", "pharmacist", "prescriber")
"""Roles that act on a patient; two of them together carry what needs two people."""


def allowed(role: str, action: Action) -> bool:
    """Whether `role` may do `action`; a role that Lentus does not know may do nothing.

    Raises ValueError for an action that is not in the table, since a slip of the pen must not become a permission.
    """
    if action not in ACTIONS:
        raise ValueError(f"action {action!r} is not in the table of roles: use one of {', '.join(ACTIONS)}")
    return any(action in _MAY[one] for one in ROLES if one == role)


def who_may(action: Action) -> tuple[AccountRole, ...]:
    """The roles that may do `action`, in the order of ROLES."""
    return tuple(role for role in ROLES if allowed(role, action))


def require(role: str, action: Action) -> None:
    """NotAllowed, in a sentence that says who may, where `role` may not do `action`."""
    if allowed(role, action):
        return
    able = who_may(action)
    listed = f"{', '.join(able[:-1])} or {able[-1]}" if len(able) > 1 else able[0]
    raise NotAllowed(f"Role {role} may not {ACTIONS[action]}. Ask a {listed}.")


def role_named(text: str) -> AccountRole:
    """The role called `text`; RecordError where there is none."""
    for role in ROLES:
        if role == text:
            return role
    raise RecordError(f"role {text!r} is not known: use one of {', '.join(ROLES)}")
