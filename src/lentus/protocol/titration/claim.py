"""Whether the record bears out the word maintenance: the wider band is for a dose that was found.

A dose was found where the goal was met since the start, or an earlier program was one of maintenance. No source says on
which day titration ends, so no number of days stands here.
"""

from __future__ import annotations

from datetime import datetime

from lentus.course import State
from lentus.course.words import DoseReason


def dose_found(state: State, moment: datetime) -> bool:
    """Whether the record shows, at `moment`, that a dose was found."""
    started = state.infusion_started
    met = any(one.goal_met for one in state.assessments if (started is None or started <= one.at) and one.at <= moment)
    return met or any(one.value.reason == "maintenance" for one in state.pump if _before(started, one.start, moment))


def _before(started: datetime | None, start: datetime, moment: datetime) -> bool:
    """Whether a program began before `moment` and not before the infusion that runs."""
    return start < moment and (started is None or start >= started)


def phase(state: State, moment: datetime) -> DoseReason:
    """Which band an offered step uses: maintenance once a dose has been found."""
    return "maintenance" if dose_found(state, moment) else "titration"
