"""A day of care once the pump runs: refills and repairs, the ward, a visit, a holiday, an end."""

from __future__ import annotations

from lentus.cohort.kernels import pump, rules
from lentus.cohort.kernels.chance import uniform
from lentus.cohort.kernels.clinic import begun, dosed, noted, refill, review
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel


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
