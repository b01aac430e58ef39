"""A clinic whose clock stands at one moment, and a fresh chart for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

import pytest
from fastapi import FastAPI

from lentus.course.events import AnyEvent
from lentus.record import SYSTEM, Store, open_chart, open_store
from lentus.record.chart import stream_of
from lentus.web.app import create_app
from tests.web.actions.scenes import MOMENT, PATIENT
from tests.web.clinic import add_people
from tests.web.desk import Desk
from tests.web.workbench import recorded

SECRET = b"a secret of the tests"
NUMBERS = count(1)


@pytest.fixture(scope="session")
def clinic_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A demo store with its people and no patient yet; its clock stands still."""
    store = open_store(tmp_path_factory.mktemp("acting"), demo=True, clock=lambda: MOMENT)
    add_people(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def acting_app(clinic_store: Store) -> FastAPI:
    """The application over it."""
    return create_app(clinic_store, secret=SECRET)


@pytest.fixture(scope="session")
def desks(acting_app: FastAPI) -> Callable[[str], Desk]:
    """`desks("nurse2")`: that demo person, signed in once for all tests."""
    known: dict[str, Desk] = {}

    def desk(name: str) -> Desk:
        if name not in known:
            known[name] = Desk(acting_app, name)
        return known[name]

    return desk


@pytest.fixture
def new_chart(clinic_store: Store) -> Callable[..., str]:
    """`new_chart(events)`: a chart of a new patient with these events; its id."""

    def made(events: Sequence[AnyEvent] = ()) -> str:
        number = next(NUMBERS)
        patient = PATIENT.model_copy(update={"id": f"D-{number:04d}"})
        chart = open_chart(clinic_store, patient, actor=SYSTEM, generated=True, chart_id=f"{number:032x}")
        if events:
            # Long verified, so that only what a test records itself waits for a second person.
            known = [recorded(one) for one in events]
            clinic_store.append(stream_of(chart.id), known, expected=None, actor=SYSTEM)
        return chart.id

    return made
