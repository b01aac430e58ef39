"""Prove that the record is whole: every entry as it was written, none missing, none moved, and its guards in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from lentus.errors import LentusError
from lentus.record import witness
from lentus.record.entry import Kept
from lentus.record.guards import TRIGGERS
from lentus.record.reading import entry_from, kept_entries
from lentus.record.store import Store
from lentus.record.tables import HEADS
from lentus.record.tracing import Fault, Trace
from lentus.record.writing import WHOLE_STORE


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: how many entries it read, the hash of the last one, and every fault and note."""

    entries: int
    head: str
    found: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether the record is as it was written."""
        return not any(one.grave for one in self.found)


def verify(store: Store, *, anchors: Mapping[int, str] | None = None) -> list[Fault]:
    """Every fault and note, in order; empty for a record that is whole. See `verified`."""
    return list(verified(store, anchors=anchors).found)


def verified(store: Store, *, anchors: Mapping[int, str] | None = None) -> Verified:
    """Read the whole record and hold it against its chain, its heads, its guards and the database's own check.

    `anchors` are store hashes by number of entry that were noted elsewhere, on paper or in a backup: with them, even a
    record that was rewritten from one end to the other is found out.
    """
    trace = Trace()
    noted = witness.noted_at(store.file) if store.file else None
    with store.snapshot():
        with store.reading() as connection:
            trace.faults.extend(_of_database(store, connection))
            heads = {row.stream: (int(row.version), row.hash) for row in connection.execute(select(HEADS))}
        trace.walk(_readable(store, trace), anchors or {})
        trace.faults.extend(_noted_losses(store))
    trace.faults.extend(_lost_ends(trace, heads))
    trace.faults.extend(_against_witness(noted, trace))
    return Verified(trace.seq, trace.hash, tuple(sorted(trace.faults, key=lambda one: one.seq or 0)))


def _readable(store: Store, trace: Trace) -> Iterator[Kept]:
    for kept in kept_entries(store):
        try:
            entry_from(store.types, kept)
        except (LentusError, LookupError, ValueError, TypeError) as error:
            says = f"Entry {kept.seq} ({kept.type}) cannot be read: {error}"
            trace.faults.append(Fault("unreadable", says, kept.seq, kept.stream))
        yield kept


def _of_database(store: Store, connection: Connection) -> Iterator[Fault]:
    standing = _triggers(store.kind, connection)
    missing = [name for name in TRIGGERS[store.kind] if name not in standing]
    if missing:
        yield Fault("unguarded", f"The database no longer refuses changes: {', '.join(missing)} switched off or gone.")
    if store.kind == "sqlite":
        answer = [str(one) for one in connection.execute(text("PRAGMA quick_check(3)")).scalars()]
        if answer != ["ok"]:
            yield Fault("damaged", f"The database's own check of its file fails: {'; '.join(answer)}.")


def _triggers(kind: str, connection: Connection) -> set[str]:
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'"
        if kind == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = 'entries'::regclass AND tgenabled <> 'D'"
    )
    return {str(one) for one in connection.execute(text(asked)).scalars()}


def _lost_ends(trace: Trace, heads: Mapping[str, tuple[int, str]]) -> Iterator[Fault]:
    came, noted = heads.get(WHOLE_STORE, (0, ""))
    ends = f"The record had come to entry {came} and ends at {trace.seq}"
    if came > trace.seq:
        yield Fault("missing", f"{ends}: its end is missing.", came)
    elif came < trace.seq:
        yield Fault("changed", f"{ends}: what is beyond was not written by Lentus.", trace.seq)
    elif came and noted != trace.hash:
        yield Fault("changed", f"The last hash, of entry {came}, is not the one that was noted with it.", came)
    for stream, (version, noted_hash) in heads.items():
        found, last = trace.streams.get(stream, (0, ""))
        if stream != WHOLE_STORE and (found, last) != (version, noted_hash):
            says = f"Stream {stream} had come to version {version} and ends at {found}, or its last hash was changed."
            yield Fault("missing" if found < version else "changed", says, None, stream)
    for stream in trace.streams.keys() - heads.keys():
        yield Fault("changed", f"Stream {stream} has no head: it was not written by Lentus.", None, stream)


def _against_witness(noted: witness.Noted | None, trace: Trace) -> Iterator[Fault]:
    if noted is not None and noted.seq > trace.seq:
        yield Fault(
            "missing", f"Entries up to {noted.seq} were acknowledged; the record ends at {trace.seq}.", noted.seq
        )


def _noted_losses(store: Store) -> Iterator[Fault]:
    for entry in store.entries("store", types=["loss noted"]):
        had, ended = entry.body["had"], entry.body["found"]
        opened = f"When the record was opened on {entry.recorded:%d-%b-%Y %H:%M} UTC"
        lost = (
            f"{opened} it ended at entry {ended}, though entries up to {had} had been acknowledged: look for them in a "
            "backup."
            if ended < had
            else f"{opened} its entry {had} was not the acknowledged one: another record stood in its place."
        )
        yield Fault("lost", lost, entry.seq, entry.stream)
