"""A row of an orders table as the protocol meets it: an order, and the course of what came before.

This is how the audit is held equal to `protocol.check`, and how one row of a report is opened as a course. What an
orders table cannot hold is left unknown, with two exceptions, both of which the page on the audit names: an order that
says "maintenance" is taken at its word, and a pump that is started has been implanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from lentus.course import State, advance
from lentus.course import events as e
from lentus.course.orders import (
    AnyOrder,
    OralOrder,
    OralStopOrder,
    PumpDoseOrder,
    PumpStartOrder,
    PumpStopOrder,
    ScreeningOrder,
)
from lentus.course.patient import Patient
from lentus.course.words import DoseReason, PumpMode
from lentus.protocol import Finding, check
from lentus.quantity import DoseRate, Mass

Row = Mapping[str, Any]
"""One row of a prepared orders table, by column; `born` and `zone` may stand beside it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BY: dict[str, Any] = {"author": "orders table", "role": "unknown"}
_NG_IN = {"mg": 1_000_000, "mcg": 1000}


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the rules found about one row: ids of those that spoke, and of those that lacked a fact."""

    broken: frozenset[str]
    missing: frozenset[str]


def replay(rows: Sequence[Row]) -> list[Replayed]:
    """The findings of `protocol.check` about each of one patient's rows, which are in order of time."""
    state = beginning(rows)
    found = []
    for number, row in enumerate(rows):
        for event in _told_before(row, rows[:number], number):
            state = advance(state, event)
        # Where the patient is, each row says for itself: another row's word would not hold for this one.
        found.append(_split(check(_placed(state, row), order_of_row(row))))
        state = advance(state, _carried_out(row, number))
    return found


def beginning(rows: Sequence[Row]) -> State:
    """The patient before the first row: nothing known to be given, or found in the middle of a therapy."""
    first = rows[0]
    state = State(patient=Patient(id=str(first["patient"]), born=first.get("born"), profile=first["profile"]))
    at, zone = moment(first) - timedelta(days=400), first.get("zone", "UTC")
    if first["origin"] is not None:
        told = e.Diagnosis(id="origin", at=at, zone=zone, origin=first["origin"], **_BY)
        state = advance(state, told)
    if first["from_start"]:
        return state
    pump = next((row for row in rows if row["kind"].startswith("pump")), None)
    # Whose first order at a pump is no start has one that runs; what it gives is not known.
    running = pump is not None and pump["kind"] != "pump start"
    found = e.AsFound(id="found", at=at, zone=zone, device="not known" if running else None, **_BY)
    return advance(state, found)


def moment(row: Row) -> datetime:
    """When the row's order took effect."""
    return _EPOCH + timedelta(microseconds=row["at_us"])


def order_of_row(row: Row) -> AnyOrder:
    """The order that the row holds."""
    common: dict[str, Any] = {"at": moment(row), "zone": row.get("zone", "UTC")}
    match row["kind"]:
        case "oral":
            doses = tuple(_mass(row["dose_ng"], row) for _ in range(row["times_a_day"]))
            return OralOrder(doses=doses, reason=row["reason"], route=row["route"], **common)
        case "oral stop":
            return OralStopOrder(reason=row["reason"], **common)
        case "pump start":
            return PumpStartOrder(daily_dose=_rate(row), **common)
        case "pump dose":
            mode: PumpMode | None = None if row["daily_ng"] else "stopped"
            return PumpDoseOrder(daily_dose=_rate(row), reason=row["reason"], mode=mode, **common)
        case "pump stop":
            return PumpStopOrder(reason=row["reason"], **common)
    return ScreeningOrder(dose=_mass(row["dose_ng"], row), route=row["route"], **common)


def _mass(amount_ng: int, row: Row) -> Any:
    """The dose as it was written, where that is known, so that a rule about units sees the unit."""
    unit = row["written_unit"]
    return Mass.exact(amount_ng, "ng") if unit is None else f"{_decimal(amount_ng, unit)} {unit}"


def _rate(row: Row) -> Any:
    unit = row["written_unit"]
    if unit is None:
        return DoseRate.exact(Fraction(row["daily_ng"], _NG_IN["mcg"]), "mcg/day")
    return f"{_decimal(row['daily_ng'], unit)} {unit}/day"


def _decimal(amount_ng: int, unit: str) -> str:
    whole, rest = divmod(amount_ng, _NG_IN[unit])
    places = len(str(_NG_IN[unit])) - 1
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def _told_before(row: Row, before: Sequence[Row], number: int) -> list[e.AnyEvent]:
    """What else a row says: by a start, that there is a pump, and, by the word maintenance, that a dose was found."""
    common: dict[str, Any] = {"at": moment(row), "zone": row.get("zone", "UTC"), **_BY}
    if row["kind"] == "pump start" and not any(one["kind"].startswith("pump") for one in before):
        return [e.Implant(id=f"i{number}", **common)]
    if row["kind"] == "pump dose" and row["reason"] == "maintenance":
        return [e.Assessment(id=f"m{number}", goal_met=True, **common)]
    return []


def _placed(state: State, row: Row) -> State:
    """The patient where the row says."""
    if row["setting"] is None:
        return state
    common: dict[str, Any] = {"at": moment(row), "zone": row.get("zone", "UTC"), **_BY}
    told = e.SettingChanged(id="where", setting=row["setting"], close_contact=bool(row["close_contact"]), **common)
    return advance(state, told)


def _carried_out(row: Row, number: int) -> e.AnyEvent:
    """The order as a fact: carried out as written, at its own time."""
    common: dict[str, Any] = {"id": f"r{number}", "at": moment(row), "zone": row.get("zone", "UTC"), **_BY}
    match row["kind"]:
        case "oral":
            doses = (Mass.exact(row["dose_ng"], "ng"),) * row["times_a_day"]
            return e.OralRegimen(doses=doses, reason=row["reason"], **common)
        case "oral stop":
            return e.TherapyStopped(route="oral", reason=row["reason"], abrupt=True, **common)
        case "pump stop":
            return e.TherapyStopped(route="intrathecal", reason=row["reason"], abrupt=True, **common)
        case "screening":
            return e.ScreeningDose(dose=Mass.exact(row["dose_ng"], "ng"), **common)
    return _program(row, common)


def _program(row: Row, common: dict[str, Any]) -> e.AnyEvent:
    if row["daily_ng"] == 0:
        return e.Program(mode="stopped", **common)
    dose = DoseRate.exact(Fraction(row["daily_ng"], _NG_IN["mcg"]), "mcg/day")
    reason: DoseReason = row["reason"] if row["kind"] == "pump dose" else "start"
    return e.Program(mode="simple continuous", daily_dose=dose, reason=reason, **common)


def _split(findings: Sequence[Finding]) -> Replayed:
    broken = frozenset(one.rule for one in findings if not one.missing)
    return Replayed(broken, frozenset(one.rule for one in findings if one.missing) - broken)


def birthday_of(age_months: int, day: date) -> date:
    """A birthday on which somebody is so many months old on `day`: the first of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - age_months, 12)
    return date(year, month + 1, 1)
