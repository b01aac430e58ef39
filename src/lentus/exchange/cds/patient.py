"""Who the call is about: a patient of the clinic, where number and date of birth agree, or a stranger.

A stranger is not an empty chart. Nothing is known of what a stranger takes, so the history begins with the call, and
whatever lies before it is unknown: the first order that Lentus sees is not the first dose of a life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lentus.course import Patient, State
from lentus.course.words import Profile, Sex
from lentus.exchange.cds.call import Call
from lentus.exchange.cds.callers import ANY_SYSTEM
from lentus.exchange.cds.hooks import PATIENT
from lentus.record.chart import Chart
from lentus.record.readmodels.worklist import WorkItem

LONGEST_NUMBER = 64
_SEXES: dict[str, Sex] = {"female": "female", "male": "male"}


def nobody(_number: str) -> Chart | None:
    """A record without patients."""
    return None


def unnoted(_chart: Chart) -> None:
    """A look that nobody writes down."""


def nothing_due(_chart_id: str) -> tuple[WorkItem, ...]:
    """A worklist without a line."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a service works in. `now` is on the clinic's clock, `base` the address of Lentus for links, or empty.

    `number_system` is the system of identifiers in which the calling record keeps the clinic's patient numbers;
    empty where it keeps none, so that everybody is a stranger, and ANY_SYSTEM where every identifier counts. `seen_by`
    is told of each chart that an answer rests on.
    """

    now: datetime
    zone: str
    profile: Profile = "us"
    base: str = ""
    number_system: str = ""
    chart_of: Callable[[str], Chart | None] = nobody
    seen_by: Callable[[Chart], None] = unnoted
    due_of: Callable[[str], tuple[WorkItem, ...]] = nothing_due


@dataclass(frozen=True, slots=True)
class Seen:
    """The patient as far as is known; `chart` is None for a stranger, and `doubt` says why, where there is doubt.

    `told` is what the call itself told of the patient, in lines of a card.
    """

    state: State
    chart: Chart | None = None
    doubt: str = ""
    told: str = ""


def seen(call: Call, context: Context) -> Seen:
    """The patient of a call."""
    sent = _sent(call)
    born = birth_date(sent.get("birthDate"))
    for number in _numbers(sent, context.number_system):
        chart = context.chart_of(number)
        if chart is None or chart.closed:
            continue
        if born is not None and chart.patient.born == born:
            context.seen_by(chart)
            return Seen(chart.state(context.now), chart)
        return Seen(_stranger(call, context, sent), None, _doubt(chart.patient.born, born))
    return Seen(_stranger(call, context, sent))


def _doubt(known: date | None, sent: date | None) -> str:
    if sent is None:
        return "The clinic has a chart with this patient number; the call sent no full date of birth to hold against it"
    if known is None:
        return "The clinic has a chart with this patient number, without a date of birth to hold against the call's"
    return "The clinic has a chart with this patient number and another date of birth"


def _sent(call: Call) -> dict[str, Any]:
    """The Patient that came along, if it is the one that the call is about."""
    sent = call.prefetch.get(PATIENT)
    right = isinstance(sent, dict) and sent.get("resourceType") == "Patient" and sent.get("id") == call.patient_id
    return sent if right and isinstance(sent, dict) else {}


def _numbers(sent: dict[str, Any], system: str) -> Iterator[str]:
    identifiers = sent.get("identifier")
    if not system or not isinstance(identifiers, list):
        return
    for one in identifiers:
        if not isinstance(one, dict) or (system != ANY_SYSTEM and one.get("system") != system):
            continue
        if one.get("use") in ("old", "temp"):
            continue
        value = one.get("value")
        if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_NUMBER:
            yield value.strip()


def _stranger(call: Call, context: Context, sent: dict[str, Any]) -> State:
    number = call.patient_id if len(call.patient_id) <= LONGEST_NUMBER else "stranger"
    patient = Patient.model_construct(
        id=number,
        name="",
        born=birth_date(sent.get("birthDate")),
        sex=_SEXES.get(str(sent.get("gender"))),
        profile=context.profile,
    )
    return State(patient=patient, at=context.now, as_found=context.now)


def birth_date(text: object) -> date | None:
    """A whole date of birth; None for a year or a month alone, which is no date, and for anything else."""
    if not isinstance(text, str) or len(text) != len("2000-01-31"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
