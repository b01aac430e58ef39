"""The worklist over all patients, read from its table alone: counts by kind, and each kind a page at a time.

What is shown depends on the clock only here, where the table's moments are held against now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from lentus.record import moments
from lentus.record.readmodels.worklist import KINDS, Kind, WorkItem, of_row
from lentus.record.tables import PATIENTS, WORKLIST

if TYPE_CHECKING:
    from lentus.record.store import Store

MOVING: tuple[Kind, ...] = ("wrong", "taper")
"""Kinds that hold one line for each stretch of time, so that the next one is no second thing to do."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a kind are on the list, and how many of them are past their time."""

    kind: Kind
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with the patient that it is about."""

    chart_id: str
    number: str
    name: str
    born: date | None
    item: WorkItem


def counts(store: Store, now: datetime, horizon: datetime) -> tuple[Count, ...]:
    """Each kind that has anything open up to `horizon`, gravest first."""
    late = func.sum(case((WORKLIST.c.due < moments.written(now), 1), else_=0))
    asked = select(WORKLIST.c.kind, func.count(), late).where(_open(now, horizon)).group_by(WORKLIST.c.kind)
    with store.reading() as connection:
        found = {row[0]: Count(row[0], row[1], int(row[2])) for row in connection.execute(asked)}
    return tuple(found[kind] for kind in KINDS if kind in found)


def listed(
    store: Store, kind: Kind, now: datetime, horizon: datetime, *, limit: int, offset: int = 0
) -> tuple[Listed, ...]:
    """The items of a kind, the gravest and the one due first at the head; `limit` of them from `offset` on."""
    asked = (
        select(WORKLIST, PATIENTS.c.number, PATIENTS.c.name, PATIENTS.c.born)
        .join(PATIENTS, PATIENTS.c.chart_id == WORKLIST.c.chart_id)
        .where(WORKLIST.c.kind == kind, _open(now, horizon))
        .order_by(WORKLIST.c.rank, WORKLIST.c.due, WORKLIST.c.chart_id, WORKLIST.c.position)
        .limit(limit)
        .offset(offset)
    )
    with store.reading() as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(
        Listed(
            row["chart_id"],
            row["number"],
            row["name"],
            date.fromisoformat(row["born"]) if row["born"] else None,
            of_row(dict(row)),
        )
        for row in rows
    )


def with_unverified(store: Store, charts: Iterable[str]) -> tuple[str, ...]:
    """Those of the charts with a fact that one person alone wrote down, in the order of their ids."""
    wanted = sorted(set(charts))
    if not wanted:
        return ()
    kinds = WORKLIST.c.kind == "unverified"
    asked = select(WORKLIST.c.chart_id).where(kinds, WORKLIST.c.chart_id.in_(wanted)).distinct()
    with store.reading() as connection:
        return tuple(sorted(row[0] for row in connection.execute(asked)))


def of_chart(store: Store, chart_id: str) -> tuple[WorkItem, ...]:
    """Every item of one chart, in its order."""
    asked = select(WORKLIST).where(WORKLIST.c.chart_id == chart_id).order_by(WORKLIST.c.position)
    with store.reading() as connection:
        return tuple(of_row(dict(row)) for row in connection.execute(asked).mappings())


def _open(now: datetime, horizon: datetime) -> ColumnElement[bool]:
    """What is on the list now, and what comes up to the horizon; of what moves on by itself, only what is now."""
    opens, at = WORKLIST.c.opens, moments.written(now)
    ahead = or_(opens <= at, and_(opens <= moments.written(horizon), WORKLIST.c.kind.not_in(MOVING)))
    return and_(ahead, WORKLIST.c.until > at)
