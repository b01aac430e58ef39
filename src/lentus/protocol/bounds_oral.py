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


def climbs(before: Sequence[Any], after: Sequence[Any], step: Any, largest: Any, ceiling: Any) -> tuple[Any, ...]:
    """What an offered step below the ceiling fulfills, dose by dose; both days have the same number of doses."""
    pairs = tuple(zip(before, after, strict=True))
    total = sum(after[1:], start=after[0])
    return (
        *(new >= old for old, new in pairs),
        *(new - old <= step for old, new in pairs),
        *(new <= largest for new in after),
        total <= ceiling,
    )


def adds_last_dose(before: Sequence[Any], dose: Any, largest: Any, ceiling: Any) -> tuple[Any, ...]:
    """What the offered step past the ceiling fulfills: the doses stay as they are and one more is given."""
    return at_ceiling(sum(before[1:], start=before[0]), ceiling), dose <= largest
