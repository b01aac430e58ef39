"""A priming bolus in an order for a pump: what it moves against what the path can take up.

Pushed into a path without drug, it brings the drug to the tip and gives next to nothing. Pushed into one that holds
drug, it gives the patient that drug within minutes. So it is never counted as a single dose, and never passed without
knowing what the path holds. What the infusion has moved since the path was made stands in it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from lentus.course import State, standing_events
from lentus.course.events import Program
from lentus.course.pumped import PATH, flow_between
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.whole_day import DoseOrder
from lentus.pump import Bracket, tubing_of_version, tubing_versions
from lentus.quantity import Concentration, Volume, show

HELD = "what the path to the tip holds: whether it was primed"
MOVED = "what the pump has moved into the path: each program since it was made, with its concentration"
TUBING = "whether the tubing was filled before implanting, or was in use before a revision: then it holds drug"
TUBING_TOO = "how much of the priming bolus the patient gets, since the tubing is primed with the catheter"
STRENGTH = "the concentration programmed"
NO_DRUG = Concentration.exact(0, "mcg/mL")
NOTHING = Volume.exact(0, "mL")


@dataclass(frozen=True, slots=True)
class Way:
    """The path of an order, as the order states it or the record: its volume, and whether it holds drug to the tip."""

    volume: Volume | None
    primed: bool | None
    pushed: Volume

    @property
    def empty(self) -> Volume | None:
        """What of it holds no drug; None where that is not known."""
        if self.primed:
            return NOTHING
        if self.volume is None or self.primed is None:
            return None
        return max(self.volume - self.pushed, NOTHING)


def way_of(state: State, order: DoseOrder) -> Way:
    """The path that the drug of an order has to go."""
    system = state.system
    volume, primed = getattr(order, "path_volume", None), getattr(order, "primed", None)
    if system is None:
        return Way(volume, primed, NOTHING)
    return Way(
        system.path_volume if volume is None else volume,
        system.primed if primed is None else primed,
        system.pushed or NOTHING,
    )


def primes(state: State, order: DoseOrder) -> Iterator[Finding]:
    """The priming bolus of an order, against the part of the path that holds no drug."""
    if order.priming is None or order.priming <= NOTHING:
        return
    profile, way = state.patient.profile, way_of(state, order)
    if way.primed is None:
        yield needs("pump.catheter-content-unknown", "the priming bolus", (HELD,), profile=profile)
        return
    empty, strength, moved = way.empty, _strength(state, order), moved_before(state, order.at)
    if empty is None:
        yield needs("pump.priming-wrong", "the priming bolus", (PATH,), profile=profile)
        return
    if moved is None and empty > NOTHING:
        yield needs("pump.catheter-content-unknown", "the priming bolus", (MOVED,), profile=profile)
        return
    empty = max(empty - (moved or NOTHING), NOTHING)
    if order.priming > empty:
        yield _too_much(state, order.priming, empty, strength)
    elif way.volume is not None and strength is not None:
        yield _mixes(state, order.priming, way.volume, strength)
    if empty >= order.priming > empty - _largest_tubing():
        yield needs("record.cannot-assess", TUBING_TOO, (TUBING,), profile=profile)
    if strength is None:
        yield needs("record.cannot-assess", "what the priming bolus gives at once", (STRENGTH,), profile=profile)


def moved_before(state: State, moment: datetime) -> Volume | None:
    """The most that programs and single boluses have moved into this path; None where a flow is not known."""
    made = state.system.path_changed if state.system is not None else None
    total = NOTHING
    for one in state.pump:
        low, high = max(one.start, made or one.start), min(one.end or moment, moment)
        if low >= high:
            continue
        flow = flow_between(one.value, low, high)
        if flow is None:
            return None
        total += flow.total
    for told in standing_events(state):
        if not isinstance(told, Program) or told.bolus is None or not (made or told.at) <= told.at < moment:
            continue
        if told.concentration is None or told.concentration <= NO_DRUG:
            return None
        total += told.bolus / told.concentration
    return total


@cache
def _largest_tubing() -> Volume:
    """The largest tubing that was published: a catheter alone is primed with less than the path without it."""
    return max(tubing_of_version(one)[0] for one in tubing_versions())


def _too_much(state: State, priming: Volume, empty: Volume, strength: Concentration | None) -> Finding:
    values: dict[str, Value] = {"programmed": priming, "needed": empty}
    more = ""
    if strength is not None:
        values["excess"] = (priming - empty) * strength
        more = f" {show((priming - empty) * strength)} too much would be given within minutes."
    return find(
        "pump.priming-wrong",
        f"{show(priming)} are primed, and {show(empty)} of the path hold no drug.{more}",
        profile=state.patient.profile,
        values=values,
        bound=f"at most {show(empty)}",
    )


def _mixes(state: State, priming: Volume, path: Volume, strength: Concentration) -> Finding:
    low, high = sorted(volume * strength for volume in Bracket(path, priming).left)
    return find(
        "pump.priming-mixes",
        f"The bolus of {show(priming)} gives the patient {show(low)} to {show(high)} at once, by how much mixes.",
        profile=state.patient.profile,
        values={"least": low, "most": high},
    )


def _strength(state: State, order: DoseOrder) -> Concentration | None:
    """What is pushed: the strength that the reservoir holds, else the programmed one."""
    held, running = state.reservoir_holds, state.pump_at(order.at)
    told = getattr(order, "concentration", None) or (running.value.concentration if running is not None else None)
    return held.concentration if held is not None else told


AREA = Area(rules=dict.fromkeys(("pump start", "pump dose", "pump restart"), (primes,)))
