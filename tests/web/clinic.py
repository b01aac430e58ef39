"""The small demo clinic of the tests: two patients whose charts have fixed ids."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lentus.course.patient import Patient
from lentus.record import SYSTEM, Store, open_chart, open_store
from lentus.record.accounts import create_account
from lentus.record.demo import PEOPLE

FIRST = "00000000000000000000000000000001"
SECOND = "00000000000000000000000000000002"


def demo_store(folder: Path) -> Store:
    """A demo store with its people and two charts."""
    store = open_store(folder, demo=True)
    add_people(store)
    for chart_id, number, name, born in (
        (FIRST, "D-0001", "Ida Example", date(1984, 6, 17)),
        (SECOND, "D-0002", "Otto Sample", date(1961, 2, 3)),
    ):
        patient = Patient(id=number, name=name, born=born, profile="us")
        open_chart(store, patient, actor=SYSTEM, generated=True, chart_id=chart_id)
    return store


def add_people(store: Store) -> None:
    """Give a demo store the people of the demo clinic."""
    for person in PEOPLE:
        create_account(store, person.name, person.full_name, person.role, None, actor=SYSTEM)
