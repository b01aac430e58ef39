"""Who opened which patient: kept in the record, and shown to whoever reviews access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

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
    opened_together(store, (chart_id,), actor)


def opened_together(store: Store, chart_ids: Iterable[str], actor: Actor) -> None:
    """Note that `actor` opened these charts, each once for each quarter of an hour, all in one commit."""
    now = store.now()
    quarter = f"{actor.name}/{now:%Y%m%d%H}{now.minute // A_LOOK}"
    looks = {f"{one}/{quarter}": one for one in chart_ids}
    with store.reading() as connection:
        known = set(connection.execute(_KNOWN, {"keys": list(looks)}).scalars())
    new = [NewEntry("chart seen", {"chart_id": one}, key) for key, one in looks.items() if key not in known]
    if new:
        store.append(STREAM, new, expected=None, actor=actor)


_KNOWN = select(ENTRIES.c.key).where(ENTRIES.c.stream == STREAM, ENTRIES.c.key.in_(bindparam("keys", expanding=True)))
"""Asked at each page and each call of another record, so it is written once."""


def who_opened(
    store: Store, chart_id: str | None = None, *, account: str | None = None, most: int | None = None
) -> tuple[Opening, ...]:
    """Who opened a chart, or what an account opened, newest first; everything without either, at most `most`."""
    asked = _about(select(OPENINGS), chart_id, account).order_by(OPENINGS.c.seq.desc()).limit(most)
    with store.reading() as connection:
        rows = connection.execute(asked).all()
    return tuple(Opening(row.chart_id, row.account, row.role, moments.read(row.opened)) for row in rows)


def openings_counted(store: Store, chart_id: str | None = None, *, account: str | None = None) -> int:
    """How many openings `who_opened` tells of where nothing limits it."""
    asked = _about(select(func.count()).select_from(OPENINGS), chart_id, account)
    with store.reading() as connection:
        return int(connection.execute(asked).scalar_one())


def _about(asked: Select[Any], chart_id: str | None, account: str | None) -> Select[Any]:
    if chart_id is not None:
        asked = asked.where(OPENINGS.c.chart_id == chart_id)
    return asked if account is None else asked.where(OPENINGS.c.account == account)
