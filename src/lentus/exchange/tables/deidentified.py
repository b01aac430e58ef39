"""Tables without identities: days shifted by a span of each patient's own, names and free text left out.

The span and the pseudonym are keyed hashes (HMAC with SHA-256) of the chart's id. With a key that is kept, two exports
fit together; with one that is thrown away, nobody can go back, the clinic included.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from lentus.errors import ExchangeError
from lentus.exchange.tables.table import Column, Table

SHORTEST_KEY = 32
"""Bytes of a key: fewer could be tried out."""

MOST_DAYS = 365
"""A patient's days are moved back by 1 to so many whole days."""

OLDEST = 89
"""Years up to which an age stands by itself; beyond it all ages are one group."""

METHOD = f"""Method of this export
=====================

Patients    The chart's id is replaced by a pseudonym: HMAC-SHA-256 of the id under a secret key, its first 16
            characters. Number, name, and date of birth are left out.
Days        Every day and time of a patient is moved back by one span of whole days between 1 and {MOST_DAYS}, drawn by
            the same key and the patient's id. Spans between two entries of a patient are kept to the second; the day
            of the week and the season are not. Spans between two patients mean nothing.
Ages        Whole years at the first entry; above {OLDEST} they are one group, "{OLDEST + 1} or over".
Free text   Left out: diagnoses in words, side effects in words, notes, authors, lots, devices and products as typed.
            Devices and products stand by their key in Lentus's catalog, where they have one.
Kept        Doses, concentrations, volumes, scores, measurements, sex, origin, jurisdiction.

What this is not: a rare course can still be recognized by whoever knows the patient. Under the US HIPAA rule, shifted
dates are not the Safe Harbor method; whoever passes this on needs the judgement of an expert, or an agreement.
"""


@dataclass(frozen=True, slots=True)
class Identities:
    """The key of an export. ExchangeError where it is too short to be a secret."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < SHORTEST_KEY:
            raise ExchangeError(
                f"The key has {len(self.key)} bytes, fewer than {SHORTEST_KEY}: make one from random bytes."
            )

    def pseudonym(self, chart_id: str) -> str:
        """What stands for a chart."""
        return self._hash("patient", chart_id).hex()[:16]

    def span(self, chart_id: str) -> timedelta:
        """By how much a patient's days are moved: whole days, never none."""
        drawn = int.from_bytes(self._hash("shift", chart_id), "big") % MOST_DAYS
        return -timedelta(days=1 + drawn)

    def _hash(self, purpose: str, chart_id: str) -> bytes:
        return hmac.digest(self.key, f"{purpose}\0{chart_id}".encode(), hashlib.sha256)


def deidentified(tables: Iterable[Table], identities: Identities) -> tuple[Table, ...]:
    """The tables without identities. Rows are ordered by pseudonym, so that their place tells nothing."""
    return tuple(_table(one, identities) for one in tables)


def _table(table: Table, identities: Identities) -> Table:
    kept = [(place, column) for place, column in enumerate(table.columns) if column.without != "drop"]
    rows = [tuple(_cell(row[place], column, row[0], identities) for place, column in kept) for row in table.rows]
    # Sorting is stable: a patient's rows stay in their order.
    return Table(table.name, tuple(_shown(column) for _, column in kept), sorted(rows, key=lambda row: str(row[0])))


def _cell(value: Any, column: Column, chart_id: str, identities: Identities) -> Any:
    if value is None:
        return None
    match column.without:
        case "pseudonym":
            return identities.pseudonym(chart_id)
        case "shift":
            return value + identities.span(chart_id)
        case "age":
            return grouped(value)
    return value


def grouped(years: int) -> str:
    """An age as it may stand."""
    return str(years) if years <= OLDEST else f"{OLDEST + 1} or over"


def _shown(column: Column) -> Column:
    return Column(column.name, "text", column.says, column.without) if column.without == "age" else column
