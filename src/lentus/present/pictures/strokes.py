"""The strokes of a valve pump under the hours: a line for each, or their rate in words where lines would be a block."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from lentus.present.amounts import counted, intrathecal
from lentus.present.pictures.axes import place
from lentus.present.pictures.drawing import DARK, SMALL_SIZE
from lentus.present.pump_page import lasting
from lentus.pump import Delivery, FlowSegment, apart, dose_of, pulses
from lentus.pump.flow import Flow
from lentus.quantity import Duration, FlowRate, Volume, show

MOST = 150
"""So many lines can still be told apart across the picture."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """The strokes of a stretch: their times, and what is told of them."""

    times: tuple[Duration, ...]
    over: Duration
    words: str

    @property
    def drawn(self) -> bool:
        """Whether each stroke is a line of its own."""
        return len(self.times) <= MOST


def strokes_of(delivery: Delivery, over: Duration, pulse: Volume) -> Strokes:
    """The strokes of a stretch from its start, counted from there, with their size and their rates."""
    flow = _until(delivery, over)
    times = pulses(flow, pulse)
    flows = dict.fromkeys(each.flow for each in flow.segments if each.flow.amount("mL/h") > 0)
    rates = sorted(flows, reverse=True)
    doses = sorted({dose_of(pulse, each.strength) for each in delivery.pieces if each.start < over})
    each = f"{show(pulse, 'mL')} each, {' to '.join(intrathecal(one) for one in dict.fromkeys((doses[0], doses[-1])))}"
    told = [f"The valve gives it in {counted(len(times), 'stroke', 'strokes')} of {each}"]
    if rates:
        told.append(f"one in {_between(rates, pulse)}")
    if len(times) > MOST:
        told.append("too many to draw one by one")
    return Strokes(times, over, f"{', '.join(told)}.")


def _between(rates: list[FlowRate], pulse: Volume) -> str:
    ends = dict.fromkeys((rates[0], rates[-1]))
    return " to ".join(lasting(apart(one, pulse)) for one in ends)


def _until(delivery: Delivery, over: Duration) -> Flow:
    """The flow up to a time."""
    kept: list[FlowSegment] = [each for each in delivery.flow.segments if each.start < over]
    return Flow.of(
        [((min(each.end, over) - each.start).amount("h"), each.flow.amount("mL/h"), each.what) for each in kept]
    )


def draw_strokes(axes: Axes, strokes: Strokes) -> None:
    """A line for each stroke; a gray bar that says so where there are too many."""
    if strokes.drawn:
        axes.vlines([place(one, "h") for one in strokes.times], 0, 1, color=DARK, linewidth=0.8)
    else:
        axes.axhspan(0.25, 0.75, color=DARK, alpha=0.35, linewidth=0)
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_locator(NullLocator())
    number = counted(len(strokes.times), "stroke", "strokes")
    kind = "a line for each" if strokes.drawn else "too many to draw"
    axes.set_title(f"Valve: {number}, {kind}", loc="left", size=SMALL_SIZE)
