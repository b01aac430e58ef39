"""A change of strength on paper: the bridge, what its being left out would do, and what a wrong path volume would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from lentus.present.amounts import stored
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece, Span, Table
from lentus.present.pump_either import Either, either_data, either_pieces
from lentus.present.pump_page import (
    PumpPage,
    Said,
    bare,
    common_data,
    fields,
    lasting,
    strong,
    too_much,
)
from lentus.present.pump_said import capacity_said, dose_said, old_strength_said, path_said, size_said, strength_said
from lentus.present.pump_ways import way_data, way_text
from lentus.present.when import iso, show_moment
from lentus.pump import BridgePlan, Change, Misjudged, NoBridge, Pump, Refused, band, plan_change
from lentus.quantity import FlowRate, Mass, Volume, show, show_percent

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

BELOW, UNSAID_RULE = "pump.below-minimum-flow", "pump.bridge-dose-unsaid"
NOT_SAID = "Dose and strength change together, and which dose the bridge goes on with is not said."
Plan = BridgePlan | NoBridge | Refused


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """What was asked: the change, the pump where it is named, and how certain the path is."""

    change: Change
    pump: Pump | None
    path_words: str
    path_facts: tuple[str, ...]
    at: datetime | None
    bounds: tuple[Volume, Volume] | None
    notes: tuple[Said, ...] = ()
    either: Either = ()
    """The bridges of both doses, where it is not said which of them the bridge goes on with."""

    @property
    def largest(self) -> Volume | None:
        """The largest path that it may be."""
        return self.bounds[1] if self.bounds else None


def unchecked(pump: Pump | None, minimum: FlowRate | None) -> tuple[Said, ...]:
    """That nobody knows whether the pump can run so slowly, where its lowest flow is not known."""
    if minimum is not None:
        return ()
    which = "No pump is named" if pump is None else f"The lowest flow of {pump.name} is not known"
    says = f"{which}: whether the pump can run this slowly was not checked."
    remedy = "--minimum with the figure of the pump's own manual"
    if pump is not None:
        return (Said("info", says, remedy, "pump.figure-unknown"),)
    return (Said("warn", says, f"--device, or {remedy}"),)


def change_page(asked: ChangeAsked) -> tuple[PumpPage, Plan]:
    """The page of a change, and its plan."""
    plan = plan_change(asked.change)
    change = asked.change
    parts: list[Piece] = [*fields("Asked", _asked_rows(asked))]
    said = [*_strengths(asked), *dose_said(change.dose, change.then), *path_said(change.path, asked.pump)]
    said += [*size_said(change.running or change.dose, change.dose, change.then), *_onto(asked), *asked.notes]
    arithmetic: list[str] = []
    if asked.either:
        said.insert(0, Said("stop", NOT_SAID, "uses under change in the plan", UNSAID_RULE))
        parts += either_pieces(asked.either, asked.at)
        parts += left_out_pieces(plan) if isinstance(plan, BridgePlan) else []
    elif isinstance(plan, Refused):
        said.insert(0, _refusal(plan))
        parts += _ways(plan)
        arithmetic.append(f"{show(change.dose)} / {show(change.old)} = {show(change.bridge_flow)} during the bridge")
        arithmetic.append(f"{show(change.after)} / {show(change.new)} = {show(change.after_flow)} after it")
    elif isinstance(plan, NoBridge):
        parts += [Line(strong("No bridge bolus is needed: drug and strength stay the same.")), Gap()]
        arithmetic.append(f"{show(change.after)} / {show(change.new)} = {show(change.after_flow)}")
    else:
        parts += bridge_pieces(asked, plan)
        arithmetic += _worked(plan)
    parts += band_pieces(asked, plan)
    facts = ("pump.bridge-needed", "pump.observe-after-change", *asked.path_facts)
    title = f"Change of strength from {show(change.old)} to {show(change.new)}"
    used = ("minimum-flow",) if change.minimum is not None else ()
    return PumpPage(title, tuple(parts), tuple(arithmetic), tuple(said), facts, asked.pump, used), plan


def _strengths(asked: ChangeAsked) -> list[Said]:
    new, old = asked.change.new, asked.change.old
    return [*strength_said(new, asked.pump), *(old_strength_said(old, asked.pump) if old != new else [])]


def _onto(asked: ChangeAsked) -> list[Said]:
    """The refill onto what is left, where it is more than the reservoir holds."""
    left, added = asked.change.left, asked.change.added
    return [] if left is None or added is None else capacity_said(left + added, asked.pump)


def _refusal(plan: Refused) -> Said:
    when = "During the bridge" if plan.flow == plan.change.bridge_flow else "After the change"
    bound = show(plan.change.minimum) if plan.change.minimum is not None else ""
    says = f"{when} the pump would run at {show(plan.flow)}, below its lowest flow of {bound}. It cannot run this plan."
    return Said("stop", says, "one of the ways below, or another plan; nothing was changed for you", BELOW)


def _asked_rows(asked: ChangeAsked) -> list[tuple[str, Inline]]:
    change = asked.change
    dose = f"{show(change.dose)}, during the bridge and after it"
    if asked.either:
        dose = f"{show(change.after)} after the bridge; during it, not said"
    elif change.after != change.dose:
        dose = f"{show(change.dose)} during the bridge, then {show(change.after)}"
    return [
        ("From", show(change.old)),
        ("To", show(change.new)),
        ("Dose", dose),
        ("Path", asked.path_words),
        ("Pump", asked.pump.name if asked.pump else "not named"),
        ("Lowest flow", show(change.minimum) if change.minimum is not None else "not known: not checked"),
        ("Refill", _mixing(change)),
    ]


def _mixing(change: Change) -> str:
    if change.left is None or change.added is None:
        return ""
    return f"{show(change.added)} onto {show(change.left)} of the old solution: really {show(change.filled)}"


def bridge_pieces(asked: ChangeAsked, plan: BridgePlan, title: str = "Bridge bolus") -> list[Piece]:
    """The bridge, and what happens where it is left out."""
    change = plan.change
    rows: list[tuple[str, Inline]] = [
        ("Volume", strong(show(plan.bolus.volume))),
        ("Amount", (strong(show(plan.amount)), f" of the old solution, {show(change.old)}")),
        ("Rate", (strong(show(plan.bolus.flow)), f" ({show(plan.bolus.flow, 'mL/h')})")),
        ("Lasts", strong(lasting(plan.over))),
        ("Uses", uses(change)),
    ]
    if asked.at is not None:
        rows += [
            ("Starts", show_moment(asked.at)),
            ("Ends", strong(show_moment(plan.ends(asked.at)))),
            ("Until", f"{show_moment(plan.ends(asked.at, asked.largest))} no titration, no refill, no other change"),
        ]
    else:
        rows.append(("Until then", "no titration, no refill, no other change; --at gives the clock time of the end"))
    then = f"{show(change.after_flow)} gives {show(change.after)} of {show(change.new)}"
    rows.append(("After it", then))
    return [*fields(title, rows), *left_out_pieces(plan)]


def left_out_pieces(plan: BridgePlan) -> list[Piece]:
    """What would be given without the bridge: the same whatever dose the bridge itself goes on with."""
    wrong, change = plan.omitted, plan.change
    over = wrong.excess > Mass.exact(0, "mcg")
    word = Span("OVERDOSE" if over else "UNDERDOSE", "stop" if over else "warn")
    text = (
        f"  {show(wrong.actual)} instead of {show(change.after)} for {lasting(wrong.over)}: {too_much(wrong.excess)}."
    )
    return [Heading("If the bridge is left out"), Line((word, text), 2, 4), Gap()]


def uses(change: Change) -> str:
    """Which dose the bridge goes on with, said out loud: sources leave it to the clinic."""
    if change.after == change.dose:
        return f"{show(change.dose)}, the same dose as after it"
    return f"{show(change.dose)}, as asked; {show(change.after)} begins only when the bridge has ended"


def _worked(plan: BridgePlan) -> list[str]:
    change, wrong = plan.change, plan.omitted
    flushed = f"{show(change.path)} / {show(change.after_flow)} = {lasting(wrong.over)}"
    lines = [
        f"Amount: {show(change.path)} \u00d7 {show(change.old)} = {show(plan.amount)}",
        f"Rate: {show(change.dose)} / {show(change.old)} = {show(plan.bolus.flow)}",
        f"Lasts: {show(change.path)} / {show(plan.bolus.flow)} = {lasting(plan.over)}",
        f"Rate after it: {show(change.after)} / {show(change.new)} = {show(change.after_flow)}",
        f"Without a bridge: {show(change.after_flow)} \u00d7 {show(change.old)} = {show(wrong.actual)}, for {flushed}",
    ]
    if change.left is not None and change.added is not None:
        drug = f"{show(change.left)} \u00d7 {show(change.old)} + {show(change.added)} \u00d7 {show(change.new)}"
        volume = f"{show(change.left)} + {show(change.added)}"
        error = show_percent(plan.label_error)
        lines.append(f"Mixed: ({drug}) / ({volume}) = {show(change.filled)}, {error} from the label")
    return lines


def band_pieces(asked: ChangeAsked, plan: Plan) -> list[Piece]:
    """The wrong dose at both bounds of the path, in a table; nothing where no bounds were given."""
    found = wrong_paths(asked, plan)
    if not found:
        return []
    rows = tuple((show(one.true_path), show(one.actual), lasting(one.over), too_much(one.excess)) for one in found)
    head = ("If the path really holds", "Dose", "For", "In all")
    note = f"The bridge is computed with {show(asked.change.path)}."
    return [Heading("With a wrong path volume"), Line(note, 2), Table(head, rows, 2), Gap()]


def wrong_paths(asked: ChangeAsked, plan: Plan) -> tuple[Misjudged, ...]:
    """The wrong dose at both bounds of the path, where bounds were given and a bridge runs."""
    if asked.bounds is None or asked.either or not isinstance(plan, BridgePlan):
        return ()
    return tuple(one for one in band(asked.change, *asked.bounds) if one.true_path != asked.change.path)


def _ways(plan: Refused) -> list[Piece]:
    lines = [Line(("- ", way_text(way, plan)), 2, 2) for way in plan.alternatives]
    return [Heading("What would work"), *lines, Gap()]


def change_data(asked: ChangeAsked, page: PumpPage, plan: Plan) -> shapes.PumpChangeOutput:
    """A change as data."""
    change = asked.change
    bridged = plan if isinstance(plan, BridgePlan) and not asked.either else None
    given: dict[str, JsonValue] = {
        "old": stored(change.old),
        "new": stored(change.new),
        "dose": stored(change.dose),
        "then": stored(change.then),
        "path": stored(change.path),
        "left": stored(change.left),
        "added": stored(change.added),
        "minimum": stored(change.minimum),
        "device": asked.pump.key if asked.pump else None,
        "at": iso(asked.at) if asked.at else None,
    }
    return {
        **common_data(page, given),
        "verdict": _verdict(asked, plan),
        "uses": bare("not said" if asked.either else uses(change)),
        "bridge": bridge_data(asked, bridged) if bridged else None,
        "bridge_if": either_data(asked.either, asked.at),
        "omitted": _wrong_data(bridged.omitted) if bridged else None,
        "band": [_wrong_data(one) for one in wrong_paths(asked, plan)],
        "filled": str(change.filled),
        "label_error_percent": str(stored(bridged.label_error)) if bridged else "0",
        "alternatives": [way_data(way, plan) for way in plan.alternatives] if isinstance(plan, Refused) else [],
    }


def _verdict(asked: ChangeAsked, plan: Plan) -> Literal["bridge", "no bridge", "refused", "not said"]:
    if asked.either:
        return "not said"
    if isinstance(plan, BridgePlan):
        return "bridge"
    return "no bridge" if isinstance(plan, NoBridge) else "refused"


def bridge_data(asked: ChangeAsked, plan: BridgePlan) -> shapes.BridgeShape:
    """A bridge as data."""
    return {
        "volume": str(plan.bolus.volume),
        "amount": str(plan.amount),
        "flow": str(plan.bolus.flow),
        "lasts": str(plan.over),
        "starts": iso(asked.at) if asked.at else None,
        "ends": iso(plan.ends(asked.at)) if asked.at else None,
        "clear_from": iso(plan.ends(asked.at, asked.largest)) if asked.at else None,
    }


def _wrong_data(wrong: Misjudged) -> shapes.MisjudgedShape:
    return {
        "true_path": str(wrong.true_path),
        "dose": str(wrong.actual),
        "lasts": str(wrong.over),
        "excess": str(wrong.excess),
    }
