"""Priming: a catheter whose content is not known, the volume that is primed, and a path that is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.zone import clock_time
from lentus.quantity import show


def content(worked: Worked) -> Iterator[Finding]:
    """What the catheter holds has to be stated before anything is pushed or bridged."""
    plan = worked.plan
    moves = worked.primed_now or plan.fill is not None or worked.bridge is not None or worked.primes is not None
    if not moves or plan.path.holds == "no drug" or plan.path.concentration is not None:
        return
    would = f" It would deliver {show(worked.path * worked.label)} at most." if worked.path and worked.label else ""
    yield find(
        "pump.catheter-content-unknown",
        f"It is not stated what stands in the catheter.{would}",
        profile=plan.patient.profile,
        missing=("what the catheter holds: which drug and strength, or none",),
        values={"whole_content": worked.path * worked.label} if worked.path and worked.label else {},
    )


def volume(worked: Worked) -> Iterator[Finding]:
    """The priming bolus against the volume that holds no drug."""
    programmed, plan = worked.primes, worked.priming
    if programmed is None:
        yield from _unprimed(worked)
        return
    needed = plan.inside if plan is not None else None
    if not worked.primed_now and worked.plan.path.holds == "drug":
        needed = building.NOTHING
    if needed is not None and programmed.volume != needed:
        over = (programmed.volume - needed) * worked.label if worked.label and programmed.volume > needed else None
        values: dict[str, Value] = {"programmed": programmed.volume, "needed": needed}
        more = ""
        if over is not None:
            values["excess"] = over
            more = f" {show(over)} too much would be given within minutes."
        yield find(
            "pump.priming-wrong",
            f"{show(programmed.volume)} are primed, and {show(needed)} hold no drug.{more}",
            profile=worked.plan.patient.profile,
            values=values,
            bound=f"{show(needed)}",
        )
    if plan is not None:
        low, high = min(plan.delivered), max(plan.delivered)
        yield find(
            "pump.priming-mixes",
            f"The bolus of {show(programmed.volume)} gives the patient {show(low)} to {show(high)} at once, "
            "by how much mixes.",
            profile=worked.plan.patient.profile,
            values={"least": low, "most": high},
        )


def _unprimed(worked: Worked) -> Iterator[Finding]:
    if worked.plan.path.holds != "no drug" or worked.delivery is None:
        return
    delay = next((one.start for one in worked.delivery.pieces if one.dose.amount("mcg/h") > 0), None)
    told = "no drug arrives"
    values: dict[str, Value] = {}
    if delay is not None:
        arrives = worked.plan.at + timedelta(seconds=ceil(delay.amount("s")))
        told = f"the first drug arrives after {show(delay, 'h', 1)}, at {clock_time(arrives, worked.plan.zone)}"
        values = {"delay": delay, "arrives": arrives}
    yield find(
        "pump.priming-omitted",
        f"The path holds no drug and is not primed: {told}.",
        profile=worked.plan.patient.profile,
        values=values,
    )
