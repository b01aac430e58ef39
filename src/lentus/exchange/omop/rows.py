"""Charts as rows of OMOP tables. Ids count from 1 in the order of the charts' opaque ids.

A source value holds words of a closed list or of the catalog, never what somebody typed freely, and fits into the
model's fifty characters. The quantity of an exposure is its daily dose (of a screening dose, the dose), in the unit
beside it: the model has no column for a rate. A patient without a date of birth has no row at all, since the model
asks for a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from lentus import monograph
from lentus.course import events as e
from lentus.course import standing_events
from lentus.course.moment import zone_named
from lentus.course.timeline import value_at
from lentus.exchange.omop.columns import SHAPES, needed
from lentus.exchange.omop.concepts import FROM_VISIT, GENDER, NONE
from lentus.exchange.tables.clinic import known_device, known_product
from lentus.exchange.tables.devices import pumps_of
from lentus.exchange.tables.numbers import amount, measured
from lentus.exchange.tables.table import Column, Table
from lentus.protocol.zone import zone_of
from lentus.quantity import show
from lentus.record import Chart

Cells = dict[str, Any]
LONGEST = 50
"""Characters of a source value."""

DRUG = "baclofen"


def omop_tables(charts: Iterable[Chart], until: datetime) -> tuple[Table, ...]:
    """The five tables. What still runs ends on the day of `until`, as the model asks for an end."""
    told = sorted((one for one in charts if one.patient.born is not None), key=lambda one: one.id)
    makers: dict[str, Callable[[Chart], Iterable[Cells]]] = {
        "person": _person,
        "drug_exposure": lambda one: _drugs(one, until),
        "device_exposure": _devices,
        "measurement": _measurements,
        "observation": _observations,
    }
    return tuple(_table(name, told, make) for name, make in makers.items())


def _table(name: str, told: list[Chart], make: Callable[[Chart], Iterable[Cells]]) -> Table:
    columns = SHAPES[name]
    rows: list[tuple[Any, ...]] = []
    for person, one in enumerate(told, 1):
        for cells in make(one):
            whole = {f"{name}_id": len(rows) + 1, **cells, "person_id": person}
            rows.append(tuple(_filled(whole, column) for column in columns))
    return Table(name, columns, rows)


def _filled(cells: Cells, column: Column) -> Any:
    value = cells.get(column.name)
    if value is None and needed(column) and column.name.endswith("_concept_id"):
        return NONE
    return value[:LONGEST] if isinstance(value, str) and column.name.endswith("_source_value") else value


def _person(chart: Chart) -> Iterator[Cells]:
    patient = chart.patient
    assert patient.born is not None
    yield {
        "gender_concept_id": GENDER.get(patient.sex or "", NONE),
        "year_of_birth": patient.born.year,
        "month_of_birth": patient.born.month,
        "day_of_birth": patient.born.day,
        "person_source_value": patient.id,
        "gender_source_value": patient.sex,
        "gender_source_concept_id": NONE,
    }


def _drugs(chart: Chart, until: datetime) -> Iterator[Cells]:
    state = chart.folded
    last = max(until, state.at or until).astimezone(zone_named(zone_of(state)))
    for oral in state.oral:
        if oral.value.doses and oral.start < (oral.end or last):
            daily = oral.value.daily
            times = len(oral.value.doses)
            yield {
                **_span("drug_exposure", oral.start, oral.end or last),
                **_drug("oral", oral.value.product),
                "quantity": amount(daily, "mg/day"),
                "sig": f"{show(daily, 'mg/day')} by mouth in {times} {'dose' if times == 1 else 'doses'}",
                "dose_unit_source_value": "mg/day",
            }
    for pump in state.pump:
        dose = pump.value.daily_dose
        if pump.value.mode != "stopped" and dose is not None and pump.start < (pump.end or last):
            yield {
                **_span("drug_exposure", pump.start, pump.end or last),
                **_drug("intrathecal", None),
                "quantity": amount(dose, "mcg/day"),
                "sig": f"{show(dose, 'mcg/day')} intrathecal, {pump.value.mode or 'mode not known'}",
                "dose_unit_source_value": "mcg/day",
            }
    for one in standing_events(state):
        # A dose within a regimen is in that regimen's row already.
        if isinstance(one, e.DoseGiven) and value_at(state.oral, one.at) is None:
            yield {
                **_span("drug_exposure", one.at, one.at),
                **_drug("oral", one.product),
                "quantity": amount(one.dose, "mg"),
                "sig": f"single dose of {show(one.dose, 'mg')} by mouth",
                "dose_unit_source_value": "mg",
            }
    for trial in state.screening:
        yield {
            **_span("drug_exposure", trial.at, trial.at),
            **_drug("intrathecal", None),
            "quantity": amount(trial.dose, "mcg"),
            "sig": f"screening dose of {show(trial.dose, 'mcg')} intrathecal",
            "dose_unit_source_value": "mcg",
        }


def _drug(route: str, product: str | None) -> Cells:
    return {
        "drug_type_concept_id": FROM_VISIT.id,
        "drug_source_value": _code(product) or DRUG,
        "drug_source_concept_id": NONE,
        "route_concept_id": NONE,
        "route_source_value": route,
    }


def _code(product: str | None) -> str | None:
    """A product's RxNorm code, where one was verified; else its key in the catalog."""
    key = known_product(product)
    if key is None:
        return None
    codes = [one.code for one in monograph.product(key).rxcuis if one.verified]
    return f"RxNorm {codes[0]}" if len(codes) == 1 else f"{DRUG} {key}"


def _devices(chart: Chart) -> Iterator[Cells]:
    for one in pumps_of(chart.folded):
        yield {
            **_span("device_exposure", one.begun, one.ended),
            "device_type_concept_id": FROM_VISIT.id,
            "device_source_value": known_device(one.device) or "implanted pump",
            "device_source_concept_id": NONE,
            "quantity": 1,
        }


def _measurements(chart: Chart) -> Iterator[Cells]:
    for one in standing_events(chart.folded):
        found = measured(one)
        if found is not None and found.number is not None:
            yield {
                **_moment("measurement", one.at),
                "measurement_type_concept_id": FROM_VISIT.id,
                "value_as_number": found.number,
                "unit_concept_id": NONE,
                "measurement_source_value": found.what,
                "measurement_source_concept_id": NONE,
                "unit_source_value": found.unit,
                "value_source_value": found.written,
            }
        if isinstance(one, e.Assessment):
            yield from _scores(one)


def _scores(one: e.Assessment) -> Iterator[Cells]:
    for score in one.ashworth:
        yield _score(one, f"modified Ashworth, {score.side} {score.group}", score.score)
    if one.spasm_frequency is not None:
        yield _score(one, "Penn spasm frequency", str(one.spasm_frequency))
    if one.spasm_severity is not None:
        yield _score(one, "Penn spasm severity", str(one.spasm_severity))


def _score(one: e.Assessment, what: str, grade: str) -> Cells:
    return {
        **_moment("measurement", one.at),
        "measurement_type_concept_id": FROM_VISIT.id,
        # A grade such as 1+ is a rank and no number.
        "value_as_number": float(grade) if grade.isdigit() else None,
        "measurement_source_value": what,
        "measurement_source_concept_id": NONE,
        "value_source_value": grade,
    }


def _observations(chart: Chart) -> Iterator[Cells]:
    for one in standing_events(chart.folded):
        for what, value in _told(one):
            yield {
                **_moment("observation", one.at),
                "observation_type_concept_id": FROM_VISIT.id,
                "value_as_string": value,
                "observation_source_value": what,
                "observation_source_concept_id": NONE,
                "value_source_value": value,
            }


def _told(event: e.AnyEvent) -> Iterator[tuple[str, str]]:
    match event:
        case e.Diagnosis(origin=origin) if origin is not None:
            yield "origin of spasticity", origin
        case e.ConditionNoted():
            yield event.condition, "present" if event.present else "absent"
        case e.ScreeningJudged():
            yield "response to a screening dose", event.response
        case e.Assessment(responding=bool() as responding):
            yield "responding, as judged", "yes" if responding else "no"
        case e.SideEffect():
            yield "side effect", event.severity
        case e.HolidayStarted():
            yield "drug holiday", "started"
        case e.HolidayEnded():
            yield "drug holiday", "ended"


def _span(name: str, start: datetime, end: datetime | None) -> Cells:
    """Start and end, each as a day and as a time on the patient's own clock: the model's times have no zone."""
    # In the hour that the clocks repeat, an end may read earlier than its start.
    ends = max(_clock(end), _clock(start)) if end else None
    return {
        f"{name}_start_date": start.date(),
        f"{name}_start_datetime": _clock(start),
        f"{name}_end_date": ends.date() if ends else None,
        f"{name}_end_datetime": ends,
    }


def _moment(name: str, at: datetime) -> Cells:
    return {f"{name}_date": at.date(), f"{name}_datetime": _clock(at)}


def _clock(at: datetime) -> datetime:
    """What the clock on the wall read, to the second: as the day beside it, and as the warehouse's other tables."""
    return at.replace(tzinfo=None, microsecond=0)
