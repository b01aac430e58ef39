"""Doses by mouth, one compartment, an effect compartment and a Hill readout, on an even grid of moments.

Three rates make three decaying sums of doses; every level is a weighted sum of them, and between two doses a row of
eight moments is two or three multiply-adds on a table of eight powers. Where two rates are so close that the weights
would cancel, `careful` carries the three amounts themselves by positive matrices: slower, never less exact.

Layout: patients by rows, moments along a row, so that stores are contiguous and nothing is transposed. A patient's
numbers depend on that patient alone, so that any split of the work gives the same bits.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import inlined, kernel
from lentus.response.kernels.elementary import exp, fma, log2
from lentus.response.kernels.shares import eight_shares
from lentus.response.kernels.triangular import chain_step
from lentus.response.kernels.vectors import LANES, three_modes, two_modes

# Beyond this, the weights lose more than four digits to cancellation.
CLOSE = 1e4


@inlined
def weights_of(ka: float, k: float, ke0: float) -> tuple[float, float, float, float]:
    """The level's weight, the effect site's two, and how badly they cancel."""
    level = ka / (ka - k) if ka != k else np.inf
    gut = -level * ke0 / (ke0 - ka) if ke0 != ka else np.inf
    plasma = level * ke0 / (ke0 - k) if ke0 != k else np.inf
    return level, gut, plasma, max(abs(level), abs(gut), abs(plasma))


@inlined
def powers_of(table: FloatArray, ka: float, k: float, ke0: float, first: float, step: float) -> None:
    """exp(-rate * (first + i * step)) for the three rates, eight moments each."""
    for i in range(LANES):
        table[i] = exp(-ka * (first + i * step))
    for i in range(LANES):
        table[LANES + i] = exp(-k * (first + i * step))
    for i in range(LANES):
        table[2 * LANES + i] = exp(-ke0 * (first + i * step))


@kernel
def effects_of(
    site: FloatArray, effect: FloatArray, tail: FloatArray, first: int, last: int, minus: float, shift: float
) -> None:
    """The effects from moment `first` to `last`; `site` has eight numbers of room behind the last."""
    at = first
    while at + LANES <= last:
        eight_shares(effect, at, site, at, minus, shift)
        at += LANES
    if at < last:
        eight_shares(tail, 0, site, at, minus, shift)
        for i in range(last - at):
            effect[at + i] = tail[i]


@kernel
def stretch(
    level: FloatArray, site: FloatArray, tail: FloatArray, table: FloatArray, eight: FloatArray,
    begin: int, end: int, count: int, g: float, s: float, h: float, wl: float, wg: float, wp: float,
) -> None:  # fmt: skip
    """Fill the moments from `begin` to `end` in blocks of eight; what a block writes too much is written again."""
    at = begin
    while at < end:
        if at + LANES <= count:
            two_modes(level, at, table, 0, -wl * g, wl * s)
        else:
            two_modes(tail, 0, table, 0, -wl * g, wl * s)
            for i in range(count - at):
                level[at + i] = tail[i]
        three_modes(site, at, table, 0, wg * g, wp * s, -(wg + wp) * h)
        g, s, h = g * eight[0], s * eight[1], h * eight[2]
        at += LANES


@kernel
def even_row(
    ka: float, k: float, ke0: float, lag: float, scale: float, every: int, step: float, amounts: FloatArray,
    row: FloatArray, site: FloatArray, table: FloatArray, eight: FloatArray, tail: FloatArray,
) -> None:  # fmt: skip
    """One patient's levels and effect site under doses `every` moments apart; rates must not be close."""
    count, doses = row.size, amounts.size
    wl, wg, wp, _ = weights_of(ka, k, ke0)
    begin = max(int(np.ceil(lag / step)), 1)
    powers_of(table, ka, k, ke0, begin * step - lag, step)
    gap = every * step
    dg, ds, dh = exp(-ka * gap), exp(-k * gap), exp(-ke0 * gap)
    eight[0], eight[1], eight[2] = exp(-ka * LANES * step), exp(-k * LANES * step), exp(-ke0 * LANES * step)
    g, s, h = 0.0, 0.0, 0.0
    at = begin - 1
    row[: min(at, count)] = 0.0
    site[: min(at, count)] = 0.0
    for j in range(doses):
        amount = amounts[j] * scale
        g, s, h = fma(g, dg, amount), fma(s, ds, amount), fma(h, dh, amount)
        if every == LANES and j < doses - 1 and at + LANES <= count:
            two_modes(row, at, table, 0, -wl * g, wl * s)
            three_modes(site, at, table, 0, wg * g, wp * s, -(wg + wp) * h)
        else:
            end = min(at + every, count) if j < doses - 1 else count
            stretch(row, site, tail, table, eight, at, end, count, g, s, h, wl, wg, wp)
        at += every


@kernel
def regular(
    first: int, last: int,
    ka: FloatArray, k: FloatArray, ke0: FloatArray, lag: FloatArray, per_volume: FloatArray,
    half: FloatArray, steepness: FloatArray,
    every: int, step: float, amounts: FloatArray, levels: FloatArray, effects: FloatArray,
) -> None:  # fmt: skip
    """Patients `first` to `last` under the same doses, `every` moments apart, the first at hour 0."""
    count, doses = levels.shape[1], amounts.size
    table, eight, tail = np.empty(3 * LANES), np.empty(3), np.empty(LANES)
    site, times = np.zeros(count + LANES), np.arange(doses) * (every * step)
    for p in range(first, last):
        row, scale = levels[p], per_volume[p]
        if weights_of(ka[p], k[p], ke0[p])[3] > CLOSE:
            careful(ka[p], k[p], ke0[p], lag[p], scale, step, times, amounts, row, site)
        else:
            even_row(ka[p], k[p], ke0[p], lag[p], scale, every, step, amounts, row, site, table, eight, tail)
        effects_of(site, effects[p], tail, 0, count, -steepness[p], steepness[p] * log2(half[p]))


@kernel
def irregular(
    first: int, last: int,
    ka: FloatArray, k: FloatArray, ke0: FloatArray, lag: FloatArray, per_volume: FloatArray,
    half: FloatArray, steepness: FloatArray,
    step: float, starts: FloatArray, times: FloatArray, amounts: FloatArray,
    levels: FloatArray, effects: FloatArray,
) -> None:  # fmt: skip
    """Patients `first` to `last`, each with a list of doses of its own: `times[starts[p]:starts[p + 1]]`, ascending."""
    count = levels.shape[1]
    most = 0
    for p in range(first, last):
        most = max(most, starts[p + 1] - starts[p])
    table, eight, tail = np.empty(3 * LANES), np.empty(3), np.empty(LANES)
    site = np.zeros(count + LANES)
    gaps, heads, begins = np.empty(most), np.empty(most), np.empty(most + 1, np.int64)
    decays, openings = np.empty((3, most)), np.empty((3, most))
    for p in range(first, last):
        own, given = times[starts[p] : starts[p + 1]], amounts[starts[p] : starts[p + 1]]
        row, scale = levels[p], per_volume[p]
        wl, wg, wp, cancel = weights_of(ka[p], k[p], ke0[p])
        if cancel > CLOSE:
            careful(ka[p], k[p], ke0[p], lag[p], scale, step, own, given, row, site)
        else:
            _openings(own, lag[p], step, gaps, heads, begins)
            _decays(own.size, ka[p], gaps, heads, decays[0], openings[0])
            _decays(own.size, k[p], gaps, heads, decays[1], openings[1])
            _decays(own.size, ke0[p], gaps, heads, decays[2], openings[2])
            powers_of(table, ka[p], k[p], ke0[p], 0.0, step)
            eight[0], eight[1] = exp(-ka[p] * LANES * step), exp(-k[p] * LANES * step)
            eight[2] = exp(-ke0[p] * LANES * step)
            before = min(begins[0], count) if own.size else count
            row[:before] = 0.0
            site[:before] = 0.0
            begins[own.size] = count
            g, s, h = 0.0, 0.0, 0.0
            for j in range(own.size):
                amount = given[j] * scale
                g, s, h = fma(g, decays[0, j], amount), fma(s, decays[1, j], amount), fma(h, decays[2, j], amount)
                at, end = begins[j], min(begins[j + 1], count)
                og, os, oh = g * openings[0, j], s * openings[1, j], h * openings[2, j]
                while at < end and at + LANES <= count:
                    two_modes(row, at, table, 0, -wl * og, wl * os)
                    three_modes(site, at, table, 0, wg * og, wp * os, -(wg + wp) * oh)
                    og, os, oh = og * eight[0], os * eight[1], oh * eight[2]
                    at += LANES
                if at < end:
                    stretch(row, site, tail, table, eight, at, end, count, og, os, oh, wl, wg, wp)
        effects_of(site, effects[p], tail, 0, count, -steepness[p], steepness[p] * log2(half[p]))


@inlined
def _openings(
    times: FloatArray, lag: float, step: float, gaps: FloatArray, heads: FloatArray, begins: FloatArray
) -> None:
    """For each dose: hours since the one before, hours to the first moment after it, and that moment's place."""
    for j in range(times.size):
        arrival = times[j] + lag
        place = max(np.ceil(arrival / step), 1.0)
        heads[j] = place * step - arrival
        begins[j] = np.int64(place) - 1
    for j in range(times.size):
        gaps[j] = times[j] - times[max(j - 1, 0)]


@inlined
def _decays(
    count: int, rate: float, gaps: FloatArray, heads: FloatArray, decays: FloatArray, openings: FloatArray
) -> None:
    for j in range(count):
        decays[j] = exp(-rate * gaps[j])
    for j in range(count):
        openings[j] = exp(-rate * heads[j])


@kernel
def careful(
    ka: float, k: float, ke0: float, lag: float, per_volume: float, step: float,
    times: FloatArray, amounts: FloatArray, levels: FloatArray, site: FloatArray,
) -> None:  # fmt: skip
    """One patient by positive matrices: gut, plasma, effect site, from arrival to arrival and from moment to moment."""
    count = levels.size
    even, odd = np.empty(6), np.empty(6)
    chain_step(ka, k, ke0, step, even)
    g, c, e, now, place = 0.0, 0.0, 0.0, 0.0, 0
    for j in range(times.size + 1):
        arrival = times[j] + lag if j < times.size else np.inf
        if place < count and (place + 1) * step <= arrival:
            chain_step(ka, k, ke0, (place + 1) * step - now, odd)
            g, c, e = odd[0] * g, odd[1] * g + odd[2] * c, odd[3] * g + odd[4] * c + odd[5] * e
            levels[place], site[place] = c, e
            place += 1
            while place < count and (place + 1) * step <= arrival:
                g, c, e = even[0] * g, even[1] * g + even[2] * c, even[3] * g + even[4] * c + even[5] * e
                levels[place], site[place] = c, e
                place += 1
            now = place * step
        if j < times.size:
            chain_step(ka, k, ke0, arrival - now, odd)
            g, c, e = odd[0] * g, odd[1] * g + odd[2] * c, odd[3] * g + odd[4] * c + odd[5] * e
            g += amounts[j] * per_volume
            now = arrival
