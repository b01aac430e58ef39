"""The volume from reservoir to tip, as somebody wrote it: a lost decimal point here makes every bridge wrong.

A path that is written ten times too large bridges for ten times as long; one that is written too small ends the bridge
while the old solution still stands in the catheter, and each dose is then multiplied. What is published bounds it from
both sides: the largest tubing and catheter together, and the tubing alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lentus import monograph
from lentus.course import State, standing_events
from lentus.course.events import Replacement, Revision
from lentus.course.orders import PumpStartOrder
from lentus.course.pumped import PATH
from lentus.course.words import Profile
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.models import models_named
from lentus.protocol.priming import HELD
from lentus.pump import largest_published_catheter, largest_published_path, tubing_of_version, tubing_versions
from lentus.quantity import Volume, show

LARGE, SMALL, NOT_POSSIBLE = "pump.path-beyond-published", "pump.path-below-published", "pump.path-not-possible"


@cache
def _published() -> tuple[Volume, Volume]:
    """The smallest tubing and the largest whole path that were published; asked whenever a patient is looked at."""
    return min(tubing_of_version(one)[0] for one in tubing_versions()), largest_published_path()


@cache
def smallest_tubing(device: str) -> Volume | None:
    """The smallest published tubing that every pump of this name can have; None where one of them has none."""
    found = [[tubing_of_version(one.id)[0] for one in monograph.tubings(model.key)] for model in models_named(device)]
    return min(min(volumes) for volumes in found) if found and all(found) else None


def of_path(path: Volume, device: str, profile: Profile) -> Finding | None:
    """What stands against a path of this volume in a pump of this name; None where nothing does."""
    (smallest, largest), own = _published(), smallest_tubing(device)
    times = monograph.count("units.tenfold", profile)
    if own is not None and path < own:
        says = f"The path is written as {show(path)}, and the tubing of {device} alone holds {show(own)}."
        return find(
            NOT_POSSIBLE, says, profile=profile, values={"path": path, "limit": own}, bound=f"above {show(own)}"
        )
    if path >= largest * times:
        says = f"The path is written as {show(path)}; the largest published tubing and catheter hold {show(largest)}."
        bound = f"less than {times} times {show(largest)}"
        return find(NOT_POSSIBLE, says, profile=profile, values={"path": path, "limit": largest * times}, bound=bound)
    if path * times <= smallest:
        says = f"The path is written as {show(path)}; the smallest tubing that was published holds {show(smallest)}."
        bound = f"more than 1/{times} of {show(smallest)}"
        return find(NOT_POSSIBLE, says, profile=profile, values={"path": path, "limit": smallest / times}, bound=bound)
    return _doubted(path, largest, smallest, profile)


def of_parts(tubing: Volume, catheter: Volume, profile: Profile) -> Iterator[Finding]:
    """What stands against a tubing and a catheter, each against what was published of its own kind."""
    held = [tubing_of_version(one)[0] for one in tubing_versions()]
    whole, times = largest_published_catheter(), monograph.count("units.tenfold", profile)
    for name, volume, low, high in (("tubing", tubing, min(held), max(held)), ("catheter", catheter, whole, whole)):
        if volume >= high * times or volume * times <= low:
            yield find(
                NOT_POSSIBLE,
                f"The {name} is written as {show(volume)}; published are {_span(low, high)}.",
                profile=profile,
                values={name: volume, "low": low, "high": high},
                bound=f"between 1/{times} and {times} times of that",
            )
        elif volume < low and low != high:
            says = f"The {name} is written as {show(volume)}; published are {_span(low, high)}."
            yield find(SMALL, says, profile=profile, values={name: volume, "limit": low}, bound=f"at least {show(low)}")


def _span(low: Volume, high: Volume) -> str:
    return show(low) if low == high else f"{show(low)} to {show(high)}"


def _doubted(path: Volume, largest: Volume, smallest: Volume, profile: Profile) -> Finding | None:
    if path > largest:
        says = (
            f"The path holds {show(path)}, and the largest tubing and catheter that were published hold "
            f"{show(largest)} together."
        )
        bound = f"at most {show(largest)}, as published"
        return find(LARGE, says, profile=profile, values={"path": path, "limit": largest}, bound=bound)
    if path < smallest:
        says = f"The path holds {show(path)}, and the smallest tubing that was published holds {show(smallest)} alone."
        bound = f"at least {show(smallest)}, the smallest tubing published"
        return find(SMALL, says, profile=profile, values={"path": path, "limit": smallest}, bound=bound)
    return None


def ordered(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """The path that a start itself states; what the record says of it stands about the patient."""
    if order.path_volume is None:
        return
    device = order.device or (state.system.device if state.system else "")
    found = of_path(order.path_volume, device, state.patient.profile)
    if found is not None:
        yield found


def recorded(state: State) -> Iterator[Finding]:
    """The path of the implanted system, as it was recorded."""
    system = state.system
    if system is None or system.path_volume is None or system.explanted is not None:
        return
    found = of_path(system.path_volume, system.device, state.patient.profile)
    if found is not None:
        yield found


def after_surgery(state: State) -> Iterator[Finding]:
    """What a revised catheter, or the path of a replaced pump, holds: stated anew, or nothing can be worked out."""
    system = state.system
    if system is None or system.explanted is not None or not state.infusing:
        return
    done = [one for one in standing_events(state) if isinstance(one, Revision | Replacement) and one.at <= state.now]
    if not done or system.path_changed != done[-1].at:
        return
    facts = ((PATH, system.path_volume), (HELD, system.primed))
    missing = tuple(name for name, known in facts if known is None)
    if missing:
        what = f"what stands between pump and tip since the {done[-1].kind}"
        yield needs("start.path-unknown", what, missing, profile=state.patient.profile)


AREA = Area(rules={"pump start": (ordered,)}, watchers=(recorded, after_surgery))
