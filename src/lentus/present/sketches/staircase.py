"""A dose rate over time as a staircase, one or more at one scale: the day of a program before and after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lentus.present.sketches.drawn import element, picture, words
from lentus.quantity import DoseRate, Duration

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 300, 190, 46, 14, 40, 26
NICE = (1, 2, 5)
TICKS = 4
MOST_LABELS = 4.6


@dataclass(frozen=True, slots=True)
class Stair:
    """A staircase: (start, end, dose rate) each, one after the other. `quiet` ones are drawn dashed, under the rest."""

    title: str
    steps: tuple[tuple[Duration, Duration, DoseRate], ...]
    quiet: tuple[tuple[Duration, Duration, DoseRate], ...] = ()

    @property
    def end(self) -> float:
        """Hours in all."""
        return float(self.steps[-1][1].amount("h"))

    @property
    def highest(self) -> float:
        """The highest rate of both lines, in mcg/h."""
        return max(float(rate.amount("mcg/h")) for _, _, rate in (*self.steps, *self.quiet))


def stair_sketch(stair: Stair, *, highest: float | None = None, hours: float | None = None, unit: str = "mcg/h") -> str:
    """The picture of one staircase; `highest` and `hours` put several of them on one scale."""
    top, end = highest or stair.highest or 1.0, hours or stair.end
    step = _tick_step(_in(unit, top))
    full = step * TICKS
    inner = words(stair.title, 4, 14, class_="sketch-title")
    inner += _grid(step, full, unit) + _clock(end)
    inner += _area(stair.steps, end, full, unit)
    if stair.quiet:
        inner += element("polyline", points=_points(stair.quiet, end, full, unit), class_="sketch-quiet", fill="none")
    return picture(f"{stair.title}, {_told(stair)}", WIDTH, HEIGHT, inner)


def _told(stair: Stair) -> str:
    return f"dose by the hour in {len(stair.steps)} steps; the table beside it says the same"


def _in(unit: str, per_hour: float) -> float:
    return per_hour * 24 if unit == "mcg/day" else per_hour


def _tick_step(top: float) -> float:
    """The distance of ticks: 1, 2 or 5 times a power of ten, so that four of them hold the highest step."""
    size = 1e-6
    while True:
        for nice in NICE:
            if nice * size * TICKS >= top:
                return nice * size
        size *= 10


def _x(hours: float, end: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * hours / end


def _y(value: float, full: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / full)


def _grid(step: float, full: float, unit: str) -> str:
    made = ""
    for number in range(TICKS + 1):
        at = _y(step * number, full)
        made += element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=at, y2=at, class_="sketch-grid")
        made += words(f"{step * number:,.6f}".rstrip("0").rstrip("."), LEFT - 6, at + 4, anchor="end")
    return made + words(unit.replace("/", " per ").replace("per h", "per hour"), 4, 30)


def _clock(end: float) -> str:
    """Hours of the pump's day, or hours since the start where it is longer."""
    every = next(one for one in (6, 12, 24, 48, 96, 168, 336, 10_000) if end / one <= MOST_LABELS)
    made = ""
    for number in range(int(end // every) + 1):
        hour = number * every
        label = f"{hour:02d}:00" if end <= 24 else f"{hour} h"
        # The last label ends where the frame ends.
        anchor = "end" if hour == end else "middle"
        made += words(label, _x(hour, end), HEIGHT - BOTTOM + 16, anchor=anchor)
    return made


def _points(steps: Sequence[tuple[Duration, Duration, DoseRate]], end: float, full: float, unit: str) -> str:
    places = []
    for start, stop, rate in steps:
        height = _y(_in(unit, float(rate.amount("mcg/h"))), full)
        left, right = (min(float(one.amount("h")), end) for one in (start, stop))
        places += [(_x(left, end), height), (_x(right, end), height)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _area(steps: Sequence[tuple[Duration, Duration, DoseRate]], end: float, full: float, unit: str) -> str:
    line = _points(steps, end, full, unit)
    last = min(float(steps[-1][1].amount("h")), end)
    base = _y(0, full)
    closed = f"{_x(0, end):.1f},{base:.1f} {line} {_x(last, end):.1f},{base:.1f}"
    return element("polygon", points=closed, class_="sketch-area") + element(
        "polyline", points=line, class_="sketch-line", fill="none"
    )
