"""A clinic's sheet comes in whole or not at all, once however often it is sent, with every fault told at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as of_runs
from hypothesis import strategies as st

import lentus
from lentus.course import AnyEvent, Patient, fold
from lentus.errors import ExchangeError, NotAllowed
from lentus.exchange.spreadsheet import COLUMNS, import_sheet, importing, read_sheet
from lentus.quantity import Volume
from lentus.record import SYSTEM, Actor, Store, chart, charts, open_chart, open_store
from lentus.record.preparing import Prepared, prepare_chart, write_chart
from lentus.record.readmodels.registry import rebuild
from lentus.record.readmodels.reservoir import reservoir_of
from lentus.record.settings import Settings, change_settings
from lentus.record.verify import verify
from tests.exchange.clinic import NOW
from tests.record.dumping import dump

TEMPLATE = (Path(lentus.__file__).parent / "examples" / "sheets" / "pump-clinic.csv").read_bytes()
PAGE = Path(__file__).parents[3] / "docs" / "exchange.md"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "clinic", clock=lambda: NOW)


def rows_of(data: bytes = TEMPLATE) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def written(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def one(**cells: str) -> bytes:
    return written([{**rows_of()[0], **cells}])


def test_the_template_is_the_table_of_columns() -> None:
    header, first = TEMPLATE.decode().splitlines()[0].split(","), rows_of()[0]
    assert header == [column.name for column in COLUMNS]
    assert first == {column.name: column.example for column in COLUMNS}
    page = PAGE.read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| `{column.name}` |" in page, f"docs/exchange.md does not tell of {column.name}"


def test_the_template_itself_comes_in(store: Store) -> None:
    result = import_sheet(store, TEMPLATE, actor=SYSTEM)
    assert (result.rows, result.new, result.known, result.problems, result.written) == (3, 3, 0, (), True)
    assert [row.number for row in charts(store)] == ["G-1003", "G-1002", "G-1001"]
    sample = chart(store, charts(store)[2].chart_id)
    state = sample.state()
    assert state.as_found == sample.told[0].at
    assert state.reservoir_holds is not None
    assert state.reservoir_holds.volume == Volume.read("20 mL")
    held = reservoir_of(state)
    assert held is not None
    assert str(held.alarm_told) == "2026-03-25"
    assert "sheet-fill" in sample.unverified, "nobody has held the sheet against the pump yet"
    assert fold(sample.patient, sample.told).pump == state.pump
    assert verify(store) == []


def test_a_file_that_comes_again_changes_nothing(store: Store) -> None:
    import_sheet(store, TEMPLATE, actor=SYSTEM)
    before = [entry.store_hash for entry in store.entries()]
    again = import_sheet(store, TEMPLATE, actor=SYSTEM)
    assert (again.new, again.known, again.written, again.problems) == (0, 3, False, ())
    grown = import_sheet(store, TEMPLATE + b"G-1004,Generated New,1970-01-01,,,,2026-01-01\n", actor=SYSTEM)
    assert (grown.new, grown.known, grown.written) == (1, 3, True)
    assert [entry.store_hash for entry in store.entries()][: len(before)] == before


def test_a_dry_run_tells_all_and_leaves_nothing(store: Store) -> None:
    result = import_sheet(store, TEMPLATE, actor=SYSTEM, dry_run=True)
    assert (result.new, result.problems, result.written) == (3, (), False)
    assert list(store.entries()) == []
    assert charts(store) == []


def test_one_bad_row_keeps_all_out_and_is_named(store: Store) -> None:
    rows = rows_of()
    rows[1]["daily_dose"] = "480"
    for dry_run in (True, False):
        result = import_sheet(store, written(rows), actor=SYSTEM, dry_run=dry_run)
        told = [str(problem) for problem in result.problems]
        assert told == [
            "Row 3, column daily_dose: '480': cannot be read: a number needs its unit, such as 120 mcg/day."
        ]
    assert list(store.entries()) == []


@pytest.mark.parametrize(
    ("cells", "column", "remedy"),
    [
        ({"number": ""}, "number", "this cell is empty"),
        ({"name": ""}, "name", "this cell is empty"),
        ({"born": "4/9/1978"}, "born", "write it as 2026-03-05, year first"),
        ({"born": "1978-02-30"}, "born", "no day of the calendar"),
        ({"born": "31.12.1978"}, "born", "not alike everywhere"),
        ({"born": "28589"}, "born", "a spreadsheet's own count of days"),
        ({"born": "1878-01-01"}, "born", "correct the year"),
        ({"found": "2/12/2026 10:30"}, "found", "write it as 2026-03-05T14:30"),
        ({"found": "46066.4375"}, "found", "a spreadsheet's own count of days"),
        ({"name": "=HYPERLINK(1)"}, "name", "formula"),
        ({"number": "+1+1"}, "number", "formula"),
        ({"device": "@SUM(1)"}, "device", "formula"),
        ({"daily_dose": "#VALUE!"}, "daily_dose", "shows an error"),
        ({"daily_dose": "n/a"}, "daily_dose", "left empty"),
        ({"device": "-"}, "device", "left empty"),
        ({"daily_dose": "220 mg/day"}, "daily_dose", "intrathecal doses are written in mcg"),
        ({"daily_dose": "0.22 mg/day"}, "daily_dose", "intrathecal doses are written in mcg"),
        ({"concentration": "500 mg/mL"}, "concentration", "a thousand times the marketed strength"),
        ({"concentration": "2.000 mcg/mL"}, "concentration", "a thousandth of the marketed strength"),
        ({"concentration": "2 000 mcg/mL"}, "concentration", "a space stands inside the number"),
        ({"path_volume": "0,34 mL"}, "path_volume", "a comma only groups"),
        ({"filled": "40 mL"}, "filled", "the reservoir holds"),
        ({"filled": "40 mL", "reservoir": ""}, "filled", "the reservoir holds"),
        ({"oral_doses": "5000 mcg"}, "oral_doses", "doses by mouth are written in mg"),
        ({"born": "2026-05-01"}, "born", "correct one of them"),
        ({"sex": "f"}, "sex", "female, male"),
        ({"origin": "brain"}, "origin", "spinal, cerebral"),
        ({"mode": "fast"}, "mode", "simple continuous"),
        ({"found": "2026-12-24T10:00", "alarm_date": ""}, "found", "future"),
        ({"found": "yesterday"}, "found", "write it as 2026-03-05T14:30"),
        ({"reservoir": "20"}, "reservoir", "a number needs its unit"),
        ({"reservoir": "20 mg"}, "reservoir", "a volume is expected"),
        ({"daily_dose": "220 µg/day"}, "daily_dose", "mcg"),
        ({"daily_dose": "1,5 mcg/day"}, "daily_dose", "cannot be read"),
        ({"concentration": ""}, "concentration", "a fill needs what was filled in"),
        ({"alarm_date": "2026-01-01"}, "alarm_date", "before the pump was read"),
        ({"oral_doses": "5 mg; x"}, "oral_doses", "begins with a number"),
        ({"name": "x" * 201}, "name", "shorten it"),
    ],
)
def test_each_wrong_cell_is_told_with_its_remedy(store: Store, cells: dict[str, str], column: str, remedy: str) -> None:
    result = import_sheet(store, one(**cells), actor=SYSTEM)
    assert not result.written
    (problem,) = result.problems
    assert (problem.row, problem.column) == (2, column)
    assert remedy in str(problem)
    assert list(store.entries()) == []


def test_every_problem_of_every_row_is_told_at_once(store: Store) -> None:
    rows = rows_of()
    rows[0] |= {"born": "x", "daily_dose": "y"}
    rows[1] |= {"number": "g-1001", "found": "2027-01-01"}
    told = import_sheet(store, written(rows), actor=SYSTEM).problems
    assert {(problem.row, problem.column) for problem in told} >= {(2, "born"), (2, "daily_dose"), (3, "number")}


def test_a_number_that_has_a_chart_already_is_told(store: Store) -> None:
    import_sheet(store, TEMPLATE, actor=SYSTEM)
    changed = import_sheet(store, one(daily_dose="230 mcg/day"), actor=SYSTEM)
    assert [(problem.row, problem.column) for problem in changed.problems] == [(2, "number")]
    assert "has an open chart already" in str(changed.problems[0])


@pytest.mark.parametrize(
    ("cells", "column", "remark"),
    [
        ({"daily_dose": "2200 mcg/day"}, "daily_dose", "experience is limited"),
        ({"concentration": "750 mcg/mL", "alarm_date": ""}, "concentration", "none of the marketed"),
        ({"path_volume": "3.4 mL"}, "path_volume", "larger than the largest path"),
        ({"oral_doses": "30 mg; 30 mg; 30 mg"}, "oral_doses", "above the daily maximum"),
        ({"born": "1908-04-09"}, "born", "an age of 117 years"),
        ({"alarm_date": "2026-04-30"}, "alarm_date", "the last of the fill is pumped on"),
        ({"alarm_date": "2036-01-01", "filled": ""}, "alarm_date", "the longest time between refills ends"),
    ],
)
def test_what_is_unusual_comes_in_and_is_told(store: Store, cells: dict[str, str], column: str, remark: str) -> None:
    result = import_sheet(store, one(**cells), actor=SYSTEM)
    assert (result.written, result.problems) == (True, ())
    assert any(told.column == column and remark in told.says for told in result.remarks), result.remarks


def test_the_template_is_without_remark_and_a_patient_who_may_be_there_already_is_one(store: Store) -> None:
    assert import_sheet(store, TEMPLATE, actor=SYSTEM).remarks == ()
    again = [{**row, "number": f"{row['number']}-B"} for row in rows_of()]
    result = import_sheet(store, written([*again, {**again[0], "number": "G-9"}]), actor=SYSTEM, dry_run=True)
    assert result.problems == ()
    assert [(told.row, told.column) for told in result.remarks] == [(2, "name"), (3, "name"), (4, "name"), (5, "name")]
    assert "the chart of number G-1001" in result.remarks[0].says


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04\x14\x00", "a workbook (.xlsx or .ods)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7\n", "a PDF"),
        (TEMPLATE.decode().encode("utf-16"), "UTF-16"),
        (TEMPLATE.decode().encode("utf-16-le"), "UTF-16"),
        (TEMPLATE.decode().replace("Sample", "S\u00e4mple").encode("cp1252"), "line 2 holds a letter"),
        (TEMPLATE + b'G-9,"X"y\n', "line 5"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(store: Store, data: bytes, says: str) -> None:
    with pytest.raises(ExchangeError, match=re.escape(says)) as refused:
        import_sheet(store, data, actor=SYSTEM)
    assert "CSV UTF-8" in str(refused.value)


def test_a_title_above_the_names_is_one_problem(store: Store) -> None:
    (problem,) = import_sheet(store, b"Pump clinic,,\n\n" + TEMPLATE, actor=SYSTEM).problems
    assert "the row of names is row 3" in str(problem)
    (problem,) = import_sheet(store, b"a,b,c\n1,2,3\n", actor=SYSTEM).problems
    assert "lentus import template" in str(problem)


def test_what_breaks_off_in_the_middle_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list[str]()

    def broken(*given: Any, **more: Any) -> bool:
        calls.append("one")
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write_chart(*given, **more)

    monkeypatch.setattr(importing, "write_chart", broken)
    with pytest.raises(KeyboardInterrupt):
        import_sheet(store, TEMPLATE, actor=SYSTEM)
    assert charts(store) == []
    assert list(store.entries()) == []
    monkeypatch.undo()
    assert import_sheet(store, TEMPLATE, actor=SYSTEM).new == 3


def test_a_date_with_its_month_by_name_is_the_same_day(store: Store) -> None:
    named = one(born="9-Apr-1978", found="12-Feb-2026 10:30", alarm_date="25-MAR-2026")
    assert import_sheet(store, named, actor=SYSTEM).written
    made, wanted = chart(store, charts(store)[0].chart_id), rows_of()[0]
    assert str(made.patient.born) == wanted["born"]
    assert made.told[0].at.replace(tzinfo=None).isoformat(timespec="minutes") == wanted["found"]


@pytest.mark.parametrize("first", ["sep=,\n", "sep=,\r\n"])
def test_the_line_that_tells_excel_the_separator_is_no_row(first: str) -> None:
    rows, problems = read_sheet(first.encode() + TEMPLATE)
    assert problems == ()
    assert [row.number for row in rows] == [3, 4, 5]
    spaced = TEMPLATE.replace(b"daily_dose", b"Daily dose").replace(b"path_volume", b"Path-Volume")
    assert [row.key for row in read_sheet(spaced)[0]] == [row.key for row in rows]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfe\x00", b'number,name\n"a', b"x" * 6_000_000])
def test_what_is_no_sheet_is_refused_in_a_sentence(store: Store, data: bytes) -> None:
    with pytest.raises(ExchangeError) as refused:
        import_sheet(store, data, actor=SYSTEM)
    assert str(refused.value).endswith(".")


def test_a_header_that_is_not_the_templates_is_told(store: Store) -> None:
    result = import_sheet(store, b"numbr,name,born,born\n1,2,3,4\n", actor=SYSTEM)
    told = "\n".join(str(problem) for problem in result.problems)
    assert "perhaps number" in told
    assert "column found: this column is missing" in told
    assert "twice" in told


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_sheet_is_read_as_each_program_saves_it(separator: str, ends: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ends).writerows(csv.reader(io.StringIO(TEMPLATE.decode())))
    found, problems = read_sheet(b"\xef\xbb\xbf" + out.getvalue().encode() + ends.encode() * 3)
    assert problems == ()
    assert [row.key for row in found] == [row.key for row in read_sheet(TEMPLATE)[0]]


def test_a_role_that_may_record_nothing_imports_nothing(store: Store) -> None:
    with pytest.raises(NotAllowed):
        import_sheet(store, TEMPLATE, actor=Actor("v", "viewer"))
    assert charts(store) == []


@of_runs(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), st.text(max_size=30), max_size=4))
def test_whatever_is_typed_ends_in_a_chart_or_in_sentences(store: Store, cells: dict[str, str]) -> None:
    before = store.version("clinic")
    result = import_sheet(store, one(**cells), actor=SYSTEM, dry_run=True)
    assert all(problem.says and "Traceback" not in str(problem) for problem in result.problems)
    assert store.version("clinic") == before
    assert charts(store) == []


def test_everybody_else_can_write_while_the_rows_are_proved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what they wrote is found: a number that was taken meanwhile keeps the whole file out, by its row."""
    proved: list[str] = []

    def beside(store: Store, patient: Patient, events: Iterable[AnyEvent], **more: Any) -> Prepared:
        assert store.writing is None, "nobody waits for a row to be proved"
        ready = prepare_chart(store, patient, events, **more)
        proved.append(patient.id)
        if len(proved) == 2:
            taken = Patient(id=proved[0], name="Somebody Else")
            open_chart(store, taken, actor=SYSTEM)
        return ready

    monkeypatch.setattr("lentus.exchange.spreadsheet.importing.prepare_chart", beside)
    result = import_sheet(store, TEMPLATE, actor=SYSTEM)
    assert len(proved) == 3
    assert (result.written, len(result.problems)) == (False, 1)
    assert (result.problems[0].row, result.problems[0].column) == (2, "number")
    assert "has an open chart already" in str(result.problems[0])
    assert [one.name for one in charts(store)] == ["Somebody Else"], "all or nothing"
    assert verify(store) == []


def test_the_same_file_twice_at_once_comes_in_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write = importing._write

    def late(*given: Any) -> int:
        monkeypatch.undo()
        assert import_sheet(store, TEMPLATE, actor=SYSTEM).new == 3
        return write(*given)

    monkeypatch.setattr(importing, "_write", late)
    second = import_sheet(store, TEMPLATE, actor=SYSTEM)
    assert (second.rows, second.new, second.known, second.problems, second.written) == (3, 0, 3, (), False)
    assert len(charts(store)) == 3


@pytest.mark.parametrize("meanwhile", [False, True])
def test_the_lists_are_those_that_the_entries_make(
    store: Store, monkeypatch: pytest.MonkeyPatch, meanwhile: bool
) -> None:
    """Worked out beforehand or, where the clinic's settings changed in between, again: the same bytes as rebuilt."""
    write = importing._write

    def late(*given: Any) -> int:
        shorter = Settings(preset="shorter", review_every_days=7)
        change_settings(store, shorter, actor=Actor("a", "administrator"), expected=None, reason="a new habit")
        return write(*given)

    if meanwhile:
        monkeypatch.setattr(importing, "_write", late)
    assert import_sheet(store, TEMPLATE, actor=SYSTEM).written
    before = dump(store)
    rebuild(store)
    assert dump(store) == before
