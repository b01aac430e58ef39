"""`lentus table` and `lentus omop`: a clinic's record as files for other programs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from lentus.cli.commands.exchange_calendar import put
from lentus.cli.commands.record_stores import store_named
from lentus.cli.reading import STANDARD_INPUT
from lentus.cli.status import FINE
from lentus.cli.terminal import show_pieces
from lentus.cohort.result import IS_A_MODEL
from lentus.errors import ExchangeError
from lentus.exchange import tables
from lentus.exchange.omop import omop_tables
from lentus.exchange.tables.deidentified import SHORTEST_KEY
from lentus.exchange.tables.described import NAME as DESCRIBED
from lentus.exchange.tables.described import described
from lentus.present.pieces import Line, Piece
from lentus.record import Chart, charts
from lentus.record import chart as chart_of
from lentus.response.table import Record, names_of, write_table

NONMEM = "nonmem"


def clinic(data: str, store: str, folder: str, form: str) -> int:
    """The tables as they are."""
    told, _ = _charts(data, store)
    return _written(
        tables.clinic_tables(told), folder, form, note="They hold names and dates: keep them as you keep charts."
    )


def hidden(data: str, store: str, folder: str, form: str, key: str) -> int:
    """The tables without identities."""
    _format(form)
    identities = tables.Identities(_key(key))
    told, _ = _charts(data, store)
    kept = f"The key is in {key}: keep it apart from the files." if key else "The key is forgotten: nobody can go back."
    made = tables.deidentified(tables.clinic_tables(told), identities)
    note = f"{kept} METHOD.txt says what was done."
    return _written(made, folder, form, beside={"METHOD.txt": tables.METHOD}, note=note)


def nonmem(data: str, store: str, file: str) -> int:
    """NONMEM's event records."""
    told, now = _charts(data, store)
    records = tables.nonmem_records(told, now)
    put(file, write_table(records))
    if file != STANDARD_INPUT:
        show_pieces([Line(f"Wrote {len(records):,} records to {file}."), *_control(file, records)])
    return FINE


def _control(file: str, records: list[Record]) -> Iterator[Piece]:
    """The two lines with which a control stream reads the file."""
    yield Line(f"$INPUT {' '.join(names_of(records))}", 2)
    yield Line(f"$DATA {Path(file).name} IGNORE=@", 2)


def omop(data: str, store: str, folder: str, form: str) -> int:
    """OMOP rows."""
    told, now = _charts(data, store)
    left = sum(one.patient.born is None for one in told)
    note = f"{left:,} without a date of birth left out: the model asks for a year." if left else ""
    return _written(omop_tables(told, now), folder, form, note=note)


def trial(name: str, where: str, form: str, patients: int) -> int:
    """A virtual trial: tables into a folder, or NONMEM's event records into a file."""
    # Compiled code stands behind these: only when it is asked for.
    from lentus.cli.commands.trial_run import trial_named
    from lentus.exchange.tables.trial import trial_records, trial_tables

    told = trial_named(name)
    if form == NONMEM:
        records = trial_records(told, patients)
        put(where, write_table(records))
        if where != STANDARD_INPUT:
            wrote = Line(f"Wrote {len(records):,} records to {where}.")
            show_pieces([wrote, *_control(where, records), Line(IS_A_MODEL)])
        return FINE
    if form not in tables.FORMATS:
        raise ExchangeError(f"--format {form!r} is not known: write {', '.join(tables.FORMATS)} or {NONMEM}")
    return _written(trial_tables(told, patients), where, form, note=IS_A_MODEL)


def _charts(data: str, store: str) -> tuple[list[Chart], datetime]:
    with store_named(data, store) as opened, opened.snapshot():
        return [chart_of(opened, row.chart_id) for row in charts(opened)], opened.now()


def _written(
    made: Iterable[tables.Table], folder: str, form: str, *, beside: Mapping[str, str] | None = None, note: str = ""
) -> int:
    made, known = list(made), _format(form)
    about = {DESCRIBED: described(made, known, "Tables of Lentus")}
    tables.write_tables(made, Path(folder), known, beside={**about, **(beside or {})})
    counts = ", ".join(f"{one.name} {len(one.rows):,}" for one in made)
    show_pieces([Line(f"Wrote {len(made)} tables to {folder}: {counts}."), *([Line(note)] if note else [])])
    return FINE


def _format(text: str) -> tables.Format:
    for form in tables.FORMATS:
        if form == text:
            return form
    raise ExchangeError(f"--format {text!r} is not known: write {' or '.join(tables.FORMATS)}")


def _key(file: str) -> bytes:
    """The key in a file, which is made for its owner alone where it is not there; without a file, one for once."""
    made = secrets.token_bytes(SHORTEST_KEY)
    if not file:
        return made
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(made)
    except FileExistsError:
        pass
    except OSError as error:
        raise ExchangeError(f"{file} cannot be written: {error.strerror or error}") from error
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise ExchangeError(f"{file} cannot be read: {error.strerror or error}") from error
