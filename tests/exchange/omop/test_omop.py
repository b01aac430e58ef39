"""OMOP rows have the model's columns, point at each other, and claim no concept that nobody has seen."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from lentus.course import Patient, State, fold, standing_events
from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.exchange.omop import CONCEPTS, omop_tables
from lentus.exchange.omop.columns import SHAPES, needed
from lentus.exchange.tables import Table, clinic_tables, write_tables
from lentus.quantity import Mass, Volume
from lentus.record import Chart, chart, charts
from tests.exchange.clinic import NOW, demo

MODEL = Path(__file__).with_name("cdm-5.4.csv")
"""The model's own tables; the file says where they were read."""

KINDS = {"integer": "whole", "date": "day", "timestamp": "clock", "numeric": "number"} | dict.fromkeys(
    ("text", "varchar"), "text"
)


def model() -> dict[str, list[tuple[str, str, bool]]]:
    """Column, type and whether it must stand, by table."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    with MODEL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            found.setdefault(row["table"], []).append((row["column"], row["type"], row["needed"] == "yes"))
    return found


def clinic() -> list[Chart]:
    store = demo()
    return sorted((chart(store, row.chart_id) for row in charts(store)), key=lambda one: one.id)


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {one.name: one for one in omop_tables(clinic(), NOW)}


def cells(table: Table, column: str) -> list[object]:
    place = [one.name for one in table.columns].index(column)
    return [row[place] for row in table.rows]


def test_each_table_has_the_models_columns_in_its_order_with_its_types() -> None:
    assert set(SHAPES) == set(model())
    for name, columns in model().items():
        theirs = [
            (column, KINDS["text" if kind.startswith("varchar") else kind], need) for column, kind, need in columns
        ]
        assert [(one.name, one.kind, needed(one)) for one in SHAPES[name]] == theirs


def test_no_text_is_longer_than_the_model_lets_it_be(tables: dict[str, Table]) -> None:
    for name, columns in model().items():
        for column, kind, _ in columns:
            if kind.startswith("varchar"):
                longest = int(kind.removeprefix("varchar(").removesuffix(")"))
                assert all(len(str(one)) <= longest for one in cells(tables[name], column) if one is not None), column


def test_what_must_stand_stands_and_every_row_has_a_person(tables: dict[str, Table]) -> None:
    people = set(cells(tables["person"], "person_id"))
    assert len(people) == 40
    for name, table in tables.items():
        assert table.rows, name
        assert cells(table, f"{name}_id") == list(range(1, len(table.rows) + 1))
        assert set(cells(table, "person_id")) <= people
        for column in table.columns:
            if needed(column):
                assert None not in cells(table, column.name), f"{name}.{column.name}"


def test_a_concept_is_one_that_was_seen_or_zero_with_its_source_value(tables: dict[str, Table]) -> None:
    seen = {one.id for one in CONCEPTS}
    assert all(one.seen for one in CONCEPTS)
    for name, table in tables.items():
        for column in table.columns:
            if column.name.endswith("_concept_id"):
                assert {one for one in cells(table, column.name) if one is not None} <= {0, *seen}, column.name
        main = {"person": "gender"}.get(name, name.removesuffix("_exposure"))
        for concept, source in zip(
            cells(table, f"{main}_concept_id"), cells(table, f"{main}_source_value"), strict=True
        ):
            assert concept != 0 or source or name == "person"


def test_source_values_fit_and_hold_no_free_text(tables: dict[str, Table]) -> None:
    told = clinic()
    typed = {
        text
        for one in told
        for event in one.told
        for text in (event.note, event.author, getattr(event, "effect", ""), getattr(event, "text", ""))
        if len(text) > 3
    }
    for table in tables.values():
        for column in table.columns:
            if column.kind == "text":
                for value in cells(table, column.name):
                    assert value is None or (isinstance(value, str) and value not in typed), column.name
                    if column.name.endswith("_source_value"):
                        assert value is None or len(str(value)) <= 50
    assert not any(one.patient.name in str(table.rows) for one in told for table in tables.values())


def test_the_rows_count_what_the_charts_hold(tables: dict[str, Table]) -> None:
    told = clinic()
    labs = sum(isinstance(event, e.WeightMeasured) for one in told for event in standing_events(one.folded))
    assert cells(tables["measurement"], "measurement_source_value").count("weight") == labs > 0
    screened = [sig for sig in cells(tables["drug_exposure"], "sig") if str(sig).startswith("screening dose")]
    assert len(screened) == sum(len(one.folded.screening) for one in told) > 0
    assert list(cells(tables["person"], "gender_source_value")) == [one.patient.sex for one in told]


def test_no_exposure_ends_before_it_starts(tables: dict[str, Table]) -> None:
    for name in ("drug_exposure", "device_exposure"):
        starts, ends = (cells(tables[name], f"{name}_{side}_datetime") for side in ("start", "end"))
        days = zip(cells(tables[name], f"{name}_start_date"), cells(tables[name], f"{name}_end_date"), strict=True)
        for start, end in zip(starts, ends, strict=True):
            assert isinstance(start, datetime)
            assert end is None or (isinstance(end, datetime) and start <= end)
        for first, last in days:
            assert isinstance(first, date)
            assert last is None or (isinstance(last, date) and first <= last)


def test_a_time_is_on_the_clock_and_on_the_day_that_stand_beside_it(tables: dict[str, Table]) -> None:
    for table in tables.values():
        for column in table.columns:
            if column.kind != "clock" or column.name == "birth_datetime":
                continue
            days = cells(table, column.name.replace("_datetime", "_date"))
            for at, its_day in zip(cells(table, column.name), days, strict=True):
                assert at is None or (isinstance(at, datetime) and at.tzinfo is None and at.date() == its_day)


def alone(*told: AnyEvent) -> Chart:
    """A chart of one generated patient who had just this."""
    one = clinic()[0]
    patient = one.patient.model_copy(update={"id": "H-1"})
    return _Alone(patient, fold(patient, told))  # type: ignore[return-value]


@dataclass(frozen=True)
class _Alone:
    """What the tables ask of a chart."""

    patient: Patient
    folded: State
    id: str = "h"
    generated: bool = True


def stamp(id_: str, at: datetime, zone: str = "America/Chicago") -> dict[str, Any]:
    return {"id": id_, "at": at.astimezone(ZoneInfo(zone)), "zone": zone, "author": "Nurse"}


def test_every_pump_that_a_patient_had_has_its_row() -> None:
    first, second, last = (NOW - timedelta(days=days) for days in (900, 400, 3))
    volume = Volume.read("20 mL")
    one = alone(
        e.Implant(**stamp("a", first), device="SynchroMed II 20 mL", reservoir=volume),
        e.Replacement(**stamp("b", second), device="SynchroMed II 40 mL"),
        e.Explant(**stamp("c", last)),
    )
    made = {table.name: table for table in omop_tables([one], NOW)}["device_exposure"]
    assert cells(made, "device_source_value") == ["synchromed-ii-20", "synchromed-ii-40"]
    assert cells(made, "device_exposure_start_date") == [first.date(), second.date()]
    assert cells(made, "device_exposure_end_date") == [second.date(), last.date()]
    devices = {table.name: table for table in clinic_tables([one])}["devices"]
    assert cells(devices, "device") == cells(made, "device_source_value")
    assert cells(devices, "start") == [first, second]
    assert cells(devices, "end") == [second, last]


def test_a_dose_that_was_given_has_its_row_and_one_within_a_regimen_has_none_of_its_own() -> None:
    dose, at = Mass.read("5 mg"), NOW - timedelta(days=5)
    given = e.DoseGiven(**stamp("given", at), dose=dose)
    regimen = e.OralRegimen(**stamp("regimen", at - timedelta(days=1)), doses=(dose, dose))
    (single,) = _exposures(alone(given))
    assert single["sig"] == "single dose of 5\u00a0mg by mouth"
    assert (single["quantity"], single["dose_unit_source_value"]) == (5.0, "mg")
    (daily,) = _exposures(alone(regimen, given))
    assert daily["dose_unit_source_value"] == "mg/day"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_what_began_just_now_ends_no_earlier_wherever_the_clinic_is(zone: str) -> None:
    regimen = e.OralRegimen(**stamp("regimen", NOW - timedelta(minutes=30), zone), doses=(Mass.read("5 mg"),))
    (row,) = _exposures(alone(regimen))
    assert row["drug_exposure_end_datetime"] - row["drug_exposure_start_datetime"] == timedelta(minutes=30)


def test_an_hour_that_the_clocks_repeat_ends_no_exposure_before_it_began() -> None:
    first = datetime(2026, 11, 1, 6, 40, tzinfo=UTC)
    told = [
        e.OralRegimen(**stamp(name, at), doses=(Mass.read(dose),))
        for name, at, dose in (("a", first, "5 mg"), ("b", first + timedelta(minutes=30), "10 mg"))
    ]
    rows = _exposures(alone(*told))
    assert all(row["drug_exposure_start_datetime"] <= row["drug_exposure_end_datetime"] for row in rows)


def _exposures(one: Chart) -> list[dict[str, Any]]:
    table = {table.name: table for table in omop_tables([one], NOW)}["drug_exposure"]
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def test_a_warehouse_reads_the_files(tmp_path: Path, tables: dict[str, Table]) -> None:
    write_tables(tables.values(), tmp_path / "omop", "parquet")
    with duckdb.connect() as connection:
        for name, columns in SHAPES.items():
            described = connection.execute(f"DESCRIBE SELECT * FROM '{tmp_path}/omop/{name}.parquet'").fetchall()
            assert [row[0] for row in described] == [column.name for column in columns]
        joined = connection.execute(
            f"SELECT COUNT(*) FROM '{tmp_path}/omop/drug_exposure.parquet' JOIN '{tmp_path}/omop/person.parquet' "
            "USING (person_id)"
        ).fetchone()
    assert joined == (len(tables["drug_exposure"].rows),)


def test_who_has_no_date_of_birth_has_no_row() -> None:
    one, other = clinic()[:2]
    nameless = replace(one, patient=one.patient.model_copy(update={"born": None}))
    made = {table.name: table for table in omop_tables([nameless, other], NOW)}
    assert cells(made["person"], "person_source_value") == [other.patient.id]
    for table in made.values():
        assert set(cells(table, "person_id")) <= {1}
