"""The whole demo clinic for the tests of pages that need patients at every stage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI

from lentus.record import charts, open_store
from lentus.record.demo import make_demo
from lentus.web.app import create_app

NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


def demo_app(folder: Path) -> tuple[FastAPI, dict[str, str]]:
    """The application over a fresh demo clinic, whose clock stands, and the chart ids by the patients' names."""
    store = open_store(folder, clock=lambda: NOW, demo=True)
    make_demo(store, today=NOW)
    ids = {row.name.removeprefix("Generated "): row.chart_id for row in charts(store)}
    return create_app(store, secret=b"a secret of the tests"), ids
