"""The conditions that several rules share: in which situation an order stands to the one before it.

A situation is one small number for each row: nothing known before, nothing given, nothing running, the same dose
again, more, less; and whether the order is a reduction for toxicity by its own reason. Whom a rule spares or asks is a
set of situations, so that the SQL text looks at them once and not rule by rule.
"""

from __future__ import annotations

from typing import Final

from lentus.audit import bounds
from lentus.protocol.bounds import WHOLE

UNKNOWN, NOTHING, OFF, BEGINS, SAME, UP, DOWN = 1, 2, 3, 4, 5, 6, 7
"""No order before, in a table that may lack some; none before at all; zero after zero; a dose after zero; a dose after
a dose: the same, a higher one, a lower one."""

FOR_TOXICITY = 8
"""Added to the above where the order's reason is toxicity."""

_STEPS = frozenset((UNKNOWN, NOTHING, OFF, BEGINS, SAME, UP, DOWN))


def _toxic(*steps: int) -> frozenset[int]:
    return frozenset(step + FOR_TOXICITY for step in steps)


def _either(*steps: int) -> frozenset[int]:
    return frozenset(steps) | _toxic(*steps)


ALWAYS: Final = _either(*_STEPS)
TOXIC: Final = _toxic(*_STEPS)
STARTS: Final = _either(NOTHING, OFF, BEGINS)
FIRST_UNKNOWN: Final = _either(UNKNOWN)
FIRST_KNOWN: Final = _either(NOTHING)
GIVEN: Final = _either(SAME, UP, DOWN)
RISES: Final = _either(UP)
FALLS: Final = _either(DOWN)

ORAL_EASES: Final = _toxic(UNKNOWN, DOWN)
"""`protocol.oral_taken.eases`: a reduction for toxicity; from an unknown dose it counts as one."""

ORAL_LOWERS: Final = FALLS | _toxic(UNKNOWN, NOTHING, OFF, SAME)
PUMP_FOR_TOXICITY: Final = _toxic(UNKNOWN, NOTHING, OFF, SAME, DOWN)
"""`protocol.exposure.for_toxicity`: any dose is more than that of a pump that stands still."""

PUMP_EASES: Final = PUMP_FOR_TOXICITY - _toxic(SAME) | _toxic(BEGINS)
"""`protocol.units` reads it more narrowly: the same dose again is no easing, and from nothing it asks no more."""

PUMP_LOWERS: Final = PUMP_FOR_TOXICITY | FALLS


ROW_FACTS: Final = ("reason = 'toxicity'", "from_start")
"""What a situation asks of the row itself."""


def situation_column(toxic: str, from_start: str) -> str:
    """The situation of a row, from the order before it in its lane and the two facts of the row, as asked there."""
    first = f"CASE WHEN {from_start} THEN {NOTHING} ELSE {UNKNOWN} END"
    off = f"CASE WHEN daily_ng = 0 THEN {OFF} ELSE {BEGINS} END"
    step = (
        f"CASE WHEN prev_at IS NULL THEN {first} WHEN prev_daily = 0 THEN {off}"
        f" WHEN daily_ng > prev_daily THEN {UP} WHEN daily_ng < prev_daily THEN {DOWN} ELSE {SAME} END"
    )
    return f"{step} + CASE WHEN {toxic} THEN {FOR_TOXICITY} ELSE 0 END"


def step_beyond(percent: str) -> str:
    """Whether the dose lies more than so many percent above the one before it, cross-multiplied."""
    return f"daily_ng * {WHOLE} > prev_daily * ({WHOLE} + {percent})"


def step_below(percent: str) -> str:
    """Whether the dose lies more than so many percent below the one before it, cross-multiplied."""
    return f"daily_ng * {WHOLE} < prev_daily * ({WHOLE} - {percent})"


def times_above(fact: str) -> str:
    """Whether the dose is at least so many times the one before it."""
    return f"daily_ng >= prev_daily * {bounds.count(fact)}"


def times_below(fact: str) -> str:
    """Whether the dose before it is at least so many times the dose."""
    return f"prev_daily >= daily_ng * {bounds.count(fact)}"
