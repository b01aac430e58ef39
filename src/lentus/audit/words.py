"""The conditions that several rules share: each stands once, and is worked out once for each row.

`prev_*` is the order before in the same lane. `since_mark` is, by mouth, the day on which the present daily dose began
and, for a pump, the moment; `start_mark` is when the infusion began. All are NULL where there is no such order.
"""

from __future__ import annotations

from typing import Final

from lentus.audit.rule import every, some
from lentus.protocol.bounds import WHOLE

ORAL_UNKNOWN: Final = "oral_unknown"
TAKES: Final = "takes"
ORAL_RISES: Final = "oral_rises"
ORAL_EASES: Final = "oral_eases"
ORAL_LOWERS: Final = "oral_lowers"
RUNS: Final = "runs"
STEP_UP: Final = "step_up"
STEP_DOWN: Final = "step_down"
PUMP_FOR_TOXICITY: Final = "pump_for_toxicity"
PUMP_EASES: Final = "pump_eases"

TAKEN: Final = "coalesce(prev_daily, 0)"
"""What is taken by mouth where that is known: no order before, in a table from the start on, is nothing."""

_GIVEN = every("prev_at IS NOT NULL", "prev_daily > 0")
_NOT_RUNNING = some("prev_at IS NULL", "prev_daily = 0")
_TOXICITY = "reason = 'toxicity'"
_UNKNOWN = "(prev_at IS NULL AND NOT from_start)"

FLAGS: Final = {
    ORAL_UNKNOWN: _UNKNOWN,
    TAKES: _GIVEN,
    RUNS: _GIVEN,
    ORAL_RISES: every(_GIVEN, "daily_ng > prev_daily"),
    # `protocol.oral_taken.eases`: a reduction for toxicity; from an unknown dose it counts as one.
    ORAL_EASES: every(_TOXICITY, some(_UNKNOWN, f"daily_ng < {TAKEN}")),
    ORAL_LOWERS: some(
        every(_TOXICITY, some("prev_at IS NULL", "daily_ng <= prev_daily")),
        every("prev_at IS NOT NULL", "daily_ng < prev_daily"),
    ),
    STEP_UP: every(_GIVEN, "daily_ng > prev_daily"),
    STEP_DOWN: every(_GIVEN, "daily_ng < prev_daily"),
    # `protocol.exposure.for_toxicity`.
    PUMP_FOR_TOXICITY: every(_TOXICITY, some(_NOT_RUNNING, "daily_ng <= prev_daily")),
    # `protocol.units` reads it more narrowly: the same dose again is no easing.
    PUMP_EASES: every(_TOXICITY, some(_NOT_RUNNING, "daily_ng < prev_daily")),
}
"""What each of these names is short for; the SQL text has them as columns."""

KNOWN_BY_MOUTH: Final = f"NOT {ORAL_UNKNOWN}"
NOT_RUNNING: Final = f"NOT {RUNS}"
FOR_TOXICITY: Final = _TOXICITY
PUMP_LOWERS: Final = some(PUMP_FOR_TOXICITY, STEP_DOWN)


def step_beyond(percent: str) -> str:
    """Whether the dose lies more than so many percent above the one before it, cross-multiplied."""
    return f"daily_ng * {WHOLE} > prev_daily * ({WHOLE} + {percent})"


def step_below(percent: str) -> str:
    """Whether the dose lies more than so many percent below the one before it, cross-multiplied."""
    return f"daily_ng * {WHOLE} < prev_daily * ({WHOLE} - {percent})"
