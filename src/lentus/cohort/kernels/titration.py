"""A dose by mouth that follows a noisy effect, reviewed at fixed times: first decided, then lived through.

A review sees one moment. Sixty-four patients in step go from review to review, which takes three sums of doses and one
effect each; when every dose is known, each patient's moments are filled as in `response.kernels.oral`. Both passes do
the same operations in the same order, so that what a review saw is, to the bit, what the row holds. The dose is whole
nanograms: what the rule compares and adds is exact.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import inlined, kernel
from lentus.response.kernels.elementary import exp, fma, log2
from lentus.response.kernels.lane_rows import BLOCK
from lentus.response.kernels.oral import CLOSE, careful, effects_of, even_row, weights_of
from lentus.response.kernels.shares import lane_shares
from lentus.response.kernels.vectors import LANES

_UNIT_PER_NG = 1e-6  # levels are mg per liter
# Rows of the workspace, three each for uptake, elimination and effect: decay over a gap, over eight moments, at the
# moment that a review sees; sums of doses, and those at that moment. Then one each.
_DECAY, _EIGHT, _SEEN, _SUM, _NOW = 0, 3, 6, 9, 12
_GUT, _PLASMA, _SITE, _MINUS, _SHIFT, _SCALE, _AMOUNT, _LEVEL, _EFFECT = 15, 16, 17, 18, 19, 20, 21, 22, 23
_ROWS = 24


@inlined
def _next(dose: int, seen: float, raise_below: float, lower_above: float, step: int, lowest: int, highest: int) -> int:
    # No branch: noise makes each decision a surprise to the processor. The marks do not overlap, so one bound acts.
    wanted = dose + step * (int(seen < raise_below) - int(seen > lower_above))
    return max(min(wanted, highest), lowest)


@kernel
def titrated(
    first: int, last: int,
    ka: FloatArray, k: FloatArray, ke0: FloatArray, lag: FloatArray, per_volume: FloatArray,
    half: FloatArray, steepness: FloatArray,
    every: int, reviewed: int, step: float, noise: FloatArray,
    start_ng: int, step_ng: int, lowest_ng: int, highest_ng: int, raise_below: float, lower_above: float,
    levels: FloatArray, effects: FloatArray, doses_ng: FloatArray,
) -> None:  # fmt: skip
    """Patients `first` to `last`: doses `every` moments apart, reviewed after each `reviewed` moments."""
    count, rounds, a_round = levels.shape[1], doses_ng.shape[1], reviewed // every
    work, amounts = np.zeros(_ROWS * BLOCK), np.empty(rounds * a_round)
    table, eight, tail, site = np.empty(3 * LANES), np.empty(3), np.empty(LANES), np.zeros(count + LANES)
    for begin in range(first, last, BLOCK):
        end = min(begin + BLOCK, last)
        work[:] = 0.0
        for p in range(begin, end):
            _loaded(
                work, p - begin, ka[p], k[p], ke0[p], lag[p], per_volume[p] * _UNIT_PER_NG, half[p], steepness[p],
                every, step,
            )  # fmt: skip
        for r in range(rounds):
            for p in range(begin, end):
                dose = start_ng
                if r > 0:
                    seen = work[_EFFECT * BLOCK + p - begin] + noise[p, r - 1]
                    dose = _next(doses_ng[p, r - 1], seen, raise_below, lower_above, step_ng, lowest_ng, highest_ng)
                doses_ng[p, r] = dose
                work[_AMOUNT * BLOCK + p - begin] = dose * work[_SCALE * BLOCK + p - begin]
            _lived(work, a_round, (every - 1) // LANES)
        for p in range(begin, end):
            if work[_SCALE * BLOCK + p - begin] == 0.0:
                _titrated_carefully(
                    ka[p], k[p], ke0[p], lag[p], per_volume[p], half[p], steepness[p], every, reviewed, step, noise[p],
                    start_ng, step_ng, lowest_ng, highest_ng, raise_below, lower_above,
                    levels[p], effects[p], doses_ng[p], site,
                )  # fmt: skip
                continue
            for n in range(rounds * a_round):
                amounts[n] = doses_ng[p, n // a_round]
            scale = per_volume[p] * _UNIT_PER_NG
            even_row(ka[p], k[p], ke0[p], lag[p], scale, every, step, amounts, levels[p], site, table, eight, tail)
            effects_of(site, effects[p], tail, 0, count, -steepness[p], steepness[p] * log2(half[p]))


@kernel
def _loaded(
    w: FloatArray, i: int, ka: float, k: float, ke0: float, lag: float, scale: float, half: float, steepness: float,
    every: int, step: float,
) -> None:  # fmt: skip
    """A patient's lane. One whose rates are close, or whose dose takes longer than a moment, keeps a scale of 0."""
    _, wg, wp, cancel = weights_of(ka, k, ke0)
    if cancel > CLOSE or lag > step:
        return
    gap, eight, seen = every * step, LANES * step, (step - lag) + ((every - 1) % LANES) * step
    rates = (ka, k, ke0)
    for n in range(3):
        w[(_DECAY + n) * BLOCK + i] = exp(-rates[n] * gap)
        w[(_EIGHT + n) * BLOCK + i] = exp(-rates[n] * eight)
        w[(_SEEN + n) * BLOCK + i] = exp(-rates[n] * seen)
    w[_GUT * BLOCK + i], w[_PLASMA * BLOCK + i], w[_SITE * BLOCK + i] = wg, wp, -(wg + wp)
    w[_MINUS * BLOCK + i], w[_SHIFT * BLOCK + i], w[_SCALE * BLOCK + i] = -steepness, steepness * log2(half), scale


@kernel
def _lived(w: FloatArray, doses: int, eights: int) -> None:
    """A round of equal doses in every lane, and the effect at its last moment: to the bit what is filled in later."""
    b = BLOCK
    for _ in range(doses):
        for i in range(b):
            amount = w[_AMOUNT * b + i]
            w[(_SUM + 0) * b + i] = fma(w[(_SUM + 0) * b + i], w[(_DECAY + 0) * b + i], amount)
            w[(_SUM + 1) * b + i] = fma(w[(_SUM + 1) * b + i], w[(_DECAY + 1) * b + i], amount)
            w[(_SUM + 2) * b + i] = fma(w[(_SUM + 2) * b + i], w[(_DECAY + 2) * b + i], amount)
    for i in range(b):
        w[(_NOW + 0) * b + i] = w[(_SUM + 0) * b + i]
        w[(_NOW + 1) * b + i] = w[(_SUM + 1) * b + i]
        w[(_NOW + 2) * b + i] = w[(_SUM + 2) * b + i]
    for _ in range(eights):
        for i in range(b):
            w[(_NOW + 0) * b + i] *= w[(_EIGHT + 0) * b + i]
            w[(_NOW + 1) * b + i] *= w[(_EIGHT + 1) * b + i]
            w[(_NOW + 2) * b + i] *= w[(_EIGHT + 2) * b + i]
    for i in range(b):
        level = (w[_GUT * b + i] * w[(_NOW + 0) * b + i]) * w[(_SEEN + 0) * b + i]
        level = fma(w[_PLASMA * b + i] * w[(_NOW + 1) * b + i], w[(_SEEN + 1) * b + i], level)
        w[_LEVEL * b + i] = fma(w[_SITE * b + i] * w[(_NOW + 2) * b + i], w[(_SEEN + 2) * b + i], level)
    for i in range(0, b, LANES):
        lane_shares(w, _EFFECT * b + i, _LEVEL * b + i, _MINUS * b + i, _SHIFT * b + i)


@kernel
def _titrated_carefully(
    ka: float, k: float, ke0: float, lag: float, per_volume: float, half: float, steepness: float,
    every: int, reviewed: int, step: float, noise: FloatArray,
    start_ng: int, step_ng: int, lowest_ng: int, highest_ng: int, raise_below: float, lower_above: float,
    row: FloatArray, seen: FloatArray, doses_ng: FloatArray, site: FloatArray,
) -> None:  # fmt: skip
    """As above, where rates nearly coincide: the whole row anew after each decision, by positive matrices."""
    rounds, a_round = doses_ng.size, reviewed // every
    times, amounts = np.arange(rounds * a_round) * (every * step), np.zeros(rounds * a_round)
    dose, tail = start_ng, np.empty(LANES)
    for r in range(rounds):
        if r > 0:
            place = r * reviewed - 1
            dose = _next(dose, seen[place] + noise[r - 1], raise_below, lower_above, step_ng, lowest_ng, highest_ng)
        doses_ng[r] = dose
        amounts[r * a_round :] = dose * _UNIT_PER_NG
        careful(ka, k, ke0, lag, per_volume, step, times, amounts, row, site)
        effects_of(site, seen, tail, 0, row.size, -steepness, steepness * log2(half))
