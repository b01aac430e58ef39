"""A CSV file as a relation, read as it is written.

Its first line names the columns, and a line that does not fit them is a fault of the file. DuckDB would find out for
itself how a file is written, and passes over lines to make one fit: an order that was passed over is neither found
nor counted. Every column is text, so that a record number keeps its leading zeros and an amount is read by one
grammar.
"""

from __future__ import annotations

import csv
import gzip
from itertools import islice
from pathlib import Path
from typing import IO

import duckdb

from lentus.audit.engine import quoted
from lentus.errors import AuditError

SEPARATORS = ",;\t|"
LONGEST_HEADER = 1_000_000
"""Characters that a row of names has at most."""

SAVE = "save it as CSV in UTF-8"


def csv_relation(path: Path, separator: str = "") -> str:
    """What to put after FROM for the file. AuditError where it has no row of names, or one that names a column twice.

    Without a `separator`, the most frequent of a few in the first line.
    """
    line = _first_line(path)
    between = separator or max(SEPARATORS, key=line.count)
    cells = next(csv.reader([line], delimiter=between), [])
    if not any(cell.strip() for cell in cells):
        raise AuditError(f"the file {path.name!r} is empty: its first line has to name the columns")
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, 1)]
    twice = {name for name in names if [one.lower() for one in names].count(name.lower()) > 1}
    if twice:
        raise AuditError(f"the file names column {min(twice)!r} twice: keep one of them")
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quoted(str(path))}, auto_detect=false, header=true, delim={quoted(between)}, quote='\"', "
        f"escape='\"', columns={{{columns}}})"
    )


def _first_line(path: Path) -> str:
    """The first line without its end. A zero in it is text in UTF-16, or no text."""
    try:
        with _opened(path) as file:
            data = file.readline(LONGEST_HEADER)
    except (OSError, EOFError) as error:
        raise AuditError(f"the file {path.name!r} cannot be read: {error}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise AuditError(f"the first line of {path.name!r} is no text in UTF-8: {SAVE}")
    return next(islice(text.splitlines(), 1), "")


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


FAULTS = {
    "Invalid unicode": f"is not in UTF-8: {SAVE}",
    "Expected Number of Columns": "has not as many cells as there are names",
    "unterminated quote": "has a quotation mark within a cell that is not doubled",
    "Maximum line size": "is too long: is a quotation mark left open?",
}


def line_told(error: duckdb.Error) -> str:
    """What DuckDB says of a line of a file, in a sentence; of anything else, its own first line."""
    text = str(error)
    first = text.splitlines()[0]
    number = first.rpartition("CSV Error on Line: ")[2]
    if not number.isdigit():
        return first
    fault = next((says for words, says in FAULTS.items() if words in text), "cannot be read")
    return f"line {int(number):,} {fault}"
