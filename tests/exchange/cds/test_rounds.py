"""Each look of a calling record into a chart is written down before its answer leaves, many at once in one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lentus.errors import StoreUnavailable
from lentus.record import Store, open_store
from lentus.record.access import who_opened
from lentus.record.writing import Writing
from lentus.web.looks import Looks

ISSUER = "https://record.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "looks", demo=True)
    yield made
    made.close()


def noted(store: Store, looks: Looks, *charts: list[str]) -> list[BaseException | None]:
    """Several calls at once, each with the charts that it opened; what each of them raised."""

    async def all_of_them() -> list[BaseException | None]:
        calls = [looks.note(store, one, ISSUER) for one in charts]
        return list(await asyncio.gather(*calls, return_exceptions=True))

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
    looks, charts = Looks(), [f"c{number}" for number in range(30)]
    assert noted(store, looks, *[[one] for one in charts], ["c1", "c2"]) == [None] * 31
    assert sorted(one.chart_id for one in who_opened(store)) == sorted(charts)
    assert commits < 30
    assert noted(store, looks, charts) == [None]
    assert len(who_opened(store)) == 30


def test_a_look_that_cannot_be_written_fails_its_own_call_and_all_that_waited(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Store) -> Writing:
        raise StoreUnavailable("The record cannot be written now.")

    looks = Looks()
    with monkeypatch.context() as broken:
        broken.setattr(Store, "transaction", away)
        assert all(isinstance(one, StoreUnavailable) for one in noted(store, looks, ["a"], ["b"], ["c"]))
    assert noted(store, looks, ["a"]) == [None]
    assert [one.chart_id for one in who_opened(store)] == ["a"], "what failed is not taken for known"


def test_no_chart_costs_nothing(store: Store) -> None:
    assert noted(store, Looks(), [], []) == [None, None]
    assert who_opened(store) == ()
