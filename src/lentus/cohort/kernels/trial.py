"""A patient's whole trial, day after day: what the clinic decides in the morning, what the body does until the next."""

from __future__ import annotations

import numpy as np

from lentus.cohort.kernels import body, days, pump, rules
from lentus.cohort.kernels.body import separated
from lentus.cohort.kernels.clinic import begun, noted, observed, share
from lentus.cohort.kernels.days import dropped, tables
from lentus.cohort.kernels.mouth import TIMES, lived_by_mouth, mouth_morning, planned_total, setting_out, still_by_mouth
from lentus.cohort.kernels.pump import pump_day
from lentus.cohort.kernels.seeing import lived_day, marked, verdict
from lentus.cohort.kernels.visits import fasting, looked_after, visit, ward
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
