"""What stands as a stop about a patient whose figures are covered: its title, and the list that tells what to do.

A cover over figures must not hide that a patient is in danger. A rule's title holds no figure of anybody, so it may be
read before the gate, with the way to the list, which shows what runs at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus.errors import LentusError
from lentus.protocol import Severity, standing
from lentus.protocol.emergency.gate import CHECKLISTS
from lentus.record.chart import Chart


@dataclass(frozen=True, slots=True)
class StandingStop:
    """A stop that stands: the title of its rule, and the address of its list."""

    title: str
    path: str


def standing_stops(chart: Chart, now: datetime) -> tuple[StandingStop, ...]:
    """Every stop that stands, gravest first, each title once; none where the chart cannot be worked out."""
    try:
        found = [one for one in standing(chart.state(now)) if one.severity is Severity.STOP]
    except LentusError:
        return ()
    return tuple(dict.fromkeys(StandingStop(one.title, _list(chart, one.rule)) for one in found))


def _list(chart: Chart, rule: str) -> str:
    """The rule's own list, or the choice between the lists."""
    which = CHECKLISTS.get(rule)
    return f"/p/{chart.id}/emergency/{which}" if which else f"/p/{chart.id}/emergency"
