"""The pictures of a trial: dose and tone over time, each arm with its median and the inner 90 percent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from lentus.cohort.outcomes import Month
from lentus.cohort.result import IS_A_MODEL, Result
from lentus.present.pictures.axes import number_axis, plain_ticks
from lentus.present.pictures.drawing import ALARM, DARK, FAINT, INK, Drawing, Panel, begin, finish, settings

GREEN = "#00785A"
"""A fourth line that stands out from white; the light color of the other pictures does not."""
COLORS = (DARK, ALARM, INK, GREEN, FAINT)
LINES = ("-", "--", ":", "-.")
LEAST = 20
"""Fewer patients give no band: its ends would be one person each."""
NOBODY = (None, None, None)


Points = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture shows of each month: its title, its scale, whose it is, and where it stands in the month."""

    title: str
    label: str
    whose: str
    points: Callable[[Month], Points]
    count: Callable[[Month], int]
    tone: bool = False


DOSE = Seen(
    "Dose over time", "mcg per day", "those treated with the pump", lambda one: one.dose_mcg, lambda one: one.treated
)
TONE = Seen(
    "Tone over time", "Ashworth score", "those treated with the pump", lambda one: one.tone, lambda one: one.treated,
    tone=True,
)  # fmt: skip
MOUTH_DOSE = Seen(
    "Dose by mouth over time", "mg per day", "those who take any", lambda one: one.mouth_mg, lambda one: one.by_mouth
)
MOUTH_TONE = Seen(
    "Tone by mouth over time", "Ashworth score", "those who take doses by mouth", lambda one: one.mouth_tone,
    lambda one: one.by_mouth, tone=True,
)  # fmt: skip


def pictures(result: Result) -> tuple[Drawing, ...]:
    """Dose and tone with the pump, and by mouth where an arm begins so; none of a trial under a month."""
    if not result.tallies[0].months:
        return ()
    by_mouth = any(one.by_mouth is not None for one in result.trial.arm)
    return tuple(_over_time(result, one) for one in ((MOUTH_DOSE, MOUTH_TONE) if by_mouth else ()) + (DOSE, TONE))


def _over_time(result: Result, seen: Seen) -> Drawing:
    caption = f"Lines: median. Bands: inner 90 percent of {seen.whose}, where there are {LEAST} or more. {IS_A_MODEL}"
    with settings():
        key = 0.2 * len(result.arms) + 0.1
        figure, (axes,) = begin(seen.title, caption, [Panel(key, 2.4, 0.6)])
        highest = max(_drawn(axes, result, number, seen) for number in range(len(result.arms)))
        if seen.tone:
            axes.set_ylim(1, 5)
            axes.set_ylabel(seen.label)
        else:
            number_axis(axes, max(highest * 1.05, 1.0), seen.label)
        axes.set_xlim(0, max(result.trial.days, 1))
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(plain_ticks))
        axes.set_xlabel("day of the trial")
        if axes.get_legend_handles_labels()[0]:
            axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2)
        return finish(figure, seen.title, caption)


def _drawn(axes: Axes, result: Result, number: int, seen: Seen) -> float:
    """Draw an arm that has any; gives the highest point of its band."""
    arm, color = result.arms[number], COLORS[number % len(COLORS)]
    days, low, middle, high = [], [], [], []
    for one in result.months(arm):
        bottom, center, top = seen.points(one) if seen.count(one) >= LEAST else NOBODY
        if bottom is not None and center is not None and top is not None:
            days.append(one.day)
            low.append(bottom)
            middle.append(center)
            high.append(top)
    if not days:
        return 0.0
    axes.fill_between(days, low, high, color=color, alpha=0.15, linewidth=0)
    axes.plot(days, middle, LINES[number % len(LINES)], color=color, label=arm)
    return max(high)
