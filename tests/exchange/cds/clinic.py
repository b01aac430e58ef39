"""A clinic with one patient on baclofen by mouth and one with a pump, and the context in which a service sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lentus.course import course_from
from lentus.course.fold import EVENT_READER
from lentus.exchange.cds.call import read_call
from lentus.exchange.cds.patient import Context
from lentus.exchange.cds.services import answer
from lentus.record import SYSTEM, Store, chart, open_chart, record_event
from lentus.record.chart import Chart
from lentus.record.readmodels.patients import open_chart_with
from lentus.record.readmodels.today import of_chart
from tests.exchange.cds.messages import NUMBERS, Message

ZONE = "America/Chicago"
NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo(ZONE))
ORAL, PUMP, BORN = "A-100", "A-200", "1970-01-01"
_STAMP = {"zone": ZONE, "author": "A. Nurse", "role": "nurse"}


def fill(store: Store) -> dict[str, str]:
    """Write the two patients; their charts by number."""
    return {
        ORAL: _chart(store, ORAL, _oral()),
        PUMP: _chart(store, PUMP, _pump()),
    }


def _chart(store: Store, number: str, events: list[dict[str, Any]]) -> str:
    course = course_from({**_STAMP, "patient": {"id": number, "name": "Test", "born": BORN, "sex": "female"}})
    made = open_chart(store, course.patient, actor=SYSTEM, generated=True).id
    for place, event in enumerate(events):
        read = EVENT_READER.validate_python({"id": f"{number}-{place}", **_STAMP, **event})
        record_event(store, made, read, expected=None, actor=SYSTEM)
    return made


def _oral() -> list[dict[str, Any]]:
    return [
        {"kind": "weight", "at": "2026-02-01T09:00:00-06:00", "weight": "70 kg"},
        {"kind": "oral regimen", "at": "2026-02-01T10:00:00-06:00", "doses": ["5 mg", "5 mg", "5 mg"]},
    ]


def _pump() -> list[dict[str, Any]]:
    return [
        {"kind": "diagnosis", "at": "2025-10-01T09:00:00-05:00", "origin": "spinal", "text": "spinal cord injury"},
        {"kind": "implant", "at": "2025-10-02T09:00:00-05:00", "device": "SynchroMed II", "reservoir": "20 mL",
         "path_volume": "0.25 mL", "primed": True},
        {"kind": "fill", "at": "2025-10-02T10:00:00-05:00", "concentration": "500 mcg/mL", "volume": "20 mL"},
        {"kind": "program", "at": "2025-10-02T10:30:00-05:00", "daily_dose": "100 mcg/day",
         "concentration": "500 mcg/mL"},
    ]  # fmt: skip


def context(store: Store | None = None, **more: Any) -> Context:
    """The context over a clinic; without one, everybody is a stranger."""
    if store is None:
        return Context(now=NOW, zone=ZONE, number_system=NUMBERS, **more)
    return Context(
        now=NOW,
        zone=ZONE,
        number_system=NUMBERS,
        base="https://lentus.example",
        chart_of=lambda number: _of_number(store, number),
        due_of=lambda chart_id: of_chart(store, chart_id),
        **more,
    )


def _of_number(store: Store, number: str) -> Chart | None:
    found = open_chart_with(store, number)
    return None if found is None else chart(store, found)


def cards(message: Message, within: Context | None = None) -> list[dict[str, Any]]:
    """The cards that a message gets."""
    return answer(read_call(message["hook"], message), within or context())["cards"]
