"""Everything in one documented file, and back: JSON lines, one entry a line, closed by a count and a hash.

The first line names the store; then come the entries in their order with their hashes, then the rows of tables that
cannot be made again from entries (password hashes; never sessions), then the end. Two exports of one state have the
same bytes, and an imported store exports the same bytes again.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import insert, select

from lentus.errors import RecordError, StoreDamaged
from lentus.record.canonical import canonical
from lentus.record.entry import Kept
from lentus.record.files import put_in_place
from lentus.record.opening import open_store
from lentus.record.reading import kept_entries, kept_from
from lentus.record.readmodels.registry import rebuild
from lentus.record.store import Store
from lentus.record.tables import BUNDLED, ENTRIES, FACTS, HEADS
from lentus.record.tracing import Trace
from lentus.record.writing import WHOLE_STORE, as_row

FORMAT = 1
_BATCH = 1_000


def export(store: Store, path: Path) -> tuple[int, str]:
    """Write a bundle to `path` (compressed where it ends in .gz); the number of entries, and the last store hash."""
    with put_in_place(path) as part:
        return write(store, part, compressed=path.suffix == ".gz")


def write(store: Store, part: Path, *, compressed: bool) -> tuple[int, str]:
    """Write a bundle into an open place; see `export`."""
    with part.open("wb") as raw:
        part.chmod(0o600)
        # No name and no time in the header: equal stores give equal bytes.
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if compressed else None
        try:
            with store.snapshot():
                return _write_lines(store, cast(IO[bytes], packed or raw))
        finally:
            if packed is not None:
                packed.close()


def _write_lines(store: Store, out: IO[bytes]) -> tuple[int, str]:
    with store.reading() as connection:
        head = connection.execute(select(HEADS).where(HEADS.c.stream == WHOLE_STORE)).one_or_none()
        rows = {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).mappings().all()
            for table in BUNDLED
        }
    count, last = (int(head.version), str(head.hash)) if head else (0, "")
    digest, lines = sha256(), 0
    first = {"lentus_bundle": FORMAT, "store": store.id, "demo": store.demo, "entries": count, "head": last}
    body: Iterator[dict[str, Any]] = ({"entry": _with_body(kept)} for kept in kept_entries(store, upto=count))
    tables = ({"table": name, "row": dict(row)} for name, found in rows.items() for row in found)
    for line in _chained([first], body, tables):
        written = f"{canonical(line)}\n".encode()
        digest.update(written)
        lines += 1
        out.write(written)
    out.write(f"{canonical({'end': {'lines': lines, 'sha256': digest.hexdigest()}})}\n".encode())
    return count, last


def _chained(*parts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from part


def _with_body(kept: Kept) -> dict[str, Any]:
    return {**as_row(kept), "body": json.loads(kept.body)}


def import_(path: Path, where: str | Path) -> tuple[int, str]:
    """Make a store at `where` from a bundle, in one commit; the number of entries, and the last store hash.

    Raises RecordError where `where` holds a record or the bundle cannot be read, StoreDamaged where it is not whole.
    """
    store = open_store(where, witnessed=False)
    try:
        with store.transaction() as writing:
            if writing.execute(select(ENTRIES.c.seq).limit(1)).first() is not None:
                raise RecordError(f"{where!s:.200}: holds a record already, which is never overwritten: choose another")
            trace = _Reader(store).read(path)
            rebuild(store)
        store.load_facts()
        store.note_head()
    finally:
        store.close()
    return trace.seq, trace.hash if trace.seq else ""


class _Reader:
    """Reads a bundle into the open transaction of an empty store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.trace = Trace()
        self.first: dict[str, Any] = {}

    def read(self, path: Path) -> Trace:
        digest, lines, ended = sha256(), 0, False
        batch: list[Kept] = []
        for line in _lines_of(path):
            if ended:
                raise StoreDamaged(f"{path}: goes on after its end: it is not a whole bundle")
            data = _parsed(line, path, lines + 1)
            if "end" in data:
                ended = data["end"] == {"lines": lines, "sha256": digest.hexdigest()}
                if not ended:
                    raise StoreDamaged(f"{path}: was changed or cut off: its lines do not have the hash at its end")
                continue
            digest.update(line)
            lines += 1
            self._take(data, path, lines, batch)
        self._flush(batch)
        if not ended or self.trace.seq != self.first.get("entries"):
            raise StoreDamaged(f"{path}: ends too early: it is not a whole bundle; fetch it again")
        self._finish()
        return self.trace

    def _take(self, data: dict[str, Any], path: Path, number: int, batch: list[Kept]) -> None:
        if number == 1:
            if data.get("lentus_bundle") != FORMAT:
                raise RecordError(f"{path}: is no bundle of Lentus of format {FORMAT}")
            self.first = data
        elif "entry" in data:
            entry = data["entry"]
            batch.append(kept_from({**entry, "body": canonical(entry["body"])}))
            if len(batch) >= _BATCH:
                self._flush(batch)
        else:
            table = next((one for one in BUNDLED if one.name == data.get("table")), None)
            if table is None:
                raise RecordError(f"{path}: line {number} is for a table that this Lentus does not know")
            self._writing.execute(insert(table).values(**data["row"]))

    def _flush(self, batch: list[Kept]) -> None:
        self.trace.walk(batch, {})
        grave = next((one for one in self.trace.faults if one.grave), None)
        if grave is not None:
            raise StoreDamaged(f"The bundle is not whole, so nothing was imported: {grave.says}")
        if batch:
            self._writing.execute(insert(ENTRIES), [as_row(one) for one in batch])
        batch.clear()

    def _finish(self) -> None:
        heads = [{"stream": name, "version": at, "hash": last} for name, (at, last) in self.trace.streams.items()]
        if heads:
            whole = {"stream": WHOLE_STORE, "version": self.trace.seq, "hash": self.trace.hash}
            self._writing.execute(insert(HEADS), [*heads, whole])
            self._writing.heads.clear()
        facts = {"id": self.first["store"], "demo": "yes" if self.first["demo"] else "no"}
        for name, value in facts.items():
            self._writing.execute(FACTS.update().where(FACTS.c.name == name).values(value=value))

    @property
    def _writing(self) -> Any:
        return self.store.writing


def _lines_of(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield from cast(Iterable[bytes], gzip.GzipFile(fileobj=raw) if packed else raw)
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or "it is cut off or no bundle"
        raise RecordError(f"{path}: cannot be read: {why}") from error


def _parsed(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise RecordError(f"{path}: line {number} is not JSON: this is no bundle, or it is cut off") from error
    if not isinstance(data, dict):
        raise RecordError(f"{path}: line {number} is not a line of a bundle")
    return data
