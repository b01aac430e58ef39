"""The worksheet and the pictures of a plan file, from what was worked out of it once."""

from __future__ import annotations

from datetime import datetime, timezone

from lentus.course import zone_named
from lentus.errors import CannotAssess, PlanError
from lentus.present.amounts import span
from lentus.present.pictures import Drawing, Standing, change_picture, dose_picture, path_picture, reservoir_picture
from lentus.present.pictures.axes import after, place
from lentus.present.pictures.dose import DAY, WEEK
from lentus.present.sheet.content import Person, Side, Worksheet
from lentus.present.when import show_clock
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.bridge_needed import bounds
from lentus.protocol.pump_plan.verifying import Verification
from lentus.protocol.pump_plan.worked import Worked
from lentus.pump import BridgePlan, Pump, Reserve
from lentus.quantity import Concentration, Duration, Volume, show
from lentus.quantity.dates import offset_of

PICTURES = ("day", "week", "change", "path", "reservoir")
NOTHING = Duration.read("0 h")


def worksheet_of(verified: Verification, pictures: tuple[Drawing, ...] = ()) -> Worksheet:
    """The worksheet of a plan that was verified."""
    worked, plan = verified.worked, verified.plan
    fill = plan.fill
    return Worksheet(
        title=plan.title or f"Pump plan: {plan.situation}",
        at=plan.at,
        patient=Person(plan.patient.name, plan.patient.id, plan.patient.born),
        after=Side(worked.program, _real(worked), _volume(worked)),
        before=_before(worked),
        pump=worked.pump,
        pump_name=plan.device.name or "",
        path=worked.path,
        path_source=plan.catheter.source,
        path_parts=_parts(worked),
        pump_clock=_clock(worked),
        most=tuple((one.end - one.start, both) for one, _, both in verified.most_in),
        change=None if worked.either else worked.change,
        either=worked.either,
        path_bounds=_bounds(worked),
        draw=worked.drawup[0] if worked.drawup else None,
        added=fill.added if fill else None,
        lot=fill.lot if fill else "",
        expires=fill.expires if fill else None,
        reserve=reserve_of(worked),
        dates=worked.dates,
        findings=verified.findings,
        missing=verified.missing,
        note=plan.note,
        generated=plan.generated,
        pictures=pictures,
    )


def _before(worked: Worked) -> Side | None:
    plan = worked.plan
    if plan.before is None:
        return None
    return Side(worked.before, plan.reservoir.concentration, plan.reservoir.volume)


def _bounds(worked: Worked) -> tuple[Volume, Volume] | None:
    return bounds(worked.plan, worked.change.change.path) if isinstance(worked.change, BridgePlan) else None


def _parts(worked: Worked) -> str:
    """Tubing, by the version of what displays it, and catheter: what the path was added up from."""
    tubing = worked.plan.device.tubing
    if worked.path is None or tubing is None:
        return ""
    version = f" ({tubing.version})" if tubing.version else ""
    catheter = building.catheter(worked.plan)
    return f"{show(tubing.volume, 'mL')} tubing{version} + {show(catheter.volume, 'mL')} catheter"


def _clock(worked: Worked) -> str:
    """The pump's own clock when the program begins, and how far the wall clock stands from it."""
    plan, read = worked.plan, building.clock(worked.plan)
    if read is None:
        return "not read"
    ahead = read.drift(plan.at, zone_named(plan.zone))
    told = offset_of(read.reading(plan.at))
    if ahead == NOTHING:
        return f"{told}, as the wall clock"
    side = "ahead" if ahead > NOTHING else "behind"
    return f"{told}: the wall clock is {span(max(ahead, NOTHING - ahead))} {side}"


def _real(worked: Worked) -> Concentration | None:
    try:
        return building.real_strength(worked.plan)
    except (CannotAssess, PlanError):
        return None


def _volume(worked: Worked) -> Volume | None:
    try:
        return building.filled_volume(worked.plan)
    except (CannotAssess, PlanError):
        return None


def reserve_of(worked: Worked) -> Reserve | None:
    """What of the fill does not count, as the dates of the plan were computed with."""
    if worked.pump is None:
        return None
    shown = worked.plan.shown.alarm_volume if worked.plan.shown else None
    return Reserve.of(worked.pump, worked.plan.clinic.alarm_volume or shown)


def pictures_of(worked: Worked) -> tuple[Drawing, ...]:
    """The pictures that help with this plan: the change and the path where there is one, the dose, the reservoir."""
    wanted = ["change", "path"] if isinstance(worked.change, BridgePlan) and not worked.either else []
    wanted += ["day"] if worked.delivery is not None else []
    wanted += ["reservoir"] if worked.dates is not None else []
    return tuple(picture_of(worked, name) for name in wanted)


def picture_of(worked: Worked, name: str) -> Drawing:
    """One picture by its name. PlanError for a name that there is not; CannotAssess where the plan lacks a fact."""
    start = _pump_time(worked)
    match name:
        case "day" | "week":
            if worked.delivery is None or worked.program is None:
                raise worked.why_not("the dose at the tip")
            over = DAY if name == "day" else WEEK
            return dose_picture(worked.delivery, worked.program.programmed, start, over, _pulse(worked.pump))
        case "change":
            return change_picture(_bridge(worked), start, _bounds(worked))
        case "path":
            plan = _bridge(worked)
            return path_picture(plan.with_bridge, _moments(plan, start))
        case "reservoir":
            reserve, volume = reserve_of(worked), _volume(worked)
            if worked.dates is None or worked.program is None or reserve is None or volume is None:
                raise worked.why_not("the dates")
            return reservoir_picture(worked.program, worked.plan.at, volume, reserve, worked.dates)
    raise PlanError(f"no picture is called {name!r}: there are {', '.join(PICTURES)}")


def _pump_time(worked: Worked) -> datetime:
    """The start of the program on the pump's own clock, on which its steps are written."""
    if worked.program is None:
        return worked.plan.at
    return worked.plan.at.astimezone(timezone(worked.program.clock.offset))


def _bridge(worked: Worked) -> BridgePlan:
    if worked.either:
        raise PlanError("which dose the bridge goes on with is not said: write uses under change, and draw it then")
    if not isinstance(worked.change, BridgePlan):
        raise worked.why_not("the bridge") if worked.change is None else PlanError("this plan has no bridge to draw")
    return worked.change


def _pulse(pump: Pump | None) -> Volume | None:
    """What one stroke of a valve pump moves; None for any other pump."""
    return pump.volume("actuation") if pump is not None and pump.knows("actuation") else None


def _moments(plan: BridgePlan, start: datetime) -> tuple[Standing, ...]:
    """The change, half of the bridge, and its end."""
    half = plan.over / 2
    ends = show_clock(after(start, place(plan.over, "h")))
    return (
        Standing(NOTHING, f"At the change, {show_clock(start)}"),
        Standing(half, f"{span(half)} after it, half of the bridge"),
        Standing(plan.over, f"When the bridge ends, {ends}"),
    )
