"""`lentus record verify`: is every entry as it was written, and where not, which one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from lentus.cli.commands.record_stores import store_named
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import RecordError
from lentus.present.pieces import Line, Piece, Role, Span
from lentus.record.verify import Verified, verified


def run(data: str, store: str, heads: Iterable[str], *, as_json: bool) -> int:
    """Verify a record."""
    anchors = dict(_anchor(one) for one in heads)
    with store_named(data, store) as opened:
        found = verified(opened, anchors=anchors)
    if as_json:
        show_json(
            {
                "whole": found.whole,
                "entries": found.entries,
                "head": found.head if found.entries else "",
                "found": [{**asdict(one), "grave": one.grave} for one in found.found],
            }
        )
    else:
        show_pieces(_lines(found))
    return FINE if found.whole else STANDS


def _lines(found: Verified) -> Iterable[Piece]:
    for one in found.found:
        word: Role = "stop" if one.grave else ("warn" if one.kind == "lost" else "info")
        yield Line((Span(word, word), f"  {one.says}"), 0, 2)
    if found.whole:
        lost = any(one.kind == "lost" for one in found.found)
        what = "What stands is" if lost else "The record is"
        yield Line((Span("ok", "ok"), f"  {what} whole: {found.entries:,} entries, each as it was written."))
    if found.entries:
        yield Line(f"Head {found.entries}:{found.head}")
        yield Line("Note it elsewhere: --head proves later that nothing before it was written anew.")


def _anchor(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise RecordError(f"--head {text[:80]!r} is no head: write it as verify prints it, N:HASH")
    return int(number), digest
