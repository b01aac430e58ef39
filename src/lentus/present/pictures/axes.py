"""Amounts to axes: the only place where an exact amount becomes a float, and only to say where ink goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from lentus.present.when import MONTHS, offset_of, show_clock, show_date
from lentus.quantity import DoseRate, Duration, Quantity

DAYS_OF_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 24


def place(amount: Quantity, unit: str) -> float:
    """Where an amount lies on an axis in that unit."""
    return float(amount.amount(unit))


def steps(spans: Sequence[tuple[Duration, Duration, DoseRate]], unit: str) -> tuple[list[float], list[float]]:
    """Heights and edges of a staircase: (start, end, dose rate) each, one after the other."""
    edges = [place(start, "h") for start, _, _ in spans] + [place(spans[-1][1], "h")]
    return [place(rate, unit) for _, _, rate in spans], edges


def plain_ticks(number: float, _: float = 0) -> str:
    """A tick: thousands comma, leading zero, no trailing zero."""
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number_axis(axes: Axes, highest: float, label: str) -> None:
    """A vertical axis from zero up to a height."""
    axes.set_ylim(0, highest)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(plain_ticks))
    axes.set_ylabel(label)


def after(start: datetime, hours: float) -> datetime:
    """The time on a clock that never changes, so many hours after another, to the nearest minute."""
    return start + timedelta(minutes=round(hours * 60))


def clock_axis(axes: Axes, start: datetime, hours: float, *, label: bool = True) -> None:
    """A horizontal axis of time from `start` on, in hours on the pump's own clock: by the hour, or by the day."""
    axes.set_xlim(0, hours)
    if hours <= 2 * DAY:
        every = 4 if hours <= DAY else 8
        first = -(start.hour + start.minute / 60) % every
    else:
        every = DAY * max(1, ceil(hours / DAY / 8))
        first = -(start.hour + start.minute / 60) % DAY
    places = [first + every * number for number in range(int((hours - first) / every + 1e-9) + 1)]
    shown = [_tick(after(start, at), by_day=hours > 2 * DAY) for at in places]
    axes.xaxis.set_major_locator(FixedLocator(places))
    axes.set_xticks(places, shown)
    if label:
        axes.set_xlabel(_span_words(start, hours))


def _tick(moment: datetime, *, by_day: bool) -> str:
    if not by_day:
        return f"{moment:%H:%M}"
    return f"{DAYS_OF_WEEK[moment.weekday()]}\n{moment.day:02d}-{MONTHS[moment.month - 1]}"


def _span_words(start: datetime, hours: float) -> str:
    if hours <= 2 * DAY:
        return f"Time from {show_clock(start)}, pump clock {offset_of(start)}"
    return f"Day from {show_date(start.date())}, pump clock {offset_of(start)}"
