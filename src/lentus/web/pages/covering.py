"""What the second person must not see before the figures are entered again: those that the first one entered.

The form for the second entry holds none of them. That is worth nothing where the patient's page or the history shows
them one click before it, so there an order that waits stands without its figures for whoever may still enter them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lentus.present.sheet.summary import COVERED
from lentus.record.orders.life import OrderLife
from lentus.record.roles import allowed

if TYPE_CHECKING:
    from lentus.record.sessions import Session


def may_be_second(life: OrderLife, session: Session) -> bool:
    """Whether this person could still enter the figures a second time."""
    waits = life.needs_second and life.state in ("proposed", "signed", "mismatch")
    own = session.account.name in (life.proposed_by, life.signed_by)
    return waits and not own and allowed(session.account.role, "verify figures")


def covered_line(kind: str) -> str:
    """An order without its figures."""
    return f"{kind}: {COVERED}"
