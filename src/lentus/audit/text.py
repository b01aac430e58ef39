"""The one SQL text: from an orders table to what each rule says of each row.

Three steps: the order before it in its lane; since when what runs has run; then every rule as one bit. Windows, CASE,
64-bit integers and nothing else, so that DuckDB and Spark read the same text. A rule that speaks sets its bit in
`broken`, one that lacks a fact its bit in `missing`; where both bits are set, it is broken.
"""

from __future__ import annotations

from functools import cache

from lentus.audit.oral import oral_rules
from lentus.audit.others import shared_rules
from lentus.audit.pump import band_columns, key_column, pump_rules
from lentus.audit.rule import CODES, SqlRule, code_column, coded, for_kind, some
from lentus.audit.table import CHANGES_UNJUDGED, JUDGED, MOST_NG, NO_LANE, ORAL, PUMP, SCREENING
from lentus.audit.words import FLAGS
from lentus.monograph import rules as monograph_rules


@cache
def rules() -> tuple[SqlRule, ...]:
    """Every rule that the audit decides, in the monograph's order; one of two kinds of order stands twice."""
    order = {rule.id: number for number, rule in enumerate(monograph_rules())}
    return tuple(sorted((*oral_rules(), *pump_rules(), *shared_rules()), key=lambda one: order[one.id]))


@cache
def covered() -> tuple[str, ...]:
    """The ids of those rules, each once; a rule's place here is its bit."""
    return tuple(dict.fromkeys(rule.id for rule in rules()))


def judged_sql(table: str = "orders") -> str:
    """The text that judges every row of `table`: one row each, with the bits of the rules and why a row was left out.

    `table` is the name of a prepared orders table (`lentus.audit.table.COLUMNS`) and is put in as it stands.
    """
    codes = "".join(f",\n    {code_column(column)} AS {column}_no" for column in CODES)
    derived = {**FLAGS, **band_columns()}
    flags = "".join(f",\n    {coded(sql)} AS {name}" for name, sql in derived.items())
    return f"""WITH told AS (
  SELECT
    patient, order_id, at_us, local_day, ordered_month, care_unit, kind,
    dose_ng, times_a_day, daily_ng, age_months, close_contact, from_start{codes},
    {_lane()} AS lane
  FROM {table}
),
placed AS (
  SELECT
    *,
    lag(at_us) OVER lane_order AS prev_at,
    lag(daily_ng) OVER lane_order AS prev_daily,
    lag(dose_ng) OVER lane_order AS prev_dose,
    row_number() OVER lane_order AS place
  FROM told
  WINDOW lane_order AS (PARTITION BY patient, lane ORDER BY at_us NULLS FIRST, order_id)
),
faulted AS (
  SELECT
    *,
    {coded(_fault())} AS fault,
    {coded(key_column())} AS band_key,
    {coded(_since())} AS since_here,
    {coded(_begins())} AS start_here
  FROM placed
),
held AS (
  SELECT
    *,
    max(since_here) OVER before_it AS since_mark,
    max(start_here) OVER before_it AS start_mark,
    max(fault) OVER before_it AS doubt
  FROM faulted
  WINDOW before_it AS (
    PARTITION BY patient, lane ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
),
flagged AS (
  SELECT
    *,
    CASE WHEN fault > 0 THEN fault WHEN doubt > 0 THEN 4 ELSE 0 END AS unjudged{flags}
  FROM held
)
SELECT
  patient,
  order_id,
  ordered_month,
  care_unit,
  kind,
  unjudged,
  {_mask("broken")} AS broken,
  {_mask("missing")} AS missing
FROM flagged"""


def counted_sql(table: str = "orders") -> str:
    """The text that counts: how many orders of a month, a unit and a kind gave which bits, with one of them by id."""
    return f"""SELECT
  ordered_month,
  care_unit,
  kind,
  unjudged,
  broken,
  missing,
  count(*) AS orders,
  min(order_id) AS example
FROM (
{judged_sql(table)}
) AS judged
GROUP BY ordered_month, care_unit, kind, unjudged, broken, missing"""


def rules_of(broken: int, missing: int) -> tuple[frozenset[str], frozenset[str]]:
    """The ids behind two masks: the rules that are broken, and those that lack a fact."""
    names = covered()
    lacking = missing & ~broken
    return (
        frozenset(name for bit, name in enumerate(names) if broken >> bit & 1),
        frozenset(name for bit, name in enumerate(names) if lacking >> bit & 1),
    )


def _lane() -> str:
    lanes = {**JUDGED, **CHANGES_UNJUDGED}
    return (
        "CASE kind " + " ".join(f"WHEN '{kind}' THEN {lane}" for kind, lane in lanes.items()) + f" ELSE {NO_LANE} END"
    )


def _fault() -> str:
    kinds = ", ".join(f"'{kind}'" for kind in JUDGED)
    amount = f"CASE WHEN lane = {SCREENING} THEN dose_ng ELSE daily_ng END"
    unreadable = some(
        "patient IS NULL",
        "at_us IS NULL",
        f"({amount}) IS NULL",
        f"({amount}) < 0",
        f"({amount}) > {MOST_NG}",
        "dose_ng < 0",
    )
    return f"CASE WHEN kind NOT IN ({kinds}) THEN 1 WHEN {unreadable} THEN 2 WHEN prev_at = at_us THEN 3 ELSE 0 END"


def _since() -> str:
    """When a daily dose began: the day by mouth, the moment at a pump; NULL where it only went on."""
    changed = "(prev_at IS NULL OR daily_ng <> prev_daily)"
    return f"CASE WHEN lane = {ORAL} AND {changed} THEN local_day WHEN lane = {PUMP} AND {changed} THEN at_us END"


def _begins() -> str:
    """When an infusion began, or, among screening doses, the dose, of which the largest so far counts."""
    at_once = "(prev_at IS NULL AND (from_start OR kind = 'pump start'))"
    starts = f"daily_ng > 0 AND (prev_daily = 0 OR {at_once})"
    return f"CASE WHEN lane = {PUMP} AND {starts} THEN at_us WHEN lane = {SCREENING} THEN dose_ng END"


def _mask(side: str) -> str:
    """One integer with a bit for each rule: asked kind by kind, so that a row meets only the rules of its kind."""
    cases = []
    for kind in JUDGED:
        sums = _bits(kind, side)
        if sums:
            cases.append(coded(f"WHEN kind = '{kind}'") + f" THEN\n      {sums}")
    return "CASE\n    WHEN unjudged <> 0 THEN 0\n    " + "\n    ".join(cases) + "\n    ELSE 0\n  END"


def _bits(kind: str, side: str) -> str:
    """The bits of a kind, guard by guard; a rule that stands twice for two kinds stands once for each."""
    guarded: dict[str, list[str]] = {}
    for rule in rules():
        condition = getattr(rule, side)
        if kind in rule.kinds and condition:
            bit = 2 ** covered().index(rule.id)
            told = for_kind(coded(condition), kind)
            guarded.setdefault(rule.guard, []).append(f"CASE WHEN {told} THEN {bit} ELSE 0 END")
    plain = guarded.pop("", [])
    behind = [f"CASE WHEN {guard} THEN {' + '.join(terms)} ELSE 0 END" for guard, terms in guarded.items()]
    return "\n      + ".join([*plain, *behind])
