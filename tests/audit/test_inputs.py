"""Files and servers as they come: what cannot be read is said with its line, and nothing is passed over in silence."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lentus.audit import Choices, audit
from lentus.audit.engine import engine, quoted
from lentus.audit.reading import prepare
from lentus.audit.sources import without_secrets
from lentus.audit.table import UNJUDGED
from lentus.cli.main import main
from lentus.cli.status import BAD_INPUT
from lentus.errors import AuditError
from tests.record.postgres import binaries, started

HEAD = "patient,kind,ordered_at,order_id,daily_dose,profile,born,from_start"
FIRST = "007,pump start,2026-01-01T10:00:00Z,a,100 mcg/day,us,1980-01-01,true"
NEXT = "007,pump dose,2026-01-20T10:00:00Z,b,900 mcg/day,us,1980-01-01,true"
WHOLE = f"{HEAD}\n{FIRST}\n{NEXT}\n"


def written(folder: Path, data: str | bytes, name: str = "orders.csv") -> str:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(file)


@pytest.mark.parametrize(
    ("separator", "ends", "mark"),
    [(";", "\r\n", b"\xef\xbb\xbf"), (",", "\r\n", b""), ("\t", "\n", b"\xef\xbb\xbf"), ("|", "\n", b"")],
)
def test_a_file_is_read_as_each_program_writes_it(tmp_path: Path, separator: str, ends: str, mark: bytes) -> None:
    text = WHOLE.replace(",", separator).replace("\n", ends)
    assert audit(written(tmp_path, mark + text.encode())) == audit(written(tmp_path, WHOLE, "plain.csv"))


def test_a_compressed_file_is_read_as_it_was_before(tmp_path: Path) -> None:
    whole = audit(written(tmp_path, WHOLE))
    assert audit(written(tmp_path, gzip.compress(WHOLE.encode()), "orders.csv.gz")) == whole
    assert whole.judged == 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n" + WHOLE.encode(), "is empty"),
        (b"My orders\n" + WHOLE.encode(), "lacks patient, kind, ordered_at"),
        (f"{FIRST}\n{NEXT}\n", "lacks patient, kind, ordered_at"),
        (f"{WHOLE}007,pump dose\n", "line 4 has not as many cells"),
        (f"{HEAD}\n{FIRST},x\n{NEXT}\n", "line 2 has not as many cells"),
        (f'{WHOLE}"007"x,{NEXT[4:]}\n', "line 4 has a quotation mark"),
        (WHOLE.replace("007", "00\u00e9").encode("cp1252"), "line 2 is not in UTF-8"),
        (WHOLE.encode("utf-16"), "no text in UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "no text in UTF-8"),
        (WHOLE.replace("daily_dose", "Patient"), "names column 'Patient' twice"),
        (WHOLE.replace(",us,", ",mars,"), "column profile holds 'mars'"),
    ],
)
def test_no_line_is_passed_over_to_make_the_others_fit(tmp_path: Path, data: str | bytes, says: str) -> None:
    with pytest.raises(AuditError, match=says):
        audit(written(tmp_path, data))


WHOLE_COLUMNS = "SELECT 'p' AS patient, 'oral' AS kind, TIMESTAMP '2026-01-01 10:00' AS ordered_at"


def read_as(column: str, relation: str) -> object:
    """What the prepared table holds in a column of the one row of a relation."""
    with engine(threads=1) as connection:
        prepare(connection, f"({relation})", Choices())
        (row,) = connection.execute(f"SELECT {column} FROM orders").fetchall()
    return row[0]


@pytest.mark.parametrize("kind", ["DOUBLE", "DECIMAL(20, 2)", "VARCHAR"])
@pytest.mark.parametrize(
    ("given", "column", "read"),
    [
        ("3.9 AS age_years", "age_months", 46),
        ("4 AS age_years", "age_months", 48),
        ("47.9 AS age_months", "age_months", 47),
        ("-1 AS age_years", "age_months", None),
        ("2.5 AS times_a_day", "times_a_day", None),
        ("3 AS times_a_day", "times_a_day", 3),
        ("1000.6 AS dose_ng", "dose_ng", None),
        ("1000 AS daily_ng", "daily_ng", 1000),
        ("1767261600000000 AS at_us", "at_us", 1767261600000000),
        ("1000.6 AS daily_ng", "daily_ng", None),
    ],
)
def test_no_number_is_rounded_to_one_that_nobody_wrote(kind: str, given: str, column: str, read: int | None) -> None:
    value, _, name = given.partition(" AS ")
    assert read_as(column, f"{WHOLE_COLUMNS}, CAST({value} AS {kind}) AS {name}") == read


@pytest.mark.parametrize("value", ["'NaN'::DOUBLE", "'Infinity'::DOUBLE", "1e30::DOUBLE", "'many'"])
def test_what_is_no_number_is_none(value: str) -> None:
    for name in ("dose_ng", "times_a_day", "age_months"):
        assert read_as(name, f"{WHOLE_COLUMNS}, {value} AS {name}") is None


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.json", "orders"])
def test_another_kind_of_file_is_told_how_to_be_saved(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuditError, match="save the table as CSV in UTF-8, or as Parquet"):
        audit(written(tmp_path, "x", name))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("2026-01-20T10:00:00Z", "20/01/2026 10:00", "time"),
        ("2026-01-20T10:00:00Z", "46042.4", "time"),
        ("900 mcg/day", "900", "amount"),
        ("900 mcg/day", "-900 mcg/day", "amount"),
        ("900 mcg/day", "", "amount"),
        ("900 mcg/day", "99999999999999999999 mcg/day", "amount"),
        ("007,pump dose", ",pump dose", "patient"),
        ("pump dose", "infusion", "kind infusion"),
        ("pump dose", "", "kind not told"),
    ],
)
def test_what_could_not_be_read_is_named_with_an_order_that_has_it(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    found = audit(written(tmp_path, WHOLE.replace(old, new)))
    assert [(one.what, one.orders, one.example) for one in found.unread] == [(what, 1, "b")]
    own = sum(count for reason, count in found.unjudged if reason in (UNJUDGED[1], UNJUDGED[2]))
    assert own == sum(one.orders for one in found.unread)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_text_of_the_table_is_run_by_a_spreadsheet_that_opens_the_orders_found(tmp_path: Path, ending: str) -> None:
    harmful = WHOLE.replace("Z,b,", "Z,=1+1,").replace("007", "@SUM(A1)")
    into = tmp_path / f"found.{ending}"
    assert audit(written(tmp_path, harmful), rows=into).broken
    with engine(threads=1) as connection:
        read = f"read_csv({quoted(str(into))}, all_varchar=true)" if ending == "csv" else quoted(str(into))
        rows = connection.execute(f"SELECT DISTINCT order_id, patient FROM {read} ORDER BY 1").fetchall()
    before = "'" if ending == "csv" else ""
    assert (f"{before}=1+1", f"{before}@SUM(A1)") in rows


def test_a_table_of_which_nothing_could_be_judged_is_not_without_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, WHOLE.replace(" mcg/day", ""))
    report = tmp_path / "report.html"
    assert main(["audit", file, "--out", str(report)]) == BAD_INPUT
    shown = " ".join(capsys.readouterr().out.split())
    assert "No order could be judged" in shown
    assert "No rule found anything" not in shown + report.read_text(encoding="utf-8")
    assert "No order could be judged" in report.read_text(encoding="utf-8")
    assert main(["audit", file, "--json", "--zone", "America/Chicago"]) == BAD_INPUT
    told = json.loads(capsys.readouterr().out)
    assert told["unread"] == [{"what": "amount", "orders": 2, "such_as": "a"}]
    assert told["read_as"] == {"zone": "America/Chicago", "profile": "us", "from_start": False}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nurse:geheim@[::1/db",
        "postgresql://nurse:geheim@127.0.0.1:port/db",
        "postgresql://nurse:ge@heim@127.0.0.1:1/db",
        "postgresql://nurse:geheim@127.0.0.1:1/db?geheim=1",
    ],
)
def test_no_password_is_said_back_by_an_address_that_cannot_be_read(url: str) -> None:
    with pytest.raises(AuditError) as refused:
        audit(url)
    assert "heim" not in str(refused.value)


def test_what_a_server_says_stays_where_it_holds_no_secret() -> None:
    says = "permission denied for table orders"
    assert without_secrets(says, "postgresql://reader@db.example.org/warehouse") == says
    assert without_secrets(says, "postgresql:///warehouse") == says


def test_a_server_gives_a_table_only_to_whom_it_lets_read_and_never_writes() -> None:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    import psycopg

    with started() as server:
        url = server.new_database("warehouse")
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in SERVER:
                connection.execute(statement)
        assert audit(url).judged == audit(url, table="mart.Orders").judged == 1
        assert audit(url.replace("clinic@", "reader@")).judged == 1
        for table, says in REFUSED.items():
            with pytest.raises(AuditError, match=says):
                audit(url, table=table)
        with pytest.raises(AuditError, match="permission denied"):
            audit(url.replace("clinic@", "stranger@"))
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
            assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)


SERVER = (
    (
        "CREATE TABLE orders AS SELECT 7 AS patient, 'oral' AS kind, timestamptz '2026-01-01 08:00+00' AS ordered_at, "
        "'5 mg' AS dose, 3 AS times_a_day, E'N \\n\"x\",=1' AS care_unit"
    ),
    "CREATE SCHEMA mart",
    'CREATE TABLE mart."Orders" AS SELECT * FROM orders',
    "CREATE TABLE kept (one int)",
    "CREATE FUNCTION keep() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO kept VALUES (1); RETURN 1; END $$",
    "CREATE VIEW writes AS SELECT keep() AS patient",
    "CREATE ROLE reader LOGIN",
    "CREATE ROLE stranger LOGIN",
    "GRANT SELECT ON orders TO reader",
    "ALTER ROLE reader SET default_transaction_read_only = on",
)
REFUSED = {
    "mart.orders": "does not exist",
    "orders; DROP TABLE orders": "does not exist",
    "writes": "read-only transaction",
    "": "zero-length",
    "kept": "lacks patient",
}
