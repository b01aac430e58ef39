"""Secret addresses of feeds: who holds one reads the dates behind it, until it is closed.

A calendar program cannot sign in, so the address itself is the key: 256 random bits, shown once. The record keeps its
hash with who opened and closed it, and a copy of the record opens no feed. Closing acts at once, since the record is
asked at each request.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from lentus.errors import RecordError
from lentus.record import Actor, NewEntry, Store, chart

STREAM = "calendars"
OPENED, CLOSED = "calendar opened", "calendar closed"
_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """One address that was opened: `id` names it to people; `chart_id` is empty for the whole clinic.

    `names` says whether the clinic chose to show patients by name in it; `label` is the clinic's own word for it.
    """

    id: str
    token_hash: str
    chart_id: str
    names: bool
    label: str
    by: str
    opened: datetime
    closed: datetime | None = None


def open_address(
    store: Store, *, actor: Actor, chart_id: str = "", names: bool = False, label: str = "", key: str = ""
) -> tuple[Address, str]:
    """A new address and its token, which is shown once and kept nowhere.

    Without `chart_id` it is for the whole clinic. RecordError where there is no such chart. With a `key` that was
    used before, the address of then and an empty token, since nobody knows it any more.
    """
    token = secrets.token_urlsafe(_BYTES)
    hashed = token_hash(token)
    body = {"id": hashed[:12], "token_hash": hashed, "chart_id": chart_id, "names": names, "label": label.strip()[:100]}
    with store.transaction() as writing:
        if chart_id and chart(store, chart_id).closed:
            raise RecordError("This chart is closed: it has no dates to show in a calendar.")
        written = writing.append(STREAM, [NewEntry(OPENED, body, key)], expected=None, actor=actor)
    made = written.entries[0].body["id"]
    return next(one for one in addresses(store) if one.id == made), "" if written.repeated else token


def close_address(store: Store, address_id: str, *, actor: Actor) -> Address:
    """End an address for good, at once. RecordError where there is none; closing a closed one changes nothing."""
    with store.transaction() as writing:
        known = _named(store, address_id)
        if known.closed is None:
            entry = NewEntry(CLOSED, {"id": known.id}, f"close/{known.id}")
            writing.append(STREAM, [entry], expected=None, actor=actor)
        return _named(store, known.id)


def addresses(store: Store) -> tuple[Address, ...]:
    """Every address that was ever opened, oldest first, closed ones with when they ended."""
    found: dict[str, Address] = {}
    for entry in store.entries(STREAM):
        body = entry.body
        if entry.type == OPENED:
            found[body["id"]] = Address(
                body["id"],
                body["token_hash"],
                body["chart_id"],
                bool(body["names"]),
                body["label"],
                entry.actor,
                entry.recorded,
            )
        elif entry.type == CLOSED:
            found[body["id"]] = _ended(found[body["id"]], entry.recorded)
    return tuple(found.values())


def address_of(store: Store, token: str) -> Address | None:
    """The open address of a token. None alike for what is no token, was never given out, or is closed."""
    hashed = token_hash(token if _TOKEN.fullmatch(token) else "")
    # Every address is compared, so that the time taken tells nothing about which of them stands.
    fitting = [one for one in addresses(store) if secrets.compare_digest(one.token_hash, hashed)]
    return next((one for one in fitting if one.closed is None), None)


def token_hash(token: str) -> str:
    """What the record keeps of a token: its SHA-256. The token is random and long, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _named(store: Store, address_id: str) -> Address:
    found = next((one for one in addresses(store) if one.id == address_id), None)
    if found is None:
        raise RecordError(f"There is no calendar address {address_id!r}: list them to see which there are.")
    return found


def _ended(one: Address, at: datetime) -> Address:
    return Address(one.id, one.token_hash, one.chart_id, one.names, one.label, one.by, one.opened, at)
