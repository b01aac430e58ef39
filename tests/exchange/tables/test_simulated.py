"""The event records of a clinic give the levels that the courses themselves give, dose by dose."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from lentus.course import State, standing_events
from lentus.exchange.tables import nonmem_records
from lentus.record import Chart, chart, charts
from lentus.response import Record, one_compartment, read_table, solve, write_table
from tests.exchange.clinic import NOW, demo

CL, V, KA = 11.0, 60.0, 0.9
K = CL / V
Given = tuple[float, float, float]
"""Hours from and until, and mcg: a span of none is one dose."""


def clinic() -> list[Chart]:
    store = demo()
    return [chart(store, row.chart_id) for row in charts(store)]


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_the_records_are_simulated_to_the_levels_of_the_course(place: int) -> None:
    one = sorted(clinic(), key=lambda each: each.id)[place]
    state = one.state()
    begun = min(event.at for event in standing_events(state))
    last = max(NOW, state.events[-1].at)
    records = read_table(write_table(nonmem_records([one], NOW)))
    number = records[0].id if records else "1"
    doses = [record for record in records if record.evid == 1]
    hours = [_hours(begun, last) * share for share in (0.1, 0.37, 0.5, 0.93, 1.0)]
    seen = [Record(number, hour, cmt=2) for hour in hours]
    rows = sorted([*doses, *seen], key=lambda row: (row.time, row.evid == 0))
    covariates = {name: 0.0 for row in rows for name in row.covariates}
    whole = [Record(**{**vars(row), "covariates": {**covariates, **row.covariates}}) for row in rows]
    solved = solve(whole, one_compartment(CL=CL, V=V, KA=KA))
    found = [each.level for each, row in zip(solved, whole, strict=True) if row.evid == 0]
    mouth, direct = list(_mouth(state, begun, last)), list(_direct(state, begun, last))
    assert found == pytest.approx([_level(hour, mouth, direct) for hour in hours], rel=1e-8, abs=1e-9)


def _level(hour: float, mouth: list[Given], direct: list[Given]) -> float:
    """By superposition, in closed form."""
    level = 0.0
    for start, _, mcg in mouth:
        if hour > start:
            since = hour - start
            level += mcg * KA / (V * (KA - K)) * (math.exp(-K * since) - math.exp(-KA * since))
    for start, end, mcg in direct:
        if hour < start:
            continue
        if end == start:
            level += mcg / V * math.exp(-K * (hour - start))
            continue
        until = min(hour, end)
        rate = mcg / (end - start)
        level += rate / CL * (1 - math.exp(-K * (until - start))) * math.exp(-K * (hour - until))
    return level


def _mouth(state: State, begun: datetime, last: datetime) -> Iterator[Given]:
    """Each single dose of each regimen, one after another."""
    for one in state.oral:
        at, doses, place = one.start, one.value.doses, 0
        while doses and at < (one.end or last):
            hour = _hours(begun, at)
            yield hour, hour, float(doses[place % len(doses)].amount("mcg"))
            place += 1
            at = one.start + timedelta(days=1) * place / len(doses)


def _direct(state: State, begun: datetime, last: datetime) -> Iterator[Given]:
    for one in state.pump:
        end, dose = one.end or last, one.value.daily_dose
        if one.value.mode != "stopped" and dose is not None and end > one.start:
            hours = _hours(one.start, end)
            yield _hours(begun, one.start), _hours(begun, end), float(dose.amount("mcg/day")) * hours / 24
    for trial in state.screening:
        hour = _hours(begun, trial.at)
        yield hour, hour, float(trial.dose.amount("mcg"))


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600
