"""Values over time: a regimen, a program and a concentration are intervals, never a number that is just there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Interval(Generic[T]):
    """`value` from `start` on, up to but without `end`; no end means still so."""

    start: datetime
    end: datetime | None
    value: T

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies in the interval."""
        return self.start <= moment and (self.end is None or moment < self.end)


Timeline = tuple[Interval[T], ...]
"""Intervals in order of time, without overlap; a gap means that nothing is known there."""


def then(timeline: Timeline[T], start: datetime, value: T) -> Timeline[T]:
    """The timeline with `value` from `start` on; what was planned from there on gives way."""
    kept = [one for one in timeline if one.start < start]
    if kept and (kept[-1].end is None or kept[-1].end > start):
        kept[-1] = Interval(kept[-1].start, start, kept[-1].value)
    return (*kept, Interval(start, None, value))


def cut(timeline: Timeline[T], moment: datetime) -> Timeline[T]:
    """The timeline up to `moment`; afterwards nothing is known."""
    return tuple(
        one if one.end is not None and one.end <= moment else Interval(one.start, moment, one.value)
        for one in timeline
        if one.start < moment
    )


def value_at(timeline: Timeline[T], moment: datetime) -> Interval[T] | None:
    """The interval that holds at `moment`, or None where nothing is known."""
    for one in reversed(timeline):
        if one.start <= moment:
            return one if one.holds(moment) else None
    return None
