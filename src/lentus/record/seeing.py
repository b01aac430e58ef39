"""Who has looked at figures that wait for a second entry: such a person can no longer be the second one.

Two entries are worth something only while the second person has not read the first. A look is noted with who opened
what, beside the charts: it changes no chart, so nobody's form is out of date because somebody looked.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from lentus.record.access import STREAM
from lentus.record.entry import Actor, Entry, NewEntry
from lentus.record.store import Store
from lentus.record.tables import ENTRIES

SEEN = (
    "You have looked at these figures in this record: a second entry is worth something only from somebody who has not."
)


def fact_mark(entries: Iterable[Entry], event_id: str) -> str:
    """What marks the figures of a fact as they now stand: a correction makes other figures of them."""
    written = sum(
        entry.type == "event recorded" and event_id in (entry.body["event"]["id"], entry.body["event"].get("corrects"))
        for entry in entries
    )
    return f"{event_id}/{written}"


def note_seen(store: Store, chart_id: str, marks: Iterable[str], actor: Actor) -> None:
    """Note that `actor` looked at the figures of these orders (by id) or facts (by `fact_mark`), each once."""
    wanted = tuple(marks)
    if len(seen(store, wanted, actor.name)) == len(set(wanted)):
        return
    with store.transaction() as writing:
        known = seen(store, wanted, actor.name)
        for mark in dict.fromkeys(wanted):
            if mark not in known:
                entry = NewEntry("figures seen", {"chart_id": chart_id, "about": mark}, _key(mark, actor.name))
                writing.append(STREAM, [entry], expected=None, actor=actor)


def seen(store: Store, marks: Iterable[str], name: str) -> frozenset[str]:
    """Those of `marks` whose figures this person has looked at."""
    keys = {_key(one, name): one for one in marks}
    if not keys:
        return frozenset()
    asked = select(ENTRIES.c.key).where(ENTRIES.c.stream == STREAM, ENTRIES.c.key.in_(keys))
    with store.reading() as connection:
        return frozenset(keys[row[0]] for row in connection.execute(asked))


def _key(mark: str, name: str) -> str:
    return f"figures/{mark}/{name}"
