"""A change of strength: the bridge bolus, and what happens with it, without it, and with the wrong path volume.

After a refill with another strength the path still holds the old one. The bridge goes on at the flow of the old
solution until the new one stands at the tip, so that the daily dose never changes on the way. Left out, the dose is
multiplied by old over new strength until the path is flushed. Which dose the bridge goes on with is the caller's to
say; it is stated in the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from lentus.errors import PlanError
from lentus.pump.alternatives import Alternative, alternatives
from lentus.pump.boluses import BridgeBolus
from lentus.pump.delivery import Delivery, deliver
from lentus.pump.flow import Flow
from lentus.pump.path import Path
from lentus.pump.reservoir import Supply, mixed
from lentus.pump.scaling import calendar, hours, later
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

_AFTER = Duration.exact(24, "h")


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: old and new strength, the dose during the bridge, the path volume that it is computed with.

    `then` is the dose afterwards (None: the same), `running` the dose that the pump gives now, `left` and `added`
    what a refill leaves and adds (None: the new strength is taken as filled), `minimum` the pump's lowest flow (None:
    not known, and then not checked).
    """

    old: Concentration
    new: Concentration
    dose: DoseRate
    path: Volume
    then: DoseRate | None = None
    running: DoseRate | None = None
    left: Volume | None = None
    added: Volume | None = None
    minimum: FlowRate | None = None

    def __post_init__(self) -> None:
        for words, given, number in (
            ("old strength", self.old, self.old.amount("mcg/mL")),
            ("new strength", self.new, self.new.amount("mcg/mL")),
            ("dose", self.dose, self.dose.amount("mcg/h")),
            ("dose afterwards", self.after, self.after.amount("mcg/h")),
            ("path volume", self.path, self.path.amount("mL")),
        ):
            if number <= 0:
                raise PlanError(f"the {words} of a change is above zero, and {given} is not: correct it")
        if (self.left is None) != (self.added is None):
            raise PlanError("mixing needs both the volume that is left and the volume that is added")

    @property
    def after(self) -> DoseRate:
        """The dose after the bridge."""
        return self.then or self.dose

    @property
    def bridge_flow(self) -> FlowRate:
        """The flow at which the old solution gives the dose."""
        return self.dose / self.old

    @property
    def after_flow(self) -> FlowRate:
        """The flow at which the new solution, as labeled, gives the dose afterwards."""
        return self.after / self.new

    @property
    def filled(self) -> Concentration:
        """The strength that is really in the reservoir, mixed with what was left."""
        if self.left is None or self.added is None:
            return self.new
        return mixed(self.left, self.old, self.added, self.new)


@dataclass(frozen=True, slots=True)
class Misjudged:
    """A stretch of a wrong dose: how large, for how long, and how much too much (too little: below zero)."""

    true_path: Volume
    actual: DoseRate
    over: Duration
    excess: Mass


@dataclass(frozen=True, slots=True)
class BridgePlan:
    """The bridge bolus and its two pictures: what is delivered with it, and without it."""

    change: Change
    bolus: BridgeBolus
    with_bridge: Delivery
    without: Delivery
    omitted: Misjudged

    @property
    def amount(self) -> Mass:
        """The bolus as a programmer takes it: volume of the path times the old strength."""
        return self.change.path * self.change.old

    @property
    def over(self) -> Duration:
        """From the start of the bridge to its end: until then nothing else is changed."""
        return self.bolus.over

    def flushed(self, longest: Volume | None = None) -> Duration:
        """From the start until the new solution stands at the tip, of a path that may be as large as `longest`."""
        beyond = (longest or self.change.path) - self.change.path
        return self.over + max(beyond, Volume.exact(0, "mL")) / self.change.after_flow

    def ends(self, start: datetime, longest: Volume | None = None) -> datetime:
        """The moment before which nothing else is changed: bridge over and path flushed, up to the next minute.

        PlanError beyond the calendar.
        """
        minutes = ceil(self.flushed(longest).amount("min"))
        return later(start, calendar(minutes=minutes))

    @property
    def label_error(self) -> Fraction:
        """How far the mixed strength lies from the labeled one, as a percentage of it."""
        return (self.change.filled / self.change.new - 1) * 100


@dataclass(frozen=True, slots=True)
class NoBridge:
    """Old and new solution are the same: nothing has to be bridged."""

    change: Change


@dataclass(frozen=True, slots=True)
class Refused:
    """The pump cannot run the plan; why, and what would work."""

    change: Change
    reason: str
    flow: FlowRate
    alternatives: tuple[Alternative, ...]


def plan_change(change: Change) -> BridgePlan | NoBridge | Refused:
    """The bridge for a change of strength; Refused with alternatives where a flow is below the pump's lowest."""
    same = change.old == change.new
    refusal = _too_slow(change, same=same)
    if refusal is not None:
        return refusal
    if same:
        return NoBridge(change)
    bolus = BridgeBolus(change.path, change.bridge_flow)
    return BridgePlan(
        change,
        bolus,
        with_bridge=_picture(change, bolus),
        without=_picture(change, None),
        omitted=_omitted(change),
    )


def _too_slow(change: Change, *, same: bool) -> Refused | None:
    if change.minimum is None:
        return None
    slow = [] if same else [("during the bridge", change.bridge_flow)]
    slow = [(when, flow) for when, flow in [*slow, ("after the change", change.after_flow)] if flow < change.minimum]
    if not slow:
        return None
    when, flow = slow[0]
    reason = f"{when} the pump would run at {flow}, below its lowest flow of {change.minimum}"
    ways = alternatives(
        dose=change.dose,
        after=change.after,
        old=change.old,
        new=change.new,
        path=change.path,
        running=change.running,
        minimum=change.minimum,
    )
    return Refused(change, reason, flow, ways)


def _picture(change: Change, bolus: BridgeBolus | None) -> Delivery:
    """What is delivered until a day after the path is flushed, with or without the bridge."""
    flushed = max(change.path / change.bridge_flow, change.path / change.after_flow)
    span = hours(flushed + _AFTER)
    pieces = [(hours(bolus.over), bolus.flow.amount("mL/h"), "bridge bolus")] if bolus else []
    spent = pieces[0][0] if pieces else Fraction(0)
    pieces.append((span - spent, change.after_flow.amount("mL/h"), "continuous"))
    return deliver(Flow.of(pieces), Supply(change.filled), Path.full(change.path, change.old))


def _omitted(change: Change) -> Misjudged:
    """The old solution at the new flow, until the path is flushed."""
    actual = change.after_flow * change.old
    over = change.path / change.after_flow
    return Misjudged(change.path, actual, over, (actual - change.after) * over)


def misjudged(change: Change, true_path: Volume) -> Misjudged:
    """The wrong dose after a bridge that was computed with `change.path` while the path really holds `true_path`.

    Over-recorded, the new solution still runs at the bridge's flow; under-recorded, the old one already at the new
    flow. PlanError for a path of nothing.
    """
    if true_path.amount("mL") <= 0:
        raise PlanError(f"a path of {true_path} cannot be")
    if true_path <= change.path:
        actual, meant = change.bridge_flow * change.filled, change.dose
        over = (change.path - true_path) / change.bridge_flow
    else:
        actual, meant = change.after_flow * change.old, change.after
        over = (true_path - change.path) / change.after_flow
    return Misjudged(true_path, actual, over, (actual - meant) * over)


def through(plan: BridgePlan, true_path: Volume) -> Delivery:
    """What the same bridge delivers where the path really holds `true_path`. PlanError for a path of nothing."""
    change = plan.change
    return deliver(plan.with_bridge.flow, Supply(change.filled), Path.full(true_path, change.old))


def band(change: Change, low: Volume, high: Volume) -> tuple[Misjudged, Misjudged]:
    """The wrong dose at both bounds of the path volume. PlanError where the bounds do not hold the volume used."""
    if not low <= change.path <= high:
        raise PlanError(f"the path of {change.path} does not lie between its bounds {low} and {high}")
    return misjudged(change, low), misjudged(change, high)
