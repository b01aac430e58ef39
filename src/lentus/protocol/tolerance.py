"""Needing more over time: told where a patient is in long treatment, shown where doses rise without response.

It is never acted on. A rising dose may be tolerance, a fault of the catheter or a new cause of spasticity, and numbers
alone do not tell which; so the trend is written out with its dates, and nothing is offered because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.words import Profile
from lentus.protocol.advice import Told
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find
from lentus.quantity import DoseRate, show, show_percent
from lentus.quantity.dates import day

EXPECTED = "tolerance.expected"
MOST = "tolerance.most-need-more"
LABEL = "tolerance.resistant-label"
FIGURES = ("tolerance.resistant-seed", LABEL, "tolerance.series-share")
A_TREND = 3
"""A trend has at least this many doses: one increase is a step, two are a direction."""

Trend = tuple[tuple[datetime, DoseRate], ...]


def rising(state: State, route: str = "intrathecal") -> Trend:
    """The last unbroken run of rising daily doses up to now, each with its first day; empty where none is known."""
    run: list[tuple[datetime, DoseRate]] = []
    for start, dose in _doses(state, route):
        if start > state.now:
            break
        if dose is None:
            run = []
        elif not run or dose < run[-1][1]:
            run = [(start, dose)]
        elif dose > run[-1][1]:
            run.append((start, dose))
    return tuple(run)


def _doses(state: State, route: str) -> Iterable[tuple[datetime, DoseRate | None]]:
    if route == "oral":
        return ((one.start, one.value.daily if one.value.doses else None) for one in state.oral)
    return ((one.start, None if one.value.mode == "stopped" else one.value.daily_dose) for one in state.pump)


def without_response(state: State) -> Iterable[Finding]:
    """Doses that rose at least twice, with a judgement after the last rise that the patient does not respond."""
    for route in ("intrathecal", "oral"):
        run = rising(state, route)
        if len(run) < A_TREND:
            continue
        judged = [one for one in state.assessments if one.responding is not None and one.at >= run[-1][0]]
        if not judged or judged[-1].responding:
            continue
        told = ", ".join(f"{show(dose, _unit(route))} from {day(start)}" for start, dose in run)
        values: dict[str, Value] = {"route": route, "increases": len(run) - 1, "not_responding": judged[-1].at}
        for number, (start, dose) in enumerate(run, start=1):
            values |= {f"dose_{number}": dose, f"since_{number}": start}
        yield find(
            "tolerance.rising-without-response",
            f"The daily dose rose ({route}): {told}; judged as not responding on "
            f"{day(judged[-1].at)}. Nothing follows by itself.",
            profile=state.patient.profile,
            values=values,
        )
        return


def _unit(route: str) -> str:
    return "mg/day" if route == "oral" else "mcg/day"


def expected(state: State) -> Iterable[Told]:
    """That most patients need more over time, beside every published figure; told while a pump runs or a dose rises."""
    if state.infusing or len(rising(state, "oral")) >= A_TREND:
        facts = [monograph.fact(one) for one in (MOST, *FIGURES)]
        sources = dict.fromkeys(source for fact in facts for source in fact.sources)
        yield Told(EXPECTED, _figures(state.patient.profile), tuple(sources), all(fact.verified for fact in facts))


def _figures(profile: Profile) -> str:
    """Three sentences, each figure inside its own."""
    seed, label, series = (show_percent(monograph.percent(one, profile)) for one in FIGURES)
    recalled = "" if monograph.fact(LABEL).verified else "; this figure is recalled and not verified"
    return (
        f"{monograph.fact(MOST).says} The project's text says that up to {seed} become resistant to further titration "
        f"and may need a drug holiday. One series found that {series} grew tolerant, and the US label gives "
        f"{label} who no longer responded{recalled}."
    )


AREA = Area(proposers=(expected,), watchers=(without_response,))
