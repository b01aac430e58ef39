"""Back-off: a few slips are free, then waiting doubles up to its end, for names that exist and names that do not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import SignInRefused
from lentus.record import Store
from lentus.record.attempts import BY_ACCOUNT, BY_ORIGIN, BackOff
from lentus.record.sessions import REFUSED, sign_in
from tests.record.clock import Clock
from tests.record.people.cheap import CHEAP, PASSWORD, person


def tried(store: Store, name: str, password: str = "wrong but long enough", origin: str = "192.0.2.1") -> str:
    try:
        sign_in(store, name, password, origin=origin, hashing=CHEAP)
    except SignInRefused as error:
        return str(error)
    return ""


@given(st.integers(0, 10_000), st.sampled_from([BY_ACCOUNT, BY_ORIGIN]))
def test_waiting_grows_and_ends(failures: int, back_off: BackOff) -> None:
    now, after = back_off.wait(failures), back_off.wait(failures + 1)
    assert now <= after <= back_off.longest
    assert (now > timedelta(0)) == (failures >= back_off.free)
    if timedelta(0) < now < back_off.longest:
        assert after == min(2 * now, back_off.longest)


@pytest.mark.parametrize("name", ["nora", "nobody.here"])
def test_the_same_answers_whether_the_name_exists(store: Store, name: str) -> None:
    person(store)
    answers = [tried(store, name) for _ in range(BY_ACCOUNT.free + 2)]
    assert answers[: BY_ACCOUNT.free] == [REFUSED] * BY_ACCOUNT.free
    assert all("Too many tries" in one for one in answers[BY_ACCOUNT.free :])


def test_while_waiting_the_right_password_waits_too(store: Store, clock: Clock) -> None:
    person(store)
    while "Too many" not in tried(store, "nora"):
        pass
    assert "Too many" in tried(store, "nora", PASSWORD)
    clock.jump(BY_ACCOUNT.longest)
    assert tried(store, "nora", PASSWORD) == ""
    assert tried(store, "nora") == REFUSED, "a success starts afresh"


def test_waiting_never_outlasts_its_end(store: Store, clock: Clock) -> None:
    # Somebody who keeps guessing must not lock a nurse out for longer than this.
    person(store)
    for _ in range(30):
        tried(store, "nora", origin="192.0.2.66")
        clock.jump(BY_ACCOUNT.longest)
    clock.jump(BY_ACCOUNT.longest)
    assert tried(store, "nora", PASSWORD, origin="192.0.2.2") == ""


def test_an_origin_that_tries_many_names_is_slowed_down(store: Store) -> None:
    person(store)
    answers = [tried(store, f"name{number}") for number in range(BY_ORIGIN.free + 1)]
    assert answers[:-1] == [REFUSED] * BY_ORIGIN.free
    assert "Too many tries" in answers[-1]
    assert tried(store, "nora", PASSWORD, origin="198.51.100.7") == "", "others come in"


def test_a_good_account_does_not_wash_its_origin_clean(store: Store) -> None:
    person(store)
    slowed = 0
    for number in range(2 * BY_ORIGIN.free):
        slowed += "Too many" in tried(store, f"name{number}")
        slowed += "Too many" in tried(store, "nora", PASSWORD)
    assert slowed


def test_failures_are_forgotten_in_time(store: Store, clock: Clock) -> None:
    for _ in range(BY_ACCOUNT.free):
        tried(store, "nora")
    clock.jump(BY_ORIGIN.forgotten + timedelta(seconds=5))
    assert [tried(store, "nora") for _ in range(BY_ACCOUNT.free)] == [REFUSED] * BY_ACCOUNT.free


def test_a_clock_set_back_locks_nobody_out(store: Store, clock: Clock) -> None:
    person(store)
    while "Too many" not in tried(store, "nora"):
        pass
    clock.jump(-timedelta(days=2))
    assert tried(store, "nora", PASSWORD) == ""
