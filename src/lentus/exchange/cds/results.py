"""The kidneys and the weight of a call's patient, as the results that came along tell them: the latest of each kind.

A result counts with its day. One that cannot be read, lies ahead, or is about somebody else is named with the reason,
so that nobody takes a value that was sent for one that was judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lentus.course import zone_named
from lentus.course.state import Noted
from lentus.course.words import Analyte
from lentus.errors import QuantityError
from lentus.exchange.cds.call import Call, Resource, reference_of
from lentus.exchange.cds.hooks import KIDNEYS, WEIGHT
from lentus.exchange.cds.medicines import about_somebody_else, entries, said_by
from lentus.exchange.cds.order import CannotRead
from lentus.exchange.cds.patient import Context
from lentus.exchange.fhir.laboratory import LABORATORY
from lentus.exchange.fhir.naming import LOINC
from lentus.exchange.fhir.pieces import code_of
from lentus.exchange.fhir.results import read_result
from lentus.quantity import Concentration, Egfr, FlowRate, Reading, Weight

Level = Concentration | FlowRate | Reading
READ: Mapping[Analyte, type[Concentration] | type[Egfr]] = {"creatinine": Concentration, "eGFR": Egfr}
"""What is taken from a call, and as which kind of amount; other results are left to whoever needs them."""
AHEAD = timedelta(days=1)
"""By how much a result may lie ahead of this clock: a day without an hour, or another zone."""
A_DAY = len("2026-03-05")
NO_DAY = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Results:
    """The latest of each kind, what could not be read, and which prefetch keys brought no result at all."""

    laboratory: dict[Analyte, Noted[Level]] = field(default_factory=dict)
    weight: Noted[Weight] | None = None
    unread: list[str] = field(default_factory=list)
    none: list[str] = field(default_factory=list)


def results(call: Call, context: Context) -> Results:
    """The results of a call's patient."""
    made = Results()
    for key in (KIDNEYS, WEIGHT):
        found = [one for one, _ in entries(call.prefetch.get(key)) if one.get("resourceType") == "Observation"]
        if not found:
            made.none.append(key)
        # The newest first, however they were sent: most of the others need not be read then.
        dated = sorted(
            ((_moment(one, context), one) for one in found), key=lambda pair: pair[0] or NO_DAY, reverse=True
        )
        for at, one in dated:
            why = _take(made, one, at, call, context)
            if why:
                made.unread.append(f"{said_by(one.get('code')) or reference_of(one)}: {why}")
    return made


def _take(made: Results, one: Resource, at: datetime | None, call: Call, context: Context) -> str:
    """Take one result in where it is later than what is known; why it cannot be read, or nothing."""
    if about_somebody_else(one, call):
        return "it is about another patient"
    if at is None:
        return "it does not say on which day it was found"
    if _is_older(made, one, at):
        return ""
    result = read_result(one)
    if isinstance(result, CannotRead):
        return result.reason
    if at > context.now + AHEAD:
        return "its day has not come yet"
    try:
        return _keep(made, result, min(at, context.now))
    except QuantityError as error:
        return str(error)


def _is_older(made: Results, one: Resource, at: datetime) -> bool:
    """Whether a later result of the same kind is known. Most of what a record sends is, and is not read."""
    code = LABORATORY.get(str(code_of(one.get("code"), LOINC)))
    known = None if code is None else next((made.laboratory.get(kind) for kind in READ if kind == code.analyte), None)
    return known is not None and at <= known.at


def _keep(made: Results, result: Mapping[str, Any], at: datetime) -> str:
    if result["kind"] == "weight":
        if made.weight is None or made.weight.at < at:
            made.weight = Noted(at, Weight.read(str(result["weight"])))
        return ""
    for analyte, kind in READ.items():
        if result.get("analyte") == analyte:
            before = made.laboratory.get(analyte)
            if before is None or before.at < at:
                made.laboratory[analyte] = Noted(at, kind.read(str(result["value"])))
            return ""
    return "it is none that a rule asks for"


def _moment(resource: Resource, context: Context) -> datetime | None:
    """When a result was found. A day alone is enough: only its age is shown, and which of two is the later one."""
    text = next(
        (resource[name] for name in ("effectiveDateTime", "effectiveInstant", "issued") if name in resource), ""
    )
    if not isinstance(text, str):
        return None
    zone = zone_named(context.zone)
    try:
        if "T" in text:
            moment = datetime.fromisoformat(text)
            return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
        return datetime.combine(date.fromisoformat(text), time(), zone) if len(text) == A_DAY else None
    except (ValueError, OverflowError):
        return None
