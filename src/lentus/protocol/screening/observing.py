"""What is due when after a screening dose, on the clock of the ward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus import monograph
from lentus.course.words import Profile
from lentus.protocol.spans import after
from lentus.quantity import Duration


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due at `at`, with where it comes from."""

    at: datetime
    what: str
    sources: tuple[str, ...]
    verified: bool


def observation_schedule(given: datetime, profile: Profile = "us") -> tuple[Due, ...]:
    """Everything due after a dose given at `given`, in order of time.

    Sources give spans and counts and no clock times for single checks; the scores are spread evenly by Lentus.
    """
    onset, _ = monograph.duration_range("timing.bolus-onset", profile)
    watch = monograph.duration("screening.close-watch", profile)
    least, most = monograph.duration_range("screening.observation", profile)
    closes = monograph.duration("screening.negative-only-after", profile)
    again = monograph.duration("screening.interval", profile)
    none = Duration.exact(0, "h")
    due = [
        _due(given, none, "dose given: watch heart and breathing often from now on", "screening.close-watch"),
        _due(given, onset, "the effect may begin", "timing.bolus-onset"),
        _due(given, watch, "end of the close watch, if all is steady", "screening.close-watch"),
        *_scores(given, least, profile),
        _due(given, least, "earliest end of observation, if stable and recovered", "screening.observation"),
        _due(given, most, "end of the usual observation", "screening.observation"),
        _due(given, closes, "window closes: only now can the dose be called negative", "screening.negative-only-after"),
        _due(given, again, "earliest next dose, only without a positive response", "screening.interval"),
    ]
    return tuple(sorted(due, key=lambda one: one.at))


def _scores(given: datetime, within: Duration, profile: Profile) -> list[Due]:
    fact = "screening.scores-in-first-hours"
    times = monograph.count(fact, profile)
    return [
        _due(given, within * number / times, f"score spasticity, {number} of {times} or more", fact)
        for number in range(1, times + 1)
    ]


def _due(given: datetime, span: Duration, what: str, fact_id: str) -> Due:
    fact = monograph.fact(fact_id)
    return Due(after(given, span), what, fact.sources, fact.verified)
