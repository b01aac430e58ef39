"""Hashing that costs nothing, for tests that are about something else."""

from __future__ import annotations

from lentus.record import Actor, Store
from lentus.record.accounts import Account, Hashing, create_account

CHEAP = Hashing(memory=8, rounds=1, lanes=1)
PASSWORD = "correct horse battery staple"
ADMIN = Actor("admin", "administrator")


def person(store: Store, name: str = "nora", role: str = "nurse", password: str | None = PASSWORD) -> Account:
    return create_account(store, name, f"{name.title()} Example", role, password, actor=ADMIN, hashing=CHEAP)
