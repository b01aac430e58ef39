"""The audit of a large table: seconds, and how many times DuckDB's bare scan and window of the same columns.

Two bare times are printed: one window over the columns, and the audit's own two windows, one upon the other (since when
a dose has run can only be said once it is known what ran before), with no rule asked.

bench/audit.py [ORDERS] [THREADS]      ten million orders on two threads where nothing is said
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lentus.audit import audited, counted_sql
from lentus.audit.engine import engine, quoted
from lentus.audit.invented import write_table
from lentus.audit.table import COLUMNS

ROUNDS = 3


def bare(source: str) -> str:
    """Every column read and three windows, with nothing decided: what the audit cannot be faster than."""
    windows = ", ".join(f"lag({name}) OVER w AS l_{name}" for name in ("at_us", "daily_ng", "dose_ng"))
    sums = ", ".join(f"count({one.name})" if one.type == "VARCHAR" else f"sum({one.name}::BIGINT)" for one in COLUMNS)
    later = ", ".join(f"sum(l_{name})" for name in ("at_us", "daily_ng", "dose_ng"))
    order = "PARTITION BY patient, kind LIKE 'oral%' ORDER BY at_us, order_id"
    inner = f"SELECT *, {windows} FROM {source} WINDOW w AS ({order})"
    return f"SELECT count(*), {sums}, {later} FROM ({inner}) AS windowed"


def windows_alone(source: str) -> str:
    """The audit's own text up to its windows, with no rule asked."""
    text = counted_sql(source)
    start = text.index("WITH told")
    held = text[start : text.index(",\nflagged")]
    sums = ", ".join(
        f"sum({name})" for name in ("since_mark", "start_mark", "doubt", "prev_daily", "daily_ng", "at_us")
    )
    return f"{held} SELECT count(*), {sums}, count(order_id), count(care_unit), count(ordered_month) FROM held"


def best(work: Callable[[], object]) -> float:
    """The best of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Make the table, run both, print."""
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.parquet"
        with engine(threads) as connection:
            write_table(connection, orders, file)
        source = f"read_parquet({quoted(str(file))})"
        with engine(threads) as connection:
            plain = best(lambda: connection.execute(bare(source)).fetchall())
            twice = best(lambda: connection.execute(windows_alone(source)).fetchall())
            took = best(lambda: connection.execute(counted_sql(source)).fetchall())
            found = audited(connection.execute(counted_sql(source)).fetchall())
        print(f"{orders:,} orders, {threads} threads, {file.stat().st_size / 1e6:.0f} MB of Parquet")
        print(f"  audit {took:.2f} s")
        print(f"  bare scan and one window {plain:.2f} s: {took / plain:.2f} times")
        print(f"  bare scan and the audit's windows {twice:.2f} s: {took / twice:.2f} times")
        print(f"  {found.judged:,} judged, {found.grave:,} against a rule that stops or asks for an owner")


if __name__ == "__main__":
    main()
