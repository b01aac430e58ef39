"""The OMOP table drug_exposure as a table of orders.

The common data model has no column for a dose. `sig` counts where it is an amount and nothing else, such as
"120 mcg/day". Else, where the unit beside the quantity is a daily dose ("mcg/day"), the quantity is one: so Lentus
writes its own rows. Else the dose is worked out from what was dispensed: quantity times the strength of the product,
over the days of supply. The product is known by its RxNorm or NDC code in `drug_source_value`. A daily total says
nothing about single doses, so the rules that need them answer that they cannot be assessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lentus import monograph
from lentus.audit.engine import Connection, quoted
from lentus.errors import MonographError
from lentus.monograph import normal_ndc

MARK = "drug_exposure_id"
NEEDED = ("person_id", "drug_exposure_start_date")
OPTIONAL = (
    "drug_exposure_start_datetime",
    "drug_source_value",
    "quantity",
    "days_supply",
    "sig",
    "route_source_value",
    "dose_unit_source_value",
    "care_site_id",
)

SCREENING = "screening dose of "
"""How a `sig` begins that tells a screening dose; another intrathecal amount without a day may be a refill."""

SINGLE = "single dose of "
"""How a `sig` begins that tells one dose by mouth that was given: no order, and nothing runs on after it."""

UNITS = {"mg/day": 10**6, "mcg/day": 10**3}
"""Units of a daily dose, in ng."""

SINGLE_UNITS = {"mg": 10**6, "mcg": 10**3}
"""Units of a single dose, in ng."""


def is_omop(columns: Collection[str]) -> bool:
    """Whether a table with these columns is drug_exposure."""
    return MARK in columns and all(name in columns for name in NEEDED)


def omop_relation(connection: Connection, relation: str, found: Mapping[str, str]) -> str:
    """The table, whose columns have the types of `found`, as one that `reading.prepare` reads."""
    held = {name: name if name in found else "NULL" for name in OPTIONAL}
    connection.execute("CREATE OR REPLACE TEMP TABLE strengths (code VARCHAR, ng BIGINT)")
    codes = _codes(connection, relation) if "drug_source_value" in found else []
    if codes:
        connection.executemany("INSERT INTO strengths VALUES (?, ?)", codes)
    route = f"lower(trim(coalesce({held['route_source_value']}::VARCHAR, '')))"
    screening = f"({route} = 'intrathecal' AND starts_with(coalesce({held['sig']}::VARCHAR, ''), {quoted(SCREENING)}))"
    single = f"starts_with(coalesce({held['sig']}::VARCHAR, ''), {quoted(SINGLE)})"
    return f"""(
  SELECT
    person_id::VARCHAR AS patient,
    {MARK}::VARCHAR AS order_id,
    {_moment(found)} AS ordered_at,
    CASE WHEN {single} THEN 'dose given' WHEN {route} IN ('oral', 'po', 'by mouth') THEN 'oral'
      WHEN {screening} THEN 'screening' WHEN {route} = 'intrathecal' THEN 'pump dose' ELSE {route} END AS kind,
    CASE WHEN {route} IN ('po', 'by mouth') THEN 'oral' ELSE nullif({route}, '') END AS route,
    CASE WHEN {screening} THEN {_written(held, SINGLE_UNITS)} END AS dose_ng,
    {held["sig"]}::VARCHAR AS daily_dose,
    coalesce({_written(held, UNITS)}, {_supplied(held)}) AS daily_ng,
    {held["care_site_id"]}::VARCHAR AS care_unit
  FROM {relation} AS exposure
  LEFT JOIN strengths ON strengths.code = {held["drug_source_value"]}::VARCHAR
)"""


def _moment(found: Mapping[str, str]) -> str:
    """The moment, else the day, as text where some rows may have an offset and others none."""
    moment, day = "drug_exposure_start_datetime", "drug_exposure_start_date"
    held = found.get(moment, "")
    if not held:
        return f"TRY_CAST({day} AS TIMESTAMP)"
    if "WITH TIME ZONE" in held:
        told = f"strftime(timezone('UTC', {moment}), '%Y-%m-%dT%H:%M:%S.%fZ')"
        return f"coalesce({told}, {day}::VARCHAR)"
    if held == "VARCHAR":
        return f"coalesce(nullif(trim({moment}), ''), {day}::VARCHAR)"
    return f"coalesce(TRY_CAST({moment} AS TIMESTAMP), TRY_CAST({day} AS TIMESTAMP))"


def _written(held: Mapping[str, str], units: Mapping[str, int]) -> str:
    """The quantity in ng where its unit is one of these; an amount that is no whole number of ng is none."""
    exact = f"TRY_CAST({held['quantity']} AS DECIMAL(24, 9))"
    whens = " ".join(f"WHEN {quoted(unit)} THEN {ng}" for unit, ng in units.items())
    amount = f"({exact} * CASE lower(trim({held['dose_unit_source_value']}::VARCHAR)) {whens} END)"
    return f"CASE WHEN {amount} = floor({amount}) THEN TRY_CAST({amount} AS BIGINT) END"


def _supplied(held: Mapping[str, str]) -> str:
    """What was dispensed for a day; only where no unit says that the quantity is something else."""
    # Whole numbers all the way: a share of a pack that does not come out even is no dose that anybody ordered.
    supplied = f"(strengths.ng * round(1000 * TRY_CAST({held['quantity']} AS DECIMAL(18, 3)))::HUGEINT)"
    days = f"(1000 * TRY_CAST({held['days_supply']} AS BIGINT))"
    unit = f"coalesce(lower(trim({held['dose_unit_source_value']}::VARCHAR)), '')"
    other = f"{unit} NOT IN ({', '.join(map(quoted, (*UNITS, *SINGLE_UNITS)))})"
    return f"CASE WHEN {other} AND {days} > 0 AND {supplied} % {days} = 0 THEN ({supplied} // {days})::BIGINT END"


def _codes(connection: Connection, relation: str) -> list[tuple[str, int]]:
    """The codes in the table that are a known product with the mass of one tablet or packet, in ng."""
    rows = connection.execute(f"SELECT DISTINCT drug_source_value::VARCHAR FROM {relation}").fetchmany(10_000)
    known = ((str(row[0]), _strength(str(row[0]))) for row in rows if row[0] is not None)
    return [(code, amount) for code, amount in known if amount is not None]


def _strength(code: str) -> int | None:
    """Where every product of a code holds the same in one tablet or packet, that mass in ng."""
    ndc = _ndc(code)
    found = {
        one.unit_strength
        for one in monograph.products()
        if (ndc is not None and ndc in one.ndcs) or code in {concept.code for concept in one.rxcuis if concept.verified}
    }
    if len(found) != 1:
        return None
    (strength,) = found
    exact = strength.amount("ng") if strength is not None else None
    return exact.numerator if exact is not None and exact.denominator == 1 else None


def _ndc(code: str) -> str | None:
    try:
        return normal_ndc(code)
    except MonographError:
        return None
