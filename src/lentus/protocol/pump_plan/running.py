"""A bridge that runs already when the plan is sent: nothing is changed before it has ended and the path is flushed.

Where nobody stated when the path is flushed, it is worked out from the program that runs now; where that cannot be,
it is asked for. It is never taken for flushed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lentus.errors import CannotAssess, LentusError
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.spans import after
from lentus.protocol.zone import clock_time
from lentus.pump import time_to_pump

RUNNING_NOW = "the program that runs now"


def running_bridge(worked: Worked) -> Iterator[Finding]:
    """The moment before which the plan is not sent, or what is missing to know it."""
    path, plan = worked.plan.path, worked.plan
    flushed: datetime | None = path.flushed_until
    lacks: tuple[str, ...] = ()
    if flushed is None and path.bridge_until is not None:
        flushed, lacks = _flushed(worked, path.bridge_until)
    if path.bridge_until is not None and plan.at < path.bridge_until:
        yield _stops(worked, "titration.bridge-bolus-running", "a bridge bolus runs until", path.bridge_until, flushed)
    elif flushed is not None and plan.at < flushed:
        yield _stops(worked, "titration.path-not-flushed", "old solution is in the path until", flushed, flushed)
    elif lacks:
        what = "whether the old solution has left the path"
        yield needs("record.cannot-assess", what, lacks, profile=plan.patient.profile)


def _flushed(worked: Worked, ends: datetime) -> tuple[datetime | None, tuple[str, ...]]:
    """When the longest path that was recorded is flushed after a bridge for the shortest one."""
    try:
        building.tubing(worked.plan)
        shortest, longest = building.catheter(worked.plan).bounds
        beyond = longest - shortest
    except CannotAssess as error:
        return None, error.needs
    if beyond <= building.NOTHING:
        return ends, ()
    if worked.before is None:
        return None, (RUNNING_NOW,)
    try:
        # Boluses on demand would flush it sooner; nobody knows whether the patient asks for them.
        return after(ends, time_to_pump(replace(worked.before, first=(), patient=None), ends, beyond)), ()
    except (LentusError, OverflowError):
        return None, (RUNNING_NOW,)


def _stops(worked: Worked, rule: str, what: str, until: datetime, flushed: datetime | None) -> Finding:
    zone = worked.plan.zone
    when = clock_time(until, zone)
    more = "" if flushed is None or flushed == until else f"; the path is flushed at {clock_time(flushed, zone)}"
    values: dict[str, Value] = {"earliest": until}
    if flushed is not None:
        values["flushed"] = flushed
    return find(
        rule,
        f"{what} {when}",
        profile=worked.plan.patient.profile,
        values=values,
        bound=f"not before {when}{more}",
        until=until,
    )
