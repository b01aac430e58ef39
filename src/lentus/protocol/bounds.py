"""The comparisons that bounds are made of, each standing once.

A rule, a proof and a generator call the same function, so that a proof is about what runs. They work alike on the
exact quantity types, on Fractions and integers, and on the terms of a theorem prover. That is why there is no `if`
on a comparison here and why the arguments are not typed more narrowly: the answer may be a term, not a truth value.
"""

from __future__ import annotations

from typing import Any

WHOLE = 100
"""A whole, in percent."""


def step_up_within(current: Any, ordered: Any, percent: Any) -> Any:
    """Whether `ordered` is at most `percent` above `current`; a step of exactly that size is within."""
    return ordered * WHOLE <= current * (WHOLE + percent)


def step_down_within(current: Any, ordered: Any, percent: Any) -> Any:
    """Whether `ordered` is at most `percent` below `current`; a step of exactly that size is within."""
    return ordered * WHOLE >= current * (WHOLE - percent)


def at_most(value: Any, limit: Any) -> Any:
    """Whether `value` does not pass `limit`."""
    return value <= limit


def waited(elapsed: Any, interval: Any) -> Any:
    """Whether the whole interval has passed; its last instant counts as passed."""
    return elapsed >= interval


def longer(lasted: Any, limit: Any) -> Any:
    """Whether something lasted longer than a limit; exactly as long is not longer."""
    return lasted > limit


def multiple_within(dose: Any, ordered: Any, times: Any) -> Any:
    """Whether `ordered` is at most so many times `dose`."""
    return ordered <= dose * times


def step_up_reaches(current: Any, ordered: Any, percent: Any) -> Any:
    """Whether `ordered` is at least `percent` above `current`."""
    return ordered * WHOLE >= current * (WHOLE + percent)
