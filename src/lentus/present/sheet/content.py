"""What a worksheet is made from: answers of the pump and protocol floors, and who it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lentus.present.pictures import Drawing
from lentus.protocol import Finding
from lentus.pump import BridgePlan, DrawUp, NoBridge, Program, Pump, RefillDates, Refused, Reserve
from lentus.quantity import Concentration, Duration, Mass, Volume


@dataclass(frozen=True, slots=True)
class Person:
    """For whom; what is not known is printed as a line to write on."""

    name: str = ""
    id: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The pump before or after: its program, and what is really in the reservoir. None is printed as not known."""

    program: Program | None = None
    filled: Concentration | None = None
    volume: Volume | None = None


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All that one worksheet shows. `at` is when the program is sent to the pump.

    `findings` None means that nobody has verified the plan, which the sheet then says; `missing` names what keeps it
    from being verified whole; `before` None is a new pump.
    `path_parts` says of what the path was added up, `pump_clock` how the pump's clock stands to the wall clock, and
    `most` holds the largest hour and day at the tip; what mixes in the reservoir and the patient's boluses count.
    `either` holds the bridges of both doses where it is not said which one is meant, and `change` is None then;
    `path_bounds` are the least and the most that the bridged part of the path may hold.
    `pictures` stand on a page of their own behind the worksheet.
    """

    title: str
    at: datetime
    patient: Person
    after: Side
    before: Side | None = None
    pump: Pump | None = None
    pump_name: str = ""
    path: Volume | None = None
    path_source: str = ""
    path_parts: str = ""
    pump_clock: str = ""
    most: tuple[tuple[Duration, Mass], ...] = ()
    change: BridgePlan | NoBridge | Refused | None = None
    either: tuple[BridgePlan | Refused, ...] = ()
    path_bounds: tuple[Volume, Volume] | None = None
    draw: DrawUp | None = None
    added: Volume | None = None
    lot: str = ""
    expires: date | None = None
    reserve: Reserve | None = None
    dates: RefillDates | None = None
    findings: tuple[Finding, ...] | None = None
    missing: tuple[str, ...] = ()
    note: str = ""
    generated: bool = False
    pictures: tuple[Drawing, ...] = ()
