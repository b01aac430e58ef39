"""The worklist as a table: each chart's items, written anew whenever its chart changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select

from lentus.record.chart import chart_id_of, stream_of
from lentus.record.readmodels import worklist
from lentus.record.readmodels.worklist.item import item
from lentus.record.settings import settings
from lentus.record.tables import PATIENTS, WORKLIST
from lentus.record.writing import CLINIC, Foreseen

if TYPE_CHECKING:
    from lentus.record.chart import Chart
    from lentus.record.store import Store
    from lentus.record.writing import Writing


_FORGET = delete(WORKLIST).where(WORKLIST.c.chart_id == bindparam("chart"))
_KEEP = insert(WORKLIST)


def settle(writing: Writing, stream: str) -> None:
    """Write the items of a chart that was touched; of all charts where the clinic's settings were."""
    chart_id = chart_id_of(stream)
    if chart_id is not None:
        if not _write_foreseen(writing, chart_id):
            _write(writing, chart_id, _figures(writing.store))
    elif stream == CLINIC:
        found = writing.execute(select(PATIENTS.c.chart_id).order_by(PATIENTS.c.chart_id)).scalars().all()
        figures = _figures(writing.store)
        for one in found:
            _write(writing, one, figures)


def _write_foreseen(writing: Writing, chart_id: str) -> bool:
    """Write what was worked out before; False where the chart or the settings are not what they were then."""
    known = writing.foreseen.get(chart_id)
    versions = (writing.head_of(stream_of(chart_id)).version, writing.head_of(CLINIC).version)
    if known is None or (known.version, known.clinic) != versions:
        return False
    writing.execute(_FORGET, {"chart": chart_id})
    if known.rows:
        writing.execute(_KEEP, list(known.rows))
    return True


def _write(writing: Writing, chart_id: str, figures: worklist.Figures | Exception) -> None:
    from lentus.record.charts import chart

    now = chart(writing.store, chart_id)
    writing.execute(_FORGET, {"chart": chart_id})
    rows = rows_of(chart_id, () if now.closed else _items(now, figures))
    if rows:
        writing.execute(_KEEP, rows)


def rows_of(chart_id: str, found: Iterable[worklist.WorkItem]) -> list[dict[str, Any]]:
    """The items of a chart as rows of the table."""
    return [{"chart_id": chart_id, "position": position, **worklist.row_of(one)} for position, one in enumerate(found)]


def foreseen(store: Store, now: Chart) -> Foreseen:
    """The rows of a chart that is not written yet: worked out while nobody has to wait for them."""
    clinic = store.version(CLINIC)
    rows = rows_of(now.id, _items(now, _figures(store)))
    return Foreseen(now.version, clinic, tuple(rows))


def _items(now: Chart, figures: worklist.Figures | Exception) -> tuple[worklist.WorkItem, ...]:
    """The chart's items. A fault of the rules keeps nothing out of the record: it stands first on the list instead."""
    try:
        if isinstance(figures, Exception):
            raise figures
        return worklist.items(now.folded, now.orders, now.unverified, figures)
    except Exception as error:  # noqa: BLE001 - see above
        says = f"What this patient needs could not be worked out ({type(error).__name__}): go through the chart."
        return (item("wrong", now.entries[-1].recorded, says),)


def _figures(store: Store) -> worklist.Figures | Exception:
    """The clinic's own figures; what went wrong, where its settings cannot be read."""
    try:
        return worklist.figures_in(settings(store))
    except Exception as error:  # noqa: BLE001 - as in `_items`
        return error
