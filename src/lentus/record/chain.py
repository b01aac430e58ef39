"""The chain: each entry's hash holds the one before it, in its stream and in the whole store.

An entry's text is the canonical JSON of all its fields. Its stream hash is SHA-256 of the stream's hash before it, a
line feed, and that text; its store hash is SHA-256 of the store's hash before it, a line feed, and its stream hash.
Whoever changes, drops or moves an entry must rewrite every hash after it, and cannot match a head noted elsewhere.
"""

from __future__ import annotations

from hashlib import sha256

from lentus.record.canonical import quoted
from lentus.record.entry import Kept

START = "0" * 64
"""The hash before the first entry."""


def text_of(entry: Kept) -> str:
    """The canonical JSON of every field but the two hashes; the body is canonical already."""
    return (
        f'{{"actor":{quoted(entry.actor)},"body":{entry.body},"key":{quoted(entry.key)},'
        f'"recorded":{quoted(entry.recorded)},"role":{quoted(entry.role)},"seq":{entry.seq},'
        f'"stream":{quoted(entry.stream)},"type":{quoted(entry.type)},"type_version":{entry.type_version},'
        f'"version":{entry.version}}}'
    )


def stream_hash(before: str, entry: Kept) -> str:
    """The hash of a stream after `entry`, given its hash before."""
    return sha256(f"{before}\n{text_of(entry)}".encode()).hexdigest()


def store_hash(before: str, of_stream: str) -> str:
    """The hash of the whole store after an entry with the stream hash `of_stream`."""
    return sha256(f"{before}\n{of_stream}".encode()).hexdigest()
