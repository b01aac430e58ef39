"""Small things to write: patients, events, actors."""

from __future__ import annotations

from typing import Any

from lentus.course import AnyEvent, Patient
from lentus.course.fold import EVENT_READER
from lentus.record import Actor, Chart, Store, open_chart, record_event

NURSE = Actor("nurse", "nurse")
OTHER = Actor("other", "nurse")


def patient(number: str = "P1", name: str = "Ann Example", **more: Any) -> Patient:
    return Patient.model_validate({"id": number, "name": name, **more})


def event(identity: str, kind: str = "weight", at: str = "2026-03-05T10:00", **more: Any) -> AnyEvent:
    body = {"weight": "70 kg"} if kind == "weight" and not more else more
    return EVENT_READER.validate_python(
        {"kind": kind, "id": identity, "at": at, "zone": "America/Chicago", "author": "Nurse A", **body}
    )


def chart_with(store: Store, *events: AnyEvent, number: str = "P1") -> Chart:
    now = open_chart(store, patient(number), actor=NURSE, generated=True)
    for one in events:
        now = record_event(store, now.id, one, expected=now.version, actor=NURSE)
    return now
