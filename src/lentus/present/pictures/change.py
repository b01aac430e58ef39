"""A change of strength, twice: with the bridge bolus and without it, at one scale, one above the other."""

from __future__ import annotations

from datetime import datetime

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from lentus.present.amounts import intrathecal, span
from lentus.present.pictures.axes import clock_axis, number_axis, place, steps
from lentus.present.pictures.drawing import ALARM, DARK, INK, SMALL_SIZE, Drawing, Panel, begin, finish, settings
from lentus.pump import BridgePlan, Delivery, Misjudged
from lentus.quantity import DoseRate, Duration, Mass, show

NOTHING = Mass.exact(0, "mcg")
KEY_ROOM, NAME_ROOM = 0.62, 0.32


def change_picture(plan: BridgePlan, start: datetime) -> Drawing:
    """What is programmed and delivered from the change at `start`, on the pump's clock, until the path is flushed."""
    change = plan.change
    title = f"Change from {intrathecal(change.old)} to {intrathecal(change.new)}, with and without the bridge bolus"
    caption = _caption(plan)
    with settings():
        figure, (upper, lower) = begin(
            title, caption, [Panel(KEY_ROOM + NAME_ROOM, 1.35, 0.35), Panel(NAME_ROOM, 1.35, 0.72)]
        )
        bridged: list[tuple[Duration, Duration, DoseRate]] = [
            (Duration.read("0 h"), plan.over, change.dose),
            (plan.over, plan.with_bridge.end, change.after),
        ]
        plain = [(Duration.read("0 h"), plan.without.end, change.after)]
        highest = max(_draw(upper, plan.with_bridge, bridged), _draw(lower, plan.without, plain))
        _wrong(lower, plan.omitted, change.after)
        upper.set_title("With the bridge bolus", loc="left", size=SMALL_SIZE + 1, weight="bold", pad=5)
        lower.set_title("Without it", loc="left", size=SMALL_SIZE + 1, weight="bold", pad=5)
        for axes in (upper, lower):
            number_axis(axes, 1.15 * highest, "mcg per day")
            axes.axvline(place(plan.over, "h"), color=INK, linewidth=1, linestyle=":")
            clock_axis(axes, start, place(plan.without.end, "h"), label=axes is lower)
        _key(upper)
        return finish(figure, title, caption)


def _caption(plan: BridgePlan) -> str:
    omitted = plan.omitted
    word, size = ("too much", omitted.excess) if omitted.excess > NOTHING else ("too little", NOTHING - omitted.excess)
    return (
        f"With the bridge the old solution goes on at {intrathecal(plan.change.dose)} for {span(plan.over)} "
        f"(dotted line). Without it the patient gets {intrathecal(omitted.actual)} for {span(omitted.over)}: "
        f"{show(size, 'mcg')} {word}."
    )


def _draw(axes: Axes, delivery: Delivery, programmed: list[tuple[Duration, Duration, DoseRate]]) -> float:
    heights, edges = steps([(piece.start, piece.end, piece.dose) for piece in delivery.pieces], "mcg/day")
    axes.stairs(heights, edges, fill=True, color=DARK, alpha=0.45, linewidth=0)
    axes.stairs(heights, edges, color=DARK, linewidth=1.4, baseline=None)
    lines, bounds = steps(programmed, "mcg/day")
    axes.stairs(lines, bounds, color=INK, linewidth=1.4, linestyle=(0, (4, 2)), baseline=None)
    return max(*heights, *lines)


def _wrong(axes: Axes, omitted: Misjudged, meant: DoseRate) -> None:
    """The area between what is delivered and what is meant, hatched so that gray paper shows it too."""
    low, high = sorted((place(omitted.actual, "mcg/day"), place(meant, "mcg/day")))
    axes.fill_between([0, place(omitted.over, "h")], low, high, facecolor="none", edgecolor=ALARM, hatch="///", lw=0)


def _key(axes: Axes) -> None:
    key = [
        Line2D([], [], color=INK, linestyle=(0, (4, 2)), label="programmed"),
        Patch(facecolor=DARK, alpha=0.45, edgecolor=DARK, label="delivered at the tip"),
        Line2D([], [], color=INK, linestyle=":", label="end of the bridge"),
        Patch(facecolor="none", edgecolor=ALARM, hatch="///", label="wrong dose"),
    ]
    up = 1 + NAME_ROOM / 1.35
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.02, up), ncols=2, columnspacing=1.2, borderpad=0.1)
