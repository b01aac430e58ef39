"""`lentus record backup`, `restore`, `export`, `import` and `rebuild`."""

from __future__ import annotations

from pathlib import Path

from lentus.cli.commands.record_stores import place_named, store_named
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.pieces import Line
from lentus.record import backup as copies
from lentus.record import bundle
from lentus.record import rebuild as rebuilding


def back_up(path: str, data: str, store: str, *, as_json: bool) -> int:
    """Write a backup."""
    with store_named(data, store) as opened:
        made = copies.backup(opened, Path(path))
    return _told(f"Backed up to {made.path}", made.entries, made.head, as_json=as_json)


def put_back(path: str, data: str, store: str, *, as_json: bool) -> int:
    """Make a record from a backup."""
    made = copies.restore(Path(path), place_named(data, store))
    return _told(f"Restored from {path}", made.entries, made.head, as_json=as_json)


def export(path: str, data: str, store: str, *, as_json: bool) -> int:
    """Write a bundle."""
    with store_named(data, store) as opened:
        entries, head = bundle.export(opened, Path(path))
    return _told(f"Exported to {path}", entries, head, as_json=as_json)


def import_bundle(path: str, data: str, store: str, *, as_json: bool) -> int:
    """Make a record from a bundle."""
    entries, head = bundle.import_(Path(path), place_named(data, store))
    return _told(f"Imported from {path}", entries, head, as_json=as_json)


def rebuild(data: str, store: str, *, as_json: bool) -> int:
    """Make the read models again."""
    with store_named(data, store) as opened:
        entries = rebuilding(opened)
    return _told("Made the lists again", entries, "", as_json=as_json)


def _told(what: str, entries: int, head: str, *, as_json: bool) -> int:
    if as_json:
        show_json({"done": what, "entries": entries, "head": head})
        return FINE
    show_pieces([Line(f"{what}: {entries:,} {'entry' if entries == 1 else 'entries'}.")])
    if head:
        show_pieces([Line(f"Head {entries}:{head}")])
    return FINE
