"""From a table as a hospital has it to the prepared table that the SQL text reads.

A view, so that a large file is read once, in parallel, and never copied. What a column cannot be read as becomes NULL,
and the row is then left unjudged and counted; nothing is guessed. Amounts written as text are read by the one grammar
of amounts: each different text once, since there are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lentus.audit.engine import Connection, named, quoted
from lentus.audit.table import COLUMNS
from lentus.course.words import Profile
from lentus.errors import AuditError, QuantityError
from lentus.quantity import DoseRate, Mass, Quantity, read

MOST_TEXTS = 100_000
"""Different texts of amounts in one table; more are no amounts."""

REQUIRED = ("patient", "kind")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the table does not say itself: the clock of its times, and what holds where a column is missing."""

    zone: str = "UTC"
    profile: str = "us"
    from_start: bool = False


def prepare(connection: Connection, relation: str, choices: Choices, name: str = "orders") -> None:
    """Make the view `name`, a prepared orders table, from `relation`, which is anything that can stand after FROM.

    AuditError where a column that is needed is missing, or the zone is not known.
    """
    found = _columns(connection, relation)
    lacking = [one for one in REQUIRED if one not in found]
    if "at_us" not in found and "ordered_at" not in found:
        lacking.append("ordered_at")
    if lacking:
        raise AuditError(
            f"the table lacks {', '.join(lacking)}; its columns are {', '.join(found)}. "
            "The page on the audit in the docs lists the columns"
        )
    _known_zone(choices.zone)
    _known_profiles(connection, relation, found)
    texts = _texts(connection, relation, found)
    columns = {**_given(found), **_derived(found, choices, joined=bool(texts))}
    # Whole numbers are the better keys: they are kept where the table has them.
    types = {one.name: _key_type(one.name, found) or one.type for one in COLUMNS}
    listed = ",\n  ".join(f"{columns.get(one, 'NULL')}::{type_} AS {one}" for one, type_ in types.items())
    inner = f"SELECT told.*, {_moment(found, choices)} AS lentus_at" + "".join(
        f", {alias}.ng AS {alias}_ng, {alias}.unit AS {alias}_unit" for alias in texts.values()
    )
    inner += f"\nFROM {relation} AS told" + "".join(
        f"\nLEFT JOIN amounts AS {alias} ON {alias}.what = {quoted(column)}"
        f" AND {alias}.written = told.{named(column)}::VARCHAR"
        for column, alias in texts.items()
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT\n  {listed}\nFROM (\n{inner}\n) AS told")


def _columns(connection: Connection, relation: str) -> dict[str, str]:
    """Column names in lower case with their types; the table may write them as it likes."""
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {str(row[0]).lower(): str(row[1]).upper() for row in rows}


def _key_type(name: str, found: Mapping[str, str]) -> str:
    return "BIGINT" if name in ("patient", "order_id") and found.get(name) in ("INTEGER", "BIGINT") else ""


def _known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise AuditError(f"no time zone {zone!r} is known; write one like America/Chicago") from None


def _known_profiles(connection: Connection, relation: str, found: Mapping[str, str]) -> None:
    """A jurisdiction that is none would be held against no bound: that is no order within its bounds."""
    if found.get("profile") != "VARCHAR":
        return
    rows = connection.execute(f"SELECT DISTINCT lower(trim(profile)) FROM {relation}").fetchmany(MOST_TEXTS)
    wrong = sorted({str(row[0]) for row in rows if row[0]} - set(get_args(Profile)))
    if wrong:
        known = ", ".join(get_args(Profile))
        raise AuditError(f"column profile holds {wrong[0]!r}; a row has one of {known}, or nothing for --profile")


AMOUNT_COLUMNS: dict[str, type[Mass] | type[DoseRate]] = {"dose": Mass, "daily_dose": DoseRate}


def _texts(connection: Connection, relation: str, found: Mapping[str, str]) -> dict[str, str]:
    """Columns with written amounts, with the name under which their amounts are joined; the amounts are read here."""
    columns = {name: f"as_{name}" for name in AMOUNT_COLUMNS if name in found}
    if columns:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE amounts (what VARCHAR, written VARCHAR, ng BIGINT, unit VARCHAR)"
        )
    for name in columns:
        query = f"SELECT DISTINCT {named(name)}::VARCHAR FROM {relation} WHERE {named(name)} IS NOT NULL"
        texts = sorted(str(row[0]) for row in connection.execute(query).fetchmany(MOST_TEXTS + 1))
        if len(texts) > MOST_TEXTS:
            raise AuditError(f"column {name} holds more than {MOST_TEXTS} different texts: are they amounts?")
        amounts = [(name, text, *amount) for text in texts if (amount := _amount(text, AMOUNT_COLUMNS[name]))]
        if amounts:
            connection.executemany("INSERT INTO amounts VALUES (?, ?, ?, ?)", amounts)
    return columns


def _amount(text: str, kind: type[Mass] | type[DoseRate]) -> tuple[int, str] | None:
    """A written dose, or a written daily dose, in whole ng with its unit of mass; None where it is another thing."""
    try:
        found: Quantity = read(text)
    except QuantityError:
        return None
    if not isinstance(found, kind):
        return None
    exact = found.amount("ng") if isinstance(found, Mass) else found.amount("mcg/day") * _NG
    unit = text.split(" ")[-1].partition("/")[0]
    return (exact.numerator, unit) if exact.denominator == 1 else None


_NG = 1000
"""Nanograms in a microgram."""


def _given(found: Mapping[str, str]) -> dict[str, str]:
    """Columns that need no more than their type; an empty text says nothing."""
    types = {one.name: one.type for one in COLUMNS}
    return {name: _typed(name, found[name], types[name]) for name in types if name in found}


def _typed(name: str, held: str, wanted: str) -> str:
    if held == "VARCHAR" and wanted == "VARCHAR":
        return f"nullif(trim({named(name)}), '')"
    if held == wanted or _key_type(name, {name: held}):
        return named(name)
    if wanted in WHOLE_TYPES and held not in WHOLE_TYPES:
        # A cast would round: two and a half doses a day are neither two nor three.
        exact = named(name) if held in ("DOUBLE", "FLOAT") else f"TRY_CAST({named(name)} AS {EXACT})"
        return f"CASE WHEN {exact} = floor({exact}) THEN TRY_CAST({exact} AS {wanted}) END"
    return f"TRY_CAST({named(name)} AS {wanted})"


WHOLE_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
EXACT = "DECIMAL(28, 6)"
"""What a number is read as before it is known to be a whole one."""


def _moment(found: Mapping[str, str], choices: Choices) -> str:
    """The moment in UTC, without a zone: what has an offset is moved, what has none is read on the table's clock."""
    if "at_us" in found:
        return "make_timestamp(at_us::BIGINT)"
    held, zone = found["ordered_at"], quoted(choices.zone)
    if "WITH TIME ZONE" in held:
        return "timezone('UTC', ordered_at)"
    naive = "ordered_at" if held == "TIMESTAMP" else "TRY_CAST(ordered_at AS TIMESTAMP)"
    local = naive if choices.zone == "UTC" else f"timezone('UTC', timezone({zone}, {naive}))"
    if held != "VARCHAR":
        return local
    offset = r"regexp_matches(ordered_at, '(Z|[+-]\d{2}(:?\d{2})?)$') AND ordered_at LIKE '%:%'"
    return f"CASE WHEN {offset} THEN timezone('UTC', TRY_CAST(ordered_at AS TIMESTAMPTZ)) ELSE {local} END"


def _derived(found: Mapping[str, str], choices: Choices, *, joined: bool) -> dict[str, str]:
    """Columns that follow from others, or that have a value where the table has none."""
    zone = quoted(choices.zone)
    local = "lentus_at" if choices.zone == "UTC" else f"timezone({zone}, timezone('UTC', lentus_at))"
    day = f"CAST({local} AS DATE)"
    given = _given(found)
    kind = "lower(trim(kind))"
    made: dict[str, str] = {
        "kind": kind,
        "profile": f"coalesce(lower({_or_null(given, 'profile')}), {quoted(choices.profile)})",
        "from_start": f"coalesce({_or_null(given, 'from_start')}, {choices.from_start})",
        "reason": f"coalesce(lower({_or_null(given, 'reason')}), 'other')",
        "origin": f"lower({_or_null(given, 'origin')})",
        "setting": f"lower({_or_null(given, 'setting')})",
        "route": f"coalesce(lower({_or_null(given, 'route')}), {_usual_route()})",
    }
    if "local_day" not in found:
        made["local_day"] = f"({day} - DATE '1970-01-01')"
    if "at_us" not in found:
        made["at_us"] = "epoch_us(lentus_at)"
    if "month_no" not in found:
        made["month_no"] = f"((year({day}) - 1970) * 12 + month({day}) - 1)"
    made.update(_age(found, day))
    made.update(_amounts(found, given, joined=joined))
    return made


def _or_null(given: Mapping[str, str], name: str) -> str:
    types = {one.name: one.type for one in COLUMNS}
    return given.get(name, f"NULL::{types[name]}")


def _usual_route() -> str:
    return "CASE WHEN lower(trim(kind)) LIKE 'oral%' THEN 'oral' ELSE 'intrathecal' END"


def _age(found: Mapping[str, str], day: str) -> dict[str, str]:
    """Completed months, counted as `monograph.Age.on` counts them; an age in years is as good for bounds in years."""
    if "age_months" in found:
        return {"age_months": _completed("age_months", 1)}
    if "born" in found:
        born = "TRY_CAST(born AS DATE)"
        months = f"(year({day}) - year({born})) * 12 + month({day}) - month({born})"
        early = f"CASE WHEN day({day}) < day({born}) THEN 1 ELSE 0 END"
        return {"age_months": f"CASE WHEN {born} <= {day} THEN {months} - {early} END"}
    return {"age_months": _completed("age_years", 12)} if "age_years" in found else {}


def _completed(name: str, months: int) -> str:
    """Completed months from a column of so many each: never rounded up, since a bound may lie between; none below 0."""
    exact = f"TRY_CAST({name} AS {EXACT}) * {months}"
    return f"CASE WHEN {exact} >= 0 THEN floor({exact}) END"


def _amounts(found: Mapping[str, str], given: Mapping[str, str], *, joined: bool) -> dict[str, str]:
    """Single dose and daily dose, from whole ng or from text. A stop needs none: after it nothing runs."""
    single = _first(["as_dose_ng"] * ("dose" in found) + [given.get("dose_ng", "NULL::BIGINT")])
    daily = _first(["as_daily_dose_ng"] * ("daily_dose" in found) + [given.get("daily_ng", "NULL::BIGINT")])
    times = _or_null(given, "times_a_day")
    kind = "lower(trim(kind))"
    oral = f"{kind} = 'oral'"
    whole_day = f"CASE WHEN {oral} THEN coalesce({single} * {times}, {daily}) ELSE {daily} END"
    # Doses that do not come to the day's total are not alike: neither figure is taken for the other.
    agrees = f"({single} IS NULL OR {times} IS NULL OR {daily} IS NULL OR {single} * {times} = {daily})"
    stops = f"{kind} LIKE '% stop'"
    made = {
        "dose_ng": single,
        "daily_ng": f"CASE WHEN {stops} THEN 0 WHEN {oral} AND NOT {agrees} THEN NULL ELSE {whole_day} END",
    }
    if joined and "written_unit" not in found:
        made["written_unit"] = _first([f"as_{name}_unit" for name in AMOUNT_COLUMNS if name in found])
    return made


def _first(expressions: list[str]) -> str:
    """The first of them that is not NULL."""
    return f"coalesce({', '.join(expressions)})" if len(expressions) > 1 else expressions[0]
