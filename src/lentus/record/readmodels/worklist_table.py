"""The worklist as a table: each chart's items, written anew whenever its chart changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from lentus.record.chart import chart_id_of
from lentus.record.readmodels import worklist
from lentus.record.readmodels.worklist.item import item
from lentus.record.tables import PATIENTS, WORKLIST

if TYPE_CHECKING:
    from lentus.record.chart import Chart
    from lentus.record.writing import Writing


def settle(writing: Writing, stream: str) -> None:
    """Write the items of a chart that was touched; of all charts where the clinic's settings were."""
    chart_id = chart_id_of(stream)
    if chart_id is not None:
        _write(writing, chart_id, _settings(writing))
    elif stream == "clinic":
        found = writing.execute(select(PATIENTS.c.chart_id).order_by(PATIENTS.c.chart_id)).scalars().all()
        settings = _settings(writing)
        for one in found:
            _write(writing, one, settings)


def _write(writing: Writing, chart_id: str, settings: dict[str, Any]) -> None:
    from lentus.record.charts import chart

    now = chart(writing.store, chart_id)
    writing.execute(delete(WORKLIST).where(WORKLIST.c.chart_id == chart_id))
    found = () if now.closed else _items(now, settings)
    rows = [{"chart_id": chart_id, "position": position, **worklist.row_of(one)} for position, one in enumerate(found)]
    if rows:
        writing.execute(insert(WORKLIST), rows)


def _items(now: Chart, settings: dict[str, Any]) -> tuple[worklist.WorkItem, ...]:
    """The chart's items. A fault of the rules keeps nothing out of the record: it stands first on the list instead."""
    try:
        return worklist.items(now.folded, now.orders, now.unverified, worklist.figures_of(settings))
    except Exception as error:  # noqa: BLE001 - see above
        says = f"What this patient needs could not be worked out ({type(error).__name__}): go through the chart."
        return (item("wrong", now.entries[-1].recorded, says),)


def _settings(writing: Writing) -> dict[str, Any]:
    """The clinic's settings as last written; empty where nobody wrote any."""
    last: dict[str, Any] = {}
    for entry in writing.store.entries("clinic", types=["settings changed"]):
        last = entry.body
    return last
