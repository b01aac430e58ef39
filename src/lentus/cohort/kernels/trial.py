"""A patient's whole trial, day after day: what the clinic decides in the morning, what the body does until the next."""

from __future__ import annotations

import numpy as np

from lentus.cohort.kernels import body, days, pump, rules
from lentus.cohort.kernels.body import separated
from lentus.cohort.kernels.chance import normal, uniform
from lentus.cohort.kernels.clinic import begun, dosed, noted, observed, refill, review, share
from lentus.cohort.kernels.days import dropped, tables
from lentus.cohort.kernels.mouth import TIMES, lived_by_mouth, mouth_morning, planned_total, setting_out, still_by_mouth
from lentus.cohort.kernels.pump import pump_day
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel


@kernel
def run(
    first: int, patients: FloatArray, n_rules: FloatArray, f_rules: FloatArray, doses_ng: FloatArray,
    read_hours: FloatArray, purposes: FloatArray, up: FloatArray, down: FloatArray,
    outcomes: FloatArray, month_ng: FloatArray, month_tone: FloatArray, month_mouth: FloatArray,
    dose_path: FloatArray, mouth_path: FloatArray, tone_path: FloatArray, book: FloatArray, rows: FloatArray,
) -> None:  # fmt: skip
    """Run patients `first`, `first` + 1, ...: one to each row of `patients` and of the arrays to fill."""
    mouth = n_rules[rules.BY_MOUTH] == 1
    swallows = np.zeros(TIMES, np.int64)
    b, a, shapes, w = np.zeros(body.BODY), np.zeros(16), np.zeros(16), np.zeros(2 * body.MODES)
    v, u, x = np.zeros(days.MOTION), np.zeros(pump.PUMP), np.zeros(rules.VALUES)
    hours, sixes = np.zeros(body.MODES * 24), np.zeros(body.MODES * 8)
    ones, levels = np.ones(8), np.zeros(days.LEVELS + 8)
    n = np.zeros(rules.STATE, np.int64)
    for i in range(patients.shape[0]):
        p, o = patients[i], outcomes[i]
        separated(p, n_rules[rules.TIP], b, a, shapes, w)
        tables(b, hours, sixes)
        v[:], u[:], x[:], n[:], o[:] = 0.0, 0.0, 0.0, 0, 0
        u[pump.LEFT_ML], u[pump.FAILS_AT] = 1.0, pump.NEVER
        n[rules.FOUND_DAY], n[rules.RAISED_DAY], o[rules.TARGET_DAY] = -1, -1_000, -1
        marked(x, p, f_rules)
        x[rules.TOLERANT] = 1.0
        o[rules.MOUTH_TARGET_DAY] = -1
        if mouth:
            setting_out(n, p, o, n_rules, f_rules)
        for day in range(n_rules[rules.DAYS]):
            if not mouth or not mouth_morning(
                n, x, p, o, book, rows, n_rules, f_rules, up, purposes, first + i, day
            ):  # fmt: skip
                morning(
                    b, v, u, n, x, p, o, book, rows, n_rules, f_rules, doses_ng, purposes, first + i, day
                )  # fmt: skip
            swallowing = mouth and still_by_mouth(n)
            if swallowing:
                mean, moments = lived_by_mouth(
                    b, v, n, x, p, o, hours, levels, up, down, swallows, book, rows, n_rules, f_rules, purposes,
                    first + i, day,
                ), days.HOURLY  # fmt: skip
            else:
                hourly = n[rules.PHASE] == rules.SCREENING or n[rules.PHASE] == rules.HOSPITAL
                moments = days.HOURLY if hourly else days.SIXES
                mean = pump_day(b, v, u, hours, sixes, ones, 24.0 * day, moments, levels)
            lived_day(n, x, p, o, levels, moments, mean, f_rules, day)
            if n[rules.PHASE] == rules.SCREENING:
                verdict(
                    n, x, p, o, levels, book, rows, n_rules, f_rules, doses_ng, read_hours, purposes, first + i, day
                )  # fmt: skip
            planned = planned_total(n, up, down, day) if swallowing else -1
            by_month(n, x, p, o, month_ng, month_tone, month_mouth, n_rules, f_rules, i, day, planned)
            if dose_path.shape[0] > 0:
                observed(x, p, f_rules)
                dose_path[i, day], tone_path[i, day] = n[rules.DOSE], x[rules.TONE]
                mouth_path[i, day] = swallows.sum() if swallowing else 0
            elif n[rules.PHASE] == rules.NO_CANDIDATE:
                break
        ended(n, x, p, o, up)


@kernel
def by_month(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, month_ng: FloatArray, month_tone: FloatArray,
    month_mouth: FloatArray, n_rules: FloatArray, f_rules: FloatArray, i: int, day: int, planned: int,
) -> None:  # fmt: skip
    """At a month's end, note dose and tone; what is planned by mouth too, where an arm begins so."""
    if n_rules[rules.MONTH_DAYS] == 0 or (day + 1) % n_rules[rules.MONTH_DAYS] != 0:
        return
    month = (day + 1) // n_rules[rules.MONTH_DAYS] - 1
    observed(x, p, f_rules)
    month_ng[i, month] = n[rules.DOSE] if o[rules.PUMPED] == 1 else -1
    month_tone[i, month] = np.int64(np.rint(1000.0 * x[rules.TONE]))
    if month_mouth.shape[0] > 0:
        month_mouth[i, month] = planned


@kernel
def ended(n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, up: FloatArray) -> None:
    """What stands on the last day; the spasm score follows the same effect as tone does."""
    o[rules.FINAL_NG] = n[rules.DOSE]
    if o[rules.PUMPED] == 1:
        effect = share(x[rules.LEVEL], p[body.HALF_TONE] * x[rules.TOLERANT], p[body.STEEPNESS])
        o[rules.SPASM_MILLI] = np.int64(np.rint(1000.0 * p[body.SPASMS_BEFORE] * (1.0 - effect)))
    if n[rules.PHASE] == rules.BY_MOUTH_NOW:
        o[rules.MOUTH_STAYED], o[rules.MOUTH_FINAL_NG] = 1, up[n[rules.RUNG]].sum()


@kernel
def morning(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray,
    book: FloatArray, rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, doses_ng: FloatArray,
    purposes: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """What happens at the start of a day, by phase."""
    phase = n[rules.PHASE]
    if phase == rules.SCREENING:
        dose = doses_ng[n[rules.STEP]]
        o[rules.GIVEN] += 1
        noted(book, rows, patient, 24 * day, rules.SCREENED, 0, dose, x)
        dropped(b, v, body.LUMBAR_IN, dose / 1000.0)
    elif phase == rules.WAITING or phase == rules.DRUG_FREE:
        if day == n[rules.SINCE]:
            begun(b, v, u, n, x, o, book, rows, n_rules, f_rules, purposes, patient, day)
    elif phase == rules.HOLIDAY:
        fasting(b, v, u, n, x, o, book, rows, n_rules, f_rules, patient, day)
    elif phase == rules.HOSPITAL or phase == rules.AT_HOME:
        if looked_after(b, v, u, n, x, o, book, rows, n_rules, f_rules, purposes, patient, day):
            return
        if phase == rules.HOSPITAL:
            ward(b, v, u, n, x, p, o, book, rows, n_rules, f_rules, purposes, patient, day)
        elif day >= n[rules.NEXT_VISIT]:
            visit(b, v, u, n, x, p, o, book, rows, n_rules, f_rules, purposes, patient, day)


@kernel
def looked_after(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> bool:  # fmt: skip
    """Refills and repairs; gives whether the pump was started anew, after which nothing else is decided that day."""
    failed = u[pump.FAILS_AT] <= 24.0 * day
    if failed:
        if n[rules.FOUND_DAY] < 0:
            o[rules.FAILURES] += 1
            n[rules.FOUND_DAY] = day + n_rules[rules.FOUND_AFTER]
        if day >= n[rules.FOUND_DAY] or x[rules.WITHDRAWN] > 0.0:
            begun(b, v, u, n, x, o, book, rows, n_rules, f_rules, purposes, patient, day)
            return True
        return False
    dry = u[pump.LEFT_ML] <= 0.0
    due = day >= n[rules.REFILL_DAY] or (dry and x[rules.WITHDRAWN] > 0.0)
    if due and refill(b, v, u, n, x, o, book, rows, n_rules, f_rules, purposes, patient, day):
        begun(b, v, u, n, x, o, book, rows, n_rules, f_rules, purposes, patient, day)
        return True
    return dry and u[pump.LEFT_ML] <= 0.0


@kernel
def ward(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray,
    book: FloatArray, rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray,
    patient: int, day: int,
) -> None:  # fmt: skip
    """A day in hospital: one review, and home when the target was met often enough or the stay is over."""
    o[rules.HOSPITAL_DAYS] += 1
    if u[pump.OLD_ML] <= 0.0 and n[rules.READY_DAY] >= 1 << 40:
        n[rules.READY_DAY] = day + 1
    if day <= n[rules.SINCE] or u[pump.BRIDGED] > 0.0:
        return
    kind = review(b, v, u, n, x, p, o, book, rows, n_rules, f_rules, purposes, patient, day)
    if stopped(b, v, u, n, x, o, book, rows, n_rules, f_rules, patient, day, kind):
        return
    stay = day - n[rules.SINCE]
    if n[rules.MET] >= n_rules[rules.DISCHARGE_AFTER] or stay >= n_rules[rules.MOST_HOSPITAL]:
        n[rules.PHASE], n[rules.NEXT_VISIT], n[rules.ABOVE] = rules.AT_HOME, day + n_rules[rules.FIRST_VISIT], 0
        n[rules.VISIT_DELAYED] = 0
        noted(book, rows, patient, 24 * day, rules.DISCHARGED, n[rules.DOSE], n[rules.DOSE], x)


@kernel
def visit(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray,
    book: FloatArray, rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray,
    patient: int, day: int,
) -> None:  # fmt: skip
    """A visit, where the patient comes: one review, and a holiday where no higher dose is left to try."""
    chance = 1.0
    if n[rules.VISIT_DELAYED] == 0 and f_rules[rules.MISS_VISIT] > 0.0:
        chance = uniform(n_rules[rules.SEED], patient, purposes[rules.FOR_VISIT], day)
    if chance < f_rules[rules.MISS_VISIT]:
        o[rules.LATE_VISITS] += 1
        n[rules.VISIT_DELAYED], n[rules.NEXT_VISIT] = 1, day + n_rules[rules.VISIT_LATE_DAYS]
        return
    n[rules.VISIT_DELAYED] = 0
    if u[pump.OLD_ML] > 0.0:
        n[rules.NEXT_VISIT] = day + 1
        return
    kind = review(b, v, u, n, x, p, o, book, rows, n_rules, f_rules, purposes, patient, day)
    if stopped(b, v, u, n, x, o, book, rows, n_rules, f_rules, patient, day, kind):
        return
    changed = kind == rules.RAISED or kind == rules.LOWERED or kind == rules.REDUCED
    n[rules.NEXT_VISIT] = day + n_rules[rules.AFTER_CHANGE if changed else rules.VISIT_EVERY]
    if n_rules[rules.HOLIDAY_AFTER] > 0 and n[rules.STUCK] >= n_rules[rules.HOLIDAY_AFTER]:
        o[rules.HOLIDAYS] += 1
        n[rules.PHASE], n[rules.SINCE], n[rules.HOLIDAY_FROM] = rules.HOLIDAY, day + 1, n[rules.DOSE]


@kernel
def stopped(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, patient: int, day: int, kind: int,
) -> bool:  # fmt: skip
    """End the treatment where the arm says that so many reductions for toxicity are enough."""
    enough = n_rules[rules.STOP_AFTER]
    if kind != rules.REDUCED or enough == 0 or o[rules.TOXICS] < enough:
        return False
    o[rules.STOPS] += 1
    n[rules.PHASE] = rules.STOPPED
    noted(book, rows, patient, 24 * day, rules.ENDED, n[rules.DOSE], 0, x)
    dosed(b, v, u, n, o, n_rules, f_rules, day, 0)
    return True


@kernel
def fasting(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """A day of a drug holiday: less each day, evenly, down to none; then days without, then a new start."""
    length = n_rules[rules.HOLIDAY_DAYS]
    step = day - n[rules.SINCE] + 1
    grid = n_rules[rules.GRID_NG]
    dose = n[rules.HOLIDAY_FROM] * max(length - step, 0) // length // grid * grid
    pump.refilled(u, f_rules[rules.RESERVOIR_ML])
    noted(book, rows, patient, 24 * day, rules.HOLIDAY_STEP, n[rules.DOSE], dose, x)
    dosed(b, v, u, n, o, n_rules, f_rules, day, dose)
    if step >= length:
        n[rules.PHASE], n[rules.SINCE] = rules.DRUG_FREE, day + max(n_rules[rules.FREE_DAYS], 1)


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
