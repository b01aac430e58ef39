"""A file of the template into rows of values, with every problem of every cell: a person mends them all at once."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from lentus.errors import ExchangeError, LentusError
from lentus.exchange.spreadsheet.columns import COLUMNS, NAMES, Column, Problem
from lentus.exchange.spreadsheet.decoding import SAVE, text_of

MOST_ROWS = 2_000
"""All rows are one commit, during which nobody else writes: so many take some seconds."""
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One patient's row: its place in the file, its cells as written, and the values of those that can be read."""

    number: int
    cells: Mapping[str, str]
    values: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The same for the same cells, wherever the row stands: what makes a second import harmless."""
        written = json.dumps(dict(sorted(self.cells.items())), ensure_ascii=False)
        return f"sheet/{hashlib.sha256(written.encode()).hexdigest()}"


def read_sheet(data: bytes) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows of a file and every problem in it; with a problem in the header no row is read.

    Raises ExchangeError where it is no text with a header, or too large.
    """
    lines = _lines(text_of(data))
    if not lines:
        raise ExchangeError("The file is empty: fill in the template, with its row of names first.")
    (_, header), *body = lines
    names = [_name(cell) for cell in header]
    faults = tuple(_not_the_header(lines) or _header_problems(names))
    if faults:
        return (), faults
    problems: list[Problem] = []
    rows = [_row(number, cells, names, problems) for number, cells in body]
    if not rows:
        problems.append(Problem(1, "", "", "no row stands below the names: write one row for each patient"))
    problems += _twins(rows)
    return tuple(rows), tuple(sorted(problems, key=lambda one: one.row))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Each line that is not blank, with its number as a spreadsheet counts rows."""
    told = _TOLD.match(text)
    first = text.partition("\n")[0]
    separator = told[1] if told else max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise ExchangeError(f"The file cannot be read as CSV: {error}, at line {reader.line_num:,}. {SAVE}") from error
    found = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if told:
        found = found[1:]
    if len(found) - 1 > MOST_ROWS:
        raise ExchangeError(f"The file has {len(found) - 1:,} rows, more than {MOST_ROWS:,}: split it.")
    return found


_TOLD = re.compile(r"sep=([,;\t])\r?\n")
"""The line with which Excel is told the separator, before the names."""


def _name(cell: str) -> str:
    """A column's name as a person may type it: capitals, spaces and hyphens make no other column."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _not_the_header(lines: list[tuple[int, list[str]]]) -> list[Problem]:
    """That the first row is a title, or no sheet at all: one sentence in place of one for each cell."""
    at = next((number for number, cells in lines if any(_name(cell) in NAMES for cell in cells)), None)
    first = lines[0][0]
    if at == first:
        return []
    if at is not None:
        says = f"the row of names is row {at}: take out what stands above it"
    else:
        says = "no column of the template stands here: begin with what lentus import template prints"
    return [Problem(first, "", lines[0][1][0].strip()[:40], says)]


def _header_problems(names: list[str]) -> Iterator[Problem]:
    for name in names:
        if not name:
            yield Problem(1, "", "", "a column has no name: name it as the template does, or take it out")
        elif name not in NAMES:
            close = get_close_matches(name, NAMES, n=1, cutoff=0.5)
            perhaps = f" (perhaps {close[0]})" if close else ""
            yield Problem(1, name, "", f"the template has no such column{perhaps}: rename it or take it out")
        elif names.count(name) > 1:
            yield Problem(1, name, "", "this column stands here twice: keep one")
    for column in COLUMNS:
        if column.needed and column.name not in names:
            yield Problem(1, column.name, "", "this column is missing: add it")


def _row(number: int, written: list[str], names: list[str], problems: list[Problem]) -> Row:
    extra = [cell for cell in written[len(names) :] if cell.strip()]
    if extra:
        says = "a cell stands to the right of the last column: remove it, or put a text with commas into quotes"
        problems.append(Problem(number, "", extra[0].strip(), says))
    found = {name: cell.strip() for name, cell in zip(names, written, strict=False) if cell.strip()}
    values: dict[str, Any] = {}
    for column in COLUMNS:
        _read(column, found.get(column.name, ""), number, values, problems)
    return Row(number, found, values)


def _read(column: Column, cell: str, number: int, values: dict[str, Any], problems: list[Problem]) -> None:
    if not cell:
        if column.needed:
            problems.append(Problem(number, column.name, "", f"this cell is empty: write it, such as {column.example}"))
        return
    says = _no_value(cell)
    if says:
        problems.append(Problem(number, column.name, cell, says))
        return
    try:
        values[column.name] = column.read(cell)
    except LentusError as error:
        problems.append(Problem(number, column.name, cell, _reason(str(error))))


_NOT_KNOWN = frozenset(("-", "\u2013", "\u2014", "?", "n/a", "na", "nil", "null", "tbd", "unknown", "not known"))


def _no_value(cell: str) -> str:
    """Why a cell holds what a spreadsheet's program or a person writes in place of a value; empty where it does not."""
    if cell.casefold() in _NOT_KNOWN:
        return "what is not known is left empty: empty this cell"
    if cell.startswith("#"):
        return "the program shows an error here, or the column is too narrow: type the value"
    if cell.startswith(("=", "@", "+")):
        return "this is a formula, which another program would run: type the value that it gives"
    return ""


def _reason(text: str) -> str:
    """The reason without the value again, which the problem itself shows."""
    return _SHOWN_AGAIN.sub("", text)


_SHOWN_AGAIN = re.compile(r"""^(time )?("[^"]*"|'[^']*') (?=cannot|has)""")


def _twins(rows: list[Row]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        number = row.cells.get("number", "")
        if not number:
            continue
        first = seen.setdefault(number.casefold(), row.number)
        if first != row.number:
            yield Problem(row.number, "number", number, f"row {first} has this number as well: keep one of them")
