"""The three dates, and the appointment against them."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.pump_plan.worked import Worked
from lentus.quantity import show
from lentus.quantity.dates import day


def empty_before_alarm(worked: Worked) -> Iterator[Finding]:
    """A pump at the edge of its accuracy that is empty before the alarm sounds."""
    dates = worked.dates
    if dates is None or dates.alarm is None or dates.empty is None or dates.empty.day >= dates.alarm.day:
        return
    yield find(
        "pump.empty-before-alarm",
        f"The alarm is due on {day(dates.alarm.day)}; at the device's worst accuracy the pump may be empty on "
        f"{day(dates.empty.day)}.",
        profile=worked.plan.patient.profile,
        values={"alarm": dates.alarm.day, "empty": dates.empty.day},
        bound=f"before {day(dates.empty.day)}",
    )


def booked(worked: Worked) -> Iterator[Finding]:
    """The next refill against the earliest empty day, the alarm, the clinic's days and the longest interval."""
    dates, visit = worked.dates, worked.plan.clinic.booked
    if dates is None or visit is None:
        return
    profile = worked.plan.patient.profile
    dry = [due.day for due in (dates.empty, dates.alarm) if due is not None]
    values: dict[str, Value] = {"booked": visit}
    if dry and visit >= min(dry):
        yield find(
            "pump.booked-too-late",
            f"The refill is booked for {day(visit)}; the pump may be empty or alarm on {day(min(dry))}.",
            profile=profile,
            values=values | {"earliest": min(dry)},
            bound=f"before {day(min(dry))}",
        )
    elif dates.window is not None and not dates.window[0] <= visit <= dates.window[1]:
        first, last = dates.window
        yield find(
            "pump.booked-outside-window",
            f"The refill is booked for {day(visit)}; the clinic's days are {day(first)} to {day(last)}.",
            profile=profile,
            values=values | {"first": first, "last": last},
            bound=f"{day(first)} to {day(last)}",
        )
    if visit > dates.cap.day:
        limit = show(dates.cap.after, "day")
        yield find(
            "refill.interval-too-long",
            f"The refill is booked for {day(visit)}, later than {limit} after this fill.",
            profile=profile,
            values=values | {"limit": dates.cap.after, "cap": dates.cap.day},
            bound=f"at most {limit}",
        )


def unknown(worked: Worked) -> Iterator[Finding]:
    """Dates that need a figure which the device does not give."""
    if worked.dates is not None and worked.dates.needs and worked.plan.fill is not None:
        yield needs("record.cannot-assess", "all dates", worked.dates.needs, profile=worked.plan.patient.profile)
