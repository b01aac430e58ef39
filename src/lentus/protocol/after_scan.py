"""A pump that has been in a magnet and of which nobody has said that it gives drug again.

Pumps stop in the field or open their valves, return late, and some show that only at a second reading. Until the flow
is confirmed the programmed dose is not known to arrive, and a raised one would arrive all at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import State
from lentus.course.events import Mri
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, find
from lentus.protocol.models import models_named
from lentus.protocol.system_faults import may_raise, stalled
from lentus.protocol.zone import clock_time, zone_of
from lentus.pump import Pump, device_of

RULE = "pump.flow-not-confirmed"
UNTOUCHED = "no effect described"
"""How the monograph words a pump that a scan does nothing to."""
CONFIRMED = "whether the flow was confirmed after the scan"


def unconfirmed(state: State) -> Mri | None:
    """The last scan of this pump, while nothing since says that it runs; None where it stands still on purpose."""
    begun = state.system.implanted if state.system is not None else None
    scans = [one for one in state.mris if one.at <= state.now and (begun is None or one.at >= begun)]
    if not scans or not state.infusing or scans[-1].flow_confirmed:
        return None
    last = scans[-1]
    read = [one for one in state.interrogations if last.at <= one.at <= state.now]
    return None if any(one.stalled is False for one in read) else last


def standing(state: State) -> Iterator[Finding]:
    """A scan whose end nobody has checked; a pump that was found stalled says so itself."""
    last = unconfirmed(state)
    device = _device(state)
    if last is None or stalled(state) is not None or (device is not None and _handled(device) == UNTOUCHED):
        return
    read = {True: "was read", False: "was not read", None: "may not have been read"}[last.interrogated_after]
    figure = device.figure("mri").published if device is not None and device.knows("mri") else None
    yield find(
        RULE,
        f"After the scan of {clock_time(last.at, zone_of(state))} the pump {read}, and its flow is not confirmed."
        f"{' ' + figure.says if figure is not None else ''}",
        profile=state.patient.profile,
        values={"scanned": last.at},
        bound="flow confirmed, or a reading that finds the pump running",
        missing=() if last.flow_confirmed is False else (CONFIRMED,),
    )


def before_increase(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase before the flow is confirmed; a reduction passes."""
    if may_raise(state, order):
        yield from standing(state)


def _device(state: State) -> Pump | None:
    """The pump, where its name fits models that are handled alike in a magnet."""
    models = models_named(state.system.device) if state.system is not None else ()
    pumps = [device_of(one.key) for one in models]
    return pumps[0] if pumps and len({_handled(one) for one in pumps}) == 1 else None


def _handled(device: Pump) -> str:
    return device.words("mri") if device.knows("mri") else ""


AREA = Area(rules={"pump dose": (before_increase,)}, watchers=(standing,))
