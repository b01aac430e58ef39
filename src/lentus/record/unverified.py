"""Facts that one person recorded and nobody has confirmed yet: a fold of a chart's entries.

They stand in the course like any fact, since they happened; every page shows them as unverified until a second person
has entered their figures again.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.record.entry import Entry


def unverified(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of events that still need a second person, oldest first.

    A correction that changes key figures opens its event again; an event that was struck out needs nobody, until the
    striking-out is struck out itself.
    """
    waiting: dict[str, None] = {}
    strikes: list[tuple[str, str]] = []
    for entry in entries:
        if entry.type == "event verified" and not entry.body["mismatched"]:
            waiting.pop(entry.body["event_id"], None)
        if entry.type != "event recorded":
            continue
        event = entry.body["event"]
        if event["kind"] == "entered in error":
            strikes.append((event["id"], event["retracts"]))
        if entry.body["needs_second"]:
            waiting[event["corrects"] if event["kind"] == "correction" else event["id"]] = None
    struck = _struck(strikes)
    return tuple(one for one in waiting if one not in struck)


def _struck(strikes: list[tuple[str, str]]) -> set[str]:
    struck: set[str] = set()
    for name, retracts in reversed(strikes):
        if name not in struck:
            struck.add(retracts)
    return struck


def recorded_by(entries: Iterable[Entry], event_id: str) -> frozenset[str]:
    """Everybody who wrote an event down or corrected it: none of them can be its second person."""
    return frozenset(
        entry.actor
        for entry in entries
        if entry.type == "event recorded"
        and event_id in (entry.body["event"]["id"], entry.body["event"].get("corrects"))
    )
