"""The pictures of a trial: dose and tone over time, each arm with its median and the inner 90 percent."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from lentus.cohort.result import IS_A_MODEL, Result
from lentus.present.pictures.axes import number_axis, plain_ticks
from lentus.present.pictures.drawing import ALARM, DARK, FAINT, INK, LIGHT, Drawing, Panel, begin, finish, settings

COLORS = (DARK, ALARM, INK, LIGHT, FAINT)
LINES = ("-", "--", ":", "-.")


def dose_picture(result: Result) -> Drawing:
    """The daily dose of those treated."""
    caption = f"Lines: median. Bands: inner 90 percent of those treated. {IS_A_MODEL}"
    return _over_time(result, ("Dose over time", caption), "mcg per day", tone=False)


def tone_picture(result: Result) -> Drawing:
    """The Ashworth score of those treated."""
    caption = f"Lines: median. Bands: inner 90 percent of those treated. {IS_A_MODEL}"
    return _over_time(result, ("Tone over time", caption), "Ashworth score", tone=True)


def _over_time(result: Result, words: tuple[str, str], label: str, *, tone: bool) -> Drawing:
    title, caption = words
    with settings():
        key = 0.2 * len(result.arms) + 0.1
        figure, (axes,) = begin(title, caption, [Panel(key, 2.4, 0.6)])
        highest = max(_drawn(axes, result, number, tone=tone) for number in range(len(result.arms)))
        if tone:
            axes.set_ylim(1, 5)
            axes.set_ylabel(label)
        else:
            number_axis(axes, max(highest * 1.05, 1.0), label)
        axes.set_xlim(0, max(result.trial.days, 1))
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(plain_ticks))
        axes.set_xlabel("day of the trial")
        axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2)
        return finish(figure, title, caption)


def _drawn(axes: Axes, result: Result, number: int, *, tone: bool) -> float:
    """Draw an arm; gives the highest point of its band."""
    arm, color = result.arms[number], COLORS[number % len(COLORS)]
    days, low, middle, high = [], [], [], []
    for one in result.months(arm):
        bottom, center, top = one.tone if tone else one.dose_mcg
        if bottom is not None and center is not None and top is not None:
            days.append(one.day)
            low.append(bottom)
            middle.append(center)
            high.append(top)
    axes.fill_between(days, low, high, color=color, alpha=0.15, linewidth=0)
    axes.plot(days, middle, LINES[number % len(LINES)], color=color, label=arm)
    return max(high, default=0.0)
