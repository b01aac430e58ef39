"""The pictures of an audit: rates by month, rates by unit, and the rules by how often they spoke."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from lentus.audit import Audit, Share
from lentus.present.audits.words import NO_NAME, name_of, number, rate
from lentus.present.pictures.axes import number_axis
from lentus.present.pictures.drawing import ALARM, DARK, LIGHT, SMALL_SIZE, Drawing, Panel, begin, finish, settings

MOST_BARS = 20
COLORS = {"stop": ALARM, "override": DARK, "warn": LIGHT, "info": LIGHT}
HEADROOM = 1.15


def months_picture(found: Audit) -> Drawing:
    """The share of each month's orders against a rule that stops or asks for an owner."""
    caption = f"{len(found.months)} months; the share of each month's judged orders."
    if found.months:
        worst = max(found.months, key=lambda one: one.percent)
        caption += f" The highest is {worst.name or NO_NAME}: {rate(worst)}."
    with settings():
        title = "Orders against a rule that stops or asks for an owner, by month"
        figure, (axes,) = begin(title, caption, [Panel(0.2, 2.0, 0.7)])
        heights = [float(one.percent) for one in found.months]
        axes.bar(range(len(heights)), heights, color=DARK, width=0.8)
        number_axis(axes, HEADROOM * max(heights, default=0) or 1, "Share of orders, %")
        every = max(1, len(heights) // 8)
        shown = range(0, len(heights), every)
        axes.set_xticks(list(shown), [found.months[place].name or NO_NAME for place in shown], rotation=30, ha="right")
        return finish(figure, title, caption)


def units_picture(found: Audit) -> Drawing:
    """The units with the highest shares."""
    worst = sorted(found.units, key=lambda one: (-one.percent, one.name))[:MOST_BARS]
    title = "Orders against a rule that stops or asks for an owner, by unit"
    left_out = len(found.units) - len(worst)
    caption = "The share of each unit's judged orders." + (
        f" {left_out} other units, none of them higher, are left out." if left_out else ""
    )
    return _lying(title, caption, worst)


def _lying(title: str, caption: str, shares: Sequence[Share]) -> Drawing:
    with settings():
        figure, (axes,) = begin(title, caption, [Panel(0.2, 0.3 + 0.34 * len(shares), 0.5)])
        words = [f"{name_of(one)}: {rate(one)}" for one in shares]
        _named_bars(axes, words, [float(one.percent) for one in shares], [DARK] * len(shares))
        axes.set_xlim(0, HEADROOM * max((float(one.percent) for one in shares), default=0) or 1)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.set_xlabel("Share of orders, %")
        return finish(figure, title, caption)


def _named_bars(axes: Axes, words: Sequence[str], lengths: Sequence[float], colors: Sequence[str]) -> None:
    """Bars that lie, the first on top, each below its words: beside it, a long name would be cut off."""
    places = [-place for place in range(len(words))]
    axes.barh([place - 0.22 for place in places], lengths, height=0.34, color=list(colors))
    for place, text in zip(places, words, strict=True):
        axes.text(0, place + 0.06, text, size=SMALL_SIZE, va="bottom", ha="left")
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_ylim(-len(words) + 0.4, 0.7)


def rules_picture(found: Audit) -> Drawing:
    """The rules that are broken most, each with its severity."""
    worst = sorted((one for one in found.tallies if one.broken), key=lambda one: -one.broken)[:MOST_BARS]
    title = "Rules by the number of orders that break them"
    caption = "Each bar names its severity: stop cannot proceed, override asks for an owner, warn and info are read."
    with settings():
        figure, (axes,) = begin(title, caption, [Panel(0.2, 0.3 + 0.34 * len(worst), 0.5)])
        words = [f"{one.rule}: {number(one.broken)}, {one.severity.word}" for one in worst]
        _named_bars(axes, words, [one.broken for one in worst], [COLORS[one.severity.word] for one in worst])
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: number(int(value)))
        axes.set_xlabel("Orders")
        return finish(figure, title, caption)
