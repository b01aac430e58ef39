"""The reservoir from fill to refill: how its volume falls, and the dates that follow.

The dates carry letters in the picture and stand in full below it, in the order in which they come, so that two that
lie close together are still read as two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from lentus.present.amounts import counted
from lentus.present.pictures.axes import number_axis, place, plain_ticks
from lentus.present.pictures.drawing import ALARM, DARK, FAINT, INK, LIGHT, SMALL_SIZE, Drawing, Panel, begin, finish
from lentus.present.pictures.drawing import settings as drawing_settings
from lentus.present.when import show_clock, show_date
from lentus.pump import Due, Program, RefillDates, Reserve, time_to_pump
from lentus.quantity import Volume, show

POINTS = 24
FAR = 1.6
CROWDED = 0.05
"""The share of the axis below which two letters would touch."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with its letter and its words."""

    due: Due
    words: str
    color: str
    dashes: str


def reservoir_picture(
    program: Program, filled_on: datetime, volume: Volume, reserve: Reserve, dates: RefillDates
) -> Drawing:
    """A fill of `volume` at `filled_on` with its dates; `dates` must come from the same program, fill and reserve."""
    marks = sorted(_marks(dates), key=lambda mark: mark.due.days)
    title = f"Reservoir filled with {show(volume, 'mL')} on {show_clock(filled_on)}"
    caption = _caption(marks, dates)
    end = _end(marks, dates)
    with drawing_settings():
        figure, (axes,) = begin(title, caption, [Panel(0.78, 2.1, 0.62)])
        _falling(axes, program, filled_on, volume, reserve, dates)
        if dates.window is not None:
            first, last = ((day - filled_on.date()).days for day in dates.window)
            axes.axvspan(first, last + 1, facecolor=LIGHT, edgecolor=INK, linewidth=0.5, alpha=0.8)
        _letters(axes, marks, end)
        number_axis(axes, 1.12 * place(volume, "mL"), "Volume, mL")
        axes.set_xlim(0, end)
        axes.xaxis.set_major_formatter(plain_ticks)
        axes.set_xlabel("Days after the fill")
        _key(axes, dates, reserve)
        return finish(figure, title, caption)


def _marks(dates: RefillDates) -> list[Mark]:
    found = [Mark(dates.cap, "longest time between refills", FAINT, ":")]
    if dates.alarm is not None:
        found.append(Mark(dates.alarm, "low-reservoir alarm", INK, "-"))
    if dates.empty is not None:
        found.append(Mark(dates.empty, "may be EMPTY in the worst case", ALARM, "--"))
    return found


def _end(marks: list[Mark], dates: RefillDates) -> float:
    """How many days are drawn: all marks, unless the longest interval lies so far out that it squeezes the others."""
    near = [float(mark.due.days) for mark in marks if mark.due is not dates.cap]
    if near and float(dates.cap.days) > FAR * max(near):
        return 1.2 * max(near)
    return 1.04 * max(float(mark.due.days) for mark in marks)


def _caption(marks: list[Mark], dates: RefillDates) -> str:
    parts = [
        f"{letter} {show_date(mark.due.day)} (day\u00a0{int(mark.due.days)}): {mark.words}."
        for letter, mark in zip("ABC", marks, strict=False)
    ]
    if dates.window is not None:
        first, last = dates.window
        parts.insert(0, f"Book the refill from {show_date(first)} to {show_date(last)} (shaded).")
    if dates.needs:
        parts.append(f"Not known, so not drawn: {', '.join(dates.needs)}.")
    return "\n".join(parts)


def _falling(
    axes: Axes, program: Program, filled_on: datetime, volume: Volume, reserve: Reserve, dates: RefillDates
) -> None:
    """The volume as programmed, point by point; the worst case straight to its one day."""
    full = place(volume, "mL")
    if reserve.alarm is not None and dates.alarm is not None:
        used = [(volume - reserve.alarm) * number / POINTS for number in range(1, POINTS + 1)]
        days = [0.0, *(place(time_to_pump(program, filled_on, part), "day") for part in used)]
        axes.plot(days, [full, *(full - place(part, "mL") for part in used)], color=DARK, linewidth=2)
        axes.axhline(place(reserve.alarm, "mL"), color=INK, linewidth=0.8)
    if reserve.unusable is not None and dates.empty is not None:
        low = place(reserve.unusable, "mL")
        axes.plot([0, float(dates.empty.days)], [full, low], color=ALARM, linewidth=2, linestyle=(0, (4, 2)))


def _letters(axes: Axes, marks: list[Mark], end: float) -> None:
    high = 0
    before: float | None = None
    for letter, mark in zip("ABC", marks, strict=False):
        at = float(mark.due.days)
        if at > end:
            axes.text(
                1, 1.02, f"{letter} \u2192", transform=axes.transAxes, ha="right", size=SMALL_SIZE + 1, weight="bold"
            )
            continue
        axes.axvline(at, color=mark.color, linewidth=1.6, linestyle=mark.dashes)
        # A letter that would touch the one before it stands a step higher.
        high = high + 1 if before is not None and at - before < CROWDED * end else 0
        axes.annotate(
            letter,
            (at, 1),
            (0, 3 + 13 * high),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            size=SMALL_SIZE + 1,
            weight="bold",
            color=INK,
        )
        before = at


def _key(axes: Axes, dates: RefillDates, reserve: Reserve) -> None:
    key: list[Line2D | Patch] = []
    if dates.alarm is not None:
        key.append(Line2D([], [], color=DARK, linewidth=2, label="as programmed"))
    if reserve.alarm is not None:
        key.append(Line2D([], [], color=INK, linewidth=0.8, label=f"alarm volume {show(reserve.alarm, 'mL')}"))
    if dates.empty is not None:
        key.append(Line2D([], [], color=ALARM, linewidth=2, linestyle=(0, (4, 2)), label="worst case"))
    if dates.window is not None:
        first, last = dates.window
        days = counted((last - first).days + 1, "day")
        key.append(Patch(facecolor=LIGHT, edgecolor=INK, linewidth=0.5, label=f"book here ({days})"))
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.02, 1.12), ncols=2, columnspacing=1.2, borderpad=0.1)
