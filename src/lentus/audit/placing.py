"""What was ordered before: one sort of the whole table, and a second look at the few lanes that need one.

A lane is what a patient is given by one route; each order in it stands after the one before. The two orders before a
row nearly always tell since when what runs has run. Where they do not (the same dose ordered again and again within
days, three doses in one day, a third screening dose) the lane is read once more from its beginning. A second sort of
the whole table, for the few rows that ask so far back, would double the time of an audit.
"""

from __future__ import annotations

from lentus.audit import bounds
from lentus.audit.table import ORAL, PUMP, SCREENING

EARLIEST = -(2**62)
"""Before any moment: where a row has no readable time, every row of its lane comes after it."""


def placed() -> str:
    """One sort of the whole table: each row with the two before it in its lane, and whether these do not tell."""
    return f"""sorted AS (
  SELECT
    *,
    unjudged = 0 AND coalesce({_is_far()}, FALSE) AS far
  FROM (
    SELECT
      *,
      {_unjudged()} AS unjudged
    FROM (
      SELECT
        *,
        lag(at_us) OVER lane_order AS prev_at,
        lag(mark) OVER lane_order AS prev_mark,
        lag(mark, 2) OVER lane_order AS earlier_mark,
        lag(daily_ng) OVER lane_order AS prev_daily,
        lag(daily_ng, 2) OVER lane_order AS earlier_daily,
        lag(aside) OVER lane_order AS prev_aside,
        row_number() OVER lane_order AS place,
        dense_rank() OVER (PARTITION BY patient, lane ORDER BY at_us NULLS FIRST) AS moment,
        min(CASE WHEN own_fault > 0 THEN coalesce(at_us, {EARLIEST}) END)
          OVER (PARTITION BY patient, lane) AS first_fault
      FROM told
      WINDOW lane_order AS (PARTITION BY patient, lane ORDER BY at_us NULLS FIRST, order_id)
    ) AS placed
  ) AS faulted
)"""


def marked_near() -> str:
    """Since when what runs has run, from the two orders before; where `far`, these do not tell."""
    return f"""marked AS (
  SELECT
    *,
    CASE WHEN earlier_daily = prev_daily THEN earlier_mark ELSE prev_mark END AS since_mark,
    CASE WHEN lane = {SCREENING} THEN prev_aside WHEN {_just_begun()} THEN prev_mark END AS start_mark
  FROM sorted
)"""


def marked_far() -> str:
    """Since when what runs has run, from the whole lane up to the row."""
    return f"""marked AS (
  SELECT
    *,
    max({_since()}) OVER before_it AS since_mark,
    max({_begins()}) OVER before_it AS start_mark
  FROM sorted
  WINDOW before_it AS (PARTITION BY patient, lane ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)"""


def _unjudged() -> str:
    """The row's own fault, else a moment that two orders share, else a fault before it in its lane."""
    doubt = "moment <> place OR first_fault < at_us"
    return f"CASE WHEN own_fault > 0 THEN own_fault WHEN prev_at = at_us THEN 3 WHEN {doubt} THEN 4 ELSE 0 END"


def _is_far() -> str:
    """Whether a row may be judged by what happened further back; what is seldom so is asked first."""
    rises = "daily_ng > prev_daily AND prev_daily > 0"
    again = f"earlier_daily = prev_daily AND {rises} AND mark - earlier_mark < {_longest_wait()}"
    soon = f"lane = {PUMP} AND mark - earlier_mark < {bounds.longest('start.no-increase-for')}"
    risen = f"{soon} AND earlier_daily > 0 AND {rises}"
    return f"({again}) OR ({risen}) OR (lane = {SCREENING} AND earlier_mark IS NOT NULL)"


def _longest_wait() -> str:
    """The longest time for which any rule asks how long a dose has run, in the unit of the lane's marks."""
    days = bounds.longest("oral.step-interval", days=True)
    pump = max(bounds.longest("titration.interval"), bounds.longest_of_shortest("titration.outpatient-interval"))
    return f"CASE WHEN lane = {ORAL} THEN {days} ELSE {pump} END"


def _just_begun() -> str:
    """Whether the infusion began with the order before: from nothing, or as the first that the table has."""
    first = "(earlier_mark IS NULL AND prev_aside = 1)"
    return f"lane = {PUMP} AND prev_daily > 0 AND (earlier_daily = 0 OR {first})"


def _since() -> str:
    """When a daily dose began: the day by mouth, the moment at a pump; NULL where it only went on."""
    return f"CASE WHEN lane <> {SCREENING} AND (place = 1 OR daily_ng <> prev_daily) THEN mark END"


def _begins() -> str:
    """When an infusion began, or, among screening doses, the dose, of which the largest so far counts."""
    starts = "daily_ng > 0 AND (prev_daily = 0 OR (place = 1 AND aside = 1))"
    return f"CASE WHEN lane = {PUMP} AND {starts} THEN at_us WHEN lane = {SCREENING} THEN aside END"
