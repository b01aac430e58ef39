"""A patient and a moment for the pure tests of forms."""

from __future__ import annotations

from datetime import UTC, date, datetime

from lentus.course import Patient, fold
from lentus.course.events import AnyEvent
from lentus.course.fold import EVENT_READER
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.action import Draft, Scene, draft_of
from lentus.web.pages.actions.typed import Typed
from tests.web.actions.forms import Texts, pairs

MOMENT = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
PATIENT = Patient(id="D-1", name="Ida Example", born=date(1984, 6, 17))
COMMON = {"zone": "UTC", "author": "nurse", "role": "nurse"}


def told(kind: str, at: str, **more: object) -> AnyEvent:
    """An event of an earlier day."""
    return EVENT_READER.validate_python({**COMMON, "id": f"{kind} {at}", "kind": kind, "at": at, **more})


PUMP: tuple[AnyEvent, ...] = (
    told("diagnosis", "2025-01-01T09:00", origin="spinal", text="spinal cord injury"),
    told("implant", "2025-06-01T09:00", device="SynchroMed II, 20 mL", path_volume="0.4 mL", primed=True),
    told("fill", "2025-11-01T09:00", concentration="500 mcg/mL", volume="18 mL"),
    told(
        "program",
        "2026-01-10T09:00",
        mode="simple continuous",
        daily_dose="150 mcg/day",
        concentration="500 mcg/mL",
    ),
)
"""A patient whose pump gives 150 mcg a day for weeks."""

ORAL: tuple[AnyEvent, ...] = (
    told("oral regimen", "2026-02-20T09:00", doses=["5 mg", "5 mg", "5 mg"], reason="titration"),
)
"""A patient who takes baclofen by mouth."""


def scene(*events: AnyEvent) -> Scene:
    """What a form knows."""
    return Scene(fold(PATIENT, events).when(MOMENT), MOMENT, "UTC", "nurse", "nurse", "k1")


def drafted(action: str, texts: Texts, where: Scene | None = None) -> Draft:
    """What a form makes."""
    return draft_of(ACTIONS[action], where or scene(), Typed.of(pairs(texts)))
