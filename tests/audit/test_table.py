"""Tables as hospitals have them: text, clocks, files, OMOP, PostgreSQL; and what of them is left unjudged."""

from __future__ import annotations

from pathlib import Path

import pytest

from lentus import monograph
from lentus.audit import Choices, audit, audit_parts, divide
from lentus.audit.engine import engine, quoted
from lentus.audit.invented import patients, write_csv
from lentus.errors import AuditError
from lentus.quantity import show
from tests.record.postgres import binaries, started

HEAD = "patient,order_id,ordered_at,kind,dose,times_a_day,daily_dose,reason,born,care_unit,from_start\n"


def written(folder: Path, *lines: str) -> str:
    file = folder / "orders.csv"
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(file)


def broken(where: str, choices: Choices | None = None) -> dict[str, tuple[str, ...]]:
    return {one.rule: one.examples for one in audit(where, choices).tallies if one.broken}


def test_amounts_as_text_go_through_the_one_grammar(tmp_path: Path) -> None:
    largest = monograph.mass("oral.maximum-single")
    good = f"{largest.amount('mg')} mg"
    found = audit(
        written(
            tmp_path,
            f"7,a,2026-01-01 08:00,oral,{good},1,,start,1980-01-01,N,true",
            '8,b,2026-01-01 08:00,oral,"1,5 mg",1,,start,1980-01-01,N,true',
            "9,c,2026-01-01 08:00,oral,20,1,,start,1980-01-01,N,true",
        )
    )
    assert (found.orders, found.judged) == (3, 1)
    assert [count for _, count in found.unjudged] == [2]
    assert show(largest, "mg")


def test_an_order_after_an_unreadable_one_is_not_judged(tmp_path: Path) -> None:
    found = audit(
        written(
            tmp_path,
            "7,a,2026-01-01 08:00,pump start,,,100 mcg/day,start,1980-01-01,N,true",
            "7,b,2026-02-01 08:00,pump dose,,,lots,titration,1980-01-01,N,true",
            "7,c,2026-03-01 08:00,pump dose,,,900 mcg/day,titration,1980-01-01,N,true",
            "7,d,2026-03-01 08:00,refill,,,,,1980-01-01,N,true",
        )
    )
    assert (found.judged, sum(count for _, count in found.unjudged)) == (1, 3)


def test_two_orders_at_one_moment_leave_the_second_unjudged(tmp_path: Path) -> None:
    line = "7,{},2026-01-01 08:00,oral,5 mg,3,,start,1980-01-01,N,true"
    found = audit(written(tmp_path, line.format("a"), line.format("b")))
    assert (found.judged, found.orders) == (1, 2)


def test_days_are_counted_on_the_tables_own_clock(tmp_path: Path) -> None:
    days = int(monograph.duration("oral.step-interval").amount("day"))
    lines = (
        "7,a,2026-01-01T23:30:00-06:00,oral,5 mg,3,,start,1980-01-01,N,true",
        f"7,b,2026-01-0{1 + days}T00:30:00-06:00,oral,10 mg,3,,titration,1980-01-01,N,true",
    )
    where = written(tmp_path, *lines)
    # In Chicago the label's days are over at midnight; the same instants in London fall a day closer.
    assert "oral.step-too-soon" not in broken(where, Choices(zone="America/Chicago"))
    assert "oral.step-too-soon" in broken(where, Choices(zone="Pacific/Honolulu"))


def test_a_history_that_begins_in_the_middle_is_unknown_not_wrong(tmp_path: Path) -> None:
    line = "7,a,2026-01-01 08:00,oral,20 mg,3,,titration,1980-01-01,N,{}"
    assert "oral.start-above-label" in broken(written(tmp_path, line.format("true")))
    found = audit(written(tmp_path, line.format("")))
    assert {one.rule for one in found.tallies if one.missing} == {"record.cannot-judge-step"}


def test_the_same_dose_again_and_again_runs_since_its_first_order(tmp_path: Path) -> None:
    """The two orders before a row do not tell when its dose began: the whole lane is read again."""
    slow = int(monograph.duration_range("titration.outpatient-interval")[0].amount("day"))
    head = HEAD.replace("\n", ",origin,setting\n")

    def rules_after(days: int) -> set[str]:
        again = [
            f"7,o{day:02d},2026-01-{1 + day:02d} 08:00,pump dose,,,100 mcg/day,titration,1980-01-01,N,true"
            for day in range(days)
        ]
        again[0] = again[0].replace("pump dose", "pump start")
        raised = f"7,up,2026-01-{1 + days:02d} 08:00,pump dose,,,105 mcg/day,titration,1980-01-01,N,true"
        file = tmp_path / "again.csv"
        file.write_text(head + "".join(f"{one},spinal,home\n" for one in (*again, raised)), encoding="utf-8")
        return set(broken(str(file)))

    assert "titration.outpatient-too-soon" in rules_after(slow - 1)
    assert "titration.outpatient-too-soon" not in rules_after(slow)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_each_order_found_can_be_written_down(ending: str, tmp_path: Path) -> None:
    into = tmp_path / f"found.{ending}"
    found = audit(
        written(tmp_path, "007,a,2026-01-01 08:00,oral,100 mg,1,,start,1980-01-01,N,true"), Choices(), rows=into
    )
    with engine() as connection:
        rows = connection.execute(f"SELECT rule, says, patient::VARCHAR FROM {quoted(str(into))}").fetchall()
    assert {row[0] for row in rows} == {one.rule for one in found.broken}


def test_parts_add_up_to_the_whole(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    write_csv((row for rows in patients(5, 600) for row in rows), file)
    whole = audit(str(file))
    parts = divide(str(file), tmp_path / "parts", 3)
    added = audit_parts(parts)
    assert (added.orders, added.grave, added.months, added.units) == (
        whole.orders,
        whole.grave,
        whole.months,
        whole.units,
    )
    assert [(one.rule, one.broken, one.missing) for one in added.tallies] == [
        (one.rule, one.broken, one.missing) for one in whole.tallies
    ]
    assert audit(str(tmp_path / "parts")).tallies == whole.tallies


def test_omop_exposures_are_read_and_what_packs_cannot_tell_is_not_assessed(tmp_path: Path) -> None:
    product = next(
        one
        for one in monograph.products()
        if one.route == "oral" and one.unit_strength and any("-" in ndc and ndc.count("-") == 2 for ndc in one.ndcs)
    )
    assert product.unit_strength is not None
    most = monograph.dose_rate("oral.maximum-daily").amount("mg/day")
    packs = int(most / product.unit_strength.amount("mg")) + 1
    file = tmp_path / "drug_exposure.csv"
    file.write_text(
        "drug_exposure_id,person_id,drug_exposure_start_date,drug_source_value,quantity,days_supply,sig,route_source_value\n"
        f"1,11,2026-01-05,{product.ndcs[0]},{packs * 30},30,,oral\n"
        "2,12,2026-01-05,,,,120 mcg/day,intrathecal\n"
        "3,13,2026-01-05,,,,as directed,oral\n",
        encoding="utf-8",
    )
    found = audit(str(file))
    tallies = {one.rule: one for one in found.tallies}
    assert (found.orders, found.judged) == (3, 2)
    assert tallies["oral.daily-maximum"].examples == ("1",)
    assert tallies["oral.single-dose"].missing == 1


def test_postgresql_gives_the_same_answer_as_a_file(tmp_path: Path) -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    import psycopg

    lines = ("7,a,2026-01-01 08:00,oral,100 mg,1,,start,1980-01-01,N,true",)
    where = written(tmp_path, *lines)
    with started() as server:
        url = server.new_database("warehouse")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE orders (patient int, order_id text, ordered_at timestamptz, kind text, dose text, "
                "times_a_day int, daily_dose text, reason text, born date, care_unit text, from_start boolean)"
            )
            connection.execute(
                "INSERT INTO orders VALUES (7, 'a', '2026-01-01 08:00+00', 'oral', '100 mg', 1, NULL, 'start', "
                "'1980-01-01', 'N', true)"
            )
        assert audit(url) == audit(where)
        with pytest.raises(AuditError, match="absent"):
            audit(url, table="absent")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("orders.csv", "a,b\n1,2\n", "patient"),
        ("orders.txt", "", "neither"),
        ("orders.parquet", "no", "cannot be read"),
    ],
)
def test_what_is_no_table_of_orders_is_refused_in_a_sentence(name: str, text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AuditError, match=says):
        audit(str(file))


def test_a_place_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="no file"):
        audit(str(tmp_path / "absent.csv"))
    with pytest.raises(AuditError, match=r"no \.parquet"):
        audit(str(tmp_path))
    with pytest.raises(AuditError, match="time zone"):
        audit(written(tmp_path), Choices(zone="Nowhere"))
