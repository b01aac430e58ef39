"""Whole tables of orders held against the monograph: the order rules as one SQL text.

    result = audit("orders.parquet")     # DuckDB on this machine
    judged_sql("orders")                 # the same text for another engine

The text is made from the monograph's tables and from the protocol's own choice of bands. It has no rule of its own:
tests/audit and bench/audit_differential.py hold it equal to `protocol.check`, row by row.
"""

from __future__ import annotations

from lentus.audit.partitions import audit_on_dask, audit_parts, divide
from lentus.audit.reading import Choices
from lentus.audit.running import Audit, Share, Tally, audit, audited
from lentus.audit.table import COLUMNS, Column
from lentus.audit.text import counted_sql, covered, judged_sql, rules, rules_of

__all__ = [
    "COLUMNS",
    "Audit",
    "Choices",
    "Column",
    "Share",
    "Tally",
    "audit",
    "audit_on_dask",
    "audit_parts",
    "audited",
    "counted_sql",
    "covered",
    "divide",
    "judged_sql",
    "rules",
    "rules_of",
]
