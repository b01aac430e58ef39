"""Baclofen by mouth: up the label's rungs, held where the goal is met, down again where it helps too little or harms.

A dose is taken or missed by a number of chance of its own, and what was missed is told at the next review: days
without a dose are no days at a rung, and no step up follows one of them.
"""

from __future__ import annotations

from lentus.cohort.kernels import rules
from lentus.cohort.kernels.body import (
    GUT_IN,
    HALF_DROWSY,
    HALF_MOUTH,
    KIDNEYS,
    MODES,
    RATE,
    TO_ADAPTED,
    TO_HEAD,
    TO_LUMBAR,
    TO_PLASMA,
)
from lentus.cohort.kernels.chance import uniform
from lentus.cohort.kernels.clinic import noted, read
from lentus.cohort.kernels.days import ADAPTED, DEV, HEAD, HOURLY, LUMBAR, dropped
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel

TIMES = 4
"""Room for the doses of a day; the label's schedule has no more."""


@kernel
def mouth_day(
    b: FloatArray, v: FloatArray, hours: FloatArray, doses: FloatArray, count: int, scale: float, out: FloatArray
) -> float:
    """A day with `count` doses by mouth (ng, none of them where missed), evenly apart, the first at its start.

    Fills the levels hourly, moves the body, gives the day's mean at the lumbar site. Where the drowsiness of plasma is
    the larger one, `scale` times its level (mcg/mL of the cisternal site for each ng/mL) stands for that site.
    """
    times = max(count, 1)
    each, total = HOURLY // times, 0.0
    for k in range(times):
        if doses[k] > 0:
            dropped(b, v, GUT_IN, doses[k] / 1000.0)
        total += _stretch(b, v, hours, k * each, each, scale, out)
    return total / HOURLY


@kernel
def _stretch(
    b: FloatArray, v: FloatArray, hours: FloatArray, begin: int, each: int, scale: float, out: FloatArray
) -> float:
    """So many whole hours without a dose; gives the lumbar level times hours. Nothing is delivered by a pump."""
    for j in range(each):
        low = high = adapted = plasma = 0.0
        for n in range(MODES):
            left = v[DEV + n] * hours[n * HOURLY + j]
            low += b[TO_LUMBAR + n] * left
            high += b[TO_HEAD + n] * left
            adapted += b[TO_ADAPTED + n] * left
            plasma += b[TO_PLASMA + n] * left
        at = begin + j
        out[LUMBAR + at], out[HEAD + at], out[ADAPTED + at] = low, max(high, scale * plasma), adapted
    total = 0.0
    for n in range(MODES):
        left = hours[n * HOURLY + each - 1]
        total += b[TO_LUMBAR + n] * v[DEV + n] * (left - 1.0) / b[RATE + n]
        v[DEV + n] *= left
    return total


@kernel
def swallowed(
    n: FloatArray, o: FloatArray, planned: FloatArray, doses: FloatArray, n_rules: FloatArray, f_rules: FloatArray,
    purposes: FloatArray, patient: int, day: int,
) -> int:  # fmt: skip
    """Which of a day's planned doses are taken, each by its own chance; gives how many were planned."""
    count, taken = 0, 0
    for k in range(TIMES):
        doses[k] = planned[k]
        if planned[k] <= 0:
            continue
        count += 1
        o[rules.MOUTH_DOSES] += 1
        chance = 0.0
        if f_rules[rules.TAKEN] < 1.0:
            chance = uniform(n_rules[rules.SEED], patient, purposes[rules.FOR_DOSES], TIMES * day + k)
        if chance < f_rules[rules.TAKEN]:
            taken += 1
        else:
            doses[k] = 0
            o[rules.MOUTH_MISSED] += 1
    n[rules.ABSENT] = 0
    if count > 0 and taken == 0:
        n[rules.NOT_TAKEN] += 1
        n[rules.ABSENT] = 1
    return count


@kernel
def mouth_started(
    n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray, up: FloatArray, patient: int,
    day: int,
) -> None:  # fmt: skip
    """The label's first day."""
    n[rules.PHASE], n[rules.RUNG], n[rules.RUNG_TOP] = rules.BY_MOUTH_NOW, 0, up.shape[0] - 1
    o[rules.MOUTH_STARTED] = 1
    _stepped(n, x, o, book, rows, up, patient, day, rules.MOUTH_BEGUN, -1, 0)


@kernel
def _stepped(
    n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray, up: FloatArray, patient: int,
    day: int, kind: int, before: int, after: int,
) -> None:  # fmt: skip
    """Write the decision, and where the rung is another one, begin to count its days anew."""
    was = 0 if before < 0 else up[before].sum()
    now = up[after].sum()
    noted(book, rows, patient, 24 * day, kind, was, now, x)
    n[rules.RUNG] = after
    o[rules.MOUTH_MOST_NG] = max(o[rules.MOUTH_MOST_NG], now)
    if after != before:
        n[rules.MOUTH_SINCE], n[rules.NOT_TAKEN], n[rules.ABSENT], n[rules.ABOVE] = day, 0, 0, 0


@kernel
def mouth_review(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray,
    n_rules: FloatArray, f_rules: FloatArray, up: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """Read tone and drowsiness; step back, stay, step up, or withdraw; and say when the next review is."""
    read(n, x, p, n_rules, f_rules, purposes, patient, day)
    o[rules.MOUTH_REVIEWS] += 1
    rung, wait = n[rules.RUNG], n_rules[rules.MOUTH_STEP_DAYS]
    n[rules.NEXT_VISIT] = day + wait
    kept = day - n[rules.MOUTH_SINCE]
    if x[rules.DROWSY] >= f_rules[rules.LOWER_AT]:
        _stepped_back(n, x, o, book, rows, f_rules, up, patient, day)
        return
    kind, after = rules.MOUTH_HELD, rung
    if x[rules.TONE] <= f_rules[rules.TARGET]:
        n[rules.ABOVE] = 0
        n[rules.NEXT_VISIT] = day + n_rules[rules.MOUTH_EVERY]
        if o[rules.MOUTH_TARGET_DAY] < 0:
            o[rules.MOUTH_TARGET_DAY] = day
    else:
        n[rules.ABOVE] += 1
        confirmed = n[rules.ABOVE] >= n_rules[rules.MOUTH_CONFIRM]
        if rung < n[rules.RUNG_TOP]:
            at_rung = kept - n[rules.NOT_TAKEN]
            if confirmed and at_rung >= wait and n[rules.ABSENT] == 0:
                kind, after = rules.MOUTH_RAISED, rung + 1
                o[rules.MOUTH_RAISES] += 1
            elif confirmed:
                n[rules.NEXT_VISIT] = day + max(wait - at_rung, 1)
        elif confirmed and kept >= n_rules[rules.MOUTH_TRIAL]:
            weaned(n, x, o, book, rows, up, patient, day)
            return
        else:
            n[rules.NEXT_VISIT] = day + max(min(n_rules[rules.MOUTH_EVERY], n_rules[rules.MOUTH_TRIAL] - kept), 1)
    _stepped(n, x, o, book, rows, up, patient, day, kind, rung, after)


@kernel
def _stepped_back(
    n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray, f_rules: FloatArray,
    up: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """A rung down, never to be climbed again; from the first of them, a withdrawal."""
    o[rules.MOUTH_LOWERS] += 1
    rung = n[rules.RUNG]
    if rung == 0:
        weaned(n, x, o, book, rows, up, patient, day)
        return
    kind = rules.MOUTH_REDUCED if x[rules.DROWSY] >= f_rules[rules.TOXIC_AT] else rules.MOUTH_LOWERED
    n[rules.RUNG_TOP] = rung - 1
    _stepped(n, x, o, book, rows, up, patient, day, kind, rung, rung - 1)


@kernel
def weaned(
    n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray, up: FloatArray, patient: int,
    day: int,
) -> None:  # fmt: skip
    """The slow way down begins."""
    o[rules.MOUTH_ENDED] = 1
    total = up[n[rules.RUNG]].sum()
    noted(book, rows, patient, 24 * day, rules.MOUTH_WEANED, total, 0, x)
    n[rules.PHASE], n[rules.SINCE] = rules.WEANING, day


@kernel
def still_by_mouth(n: FloatArray) -> bool:
    """Whether doses by mouth are given now, also on the way down."""
    return n[rules.PHASE] == rules.BY_MOUTH_NOW or n[rules.PHASE] == rules.WEANING


@kernel
def planned_total(n: FloatArray, up: FloatArray, down: FloatArray, day: int) -> int:
    """What was to be taken on this day, ng."""
    if n[rules.PHASE] == rules.WEANING:
        return down[n[rules.RUNG], day - n[rules.SINCE]].sum()
    return up[n[rules.RUNG]].sum()


@kernel
def setting_out(n: FloatArray, p: FloatArray, o: FloatArray, n_rules: FloatArray, f_rules: FloatArray) -> None:
    """By mouth first, where the kidneys do not bar it; else on to what comes after it."""
    n[rules.RUNG] = -1
    if p[KIDNEYS] >= f_rules[rules.KIDNEYS_LEAST]:
        n[rules.PHASE] = rules.BY_MOUTH_NOW
        return
    o[rules.MOUTH_BARRED] = 1
    n[rules.PHASE] = rules.SCREENING if n_rules[rules.THEN_PUMP] == 1 else rules.NO_CANDIDATE


@kernel
def mouth_morning(
    n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, book: FloatArray, rows: FloatArray,
    n_rules: FloatArray, f_rules: FloatArray, up: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> bool:  # fmt: skip
    """What happens by mouth at the start of a day; gives whether that was all of it."""
    if n[rules.PHASE] == rules.BY_MOUTH_NOW:
        if n[rules.RUNG] < 0:
            mouth_started(n, x, o, book, rows, up, patient, day)
            n[rules.NEXT_VISIT] = day + n_rules[rules.MOUTH_STEP_DAYS]
        elif day >= n[rules.NEXT_VISIT]:
            mouth_review(n, x, p, o, book, rows, n_rules, f_rules, up, purposes, patient, day)
        return True
    if n[rules.PHASE] != rules.WEANING:
        return False
    if day - n[rules.SINCE] < n_rules[rules.MOUTH_TAPER]:
        return True
    noted(book, rows, patient, 24 * day, rules.MOUTH_FREE, 0, 0, x)
    n[rules.ABOVE], n[rules.EVER_RESPONDED] = 0, 0
    if n_rules[rules.THEN_PUMP] == 1:
        n[rules.PHASE] = rules.SCREENING
        return False
    n[rules.PHASE] = rules.NO_CANDIDATE
    return True


@kernel
def lived_by_mouth(
    b: FloatArray, v: FloatArray, n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray, hours: FloatArray,
    levels: FloatArray, up: FloatArray, down: FloatArray, doses: FloatArray, book: FloatArray, rows: FloatArray,
    n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> float:  # fmt: skip
    """A day by mouth: what is taken of what was planned, and the levels that follow; gives the day's mean."""
    rung = n[rules.RUNG]
    planned = up[rung]
    if n[rules.PHASE] == rules.WEANING:
        planned = down[rung, day - n[rules.SINCE]]
    count = swallowed(n, o, planned, doses, n_rules, f_rules, purposes, patient, day)
    if n[rules.ABSENT] == 1:
        noted(book, rows, patient, 24 * day, rules.MOUTH_SKIPPED, planned.sum(), 0, x)
    return mouth_day(b, v, hours, doses, count, p[HALF_DROWSY] / p[HALF_MOUTH], levels)
