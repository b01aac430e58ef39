"""The schedule by mouth in SQL: its ceilings, its start, its steps and its falls.

All doses of a day are alike in an orders table; `protocol.oral` judges unequal ones too.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.audit import bounds
from lentus.audit.rule import SqlRule, every, some
from lentus.audit.words import (
    ALWAYS,
    FALLS,
    FIRST_UNKNOWN,
    ORAL_EASES,
    ORAL_LOWERS,
    RISES,
    STARTS,
    TOXIC,
)

MOUTH = ("oral",)
STOP = ("oral stop",)
BRIDGE = "emergencies.withdrawal-oral-bridge"
NO_SINGLE = "dose_ng IS NULL"
"""A table that has only a daily total, such as one made of dispensed packs, cannot say how it is divided."""


def oral_rules() -> tuple[SqlRule, ...]:
    """Every rule of the schedule that a row of an orders table can decide."""
    return (*_ceilings(), _start(), _cannot_judge(), *_steps(), *_falls(), _usual(), _age(), _route())


def _ceilings() -> tuple[SqlRule, ...]:
    single, most = bounds.mass("oral.maximum-single"), bounds.count("oral.maximum-times-a-day")
    above_three = f"daily_ng > {bounds.dose_rate('oral.three-times-ceiling')}"
    above = f"daily_ng > {bounds.dose_rate('oral.maximum-daily')}"
    return (
        SqlRule("oral.daily-maximum", MOUTH, above, facts=("oral.maximum-daily",), when=ALWAYS - ORAL_EASES),
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


NO_BRIDGE = "NOT bridging"
"""Not what a panel gives by mouth in a withdrawal, or not said to be that."""


def bridging_column() -> str:
    """`protocol.oral.as_a_bridge`, which many rules spare: worked out once a row."""
    dose, apart = bounds.range_mass(BRIDGE, 1), bounds.duration(f"{BRIDGE}-every")
    in_a_day = f"times_a_day * {apart} <= {bounds.DAY_US}"
    bridge = every("reason = 'withdrawal'", "daily_ng > 0", f"dose_ng <= {dose}", in_a_day)
    return f"coalesce({bridge}, FALSE)"


def _start() -> SqlRule:
    facts = ("oral.start-dose", "oral.start-times-a-day", BRIDGE)
    return SqlRule("oral.start-above-label", MOUTH, every(_above_start(), NO_BRIDGE), NO_SINGLE, facts, STARTS)


def _cannot_judge() -> SqlRule:
    """What was taken is not known, and the order is more than the label's first day."""
    return SqlRule(
        "record.cannot-judge-step", MOUTH, missing=every(_above_start(), NO_BRIDGE), when=FIRST_UNKNOWN - TOXIC
    )


def _steps() -> Iterator[SqlRule]:
    early = f"mark - since_mark < {bounds.days('oral.step-interval')}"
    yield SqlRule("oral.step-too-soon", MOUTH, NO_BRIDGE, facts=("oral.step-interval",), when=RISES, further=early)
    step, times = bounds.mass("oral.step"), bounds.count("oral.start-times-a-day")
    most, largest = bounds.count("oral.maximum-times-a-day"), bounds.mass("oral.maximum-single")
    ceiling = bounds.dose_rate("oral.three-times-ceiling")
    one_step = every(f"aside - prev_aside <= {step}", f"daily_ng - prev_daily <= {bounds.product(step, times)}")
    # The fourth dose of a day may come on top, no larger than the three before it.
    fourth = every(f"times_a_day = {times} + 1", f"times_a_day <= {most}", f"dose_ng <= {largest}")
    from_ceiling = every("aside <= prev_aside", f"prev_daily >= {ceiling}")
    facts = ("oral.step", "oral.start-times-a-day", "oral.three-times-ceiling", "oral.maximum-single")
    beyond, known = f"NOT {one_step}", every("aside IS NOT NULL", "prev_aside IS NOT NULL")
    name = "oral.step-too-large"
    step_up, no_fourth = NO_BRIDGE, f"NOT coalesce({fourth}, FALSE)"
    yield SqlRule(name, MOUTH, every(step_up, no_fourth), "", facts, RISES, every(known, beyond))
    below = every(known, beyond, f"NOT {from_ceiling}")
    yield SqlRule(name, MOUTH, every(step_up, fourth), "", facts, RISES, below)
    yield SqlRule(name, MOUTH, missing=step_up, when=RISES, further=f"NOT {known}")


def _falls() -> tuple[SqlRule, ...]:
    ends, taken = "daily_ng = 0", FIRST_UNKNOWN | FALLS
    reaction = "reason IN ('serious adverse reaction', 'overdose')"
    return (
        SqlRule("oral.drop-outside-taper", MOUTH, "daily_ng > 0", when=FALLS),
        SqlRule("oral.drop-outside-taper", MOUTH, ends, when=taken & TOXIC),
        SqlRule("oral.abrupt-stop", MOUTH, ends, when=taken - TOXIC),
        SqlRule("oral.abrupt-stop", STOP, f"NOT {reaction}", when=taken),
        # The prescriber who owns such a stop is not in an orders table: the rule speaks, and asks for the name.
        SqlRule("oral.abrupt-stop-for-reaction", STOP, missing=reaction, when=taken),
    )


def _usual() -> SqlRule:
    low, high = bounds.range_end("oral.usual-daily", 0), bounds.range_end("oral.usual-daily", 1)
    outside = every("reason = 'maintenance'", some(f"daily_ng < {low}", f"daily_ng > {high}"))
    return SqlRule("oral.usual-range", MOUTH, outside, facts=("oral.usual-daily",))


def _age() -> SqlRule:
    fact = "populations.oral-minimum-age"
    young = f"age_months < {bounds.age(fact)}"
    return SqlRule("populations.oral-under-twelve", MOUTH, young, "age_months IS NULL", (fact,), ALWAYS - ORAL_LOWERS)


def _route() -> SqlRule:
    return SqlRule("oral.wrong-route", MOUTH, "route <> 'oral'")
