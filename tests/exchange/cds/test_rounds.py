"""Answers in rounds: each look of a calling record is written down before its answer leaves, many in one commit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lentus.errors import StoreUnavailable
from lentus.record import Store, open_store
from lentus.record.access import who_opened
from lentus.record.writing import Writing
from lentus.web.rounds import MOST, Rounds

ISSUER = "https://record.example"
Work = Callable[[], tuple[str, list[str]]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "looks", demo=True)
    yield made
    made.close()


def looking_at(*charts: str) -> Work:
    return lambda: (" ".join(charts), list(charts))


def answered(store: Store, rounds: Rounds, *works: Work) -> list[str | BaseException]:
    """Several calls at once; what each of them was told, or what it raised."""

    async def all_of_them() -> list[str | BaseException]:
        return list(
            await asyncio.gather(*[rounds.answered(store, ISSUER, one) for one in works], return_exceptions=True)
        )

    return asyncio.run(all_of_them())


def test_every_look_is_written_once_and_many_in_one_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    commits = 0
    whole = Store.transaction

    @contextmanager
    def counted(self: Store) -> Iterator[Writing]:
        nonlocal commits
        commits += self.writing is None
        with whole(self) as writing:
            yield writing

    monkeypatch.setattr(Store, "transaction", counted)
    rounds, charts = Rounds(), [f"c{number}" for number in range(3 * MOST)]
    told = answered(store, rounds, *[looking_at(one) for one in charts], looking_at("c1", "c2"))
    assert told == [*charts, "c1 c2"], "each is told its own answer"
    assert sorted(one.chart_id for one in who_opened(store)) == sorted(charts)
    assert commits <= 5
    before = commits
    assert answered(store, rounds, looking_at(*charts)) == [" ".join(charts)]
    assert len(who_opened(store)) == len(charts)
    assert commits == before, "what is known is not written again"


def test_a_look_that_cannot_be_written_fails_its_own_call_and_all_that_waited(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Store) -> Writing:
        raise StoreUnavailable("The record cannot be written now.")

    rounds = Rounds()
    with monkeypatch.context() as broken:
        broken.setattr(Store, "transaction", away)
        told = answered(store, rounds, looking_at("a"), looking_at("b"), looking_at(), looking_at("c"))
        assert [isinstance(one, StoreUnavailable) for one in told] == [True, True, False, True]
    assert answered(store, rounds, looking_at("a")) == ["a"]
    assert [one.chart_id for one in who_opened(store)] == ["a"], "what failed is not taken for known"


def test_no_chart_costs_nothing(store: Store) -> None:
    assert answered(store, Rounds(), looking_at(), looking_at()) == ["", ""]
    assert who_opened(store) == ()


def test_an_answer_that_fails_fails_alone(store: Store) -> None:
    def failing() -> tuple[str, list[str]]:
        raise ZeroDivisionError

    first, second, third = answered(store, Rounds(), looking_at("a"), failing, looking_at("b"))
    assert (first, third) == ("a", "b")
    assert isinstance(second, ZeroDivisionError)
    assert sorted(one.chart_id for one in who_opened(store)) == ["a", "b"]


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_whoever_goes_away_leaves_the_others_a_leader(store: Store, gone: int) -> None:
    """A caller may hang up while it waits, and while it is to lead: everybody else is answered all the same."""

    async def played() -> list[str | BaseException]:
        rounds, may_go_on, begun = Rounds(), threading.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow() -> tuple[str, list[str]]:
            loop.call_soon_threadsafe(begun.set)
            may_go_on.wait(30)
            return "slow", ["s"]

        calls = [asyncio.ensure_future(rounds.answered(store, ISSUER, slow))]
        await begun.wait()
        calls += [asyncio.ensure_future(rounds.answered(store, ISSUER, looking_at(f"c{one}"))) for one in range(1, 5)]
        await asyncio.sleep(0)
        if gone == 1:
            # It is named the leader of the next round, and goes before it can begin.
            calls[0].add_done_callback(lambda _: calls[1].cancel())
        else:
            calls[gone].cancel()
        may_go_on.set()
        told = await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 30)
        assert await asyncio.wait_for(rounds.answered(store, ISSUER, looking_at("later")), 30) == "later"
        return list(told)

    told = asyncio.run(played())
    left = [one for one in told if isinstance(one, str)]
    assert {"slow", *(f"c{one}" for one in range(1, 5) if one != gone)} <= set(left)


@pytest.mark.parametrize("gone", range(4))
def test_whoever_goes_away_while_looks_are_written_leaves_the_others_answered(store: Store, gone: int) -> None:
    """Also the one who saw to the writing: each of the others is answered, and each look of theirs is written."""

    async def played() -> list[str | BaseException]:
        rounds, may_write, writing = Rounds(), threading.Event(), asyncio.Event()
        loop, whole = asyncio.get_running_loop(), Rounds._note

        def slowly(self: Rounds, into: Store) -> None:
            loop.call_soon_threadsafe(writing.set)
            may_write.wait(30)
            whole(self, into)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Rounds, "_note", slowly)
            calls = [asyncio.ensure_future(rounds.answered(store, ISSUER, looking_at(f"c{one}"))) for one in range(4)]
            await writing.wait()
            calls[gone].cancel()
            await asyncio.sleep(0.01)
            may_write.set()
            return list(await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 30))

    told = asyncio.run(played())
    left = {f"c{one}" for one in range(4) if one != gone}
    assert {one for one in told if isinstance(one, str)} >= left
    assert {one.chart_id for one in who_opened(store)} >= left
