"""What a day shows: levels against their marks, tolerance at its end, the verdict on a screening dose."""

from __future__ import annotations

from lentus.cohort.kernels import body, days, rules
from lentus.cohort.kernels.chance import normal
from lentus.cohort.kernels.clinic import noted, observed, share
from lentus.cohort.kernels.mouth import still_by_mouth
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel


@kernel
def lived_day(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, levels: FloatArray, moments: int, mean: float,
    f_rules: FloatArray, day: int,
) -> None:  # fmt: skip
    """What is seen of a day's levels, then tolerance."""
    phase = n[rules.PHASE]
    seen(n, x, p, o, levels, moments, f_rules)
    used = mean > f_rules[rules.TOLERANCE_SWITCH]
    # In multiple sclerosis what tolerance leads to rises on and on.
    limit = p[body.TOLERANCE_LIMIT] * (1.0 + p[body.DRIFT] * day) if used else 0.0
    x[rules.TOLERANCE] = limit + (x[rules.TOLERANCE] - limit) * f_rules[rules.RISING if used else rules.FALLING]
    toxic = x[rules.WORST] >= x[rules.OVER_LEVEL] * x[rules.TOLERANT]
    if phase == rules.AT_HOME and (toxic or x[rules.WITHDRAWN] > 0.0):
        n[rules.NEXT_VISIT], n[rules.VISIT_DELAYED] = day + 1, 1
    elif phase == rules.BY_MOUTH_NOW and toxic:
        n[rules.NEXT_VISIT] = day + 1


@kernel
def marked(x: FloatArray, p: FloatArray, f_rules: FloatArray) -> None:
    """The levels at which the target is met and an overdose begins, before tolerance.

    Effects rise with their level: whether one passes a mark is whether its level passes another, and no moment needs a
    power of its own.
    """
    before, floor, power = p[body.TONE_BEFORE], f_rules[rules.TONE_FLOOR], 1.0 / p[body.STEEPNESS]
    needed = (before - f_rules[rules.TARGET]) / (before - floor)
    x[rules.TARGET_LEVEL] = p[body.HALF_TONE] * (max(needed, 0.0) / (1.0 - needed)) ** power
    mark = f_rules[rules.OVERDOSE_AT]
    x[rules.OVER_LEVEL] = p[body.HALF_DROWSY] * (mark / (1.0 - mark)) ** power


@kernel
def seen(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, levels: FloatArray, moments: int, f_rules: FloatArray
) -> None:
    """What the day's moments count for: overdose, withdrawal, target."""
    tolerant = 1.0 + x[rules.TOLERANCE]
    target, limit = x[rules.TARGET_LEVEL] * tolerant, x[rules.OVER_LEVEL] * tolerant
    mouth = still_by_mouth(n)
    threshold = p[body.WITHDRAWAL_MOUTH] if mouth else p[body.WITHDRAWAL_AT]
    over, relaxed, withdrawn, worst = 0, 0, 0, 0.0
    for j in range(moments):
        low, high = levels[days.LUMBAR + j], levels[days.HEAD + j]
        over += high >= limit
        relaxed += low >= target
        withdrawn += levels[days.ADAPTED + j] - low > threshold
        worst = max(worst, high)
    x[rules.LEVEL], x[rules.WORST], x[rules.TOLERANT] = levels[days.LUMBAR + moments - 1], worst, tolerant
    each = 24 // moments
    x[rules.WITHDRAWN] = float(withdrawn * each)
    if o[rules.PUMPED] == 1:
        o[rules.HOURS] += 24
        o[rules.HOURS_OVER] += over * each
        o[rules.HOURS_WITHDRAWN] += withdrawn * each
        o[rules.HOURS_AT_TARGET] += relaxed * each
    elif mouth:
        o[rules.MOUTH_HOURS] += 24
        o[rules.MOUTH_HOURS_OVER] += over * each
        o[rules.MOUTH_HOURS_WITHDRAWN] += withdrawn * each
        o[rules.MOUTH_HOURS_AT_TARGET] += relaxed * each


@kernel
def verdict(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, levels: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, doses_ng: FloatArray, read_hours: FloatArray,
    purposes: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """Judge the day's screening dose by readings at the hours of the arm; note for how long the effect was seen."""
    before, floor = p[body.TONE_BEFORE], f_rules[rules.TONE_FLOOR]
    streak, positive, lasted = 0, False, 0
    for k in range(read_hours.size):
        hour = read_hours[k]
        effect = share(levels[days.LUMBAR + hour - 1], p[body.HALF_TONE] * x[rules.TOLERANT], p[body.STEEPNESS])
        tone = floor + (before - floor) * (1.0 - effect)
        if f_rules[rules.NOISE] > 0.0:
            number = purposes[rules.FOR_SCREENING]
            tone += f_rules[rules.NOISE] * normal(n_rules[rules.SEED], patient, number, 24 * day + hour)
        if before - tone >= f_rules[rules.RESPOND_POINTS]:
            streak += 1
            if streak >= n_rules[rules.CONFIRM_SCREENING] and hour <= n_rules[rules.WATCHED_HOURS]:
                positive = True
            if positive and (lasted == 0 or streak > 1):
                lasted = hour
        else:
            streak = 0
    dose = doses_ng[n[rules.STEP]]
    observed(x, p, f_rules)
    noted(
        book, rows, patient, 24 * day + n_rules[rules.WATCHED_HOURS],
        rules.POSITIVE if positive else rules.NEGATIVE, dose, lasted, x,
    )  # fmt: skip
    if positive:
        o[rules.WORKED] = n[rules.STEP] + 1
        n[rules.EFFECTIVE], n[rules.LONG] = dose, int(lasted > n_rules[rules.LONG_HOURS])
        n[rules.PHASE], n[rules.SINCE] = rules.WAITING, day + max(n_rules[rules.IMPLANT_AFTER], 1)
        return
    n[rules.STEP] += 1
    if n[rules.STEP] >= doses_ng.size:
        n[rules.PHASE] = rules.NO_CANDIDATE
