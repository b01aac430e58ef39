"""An item as a row of the table `worklist`, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from lentus.record import moments
from lentus.record.readmodels.worklist.item import Kind, WorkItem

FAR = moments.written(datetime(9999, 12, 31, tzinfo=UTC))
"""Stands for "until a new entry": a text that sorts behind every real moment."""


def row_of(item: WorkItem) -> dict[str, Any]:
    """The columns of an item, without those of its chart and its position."""
    return {
        "kind": item.kind,
        "rank": item.rank,
        "opens": moments.written(item.opens),
        "due": moments.written(item.due),
        "until": FAR if item.until is None else moments.written(item.until),
        "says": item.says,
        "rule": item.rule,
        "sources": ", ".join(item.sources),
        "subject": item.subject,
    }


def of_row(row: Mapping[str, Any]) -> WorkItem:
    """The item of a row."""
    return WorkItem(
        cast(Kind, row["kind"]),
        row["rank"],
        moments.read(row["opens"]),
        moments.read(row["due"]),
        None if row["until"] == FAR else moments.read(row["until"]),
        row["says"],
        row["rule"],
        tuple(one for one in row["sources"].split(", ") if one),
        row["subject"],
    )
