"""What may be done next without being urgent: steps that the protocol offers, and assessments that it asks for.

A step's moment is asked of the protocol at the time when the present dose began. Asked now, it would answer "now" for
every step that could have been taken before, and the list would move with each entry that has nothing to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby, zip_longest

from lentus import monograph
from lentus.course import State, days_later
from lentus.protocol import Finding, advise
from lentus.protocol.advice import Advice, Option
from lentus.protocol.dosing import unchanged_since
from lentus.protocol.oral_label import oral_label
from lentus.protocol.registry import PROPOSERS
from lentus.protocol.spans import after
from lentus.protocol.zone import zone_of
from lentus.quantity.dates import day
from lentus.record.readmodels.reservoir import Figures
from lentus.record.readmodels.worklist.item import WorkItem, item

AREAS = {
    "oral": "By mouth",
    "screening": "Screening",
    "start": "Start of the pump",
    "pump": "Pump dose",
    "weaning": "Drugs by mouth",
    "restart": "Restart of the pump",
}
PEAK = "timing.continuous-peak"
BY_CHOICE = ("pump.decrease-slight",)
"""Options that nothing asks for: the goal is met, and less may do as well."""


def steps(
    state: State, figures: Figures, wrong: Iterable[WorkItem] = (), stands: tuple[Finding, ...] | None = None
) -> Iterator[WorkItem]:
    """One line for each area in which something may be ordered, and one for each response that nobody has judged.

    An emergency withholds what is routine. Where time alone ends it (`wrong` says when), what is offered after it
    opens then. `stands` is what stands in `state`, where that was asked already.
    """
    turns = {one.until for one in wrong} | {one.opens for one in wrong}
    moments = [state.now, *sorted(one for one in turns if one is not None and one > state.now)]
    for number, (moment, following) in enumerate(zip_longest(moments, moments[1:])):
        advice = advise(state.when(moment)) if number else advise(state, stands)
        for one in _at(state.when(moment), figures, advice):
            yield replace(one, opens=max(one.opens, moment) if number else one.opens, until=following)


def _at(state: State, figures: Figures, advice: Advice) -> Iterator[WorkItem]:
    yield from _reviews(state, advice, figures)
    orders = [one for one in advice.options if one.order is not None and _area(one) in AREAS]
    if not orders:
        return
    earlier = _asked_at_the_beginning(state)
    for area, group in groupby(orders, key=_area):
        yield _step(area, list(group), earlier)


def _area(option: Option) -> str:
    return option.id.partition(".")[0]


def _step(area: str, options: list[Option], earlier: dict[str, datetime]) -> WorkItem:
    moments = [min(one.earliest, earlier.get(one.id, one.earliest)) for one in options if one.earliest is not None]
    due = min(moments)
    titles = [one.title for one in options]
    listed = titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} or {_lower(titles[-1])}"
    says = (
        f"{AREAS[area]}, may be considered from {day(due)}: {_lower(listed)}; {_lower(options[0].because).rstrip('.')}."
    )
    sources = tuple(dict.fromkeys(name for one in options for name in one.sources))
    return item("step", due, says, grade=_grade(options), rule=options[0].id, sources=sources)


def _grade(options: list[Option]) -> int:
    """A choice at a patient whose goal is met comes after every step that somebody may be waiting for."""
    return int(all(one.id in BY_CHOICE for one in options))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _asked_at_the_beginning(state: State) -> dict[str, datetime]:
    """When each option could first be taken, asked as of the moment at which the last thing it builds on began."""
    begun = _begun(state)
    if begun >= state.now:
        return {}
    found: dict[str, datetime] = {}
    before = state.when(begun)
    for proposer in PROPOSERS:
        for one in proposer(before):
            if isinstance(one, Option) and one.earliest is not None:
                found.setdefault(one.id, one.earliest)
    return found


def _begun(state: State) -> datetime:
    running = [one.start for one in (state.pump_at(), state.oral_at()) if one is not None]
    tried = [one.at if one.judged is None else one.judged.at for one in state.screening[-1:]]
    return max([*running, *tried, *(one.at for one in state.assessments[-1:])], default=state.events[0].at)


def _reviews(state: State, advice: Advice, figures: Figures) -> Iterator[WorkItem]:
    profile = state.patient.profile
    for option in advice.options:
        if option.id == "pump.assess":
            running, since = state.pump_at(), unchanged_since(state)
            assert running is not None
            begun = since.moment if since is not None else running.start
            _, peak = monograph.duration_range(PEAK, profile)
            yield _review(option, after(begun, peak), begun)
        elif option.id == "oral.assess":
            taken = state.oral_at()
            assert taken is not None
            yield _review(option, days_later(taken.start, zone_of(state), oral_label(profile).days), taken.start)
    last = state.assessments[-1].at if state.assessments else None
    if figures.review_every is not None and last is not None and (state.infusing or state.oral_at() is not None):
        due = after(last, figures.review_every)
        yield item(
            "review", due, f"Assess: the last assessment was on {day(last)}, and the clinic wants one by {day(due)}."
        )


def _review(option: Option, due: datetime, begun: datetime) -> WorkItem:
    says = f"{option.title}; the dose began on {day(begun)}: {_lower(option.because).rstrip('.')}."
    return item("review", due, says, opens=begun, rule=option.id, sources=option.sources)
