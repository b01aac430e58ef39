"""Tables tell what the charts tell; without identities, nothing in them leads back to a person."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import ExchangeError
from lentus.exchange.tables import (
    FORMATS,
    METHOD,
    Column,
    Format,
    Identities,
    Table,
    clinic_tables,
    deidentified,
    nonmem_records,
    write_tables,
)
from lentus.exchange.tables.deidentified import MOST_DAYS, OLDEST, grouped
from lentus.exchange.tables.described import TYPES, described
from lentus.exchange.tables.nonmem import INTRATHECAL, ORAL
from lentus.quantity import Duration
from lentus.record import Chart, chart, charts
from lentus.response.table import read_table, write_table
from tests.exchange.clinic import NOW, demo

KEY = Identities(b"k" * 32)


def clinic() -> list[Chart]:
    store = demo()
    return [chart(store, row.chart_id) for row in charts(store)]


def by_name(tables: tuple[Table, ...]) -> dict[str, Table]:
    return {one.name: one for one in tables}


def test_each_chart_and_each_program_has_its_row() -> None:
    told, tables = clinic(), by_name(clinic_tables(clinic()))
    assert len(tables["patients"].rows) == len(told) == 40
    assert len(tables["pump"].rows) == sum(len(one.folded.pump) for one in told) > 40
    assert len(tables["oral"].rows) == sum(len(one.folded.oral) for one in told) > 10
    empty = [name for name, table in tables.items() if not table.rows]
    assert empty == [], "the demo clinic has something for every table"


@pytest.mark.parametrize("form", FORMATS)
def test_files_are_read_back_as_the_tables_were(tmp_path: Path, form: Format) -> None:
    tables = clinic_tables(clinic())
    files = write_tables(tables, tmp_path / "out", form)
    with duckdb.connect() as connection:
        for table, file in zip(tables, files, strict=True):
            read = f"read_csv('{file}', header = true)" if form == "csv" else f"'{file}'"
            names = [column.name for column in table.columns]
            counted = ", ".join(f'COUNT("{name}")' for name in names)
            known = [sum(row[place] is not None for row in table.rows) for place in range(len(names))]
            rows = connection.execute(f"SELECT COUNT(*), {counted} FROM {read}").fetchone()
            assert rows == (len(table.rows), *known), table.name
            for place, column in enumerate(table.columns):
                # A CSV reader takes a column without any value for text; that it has none is held above.
                if column.kind == "number" and known[place]:
                    total = sum(row[place] or 0 for row in table.rows)
                    found = connection.execute(f'SELECT COALESCE(SUM("{column.name}"), 0) FROM {read}').fetchone()
                    assert found == pytest.approx((total,)), column.name


TYPED = (
    Column("what", "text", "As typed.", "keep"),
    Column("amount", "number", "A number.", "keep"),
    Column("on", "clock", "On the wall.", "keep"),
)
HARMFUL = ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\tx", "plain", "O'Brien", 'a "b", c', None]


def test_no_text_of_a_csv_is_run_by_a_spreadsheet_and_parquet_holds_it_as_it_is(tmp_path: Path) -> None:
    rows = [(text, -1.5, NOW.replace(tzinfo=None)) for text in HARMFUL]
    table = Table("typed", TYPED, rows)
    (plain,) = write_tables([table], tmp_path / "csv", "csv")
    with plain.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))[1:]
    for cells, text in zip(read, HARMFUL, strict=True):
        assert cells[1:] == ["-1.5", "2026-11-23 16:30:00"], "a number is no formula"
        assert not cells[0].startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cells[0] in (text or "", f"'{text}")
    (kept,) = write_tables([table], tmp_path / "parquet", "parquet")
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT * FROM '{kept}'").fetchall() == rows


def test_each_column_is_described_beside_the_files() -> None:
    for form in FORMATS:
        tables = deidentified(clinic_tables(clinic()), KEY)
        package = json.loads(described(tables, form, "A clinic"))
        assert [one["path"] for one in package["resources"]] == [f"{table.name}.{form}" for table in tables]
        for resource, table in zip(package["resources"], tables, strict=True):
            fields = resource["schema"]["fields"]
            assert [one["name"] for one in fields] == [column.name for column in table.columns]
            assert all(one["description"] for one in fields)
            assert {one["type"] for one in fields} <= set(TYPES.values())


def test_no_export_is_mixed_with_another(tmp_path: Path) -> None:
    tables = clinic_tables(clinic()[:1])
    write_tables(tables, tmp_path / "out", "csv")
    with pytest.raises(ExchangeError, match="there already"):
        write_tables(tables, tmp_path / "out", "csv")
    (tmp_path / "file").touch()
    with pytest.raises(ExchangeError, match="there already"):
        write_tables(tables, tmp_path / "file", "csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "out"], "nothing half-made is left"


def _text(tables: tuple[Table, ...], folder: Path) -> str:
    files = write_tables(tables, folder, "csv", beside={"METHOD.txt": METHOD})
    return "\n".join(path.read_text(encoding="utf-8") for path in (*files, folder / "METHOD.txt"))


def test_nothing_that_identifies_is_in_an_export_without_identities(tmp_path: Path) -> None:
    told = clinic()
    open_, hidden = (
        _text(clinic_tables(told), tmp_path / "a"),
        _text(deidentified(clinic_tables(told), KEY), tmp_path / "b"),
    )
    for one in told:
        patient = one.patient
        words = [one.id, patient.id, patient.name, patient.name.split()[-1], str(patient.born)]
        words += [event.id for event in one.told if len(event.id) > 4]
        assert patient.name in open_, "the search itself finds what is there"
        assert patient.id in open_
        for word in words:
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", hidden), word
    for one in told:
        for event in one.told:
            for text in (event.author, event.note, getattr(event, "effect", ""), getattr(event, "text", "")):
                assert len(text) < 4 or text not in hidden, text


def test_no_day_of_a_patient_is_the_true_one_and_every_interval_is_kept() -> None:
    told = clinic()
    before, after = by_name(clinic_tables(told)), by_name(deidentified(clinic_tables(told), KEY))
    moved = 0
    for name, table in before.items():
        names = [column.name for column in after[name].columns]
        for one in told:
            mine = [row for row in table.rows if row[0] == one.id]
            theirs = [row for row in after[name].rows if row[0] == KEY.pseudonym(one.id)]
            assert len(mine) == len(theirs)
            for place, column in enumerate(table.columns):
                if column.kind not in ("day", "moment"):
                    continue
                if column.name not in names:
                    continue
                for true, shown in zip(mine, theirs, strict=True):
                    was, is_ = true[place], shown[names.index(column.name)]
                    if was is not None:
                        assert is_ - was == KEY.span(one.id) < timedelta(0)
                        moved += 1
    assert moved > 500


def test_every_column_of_a_day_or_of_free_text_was_decided_about() -> None:
    free = {"name", "number", "effect", "lot", "written", "device_written", "born", "expires"}
    for table in clinic_tables([]):
        for column in table.columns:
            if column.kind in ("day", "moment"):
                assert column.without in ("shift", "drop"), f"{table.name}.{column.name}"
            if column.name in free:
                assert column.without == "drop", f"{table.name}.{column.name}"


@given(st.text(min_size=1, max_size=40), st.binary(min_size=32, max_size=64))
def test_a_span_is_whole_days_never_none_and_the_keys_own(chart_id: str, key: bytes) -> None:
    mine, other = Identities(key), Identities(key + b"x")
    span = mine.span(chart_id)
    assert timedelta(days=-MOST_DAYS) <= span <= timedelta(days=-1)
    assert span == timedelta(days=span.days)
    assert span == Identities(key).span(chart_id)
    assert mine.pseudonym(chart_id) == Identities(key).pseudonym(chart_id) != other.pseudonym(chart_id)
    assert re.fullmatch(r"[0-9a-f]{16}", mine.pseudonym(chart_id))


@given(st.integers(0, 130))
def test_ages_above_the_oldest_are_one_group(years: int) -> None:
    assert grouped(years) == (str(years) if years <= OLDEST else "90 or over")


def test_the_oldest_patient_of_all_stands_in_the_group() -> None:
    table = clinic_tables(clinic()[:1])[0]
    place = [column.name for column in table.columns].index("age_at_first")
    row = list(table.rows[0])
    row[place] = 97
    hidden = deidentified([Table(table.name, table.columns, [tuple(row)])], KEY)[0]
    assert "90 or over" in hidden.rows[0]
    assert 97 not in hidden.rows[0]


def test_a_key_that_is_no_secret_is_refused() -> None:
    with pytest.raises(ExchangeError, match="fewer than 32"):
        Identities(b"clinic")
    assert "k" * 8 not in repr(KEY)


def test_event_records_are_read_back_and_hold_no_date() -> None:
    records = nonmem_records(clinic(), NOW)
    text = write_table(records)
    assert read_table(text) == records
    assert not re.search(r"\d{4}-\d{2}", text)
    assert min(record.time for record in records) >= 0
    assert {record.cmt for record in records} == {1, 2, 3, 4}


def test_the_amounts_of_the_records_are_what_the_pumps_gave() -> None:
    records = nonmem_records(clinic(), NOW)
    told = sorted(clinic(), key=lambda one: one.id)
    for number, one in enumerate((one for one in told if one.folded.events), 1):
        last = max(NOW, one.folded.events[-1].at)
        given = sum(
            float((use.value.daily_dose * _span(use.start, use.end or last)).amount("mcg"))
            for use in one.folded.pump
            if use.value.daily_dose is not None and use.value.mode != "stopped" and (use.end or last) > use.start
        )
        mine = [record for record in records if record.id == str(number) and record.cmt == INTRATHECAL]
        assert sum(record.amt for record in mine if record.rate > 0) == pytest.approx(given)
        trials = [float(trial.dose.amount("mcg")) for trial in one.folded.screening]
        assert sum(record.amt for record in mine if record.evid == 1 and record.rate == 0) == pytest.approx(sum(trials))


def test_the_doses_by_mouth_of_a_whole_day_are_the_regimens() -> None:
    for one in clinic():
        if len(one.folded.oral) != 1 or not one.folded.oral[0].value.doses:
            continue
        use = one.folded.oral[0]
        records = [record for record in nonmem_records([one], use.start + timedelta(days=3)) if record.cmt == ORAL]
        if records and one.folded.events[-1].at <= use.start + timedelta(days=3):
            days = 3 * float(use.value.daily.amount("mcg/day"))
            assert sum(record.amt * (1 + record.addl) for record in records) == pytest.approx(days)


def _span(start: datetime, end: datetime) -> Duration:
    return Duration.exact(int((end - start).total_seconds()), "s")
