"""The same text on parts of a table, one after another or on a Dask cluster.

A window looks at a patient's earlier orders, so each patient has to lie whole in one part: the table is first divided
by a hash of the patient. The counts of the parts simply add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lentus.audit.engine import engine, quoted
from lentus.audit.reading import Choices, prepare
from lentus.audit.running import Audit, Count, audited
from lentus.audit.sources import opened
from lentus.audit.text import counted_sql


def divide(
    where: str, folder: Path, parts: int, choices: Choices | None = None, *, table: str = "orders"
) -> list[Path]:
    """Write the table at `where` as `parts` prepared Parquet files, each patient whole in one; give the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"part{number:04d}.parquet" for number in range(parts)]
    with engine() as connection, opened(connection, where, table) as relation:
        prepare(connection, relation, choices or Choices())
        for number, file in enumerate(files):
            rows = f"SELECT * FROM orders WHERE hash(patient) % {parts} = {number}"
            connection.execute(f"COPY ({rows}) TO {quoted(str(file))} (FORMAT parquet)")
    return files


def count_part(file: Path | str) -> list[Count]:
    """The counts of one prepared part, on one thread: a cluster has as many workers as it has cores."""
    with engine(threads=1) as connection:
        return connection.execute(counted_sql(f"read_parquet({quoted(str(file))})")).fetchall()


def audit_parts(files: Sequence[Path]) -> Audit:
    """The audit of all parts, one after another."""
    return audited(count for file in files for count in count_part(file))


def audit_on_dask(client: Any, files: Sequence[Path], *, retries: int = 2) -> Audit:
    """The audit of all parts on the workers of a `distributed.Client`; a worker that dies is made good by another."""
    tasks = [client.submit(count_part, str(file), pure=True, retries=retries) for file in files]
    return audited(count for counts in client.gather(tasks) for count in counts)
