"""What a model expects over the next days: a panel a readout, the median with its inner 90 percent.

The present moment is a line through all panels: left of it stands what was recorded, right of it what would be if
nothing were changed.
"""

from __future__ import annotations

from datetime import timedelta

from matplotlib.axes import Axes

from lentus.present.models.numbers import unit_words
from lentus.present.pictures.axes import clock_axis, number_axis
from lentus.present.pictures.drawing import (
    ALARM,
    DARK,
    FAINT,
    INK,
    LIGHT,
    SMALL_SIZE,
    Drawing,
    Panel,
    begin,
    finish,
    settings,
)
from lentus.present.when import show_moment
from lentus.response.forecast import Band, Forecast

SHOWN = ("plasma level", "level in cerebrospinal fluid", "effect on tone", "Ashworth score", "withdrawal")
PANEL = Panel(0.34, 1.05, 0.22)
LAST = Panel(0.34, 1.05, 0.55)
FULL = {"percent": 100.0, "points": 5.0}
"""Scales that are known keep their whole height, so that little is not drawn as much."""


def forecast_picture(cast: Forecast, other: Forecast | None = None, evidence: str = "lentus parameters") -> Drawing:
    """The bands of a forecast; `other`, of the same hours, is drawn beside it as the way with a missed refill.

    `evidence` says where a reader finds what the model rests on.
    """
    names = [band.name for band in cast.bands if band.name in SHOWN]
    title = "What a model expects"
    caption = _caption(cast, other, evidence)
    with settings():
        panels = [*([PANEL] * (len(names) - 1)), LAST]
        figure, places = begin(title, caption, panels)
        first = float(cast.hours[0])
        start = cast.start + timedelta(minutes=round(first * 60))
        for axes, name in zip(places, names, strict=True):
            _panel(axes, cast, other, name, first)
            last = name == names[-1]
            clock_axis(axes, start, float(cast.hours[-1]) - first, label=False)
            if not last:
                axes.tick_params(labelbottom=False)
        return finish(figure, title, caption)


def _panel(axes: Axes, cast: Forecast, other: Forecast | None, name: str, first: float) -> None:
    band = cast.band(name)
    at = cast.hours - first
    highest = max(float(band.high.max()), float(other.band(name).high.max()) if other else 0.0)
    axes.fill_between(at, band.low, band.high, color=LIGHT, linewidth=0)
    axes.plot(at, band.middle, color=DARK, linewidth=1.8)
    if other is not None:
        missed = other.band(name)
        axes.plot(at, missed.middle, color=ALARM, linewidth=1.8, linestyle=(0, (4, 2)))
        axes.plot(at, missed.low, color=ALARM, linewidth=0.7, linestyle=(0, (1, 2)))
        axes.plot(at, missed.high, color=ALARM, linewidth=0.7, linestyle=(0, (1, 2)))
    number_axis(axes, FULL.get(band.unit, 1.08 * highest or 1.0), unit_words(band.unit))
    axes.set_title(_named(band), loc="left", size=SMALL_SIZE + 1, weight="bold", pad=5)
    axes.axvline(cast.now - first, color=INK, linewidth=1.2)
    for mark in cast.marks:
        axes.axvline(mark.at - first, color=FAINT, linewidth=0.8, linestyle=":")
    if other is not None and cast.empties is not None and cast.empties >= first:
        axes.axvline(cast.empties - first, color=ALARM, linewidth=1.0, linestyle=":")


def _named(band: Band) -> str:
    return f"{band.name[:1].upper()}{band.name[1:]}"


def _caption(cast: Forecast, other: Forecast | None, evidence: str) -> str:
    now = show_moment(cast.start + timedelta(minutes=round(cast.now * 60)))
    parts = [f"Line: {now}, where the record ends. Band: 90 of 100 virtual patients like this one. Dotted: changes."]
    if other is not None:
        parts.append("Dashed, in orange: the same with the next refill missed.")
    parts.append(f"A model, not a measurement; its evidence: {evidence}.")
    return "\n".join(parts)
