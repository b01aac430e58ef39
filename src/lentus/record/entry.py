"""What is written into the record: who writes, what is handed in, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lentus.errors import RecordError

LONGEST_NAME = 200
"""Characters of a stream, a type, an actor, a role or a key."""


def _plain(what: str, text: str, *, empty: bool = False) -> None:
    if not text and not empty:
        raise RecordError(f"{what} is empty: name it")
    if len(text) > LONGEST_NAME:
        raise RecordError(f"{what} has {len(text)} characters, more than {LONGEST_NAME}: shorten it")
    if not text.isprintable():
        raise RecordError(f"{what} {text!r} holds a control character: leave it out")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: an account's name, or `system`; and the role in which it acts."""

    name: str
    role: str

    def __post_init__(self) -> None:
        _plain("actor", self.name)
        _plain("role", self.role)


SYSTEM = Actor("system", "system")
"""Lentus itself, where no person acts."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry before it is written. `key` makes a repeated request harmless: one key is written once a stream."""

    type: str
    body: Mapping[str, Any]
    key: str = ""

    def __post_init__(self) -> None:
        _plain("type", self.type)
        _plain("key", self.key, empty=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it stands in the store, byte for byte: what the chain is computed over and the bundle holds.

    `seq` counts the whole store and `version` its stream, both from 1 without a gap; `recorded` is UTC in ISO 8601
    with microseconds; `body` is canonical JSON of the type's own version `type_version`.
    """

    seq: int
    stream: str
    version: int
    type: str
    type_version: int
    recorded: str
    actor: str
    role: str
    key: str
    body: str
    stream_hash: str
    store_hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is read: the body in today's shape of its type, `recorded` in UTC.

    `type_version` is the version in which it was written; `recorded` is the clock's word and never the order: `seq` is.
    """

    seq: int
    stream: str
    version: int
    type: str
    type_version: int
    recorded: datetime
    actor: str
    role: str
    key: str
    body: dict[str, Any] = field(repr=False)
    stream_hash: str = field(repr=False)
    store_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append wrote, or had written when the same key came before (`repeated`)."""

    entries: tuple[Entry, ...]
    repeated: bool = False

    @property
    def version(self) -> int:
        """The version of the stream after these entries."""
        return self.entries[-1].version


def stream_name(text: str) -> str:
    """`text` if it can name a stream; RecordError otherwise."""
    _plain("stream", text)
    return text
