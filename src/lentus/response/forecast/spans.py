"""From what was given to the intervals of the linear engine, cut so that tolerance can be moved once a day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.baclofen.anatomy import GUT, STATES, Level, fluid
from lentus.response.forecast.given import Dose, Given, Rate
from lentus.response.linear import Span

DAY_H = 24.0


@dataclass(frozen=True, eq=False)
class Cut:
    """A span with the hours at which it begins and ends."""

    begin: float
    end: float
    span: Span


def cuts(what: Given, tip: Level, also: FloatArray) -> list[Cut]:
    """All inputs as spans of constant input, none longer than a day in the first two days of a rate; cut at `also`."""
    edges = {0.0, what.end, *(float(one) for one in also)}
    for rate in (*what.tip, *what.gut_rates):
        edges |= {rate.begin, rate.end}
    for dose in (*what.gut, *what.boluses):
        edges.add(dose.at)
    for rate in what.tip:
        # Tolerance is moved at the end of a span: the days in which a level settles must not be taken in one.
        edges |= {rate.begin + DAY_H, rate.begin + 2 * DAY_H, rate.end + DAY_H, rate.end + 2 * DAY_H}
    inside = sorted(one for one in edges if 0.0 <= one <= what.end)
    joined = [inside[0], *(late for early, late in pairwise(inside) if late - early > 1e-9)]
    return [Cut(begin, end, _span(what, tip, begin, end)) for begin, end in pairwise(joined)]


def _span(what: Given, tip: Level, begin: float, end: float) -> Span:
    middle = (begin + end) / 2
    rates, jumps = np.zeros(len(STATES)), np.zeros(len(STATES))
    rates[fluid(tip)] = _running(what.tip, middle)
    rates[GUT] = _running(what.gut_rates, middle)
    jumps[GUT] = _at(what.gut, begin)
    jumps[fluid("lumbar")] += _at(what.boluses, begin)
    return Span(end - begin, rates, jumps if jumps.any() else None)


def _running(rates: tuple[Rate, ...], middle: float) -> float:
    return sum(one.mcg_per_h for one in rates if one.begin <= middle < one.end)


def _at(doses: tuple[Dose, ...], begin: float) -> float:
    return sum(one.mcg for one in doses if abs(one.at - begin) < 1e-9)


def settled_input(what: Given, tip: Level) -> FloatArray:
    """The input of the first day, spread evenly, mcg/h: what a patient who was found under therapy has settled at."""
    made = np.zeros(len(STATES))
    day = min(DAY_H, what.end)
    if day <= 0:
        return made
    made[fluid(tip)] = sum(one.mcg_per_h * max(0.0, min(one.end, day) - max(one.begin, 0.0)) for one in what.tip) / day
    by_rate = sum(one.mcg_per_h * max(0.0, min(one.end, day) - max(one.begin, 0.0)) for one in what.gut_rates)
    made[GUT] = (by_rate + sum(one.mcg for one in what.gut if one.at < day)) / day
    return made
