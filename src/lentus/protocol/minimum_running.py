"""A pump at its minimum rate of which nobody can say what it gives: no dose is written, flow or strength not known."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import State
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, needs
from lentus.protocol.lowest_rate import unknown_of_lowest


def unknown_dose(state: State) -> Iterator[Finding]:
    """The dose of a running minimum rate that can neither be read nor worked out."""
    running = state.pump_at()
    if running is None or running.value.mode != "minimum rate" or running.value.daily_dose is not None:
        return
    missing = unknown_of_lowest(state, state.now)
    if missing:
        what = "what the pump gives at its minimum rate"
        yield needs("record.cannot-assess", what, missing, profile=state.patient.profile)


AREA = Area(watchers=(unknown_dose,))
