"""The first administrator's link: once, for a while, and for one of many who race."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from lentus.errors import LentusError, NotAllowed, RecordError, SignInRefused
from lentus.record import Store
from lentus.record.accounts import accounts
from lentus.record.invitation import LASTS, first_link, link_stands, needs_first_link, redeem
from lentus.record.sessions import sign_in
from tests.record.clock import Clock
from tests.record.conftest import Places
from tests.record.people.cheap import CHEAP, PASSWORD, person


def used(store: Store, token: str, name: str = "ada") -> str:
    return redeem(store, token, name, f"{name.title()} Example", PASSWORD, hashing=CHEAP).name


def test_a_link_makes_an_administrator_once(store: Store) -> None:
    assert needs_first_link(store)
    token = first_link(store)
    assert link_stands(store, token)
    assert used(store, token) == "ada"
    assert not link_stands(store, token)
    with pytest.raises(SignInRefused, match="does not work"):
        used(store, token, "bob")
    with pytest.raises(NotAllowed, match="There is an administrator"):
        first_link(store)
    assert sign_in(store, "ada", PASSWORD, origin="here", hashing=CHEAP).account.role == "administrator"
    assert token not in repr([one.body for one in store.entries()])


def test_a_bad_password_leaves_the_link_good(store: Store) -> None:
    token = first_link(store)
    with pytest.raises(RecordError, match="at least"):
        redeem(store, token, "ada", "Ada Example", "short", hashing=CHEAP)
    assert accounts(store) == ()
    assert used(store, token) == "ada"


def test_a_link_ends(store: Store, clock: Clock) -> None:
    token = first_link(store)
    clock.jump(LASTS)
    assert not link_stands(store, token)
    with pytest.raises(SignInRefused):
        used(store, token)


def test_a_newer_link_ends_the_older(store: Store) -> None:
    old, new = first_link(store), first_link(store)
    with pytest.raises(SignInRefused):
        used(store, old)
    assert used(store, new) == "ada"


def test_a_link_is_worth_nothing_once_there_is_an_administrator(store: Store) -> None:
    token = first_link(store)
    person(store, "bob", "administrator")
    with pytest.raises(SignInRefused):
        used(store, token)


@pytest.mark.parametrize("token", ["", "guess", "x" * 1_000])
def test_a_guess_opens_nothing(store: Store, token: str) -> None:
    first_link(store)
    with pytest.raises(SignInRefused):
        used(store, token)


def test_of_many_who_race_one_wins(places: Places, opened: Callable[[str | Path], Store]) -> None:
    where = places.new()
    stores = [opened(where) for _ in range(6)]
    token = first_link(stores[0])

    def race(number: int) -> str:
        try:
            return used(stores[number], token, f"racer{number}")
        except LentusError as error:
            return type(error).__name__

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(race, range(6)))
    assert sorted(answers)[:5] == ["SignInRefused"] * 5
    assert len(accounts(stores[0])) == 1


def test_it_lasts_long_enough_to_type_and_no_longer_than_a_shift() -> None:
    assert timedelta(minutes=10) < LASTS < timedelta(hours=8)
