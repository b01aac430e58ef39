"""Magnetic resonance imaging, and a pump that stood still: before the scan, after it, and at the restart."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course.plan_system import PlanMri
from lentus.protocol.bounds import longer
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.pump_plan.worked import DAY, Worked
from lentus.protocol.spans import elapsed, span_words
from lentus.protocol.zone import clock_time
from lentus.pump import Pump
from lentus.pump.device import WORDS
from lentus.quantity import show

EMPTY_FIRST, RESTARTS = "emptied before the scan", "stops and restarts"
"""Two of the ways in which pumps are handled, in the words of the monograph, and of a clinic that enters its own."""


def scan(worked: Worked) -> Iterator[Finding]:
    """A scan that is planned or was done, by the pump's own handling, published or entered by the clinic."""
    mri, device = worked.plan.mri, worked.pump
    if mri is None:
        return
    profile = worked.plan.patient.profile
    if device is None or not device.knows("mri"):
        named = device.name if device is not None else "this pump"
        yield find("pump.mri-handling-unknown", f"What {named} needs for a scan is not known.", profile=profile)
        return
    handling = device.words("mri")
    if mri.when == "after":
        yield from _after(worked, mri, device)
    elif handling == EMPTY_FIRST:
        yield from _emptied(worked, mri, device)
    elif handling == RESTARTS:
        yield from _restarts(worked, device)


def _after(worked: Worked, mri: PlanMri, device: Pump) -> Iterator[Finding]:
    """Flow that nobody has confirmed."""
    if mri.flow_confirmed is True:
        return
    read = {True: "was read", False: "was not read", None: "may not have been read"}[mri.interrogated]
    yield find(
        "pump.flow-not-confirmed",
        f"{device.name} {read} after the scan, and its flow is not confirmed. {_handled(device)}",
        profile=worked.plan.patient.profile,
        values={"interrogated": bool(mri.interrogated)},
        bound="flow confirmed",
        missing=() if mri.flow_confirmed is False else ("whether the flow was confirmed after the scan",),
    )


def _handled(device: Pump) -> str:
    """How the pump is handled, as published or as the clinic entered it, with the clinic's source."""
    figure = device.figure("mri")
    if figure.published is not None and not figure.entered:
        return figure.published.says
    return f"Handled as: {device.words('mri')}; entered by the clinic from: {figure.source}."


def _restarts(worked: Worked, device: Pump) -> Iterator[Finding]:
    """A pump that stops in the magnet and starts again by itself: perhaps late."""
    profile = worked.plan.patient.profile
    if worked.plan.program.mode == "stopped":
        yield find(
            "pump.stopped-for-mri",
            f"{device.name} is programmed to stop for the scan. {_handled(device)}",
            profile=profile,
            values={"mode": worked.plan.program.mode},
        )
        return
    dose = worked.program.daily_dose if worked.program is not None else None
    if not device.knows("mri-return"):
        missing = (f"the {WORDS['mri-return']} of {device.name}, entered with its source",)
        says = f"How late the flow of {device.name} may return after the scan is not known."
        values: dict[str, Value] = {"figure": "mri-return"}
        yield find("pump.figure-unknown", says, profile=profile, values=values, missing=missing)
    elif dose is not None:
        late = device.duration("mri-return")
        yield find(
            "pump.mri-late-flow",
            f"The flow of {device.name} may return as late as {show(late, 'h')} after the scan: up to "
            f"{show(dose * late, places=1)} would not be given.",
            profile=profile,
            values={"late": late, "missed": dose * late},
        )


def _emptied(worked: Worked, mri: PlanMri, device: Pump) -> Iterator[Finding]:
    profile = worked.plan.patient.profile
    if mri.emptied is None:
        yield needs("pump.full-at-mri", "the scan", ("whether the reservoir was emptied",), profile=profile)
    elif not mri.emptied:
        yield _full(worked, device)


def _full(worked: Worked, device: Pump) -> Finding:
    """A reservoir that goes into the magnet, with all the drug in it, and what its valve lets through."""
    held, strength = worked.plan.reservoir.volume, worked.plan.reservoir.concentration
    values: dict[str, Value] = {"emptied": False}
    told = ""
    if held is not None:
        values["volume"] = held
        told = f" with {show(held)} in it"
        if strength is not None:
            values["drug"] = held * strength
            told += f", {show(held * strength)} of drug"
    if strength is not None and device.knows("valve-bolus"):
        through = device.volume("valve-bolus")
        values["through_valve"] = through * strength
        told += f"; until its valve closes, {show(through)} or {show(through * strength)} may pass"
    return find(
        "pump.full-at-mri",
        f"{device.name} goes into the magnet{told}, not emptied.",
        profile=worked.plan.patient.profile,
        values=values,
        bound="emptied before the scan",
    )


def stood_still(worked: Worked) -> Iterator[Finding]:
    """A time without flow: the dose that was missed, and the danger of the old dose."""
    mri, plan = worked.plan.mri, worked.plan
    since = mri.stalled_since if mri is not None else None
    if since is None:
        return
    if since >= plan.at:
        begins, stood = clock_time(plan.at, plan.zone), clock_time(since, plan.zone)
        says = f"The pump cannot have stood still since {stood}: the plan begins at {begins}."
        yield find("pump.cannot-be", says, profile=plan.patient.profile)
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
