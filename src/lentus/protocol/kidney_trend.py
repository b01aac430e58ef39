"""Whether kidney function has fallen: not by any difference, which every laboratory has, but into a lower band."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from lentus.course import State, standing_events
from lentus.course.events import Laboratory
from lentus.course.state import Noted
from lentus.monograph import Band, BandTable
from lentus.protocol.kidney import CLEARANCE_TABLE, EGFR_TABLE, Clearance, clearance, table
from lentus.quantity import Concentration, Egfr, FlowRate, show


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall of `measure` into a lower band, with both values and their times."""

    measure: str
    before: FlowRate | Egfr
    before_at: datetime
    now: FlowRate | Egfr
    now_at: datetime

    @property
    def before_words(self) -> str:
        """The earlier value for people."""
        return _shown(self.before)

    @property
    def now_words(self) -> str:
        """The later value for people."""
        return _shown(self.now)


def _shown(value: FlowRate | Egfr) -> str:
    return show(value, "mL/min", 1) if isinstance(value, FlowRate) else show(value)


def fallen(state: State) -> Fall | None:
    """The last fall into a lower band between two values of one measure; None where there is none."""
    for measure, name, values in (
        ("Creatinine clearance", CLEARANCE_TABLE, _clearances(state)),
        ("eGFR", EGFR_TABLE, _egfrs(state)),
    ):
        if len(values) > 1:
            before, now = values[-2], values[-1]
            if _lower(table(name), before.value, now.value):
                return Fall(measure, before.value, before.at, now.value, now.at)
    return None


def _lower(bands: BandTable, before: FlowRate | Egfr, now: FlowRate | Egfr) -> bool:
    """Whether `now` lies in a lower band; no band at all lies above the highest."""
    return _place(bands, bands.find(now)) < _place(bands, bands.find(before))


def _place(bands: BandTable, band: Band | None) -> int:
    return len(bands.bands) if band is None else bands.bands.index(band)


def _laboratory(state: State) -> list[Laboratory]:
    return [one for one in standing_events(state) if isinstance(one, Laboratory)]


def _egfrs(state: State) -> list[Noted[FlowRate | Egfr]]:
    found: list[Noted[FlowRate | Egfr]] = []
    for event in _laboratory(state):
        value = event.read()
        if isinstance(value, Egfr):
            found.append(Noted(event.at, value))
    return found


def _clearances(state: State) -> list[Noted[FlowRate | Egfr]]:
    """Reported clearances as they are; creatinines with today's age and weight, so that only the kidneys differ."""
    found: list[Noted[FlowRate | Egfr]] = []
    for event in _laboratory(state):
        value = event.read()
        if isinstance(value, FlowRate):
            found.append(Noted(event.at, value))
        elif isinstance(value, Concentration):
            worked = clearance(replace(state, laboratory={"creatinine": Noted(event.at, value)}))
            if isinstance(worked, Clearance):
                found.append(Noted(event.at, worked.value))
    return found
