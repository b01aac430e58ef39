"""The one SQL text: from an orders table to what each rule says of each row.

Windows, CASE, bits of 64-bit integers and nothing else, so that DuckDB and Spark read the same text. The row itself is
asked first (`masks`), then what was ordered before it (`placing`), then which rules speak. A rule that speaks sets its
bit in `broken`, one that lacks a fact its bit in `missing`; where both bits are set, it is broken.
"""

from __future__ import annotations

from lentus.audit.masks import candidates, columns_needed_later, covered, mask, rules, situation
from lentus.audit.oral import bridging_column
from lentus.audit.placing import marked_far, marked_near, placed
from lentus.audit.pump import band_column
from lentus.audit.rule import CODES, code_column, coded, every, some
from lentus.audit.table import CHANGES_UNJUDGED, COLUMNS, JUDGED, MOST_NG, NO_LANE, ORAL, PUMP, SCREENING

__all__ = ["counted_sql", "covered", "judged_sql", "rules", "rules_of"]


JUDGMENT = ("month_no", "care_unit", "kind_no", "unjudged", "broken", "missing")


def judged_sql(table: str = "orders") -> str:
    """The text that judges every row of `table`: one row each, with the bits of the rules and why a row was left out.

    `table` is the name of a prepared orders table (`lentus.audit.table.COLUMNS`) and is put in as it stands.
    """
    columns = ", ".join(("patient", "order_id", *JUDGMENT))
    return f"""WITH first_look AS (
{_looked_at(table, marked_near())}
),
far_patients AS (
  SELECT DISTINCT patient AS far_patient
  FROM first_look
  WHERE far
)
SELECT {columns}
FROM first_look
WHERE NOT far
UNION ALL
SELECT {columns}
FROM (
{_looked_at(_lanes_of_far_patients(table), marked_far())}
) AS second_look
WHERE far"""


def counted_sql(table: str = "orders") -> str:
    """The text that counts: how many orders of a month, a unit and a kind gave which bits, with a broken one's id.

    Units go through the sort as numbers, since a word is wider. What the second look finds follows as rows of its own,
    so that a key may come twice.
    """
    columns = ", ".join(JUDGMENT)
    example = "min(CASE WHEN broken <> 0 THEN order_id END)"
    named = ", ".join("unit AS care_unit" if one == "care_unit" else one for one in JUDGMENT)
    return f"""WITH units AS (
  SELECT unit, CAST(row_number() OVER (ORDER BY unit) AS INTEGER) AS unit_no
  FROM (SELECT DISTINCT care_unit AS unit FROM {table}) AS named
),
summed AS (
  SELECT {columns}, CASE WHEN far THEN patient END AS far_patient, count(*) AS orders, {example} AS example
  FROM (
{_looked_at(_numbered(table), marked_near())}
  ) AS first_look
  GROUP BY {columns}, CASE WHEN far THEN patient END
),
far_patients AS (
  SELECT DISTINCT far_patient
  FROM summed
  WHERE far_patient IS NOT NULL
),
counted AS (
  SELECT {columns}, orders, example
  FROM summed
  WHERE far_patient IS NULL
  UNION ALL
  SELECT {columns}, count(*) AS orders, {example} AS example
  FROM (
{_looked_at(_numbered(_lanes_of_far_patients(table)), marked_far())}
  ) AS second_look
  WHERE far
  GROUP BY {columns}
)
SELECT {named}, orders, example
FROM counted LEFT JOIN units ON care_unit = unit_no"""


def _numbered(table: str) -> str:
    """The table with the number of each unit in the place of its name."""
    columns = ", ".join("unit_no AS care_unit" if one.name == "care_unit" else one.name for one in COLUMNS)
    return f"(SELECT {columns} FROM {table} LEFT JOIN units ON care_unit = unit) AS numbered"


def _lanes_of_far_patients(table: str) -> str:
    """The orders of patients of whom some row may be judged by what happened further back."""
    return f"(SELECT * FROM {table} WHERE patient IN (SELECT far_patient FROM far_patients)) AS of_far"


def windows_sql(table: str = "orders") -> str:
    """The text up to where it knows what was ordered before each order, with no rule asked; for measuring."""
    sums = ", ".join(f"sum({name})" for name in ("since_mark", "start_mark", "unjudged", "prev_daily", "month_no"))
    return f"""WITH {_windows(table, marked_near())}
SELECT count(*), {sums}, max(order_id), max(care_unit)
FROM marked"""


def _windows(table: str, marked: str) -> str:
    return f"""{_read(table)},
{placed()},
{marked}"""


def _looked_at(table: str, marked: str) -> str:
    """Every row of the table with its judgment, its patient, and whether the look reached far enough."""
    return f"""WITH {_windows(table, marked)},
situated AS (
  SELECT
    *,
    {situation()} AS situation
  FROM marked
)
SELECT
  patient,
  order_id,
  month_no,
  care_unit,
  kind_no,
  unjudged,
  far,
  {mask("broken")} AS broken,
  {mask("missing")} AS missing
FROM situated"""


def rules_of(broken: int, missing: int) -> tuple[frozenset[str], frozenset[str]]:
    """The ids behind two masks: the rules that are broken, and those that lack a fact."""
    names = covered()
    lacking = missing & ~broken
    return (
        frozenset(name for bit, name in enumerate(names) if broken >> bit & 1),
        frozenset(name for bit, name in enumerate(names) if lacking >> bit & 1),
    )


def _read(table: str) -> str:
    """Words as small numbers, the row's own faults, and the bits that the row alone decides."""
    codes = "".join(f",\n    CAST({code_column(column)} AS TINYINT) AS {column}_no" for column in CODES)
    later = "".join(f",\n    {name}" for name in columns_needed_later())
    return f"""coded AS (
  SELECT
    patient, order_id, at_us, local_day, month_no, care_unit,
    dose_ng, times_a_day, daily_ng, age_months, close_contact, from_start{codes},
    CAST({_lane()} AS TINYINT) AS lane
  FROM {table}
),
banded AS (
  SELECT
    *,
    {coded(band_column())} AS band,
    {coded(bridging_column())} AS bridging,
    CASE WHEN lane = {SCREENING} THEN dose_ng ELSE daily_ng END AS amount
  FROM coded
),
told AS (
  SELECT
    patient,
    order_id,
    at_us,
    month_no,
    care_unit,
    kind_no,
    lane,
    daily_ng{later},
    CASE WHEN lane = {ORAL} THEN local_day ELSE at_us END AS mark,
    CASE WHEN lane = {PUMP} THEN CASE WHEN from_start OR kind_no = {_kind("pump start")} THEN 1 ELSE 0 END
      ELSE dose_ng END AS aside,
    CAST({_own_fault()} AS TINYINT) AS own_fault,
    {candidates("broken")} AS may_be_broken,
    {candidates("missing")} AS may_be_missing
  FROM banded
)"""


def _kind(kind: str) -> int:
    return 1 + CODES["kind"].index(kind)


def _lane() -> str:
    lanes = {**JUDGED, **CHANGES_UNJUDGED}
    return (
        "CASE kind " + " ".join(f"WHEN '{kind}' THEN {lane}" for kind, lane in lanes.items()) + f" ELSE {NO_LANE} END"
    )


def _own_fault() -> str:
    """What keeps the row itself from being judged: 0 where nothing does."""
    judged = f"kind_no >= 1 AND kind_no <= {len(JUDGED)}"
    readable = every(
        "patient IS NOT NULL",
        "at_us IS NOT NULL",
        some(f"lane <> {ORAL}", "local_day IS NOT NULL"),
        "amount >= 0",
        f"amount <= {MOST_NG}",
        some("dose_ng IS NULL", "dose_ng >= 0"),
    )
    return f"CASE WHEN {judged} THEN CASE WHEN {readable} THEN 0 ELSE 2 END ELSE 1 END"
