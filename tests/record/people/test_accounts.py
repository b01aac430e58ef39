"""Accounts: what may be made, what is kept of a password, and that every change stays in the record."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import NotAllowed, RecordError
from lentus.record import SYSTEM, Actor, Store, rebuild
from lentus.record.accounts import (
    SHORTEST_PASSWORD,
    Hashing,
    account,
    accounts,
    change_role,
    checked_name,
    checked_password,
    create_account,
    disable,
    enable,
    hash_of,
    set_password,
)
from lentus.record.roles import ROLES
from lentus.record.sessions import session_of, sign_in
from tests.record.people.cheap import ADMIN, CHEAP, PASSWORD, person


def types(store: Store) -> list[str]:
    return [one.type for one in store.entries("people")]


def test_an_account_is_an_entry_and_its_password_is_not(store: Store) -> None:
    made = person(store)
    assert account(store, "nora") == made
    (entry,) = store.entries("people")
    assert entry.actor == "admin"
    assert PASSWORD not in json.dumps(entry.body)
    kept = hash_of(store, "nora")
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert kept not in json.dumps(entry.body)


def test_the_usual_costs_are_those_of_rfc_9106() -> None:
    assert (Hashing().memory, Hashing().rounds, Hashing().lanes) == (64 * 1024, 3, 4)


def test_every_change_is_an_entry_with_who_and_why(store: Store) -> None:
    person(store)
    change_role(store, "nora", "prescriber", actor=ADMIN, reason="qualified")
    disable(store, "nora", actor=ADMIN, reason="on leave")
    enable(store, "nora", actor=ADMIN, reason="back")
    set_password(store, "nora", "another long password", actor=ADMIN, hashing=CHEAP)
    assert types(store) == [
        "account created",
        "role changed",
        "account disabled",
        "account enabled",
        "password changed",
    ]
    changed = list(store.entries("people"))[1]
    assert (changed.body["before"], changed.body["role"], changed.body["reason"]) == (
        "nurse",
        "prescriber",
        "qualified",
    )
    assert account(store, "nora") == accounts(store)[0]
    assert accounts(store)[0].role == "prescriber"


def test_the_list_can_be_made_again_from_the_entries(store: Store) -> None:
    person(store)
    person(store, "paul", "pharmacist")
    disable(store, "paul", actor=ADMIN)
    before = accounts(store)
    rebuild(store)
    assert accounts(store) == before


@pytest.mark.parametrize("role", [one for one in ROLES if one != "administrator"])
def test_only_an_administrator_manages_people(sqlite_store: Store, role: str) -> None:
    person(sqlite_store)
    other = Actor("other", role)
    tried: list[Callable[[], object]] = [
        lambda: create_account(sqlite_store, "new", "New", "nurse", PASSWORD, actor=other, hashing=CHEAP),
        lambda: change_role(sqlite_store, "nora", "prescriber", actor=other),
        lambda: disable(sqlite_store, "nora", actor=other),
        lambda: set_password(sqlite_store, "nora", PASSWORD, actor=other, hashing=CHEAP),
    ]
    for refused in tried:
        with pytest.raises(NotAllowed):
            refused()
    assert types(sqlite_store) == ["account created"]


def test_one_sets_ones_own_password(store: Store) -> None:
    made = person(store)
    set_password(store, "nora", "my own new password", actor=made.actor, hashing=CHEAP)
    assert sign_in(store, "nora", "my own new password", origin="here", hashing=CHEAP).account == made


def test_a_new_password_ends_every_session(store: Store) -> None:
    person(store)
    session = sign_in(store, "nora", PASSWORD, origin="here", hashing=CHEAP)
    set_password(store, "nora", "another long password", actor=ADMIN, hashing=CHEAP)
    assert session_of(store, session.token) is None


def test_a_person_has_one_account_that_acts_on_patients(store: Store) -> None:
    person(store)
    with pytest.raises(RecordError, match="one person has one"):
        create_account(store, "nora2", "nora  EXAMPLE", "prescriber", PASSWORD, actor=ADMIN, hashing=CHEAP)
    create_account(store, "nora-admin", "Nora Example", "administrator", PASSWORD, actor=ADMIN, hashing=CHEAP)
    with pytest.raises(RecordError, match="one person has one"):
        change_role(store, "nora-admin", "nurse", actor=SYSTEM)


def test_a_name_is_taken_once_whatever_its_capitals(store: Store) -> None:
    person(store)
    with pytest.raises(RecordError, match="is there already"):
        create_account(store, " NORA ", "Somebody Else", "viewer", PASSWORD, actor=ADMIN, hashing=CHEAP)


def test_the_last_administrator_stays(store: Store) -> None:
    person(store, "ada", "administrator")
    tried: list[Callable[[], object]] = [
        lambda: disable(store, "ada", actor=ADMIN),
        lambda: change_role(store, "ada", "viewer", actor=ADMIN),
    ]
    for refused in tried:
        with pytest.raises(RecordError, match="last administrator"):
            refused()
    person(store, "bob", "administrator")
    disable(store, "ada", actor=ADMIN)


def test_a_change_of_nothing_is_said(store: Store) -> None:
    person(store)
    with pytest.raises(RecordError, match="so already"):
        change_role(store, "nora", "nurse", actor=ADMIN)
    with pytest.raises(RecordError, match="not there"):
        disable(store, "nobody-here", actor=ADMIN)


@pytest.mark.parametrize(
    "name", ["", "ab", "9nurse", "nora example", "nora/../x", "system", "nobody", "n" * 65, "nörä"]
)
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(RecordError, match="account name"):
        checked_name(name)


@given(st.text(max_size=SHORTEST_PASSWORD - 1))
def test_a_short_password_is_refused_without_being_repeated(password: str) -> None:
    with pytest.raises(RecordError, match=f"at least {SHORTEST_PASSWORD}") as refused:
        checked_password(password)
    assert len(password) < 3 or password not in str(refused.value)


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abcabcabcabc", "Nora Example Of Ward"])
def test_an_easy_password_is_refused(password: str) -> None:
    with pytest.raises(RecordError, match="choose another"):
        checked_password(password, "nora", "nora example of ward")


def test_a_password_too_long_to_hash_is_refused() -> None:
    with pytest.raises(RecordError, match="shorten"):
        checked_password("ab cd" * 1_000)


@given(st.text(min_size=SHORTEST_PASSWORD, max_size=40, alphabet=st.characters(codec="utf-8")))
def test_a_password_fits_itself_and_no_other(password: str) -> None:
    kept = CHEAP.hash(password)
    assert CHEAP.fits(kept, password)
    assert not CHEAP.fits(kept, password + "x")
    assert not CHEAP.fits("no hash", password)


def test_the_same_letters_from_another_keyboard_fit() -> None:
    assert CHEAP.fits(CHEAP.hash("caf\u00e9 au lait 12"), "cafe\u0301 au lait 12")
