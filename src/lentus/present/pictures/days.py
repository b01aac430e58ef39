"""Two programs side by side: the pump's day of each, at one scale, as it is when all that came before is flushed."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator

from lentus.present.amounts import intrathecal
from lentus.present.pictures.axes import number_axis, place, steps
from lentus.present.pictures.drawing import (
    DARK,
    INK,
    LEFT,
    RIGHT,
    SMALL_SIZE,
    WIDTH,
    Drawing,
    Panel,
    begin,
    finish,
    settings,
)
from lentus.pump import Delivery
from lentus.pump.modes import clock_time
from lentus.quantity import Concentration, Duration

GAP = 0.42
HOURS = (0, 6, 12, 18, 24)
BOLUS = "periodic bolus"
FEW = 4
"""More times of boluses than this would overlap; the caption has them all."""
UNITS = "Dose rate, mcg per h"


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """One side: its name, the strength that is programmed, and what leaves the tip on the pump's day."""

    name: str
    programmed: Concentration
    day: Delivery


def days_picture(first: DrawnDay, second: DrawnDay) -> Drawing:
    """The two days next to each other, programmed and delivered, with their doses in the caption."""
    title = f"One day of each program, {first.name.lower()} and {second.name.lower()}"
    caption = _caption(first, second)
    with settings():
        figure, (left,) = begin(title, caption, [Panel(0.86, 1.9, 0.62)])
        box = left.get_position()
        each = (WIDTH - LEFT - RIGHT - GAP) / 2 / WIDTH
        left.set_position((box.x0, box.y0, each, box.height))
        right = figure.add_axes((box.x0 + each + GAP / WIDTH, box.y0, each, box.height))
        highest = max(_draw(left, first), _draw(right, second))
        for axes, side in ((left, first), (right, second)):
            number_axis(axes, 1.15 * highest or 1, UNITS if axes is left else "")
            axes.set_xlim(0, HOURS[-1])
            _mark(axes, side, 1.03 * highest)
            axes.xaxis.set_major_locator(FixedLocator(HOURS))
            axes.set_xlabel("Hour of the pump's day")
            axes.set_title(
                f"{side.name}\n{intrathecal(side.programmed)}", loc="left", size=SMALL_SIZE + 1, weight="bold"
            )
        right.tick_params(labelleft=False)
        _key(left)
        return finish(figure, title, caption)


def _caption(first: DrawnDay, second: DrawnDay) -> str:
    told = [
        f"{side.name}: {intrathecal(side.day.total)} at the tip in the day.{_times(side)}" for side in (first, second)
    ]
    note = "Each day as it is once the path is flushed; boluses given once or on demand are not drawn."
    return " ".join([*told, note])


def _boluses(side: DrawnDay) -> tuple[Duration, ...]:
    """When each periodic bolus of the day begins; one that crosses midnight began the evening before."""
    pieces = side.day.flow.segments
    found = [one.start for one in pieces if one.what.startswith(BOLUS)]
    runs_over = bool(found) and found[0] == pieces[0].start and pieces[-1].what.startswith(BOLUS)
    return tuple(found[1:] if runs_over else found)


def _times(side: DrawnDay) -> str:
    starts = _boluses(side)
    if not starts:
        return ""
    listed = [clock_time(one) for one in starts]
    told = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
    return f" Periodic {'bolus' if len(starts) == 1 else 'boluses'} at {told}."


def _mark(axes: Axes, side: DrawnDay, height: float) -> None:
    """A mark over each periodic bolus, with its time where there is room to read it."""
    starts = _boluses(side)
    for start in starts:
        hour = place(start, "h")
        axes.plot([hour], [height], marker="v", markersize=4, color=DARK, clip_on=False)
        if len(starts) <= FEW:
            axes.annotate(
                clock_time(start), (hour, height), (0, 4), textcoords="offset points", ha="center", size=SMALL_SIZE - 1
            )


def _draw(axes: Axes, side: DrawnDay) -> float:
    meant = [(one.start, one.end, one.flow * side.programmed) for one in side.day.flow.segments]
    heights, edges = steps([(one.start, one.end, one.dose) for one in side.day.pieces], "mcg/h")
    axes.stairs(heights, edges, fill=True, color=DARK, alpha=0.45, linewidth=0)
    axes.stairs(heights, edges, color=DARK, linewidth=1.4, baseline=None)
    lines, bounds = steps(meant, "mcg/h")
    axes.stairs(lines, bounds, color=INK, linewidth=1.4, linestyle=(0, (4, 2)), baseline=None)
    return max(*heights, *lines, place(side.day.pieces[0].dose, "mcg/h"))


def _key(axes: Axes) -> None:
    key = [
        Line2D([], [], color=INK, linestyle=(0, (4, 2)), label="programmed"),
        Patch(facecolor=DARK, alpha=0.45, edgecolor=DARK, label="delivered at the tip"),
    ]
    up = 1 + 0.5 / 1.9
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.04, up), ncols=2, columnspacing=1.2, borderpad=0.1)
