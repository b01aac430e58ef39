"""An audit, run: the counts of the SQL text read as rules, months and units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import duckdb

from lentus import monograph
from lentus.audit.csv_file import line_told
from lentus.audit.engine import Connection, engine, quoted
from lentus.audit.reading import Choices, prepare
from lentus.audit.sources import opened
from lentus.audit.table import JUDGED, UNJUDGED
from lentus.audit.text import counted_sql, covered, judged_sql, rules, rules_of
from lentus.audit.unread import Unread, unread
from lentus.errors import AuditError
from lentus.protocol import Severity
from lentus.protocol.bounds import WHOLE

MOST_EXAMPLES = 5
OWN_FAULTS = (1, 2)
"""Reasons for leaving a row unjudged that lie in the row itself."""
KINDS = tuple(JUDGED)
"""Kinds by their number in the text, from 1 on."""

Count = tuple[int | None, str | None, int | None, int, int, int, int, str | None]
"""Month, unit and kind by their numbers and name, why unjudged, bits broken, bits missing, orders, one order's id."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of so many orders."""

    name: str
    found: int
    of: int

    @property
    def rate(self) -> Fraction:
        """The share, exact; none of none is none."""
        return Fraction(self.found, self.of) if self.of else Fraction(0)

    @property
    def percent(self) -> Fraction:
        """The share in percent, exact."""
        return self.rate * WHOLE


@dataclass(frozen=True, slots=True)
class Tally:
    """One rule: orders that break it, orders that lack a fact for it, and orders that it was asked about."""

    rule: str
    severity: Severity
    broken: int
    missing: int
    asked: int
    by_month: tuple[Share, ...]
    by_unit: tuple[Share, ...]
    examples: tuple[str, ...]

    @property
    def rate(self) -> Fraction:
        """The share of the orders asked that break it."""
        return Fraction(self.broken, self.asked) if self.asked else Fraction(0)

    @property
    def percent(self) -> Fraction:
        """The share in percent, exact."""
        return self.rate * WHOLE


@dataclass(frozen=True, slots=True)
class Audit:
    """A table of orders as audited. `kinds` counts the judged orders by kind, `unjudged` the others by the reason.

    `grave` counts the orders that break a rule of severity stop or override; `months` and `units` say how these lie.
    `unread` says what could not be read of rows, `choices` how the table was read.
    """

    orders: int
    kinds: tuple[tuple[str, int], ...]
    unjudged: tuple[tuple[str, int], ...]
    grave: int
    months: tuple[Share, ...]
    units: tuple[Share, ...]
    tallies: tuple[Tally, ...]
    unread: tuple[Unread, ...] = ()
    choices: Choices = field(default_factory=Choices)

    @property
    def judged(self) -> int:
        """Orders that were judged."""
        return sum(count for _, count in self.kinds)

    @property
    def broken(self) -> tuple[Tally, ...]:
        """Rules that at least one order breaks or lacks a fact for, gravest first, then the most frequent."""
        spoke = (one for one in self.tallies if one.broken or one.missing)
        return tuple(sorted(spoke, key=lambda one: (-one.severity, -one.broken, -one.missing)))


def audit(
    where: str,
    choices: Choices | None = None,
    *,
    table: str = "orders",
    rows: Path | None = None,
    threads: int | None = None,
) -> Audit:
    """Audit the table of orders at `where`; with `rows`, each order that a rule speaks about is written there.

    AuditError where the table cannot be read.
    """
    read_as = choices or Choices()
    with engine(threads) as connection, opened(connection, where, table) as relation:
        try:
            prepare(connection, relation, read_as)
            counts = connection.execute(counted_sql()).fetchall()
            faults = unread(connection) if any(count[3] in OWN_FAULTS for count in counts) else ()
            if rows is not None:
                write_rows(connection, rows)
        except duckdb.Error as error:
            raise AuditError(f"the table cannot be audited: {line_told(error)}") from None
    return replace(audited(counts), unread=faults, choices=read_as)


def write_rows(connection: Connection, into: Path) -> None:
    """Each order that a rule speaks about, one line for each rule, as CSV or Parquet by the name of the file."""
    if into.suffix.lower() not in (".csv", ".parquet"):
        raise AuditError(f"{str(into)!r} is neither .csv nor .parquet")
    connection.execute("CREATE OR REPLACE TEMP TABLE bits (bit BIGINT, rule VARCHAR)")
    connection.executemany("INSERT INTO bits VALUES (?, ?)", [(2**bit, rule) for bit, rule in enumerate(covered())])
    says = "CASE WHEN broken & bit > 0 THEN 'broken' ELSE 'cannot assess' END"
    kind = "CASE kind_no " + " ".join(f"WHEN {no} THEN {quoted(kind)}" for no, kind in enumerate(JUDGED, 1)) + " END"
    month = "strftime(DATE '1970-01-01' + to_months(month_no), '%Y-%m')"
    is_csv = into.suffix.lower() == ".csv"
    format_ = "(HEADER)" if is_csv else "(FORMAT parquet)"
    order_id, patient, unit = (_harmless(name) if is_csv else name for name in ("order_id", "patient", "care_unit"))
    connection.execute(
        f"COPY (SELECT {order_id}, {patient}, {month} AS ordered_month, {unit}, {kind} AS kind, rule, {says} AS says "
        f"FROM ({judged_sql()}) AS judged JOIN bits ON (broken | missing) & bit > 0 "
        f"ORDER BY judged.patient, judged.order_id, rule) TO {quoted(str(into))} {format_}"
    )


def _harmless(name: str) -> str:
    """A column of the table as text that no spreadsheet runs as a formula, though it begins like one."""
    text = f"judged.{name}::VARCHAR"
    apostrophe = quoted("'")
    return f"CASE WHEN regexp_matches({text}, '^[=+@\\t\\r-]') THEN {apostrophe} || {text} ELSE {text} END AS {name}"


def audited(counts: Iterable[Count]) -> Audit:
    """The audit that these counts say; counts of several parts of one table may follow each other."""
    listed = list(counts)
    judged = [one for one in listed if one[3] == 0]
    spoken = [(one, *rules_of(one[4], one[5])) for one in judged]
    severities = {rule: gravest(rule) for rule in covered()}
    grave = [one for one, broken, _ in spoken if any(severities[rule] >= Severity.OVERRIDE for rule in broken)]
    kinds = _summed((_kind(one), one[6]) for one in judged)
    return Audit(
        orders=sum(one[6] for one in listed),
        kinds=tuple((kind, kinds[kind]) for kind in JUDGED if kind in kinds),
        unjudged=tuple(sorted(_summed((UNJUDGED[one[3]], one[6]) for one in listed if one[3]).items())),
        grave=sum(one[6] for one in grave),
        months=_shares(grave, judged, _month),
        units=_shares(grave, judged, _unit),
        tallies=tuple(_tally(rule, severities[rule], spoken) for rule in covered()),
    )


def gravest(rule: str) -> Severity:
    """The gravest severity that the rule has in any jurisdiction."""
    known = monograph.rule(rule)
    return max(Severity[known.severity_in(profile).upper()] for profile in monograph.PROFILES)


Spoken = tuple[Count, frozenset[str], frozenset[str]]


def _tally(rule: str, severity: Severity, spoken: list[Spoken]) -> Tally:
    kinds = {kind for one in rules() if one.id == rule for kind in one.kinds}
    asked = [entry for entry in spoken if _kind(entry[0]) in kinds]
    broken = [one for one, found, _ in asked if rule in found]
    every = [one for one, _, _ in asked]
    examples = sorted({str(one[7]) for one in broken if one[7] is not None})
    return Tally(
        rule=rule,
        severity=severity,
        broken=sum(one[6] for one in broken),
        missing=sum(one[6] for one, _, lacking in asked if rule in lacking),
        asked=sum(one[6] for one in every),
        by_month=_shares(broken, every, _month),
        by_unit=_shares(broken, every, _unit),
        examples=tuple(examples[:MOST_EXAMPLES]),
    )


def _month(count: Count) -> str:
    """The month as 2026-03; no name where it is not known."""
    return "" if count[0] is None else f"{1970 + count[0] // 12:04d}-{count[0] % 12 + 1:02d}"


def _unit(count: Count) -> str:
    return count[1] or ""


def _kind(count: Count) -> str:
    """The kind of a judged order."""
    return KINDS[(count[2] or 0) - 1]


def _shares(found: list[Count], of: list[Count], name: Callable[[Count], str]) -> tuple[Share, ...]:
    """Found and asked by month or by unit; a row without one stands under no name."""
    asked = _summed((name(one), one[6]) for one in of)
    hits = _summed((name(one), one[6]) for one in found)
    return tuple(Share(each, hits.get(each, 0), asked[each]) for each in sorted(asked))


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, count in pairs:
        sums[name] = sums.get(name, 0) + count
    return sums
