"""Rows into charts, in one commit: each chart begins with what was found, and what was before it stays unknown.

Everything is proved and judged before the commit begins, since nobody else can write while it is open. A dry run is
that first part alone, so that it meets each fault that the import itself would meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from lentus.course import AnyEvent, Patient, read_moment
from lentus.course import events as e
from lentus.course.faults import sentence
from lentus.errors import LentusError, RecordError
from lentus.exchange.spreadsheet.columns import Problem
from lentus.exchange.spreadsheet.judging import refused, remarks
from lentus.exchange.spreadsheet.reading import Row, read_sheet
from lentus.record import SYSTEM, Actor, Store, charts
from lentus.record.preparing import Prepared, prepare_chart, write_chart
from lentus.record.reading import stream_with_key
from lentus.record.readmodels.worklist import figures_in
from lentus.record.roles import require
from lentus.record.settings import Settings, settings

AUTHOR = "The clinic's spreadsheet"
FIELDS = {"at": "found", "volume": "filled", "low_reservoir_alarm": "alarm_volume"}
"""Columns by the fields of events that are called otherwise."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: its rows, how many charts are new, how many came before, and what stands against it.

    With a problem, or on a dry run, nothing was written (`written` is False) and `new` is what would have been.
    `remarks` are unusual values and patients who may be there already: to look at, and taken in as they stand.
    """

    rows: int
    new: int
    known: int
    problems: tuple[Problem, ...]
    written: bool
    remarks: tuple[Problem, ...] = ()


TOLD = {"Patient number": "number", "time ": "found"}
"""Columns by how a sentence of the floors below begins."""


class _Meanwhile(Exception):
    """What somebody else wrote while the rows were proved keeps one of them out: the commit is not to stand."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.says)
        self.problem = problem


def import_sheet(store: Store, data: bytes, *, actor: Actor, dry_run: bool = False) -> Imported:
    """Take in a file of the template, all of it or nothing.

    A row that was taken in before is passed over. Raises ExchangeError where the file is no such text, and NotAllowed.
    """
    if actor != SYSTEM:
        require(actor.role, "open chart")
    rows, faults = read_sheet(data)
    if faults and not rows:
        return Imported(0, 0, 0, faults, written=False)
    faulty = {one.row for one in faults}
    problems, new, known = list(faults), 0, 0
    profile, ready = settings(store), list[tuple[Row, Prepared]]()
    for row in rows:
        if stream_with_key(store, "chart opened", row.key) is not None:
            known += 1
            continue
        new += 1
        if row.number not in faulty:
            problems += _prove(store, row, profile, actor, ready)
    told = tuple(_remarks(store, ready, profile))
    if problems or dry_run:
        ordered = tuple(sorted(problems, key=lambda one: one.row))
        return Imported(len(rows), new, known, ordered, written=False, remarks=told)
    try:
        written = _write(store, ready, actor)
    except _Meanwhile as error:
        return Imported(len(rows), new, known, (error.problem,), written=False, remarks=told)
    return Imported(len(rows), written, known + new - written, (), written=written > 0, remarks=told)


def _remarks(store: Store, ready: list[tuple[Row, Prepared]], profile: Settings) -> Iterator[Problem]:
    """What to look at in the rows that can come in, in their order."""
    figures = figures_in(profile)
    people = {(one.name.casefold(), one.born): f"the chart of number {one.number}" for one in charts(store)}
    for row, prepared in ready:
        patient = prepared.chart.patient
        who = (patient.name.casefold(), patient.born)
        if who in people:
            says = f"the same name and date of birth stand in {people[who]}: one patient under two numbers, perhaps"
            yield Problem(row.number, "name", patient.name, says)
        people.setdefault(who, f"row {row.number}")
        yield from remarks(row, prepared.chart.state(), figures)


def _write(store: Store, ready: list[tuple[Row, Prepared]], actor: Actor) -> int:
    """All of them in one commit; how many are new, since the same file may have come twice at once."""
    written = 0
    with store.transaction():
        for row, prepared in ready:
            try:
                written += write_chart(store, prepared, actor=actor)
            except RecordError as error:
                raise _Meanwhile(_of_row(row, error)) from error
    return written


def _prove(
    store: Store, row: Row, profile: Settings, actor: Actor, ready: list[tuple[Row, Prepared]]
) -> Iterator[Problem]:
    try:
        found = _found(row, profile.zone)
        problems = tuple(_impossible(row, found, store.now()))
        if problems:
            yield from problems
            return
        patient = Patient(
            id=row.values["number"],
            name=row.values["name"],
            born=row.values["born"],
            sex=row.values.get("sex"),
            profile=row.values.get("profile", profile.profile),
        )
        events = tuple(_events(row, found, profile.zone))
        # The rows were typed by somebody else, elsewhere: a second person still has to hold them against the pump.
        prepared = prepare_chart(store, patient, events, actor=actor, generated=store.demo, key=row.key)
        wrong = tuple(refused(row, prepared.chart.state(), figures_in(profile)))
        if wrong:
            yield from wrong
            return
        ready.append((row, prepared))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield _invalid(row, fault)
    except LentusError as error:
        yield _of_row(row, error)


def _of_row(row: Row, error: LentusError) -> Problem:
    column = next((name for begins, name in TOLD.items() if str(error).startswith(begins)), "")
    return Problem(row.number, column, row.cells.get(column, ""), str(error))


def _found(row: Row, zone: str) -> datetime:
    return read_moment(row.values["found"], zone)


def _impossible(row: Row, found: datetime, now: datetime) -> Iterator[Problem]:
    """What each cell alone cannot tell."""
    cells, values = row.cells, row.values
    if found > now:
        yield Problem(row.number, "found", cells["found"], "this lies in the future: write when the pump was read")
    if values["born"] > found.date():
        says = f"this is after the day of {cells['found']} on which the pump was read: correct one of them"
        yield Problem(row.number, "born", cells["born"], says)
    if "filled" in values and "concentration" not in values:
        yield Problem(row.number, "concentration", "", "a fill needs what was filled in: write it, such as 500 mcg/mL")
    if "alarm_date" in values and values["alarm_date"] < found.date():
        yield Problem(row.number, "alarm_date", cells["alarm_date"], "this is before the pump was read: correct it")


def _events(row: Row, found: datetime, zone: str) -> Iterator[AnyEvent]:
    values = row.values
    stamp: dict[str, Any] = {"at": found, "zone": zone, "author": AUTHOR, "note": f"Row {row.number} of the file."}
    yield e.AsFound(
        id="sheet-found",
        **stamp,
        **_known(values, "daily_dose", "mode", "concentration", "reservoir", "path_volume", "device", "oral_doses"),
    )
    if "origin" in values:
        yield e.Diagnosis(id="sheet-diagnosis", **stamp, origin=values["origin"])
    if "filled" in values:
        yield e.Fill(id="sheet-fill", **stamp, concentration=values["concentration"], volume=values["filled"])
    if "alarm_date" in values or "alarm_volume" in values:
        yield e.Interrogation(
            id="sheet-readout",
            **stamp,
            alarm_date=values.get("alarm_date"),
            low_reservoir_alarm=values.get("alarm_volume"),
        )


def _known(values: Any, *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _invalid(row: Row, fault: Any) -> Problem:
    field = str(fault["loc"][-1]) if fault["loc"] else ""
    column = FIELDS.get(field, field)
    return Problem(row.number, column, row.cells.get(column, ""), sentence(fault))
