"""Accounts: who works here, and how a password is kept.

Names, roles and changes are entries of the stream `people`, and stay. A password is only ever a hash by argon2id in a
table beside the log: what was changed must be gone. One person has one account: the rule of two persons rests on it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, insert, select

from lentus.course.names import refuse_hidden
from lentus.errors import CourseError, RecordError
from lentus.record import moments
from lentus.record.entry import SYSTEM, Actor, NewEntry
from lentus.record.roles import CLINICAL, AccountRole, require, role_named
from lentus.record.store import Store
from lentus.record.tables import ACCOUNTS, CREDENTIALS, SESSIONS
from lentus.record.writing import Writing

STREAM = "people"
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000
"""Characters; a longer text would only keep the computer busy."""

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,62}[a-z0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works here. An account that is not active opens no session; it is never deleted."""

    name: str
    full_name: str
    role: AccountRole
    active: bool

    @property
    def actor(self) -> Actor:
        """Who writes, as the record keeps it."""
        return Actor(self.name, self.role)


@dataclass(frozen=True, slots=True)
class Hashing:
    """How a password is hashed: argon2id with these costs. The defaults follow RFC 9106; tests hand in cheap ones.

    `memory` is in KiB, `rounds` counts passes, `lanes` threads.
    """

    memory: int = 65_536
    rounds: int = 3
    lanes: int = 4

    def hash(self, password: str) -> str:
        """The hash of a password, with its own salt and costs in it."""
        return _hasher(self).hash(_normal(password))

    def fits(self, kept: str, password: str) -> bool:
        """Whether a password is the one behind `kept`, whatever costs that was made with."""
        try:
            return _hasher(self).verify(kept, _normal(password))
        except (Argon2Error, InvalidHashError):
            return False

    def outdated(self, kept: str) -> bool:
        """Whether `kept` was made with other costs."""
        return _hasher(self).check_needs_rehash(kept)


@lru_cache(maxsize=8)
def _hasher(hashing: Hashing) -> PasswordHasher:
    return PasswordHasher(time_cost=hashing.rounds, memory_cost=hashing.memory, parallelism=hashing.lanes)


def _normal(password: str) -> str:
    # One password, typed on two keyboards, must be one text.
    return unicodedata.normalize("NFKC", password)


HASHING = Hashing()


def checked_name(text: str) -> str:
    """An account name, in lower case; RecordError where it cannot be one."""
    name = text.strip().casefold()
    if not _NAME.fullmatch(name):
        raise RecordError(
            f"account name {text!r}: use 3 to 64 letters, digits, dots or hyphens, beginning with a letter, such as "
            "j.doe"
        )
    if name in (SYSTEM.name, "nobody"):
        raise RecordError(f"account name {name!r} is Lentus's own: choose another one")
    return name


def checked_password(password: str, *names: str) -> str:
    """A password that may be set; RecordError, without the password in it, where it may not."""
    if len(password) < SHORTEST_PASSWORD:
        raise RecordError(
            f"The password has {len(password)} characters and needs at least {SHORTEST_PASSWORD}: "
            "several words in a row are easy to keep and hard to guess."
        )
    if len(password) > LONGEST_PASSWORD:
        raise RecordError(f"The password has more than {LONGEST_PASSWORD} characters: shorten it.")
    plain = _normal(password).casefold()
    if len(set(plain)) < 4 or plain in {name.casefold() for name in names}:
        raise RecordError("The password is the name itself, or the same few characters again: choose another one.")
    return password


def accounts(store: Store) -> tuple[Account, ...]:
    """Every account, by name, disabled ones too."""
    with store.reading() as connection:
        rows = connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)).all()
    return tuple(Account(row.name, row.full_name, role_named(row.role), row.active) for row in rows)


def account(store: Store, name: str) -> Account | None:
    """The account called `name`; None where there is none."""
    with store.reading() as connection:
        row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).one_or_none()
    return Account(row.name, row.full_name, role_named(row.role), row.active) if row else None


def account_named(store: Store, name: str) -> Account:
    """The account called `name`; RecordError where there is none."""
    found = account(store, name.strip().casefold())
    if found is None:
        raise RecordError(f"account {name!r} is not there: see lentus people list")
    return found


def create_account(
    store: Store,
    name: str,
    full_name: str,
    role: str,
    password: str | None,
    *,
    actor: Actor,
    hashing: Hashing = HASHING,
    key: str = "",
) -> Account:
    """Add somebody. Without a password, only somebody else can open a session for them (a demo's buttons do).

    Raises RecordError for a name that is taken, a person who has an account already, or a password that may not be.
    """
    _may_manage(actor)
    made = Account(checked_name(name), _checked_full_name(full_name), role_named(role), active=True)
    hashed = None if password is None else hashing.hash(checked_password(password, made.name, made.full_name))
    with store.transaction() as writing:
        if writing.repeated(STREAM, key):
            return account_named(store, made.name)
        _refuse_twin(store, made, new=True)
        body = {"name": made.name, "full_name": made.full_name, "role": made.role}
        writing.append(STREAM, [NewEntry("account created", body, key)], expected=None, actor=actor)
        if hashed is not None:
            keep_hash(writing, made.name, hashed)
    return made


def _checked_full_name(text: str) -> str:
    full_name = " ".join(text.split())
    if not full_name or len(full_name) > 200:
        raise RecordError("full name: write the person's name, of at most 200 characters")
    try:
        return refuse_hidden("full name", full_name, joiners=True)
    except CourseError as error:
        raise RecordError(str(error)) from error


def _refuse_twin(store: Store, made: Account, *, new: bool) -> None:
    """One person, one account that acts on patients: two of them could be their own second person."""
    others = [one for one in accounts(store) if new or one.name != made.name]
    if any(one.name == made.name for one in others):
        raise RecordError(f"account {made.name!r} is there already: choose another name")
    twins = (one for one in others if one.active and one.full_name.casefold() == made.full_name.casefold())
    if made.role in CLINICAL and any(one.role in CLINICAL for one in twins):
        raise RecordError(
            f"{made.full_name} has an account that acts on patients already, and one person has one: if this is "
            "somebody else, add what tells the two apart"
        )


def change_role(store: Store, name: str, role: str, *, actor: Actor, reason: str = "") -> Account:
    """Give somebody another role, from the next request on. Both roles stay in the record."""
    return _changed(store, name, "role changed", actor, {"role": role_named(role), "reason": reason})


def disable(store: Store, name: str, *, actor: Actor, reason: str = "") -> Account:
    """Take somebody's access away: their sessions end at once."""
    return _changed(store, name, "account disabled", actor, {"reason": reason})


def enable(store: Store, name: str, *, actor: Actor, reason: str = "") -> Account:
    """Give a disabled account back to its person."""
    return _changed(store, name, "account enabled", actor, {"reason": reason})


def _changed(store: Store, name: str, kind: str, actor: Actor, body: dict[str, str]) -> Account:
    _may_manage(actor)
    with store.transaction() as writing:
        before = account_named(store, name)
        after = Account(
            before.name,
            before.full_name,
            role_named(body.get("role", before.role)),
            kind == "account enabled" or (before.active and kind != "account disabled"),
        )
        if after == before:
            raise RecordError(f"account {before.name!r} is so already: nothing was changed")
        _refuse_twin(store, after, new=False)
        _keep_an_administrator(store, before, after)
        entry = NewEntry(kind, {"name": before.name, "before": before.role, **body})
        writing.append(STREAM, [entry], expected=None, actor=actor)
        if not after.active:
            end_sessions(writing, before.name)
    return after


def _keep_an_administrator(store: Store, before: Account, after: Account) -> None:
    if before.role != "administrator" or (after.active and after.role == "administrator"):
        return
    if not any(one.active and one.role == "administrator" and one.name != before.name for one in accounts(store)):
        raise RecordError("This is the last administrator: make another one first.")


def set_password(
    store: Store, name: str, password: str, *, actor: Actor, hashing: Hashing = HASHING, but: str = ""
) -> None:
    """Set somebody's password, their own or as an administrator; every session of theirs ends.

    `but` is the hash of a session's token that goes on: the one in which they changed it themselves.
    """
    whose = account_named(store, name)
    if actor.name != whose.name:
        _may_manage(actor)
    hashed = hashing.hash(checked_password(password, whose.name, whose.full_name))
    with store.transaction() as writing:
        writing.append(STREAM, [NewEntry("password changed", {"name": whose.name})], expected=None, actor=actor)
        keep_hash(writing, whose.name, hashed)
        end_sessions(writing, whose.name, but=but)


def keep_hash(writing: Writing, name: str, hashed: str) -> None:
    """Keep a password's hash; the one before is gone."""
    writing.execute(delete(CREDENTIALS).where(CREDENTIALS.c.name == name))
    changed = moments.written(writing.store.now())
    writing.execute(insert(CREDENTIALS).values(name=name, hash=hashed, changed=changed))


def hash_of(store: Store, name: str) -> str | None:
    """The hash of somebody's password; None where there is none."""
    with store.reading() as connection:
        found: str | None = connection.execute(select(CREDENTIALS.c.hash).where(CREDENTIALS.c.name == name)).scalar()
    return found


def end_sessions(writing: Writing, name: str, *, but: str = "") -> None:
    """End every session of an account, but the one named by the hash of its token."""
    writing.execute(delete(SESSIONS).where(SESSIONS.c.account == name, SESSIONS.c.token_hash != but))


def _may_manage(actor: Actor) -> None:
    if actor == SYSTEM:
        return
    require(actor.role, "manage people")
