"""A change of strength: the bridge bolus that is needed, the one that is programmed, and what still runs."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course.plan import PumpPlan
from lentus.errors import LentusError
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.pump_plan import building
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.zone import clock_time
from lentus.pump import (
    Alternative,
    BridgePlan,
    EmptyAndRinse,
    HigherDose,
    LongerPlan,
    NoBridge,
    Pump,
    Refused,
    WeakerFill,
    mixed,
)
from lentus.pump.device import WORDS
from lentus.quantity import Volume, show


def bridge(worked: Worked) -> Iterator[Finding]:
    """The programmed bridge against the one that path, strengths and dose ask for."""
    change = worked.change
    found = [one for one in (change, worked.instead) if one is not None]
    if isinstance(change, Refused) and all(isinstance(one, Refused) for one in found):
        yield from _which_dose(worked, change)
        yield _refused(worked, change)
    elif isinstance(change, NoBridge) and worked.bridge is not None:
        yield find(
            "pump.bridge-not-needed",
            f"Path and reservoir hold {show(change.change.new)} alike, and a bridge bolus of "
            f"{show(worked.bridge.volume)} is programmed.",
            profile=worked.plan.patient.profile,
            values={"volume": worked.bridge.volume},
            bound="no bridge bolus",
        )
    else:
        runs = [one for one in found if isinstance(one, BridgePlan)]
        if change is not None and not isinstance(change, NoBridge):
            yield from _which_dose(worked, change)
        if runs and worked.bridge is None:
            yield _omitted(worked, runs[0], sole=len(found) == 1)
        elif runs:
            yield from min((tuple(_wrong(worked, one)) for one in runs), key=len)


def _which_dose(worked: Worked, change: BridgePlan | Refused) -> Iterator[Finding]:
    running, after = change.change.running, change.change.after
    if worked.plan.change is None and running is not None and running != after:
        each = [f"if it used {show(one.change.dose)}, {_outcome(one)}" for one in worked.either]
        told = f" The bridge: {'; '.join(each)}." if each else ""
        yield find(
            "pump.bridge-dose-unsaid",
            f"The dose changes with the strength, from {show(running)} to {show(after)}.{told}",
            profile=worked.plan.patient.profile,
            values={"running": running, "after": after},
        )


def _outcome(one: BridgePlan | Refused) -> str:
    """What a bridge would be with its dose, in a few words."""
    if isinstance(one, Refused):
        return f"{show(one.flow)}, which the pump cannot run"
    return f"{show(one.bolus.volume)} over {show(one.over, 'h', 2)}"


def _omitted(worked: Worked, change: BridgePlan, *, sole: bool) -> Finding:
    """No bridge is programmed. How long it would run is said only where one dose alone is meant."""
    wrong, asked = change.omitted, change.change
    lasts: dict[str, Value] = {"bridge_over": change.over} if sole else {}
    return find(
        "refill.no-bridge-bolus",
        f"The path holds {show(asked.path)} of {show(asked.old)}, and no bridge bolus is programmed: the dose would be "
        f"{show(wrong.actual)} for {show(wrong.over, 'h', 1)}.",
        profile=worked.plan.patient.profile,
        values={
            "actual": wrong.actual,
            "over": wrong.over,
            "excess": wrong.excess,
            "volume": asked.path,
            "bridge_amount": change.amount,
            **lasts,
        },
        bound=f"a bridge bolus of {show(asked.path)}",
    )


def _wrong(worked: Worked, change: BridgePlan) -> Iterator[Finding]:
    set_up = worked.bridge
    assert set_up is not None
    asked = change.change
    values: dict[str, Value] = {}
    told = []
    if set_up.volume != asked.path:
        values |= {"volume": set_up.volume, "volume_needed": asked.path}
        told.append(f"it moves {show(set_up.volume)}, and the path holds {show(asked.path)}")
    if set_up.flow != asked.bridge_flow:
        gives = set_up.flow * asked.old
        values |= {"gives": gives, "dose": asked.dose, "over": set_up.over, "over_needed": change.over}
        meant = " or ".join(show(one.change.dose) for one in worked.either) or show(asked.dose)
        told.append(f"it gives {show(gives)} of the old solution, and the bridge is to give {meant}")
    written = next((one.dose for one in worked.plan.program.boluses if one.kind == "bridge"), None)
    if written is not None and written != change.amount:
        values |= {"amount": written, "amount_needed": change.amount}
        told.append(f"its dose is written as {show(written)}, and the path holds {show(change.amount)}")
    if told:
        yield find(
            "pump.bridge-wrong",
            f"The bridge bolus is wrong: {'; '.join(told)}.",
            profile=worked.plan.patient.profile,
            values=values,
            bound=f"{show(asked.path)} over {show(change.over, 'h', 2)}",
        )


def _refused(worked: Worked, refused: Refused) -> Finding:
    ways = "; ".join(_way(one) for one in refused.alternatives)
    minimum = refused.change.minimum
    assert minimum is not None
    return find(
        "pump.below-minimum-flow",
        f"The change asks for {show(refused.flow)}, and the pump's lowest flow is {show(minimum)}.",
        profile=worked.plan.patient.profile,
        values={"flow": refused.flow, "limit": minimum, "ways": len(refused.alternatives)},
        bound=f"at least {show(minimum)}",
        resolve=f"What would work, each by itself: {ways}." if ways else "",
    )


def _way(one: Alternative) -> str:
    """A way out in words. No dose stands in it: which dose to give is the prescriber's to say."""
    if isinstance(one, WeakerFill):
        return f"a solution of at most {show(one.at_most, places=1)}"
    if isinstance(one, EmptyAndRinse):
        return f"the path emptied and rinsed ({show(one.volume)} taken out), and then primed: no bridge"
    if isinstance(one, LongerPlan):
        return f"the bridge at the dose that runs now, over {show(one.over, 'h', 1)}, and the change of dose after it"
    assert isinstance(one, HigherDose)
    return "another dose, which the pump can still give with this strength"


def next_change(worked: Worked) -> Iterator[Finding]:
    """Until when this plan's own bridge forbids any further change."""
    if worked.flushed is None:
        return
    when = clock_time(worked.flushed, worked.plan.zone)
    yield find(
        "pump.bridge-runs",
        f"No titration, refill or other change before {when}.",
        profile=worked.plan.patient.profile,
        values={"earliest": worked.flushed},
        bound=f"not before {when}",
        until=worked.flushed,
    )


def left_behind(worked: Worked) -> Iterator[Finding]:
    """The volume that cannot be drawn off, mixed with the new solution."""
    plan, device, old = worked.plan, worked.pump, worked.plan.reservoir.concentration
    fill = plan.fill
    if fill is None or old is None or worked.label is None or old == worked.label or fill.added is None:
        return
    if fill.emptied and not fill.rinsed and device is not None and not device.knows(building.RESIDUAL):
        yield _residual_unknown(worked, device)
    known = building.stays_behind(plan, device) if fill.emptied else _left(plan)
    if known is None or known <= building.NOTHING:
        return
    really = mixed(known, old, fill.added, worked.label)
    yield find(
        "pump.strength-left-behind",
        f"Up to {show(known)} of {show(old)} stay in the reservoir: the mixture may be {show(really, places=1)} "
        f"instead of {show(worked.label)}.",
        profile=plan.patient.profile,
        values={"mixture": really, "label": worked.label, "percent": (really / worked.label - 1) * 100},
    )


def _left(plan: PumpPlan) -> Volume | None:
    try:
        return building.left(plan)
    except LentusError:
        return None


def _residual_unknown(worked: Worked, device: Pump) -> Finding:
    words = WORDS[building.RESIDUAL]
    return find(
        "pump.figure-unknown",
        f"The {words} of {device.name} is not known: how far it changes the new strength was not worked out.",
        profile=worked.plan.patient.profile,
        values={"figure": building.RESIDUAL},
        missing=(f"the {words} of {device.name}, entered with its source",),
    )


def patient_bolus(worked: Worked) -> Iterator[Finding]:
    """Boluses on demand while the flow is made for the old solution."""
    if worked.bridge is not None and worked.program is not None and worked.program.patient is not None:
        yield find(
            "pump.patient-bolus-in-bridge",
            f"The bridge runs for {show(worked.bridge.over, 'h', 1)}, and the patient may ask for boluses meanwhile.",
            profile=worked.plan.patient.profile,
            values={"over": worked.bridge.over},
            bound="no patient's bolus during the bridge",
        )
