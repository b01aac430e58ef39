"""What cannot be as it is written: volumes that no reservoir held, a fill that is still to come, a path like no other.

Each of these is a slip of the pen or a sign that a needle was in the wrong place. None of them is computed around.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.errors import LentusError
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.path_size import of_parts, of_path
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.units import mass_unit
from lentus.protocol.zone import clock_time
from lentus.quantity import Volume, show, show_percent

OLD_CATHETER = "new pump on an old catheter"
WHOLE = 100


def in_other_units(worked: Worked) -> Iterator[Finding]:
    """A dose that is not written in the unit of intrathecal doses, wherever it stands in the plan."""
    profile = worked.plan.patient.profile
    unit = monograph.text("units.intrathecal-dose-unit", profile)
    wrong = [text for text in worked.plan.doses_written if mass_unit(text) != unit]
    if wrong:
        yield find(
            "units.intrathecal-in-mg",
            f"This plan has a dose written as {', '.join(map(repr, wrong))}; intrathecal doses are written in {unit}.",
            profile=profile,
            values={"written": wrong[0], "unit": mass_unit(wrong[0])},
            bound=f"intrathecal doses in {unit}",
        )


def last_fill(worked: Worked) -> Iterator[Finding]:
    """A last fill that lies in the future, or a reservoir from which more came than was ever in it."""
    plan, before, fill = worked.plan, worked.plan.reservoir, worked.plan.fill
    if before.filled_at is not None and before.filled_at > plan.at:
        filled, begins = clock_time(before.filled_at, plan.zone), clock_time(plan.at, plan.zone)
        yield _cannot(worked, f"The last fill, {filled}, is later than this plan, {begins}.", {})
    drawn = fill.aspirated if fill is not None else None
    if drawn is not None and before.filled is not None and drawn > before.filled:
        says = f"{show(drawn)} were aspirated, and the reservoir had been filled with {show(before.filled)}."
        values: dict[str, Value] = {"aspirated": drawn, "filled": before.filled}
        yield _cannot(worked, f"{says} More came out than was in it: look where the needle was.", values)


def this_fill(worked: Worked) -> Iterator[Finding]:
    """More found right after the fill than can be in the reservoir."""
    fill = worked.plan.fill
    measured = fill.measured_after if fill is not None else None
    held = _filled(worked)
    if measured is not None and held is not None and measured > held:
        says = f"{show(measured)} were measured right after the fill, and {show(held)} are in the reservoir."
        yield _cannot(worked, says, {"measured": measured, "filled": held})


def held_now(worked: Worked) -> Iterator[Finding]:
    """More in the reservoir before the fill than it takes."""
    now, device = worked.plan.reservoir.volume, worked.pump
    if now is None or device is None or not device.knows("reservoir") or now <= device.volume("reservoir"):
        return
    bound = device.volume("reservoir")
    yield find(
        "pump.above-capacity",
        f"{show(now)} are written as the content of a reservoir of {show(bound)}.",
        profile=worked.plan.patient.profile,
        values={"found": now, "limit": bound},
        bound=f"{show(bound)}: reservoir volume",
    )


def path(worked: Worked) -> Iterator[Finding]:
    """A path larger or smaller than what was published: often a lost decimal point."""
    if worked.path is None:
        return
    plan, profile = worked.plan, worked.plan.patient.profile
    tubing = plan.device.tubing.volume if plan.device.tubing is not None else None
    whole = tubing is not None and tubing < worked.path
    parts = tuple(of_parts(tubing, worked.path - tubing, profile)) if whole and tubing is not None else ()
    device = worked.pump.name if worked.pump is not None else plan.device.name or ""
    found = of_path(worked.path, device, profile)
    if parts or found is not None:
        yield from parts or (one for one in (found,) if one is not None)


def old_catheter(worked: Worked) -> Iterator[Finding]:
    """A new pump on a catheter that keeps another strength: a priming bolus moves it on, and does not change it."""
    plan, label = worked.plan, worked.label
    held = plan.path.concentration if plan.path.holds == "drug" else None
    if plan.situation != OLD_CATHETER or held is None or label is None or held == label or worked.bridge is not None:
        return
    if worked.change is not None:
        return  # the bridge is worked out, and its own rule says that it is missing
    yield find(
        "refill.no-bridge-bolus",
        f"The catheter holds {show(held)}, and the new pump {show(label)}: until the catheter is flushed, each dose is "
        f"{show_percent(held / label * WHOLE, 1)} of what is programmed.",
        profile=plan.patient.profile,
        values={"old": held, "new": label, "factor": held / label},
        bound="a bridge bolus for the catheter, or the catheter aspirated and the whole path primed",
    )


def _filled(worked: Worked) -> Volume | None:
    try:
        return building.filled_volume(worked.plan)
    except LentusError:
        return None


def _cannot(worked: Worked, says: str, values: dict[str, Value]) -> Finding:
    return find("pump.cannot-be", says, profile=worked.plan.patient.profile, values=values)
