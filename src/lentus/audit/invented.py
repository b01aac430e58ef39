"""Invented patients with invented orders, for holding the audit to the protocol: seeded, and never a real patient.

Amounts, waits and ages lie mostly on the monograph's own bounds, one nanogram or one second to either side of them,
because that is where two ways of deciding come apart.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lentus import monograph
from lentus.audit import bounds
from lentus.audit.engine import Connection, quoted
from lentus.audit.replay import birthday_of
from lentus.audit.table import COLUMNS, MOST_NG

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DOSE_REASONS = ("titration", "titration", "maintenance", "side effect", "toxicity", "start", "withdrawal", "other")
STOP_REASONS = ("ineffective", "serious adverse reaction", "overdose", "other")
ROUTES = ("oral",) * 12 + ("intrathecal", "epidural")


@dataclass(frozen=True, slots=True)
class Marks:
    """Where two ways of deciding could differ, read from the monograph."""

    percents: tuple[int, ...]
    daily: tuple[int, ...]
    mouth: tuple[int, ...]
    screening: tuple[int, ...]
    waits: tuple[timedelta, ...]
    ages: tuple[int, ...]


def marks() -> Marks:
    """The bounds around which orders are invented."""
    bands = [bounds.whole(end, "percent") for fact in _BANDS for end in monograph.percent_range(fact)]
    ranges = [bounds.rate_ng(end) for fact in _RANGES for end in monograph.dose_rate_range(fact)]
    label = [monograph.mass(fact) for fact in ("oral.start-dose", "oral.step", "oral.maximum-single")]
    slow, _ = monograph.duration_range("titration.outpatient-interval")
    spans = [*(monograph.duration(fact) for fact in _SPANS), slow]
    return Marks(
        percents=(*bands, bounds.whole(monograph.percent("titration.high-dose-step"), "percent"), 100, 900, 1000),
        daily=(*ranges, bounds.rate_ng(monograph.dose_rate("maintenance.limited-experience-above"))),
        mouth=tuple(sorted({bounds.mass_ng(one) * times for one in label for times in (1, 2, 3)})),
        screening=tuple(bounds.mass_ng(one) for one in _screening()),
        waits=tuple(timedelta(microseconds=bounds.span_us(span)) for span in spans),
        ages=tuple(monograph.age(fact).total_months for fact in _AGES),
    )


_BANDS = (
    "titration.step-adult-spinal",
    "titration.step-adult-cerebral",
    "titration.step-pediatric",
    "maintenance.step-spinal",
    "maintenance.step-cerebral",
    "titration.decrease-for-side-effects",
)
_RANGES = (
    "maintenance.usual-spinal",
    "maintenance.usual-cerebral",
    "maintenance.reported-spinal",
    "maintenance.reported-cerebral",
    "maintenance.reported-under-twelve",
)
_SPANS = ("titration.interval", "oral.step-interval", "screening.interval")
_AGES = (
    "titration.pediatric-below",
    "populations.oral-minimum-age",
    "populations.intrathecal-minimum-age",
    "populations.elderly-age",
)


def _screening() -> list[Any]:
    doses = [*monograph.masses("screening.doses"), monograph.mass("screening.small-patient-dose")]
    return [*doses, monograph.mass("screening.maximum-dose")]


def patients(seed: int, orders: int, each: int = 6) -> Iterator[list[dict[str, Any]]]:
    """Patients with about `each` orders a lane, until `orders` rows are made; rows in order of time."""
    chance, places = random.Random(seed), marks()
    made = number = 0
    while made < orders:
        rows = one_patient(chance, places, f"p{number:07d}", each)[: orders - made]
        made, number = made + len(rows), number + 1
        yield rows


def one_patient(chance: random.Random, places: Marks, name: str, each: int) -> list[dict[str, Any]]:
    """The rows of one invented patient."""
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(500 * 86_400))
    near = chance.choice(places.ages) + chance.choice((-1, 0, 0, 1))
    born = birthday_of(max(0, near), start.date()) if chance.random() < 0.85 else None
    common = {
        "patient": name,
        "profile": chance.choice(bounds.PROFILES),
        "origin": chance.choice(("spinal", "spinal", "cerebral", "cerebral", None)),
        "from_start": chance.random() < 0.5,
        "born": born,
    }
    lanes = chance.choice((("oral",), ("pump",), ("pump",), ("screening", "pump"), ("oral", "screening", "pump")))
    rows = [row for lane in lanes for row in _lane(chance, places, lane, start, chance.randint(1, each))]
    rows.sort(key=lambda row: row["at"])
    return [_finished({**common, **row}, number) for number, row in enumerate(rows) if _apart(rows, number)]


def _apart(rows: list[dict[str, Any]], number: int) -> bool:
    """Two orders of one lane at one moment are left unjudged; the generator makes none."""
    return number == 0 or rows[number]["at"] != rows[number - 1]["at"]


def _lane(chance: random.Random, places: Marks, lane: str, start: datetime, count: int) -> Iterator[dict[str, Any]]:
    at, before = start, 0
    for number in range(count):
        make = {"oral": _oral, "pump": _pump, "screening": _screened}[lane]
        row = make(chance, places, before, number)
        before = row["daily_ng"]
        yield {**row, "at": at}
        off = chance.choice((timedelta(0), timedelta(seconds=1), -timedelta(seconds=1), timedelta(hours=9)))
        at += max(timedelta(minutes=1), chance.choice(places.waits) + off)


def _near(chance: random.Random, amount: int) -> int:
    return max(0, amount + chance.choice((-1, 0, 0, 1)))


def _oral(chance: random.Random, places: Marks, before: int, number: int) -> dict[str, Any]:
    if number and chance.random() < 0.08:
        reason = chance.choice(STOP_REASONS)
        return _row("oral stop", "oral", 0, 0, 1, reason, None)
    if before and chance.random() < 0.12:
        dose, times = before * chance.choice((1, 10, 1000)) // chance.choice((1, 10, 1000)), 1
        # Slips upon slips grow beyond what a table may hold; such a row is left out, not judged.
        dose = dose if dose < MOST_NG else before
    else:
        dose, times = chance.choice(places.mouth), chance.choice((1, 2, 3, 3, 3, 4, 4, 5))
    dose = 0 if chance.random() < 0.04 else _near(chance, dose)
    unit = chance.choice(("mg",) * 6 + (None, "mcg"))
    return _row("oral", chance.choice(ROUTES), dose, dose * times, times, chance.choice(DOSE_REASONS), unit)


def _pump(chance: random.Random, places: Marks, before: int, number: int) -> dict[str, Any]:
    if number and chance.random() < 0.08:
        return _row("pump stop", "intrathecal", None, 0, None, chance.choice(STOP_REASONS), None)
    unit = chance.choice(("mcg",) * 6 + (None, "mg"))
    if chance.random() < (0.5 if number == 0 else 0.05):
        daily = chance.choice((places.screening[0] * 2, chance.choice(places.daily)))
        return _row("pump start", "intrathecal", None, daily, None, "start", unit)
    if before and chance.random() < 0.8:
        percent = chance.choice(places.percents)
        daily = before * (100 + percent) // 100 if chance.random() < 0.7 else before * max(0, 100 - percent) // 100
        daily = _near(chance, daily)
    else:
        daily = _near(chance, chance.choice(places.daily))
    daily = 0 if chance.random() < 0.05 else daily
    return _row("pump dose", "intrathecal", None, daily, None, chance.choice(DOSE_REASONS), unit)


def _screened(chance: random.Random, places: Marks, _before: int, _number: int) -> dict[str, Any]:
    dose = chance.choice(places.screening)
    dose = dose if chance.random() < 0.8 else _near(chance, dose)
    route = "intrathecal" if chance.random() < 0.9 else "epidural"
    return _row("screening", route, dose, dose, None, "other", chance.choice(("mcg",) * 6 + (None, "mg")))


def _row(
    kind: str, route: str, dose: int | None, daily: int, times: int | None, reason: str, unit: str | None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "route": route,
        "dose_ng": dose,
        "daily_ng": daily,
        "times_a_day": times,
        "reason": reason,
        "written_unit": unit,
    }


def _finished(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row with everything that follows from its moment and its patient."""
    at: datetime = row.pop("at")
    day, chance = at.date(), random.Random(f"{row['patient']} {number}")
    born: date | None = row["born"]
    months = None
    if born is not None and born <= day:
        months = monograph.Age.on(born, day).total_months
    setting = chance.choice(("inpatient", "outpatient", "home", None))
    return {
        **row,
        "order_id": f"{row['patient']}-{number:03d}",
        "at_us": (at - _EPOCH) // timedelta(microseconds=1),
        "local_day": (day - _EPOCH.date()).days,
        "month_no": (day.year - _EPOCH.year) * 12 + day.month - 1,
        "care_unit": chance.choice(("North", "South", None)),
        "age_months": months,
        "setting": setting,
        "close_contact": chance.random() < 0.3,
    }


def write_table(connection: Connection, orders: int, into: Path) -> None:
    """A prepared table of many invented orders as Parquet, made by DuckDB itself and so without the boundary cases.

    One patient in fifty is ordered each dose twice, a day apart, so that it takes a second look to judge the next.
    """
    daily = [end for fact in _RANGES for end in monograph.dose_rate_range(fact)]
    low, high = bounds.rate_ng(min(daily)), bounds.rate_ng(max(daily))
    start, step = (bounds.mass_ng(monograph.mass(fact)) for fact in ("oral.start-dose", "oral.step"))
    connection.execute(
        f"""COPY (
  SELECT
    n // 20 AS patient,
    n AS order_id,
    1700000000000000 + second * 1000000 AS at_us,
    ((1700000000 + second) // 86400)::INTEGER AS local_day,
    ((year(day) - 1970) * 12 + month(day) - 1)::INTEGER AS month_no,
    'Unit ' || (h % 12) AS care_unit,
    kind,
    CASE WHEN kind = 'oral' THEN 'oral' ELSE 'intrathecal' END AS route,
    CASE WHEN kind = 'oral' THEN {start} + level % 4 * {step} END AS dose_ng,
    CASE WHEN kind = 'oral' THEN 3 END::INTEGER AS times_a_day,
    CASE WHEN kind = 'oral' THEN 3 * ({start} + level % 4 * {step})
      ELSE ({low} + level % 1000 * (({high} - {low}) // 1000))::BIGINT END AS daily_ng,
    CASE WHEN kind = 'oral' THEN 'mg' ELSE 'mcg' END AS written_unit,
    (['titration', 'maintenance', 'side effect', 'toxicity'])[(h // 13 % 4)::INTEGER + 1] AS reason,
    (['spinal', 'cerebral'])[(n // 20 % 2)::INTEGER + 1] AS origin,
    (60 + n // 20 % 900)::INTEGER AS age_months,
    'us' AS profile,
    'inpatient' AS setting,
    FALSE AS close_contact,
    TRUE AS from_start
  FROM (
    SELECT n, (hash(n) % 1000000007)::BIGINT AS h,
      make_timestamp(1700000000000000 + (n % 20) * 86400000000 * 9) AS day,
      CASE WHEN n // 20 % 2 = 0 THEN 'oral' WHEN n % 20 = 0 THEN 'pump start' ELSE 'pump dose' END AS kind,
      CASE WHEN n // 20 % 100 < 2 THEN (n % 20) * 86400 ELSE (n % 20) * 86400 * 9 + h % 800000 END AS second,
      CASE WHEN n // 20 % 100 < 2 THEN n % 20 // 2 ELSE h // 7 END AS level
    FROM range({orders}) AS numbers(n)
  ) AS numbered
) TO {quoted(str(into))} (FORMAT parquet)"""
    )


def write_csv(rows: Iterable[dict[str, Any]], into: Path) -> None:
    """Rows of a prepared table as CSV."""
    names = [one.name for one in COLUMNS]
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
