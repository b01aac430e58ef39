"""The record: an append-only store of what happened, who decided what on which basis, and proof that it is whole."""

from __future__ import annotations

from lentus.record.chart import Chart
from lentus.record.charts import (
    change_patient,
    chart,
    charts,
    close_chart,
    find_charts,
    findings_of,
    open_chart,
    record_event,
)
from lentus.record.entry import SYSTEM, Actor, Appended, Entry, NewEntry
from lentus.record.opening import open_store
from lentus.record.readmodels.patients import ChartRow
from lentus.record.readmodels.registry import rebuild
from lentus.record.store import Store
from lentus.record.writing import Writing

__all__ = [
    "SYSTEM",
    "Actor",
    "Appended",
    "Chart",
    "ChartRow",
    "Entry",
    "NewEntry",
    "Store",
    "Writing",
    "change_patient",
    "chart",
    "charts",
    "close_chart",
    "find_charts",
    "findings_of",
    "open_chart",
    "open_store",
    "rebuild",
    "record_event",
]
