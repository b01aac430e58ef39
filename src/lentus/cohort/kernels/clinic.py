"""What the clinic does in the morning: screen, start, raise, hold, lower, refill, repair; by the rules of the arm.

Doses are whole nanograms and steps whole hundredths of a percent, so that a step of exactly the band's end is decided
as at the bedside. Nothing here knows a number of the drug: all come in with the arm, and those from the monograph.
"""

from __future__ import annotations

import numpy as np

from lentus.cohort.kernels import pump, rules
from lentus.cohort.kernels.body import CEREBRAL, GROWN_ON, HALF_DROWSY, HALF_TONE, STEEPNESS, TONE_BEFORE
from lentus.cohort.kernels.chance import normal, uniform
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.elementary import exp2, log2

_WHOLE = 10_000
_NG_PER_MCG_DAY = 1.0 / 24_000.0


@kernel
def share(level: float, half: float, steepness: float) -> float:
    """The share of the full effect at a level of the effect site."""
    if level <= 0.0:
        return 0.0
    return 1.0 / (1.0 + exp2(steepness * (log2(half) - log2(level))))


@kernel
def observed(x: FloatArray, p: FloatArray, f_rules: FloatArray) -> None:
    """Tone at the end of the last day, and the worst drowsiness in it, as they truly are."""
    floor, gamma, tolerant = f_rules[rules.TONE_FLOOR], p[STEEPNESS], x[rules.TOLERANT]
    effect = share(x[rules.LEVEL], p[HALF_TONE] * tolerant, gamma)
    x[rules.TONE] = floor + (p[TONE_BEFORE] - floor) * (1.0 - effect)
    x[rules.DROWSY] = share(x[rules.WORST], p[HALF_DROWSY] * tolerant, gamma)


@kernel
def noted(
    book: FloatArray, rows: FloatArray, patient: int, hour: int, kind: int, before: int, after: int, x: FloatArray
) -> None:
    """Write a decision into the ledger, where one is kept."""
    at = rows[0]
    if at >= book.shape[0]:
        return
    book[at, rules.PATIENT], book[at, rules.HOUR], book[at, rules.KIND] = patient, hour, kind
    book[at, rules.BEFORE_NG], book[at, rules.AFTER_NG] = before, after
    book[at, rules.TONE_MILLIONTHS] = np.int64(np.rint(1e6 * x[rules.TONE]))
    book[at, rules.DROWSY_MILLIONTHS] = np.int64(np.rint(1e6 * x[rules.DROWSY]))
    rows[0] = at + 1


@kernel
def raised(dose: int, share: int, n_rules: FloatArray) -> int:
    """The dose a step higher, on the pump's grid toward the present one, within the arm's bound."""
    grid = n_rules[rules.GRID_NG]
    wanted = (dose * (_WHOLE + share) // _WHOLE) // grid * grid
    return max(min(wanted, n_rules[rules.HIGHEST_NG]), dose)


@kernel
def lowered(dose: int, share: int, n_rules: FloatArray) -> int:
    """The dose a step lower, on the grid toward the present one, not below the arm's bound."""
    grid = n_rules[rules.GRID_NG]
    exact = -(-dose * (_WHOLE - share) // _WHOLE)
    return min(max(-(-exact // grid) * grid, n_rules[rules.LOWEST_NG]), dose)


@kernel
def band(n: FloatArray, p: FloatArray, n_rules: FloatArray, day: int) -> int:
    """The step of this patient on this day: of titration, or of maintenance once a dose has been found."""
    if n[rules.PHASE] == rules.AT_HOME and n[rules.FOUND] == 1:
        return n_rules[rules.KEEP_CEREBRAL] if p[CEREBRAL] > 0.0 else n_rules[rules.KEEP_SPINAL]
    if day < p[GROWN_ON]:
        return n_rules[rules.RAISE_CHILD]
    return n_rules[rules.RAISE_CEREBRAL] if p[CEREBRAL] > 0.0 else n_rules[rules.RAISE_SPINAL]


@kernel
def book_refill(n: FloatArray, u: FloatArray, n_rules: FloatArray, f_rules: FloatArray, day: int) -> None:
    """Set the day of the next refill by volume and by the life of the fill; one that is late stays late."""
    if n[rules.DELAYED] == 1:
        return
    lasts = pump.days_of_fill(u, f_rules[rules.ALARM_ML]) - n_rules[rules.BOOK_BEFORE]
    latest = n[rules.FILLED_DAY] + n_rules[rules.FILL_LASTS]
    n[rules.REFILL_DAY] = latest
    if day + lasts < latest:
        n[rules.REFILL_DAY] = day + max(np.int64(1), np.int64(lasts))


@kernel
def dosed(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, o: FloatArray, n_rules: FloatArray,
    f_rules: FloatArray, day: int, dose: int,
) -> None:  # fmt: skip
    """The pump gets another daily dose."""
    n[rules.DOSE] = dose
    o[rules.MOST_NG] = max(o[rules.MOST_NG], dose)
    pump.programmed(b, v, u, 24.0 * day, dose * _NG_PER_MCG_DAY)
    book_refill(n, u, n_rules, f_rules, day)


@kernel
def begun(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> None:  # fmt: skip
    """Start the pump, or start it again as for a new patient: a full reservoir and the first day's dose."""
    first = o[rules.PUMPED] == 0
    times = n_rules[rules.TIMES_LONG] if n[rules.LONG] == 1 else n_rules[rules.TIMES]
    dose = n[rules.EFFECTIVE] * times
    if first:
        o[rules.PUMPED], o[rules.START_DAY], o[rules.START_NG] = 1, day, dose
        u[pump.IN_RESERVOIR] = f_rules[rules.STRENGTH]
    u[pump.OLD_ML] = 0.0 if n_rules[rules.PRIMED] == 1 else f_rules[rules.PATH_ML]
    u[pump.AT_TIP] = 0.0 if u[pump.OLD_ML] > 0.0 else u[pump.IN_RESERVOIR]
    u[pump.BRIDGED] = 0.0
    pump.refilled(u, f_rules[rules.RESERVOIR_ML])
    fails(u, n, f_rules, n_rules, purposes, patient, day)
    n[rules.FILLED_DAY], n[rules.DELAYED], n[rules.FOUND_DAY] = day, 0, -1
    n[rules.PHASE], n[rules.SINCE], n[rules.ABOVE], n[rules.MET] = rules.HOSPITAL, day, 0, 0
    n[rules.FOUND], n[rules.RAISED_DAY], n[rules.EVER_RESPONDED], n[rules.STUCK] = 0, -1_000, 0, 0
    n[rules.READY_DAY] = day + 1 if n_rules[rules.PRIMED] == 1 else 1 << 40
    noted(book, rows, patient, 24 * day, rules.STARTED if first else rules.RESTARTED, n[rules.DOSE], dose, x)
    dosed(b, v, u, n, o, n_rules, f_rules, day, dose)


@kernel
def fails(
    u: FloatArray, n: FloatArray, f_rules: FloatArray, n_rules: FloatArray, purposes: FloatArray, patient: int, day: int
) -> None:
    """Draw the hour at which the catheter fails, from the implant or the repair on."""
    if f_rules[rules.FAILURES_PER_H] <= 0.0:
        u[pump.FAILS_AT] = pump.NEVER
        return
    chance = uniform(n_rules[rules.SEED], patient, purposes[rules.FOR_FAILURE], n[rules.FAILURE_NUMBER])
    u[pump.FAILS_AT] = 24.0 * day - np.log(chance) / f_rules[rules.FAILURES_PER_H]
    n[rules.FAILURE_NUMBER] += 1


@kernel
def read(
    n: FloatArray, x: FloatArray, p: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray,
    patient: int, day: int,
) -> None:  # fmt: skip
    """A reading of tone, as a clinician takes it: about the truth, on the scale."""
    observed(x, p, f_rules)
    noise = 0.0
    if f_rules[rules.NOISE] > 0.0:
        number = purposes[rules.FOR_READING]
        noise = f_rules[rules.NOISE] * normal(n_rules[rules.SEED], patient, number, day)
    # A reading has a millionth of a point as its grain: what the ledger writes is what was decided on.
    x[rules.TONE] = np.rint(1e6 * min(max(x[rules.TONE] + noise, 1.0), 5.0)) / 1e6
    # A mild patient may reach the target without falling by the points of a response: that is a response too.
    if x[rules.TONE] <= max(p[TONE_BEFORE] - f_rules[rules.RESPOND_POINTS], f_rules[rules.TARGET]):
        n[rules.EVER_RESPONDED] = 1


@kernel
def review(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, p: FloatArray, o: FloatArray,
    book: FloatArray, rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray,
    patient: int, day: int,
) -> int:  # fmt: skip
    """Read tone and drowsiness, then reduce, lower, hold, look at the catheter first, or raise. Gives the kind."""
    read(n, x, p, n_rules, f_rules, purposes, patient, day)
    dose = n[rules.DOSE]
    kind = judged(n, x, p, n_rules, f_rules, day)
    after = dose
    if kind == rules.REDUCED:
        after = lowered(dose, n_rules[rules.TOXIC], n_rules)
    elif kind == rules.LOWERED:
        after = lowered(dose, n_rules[rules.LOWER], n_rules)
    elif kind == rules.RAISED:
        after = raised(dose, band(n, p, n_rules, day), n_rules)
        if after == dose:
            kind = rules.HELD
            n[rules.STUCK] += 1
    counted(o, n, kind, x, f_rules, day)
    noted(book, rows, patient, 24 * day, kind, dose, after, x)
    if after != dose:
        if kind == rules.RAISED:
            n[rules.RAISED_DAY] = day
        n[rules.ABOVE], n[rules.STUCK] = 0, 0
        dosed(b, v, u, n, o, n_rules, f_rules, day, after)
    return kind


@kernel
def judged(n: FloatArray, x: FloatArray, p: FloatArray, n_rules: FloatArray, f_rules: FloatArray, day: int) -> int:
    """The kind of decision that the readings ask for."""
    tone, drowsy = x[rules.TONE], x[rules.DROWSY]
    if drowsy >= f_rules[rules.TOXIC_AT]:
        return rules.REDUCED
    if drowsy >= f_rules[rules.LOWER_AT] or tone < f_rules[rules.WEAK_BELOW]:
        return rules.LOWERED
    if tone <= f_rules[rules.TARGET]:
        n[rules.ABOVE], n[rules.STUCK] = 0, 0
        n[rules.MET] += 1
        n[rules.FOUND] = 1
        return rules.HELD
    n[rules.MET] = 0
    n[rules.ABOVE] += 1
    visits = n[rules.PHASE] == rules.AT_HOME
    if n[rules.ABOVE] < n_rules[rules.CONFIRM_VISITS if visits else rules.CONFIRM] or day < n[rules.READY_DAY]:
        return rules.HELD
    if no_response(n, x, p, n_rules, f_rules, day):
        return rules.LOOKED
    return rules.RAISED


@kernel
def no_response(
    n: FloatArray, x: FloatArray, p: FloatArray, n_rules: FloatArray, f_rules: FloatArray, day: int
) -> bool:
    """Whether increases brought nothing, so that the catheter is looked at before another; not in the first days."""
    if n_rules[rules.LOOKS_FIRST] == 0 or x[rules.TONE] <= p[TONE_BEFORE] - f_rules[rules.RESPOND_POINTS]:
        return False
    window = n_rules[rules.WINDOW_DAYS]
    first_days = day - n[rules.SINCE] < window and n[rules.EVER_RESPONDED] == 0
    return day - n[rules.RAISED_DAY] <= window and not first_days


@kernel
def counted(o: FloatArray, n: FloatArray, kind: int, x: FloatArray, f_rules: FloatArray, day: int) -> None:
    """Count a decision, and the first day at the target."""
    o[rules.VISITS] += n[rules.PHASE] == rules.AT_HOME
    o[rules.RAISES] += kind == rules.RAISED
    o[rules.HOLDS] += kind == rules.HELD
    o[rules.LOWERS] += kind == rules.LOWERED
    o[rules.TOXICS] += kind == rules.REDUCED
    o[rules.LOOKS] += kind == rules.LOOKED
    if o[rules.TARGET_DAY] < 0 and x[rules.TONE] <= f_rules[rules.TARGET]:
        o[rules.TARGET_DAY] = day - o[rules.START_DAY]


@kernel
def refill(
    b: FloatArray, v: FloatArray, u: FloatArray, n: FloatArray, x: FloatArray, o: FloatArray, book: FloatArray,
    rows: FloatArray, n_rules: FloatArray, f_rules: FloatArray, purposes: FloatArray, patient: int, day: int,
) -> bool:  # fmt: skip
    """Fill the reservoir, where the patient comes; gives whether it had run dry."""
    if n[rules.DELAYED] == 0:
        chance = 1.0
        if f_rules[rules.MISS_REFILL] > 0.0:
            chance = uniform(n_rules[rules.SEED], patient, purposes[rules.FOR_REFILL], day)
        if chance < f_rules[rules.MISS_REFILL]:
            o[rules.LATE_REFILLS] += 1
            n[rules.DELAYED], n[rules.REFILL_DAY] = 1, day + n_rules[rules.REFILL_LATE_DAYS]
            return False
    o[rules.REFILLS] += 1
    dry = pump.refilled(u, f_rules[rules.RESERVOIR_ML])
    o[rules.DRY_DAYS] += np.int64(np.ceil(dry / 24.0))
    n[rules.DELAYED], n[rules.FILLED_DAY] = 0, day
    noted(book, rows, patient, 24 * day, rules.FILLED, n[rules.DOSE], n[rules.DOSE], x)
    if dry > 0.0:
        return True
    if o[rules.REFILLS] == n_rules[rules.NEW_STRENGTH_AT]:
        u[pump.IN_RESERVOIR], u[pump.OLD_ML] = f_rules[rules.NEXT_STRENGTH], f_rules[rules.PATH_ML]
        u[pump.BRIDGED] = float(n_rules[rules.BRIDGE])
    dosed(b, v, u, n, o, n_rules, f_rules, day, n[rules.DOSE])
    return False
