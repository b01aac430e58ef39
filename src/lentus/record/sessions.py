"""Sessions: who is signed in, kept at the server.

The browser holds a random token; the store holds its hash. A session ends when nobody used it for the clinic's idle
time, at an absolute end, on signing out, when its password changes, and at once when its account is disabled. The role
is read from the account at each look, so that a changed role holds from the next request on.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from lentus.errors import SignInRefused
from lentus.record import moments
from lentus.record.accounts import HASHING, Account, Hashing, account, hash_of, keep_hash
from lentus.record.attempts import count_try, forget
from lentus.record.entry import SYSTEM, Actor, NewEntry
from lentus.record.settings import settings
from lentus.record.store import Store
from lentus.record.tables import SESSIONS
from lentus.record.writing import Writing

STREAM = "access"
REFUSED = "Name and password do not fit together. Check both; capital letters count in the password."
SEEN_AGAIN = timedelta(minutes=1)
"""How often a session in use is written down as used: a page costs no write, and idleness is a minute exact."""

CLOCK_SET_BACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. `token` is there once, when it begins; `csrf` is what the session's own forms carry."""

    account: Account
    started: datetime
    last_seen: datetime
    ends: datetime
    csrf: str
    token: str = ""

    @property
    def actor(self) -> Actor:
        """Who writes, as the record keeps it."""
        return self.account.actor


def sign_in(store: Store, name: str, password: str, *, origin: str, hashing: Hashing = HASHING) -> Session:
    """Open a session by name and password; `origin` is the address that the request came from.

    Raises SignInRefused with the same sentence whether the name, the password or the account is at fault, after the
    same work, and with the time to wait after too many failures.
    """
    known = name.strip().casefold()
    count_try(store, known, origin)
    found, kept = account(store, known), hash_of(store, known)
    fits = hashing.fits(kept or _nobodys(hashing), password)
    if found is None or kept is None or not fits or not found.active:
        _note(store, "sign-in refused", {"name": found.name if found else None, "origin": origin}, SYSTEM)
        raise SignInRefused(REFUSED)
    with store.transaction() as writing:
        forget(writing, known, origin)
        if hashing.outdated(kept):
            keep_hash(writing, known, hashing.hash(password))
        return _begun(store, writing, known, origin)


@lru_cache(maxsize=8)
def _nobodys(hashing: Hashing) -> str:
    """The hash of a password that nobody has: an unknown name costs as much work as a known one."""
    return hashing.hash(secrets.token_hex())


def start_session(store: Store, name: str) -> Session:
    """Open a session without a password: for the demo clinic's buttons alone. SignInRefused in any other store."""
    if not store.demo:
        raise SignInRefused("Signing in without a password works in the demo clinic only.")
    with store.transaction() as writing:
        return _begun(store, writing, name, "demo")


def _begun(store: Store, writing: Writing, name: str, origin: str) -> Session:
    # Read again under the writer's lock: an account disabled meanwhile opens nothing.
    found = account(store, name)
    if found is None or not found.active:
        raise SignInRefused(REFUSED)
    now, token = store.now(), secrets.token_urlsafe(32)
    ends = now + timedelta(hours=settings(store).session_hours)
    writing.execute(delete(SESSIONS).where(SESSIONS.c.ends <= moments.written(now)))
    row = {"started": moments.written(now), "last_seen": moments.written(now), "ends": moments.written(ends)}
    writing.execute(insert(SESSIONS).values(token_hash=token_hash(token), account=name, **row))
    writing.append(STREAM, [NewEntry("signed in", {"origin": origin})], expected=None, actor=found.actor)
    return Session(found, now, now, ends, _csrf(token), token)


def session_of(store: Store, token: str) -> Session | None:
    """The open session of a token; None where there is none, or none any more."""
    hashed = token_hash(token)
    with store.reading() as connection:
        row = connection.execute(select(SESSIONS).where(SESSIONS.c.token_hash == hashed)).one_or_none()
    if row is None:
        return None
    found = account(store, row.account)
    session_ends, seen, now = moments.read(row.ends), moments.read(row.last_seen), store.now()
    idle = timedelta(minutes=settings(store).idle_minutes)
    over = now >= session_ends or now - seen >= idle or seen - now > CLOCK_SET_BACK
    if found is None or not found.active or over:
        _end(store, hashed)
        return None
    if now - seen >= min(SEEN_AGAIN, idle / 2):
        _seen(store, hashed, now)
    return Session(found, moments.read(row.started), now, session_ends, _csrf(token))


def _seen(store: Store, hashed: str, now: datetime) -> None:
    with store.transaction() as writing:
        writing.execute(update(SESSIONS).where(SESSIONS.c.token_hash == hashed).values(last_seen=moments.written(now)))


def sign_out(store: Store, token: str) -> None:
    """End a session. One that has ended already stays so."""
    hashed = token_hash(token)
    with store.transaction() as writing:
        whose = writing.execute(select(SESSIONS.c.account).where(SESSIONS.c.token_hash == hashed)).scalar()
        found = account(store, whose) if whose else None
        if found is not None:
            _end(store, hashed)
            writing.append(STREAM, [NewEntry("signed out", {})], expected=None, actor=found.actor)


def _end(store: Store, hashed: str) -> None:
    with store.transaction() as writing:
        writing.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == hashed))


def token_hash(token: str) -> str:
    """What is kept of a token: it has too many random bits to be guessed from its hash."""
    return sha256(token.encode()).hexdigest()


def _csrf(token: str) -> str:
    return hmac.new(token.encode(), b"lentus form", sha256).hexdigest()


def _note(store: Store, kind: str, body: dict[str, str | None], actor: Actor) -> None:
    store.append(STREAM, [NewEntry(kind, body)], expected=None, actor=actor)
