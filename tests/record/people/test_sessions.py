"""Sessions: opened by a password, kept as a hash, ended by idleness, time, a disabled account or signing out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lentus.errors import SignInRefused
from lentus.record import Actor, Store, open_store
from lentus.record.accounts import Hashing, change_role, disable, hash_of
from lentus.record.sessions import REFUSED, session_of, sign_in, sign_out, start_session
from lentus.record.settings import Settings, change_settings
from lentus.record.tables import SESSIONS
from tests.record.clock import Clock
from tests.record.people.cheap import ADMIN, CHEAP, PASSWORD, person


def opened(store: Store, name: str = "nora") -> str:
    return sign_in(store, name, PASSWORD, origin="192.0.2.1", hashing=CHEAP).token


def test_a_session_is_found_by_its_token_alone(store: Store) -> None:
    made = person(store)
    session = sign_in(store, " NORA ", PASSWORD, origin="192.0.2.1", hashing=CHEAP)
    found = session_of(store, session.token)
    assert found is not None
    assert (found.account, found.actor, found.token) == (made, Actor("nora", "nurse"), "")
    assert found.csrf == session.csrf
    assert session_of(store, session.token + "x") is None
    assert session_of(store, "") is None


def test_the_store_holds_no_token(store: Store) -> None:
    person(store)
    token = opened(store)
    with store.reading() as connection:
        rows = connection.execute(select(SESSIONS)).all()
    assert token not in repr(rows)
    assert not any(token in repr(one.body) for one in store.entries())


def test_two_sessions_share_nothing(store: Store) -> None:
    person(store)
    first, second = opened(store), opened(store)
    assert first != second
    sign_out(store, first)
    assert session_of(store, first) is None
    assert session_of(store, second) is not None


def test_idleness_ends_it_and_use_keeps_it(store: Store, clock: Clock) -> None:
    person(store)
    token, idle = opened(store), timedelta(minutes=Settings().idle_minutes)
    for _ in range(5):
        clock.jump(idle - timedelta(minutes=2))
        assert session_of(store, token) is not None
    clock.jump(idle)
    assert session_of(store, token) is None
    clock.jump(-idle)
    assert session_of(store, token) is None, "what has ended stays ended"


def test_the_absolute_end_holds_whatever_is_done(store: Store, clock: Clock) -> None:
    person(store)
    token, looks = opened(store), 0
    ends = clock.at + timedelta(hours=Settings().session_hours)
    while clock.at < ends + timedelta(minutes=5):
        alive = session_of(store, token) is not None
        assert alive == (clock.at < ends)
        clock.jump(timedelta(minutes=7))
        looks += 1
    assert looks > 50


def test_a_clock_set_back_does_not_lengthen_a_session(store: Store, clock: Clock) -> None:
    person(store)
    token = opened(store)
    clock.jump(-timedelta(hours=1))
    assert session_of(store, token) is None


def test_the_clinic_says_how_long(store: Store, clock: Clock) -> None:
    person(store)
    change_settings(store, Settings(idle_minutes=2), actor=ADMIN, expected=0, reason="open ward")
    token = opened(store)
    clock.jump(timedelta(minutes=3))
    assert session_of(store, token) is None


def test_a_disabled_account_ends_its_sessions_at_once(store: Store) -> None:
    person(store)
    token = opened(store)
    disable(store, "nora", actor=ADMIN)
    assert session_of(store, token) is None
    with pytest.raises(SignInRefused):
        opened(store)


def test_a_changed_role_holds_from_the_next_look(store: Store) -> None:
    person(store)
    token = opened(store)
    change_role(store, "nora", "viewer", actor=ADMIN)
    found = session_of(store, token)
    assert found is not None
    assert found.actor.role == "viewer"


@pytest.mark.parametrize("who", ["unknown", "wrong password", "disabled", "without a password"])
def test_a_refusal_never_says_what_was_wrong(store: Store, who: str) -> None:
    person(store)
    person(store, "gone", "viewer")
    disable(store, "gone", actor=ADMIN)
    person(store, "demo", "viewer", None)
    name = {"unknown": "nobody.here", "disabled": "gone", "without a password": "demo"}.get(who, "nora")
    with pytest.raises(SignInRefused) as refused:
        sign_in(store, name, "wrong but long enough" if who != "disabled" else PASSWORD, origin="x", hashing=CHEAP)
    assert str(refused.value) == REFUSED


def test_sign_ins_and_refusals_are_in_the_record_without_what_was_typed(store: Store) -> None:
    person(store)
    token = opened(store)
    for name in ("nora", "hunter2 hunter2"):
        with pytest.raises(SignInRefused):
            sign_in(store, name, "a wrong password", origin="192.0.2.9", hashing=CHEAP)
    sign_out(store, token)
    sign_out(store, token)
    told = [(one.type, one.actor) for one in store.entries("access")]
    assert told == [("signed in", "nora"), *[("sign-in refused", "system")] * 2, ("signed out", "nora")]
    assert not any("hunter2" in repr(one.body) or "wrong password" in repr(one.body) for one in store.entries())


def test_older_costs_are_brought_up_to_date_at_sign_in(store: Store) -> None:
    person(store)
    dearer = Hashing(memory=16, rounds=1, lanes=1)
    sign_in(store, "nora", PASSWORD, origin="here", hashing=dearer)
    kept = hash_of(store, "nora")
    assert kept is not None
    assert "m=16" in kept
    sign_in(store, "nora", PASSWORD, origin="here", hashing=dearer)


def test_no_password_is_needed_in_a_demo_and_nowhere_else(store: Store) -> None:
    person(store)
    assert not store.demo
    with pytest.raises(SignInRefused, match="demo clinic only"):
        start_session(store, "nora")


def test_a_demos_people_need_no_password_and_leave_a_trace(tmp_path: Path, clock: Clock) -> None:
    store = open_store(tmp_path, clock=clock, demo=True)
    person(store, "nora", "nurse", None)
    session = start_session(store, "nora")
    found = session_of(store, session.token)
    assert found is not None
    assert found.account == session.account
    assert [one.type for one in store.entries("access")] == ["signed in"]
    with pytest.raises(SignInRefused):
        start_session(store, "nobody.here")
    store.close()
