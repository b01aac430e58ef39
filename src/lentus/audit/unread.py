"""What could not be read of the rows that were left unjudged for a fault of their own, so that the table can be mended.

Asked only where there are such rows: the SQL text itself counts reasons, and does not say which column it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.audit.engine import Connection, quoted
from lentus.audit.table import JUDGED, MOST_NG

MOST = 24
"""Different faults that are told."""

NOT_TOLD = "kind not told"


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read, in how many orders, and one of them by its id (empty where it has none)."""

    what: str
    orders: int
    example: str


def unread(connection: Connection) -> tuple[Unread, ...]:
    """The faults of the view `orders`, the most frequent first; no row has two."""
    kinds = ", ".join(quoted(kind) for kind in JUDGED)
    amount = "CASE WHEN kind = 'screening' THEN dose_ng ELSE daily_ng END"
    beyond = f"{amount} IS NULL OR {amount} NOT BETWEEN 0 AND {MOST_NG} OR coalesce(dose_ng, 0) < 0"
    rows = connection.execute(
        f"SELECT what, count(*) AS orders, coalesce(min(order_id)::VARCHAR, '') FROM (SELECT order_id, CASE "
        f"WHEN coalesce(kind, '') = '' THEN {quoted(NOT_TOLD)} WHEN kind NOT IN ({kinds}) THEN 'kind ' || kind "
        f"WHEN patient IS NULL THEN 'patient' WHEN at_us IS NULL THEN 'time' WHEN {beyond} THEN 'amount' END AS what "
        f"FROM orders) AS told WHERE what IS NOT NULL GROUP BY what ORDER BY orders DESC, what LIMIT {MOST}"
    ).fetchall()
    return tuple(Unread(str(what), int(count), str(example)) for what, count, example in rows)
