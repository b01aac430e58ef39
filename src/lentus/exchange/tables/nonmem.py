"""A clinic as event records of NONMEM: doses that were given, and scores that were seen.

Amounts are mcg, rates mcg per hour, times hours since the patient's first entry: no date leaves. What a table of doses
cannot say is not made up: where a pump gave an amount that nobody knows, a record of kind 2 says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from statistics import fmean

from lentus.course import PumpUse, State, standing_events
from lentus.course import events as e
from lentus.course.timeline import Interval, value_at
from lentus.exchange.tables.deidentified import OLDEST
from lentus.exchange.tables.numbers import amount
from lentus.record import Chart
from lentus.response.table import Record

ORAL, INTRATHECAL, ASHWORTH, SPASMS = 1, 2, 3, 4
"""Compartments: a dose by mouth, a dose into the spinal fluid, the mean Ashworth grade, the Penn spasm frequency."""

HALF_GRADE = {"1+": 1.5}
"""The grade between 1 and 2 of the modified Ashworth scale, as a number."""

UNKNOWN = -99.0
"""A covariate that is not known. A dot would be read as zero."""

_DAY_H = 24.0


def nonmem_records(charts: Iterable[Chart], until: datetime) -> list[Record]:
    """The records of every chart with events, patients numbered from 1 by their charts' opaque ids.

    What still runs ends at `until`. A regimen by mouth is spread evenly over the day from its start; a pump's pattern
    over the day is its mean rate.
    """
    told = [one for one in sorted(charts, key=lambda one: one.id) if standing_events(one.folded)]
    return [record for number, one in enumerate(told, 1) for record in _patient(str(number), one.state(), until)]


def _patient(number: str, state: State, until: datetime) -> list[Record]:
    begun = min(one.at for one in standing_events(state))
    end = max(until, state.events[-1].at)
    covariates = {"AGE": _age(state, begun), "SEXF": _female(state)}
    found = [*_oral(state, begun, end), *_pump(state, begun, end), *_single(state, begun), *_seen(state, begun)]
    rows = [
        Record(number, hours, amt, rate, evid, cmt, addl, ii, 0, int(evid != 0), dv, covariates)
        for hours, evid, cmt, amt, rate, addl, ii, dv in found
    ]
    # At one time, what is given stands before what is seen.
    return sorted(rows, key=lambda row: (row.time, row.evid == 0, row.cmt))


_Cells = tuple[float, int, int, float, float, int, float, float | None]


def _oral(state: State, begun: datetime, end: datetime) -> Iterator[_Cells]:
    for one in state.oral:
        doses = one.value.doses
        start, stop = _hours(begun, one.start), _hours(begun, one.end or end)
        for place, dose in enumerate(doses):
            first = start + place * _DAY_H / len(doses)
            mcg = amount(dose, "mcg") or 0.0
            if first >= stop or mcg == 0:
                continue
            more = int((stop - first) / _DAY_H)
            more -= first + more * _DAY_H >= stop
            yield first, 1, ORAL, mcg, 0.0, more, _DAY_H if more else 0.0, None


def _pump(state: State, begun: datetime, end: datetime) -> Iterator[_Cells]:
    for one in state.pump:
        start, stop = _hours(begun, one.start), _hours(begun, one.end or end)
        if stop <= start or one.value.mode == "stopped":
            continue
        if one.value.patient_bolus is not None:
            # How many the patient gave, nobody recorded.
            yield start, 2, INTRATHECAL, 0.0, 0.0, 0, 0.0, None
        rate = _rate(one)
        if rate is None:
            yield start, 2, INTRATHECAL, 0.0, 0.0, 0, 0.0, None
        elif rate > 0:
            yield start, 1, INTRATHECAL, rate * (stop - start), rate, 0, 0.0, None


def _rate(one: Interval[PumpUse]) -> float | None:
    daily = amount(one.value.daily_dose, "mcg/day")
    return None if daily is None else daily / _DAY_H


def _single(state: State, begun: datetime) -> Iterator[_Cells]:
    for trial in state.screening:
        yield _hours(begun, trial.at), 1, INTRATHECAL, amount(trial.dose, "mcg") or 0.0, 0.0, 0, 0.0, None
    for one in standing_events(state):
        mcg = amount(one.dose, "mcg") if isinstance(one, e.DoseGiven) else None
        # A dose within a regimen stands in that regimen's record already.
        if mcg and value_at(state.oral, one.at) is None:
            yield _hours(begun, one.at), 1, ORAL, mcg, 0.0, 0, 0.0, None


def _seen(state: State, begun: datetime) -> Iterator[_Cells]:
    for one in standing_events(state):
        if isinstance(one, e.Assessment):
            if one.ashworth:
                mean = fmean(HALF_GRADE.get(score.score) or float(score.score) for score in one.ashworth)
                yield _hours(begun, one.at), 0, ASHWORTH, 0.0, 0.0, 0, 0.0, mean
            if one.spasm_frequency is not None:
                yield _hours(begun, one.at), 0, SPASMS, 0.0, 0.0, 0, 0.0, float(one.spasm_frequency)


def _hours(begun: datetime, moment: datetime) -> float:
    return (moment - begun).total_seconds() / 3600


def _age(state: State, begun: datetime) -> float:
    age = state.age(begun)
    return UNKNOWN if age is None else float(min(age.total_months // 12, OLDEST + 1))


def _female(state: State) -> float:
    return {"female": 1.0, "male": 0.0}.get(state.patient.sex or "", UNKNOWN)
