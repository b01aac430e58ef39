"""An audit on a terminal: the sum of it, what could not be judged, and each rule that spoke."""

from __future__ import annotations

from lentus.audit import Audit, Share
from lentus.present.audits.words import MEANS, examples, name_of, nothing_found, number, rate, read_as, summary, title
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Table
from lentus.present.sourcing import severity_span

WIDEST_LIST = 24
"""More months or units than these fill a screen: the report has them all."""


def audit_pieces(found: Audit, table: str) -> list[Piece]:
    """The audit of `table`."""
    pieces: list[Piece] = [Heading(f"Audit of {table}", 1), Gap(), Line(summary(found)), Gap()]
    if found.unjudged:
        rows = tuple((number(count), reason) for reason, count in found.unjudged)
        pieces += [Heading("Not judged"), Table(("orders", "why"), rows, 2), Gap()]
    if found.unread:
        faults = tuple((number(one.orders), one.what, one.example) for one in found.unread)
        pieces += [Heading("What could not be read"), Table(("orders", "what", "such as"), faults, 2), Gap()]
    pieces += [*_rules(found), *_shares("By month", found.months), *_shares("By unit", found.units)]
    return [*pieces, Line(read_as(found)), Line(MEANS)]


def _rules(found: Audit) -> list[Piece]:
    if not found.broken:
        return [Line(nothing_found(found)), Gap()]
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (
            severity_span(one.severity.word),
            f"{title(one.rule)} ({one.rule})",
            number(one.broken),
            rate(one),
            number(one.missing) if one.missing else "",
            examples(one),
        )
        for one in found.broken
    )
    head = ("severity", "rule", "orders", "of those asked", "cannot assess", "such as")
    return [Heading("Rules that spoke"), Table(head, rows, 2), Gap()]


def _shares(title_: str, shares: tuple[Share, ...]) -> list[Piece]:
    """Orders against a rule that stops or asks for an owner."""
    if len(shares) < 2:
        return []
    rows = tuple(
        (name_of(one), f"{number(one.found)} of {number(one.of)}, {rate(one)}") for one in shares[:WIDEST_LIST]
    )
    more = [Line(f"and {len(shares) - WIDEST_LIST} more, in the report", 2)] if len(shares) > WIDEST_LIST else []
    return [Heading(f"{title_}, against a rule that stops or asks for an owner"), Fields(rows, 2), *more, Gap()]
