"""A change of concentration: the fill, the bridge bolus, and what the patient gets with it and without it."""

from __future__ import annotations

from typing import Any

from lentus.course.moment import read_moment
from lentus.errors import LentusError
from lentus.present.amounts import intrathecal, span
from lentus.present.pieces import Inline, Table
from lentus.present.pump_change import ChangeAsked, bridge_pieces
from lentus.present.sketches import PathBar, Stair, path_sketch, stair_sketch
from lentus.protocol.lowest_rate import lowest_flow
from lentus.pump import BridgePlan, Change, Delivery, NoBridge, Refused, plan_change
from lentus.quantity import Concentration, DoseRate, Duration, Volume, show
from lentus.web.pages.actions.action import Draft, Panel, Scene, Texts, order
from lentus.web.pages.actions.asked import OTHER, path_volume, strength
from lentus.web.pages.actions.fields import Group, amount
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.reading import Answers
from lentus.web.pages.actions.refill import BRIDGE, FILL, HANDLING, PRODUCT, running_strength
from lentus.web.pages.actions.refill_panel import draw_up_panel, pump_of

EXTRA = ("old", "path_volume", "bridge_dose", "then_dose")
MOMENTS = 4


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    drugs = [one.strip() for one in str(answers.values.get("other_drugs", "")).split(",") if one.strip()]
    return ({"kind": "refill", **answers.without("other_drugs", *EXTRA), "other_drugs": drugs},)


def _known(scene: Scene) -> Texts:
    use, system = scene.state.pump_at(), scene.state.system
    held = scene.state.reservoir_holds
    texts: dict[str, tuple[str, ...]] = {
        name: texts for name, texts in running_strength(scene).items() if name != "programmed"
    }
    if held is not None:
        texts["old"] = (written(held.concentration, "intrathecal"),)
    if use is not None and use.value.daily_dose is not None:
        texts["bridge_dose"] = (written(use.value.daily_dose, "intrathecal"),)
    if system is not None and system.path_volume is not None:
        texts["path_volume"] = (str(system.path_volume),)
    return texts


def change_of(scene: Scene, draft: Draft) -> BridgePlan | NoBridge | Refused | None:
    """The change that is typed, worked out; None where a figure for it is not there yet. Raises LentusError."""
    said = draft.answers.values
    if not all(name in said for name in ("old", "concentration", "path_volume", "bridge_dose")):
        return None
    use, pump = scene.state.pump_at(), pump_of(scene.state)
    device = scene.state.system.device if scene.state.system else ""
    return plan_change(
        Change(
            old=Concentration.read(said["old"]),
            new=Concentration.read(said["concentration"]),
            dose=DoseRate.read(said["bridge_dose"]),
            path=Volume.read(said["path_volume"]),
            then=DoseRate.read(said["then_dose"]) if "then_dose" in said else None,
            running=use.value.daily_dose if use else None,
            minimum=pump.flow("minimum-flow") if pump and pump.knows("minimum-flow") else lowest_flow(device),
        )
    )


def bridge_panel(scene: Scene, draft: Draft) -> Panel | None:
    """The bridge, with and without it, and the path over time."""
    try:
        plan = change_of(scene, draft)
    except LentusError as error:
        return Panel("Bridge bolus", "", f"Cannot be worked out: {error}.")
    if plan is None:
        return None
    if isinstance(plan, NoBridge):
        return Panel("Bridge bolus", "", "Old and new solution are the same: nothing is bridged.")
    if isinstance(plan, Refused):
        return Panel("Bridge bolus", "", f"Refused: {plan.reason}.")
    return _panel(scene, draft, plan)


def _panel(scene: Scene, draft: Draft, plan: BridgePlan) -> Panel:
    at = read_moment(draft.answers.values["at"], scene.zone) if "at" in draft.answers.values else None
    asked = ChangeAsked(plan.change, pump_of(scene.state), show(plan.change.path), (), at, None)
    highest = max(float(one.dose.amount("mcg/h")) for way in (plan.with_bridge, plan.without) for one in way.pieces)
    end = float(max(plan.with_bridge.end, plan.without.end).amount("h"))
    pictures = [
        stair_sketch(Stair(title, _steps(delivery)), highest=highest, hours=end, unit="mcg/day")
        for title, delivery in (("With the bridge bolus", plan.with_bridge), ("Without it", plan.without))
    ]
    bars = tuple(_bars(plan))
    pictures.append(path_sketch("What stands in the path", bars))
    words = "Dose at the tip from the change on, and what stands between pump and tip. The tip is at the right."
    tables = (_delivered(plan), _standing(bars))
    return Panel("Bridge bolus and path", "".join(pictures), words, tables, tuple(bridge_pieces(asked, plan)))


def _steps(delivery: Delivery) -> tuple[tuple[Duration, Duration, DoseRate], ...]:
    return tuple((one.start, one.end, one.dose) for one in delivery.pieces)


def _bars(plan: BridgePlan) -> list[PathBar]:
    parts = [plan.over * number / (MOMENTS - 1) for number in range(MOMENTS)]
    words = ["At the change", *(f"After {show(one, 'h min')}" for one in parts[1:-1]), f"At {show(plan.over, 'h min')}"]
    return [PathBar(said, plan.with_bridge.standing(at)) for said, at in zip(words, parts, strict=True)]


def _delivered(plan: BridgePlan) -> Table:
    rows: list[tuple[Inline, ...]] = [
        (name, f"{span(one.start)} to {span(one.end)}", intrathecal(one.dose))
        for name, delivery in (("with", plan.with_bridge), ("without", plan.without))
        for one in delivery.pieces
    ]
    return Table(("Bridge", "Time from the change", "Dose at the tip"), tuple(rows))


def _standing(bars: tuple[PathBar, ...]) -> Table:
    rows: list[tuple[Inline, ...]] = [
        (bar.words, ", then ".join(f"{show(slug.volume)} of {intrathecal(slug.strength)}" for slug in bar.slugs))
        for bar in bars
    ]
    return Table(("Moment", "In the path, from the tip back to the pump"), tuple(rows))


CONCENTRATION = order(
    "concentration",
    "Change the concentration",
    "pump",
    "refill",
    (
        FILL,
        Group(
            "Bridge bolus",
            (
                strength("old", "Concentration until now", "What stands in tubing and catheter."),
                path_volume(),
                amount("bridge_dose", "Daily dose during the bridge", DoseRate, "intrathecal", hint="In mcg/day."),
                amount("then_dose", "Daily dose after it", DoseRate, "intrathecal", hint="Left open: the same."),
                BRIDGE,
            ),
        ),
        PRODUCT,
        Group("Handling", HANDLING, folded=True),
        OTHER,
    ),
    build=_build,
    panels=(bridge_panel, draw_up_panel),
    wide=True,
    starts=_known,
    says="Until the path is flushed the patient still gets the old solution. A bridge bolus gives it at its own rate.",
)
