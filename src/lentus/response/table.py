"""Event tables as NONMEM writes them: one row a record, read from and written to text with commas.

Columns that are understood: ID, TIME (hours), AMT, RATE, EVID, CMT, ADDL, II (hours), SS, MDV, DV; any other column is
a covariate. A dot or nothing is zero, as in NONMEM. Without EVID, a record with an amount, a rate or SS is a dose.
Whatever cannot be read is refused with its row and column: an event that is silently something else is the worst.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lentus.errors import ResponseError

_WHOLE = ("EVID", "CMT", "ADDL", "SS", "MDV")
_NUMBERS = ("TIME", "AMT", "RATE", "II", "DV")
_NONE: Mapping[str, float] = {}


@dataclass(frozen=True)
class Record:
    """One row. Times and II in hours; AMT in the unit of the model's amounts, RATE in that unit per hour.

    RATE -1: the model knows the rate; -2: the model knows the duration. CMT 0 is the model's usual compartment. EVID 0
    observation, 1 dose, 2 other, 3 reset, 4 reset and dose. SS 1 steady state in place of what was, 2 on top of it.
    """

    id: str
    time: float
    amt: float = 0.0
    rate: float = 0.0
    evid: int = 0
    cmt: int = 0
    addl: int = 0
    ii: float = 0.0
    ss: int = 0
    mdv: int = 0
    dv: float | None = None
    covariates: Mapping[str, float] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        reason = _fault(self)
        if reason:
            raise ResponseError(f"The record of {self.id} at {self.time:g} h cannot be: {reason}")


def read_table(text: str) -> list[Record]:
    """The records of a text table with one row of names. Raises ResponseError with row and column."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), strict=True)
    names = [name.strip().upper() for name in rows.fieldnames or ()]
    if "TIME" not in names:
        raise ResponseError("An event table needs a row of names with at least TIME.")
    if len(set(names)) != len(names):
        raise ResponseError("An event table must not name a column twice.")
    rows.fieldnames = names
    try:
        return [_record(number, row, names) for number, row in enumerate(rows, 2)]
    except csv.Error as error:
        raise ResponseError(f"The table cannot be read as text with commas: {error}.") from error


def write_table(records: Iterable[Record]) -> str:
    """The records as a text table; numbers in full, so that reading it gives the same records."""
    rows = list(records)
    names = names_of(rows)
    covariates = names[len(_COLUMNS) :]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        numbers = (row.time, row.amt, row.rate, row.evid, row.cmt, row.addl, row.ii, row.ss, row.mdv, row.dv)
        known = [row.covariates.get(name) for name in covariates]
        writer.writerow([row.id, *(_written(number) for number in (*numbers, *known))])
    return out.getvalue()


_COLUMNS = ("ID", *_NUMBERS[:3], *_WHOLE[:3], "II", *_WHOLE[3:], "DV")


def names_of(records: Iterable[Record]) -> list[str]:
    """The names of the columns as `write_table` writes them, in order: those that NONMEM knows, then the covariates."""
    return [*_COLUMNS, *sorted({name for row in records for name in row.covariates})]


def subjects(records: Iterable[Record]) -> Iterator[tuple[str, list[Record]]]:
    """The records of each subject: a run of rows with one ID, as in NONMEM."""
    run: list[Record] = []
    for record in records:
        if run and record.id != run[0].id:
            yield run[0].id, run
            run = []
        run.append(record)
    if run:
        yield run[0].id, run


def _written(number: float | None) -> str:
    if number is None:
        return "."
    return repr(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))


def _record(number: int, row: Mapping[str, str | None], names: list[str]) -> Record:
    if None in row or None in row.values():
        raise ResponseError(f"Row {number} does not have {len(names)} columns.")
    cells = {name: (row[name] or "").strip() for name in names}
    values = {name: _number(number, name, cells[name]) for name in names if name != "ID"}
    whole = {name: _whole(number, name, values.get(name, 0.0)) for name in _WHOLE}
    dose = any(values.get(name) for name in ("AMT", "RATE", "SS"))
    evid = whole["EVID"] if "EVID" in values else int(dose)
    covariates = {name: value for name, value in values.items() if name not in (*_WHOLE, *_NUMBERS)}
    try:
        return Record(
            id=cells.get("ID", "1") or "1",
            time=values["TIME"],
            amt=values.get("AMT", 0.0),
            rate=values.get("RATE", 0.0),
            evid=evid,
            cmt=whole["CMT"],
            addl=whole["ADDL"],
            ii=values.get("II", 0.0),
            ss=whole["SS"],
            mdv=whole["MDV"] if "MDV" in values else int(evid != 0),
            dv=None if cells.get("DV", "") in ("", ".") else values["DV"],
            covariates=covariates,
        )
    except ResponseError as error:
        raise ResponseError(f"Row {number}: {error}") from error


def _number(row: int, name: str, text: str) -> float:
    if text in ("", "."):
        return 0.0
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ResponseError(f"Row {row}, {name}: '{text}' is not a number; clock times must be given in hours.")
    return value


def _whole(row: int, name: str, value: float) -> int:
    if value != int(value):
        raise ResponseError(f"Row {row}, {name}: {value:g} is not a whole number.")
    return int(value)


def _fault(record: Record) -> str | None:
    """Why a record cannot be, or None."""
    numbers = (record.time, record.amt, record.rate, record.ii, *record.covariates.values())
    dose = record.evid in (1, 4)
    repeats = record.addl > 0 or (record.ss != 0 and not (record.amt == 0 and record.rate > 0))
    faults = {
        "its numbers must be finite.": not all(math.isfinite(number) for number in numbers),
        "EVID is 0, 1, 2, 3 or 4.": record.evid not in range(5),
        "SS is 0, 1 or 2.": record.ss not in range(3),
        "CMT must not be negative: no compartment is switched off here.": record.cmt < 0,
        "AMT and II must not be negative.": record.amt < 0 or record.ii < 0,
        "RATE is 0, above 0, -1 or -2.": record.rate < 0 and record.rate not in (-1, -2),
        "only a dose (EVID 1 or 4) has AMT, RATE, ADDL or SS.": not dose
        and any((record.amt, record.rate, record.addl > 0, record.ss)),
        "a dose needs AMT, or RATE with SS.": dose
        and record.amt == 0
        and not (record.rate > 0 and record.ss and record.ii == 0),
        "ADDL and SS need II above 0.": dose and repeats and record.ii == 0,
    }
    return next((reason for reason, wrong in faults.items() if wrong), None)
