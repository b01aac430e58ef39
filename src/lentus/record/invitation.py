"""First start: a one-time link that makes the first administrator.

Only whoever starts Lentus on its machine sees the link. It works while there is no administrator, once, and for an
hour; a newer link ends the older ones. The store keeps its hash alone.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from lentus.errors import NotAllowed, SignInRefused
from lentus.record import moments
from lentus.record.accounts import HASHING, Account, Hashing, accounts, create_account
from lentus.record.accounts import STREAM as PEOPLE
from lentus.record.entry import SYSTEM, NewEntry
from lentus.record.sessions import token_hash
from lentus.record.store import Store
from lentus.record.tables import INVITATIONS

LASTS = timedelta(hours=1)
SPENT = "This link does not work: it was used, is too old, or a newer one was made. Make a new one: lentus people link."
THERE_IS_ONE = (
    "There is an administrator already, who adds the others. A lost password is set anew on the machine itself: "
    "lentus people password NAME."
)


def needs_first_link(store: Store) -> bool:
    """Whether nobody runs the house yet."""
    return not any(one.active and one.role == "administrator" for one in accounts(store))


def first_link(store: Store) -> str:
    """The token of a new link. NotAllowed where there is an administrator already."""
    token = secrets.token_urlsafe(32)
    with store.transaction() as writing:
        if not needs_first_link(store):
            raise NotAllowed(THERE_IS_ONE)
        now = store.now()
        writing.execute(delete(INVITATIONS))
        values = {"made": moments.written(now), "ends": moments.written(now + LASTS), "used": None}
        writing.execute(insert(INVITATIONS).values(token_hash=token_hash(token), **values))
        writing.append(PEOPLE, [NewEntry("link made", {"ends": values["ends"]})], expected=None, actor=SYSTEM)
    return token


def link_stands(store: Store, token: str) -> bool:
    """Whether a link can still be used."""
    with store.reading() as connection:
        row = connection.execute(select(INVITATIONS).where(INVITATIONS.c.token_hash == token_hash(token))).one_or_none()
    return row is not None and row.used is None and store.now() < moments.read(row.ends) and needs_first_link(store)


def redeem(
    store: Store, token: str, name: str, full_name: str, password: str, *, hashing: Hashing = HASHING
) -> Account:
    """Make the first administrator. SignInRefused for a spent link; a bad name or password spends none."""
    with store.transaction() as writing:
        if not link_stands(store, token):
            raise SignInRefused(SPENT)
        hashed, used = token_hash(token), moments.written(store.now())
        unused = INVITATIONS.c.token_hash == hashed, INVITATIONS.c.used.is_(None)
        if writing.execute(update(INVITATIONS).where(*unused).values(used=used)).rowcount != 1:
            raise SignInRefused(SPENT)
        made = create_account(store, name, full_name, "administrator", password, actor=SYSTEM, hashing=hashing)
        writing.append(PEOPLE, [NewEntry("link redeemed", {"name": made.name})], expected=None, actor=made.actor)
    return made
