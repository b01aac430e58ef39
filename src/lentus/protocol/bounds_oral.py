"""The comparisons that the schedule by mouth is made of, each standing once.

The rules, the next step, the plan and the proof call the same functions. As in `bounds`, they work alike on masses,
on numbers and on the terms of a theorem prover; that is why an answer may be a term, and why a law of several parts
is returned as its parts: the caller joins them with `all` or with the prover's own "and".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def above(amount: Any, limit: Any) -> Any:
    """Whether `amount` passes `limit`; exactly the limit does not."""
    return amount > limit


def rise_beyond(before: Any, after: Any, step: Any) -> Any:
    """Whether `after` lies more than `step` above `before`; exactly one step does not."""
    return after - before > step


def at_ceiling(total: Any, ceiling: Any) -> Any:
    """Whether a day's total has come to where the last step, a fourth dose, begins."""
    return total >= ceiling


def one_step(before: Sequence[Any], after: Sequence[Any], step: Any, step_a_day: Any) -> tuple[Any, ...]:
    """What the rule lets through as one step: no dose and no day rises by more. Doses are paired as they stand."""
    pairs = tuple(zip(before, after, strict=False))
    return (
        *(_not(rise_beyond(old, new, step)) for old, new in pairs),
        _not(rise_beyond(_sum(before), _sum(after), step_a_day)),
    )


def climbs(before: Sequence[Any], after: Sequence[Any], step: Any, largest: Any, ceiling: Any) -> tuple[Any, ...]:
    """What an offered step below the ceiling fulfills, dose by dose; both days have the same number of doses."""
    pairs = tuple(zip(before, after, strict=True))
    return (
        *(new >= old for old, new in pairs),
        *(_not(rise_beyond(old, new, step)) for old, new in pairs),
        *(_not(above(new, largest)) for new in after),
        _not(above(_sum(after), ceiling)),
    )


def adds_last_dose(before: Sequence[Any], dose: Any, largest: Any, ceiling: Any) -> tuple[Any, ...]:
    """What a step past the ceiling fulfills, offered or ordered: one more dose, no larger than the largest."""
    return at_ceiling(_sum(before), ceiling), _not(above(dose, largest))


def _sum(doses: Sequence[Any]) -> Any:
    return sum(doses[1:], start=doses[0])


def _not(answer: Any) -> Any:
    """The opposite of an answer, be it a truth value or a prover's term, which refuses to be read as one."""
    return not answer if isinstance(answer, bool) else answer == False  # noqa: E712
