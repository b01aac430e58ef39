"""The audit's SQL text on Spark: the same invented orders judged by DuckDB and by Spark, row by row.

Needs a JVM and pyspark, so it is no part of ./check. Ends with 1 where a row differs.

    python bench/audit_spark.py [ORDERS] [SEED]      4,000 orders where nothing is said
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from lentus.audit import Choices, judged_sql
from lentus.audit.engine import engine, quoted
from lentus.audit.invented import patients, write_csv
from lentus.audit.reading import prepare

Row = tuple[object, ...]


def by_duckdb(orders: int, seed: int, into: Path) -> list[Row]:
    """Invent orders, write them prepared as Parquet, and judge them here."""
    file = into.with_suffix(".csv")
    write_csv((row for rows in patients(seed, orders) for row in rows), file)
    with engine() as connection:
        prepare(connection, f"read_csv({quoted(str(file))}, header=true, all_varchar=true)", Choices())
        connection.execute(f"COPY (SELECT * FROM orders) TO {quoted(str(into))} (FORMAT parquet)")
        return connection.execute(judged_sql()).fetchall()


def by_spark(file: Path) -> list[Row]:
    """Judge the same table by the same text on a local Spark."""
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    session.read.parquet(str(file)).createOrReplaceTempView("orders")
    rows = [tuple(row) for row in session.sql(judged_sql()).collect()]
    print(f"Spark {session.version}")
    session.stop()
    return rows


def main() -> int:
    """Judge twice and compare."""
    try:
        import_module("pyspark.sql")
    except ImportError:
        print("pyspark is not installed here: nothing was tried")
        return 1
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.parquet"
        here = {row[1]: row for row in by_duckdb(orders, seed, file)}
        there = {row[1]: row for row in by_spark(file)}
    wrong = sorted(str(name) for name in here.keys() | there.keys() if here.get(name) != there.get(name))
    for name in wrong[:20]:
        print(f"{name}: here {here.get(name)}, on Spark {there.get(name)}")
    spoke = sum(1 for row in here.values() if row[6] or row[7])
    print(f"{len(here):,} orders from seed {seed}, a rule spoke of {spoke:,}: {len(wrong)} differences")
    return 1 if wrong or len(here) != orders else 0


if __name__ == "__main__":
    sys.exit(main())
