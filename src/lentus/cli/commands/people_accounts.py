"""`lentus people`: accounts added, listed and changed, on the machine itself."""

from __future__ import annotations

from lentus.cli.commands.people_password import password_for
from lentus.cli.commands.record_stores import store_named
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.pieces import Fields, Line
from lentus.record import SYSTEM, accounts
from lentus.record.accounts import Account, checked_name
from lentus.record.roles import ACTIONS, allowed, role_named


def add(data: str, store: str, name: str, full_name: str, role: str) -> int:
    """Add an account."""
    checked_name(name)
    role_named(role)
    with store_named(data, store) as opened:
        made = accounts.create_account(opened, name, full_name, role, password_for(name), actor=SYSTEM)
    return _said(f"Added {_told(made)}.")


def show(data: str, store: str, *, as_json: bool) -> int:
    """List the accounts."""
    with store_named(data, store) as opened:
        found = accounts.accounts(opened)
    if as_json:
        show_json(
            {
                "accounts": [
                    {"name": one.name, "full_name": one.full_name, "role": one.role, "active": one.active}
                    for one in found
                ]
            }
        )
    elif not found:
        show_pieces([Line("Nobody has an account yet. Make the first administrator: lentus people link")])
    else:
        rows = [(one.name, f"{one.full_name}, {one.role}{'' if one.active else ', disabled'}") for one in found]
        show_pieces([Fields(tuple(rows), 0, min(30, max(len(one.name) for one in found) + 2))])
    return FINE


def disable(data: str, store: str, name: str, reason: str) -> int:
    """Disable an account."""
    with store_named(data, store) as opened:
        after = accounts.disable(opened, name, actor=SYSTEM, reason=reason)
    return _said(f"Disabled {_told(after)}. Every session of theirs has ended.")


def enable(data: str, store: str, name: str, reason: str) -> int:
    """Enable an account."""
    with store_named(data, store) as opened:
        after = accounts.enable(opened, name, actor=SYSTEM, reason=reason)
    return _said(f"Enabled {_told(after)}.")


def password(data: str, store: str, name: str) -> int:
    """Set a password."""
    with store_named(data, store) as opened:
        whose = accounts.account_named(opened, name)
        accounts.set_password(opened, whose.name, password_for(whose.name), actor=SYSTEM)
    return _said(f"The password of {whose.name} is set. Every session of theirs has ended.")


def role(data: str, store: str, name: str, new: str, reason: str) -> int:
    """Change a role."""
    role_named(new)
    with store_named(data, store) as opened:
        after = accounts.change_role(opened, name, new, actor=SYSTEM, reason=reason)
    able = "; ".join(says for action, says in ACTIONS.items() if allowed(after.role, action))
    return _said(f"Now {_told(after)}. This role may {able}.")


def _told(one: Account) -> str:
    return f"{one.full_name} ({one.name}), {one.role}"


def _said(text: str) -> int:
    show_pieces([Line(text)])
    return FINE
