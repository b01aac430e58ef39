"""One patient with a pump that was found running and filled, for tests that write."""

from __future__ import annotations

from datetime import date, timedelta

from lentus.course import Patient
from lentus.course import events as e
from lentus.quantity import Concentration, DoseRate, Volume
from lentus.record import SYSTEM, Chart, Store, chart, open_chart, record_event
from tests.exchange.clinic import NOW

FOUND = NOW - timedelta(days=20)


def pump_patient(store: Store, *, number: str = "P-1", name: str = "Test Person") -> Chart:
    """The chart of a patient who came with a pump, filled on the day of finding."""
    opened = open_chart(store, Patient(id=number, name=name, born=date(1970, 5, 6)), actor=SYSTEM)
    strength = Concentration.read("500 mcg/mL")
    told = (
        e.AsFound(
            id="found",
            at=FOUND,
            zone="UTC",
            author="Nurse",
            daily_dose=DoseRate.read("200 mcg/day"),
            concentration=strength,
            mode="simple continuous",
            device="SynchroMed II 20 mL",
        ),
        e.Fill(id="fill", at=FOUND, zone="UTC", author="Nurse", concentration=strength, volume=Volume.read("20 mL")),
    )
    for event in told:
        record_event(store, opened.id, event, expected=None, actor=SYSTEM, needs_second=False)
    return chart(store, opened.id)
