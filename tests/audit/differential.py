"""Both ways of deciding, asked about the same invented orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lentus.audit import Choices, covered, judged_sql, rules_of
from lentus.audit.engine import engine, quoted
from lentus.audit.invented import write_csv
from lentus.audit.reading import prepare
from lentus.audit.replay import replay

Rows = Sequence[dict[str, Any]]
Said = tuple[frozenset[str], frozenset[str]]


def by_sql(patients: Iterable[Rows], folder: Path) -> dict[str, tuple[Said, int]]:
    """What the SQL text says of each order, by its id: rules broken, rules lacking a fact; and why it was left out."""
    file = folder / "orders.csv"
    write_csv((row for rows in patients for row in rows), file)
    with engine(threads=2) as connection:
        prepare(connection, f"read_csv({quoted(str(file))}, header=true, all_varchar=true)", Choices())
        found = connection.execute(judged_sql()).fetchall()
    return {row[1]: (rules_of(row[6], row[7]), row[5]) for row in found}


def by_protocol(patients: Iterable[Rows]) -> dict[str, Said]:
    """What `protocol.check` says of each order, by its id, of the rules that the audit decides."""
    ours = frozenset(covered())
    return {
        row["order_id"]: (found.broken & ours, found.missing & ours)
        for rows in patients
        for row, found in zip(rows, replay(rows), strict=True)
    }


def differences(patients: Sequence[Rows], folder: Path) -> tuple[list[str], Counter[tuple[str, str]]]:
    """Each difference as a sentence, and how often each rule spoke, in which way."""
    sql, protocol = by_sql(patients, folder), by_protocol(patients)
    spoke: Counter[tuple[str, str]] = Counter()
    wrong = [f"{name} was left out: {sql[name][1]}" for name in protocol if sql[name][1]]
    for name, said in protocol.items():
        for way, mine, theirs in zip(("broken", "missing"), sql[name][0], said, strict=True):
            spoke.update((way, rule) for rule in theirs)
            wrong += [f"{name}: {rule} {way}, by one of the two only" for rule in sorted(mine ^ theirs)]
    return wrong, spoke
