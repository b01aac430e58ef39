"""Who opened which patient: kept in the record, and shown to whoever reviews access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lentus.record import moments
from lentus.record.entry import Actor, NewEntry
from lentus.record.store import Store
from lentus.record.tables import ENTRIES, OPENINGS

STREAM = "access"
A_LOOK = 15
"""Minutes. One person who opens one patient again and again within them is one entry: a visit, not a click."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One person opened one patient's chart."""

    chart_id: str
    account: str
    role: str
    at: datetime


def opened(store: Store, chart_id: str, actor: Actor) -> None:
    """Note that `actor` opened a chart, once for each quarter of an hour."""
    now = store.now()
    key = f"{chart_id}/{actor.name}/{now:%Y%m%d%H}{now.minute // A_LOOK}"
    with store.reading() as connection:
        known = connection.execute(
            select(ENTRIES.c.seq).where(ENTRIES.c.stream == STREAM, ENTRIES.c.key == key)
        ).first()
    if known is not None:
        return
    store.append(STREAM, [NewEntry("chart seen", {"chart_id": chart_id}, key)], expected=None, actor=actor)


def who_opened(store: Store, chart_id: str | None = None, *, account: str | None = None) -> tuple[Opening, ...]:
    """Who opened a chart, or what an account opened, newest first; everything without either."""
    asked = select(OPENINGS).order_by(OPENINGS.c.seq.desc())
    if chart_id is not None:
        asked = asked.where(OPENINGS.c.chart_id == chart_id)
    if account is not None:
        asked = asked.where(OPENINGS.c.account == account)
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(Opening(row.chart_id, row.account, row.role, moments.read(row.opened)) for row in rows)
