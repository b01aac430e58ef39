"""The most and the least that reaches the spinal fluid in any window of a given length, exactly.

Let M(t) be the dose delivered up to t. It is continuous and, between the breakpoints t0 < t1 < ... at which the dose
rate changes, a straight line. The dose in the window that begins at s is W(s) = M(s + w) - M(s). Between two
neighboring points of the set { s : s or s + w is a breakpoint } both terms are straight lines, so W is one as well,
and a straight line on a closed interval is largest and smallest at an end. The first and the last possible window,
s = 0 and s = end - w, belong to the set since 0 and the end are breakpoints. Hence the maximum and the minimum over
all windows inside the plan are reached in that finite set, and one walk with two pointers visits it: no window is
missed, and none is sampled.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lentus.errors import PlanError
from lentus.pump.delivery import Delivery
from lentus.pump.scaling import hours, lasting, whole
from lentus.quantity import Duration, Mass


@dataclass(frozen=True, slots=True)
class Window:
    """The dose between two times."""

    start: Duration
    end: Duration
    dose: Mass


@dataclass(frozen=True, slots=True)
class Extremes:
    """The window of the largest and the one of the smallest dose; of equal ones, the first."""

    most: Window
    least: Window


def extremes(delivery: Delivery, length: Duration) -> Extremes:
    """The largest and the smallest dose in any window of that length inside the plan.

    PlanError for a length of nothing or one longer than the plan: what lies outside of it is not known.
    """
    if not 0 < hours(length) <= hours(delivery.end):
        raise PlanError(f"a plan of {delivery.end} has no window of {length}")
    finer = lcm(delivery.ticks, hours(length).denominator) // delivery.ticks
    ends = [end * finer for end in delivery.ends] if finer > 1 else delivery.ends
    width = whole(hours(length), delivery.ticks * finer)
    most, least = _walk(ends, delivery.doses, width)
    scale = delivery.ticks * finer
    return Extremes(*(_window(at, dose, length, scale, delivery.grains) for at, dose in (most, least)))


def largest(delivery: Delivery, length: Duration) -> Window:
    """The largest dose in any window of that length; PlanError as in `extremes`."""
    return extremes(delivery, length).most


def _window(at: int, dose: int, length: Duration, ticks: int, grains: int) -> Window:
    start = lasting(Fraction(at, ticks))
    return Window(start, start + length, Mass.exact(Fraction(dose, ticks * grains), "mcg"))


def _walk(
    ends: tuple[int, ...] | list[int], doses: tuple[int, ...], width: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """(start, dose) of the largest and of the smallest window, in ticks and grain ticks."""
    # The front of the window first moves to `width`, its back still at 0.
    front = total = begin = 0
    while ends[front] < width:
        total += (ends[front] - begin) * doses[front]
        begin = ends[front]
        front += 1
    total += (width - begin) * doses[front]
    back = start = 0
    most = least = (0, total)
    last = ends[-1]
    head = width
    while head < last:
        if head == ends[front]:
            front += 1
        if start == ends[back]:
            back += 1
        step = min(ends[front] - head, ends[back] - start)
        total += (doses[front] - doses[back]) * step
        start += step
        head += step
        if total > most[1]:
            most = (start, total)
        elif total < least[1]:
            least = (start, total)
    return most, least
