"""Magnetic resonance imaging, and a pump that stood still: before the scan, after it, and at the restart."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.protocol.bounds import longer
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.pump_plan.worked import DAY, Worked
from lentus.protocol.spans import elapsed, span_words
from lentus.quantity import show

EMPTIED = ("devices.prometra-mri", "devices.prometra-ii-mri")
RESTARTS = ("devices.synchromed-ii-mri",)


def scan(worked: Worked) -> Iterator[Finding]:
    """A scan that is planned or was done, by the pump's own handling."""
    mri, device = worked.plan.mri, worked.pump
    if mri is None:
        return
    profile = worked.plan.patient.profile
    if device is None or not device.knows("mri"):
        named = device.name if device is not None else "this pump"
        yield find("pump.mri-handling-unknown", f"What {named} needs for a scan is not known.", profile=profile)
        return
    published = device.figure("mri").published
    handling = published.id if published is not None else ""
    if mri.when == "before" and handling in EMPTIED:
        yield from _emptied(worked)
    if mri.when == "before" and handling in RESTARTS and worked.plan.program.mode == "stopped":
        yield find(
            "pump.stopped-for-mri",
            f"{device.name} is programmed to stop for the scan.",
            profile=profile,
            values={"mode": worked.plan.program.mode},
        )
    if mri.when == "after" and mri.flow_confirmed is not True:
        read = {True: "was read", False: "was not read", None: "may not have been read"}[mri.interrogated]
        yield find(
            "pump.flow-not-confirmed",
            f"{device.name} {read} after the scan, and its flow is not confirmed. {device.words('mri')}",
            profile=profile,
            values={"interrogated": bool(mri.interrogated)},
            bound="flow confirmed",
            missing=() if mri.flow_confirmed is False else ("whether the flow was confirmed after the scan",),
        )


def _emptied(worked: Worked) -> Iterator[Finding]:
    mri, device, profile = worked.plan.mri, worked.pump, worked.plan.patient.profile
    assert mri is not None
    assert device is not None
    if mri.emptied is None:
        yield needs("pump.full-at-mri", "the scan", ("whether the reservoir was emptied",), profile=profile)
    elif not mri.emptied:
        held = worked.plan.reservoir.volume
        values: dict[str, Value] = {"emptied": False}
        told = ""
        if held is not None:
            values["volume"] = held
            told = f" with {show(held)} in it"
        yield find(
            "pump.full-at-mri",
            f"{device.name} goes into the magnet{told}, not emptied.",
            profile=profile,
            values=values,
            bound="emptied before the scan",
        )


def stood_still(worked: Worked) -> Iterator[Finding]:
    """A time without flow: the dose that was missed, and the danger of the old dose."""
    mri, plan = worked.plan.mri, worked.plan
    since = mri.stalled_since if mri is not None else None
    if since is None or since >= plan.at:
        return
    still = elapsed(since, plan.at)
    running = worked.before.daily_dose if worked.before else None
    values: dict[str, Value] = {"still": still}
    told = ""
    if running is not None:
        values["missed"] = running * still
        told = f" {show(running * still, places=1)} were not given."
    late = monograph.duration("pump.long-stop", plan.patient.profile)
    if not longer(still, min(late, DAY)) and worked.program is not None and worked.program.daily_dose != running:
        return
    yield find(
        "pump.stood-still",
        f"The pump has stood still for {span_words(still)}.{told}",
        profile=plan.patient.profile,
        values=values | {"long_stop": late},
        bound=f"beyond {show(late)} also a risk of later over-delivery" if longer(still, late) else "",
    )
