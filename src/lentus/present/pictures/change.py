"""A change of strength, twice: with the bridge bolus and without it, at one scale, one above the other.

Where the path may hold less or more than the bridge was computed with, the upper one shows both as a band.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from lentus.present.amounts import intrathecal, span
from lentus.present.pictures.axes import clock_axis, number_axis, place, steps
from lentus.present.pictures.drawing import ALARM, DARK, INK, LIGHT, SMALL_SIZE, Drawing, Panel, begin, finish, settings
from lentus.present.pump_page import too_much
from lentus.pump import BridgePlan, Delivery, Misjudged, band, through
from lentus.quantity import DoseRate, Duration, Mass, Volume, show

LineStyle = Literal["solid"] | tuple[float, tuple[float, float]]
NOTHING = Mass.exact(0, "mcg")
KEY_ROOM, NAME_ROOM, BAND_ROOM = 0.62, 0.32, 0.4
BANDS: tuple[LineStyle, ...] = ("solid", (0, (1, 1)))
"""The curve of the least path, and of the most."""


def change_picture(plan: BridgePlan, start: datetime, bounds: tuple[Volume, Volume] | None = None) -> Drawing:
    """What is programmed and delivered from the change at `start`, on the pump's clock, until the path is flushed.

    `bounds` are the least and the most that the path may really hold: what the same bridge then delivers is a band.
    """
    change = plan.change
    title = f"Change from {intrathecal(change.old)} to {intrathecal(change.new)}, with and without the bridge bolus"
    wrong = [one for one in (band(change, *bounds) if bounds else ()) if one.true_path != change.path]
    caption = _caption(plan, wrong)
    key_room = KEY_ROOM + (BAND_ROOM if wrong else 0)
    with settings():
        figure, (upper, lower) = begin(
            title, caption, [Panel(key_room + NAME_ROOM, 1.35, 0.35), Panel(NAME_ROOM, 1.35, 0.72)]
        )
        bridged: list[tuple[Duration, Duration, DoseRate]] = [
            (Duration.read("0 h"), plan.over, change.dose),
            (plan.over, plan.with_bridge.end, change.after),
        ]
        plain = [(Duration.read("0 h"), plan.without.end, change.after)]
        highest = max(_draw(upper, plan.with_bridge, bridged), _draw(lower, plan.without, plain))
        bands = _band(upper, plan, wrong)
        highest = max([highest, *(place(one.actual, "mcg/day") for one in wrong)])
        _wrong(lower, plan.omitted, change.after)
        upper.set_title("With the bridge bolus", loc="left", size=SMALL_SIZE + 1, weight="bold", pad=5)
        lower.set_title("Without it", loc="left", size=SMALL_SIZE + 1, weight="bold", pad=5)
        for axes in (upper, lower):
            number_axis(axes, 1.15 * highest, "mcg per day")
            axes.axvline(place(plan.over, "h"), color=INK, linewidth=1, linestyle=":")
            clock_axis(axes, start, place(plan.without.end, "h"), label=axes is lower)
        _key(upper, bands)
        return finish(figure, title, caption)


def _caption(plan: BridgePlan, wrong: Sequence[Misjudged]) -> str:
    omitted = plan.omitted
    word, size = ("too much", omitted.excess) if omitted.excess > NOTHING else ("too little", NOTHING - omitted.excess)
    told = (
        f"With the bridge the old solution goes on at {intrathecal(plan.change.dose)} for {span(plan.over)} "
        f"(dotted line). Without it the patient gets {intrathecal(omitted.actual)} for {span(omitted.over)}: "
        f"{show(size, 'mcg')} {word}."
    )
    each = [
        f"{show(one.true_path, 'mL')}, {intrathecal(one.actual)} for {span(one.over)}, {too_much(one.excess)}"
        for one in wrong
    ]
    if not each:
        return told
    used = show(plan.change.path, "mL")
    return f"{told} The bridge is computed with {used}; were the path really {'; or '.join(each)}."


def _draw(axes: Axes, delivery: Delivery, programmed: list[tuple[Duration, Duration, DoseRate]]) -> float:
    heights, edges = steps([(piece.start, piece.end, piece.dose) for piece in delivery.pieces], "mcg/day")
    axes.stairs(heights, edges, fill=True, color=DARK, alpha=0.45, linewidth=0)
    axes.stairs(heights, edges, color=DARK, linewidth=1.4, baseline=None)
    lines, bounds = steps(programmed, "mcg/day")
    axes.stairs(lines, bounds, color=INK, linewidth=1.4, linestyle=(0, (4, 2)), baseline=None)
    return max(*heights, *lines)


def _band(axes: Axes, plan: BridgePlan, wrong: Sequence[Misjudged]) -> list[Artist]:
    """The curve of each bound of the path with the shade from it to what is meant, and their entries in the key."""
    key: list[Artist] = []
    for one, style in zip(wrong, BANDS, strict=False):
        early = one.true_path < plan.change.path
        begins = plan.over - one.over if early else plan.over
        ends = begins + one.over
        meant = place(plan.change.dose if early else plan.change.after, "mcg/day")
        # Elsewhere the curve is the one that is drawn already, and a second line would hide it.
        apart = [
            (max(each.start, begins), min(each.end, ends), each.dose)
            for each in through(plan, one.true_path).pieces
            if each.start < ends and each.end > begins
        ]
        heights, edges = steps(apart, "mcg/day")
        axes.stairs(heights, edges, fill=True, color=LIGHT, alpha=0.7, linewidth=0, baseline=meant)
        axes.stairs(heights, edges, color=ALARM, linewidth=1.5, linestyle=style, baseline=meant)
        key.append(Line2D([], [], color=ALARM, linestyle=style, label=f"path really {show(one.true_path, 'mL')}"))
    if key:
        key.append(Patch(facecolor=LIGHT, alpha=0.7, label="band of a wrong path"))
    return key


def _wrong(axes: Axes, omitted: Misjudged, meant: DoseRate) -> None:
    """The area between what is delivered and what is meant, hatched so that gray paper shows it too."""
    low, high = sorted((place(omitted.actual, "mcg/day"), place(meant, "mcg/day")))
    axes.fill_between([0, place(omitted.over, "h")], low, high, facecolor="none", edgecolor=ALARM, hatch="///", lw=0)


def _key(axes: Axes, bands: list[Artist]) -> None:
    key: list[Artist] = [
        Line2D([], [], color=INK, linestyle=(0, (4, 2)), label="programmed"),
        Patch(facecolor=DARK, alpha=0.45, edgecolor=DARK, label="delivered at the tip"),
        Line2D([], [], color=INK, linestyle=":", label="end of the bridge"),
        Patch(facecolor="none", edgecolor=ALARM, hatch="///", label="wrong dose"),
        *bands,
    ]
    up = 1 + NAME_ROOM / 1.35
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.02, up), ncols=2, columnspacing=1.2, borderpad=0.1)
