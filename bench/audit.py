"""The audit of a large table: seconds, and how many times DuckDB's bare scan and window of the same columns.

Two bare times are printed: one window over the columns, and the audit's own text up to where it knows what was ordered
before each order, with no rule asked (`windows_sql`). The bare scan takes the largest text of each column of words: a
count would be answered from the file's footer, and the column never read. Processor time stands beside the wall's.

bench/audit.py [ORDERS] [THREADS]      ten million orders on two threads where nothing is said
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lentus.audit import audited, counted_sql
from lentus.audit.engine import engine, quoted
from lentus.audit.invented import write_table
from lentus.audit.table import COLUMNS
from lentus.audit.text import windows_sql

ROUNDS = 3


def bare(source: str) -> str:
    """Every column read and three windows, with nothing decided: what the audit cannot be faster than."""
    windows = ", ".join(f"lag({name}) OVER w AS l_{name}" for name in ("at_us", "daily_ng", "dose_ng"))
    sums = ", ".join(f"max({one.name})" if one.type == "VARCHAR" else f"sum({one.name}::BIGINT)" for one in COLUMNS)
    later = ", ".join(f"sum(l_{name})" for name in ("at_us", "daily_ng", "dose_ng"))
    order = "PARTITION BY patient, kind LIKE 'oral%' ORDER BY at_us, order_id"
    inner = f"SELECT *, {windows} FROM {source} WINDOW w AS ({order})"
    return f"SELECT count(*), {sums}, {later} FROM ({inner}) AS windowed"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the wall's clock and of all processors."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} s of processors)"


def best(work: Callable[[], object]) -> Took:
    """The best of some rounds by each clock."""
    times = []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    return Took(min(one for one, _ in times), min(one for _, one in times))


def compared(audit: Took, other: Took) -> str:
    """How many times the audit takes of another, by both clocks."""
    return f"{audit.wall / other.wall:.2f} times, {audit.processor / other.processor:.2f} by processors"


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
            twice = best(lambda: connection.execute(windows_sql(source)).fetchall())
            took = best(lambda: connection.execute(counted_sql(source)).fetchall())
            found = audited(connection.execute(counted_sql(source)).fetchall())
        print(f"{orders:,} orders, {threads} threads, {file.stat().st_size / 1e6:.0f} MB of Parquet")
        print(f"  audit {took}")
        print(f"  bare scan and one window {plain}: {compared(took, plain)}")
        print(f"  bare scan and the audit's windows {twice}: {compared(took, twice)}")
        print(f"  {found.judged:,} judged, {found.grave:,} against a rule that stops or asks for an owner")


if __name__ == "__main__":
    main()
