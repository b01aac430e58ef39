"""The shape of an orders table: what the SQL text reads, whatever file or database it came from.

Amounts are whole nanograms and times whole microseconds, so that a step of exactly a band's end is decided alike on
every engine: no decimal type, no float, no time zone is left for an engine to have an opinion about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a prepared orders table: its name, its SQL type, and what it says."""

    name: str
    type: str
    says: str


COLUMNS: Final = (
    Column("patient", "VARCHAR", "Whose order it is; any key that is the same in each row of a patient."),
    Column("order_id", "VARCHAR", "The order's own id; it also breaks a tie of two orders at one moment."),
    Column("at_us", "BIGINT", "When the order took effect, in microseconds since 1970 in UTC."),
    Column("local_day", "INTEGER", "The calendar day of that moment on the patient's clock, in days since 1970."),
    Column("month_no", "INTEGER", "The month of that day, in months since January 1970."),
    Column("care_unit", "VARCHAR", "The ward or clinic that ordered, for the rates; may be empty."),
    Column("kind", "VARCHAR", "What kind of order it is; see below."),
    Column("route", "VARCHAR", "The route ordered."),
    Column("dose_ng", "BIGINT", "Each single dose, in ng; all doses of a day by mouth are alike."),
    Column("times_a_day", "INTEGER", "How many of them a day, by mouth."),
    Column("daily_ng", "BIGINT", "What a day comes to, in ng; 0 where the order stops."),
    Column("written_unit", "VARCHAR", "The unit of mass in which the dose was written, mg or mcg; NULL if not known."),
    Column("reason", "VARCHAR", "Why: the reasons of a course's orders."),
    Column("origin", "VARCHAR", "Origin of the spasticity, spinal or cerebral; NULL if not known."),
    Column("age_months", "INTEGER", "Completed months of age on that day; NULL if not known."),
    Column("profile", "VARCHAR", "Whose texts apply: us, eu or uk."),
    Column("setting", "VARCHAR", "Where the patient was: inpatient, outpatient or home; NULL if not known."),
    Column("close_contact", "BOOLEAN", "Whether somebody saw the patient daily."),
    Column("from_start", "BOOLEAN", "Whether the table has the patient's orders from before any baclofen on."),
)
"""The prepared table, column by column."""

ORAL, PUMP, SCREENING, NO_LANE = 1, 2, 3, 0
"""Lanes: within one, each order is held against the one before it."""

JUDGED: Final = {
    "oral": ORAL,
    "oral stop": ORAL,
    "pump start": PUMP,
    "pump dose": PUMP,
    "pump stop": PUMP,
    "screening": SCREENING,
}
"""Kinds of order that the audit judges, with their lane."""

CHANGES_UNJUDGED: Final = {"oral taper": ORAL, "pump restart": PUMP, "drug holiday": PUMP}
"""Kinds that change what runs and that no single row can tell: they and what follows them are left unjudged."""

MOST_NG = 10**14
"""The largest amount that is read: far above any dose, and a thousand of it still fit a 64-bit integer."""

UNJUDGED: Final = {
    1: "a kind of order that is not judged here",
    2: "no readable patient, time or amount",
    3: "two orders at one moment, so that neither is known to be the last",
    4: "after an order of this patient that could not be judged, so that what ran is not known",
}
"""Why a row was left unjudged, by the number in its column `unjudged`; 0 is a row that was judged."""
