"""A virtual trial as tables: who the patients are, each day of each of them, and the figures of each arm.

What a virtual patient lives is computed from the trial and the patient's number alone, so a table of the first hundred
is the same whether the trial was run with a hundred or a million, and nothing has to be kept for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lentus.cohort.population import Patients, drawn
from lentus.cohort.result import Result
from lentus.cohort.running import Paths, run_trial, trajectories
from lentus.cohort.trial import Trial
from lentus.errors import ExchangeError
from lentus.exchange.tables.nonmem import ASHWORTH, INTRATHECAL, ORAL
from lentus.exchange.tables.table import Column, Kind, Table
from lentus.response.table import Record

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_DAYS = 2_000_000
"""Days of patients in one export: what a table in memory may hold."""

TONE = ASHWORTH
"""The compartment of tone: points of the same scale as a clinic's mean grades."""

_NG_PER_MCG, _NG_PER_MG, _DAY_H = 1e3, 1e6, 24.0

PATIENTS = (
    Column("patient", "whole", "The patient's number in the trial, from 0 on; the same in each arm."),
    Column("origin", "text", "Where the spasticity comes from: spinal or cerebral."),
    Column("age_years", "whole", "Age at the start."),
    Column("weight_kg", "number", "Weight."),
    Column("creatinine_clearance_ml_per_min", "number", "Creatinine clearance."),
)
DAYS = (
    Column("arm", "text", "The arm."),
    Column("patient", "whole", "The patient's number."),
    Column("day", "whole", "The day of the trial, from 0 on."),
    Column("pump_mcg", "number", "What the pump is told for that day; what gets through may be less."),
    Column("mouth_mg", "number", "What is taken by mouth in it."),
    Column("tone_points", "number", "Tone at the end of the day."),
)
_WORDS = ("arm", "outcome", "says", "unit")
_COUNTS = ("day", "treated", "by_mouth")


def trial_tables(trial: Trial, patients: int, *, threads: int = 1) -> tuple[Table, ...]:
    """Four tables of the first patients: patients, days, outcomes, months.

    ExchangeError where they would be too many; CohortError as the trial itself raises it.
    """
    small = _first(trial, patients)
    who = drawn(small.seed, 0, small.patients)
    result = Result.of(run_trial(small, threads=threads))
    return (
        Table("patients", PATIENTS, list(_patients(who))),
        Table("days", DAYS, [row for one in small.arm for row in _days(one.name, trajectories(small, one.name))]),
        _told("outcomes", list(result.rows())),
        _told("months", list(result.month_rows())),
    )


def trial_records(trial: Trial, patients: int) -> list[Record]:
    """The first patients of each arm as event records of NONMEM, in mcg and hours, numbered from 1 through all arms.

    The pump gives what it is told, at an even rate; a day's doses by mouth stand as one at its beginning. Tone is seen
    at the end of each day. Screening doses are not in it. ExchangeError where the records would be too many.
    """
    small = _first(trial, patients)
    who = drawn(small.seed, 0, small.patients)
    found: list[Record] = []
    for number, arm in enumerate(small.arm):
        paths = trajectories(small, arm.name)
        for patient in range(small.patients):
            about = {
                "ARM": float(number + 1),
                "PAT": float(patient),
                "AGE": float(who.age_years[patient]),
                "WT": float(who.weight_kg[patient]),
                "CRCL": float(who.creatinine_clearance_ml_per_min[patient]),
                "CEREBRAL": float(who.cerebral[patient]),
            }
            name = str(number * small.patients + patient + 1)
            rows = _records(name, paths, patient, about)
            found += sorted(rows, key=lambda row: (row.time, row.evid == 0, row.cmt))
    return found


def _first(trial: Trial, patients: int) -> Trial:
    if patients < 1:
        raise ExchangeError(f"--patients is {patients}; a table needs at least 1 patient")
    count = min(patients, trial.patients)
    days = count * trial.days * len(trial.arm)
    if days > MOST_DAYS:
        most = MOST_DAYS // (trial.days * len(trial.arm))
        raise ExchangeError(
            f"{count:,} patients are {days:,} days, more than the {MOST_DAYS:,} of one table: "
            f"ask for at most {most:,}, or for Parquet by lentus trial run --trajectories"
        )
    return trial.model_copy(update={"patients": count})


def _patients(who: Patients) -> Iterator[tuple[Any, ...]]:
    for number in range(len(who.age_years)):
        origin = "cerebral" if who.cerebral[number] else "spinal"
        numbers = (float(who.weight_kg[number]), float(who.creatinine_clearance_ml_per_min[number]))
        yield (number, origin, int(who.age_years[number]), *numbers)


def _days(arm: str, paths: Paths) -> Iterator[tuple[Any, ...]]:
    pump, mouth, tone = (one.tolist() for one in (paths.doses_ng, paths.mouth_ng, paths.tone))
    for patient, each in enumerate(zip(pump, mouth, tone, strict=True)):
        for day, (given, taken, seen) in enumerate(zip(*each, strict=True)):
            yield arm, patient, day, given / _NG_PER_MCG, taken / _NG_PER_MG, seen


def _told(name: str, rows: list[dict[str, Any]]) -> Table:
    """A table of figures: words, counts and numbers by the names that the trial's result gives them."""
    columns = tuple(Column(key, _kind(key), "A figure of the arm.") for key in rows[0])
    return Table(name, columns, [tuple(row.values()) for row in rows])


def _kind(key: str) -> Kind:
    return "text" if key in _WORDS else "whole" if key in _COUNTS else "number"


def _records(name: str, paths: Paths, patient: int, about: dict[str, float]) -> Iterator[Record]:
    for start, days, ng in _runs(paths.doses_ng[patient]):
        daily = ng / _NG_PER_MCG
        yield Record(name, start * _DAY_H, daily * days, daily / _DAY_H, 1, INTRATHECAL, mdv=1, covariates=about)
    for start, days, ng in _runs(paths.mouth_ng[patient]):
        more, hours = days - 1, _DAY_H if days > 1 else 0.0
        mcg = ng / _NG_PER_MCG
        yield Record(name, start * _DAY_H, mcg, 0.0, 1, ORAL, more, hours, mdv=1, covariates=about)
    for day, tone in enumerate(paths.tone[patient].tolist()):
        yield Record(name, (day + 1) * _DAY_H, cmt=TONE, dv=tone, covariates=about)


def _runs(doses: NDArray[Any]) -> Iterator[tuple[int, int, int]]:
    """Stretches of one daily dose above zero: first day, how many days, ng a day."""
    at = 0
    for ng, each in groupby(doses.tolist()):
        days = len(list(each))
        if ng > 0:
            yield at, days, ng
        at += days
