"""The programmer's screen, field by field, against the plan: what was not read is not compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from lentus.course.plan import PlanShown
from lentus.course.plan_system import PlanTubing
from lentus.errors import LentusError
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.entries import slip
from lentus.protocol.pump_plan.schedules import day_of
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.spans import elapsed
from lentus.pump import WEEKDAYS, BridgePlan, Flex, tubing_versions, tubing_volume
from lentus.quantity import Duration, Quantity, Volume, show
from lentus.quantity.dates import day

DRUG = "baclofen"
_STILL = ("stopped", "updating", "update not finished", "stalled")
_BOLUS = ("bridge_volume", "bridge_over", "bridge_dose", "prime_volume", "prime_over")
"""Fields of a bolus that the plan has or has not: what it lacks is not unknown, it is not there."""
_MINUTE = Duration.read("1 min")


def fields(worked: Worked) -> Iterator[Finding]:
    """Every field that was read off the screen and that the plan says as well."""
    shown, plan = worked.plan.shown, worked.plan
    if shown is None:
        return
    bridge, primes = worked.bridge, worked.primes
    alarm = plan.clinic.alarm_volume
    volume = _known(lambda: building.filled_volume(plan))
    pairs: tuple[tuple[str, Quantity | None, Quantity | None], ...] = (
        ("concentration", shown.concentration, plan.program.concentration),
        ("alarm_volume", shown.alarm_volume, alarm),
        ("reservoir_volume", shown.reservoir_volume, volume),
        ("catheter_volume", shown.catheter_volume, _known(lambda: building.catheter(plan).volume)),
        ("bridge_volume", shown.bridge_volume, bridge.volume if bridge else None),
        ("bridge_over", shown.bridge_over, bridge.over if bridge else None),
        ("bridge_dose", shown.bridge_dose, _bridge_amount(worked)),
        ("prime_volume", shown.prime_volume, primes.volume if primes else None),
        ("prime_over", shown.prime_over, primes.over if primes else None),
    )
    for name, seen, meant in pairs:
        if seen is None or seen == meant:
            continue
        if meant is not None:
            yield _differs(worked, name, show(seen), show(meant), {"shown": seen, "planned": meant})
        elif name in _BOLUS:
            yield _differs(worked, name, show(seen), f"no {name.partition('_')[0]} bolus", {"shown": seen})
    if shown.mode is not None and shown.mode != plan.program.mode:
        yield _differs(worked, "mode", shown.mode, plan.program.mode, {"shown": shown.mode})
    yield from _steps(worked, shown)


def _known(make: Callable[[], Volume]) -> Volume | None:
    """A volume of the plan; None where it cannot be told, which other rules say."""
    try:
        return make()
    except LentusError:
        return None


def _bridge_amount(worked: Worked) -> Quantity | None:
    return worked.change.amount if isinstance(worked.change, BridgePlan) else None


def _differs(worked: Worked, name: str, seen: str, meant: str, values: dict[str, Value]) -> Finding:
    words = name.replace("_", " ")
    return find(
        "pump.shown-differs",
        f"The screen shows {seen} as {words}, and the plan has {meant}.",
        profile=worked.plan.patient.profile,
        values={"field": name, **values},
        bound=f"{meant}, as planned",
    )


def _steps(worked: Worked, shown: PlanShown) -> Iterator[Finding]:
    mode = worked.program.mode if worked.program else None
    if not shown.steps or not isinstance(mode, Flex):
        return
    try:
        week = tuple(day_of(shown.steps, name) for name in WEEKDAYS)
    except LentusError as error:
        yield find("pump.incomplete-day", f"On the screen: {error}.", profile=worked.plan.patient.profile)
        return
    wrong = next((at for at, (seen, meant) in enumerate(zip(week, mode.week, strict=True)) if seen != meant), None)
    if wrong is not None:
        seen, meant = week[wrong], mode.week[wrong]
        values: dict[str, Value] = {"shown": seen.dose, "planned": meant.dose, "weekday": WEEKDAYS[wrong]}
        told = (f"steps that give {show(seen.dose)} on {WEEKDAYS[wrong]}", f"other ones with {show(meant.dose)}")
        yield _differs(worked, "steps", *told, values)


def daily_dose(worked: Worked) -> Iterator[Finding]:
    """The daily dose on the screen against the one that is meant: by a power of ten, or otherwise."""
    seen = worked.plan.shown.daily_dose if worked.plan.shown else None
    meant = worked.dose_after
    if seen is not None and meant is not None:
        yield from slip("pump.shown-differs", "The screen", seen, meant, worked)


def drug(worked: Worked) -> Iterator[Finding]:
    """The drug's name on the screen."""
    seen = worked.plan.shown.drug if worked.plan.shown else None
    if seen is not None and DRUG not in seen.lower():
        yield find(
            "pump.wrong-drug",
            f"The screen shows {seen}.",
            profile=worked.plan.patient.profile,
            values={"shown": seen},
            bound=DRUG,
        )


def tubing(worked: Worked) -> Iterator[Finding]:
    """The tubing volume on the screen, in the plan, and of the version that the plan names."""
    used = worked.plan.device.tubing
    seen = worked.plan.shown.tubing if worked.plan.shown else None
    if used is None:
        return
    versioned = _of_version(used)
    if used.version is not None and versioned is None:
        yield find(
            "pump.tubing-version",
            f"No version of the tubing is called {used.version!r}: there are {', '.join(tubing_versions())}. What it "
            "holds was not compared.",
            profile=worked.plan.patient.profile,
            values={"version": used.version},
            bound="a known version, or none and where the volume was read",
        )
    for told, other in (("the screen shows", seen), (f"version {used.version} has", versioned)):
        if other is None or other == used.volume:
            continue
        values: dict[str, Value] = {"used": used.volume, "displayed": other}
        more = ""
        if worked.label is not None:
            wrong = (max(other, used.volume) - min(other, used.volume)) * worked.label
            values["dose_error"] = wrong
            more = f" The difference holds {show(wrong)} of the solution filled."
        yield find(
            "pump.tubing-version",
            f"The plan uses a tubing of {show(used.volume)}, and {told} {show(other)}.{more}",
            profile=worked.plan.patient.profile,
            values=values,
            bound="the volume that the programmer displays",
        )


def _of_version(used: PlanTubing) -> Volume | None:
    if used.version is None:
        return None
    try:
        return tubing_volume(used.version)
    except LentusError:
        return None


def status(worked: Worked) -> Iterator[Finding]:
    """A pump that stands still although it is meant to run."""
    seen = worked.plan.shown.status if worked.plan.shown else None
    if seen in _STILL and worked.plan.program.mode != "stopped":
        assert seen is not None
        yield find(
            "pump.update-unfinished",
            f"The programmer says {seen}: the pump gives nothing, and the plan has {worked.plan.program.mode}.",
            profile=worked.plan.patient.profile,
            values={"status": seen},
            bound="running",
        )


def pump_clock(worked: Worked) -> Iterator[Finding]:
    """The clock on the screen against the wall clock: shown in every mode, since the date of the alarm follows it."""
    text = worked.plan.shown.clock if worked.plan.shown else None
    if text is None:
        return
    shows = datetime.fromisoformat(text).replace(tzinfo=worked.plan.at.tzinfo)
    off = elapsed(shows, worked.plan.at)
    if abs_of(off) > _MINUTE:
        side = "behind" if shows < worked.plan.at else "ahead of"
        yield find(
            "pump.clock-drift",
            f"The pump shows {text.replace('T', ' ')}: {show(abs_of(off))} {side} the wall clock.",
            profile=worked.plan.patient.profile,
            values={"off_by": off},
        )


def abs_of(span: Duration) -> Duration:
    """The size of a difference in time."""
    return max(span, Duration.exact(0, "h") - span)


def alarm_date(worked: Worked) -> Iterator[Finding]:
    """The alarm date on the screen against the computed one."""
    seen = worked.plan.shown.alarm_date if worked.plan.shown else None
    alarm = worked.dates.alarm if worked.dates else None
    if seen is None or alarm is None or seen == alarm.day:
        return
    yield find(
        "pump.alarm-date-differs",
        f"The screen shows {day(seen)} as the alarm date; volume, dose and strength of the plan give {day(alarm.day)}.",
        profile=worked.plan.patient.profile,
        values={"shown": seen, "computed": alarm.day, "days_between": (seen - alarm.day).days},
        bound=day(alarm.day),
    )
