"""Does Spark read the audit's SQL text as it stands? Needs a JVM and pyspark, so it is no part of ./check.

    python bench/audit_spark.py

Prints how many rules the text holds and that Spark planned and ran it over an empty table.
"""

from __future__ import annotations

import sys
from importlib import import_module

from lentus.audit import judged_sql
from lentus.audit.table import COLUMNS


def main() -> int:
    """Run the text once on a local Spark."""
    try:
        sql = import_module("pyspark.sql")
    except ImportError:
        print("pyspark is not installed here: nothing was tried")
        return 1
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    columns = ", ".join(f"CAST(NULL AS {one.type.replace('VARCHAR', 'STRING')}) AS {one.name}" for one in COLUMNS)
    session.sql(f"SELECT {columns} WHERE 1 = 0").createOrReplaceTempView("orders")
    rows = session.sql(judged_sql()).collect()
    print(f"Spark ran the text: {len(rows)} rows from none")
    return 0 if rows == [] else 1


if __name__ == "__main__":
    sys.exit(main())
