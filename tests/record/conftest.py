"""Stores to test on: SQLite in a folder of its own, and a PostgreSQL that is really started."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lentus.record import Store, open_store
from tests.record.clock import Clock
from tests.record.postgres import Server, binaries, started

KINDS = ("sqlite", "postgresql")
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Places:
    """Where new stores of one kind can stand."""

    kind: str
    folder: Path
    server: Server | None
    lent: list[str] = field(default_factory=list)

    def new(self) -> str | Path:
        """A place for a store that does not exist yet."""
        if self.server is None:
            return self.folder / f"store{next(_NUMBERS)}"
        return self.server.lent_database(self.lent)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this run alone; where there is none, the test is skipped unless everything is required."""
    if binaries() is None:
        if os.environ.get("LENTUS_REQUIRE_ALL"):
            pytest.fail("PostgreSQL is not installed, and LENTUS_REQUIRE_ALL asks for every test")
        pytest.skip("PostgreSQL is not installed")
    with started() as server:
        yield server


@pytest.fixture(params=KINDS)
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Places]:
    """Places on each kind of database in turn: the same test runs on both."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    lent = Places(request.param, tmp_path, server)
    yield lent
    if server is not None:
        server.free.extend(lent.lent)


@pytest.fixture
def clock() -> Clock:
    """A clock that the test sets."""
    return Clock()


@pytest.fixture
def opened(clock: Clock) -> Iterator[Callable[[str | Path], Store]]:
    """Open stores, and close them at the end."""
    stores: list[Store] = []

    def opens(where: str | Path) -> Store:
        stores.append(open_store(where, clock=clock))
        return stores[-1]

    yield opens
    for one in stores:
        one.close()


@pytest.fixture
def store(places: Places, opened: Callable[[str | Path], Store]) -> Store:
    """A new store on each kind of database in turn."""
    return opened(places.new())


@pytest.fixture
def sqlite_store(tmp_path: Path, opened: Callable[[str | Path], Store]) -> Store:
    """A new store on SQLite alone."""
    return opened(tmp_path / "only")
