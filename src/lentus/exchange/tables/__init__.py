"""A clinic as tables: CSV, Parquet, NONMEM's event records, and an export without the patients' identities."""

from __future__ import annotations

from lentus.exchange.tables.clinic import clinic_tables
from lentus.exchange.tables.deidentified import METHOD, Identities, deidentified
from lentus.exchange.tables.files import FORMATS, Format, write_tables
from lentus.exchange.tables.nonmem import nonmem_records
from lentus.exchange.tables.table import Column, Table

__all__ = [
    "FORMATS",
    "METHOD",
    "Column",
    "Format",
    "Identities",
    "Table",
    "clinic_tables",
    "deidentified",
    "nonmem_records",
    "write_tables",
]
