"""One clinic for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lentus.record import Store, open_store
from tests.exchange.cds.clinic import fill


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A demo store with two charts: look at it only."""
    store = open_store(Path(tmp_path_factory.mktemp("cds")), demo=True)
    fill(store)
    yield store
    store.close()
