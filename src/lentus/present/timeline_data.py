"""A course as plain series for a picture on a screen, with the same data as rows for a table.

The picture needs numbers where ink goes, and this is the only place that makes them; every number has its words beside
it, written by the one printer, so that a reader never sees a number that a script has formatted. A gap stays a gap:
where nothing is known, nothing is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypedDict, TypeVar

from lentus.course import AnyEvent, Interval, OralUse, PumpUse, State, standing_events, value_at
from lentus.course import events as e
from lentus.course.events import Assessment
from lentus.present.amounts import day_of_doses, intrathecal
from lentus.present.events import event_line
from lentus.present.own_bolus import and_may_give
from lentus.present.pieces import plain
from lentus.quantity import DoseRate

T = TypeVar("T")

GRADES: dict[str, float] = {"0": 0, "1": 1, "1+": 1.5, "2": 2, "3": 3, "4": 4}
"""Where a grade of the Modified Ashworth Scale lies on an axis: its order, and nothing that is computed with."""

ZERO = DoseRate.exact(0, "mcg/day")
NOT_DRAWN = ("assessment", "program", "oral regimen", "screening observation")
"""Kinds that the curves show already; everything else stands as a mark."""


Group = Literal["refill", "operation", "harm", "other"]
GROUPS: dict[Group, tuple[str, tuple[str, ...]]] = {
    "refill": ("Fill", ("fill",)),
    "operation": ("Operation", ("implant", "revision", "replacement", "explant")),
    "harm": ("Side effect or doses missed", ("side effect", "doses missed")),
    "other": ("Other event: point at one to read it", ()),
}
"""Marks by what they are, each drawn in a shape of its own, with the word for the key."""


class Series(TypedDict):
    """A curve: where it lies at each time (None: not known there), and the words for each of its points."""

    label: str
    values: list[float | None]
    said: list[str]


class Mark(TypedDict):
    """Something that happened, with its time as an index into the times."""

    at: int
    kind: str
    group: Group
    says: str


class Timeline(TypedDict):
    """Everything in a picture. `times` are seconds since 1970 in order; every series has a value for each of them."""

    zone: str
    times: list[float]
    pump: Series
    oral: Series
    tone: Series
    spasms: Series
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Row:
    """One event in the table. `dose` and `scores` are empty where the event says nothing about them."""

    at: datetime
    what: str
    tone: str
    spasms: str
    by: str
    event_id: str
    verified: bool


def timeline_data(state: State, zone: str, now: datetime) -> Timeline:
    """The series of a course up to `now`, drawn on the clock of `zone`."""
    events = [one for one in standing_events(state) if one.at <= now]
    scores = [one for one in events if isinstance(one, Assessment)]
    marked = [one for one in events if one.kind not in NOT_DRAWN]
    moments = _moments(state, events, now)
    return {
        "zone": zone,
        "times": [one.timestamp() for one in moments],
        "pump": _stepped("Pump, mcg per day", moments, state.pump, _pump_value, _pump_words),
        "oral": _stepped("By mouth, mg per day", moments, state.oral, _oral_value, _oral_words),
        "tone": _points("Highest tone, Modified Ashworth", moments, scores, _tone),
        "spasms": _points("Spasms, Penn frequency", moments, scores, _spasms),
        "marks": [_mark(one, moments) for one in marked],
    }


def timeline_rows(state: State, now: datetime, unverified: Collection[str] = ()) -> tuple[Row, ...]:
    """The same course as rows, the newest first."""
    events = [one for one in standing_events(state) if one.at <= now]
    return tuple(_row(one, one.id not in unverified) for one in reversed(events))


def _moments(state: State, events: Iterable[AnyEvent], now: datetime) -> list[datetime]:
    changes = [one.start for one in state.pump] + [one.start for one in state.oral]
    ends = [one.end for one in state.pump if one.end] + [one.end for one in state.oral if one.end]
    found = {one.timestamp(): one for one in (*changes, *ends, *(one.at for one in events)) if one <= now}
    found[now.timestamp()] = now
    return [found[key] for key in sorted(found)]


def _stepped(
    label: str,
    moments: list[datetime],
    line: tuple[Interval[T], ...],
    value: Callable[[T], float | None],
    words: Callable[[T], str],
) -> Series:
    held = [value_at(line, one) for one in moments]
    return {
        "label": label,
        "values": [None if one is None else value(one.value) for one in held],
        "said": ["not known" if one is None else words(one.value) for one in held],
    }


def _points(
    label: str,
    moments: list[datetime],
    scores: list[Assessment],
    value: Callable[[Assessment], tuple[float | None, str]],
) -> Series:
    found = {one.at.timestamp(): value(one) for one in scores}
    told = [found.get(one.timestamp(), (None, "")) for one in moments]
    return {"label": label, "values": [one for one, _ in told], "said": [words for _, words in told]}


def _pump_value(use: PumpUse) -> float | None:
    dose = ZERO if use.mode == "stopped" else use.daily_dose
    return None if dose is None else float(dose.amount("mcg/day"))


def _pump_words(use: PumpUse) -> str:
    if use.mode == "stopped":
        return "stopped"
    dose = "dose not known" if use.daily_dose is None else intrathecal(use.daily_dose)
    return f"{dose}{and_may_give(use.patient_bolus)}"


def _oral_value(use: OralUse) -> float:
    return float(use.daily.amount("mg/day"))


def _oral_words(use: OralUse) -> str:
    return day_of_doses(use.doses, use.daily)


def _tone(one: Assessment) -> tuple[float | None, str]:
    if not one.ashworth:
        return None, ""
    worst = max(one.ashworth, key=lambda score: GRADES[score.score])
    return GRADES[worst.score], f"{worst.score}, {worst.side} {worst.group}"


def _spasms(one: Assessment) -> tuple[float | None, str]:
    if one.spasm_frequency is None:
        return None, ""
    severity = f", severity {one.spasm_severity}" if one.spasm_severity is not None else ""
    return float(one.spasm_frequency), f"{one.spasm_frequency}{severity}"


def _mark(event: AnyEvent, moments: list[datetime]) -> Mark:
    at = bisect_right(moments, event.at) - 1
    group: Group = next((name for name, (_, kinds) in GROUPS.items() if event.kind in kinds), "other")
    return {"at": at, "kind": event.kind, "group": group, "says": plain(event_line(event))}


def _row(event: AnyEvent, verified: bool) -> Row:
    tone = spasms = ""
    if isinstance(event, e.Assessment):
        tone, spasms = _tone(event)[1], _spasms(event)[1]
    return Row(event.at, plain(event_line(event)), tone, spasms, event.author, event.id, verified)


def anything_drawn(data: Timeline) -> bool:
    """Whether the picture would show anything: a dose, a score or a mark."""
    curves: list[Any] = [data["pump"], data["oral"], data["tone"], data["spasms"]]
    return bool(data["marks"]) or any(value is not None for curve in curves for value in curve["values"])
