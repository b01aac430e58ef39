"""The OMOP table drug_exposure as a table of orders.

The common data model has no column for a dose. It is read from `sig` where that is an amount and nothing else, such as
"120 mcg/day"; else it is worked out from what was dispensed: quantity times the strength of the product, over the days
of supply. The product is known by its RxNorm or NDC code in `drug_source_value`. A daily total of dispensed packs says
nothing about single doses, so the rules that need them answer that they cannot be assessed.
"""

from __future__ import annotations

from collections.abc import Collection

from lentus import monograph
from lentus.audit.engine import Connection
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
    "care_site_id",
)


def is_omop(columns: Collection[str]) -> bool:
    """Whether a table with these columns is drug_exposure."""
    return MARK in columns and all(name in columns for name in NEEDED)


def omop_relation(connection: Connection, relation: str, columns: Collection[str]) -> str:
    """The table as one that `reading.prepare` reads."""
    held = {name: name if name in columns else "NULL" for name in OPTIONAL}
    connection.execute("CREATE OR REPLACE TEMP TABLE strengths (code VARCHAR, ng BIGINT)")
    codes = _codes(connection, relation) if "drug_source_value" in columns else []
    if codes:
        connection.executemany("INSERT INTO strengths VALUES (?, ?)", codes)
    route = f"lower(trim(coalesce({held['route_source_value']}::VARCHAR, '')))"
    # Whole numbers all the way: a share of a pack that does not come out even is no dose that anybody ordered.
    supplied = f"(strengths.ng * round(1000 * TRY_CAST({held['quantity']} AS DECIMAL(18, 3)))::HUGEINT)"
    days = f"(1000 * TRY_CAST({held['days_supply']} AS BIGINT))"
    daily = f"CASE WHEN {days} > 0 AND {supplied} % {days} = 0 THEN ({supplied} // {days})::BIGINT END"
    return f"""(
  SELECT
    person_id::VARCHAR AS patient,
    {MARK}::VARCHAR AS order_id,
    coalesce(
      TRY_CAST({held["drug_exposure_start_datetime"]} AS TIMESTAMP), TRY_CAST(drug_exposure_start_date AS TIMESTAMP)
    ) AS ordered_at,
    CASE WHEN {route} IN ('oral', 'po', 'by mouth') THEN 'oral' WHEN {route} = 'intrathecal' THEN 'pump dose'
      ELSE {route} END AS kind,
    CASE WHEN {route} IN ('po', 'by mouth') THEN 'oral' ELSE nullif({route}, '') END AS route,
    {held["sig"]}::VARCHAR AS daily_dose,
    {daily} AS daily_ng,
    {held["care_site_id"]}::VARCHAR AS care_unit
  FROM {relation} AS exposure
  LEFT JOIN strengths ON strengths.code = {held["drug_source_value"]}::VARCHAR
)"""


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
