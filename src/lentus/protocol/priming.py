"""A priming bolus in an order for a pump: what it moves against what the path can take up.

Pushed into a path without drug, it brings the drug to the tip and gives next to nothing. Pushed into one that holds
drug, it gives the patient that drug within minutes. So it is never counted as a single dose, and never passed without
knowing what the path holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lentus.course import State
from lentus.course.pumped import PATH
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.whole_day import DoseOrder
from lentus.pump import Bracket
from lentus.quantity import Concentration, Volume, show

HELD = "what the path to the tip holds: whether it was primed"
STRENGTH = "the concentration programmed"
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
    empty, strength = way.empty, _strength(state, order)
    if empty is None:
        yield needs("pump.priming-wrong", "the priming bolus", (PATH,), profile=profile)
    elif order.priming > empty:
        yield _too_much(state, order.priming, empty, strength)
    elif way.volume is not None and strength is not None:
        yield _mixes(state, order.priming, way.volume, strength)
    if strength is None:
        yield needs("record.cannot-assess", "what the priming bolus gives at once", (STRENGTH,), profile=profile)


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
