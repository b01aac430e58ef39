"""The schedule by mouth in SQL: its ceilings, its start, its steps and its falls.

All doses of a day are alike in an orders table; `protocol.oral` judges unequal ones too.
"""

from __future__ import annotations

from lentus.audit import bounds
from lentus.audit.rule import SqlRule, every, some
from lentus.audit.words import (
    KNOWN_BY_MOUTH,
    ORAL_EASES,
    ORAL_LOWERS,
    ORAL_RISES,
    ORAL_UNKNOWN,
    TAKEN,
    TAKES,
)

MOUTH = ("oral",)
STOP = ("oral stop",)
NO_SINGLE = "dose_ng IS NULL"
"""A table that has only a daily total, such as one made of dispensed packs, cannot say how it is divided."""


def oral_rules() -> tuple[SqlRule, ...]:
    """Every rule of the schedule that a row of an orders table can decide."""
    return (*_ceilings(), _start(), _cannot_judge(), *_steps(), *_falls(), _usual(), _age(), _route())


def _ceilings() -> tuple[SqlRule, ...]:
    single, most = bounds.mass("oral.maximum-single"), bounds.count("oral.maximum-times-a-day")
    above_three = f"daily_ng > {bounds.dose_rate('oral.three-times-ceiling')}"
    above = every(f"daily_ng > {bounds.dose_rate('oral.maximum-daily')}", f"NOT {ORAL_EASES}")
    return (
        SqlRule("oral.daily-maximum", MOUTH, above, facts=("oral.maximum-daily",)),
        SqlRule("oral.single-dose", MOUTH, f"dose_ng > {single}", NO_SINGLE, ("oral.maximum-single",)),
        SqlRule(
            "oral.fourth-dose",
            MOUTH,
            every(above_three, f"times_a_day < {most}"),
            every(above_three, "times_a_day IS NULL"),
            ("oral.three-times-ceiling", "oral.maximum-times-a-day"),
        ),
        SqlRule(
            "oral.times-a-day",
            MOUTH,
            every(f"times_a_day > {most}", "daily_ng > 0"),
            "times_a_day IS NULL",
            ("oral.maximum-times-a-day",),
        ),
    )


def _above_start() -> str:
    dose = bounds.mass("oral.start-dose")
    total = bounds.product(dose, bounds.count("oral.start-times-a-day"))
    return some(f"daily_ng > {total}", f"coalesce(dose_ng, 0) > {dose}")


def _start() -> SqlRule:
    begins = every(KNOWN_BY_MOUTH, f"{TAKEN} = 0")
    facts = ("oral.start-dose", "oral.start-times-a-day")
    return SqlRule("oral.start-above-label", MOUTH, every(begins, _above_start()), every(begins, NO_SINGLE), facts)


def _cannot_judge() -> SqlRule:
    """What was taken is not known, and the order is more than the label's first day."""
    unknown = every(ORAL_UNKNOWN, "reason <> 'toxicity'", _above_start())
    return SqlRule("record.cannot-judge-step", MOUTH, missing=unknown)


def _steps() -> tuple[SqlRule, ...]:
    early = f"local_day - since_mark < {bounds.days('oral.step-interval')}"
    step, times = bounds.mass("oral.step"), bounds.count("oral.start-times-a-day")
    most, largest = bounds.count("oral.maximum-times-a-day"), bounds.mass("oral.maximum-single")
    ceiling = bounds.dose_rate("oral.three-times-ceiling")
    one_step = every(f"dose_ng - prev_dose <= {step}", f"daily_ng - prev_daily <= {bounds.product(step, times)}")
    last_dose = every(
        "dose_ng <= prev_dose",
        f"times_a_day = {times} + 1",
        f"times_a_day <= {most}",
        f"prev_daily >= {ceiling}",
        f"dose_ng <= {largest}",
    )
    known = every("dose_ng IS NOT NULL", "prev_dose IS NOT NULL")
    large = every(known, f"NOT {some(one_step, last_dose)}")
    facts = ("oral.step", "oral.start-times-a-day", "oral.three-times-ceiling", "oral.maximum-single")
    return (
        SqlRule("oral.step-too-soon", MOUTH, early, facts=("oral.step-interval",), guard=ORAL_RISES),
        SqlRule("oral.step-too-large", MOUTH, large, f"NOT {known}", facts, ORAL_RISES),
    )


def _falls() -> tuple[SqlRule, ...]:
    falls = every("prev_at IS NOT NULL", "daily_ng > 0", "daily_ng < prev_daily")
    ends = every("daily_ng = 0", some(ORAL_UNKNOWN, TAKES))
    eased = every("kind = 'oral'", ends, "reason = 'toxicity'")
    reaction = "reason IN ('serious adverse reaction', 'overdose')"
    by_order = every("kind = 'oral'", ends, "reason <> 'toxicity'")
    by_stop = every("kind = 'oral stop'", ends)
    return (
        SqlRule("oral.drop-outside-taper", MOUTH, some(every("kind = 'oral'", falls), eased)),
        SqlRule("oral.abrupt-stop", (*MOUTH, *STOP), some(by_order, every(by_stop, f"NOT {reaction}"))),
        # The prescriber who owns such a stop is not in an orders table: the rule speaks, and asks for the name.
        SqlRule("oral.abrupt-stop-for-reaction", STOP, missing=every(by_stop, reaction)),
    )


def _usual() -> SqlRule:
    low, high = bounds.range_end("oral.usual-daily", 0), bounds.range_end("oral.usual-daily", 1)
    outside = every("reason = 'maintenance'", some(f"daily_ng < {low}", f"daily_ng > {high}"))
    return SqlRule("oral.usual-range", MOUTH, outside, facts=("oral.usual-daily",))


def _age() -> SqlRule:
    fact = "populations.oral-minimum-age"
    raised = f"NOT {ORAL_LOWERS}"
    young = every(raised, f"age_months < {bounds.age(fact)}")
    return SqlRule("populations.oral-under-twelve", MOUTH, young, every(raised, "age_months IS NULL"), (fact,))


def _route() -> SqlRule:
    return SqlRule("oral.wrong-route", MOUTH, "route <> 'oral'")
