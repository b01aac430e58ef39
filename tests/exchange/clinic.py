"""The demo clinic for the tests of exchange, with a clock that stands."""

from __future__ import annotations

import atexit
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from lentus.record import Store, open_store
from lentus.record.demo import make_demo

NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


@cache
def demo() -> Store:
    """The whole demo clinic, made once a process: look at it, and write only into charts of your own."""
    folder = mkdtemp(prefix="lentus-demo-")
    atexit.register(rmtree, folder, ignore_errors=True)
    store = open_store(Path(folder), clock=lambda: NOW, demo=True)
    make_demo(store, today=NOW)
    return store
