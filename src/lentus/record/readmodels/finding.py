"""Patients by name or by words, a page at a time: a clinic of ten thousand is never read whole to show fifty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from lentus.record import moments
from lentus.record.readmodels.patients import ChartRow
from lentus.record.tables import PATIENTS

if TYPE_CHECKING:
    from lentus.record.store import Store


def found(store: Store, words: str, *, limit: int, offset: int = 0) -> tuple[tuple[ChartRow, ...], int]:
    """The open charts that hold every one of the words (all, for none) from `offset` on, and how many there are."""
    asked = _holding(select(PATIENTS), words).order_by(PATIENTS.c.name, PATIENTS.c.number_key)
    with store.reading() as connection:
        rows = connection.execute(asked.limit(limit).offset(offset)).all()
        total = connection.execute(_holding(select(func.count()).select_from(PATIENTS), words)).scalar_one()
    return tuple(_row(row) for row in rows), total


def _holding(asked: Select[Any], words: str) -> Select[Any]:
    asked = asked.where(PATIENTS.c.closed.is_(False))
    for word in words.casefold().split():
        asked = asked.where(PATIENTS.c.words.contains(word, autoescape=True))
    return asked


def _row(row: Any) -> ChartRow:
    return ChartRow(
        chart_id=row.chart_id,
        number=row.number,
        name=row.name,
        born=date.fromisoformat(row.born) if row.born else None,
        generated=row.generated,
        opened=moments.read(row.opened),
        last_recorded=moments.read(row.last_recorded),
        version=row.version,
    )
