"""The dose by the hour over a day or a week: what is programmed, and what really leaves the tip.

Steps are read against each other, boluses are read as amounts; at one scale a bolus of minutes would flatten every
step. So boluses have a strip of their own, and where their rate leaves the lower panel, the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from lentus.errors import PlanError
from lentus.present.amounts import counted, intrathecal, span
from lentus.present.pictures.axes import clock_axis, number_axis, place, steps
from lentus.present.pictures.drawing import ALARM, DARK, INK, SMALL_SIZE, Drawing, Panel, begin, finish, settings
from lentus.present.pictures.strokes import draw_strokes, strokes_of
from lentus.pump import Delivery, FlowSegment
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume

DAY = Duration.read("24 h")
WEEK = Duration.read("7 days")
BOLUSES = ("periodic bolus", "patient bolus", "single bolus", "priming bolus")
BRIDGE = "bridge bolus"
TALLER = (Fraction(3, 2), 6)
"""How many times the highest step a bolus may reach before it leaves their panel: one as thin as a line, another."""
FEW = 24
THIN = Fraction(1, 40)
"""The share of the picture below which a bolus is a line and has no area to be read."""


@dataclass(frozen=True, slots=True)
class Bolus:
    """What was programmed and what left the tip while a bolus ran, the rate underneath it included."""

    start: Duration
    end: Duration
    programmed: Mass
    delivered: Mass


def dose_picture(
    delivery: Delivery,
    programmed: Concentration,
    start: datetime,
    over: Duration = DAY,
    pulse: Volume | None = None,
) -> Drawing:
    """The dose of a day or a week from the plan's start, at `start` on the pump's clock.

    `programmed` is the strength that the pump is set to, `pulse` what one stroke of a valve pump moves. PlanError for a
    plan that ends before that.
    """
    if delivery.end < over:
        raise PlanError(f"a plan of {delivery.end} is too short for a picture of {over}")
    boluses = tuple(_boluses(delivery, programmed, over))
    title = f"Dose over {'7 days' if over == WEEK else span(over)}, programmed and delivered at the tip"
    caption = _caption(delivery, programmed, over, boluses)
    beats = strokes_of(delivery, over, pulse) if pulse is not None else None
    if beats is not None:
        caption = f"{caption} {beats.words}"
    panels = [Panel(0.36, 0.75, 0.12)] if boluses else []
    panels += [Panel(0.3, 0.26, 0.1)] if beats is not None else []
    with settings():
        figure, axes = begin(title, caption, [*panels, Panel(0.58, 2.0, 0.72 if over > DAY * 2 else 0.55)])
        if boluses:
            _strip(axes[0], boluses, over)
        if beats is not None:
            draw_strokes(axes[-2], beats)
        _staircase(axes[-1], delivery, programmed, over)
        for one in axes:
            clock_axis(one, start, place(over, "h"), label=one is axes[-1])
        for one in axes[:-1]:
            one.tick_params(labelbottom=False)
        return finish(figure, title, caption)


def _caption(delivery: Delivery, programmed: Concentration, over: Duration, boluses: tuple[Bolus, ...]) -> str:
    meant = sum((_mass(each, delivery, programmed) for each in _within(delivery, over)), start=Mass.exact(0, "mcg"))
    given = delivery.delivered(over)
    parts = [f"Programmed {intrathecal(meant)}, delivered {intrathecal(given)} in {span(over)}."]
    if given != meant:
        parts.append("Where the filled area leaves the dashed line, the dose is not what the screen shows.")
    if boluses:
        number = counted(len(boluses), "bolus", "boluses")
        parts.append(f"{number}, programmed {_each(boluses)}; the rate that runs under a bolus is counted in.")
    return " ".join(parts)


def _within(delivery: Delivery, over: Duration) -> Iterator[FlowSegment]:
    """The stretches of flow up to a time, the last one cut there."""
    for each in delivery.flow.segments:
        if each.start < over:
            yield FlowSegment(each.start, min(each.end, over), each.flow, each.what)


def _meant(each: FlowSegment, delivery: Delivery, programmed: Concentration) -> DoseRate:
    """What the programmer says of a stretch: a bridge counts in the old solution, which stands in the path."""
    return each.flow * (delivery.path.slugs[0].strength if BRIDGE in each.what else programmed)


def _mass(each: FlowSegment, delivery: Delivery, programmed: Concentration) -> Mass:
    return _meant(each, delivery, programmed) * (each.end - each.start)


def _is_bolus(what: str) -> bool:
    return any(name in what for name in BOLUSES)


def _boluses(delivery: Delivery, programmed: Concentration, over: Duration) -> Iterator[Bolus]:
    """Each bolus; stretches that follow each other without a pause are one."""
    held: list[FlowSegment] = []
    for each in (*_within(delivery, over), None):
        if each is not None and _is_bolus(each.what):
            held.append(each)
        elif held:
            start, end = held[0].start, held[-1].end
            meant = sum((_mass(part, delivery, programmed) for part in held), start=Mass.exact(0, "mcg"))
            yield Bolus(start, end, meant, delivery.delivered(end, start))
            held = []


def _each(boluses: tuple[Bolus, ...]) -> str:
    doses = sorted({each.programmed for each in boluses})
    if len(doses) == 1:
        return intrathecal(doses[0]) + (" each" if len(boluses) > 1 else "")
    return f"{intrathecal(doses[0])} to {intrathecal(doses[-1])}"


def _strip(axes: Axes, boluses: tuple[Bolus, ...], over: Duration) -> None:
    """A stem for each bolus: an open ring for what was programmed, a dot for what came out."""
    middles = [(place(each.start, "h") + place(each.end, "h")) / 2 for each in boluses]
    meant = [place(each.programmed, "mcg") for each in boluses]
    given = [place(each.delivered, "mcg") for each in boluses]
    axes.vlines(middles, 0, given, color=DARK, linewidth=1.6)
    few = len(boluses) <= FEW
    axes.plot(middles, given, "o", color=DARK, markersize=5 if few else 2.5, clip_on=False)
    # Many rings would be one black band: then a dash on each stem stands for what was programmed.
    marker, size = ("o", 9.0) if few else ("_", 4.0)
    axes.plot(middles, meant, marker, markersize=size, color=INK, markerfacecolor="none", clip_on=False)
    number_axis(axes, 1.25 * max([*meant, *given]), "mcg")
    axes.set_title(f"Boluses ({'ring' if few else 'dash'} programmed, dot delivered)", loc="left", size=SMALL_SIZE)
    axes.set_xlim(0, place(over, "h"))


def _staircase(axes: Axes, delivery: Delivery, programmed: Concentration, over: Duration) -> None:
    meant = [(each.start, each.end, _meant(each, delivery, programmed)) for each in _within(delivery, over)]
    given = [(p.start, min(p.end, over), p.dose) for p in delivery.pieces if p.start < over]
    heights, edges = steps(given, "mcg/h")
    axes.stairs(heights, edges, fill=True, color=DARK, alpha=0.45, linewidth=0)
    axes.stairs(heights, edges, color=DARK, linewidth=1.4, baseline=None)
    lines, bounds = steps(meant, "mcg/h")
    axes.stairs(lines, bounds, color=INK, linewidth=1.4, linestyle=(0, (4, 2)), baseline=None)
    key = [
        Line2D([], [], color=INK, linestyle=(0, (4, 2)), label="programmed"),
        Patch(facecolor=DARK, alpha=0.45, edgecolor=DARK, label="delivered at the tip"),
    ]
    peak, steady = max(*heights, *lines), _steady(delivery, programmed, over)
    boluses = tuple(_boluses(delivery, programmed, over))
    thin = all(each.end - each.start < over * THIN for each in boluses)
    if steady is not None and peak > TALLER[not thin] * place(steady, "mcg/h"):
        key.append(Line2D([], [], color=ALARM, marker="^", linestyle="", label="bolus: see above"))
        tops = [(place(b.start, "h") + place(b.end, "h")) / 2 for b in boluses]
        peak = place(steady, "mcg/h")
        axes.plot(tops, [1.22 * peak] * len(tops), "^", color=ALARM, markersize=5 if len(tops) <= FEW else 2.5)
    number_axis(axes, 1.25 * peak or 1, "Dose rate, mcg per h")
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, columnspacing=1.2, borderpad=0.1)


def _steady(delivery: Delivery, programmed: Concentration, over: Duration) -> DoseRate | None:
    """The highest rate outside of boluses; None where nothing runs between them."""
    rates = [_meant(each, delivery, programmed) for each in _within(delivery, over) if not _is_bolus(each.what)]
    boluses = tuple(_boluses(delivery, programmed, over))
    rates += [
        piece.dose
        for piece in delivery.pieces
        if piece.start < over and not any(each.start <= piece.start < each.end for each in boluses)
    ]
    highest = max(rates, default=None)
    return highest if highest is not None and highest.amount("mcg/h") > 0 else None
