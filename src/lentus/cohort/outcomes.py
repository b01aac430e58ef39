"""What a tally says, with 95 percent confidence intervals: shares, means, medians; worked out from whole numbers.

Shares have Wilson's interval, means the normal one, and quantiles that of the ranks around them. They say how far the
number of patients leaves a figure open, under this model; how far the model is off is another question.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, sqrt
from typing import TypeAlias

import numpy as np

from lentus.cohort.encoding import MONTH_DAYS
from lentus.cohort.tally import MOUTH_NG_PER_BIN, NG_PER_BIN, THOUSANDTHS_PER_BIN, Tally, Whole

Three: TypeAlias = tuple[float | None, float | None, float | None]
"""The 5, 50 and 95 percent points."""
Z = 1.959963984540054
"""The 97.5 percent point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure of an arm, with its interval; None where no patient could give one."""

    id: str
    says: str
    unit: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Month:
    """The treated patients at the end of a stretch of 30 days: their number, and quantiles of dose and tone.

    `treated`: with the pump. `by_mouth`: who takes doses by mouth then, which are mg a day.
    """

    day: int
    treated: int
    dose_mcg: Three
    tone: Three
    by_mouth: int = 0
    mouth_mg: Three = (None, None, None)
    mouth_tone: Three = (None, None, None)


def outcomes(tally: Tally) -> tuple[Outcome, ...]:
    """Every figure of an arm, in the order in which a trial is lived."""
    treated = tally.sums.get("PUMPED", 0)
    # In an arm that begins by mouth, not all come to screening; in any other, all do.
    n = tally.ever.get("GIVEN", tally.patients) if tally.by_mouth else tally.patients
    worked = [int(one) for one in tally.worked]
    worked[0] = n - sum(worked[1:])
    return (
        *(_by_mouth(tally) if tally.by_mouth else ()),
        *(
            share(f"worked-at-dose-{place}", f"respond to screening dose {place}", count, n)
            for place, count in enumerate(worked)
            if place > 0 and (count or place <= 1)
        ),
        share("no-response", "respond to no screening dose", worked[0], n),
        mean("screening-doses", "screening doses given", "doses", tally, "GIVEN", n),
        share("treated", "start with the pump", treated, tally.patients),
        mean("first-dose", "first day's dose", "mcg/day", tally, "START_NG", treated, 1000),
        share("target-reached", "reach the target at least once", int(tally.target_days.sum()), treated),
        *quantiles("days-to-target", "days to the target of those who reach it", tally.target_days),
        mean("hospital-days", "days in hospital", "days", tally, "HOSPITAL_DAYS", treated),
        mean("raises", "increases", "a patient", tally, "RAISES", treated),
        mean("decreases", "decreases", "a patient", tally, "LOWERS", treated),
        mean("catheter-looked-at", "reviews that look at the catheter first", "a patient", tally, "LOOKS", treated),
        mean("visits", "visits", "a patient", tally, "VISITS", treated),
        mean("final-dose", "dose at the end", "mcg/day", tally, "FINAL_NG", treated, 1000),
        mean("highest-dose", "highest dose", "mcg/day", tally, "MOST_NG", treated, 1000),
        mean("final-spasms", "spasm score at the end, of 0 to 4", "points", tally, "SPASM_MILLI", treated, 1000),
        of_time("time-at-target", "of treated time at the target", tally, "HOURS_AT_TARGET", treated),
        of_time("time-in-overdose", "of treated time in overdose", tally, "HOURS_OVER", treated),
        of_time("time-in-withdrawal", "of treated time in withdrawal", tally, "HOURS_WITHDRAWN", treated),
        *(share(name, says, tally.ever.get(key, 0), treated) for name, says, key in _EVER),
        mean("refills", "refills", "a patient", tally, "REFILLS", treated),
    )


def _by_mouth(tally: Tally) -> tuple[Outcome, ...]:
    """The figures of what was tried by mouth before anything else."""
    sums, mg = tally.sums, 1_000_000
    begun = sums.get("MOUTH_STARTED", 0)
    stayed = sums.get("MOUTH_STAYED", 0)
    return (
        share("mouth-started", "start by mouth", begun, tally.patients),
        share("mouth-target-reached", "reach the target by mouth at least once", int(tally.mouth_days.sum()), begun),
        *quantiles("mouth-days-to-target", "days to the target by mouth of those who reach it", tally.mouth_days),
        share("mouth-lowered", "are lowered or withdrawn for drowsiness by mouth", tally.ever["MOUTH_LOWERS"], begun),
        share("mouth-ended", "are withdrawn by mouth", sums.get("MOUTH_ENDED", 0), begun),
        share("mouth-stayed", "take doses by mouth to the end", stayed, begun),
        mean("mouth-highest", "highest dose by mouth", "mg/day", tally, "MOUTH_MOST_NG", begun, mg),
        mean(
            "mouth-final",
            "dose by mouth at the end, of those who take any",
            "mg/day",
            tally,
            "MOUTH_FINAL_NG",
            stayed,
            mg,
        ),
        mean("mouth-reviews", "reviews by mouth", "a patient", tally, "MOUTH_REVIEWS", begun),
        of_time("mouth-missed", "of doses by mouth missed", tally, "MOUTH_MISSED", begun, "MOUTH_DOSES"),
        of_time(
            "mouth-at-target", "of time by mouth at the target", tally, "MOUTH_HOURS_AT_TARGET", begun, "MOUTH_HOURS"
        ),
        of_time("mouth-in-overdose", "of time by mouth in overdose", tally, "MOUTH_HOURS_OVER", begun, "MOUTH_HOURS"),
        of_time(
            "mouth-in-withdrawal",
            "of time by mouth in withdrawal",
            tally,
            "MOUTH_HOURS_WITHDRAWN",
            begun,
            "MOUTH_HOURS",
        ),
        share("mouth-ever-overdose", "are ever in overdose by mouth", tally.ever["MOUTH_HOURS_OVER"], begun),
        share("mouth-ever-withdrawal", "are ever in withdrawal by mouth", tally.ever["MOUTH_HOURS_WITHDRAWN"], begun),
    )


_EVER = (
    ("ever-overdose", "are ever in overdose", "HOURS_OVER"),
    ("ever-withdrawal", "are ever in withdrawal", "HOURS_WITHDRAWN"),
    ("ever-toxicity", "are reduced for toxicity", "TOXICS"),
    ("ever-holiday", "need a drug holiday", "HOLIDAYS"),
    ("ever-late-refill", "come late to a refill", "LATE_REFILLS"),
    ("ever-dry", "have a reservoir run dry", "DRY_DAYS"),
    ("ever-failure", "have a catheter fail", "FAILURES"),
    ("ever-stopped", "stop for toxicity", "STOPS"),
)


def months(tally: Tally) -> tuple[Month, ...]:
    """Dose and tone over time: the median and the inner 90 percent of those treated."""
    made = []
    for number in range(tally.months):
        doses, tones = tally.doses[number], tally.tones[number]
        dose, tone = _three(doses, NG_PER_BIN / 1000.0, 0.0), _three(tones, THOUSANDTHS_PER_BIN / 1000.0, 1.0)
        made.append(Month((number + 1) * MONTH_DAYS, int(doses.sum()), dose, tone, *_month_by_mouth(tally, number)))
    return tuple(made)


def _month_by_mouth(tally: Tally, number: int) -> tuple[int, Three, Three]:
    if not tally.by_mouth:
        return 0, (None, None, None), (None, None, None)
    doses, tones = tally.mouth_doses[number], tally.mouth_tones[number]
    tone = _three(tones, THOUSANDTHS_PER_BIN / 1000.0, 1.0)
    return int(doses.sum()), _three(doses, MOUTH_NG_PER_BIN / 1e6, 0.0), tone


def share(name: str, says: str, count: int, of: int) -> Outcome:
    """A share in percent, with Wilson's interval."""
    if of == 0:
        return Outcome(name, says, "percent", None, None, None)
    p, room = count / of, Z * Z / of
    middle = (p + room / 2) / (1 + room)
    half = Z * sqrt(p * (1 - p) / of + room / (4 * of)) / (1 + room)
    low = 0.0 if count == 0 else 100 * (middle - half)
    high = 100.0 if count == of else 100 * (middle + half)
    return Outcome(name, says, "percent", 100 * p, low, high)


def mean(name: str, says: str, unit: str, tally: Tally, key: str, of: int, per: int = 1) -> Outcome:
    """A mean over `of` patients of what is never below zero; who is not among them has a sum of nothing."""
    if of == 0:
        return Outcome(name, says, unit, None, None, None)
    total, squares = tally.sums.get(key, 0), tally.squares.get(key, 0)
    middle = total / of
    half = Z * sqrt(max(squares * of - total * total, 0)) / of / sqrt(of) if of > 1 else 0.0
    return Outcome(name, says, unit, middle / per, max(middle - half, 0.0) / per, (middle + half) / per)


def of_time(name: str, says: str, tally: Tally, key: str, of: int, among: str = "HOURS") -> Outcome:
    """A share of all treated hours (or of what `among` sums) in percent; the interval takes a patient as one draw."""
    hours = tally.sums.get(among, 0)
    found = mean(name, says, "percent", tally, key, of)
    if not hours or found.value is None or found.low is None or found.high is None:
        return Outcome(name, says, "percent", None, None, None)
    scale = 100.0 * of / hours
    return Outcome(name, says, "percent", found.value * scale, found.low * scale, found.high * scale)


def quantiles(name: str, says: str, counts: Whole) -> tuple[Outcome, ...]:
    """The median and the 90 percent point of days, each with the interval of its ranks."""
    total = int(counts.sum())
    made = []
    for word, title, q in (("median", "median", 0.5), ("90-percent", "90th percentile", 0.9)):
        spread = Z * sqrt(q * (1 - q) / total) if total else 0.0
        ends = [_at(counts, min(max(one, 0.0), 1.0), 1.0, 0.0) for one in (q, q - spread, q + spread)]
        made.append(Outcome(f"{name}-{word}", f"{says}, {title}", "days", *ends))
    return tuple(made)


def _three(counts: Whole, width: float, start: float) -> Three:
    low, middle, high = (_at(counts, q, width, start) for q in (0.05, 0.5, 0.95))
    return low, middle, high


def _at(counts: Whole, q: float, width: float, start: float) -> float | None:
    """The value below or at which a share q of the counted lies: the lower end of its bin."""
    total = int(counts.sum())
    if total == 0:
        return None
    rank = min(floor(q * total), total - 1)
    return round(start + width * float(np.searchsorted(np.cumsum(counts), rank, side="right")), 9)
