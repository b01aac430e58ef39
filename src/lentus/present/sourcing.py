"""Severities and sources in words, as every screen shows them. Imports no patient and no rule: look-ups start fast."""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.present.pieces import Fields, Heading, Inline, Line, Piece, Role, Span

ROLES: dict[str, Role] = {"stop": "stop", "override": "override", "warn": "warn", "info": "info"}
NOT_VERIFIED = Span("NOT VERIFIED", "unverified")
NOT_VERIFIED_MEANS: Inline = (NOT_VERIFIED, " means that the source's own text was not seen in full.")


def severity_span(severity: str) -> Span:
    """The severity as its word, in its role."""
    return Span(severity.upper(), ROLES[severity])


def source_ids(ids: Iterable[str], *, verified: bool) -> Inline:
    """Source ids, with the mark where a source's text was not seen."""
    named = ", ".join(ids)
    if verified:
        return named
    return (f"{named}  ", NOT_VERIFIED) if named else NOT_VERIFIED


def legend(ids: Iterable[str], *, unverified: bool = False, title: str = "Sources") -> list[Piece]:
    """The titles behind source ids, each once, in the order of the register."""
    wanted = set(ids)
    known = [source for source in monograph.sources() if source.id in wanted]
    if not known:
        return []
    rows = tuple((source.id, source.title) for source in known)
    pieces: list[Piece] = [Heading(title), Fields(rows, 2)]
    if unverified:
        pieces.append(Line(NOT_VERIFIED_MEANS, 2))
    return pieces
