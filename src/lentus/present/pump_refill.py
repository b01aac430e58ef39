"""A refill on paper: three dates, the appointment, what to draw up, and what should be left at the next visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from lentus.present.amounts import plain_number, stored
from lentus.present.pieces import Gap, Heading, Inline, Line, Piece
from lentus.present.pump_drawn import DrawnUp, drawn_pieces, ways_data
from lentus.present.pump_page import (
    PumpPage,
    Said,
    common_data,
    fields,
    strong,
)
from lentus.present.pump_residual import Left, left_data, left_pieces, left_said, tested_data
from lentus.present.pump_said import breach_words, dose_said, strength_said
from lentus.present.pump_trend import trend_data, trend_pieces, trend_said
from lentus.present.when import show_date
from lentus.pump import Due, Preset, Program, Pump, RefillDates, Reserve, Tested, Visit, limits, refill_dates
from lentus.pump.dates import PRESETS
from lentus.pump.device import WORDS
from lentus.quantity import FlowRate, Volume, show, show_percent

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

NO_PUMP = Said(
    "warn",
    "No pump is named: unusable volume, accuracy and reservoir are not known from a device.",
    "--device, or --alarm, --unusable and --above from the pump's manual",
)
FLAGS = {
    "the low-reservoir alarm volume": "--alarm",
    "the volume that cannot be used": "--unusable",
    "the upper accuracy limit": "--above",
}
BREACHES = {
    "minimum-flow": "pump.below-minimum-flow",
    "maximum-flow": "pump.above-highest-flow",
    "maximum-bolus-flow": "pump.above-highest-flow",
    "strengths": "pump.outside-device-strengths",
    "reservoir": "pump.above-capacity",
}
USED = (
    "reservoir",
    "minimum-flow",
    "alarm-volume",
    "residual",
    "accuracy-above",
    "accuracy-below",
    "refill-interval",
    "alarm-by",
)


@dataclass(frozen=True, slots=True)
class RefillAsked:
    """What was asked: the fill, the program that runs on it, the reserve, and what else is to be told."""

    program: Program
    filled: datetime
    volume: Volume
    used: Volume
    reserve: Reserve
    pump: Pump | None
    preset: Preset
    drawn: DrawnUp
    left: Left | None = None
    pocket: Tested | None = None
    notes: tuple[Said, ...] = ()
    earlier: tuple[Visit, ...] = ()
    """Earlier refills, the first one first; the visit in `left` is the last of the row."""

    @property
    def row(self) -> tuple[Visit, ...]:
        """All refills that are known, in their order."""
        now = self.left.visit if self.left is not None else None
        return self.earlier if now is None else (*self.earlier, now)

    @property
    def usable(self) -> Volume:
        """The fill less what a bolus of the same visit takes."""
        return self.volume - self.used

    @property
    def flow(self) -> FlowRate | None:
        """The flow with every patient bolus that can be given."""
        most = self.program.most_daily
        return most / self.program.programmed if most is not None else None


def refill_page(asked: RefillAsked) -> tuple[PumpPage, RefillDates]:
    """The page of a refill, and its dates."""
    dates = refill_dates(asked.program, asked.filled, asked.usable, asked.reserve, asked.preset)
    parts = [*_asked(asked), *date_pieces(dates)]
    if asked.left is not None:
        parts += left_pieces(asked.left)
    parts += trend_pieces(asked.row) if asked.earlier else []
    if asked.pocket is not None:
        parts += _pocket(asked.pocket)
    parts += drawn_pieces(asked.drawn)
    said = [*_breaches(asked), *_early(dates), *left_said(asked.left, asked.pocket), *asked.notes]
    said += trend_said(asked.row) if asked.earlier else []
    said += [_lacking(needed) for needed in dates.needs]
    facts: tuple[str, ...] = ("pump.never-dry", PRESETS[asked.preset], "pump.second-check")
    facts = (*facts, "devices.residual-difference") if asked.left is not None else facts
    # The device's own longest interval stands among its figures.
    own = asked.pump is not None and asked.pump.knows("refill-interval")
    facts = facts if own else (*facts, "pump.refill-interval")
    facts = (*facts, "pump.diluent") if asked.drawn.diluted else facts
    title = f"Refill of {show(asked.volume)} on {show_date(asked.filled.date())}"
    page = PumpPage(title, tuple(parts), _worked(asked, dates), tuple(said), facts, asked.pump, USED)
    return page, dates


def _lacking(needed: str) -> Said:
    words = f"{needed[0].upper()}{needed[1:]} is not known: without it not all dates can be told."
    return Said("warn", words, f"{FLAGS[needed]} with the figure of the pump's own manual")


def _breaches(asked: RefillAsked) -> list[Said]:
    """What the pump cannot do of it, what could not be compared, and where nothing can be drawn up for it."""
    strength = strength_said(asked.program.programmed, asked.pump)
    # What stops the strength says already why there is nothing to draw up.
    drawn = [] if any(one.severity == "stop" for one in strength) else list(asked.drawn.said)
    doses = dose_said(asked.program.daily_dose)
    if asked.pump is None:
        return [*strength, *doses, *drawn]
    held = limits(asked.program, asked.pump, asked.volume)
    breaches = [one for one in held.breaches if one.figure != "strengths" or not strength]
    said = [
        *strength,
        *doses,
        *(
            Said("stop", f"{breach_words(one)}.", "another fill, strength or dose", BREACHES[one.figure])
            for one in breaches
        ),
    ]
    if not any(one.figure == "reservoir" for one in held.breaches):
        said += drawn
    if held.unchecked:
        names = ", ".join(WORDS[name] for name in held.unchecked)
        says = f"Not known for {asked.pump.name}, and not checked: {names}."
        said.append(Said("info", says, "the pump's label", "pump.figure-unknown"))
    return said


def _early(dates: RefillDates) -> list[Said]:
    if dates.alarm is None or dates.empty is None or dates.empty.day >= dates.alarm.day:
        return []
    says = f"The pump may be empty on {show_date(dates.empty.day)}, before its alarm on {show_date(dates.alarm.day)}."
    return [Said("warn", says, "refill before the earlier of the two", "pump.empty-before-alarm")]


def _asked(asked: RefillAsked) -> tuple[Piece, ...]:
    program, daily = asked.program, asked.program.daily_dose
    rows: list[tuple[str, Inline]] = [
        ("Fill", f"{show(asked.volume)} of {show(program.programmed)}"),
        ("Dose", show(daily) if daily is not None else ""),
        ("Patient boluses", _boluses(program)),
        ("Rate", show(asked.flow) if asked.flow is not None else ""),
        ("Used by a bolus", show(asked.used) if asked.used.amount("mL") else ""),
        ("Pump", asked.pump.name if asked.pump else "not named"),
    ]
    return fields("Asked", rows)


def _boluses(program: Program) -> str:
    one = program.patient
    if one is None:
        return ""
    return f"{one.effective_a_day} a day of {show(one.dose)}, all of them counted: at most {show(one.most_dose)} a day"


def date_pieces(dates: RefillDates) -> tuple[Piece, ...]:
    """The three dates and the appointment."""
    early = dates.empty is not None and dates.alarm is not None and dates.empty.day < dates.alarm.day
    rows: list[tuple[str, Inline]] = [
        ("Alarm", _due(dates.alarm)),
        ("May be empty", (_due(dates.empty), "  before the alarm" if early else "")),
        ("At the latest", _due(dates.cap)),
    ]
    if dates.window is not None:
        first, last = dates.window
        rows.append(("Book the refill", strong(f"{show_date(first)} to {show_date(last)}")))
    else:
        rows.append(
            ("Book the refill", f"cannot be told: needs {', '.join(dates.needs)}" if dates.needs else "cannot be told")
        )
    return fields("Dates", rows)


def _due(due: Due | None) -> str:
    if due is None:
        return "not known"
    return f"{show_date(due.day)} (day {due.days.__floor__()} after the fill)"


def _worked(asked: RefillAsked, dates: RefillDates) -> tuple[str, ...]:
    if asked.flow is None:
        return ()
    rate, most, reserve = show(asked.flow), asked.program.most_daily, asked.reserve
    lines = [f"Rate: {show(most)} / {show(asked.program.programmed)} = {rate}"] if most is not None else []
    fill = show(asked.usable)
    if asked.used.amount("mL"):
        lines.append(f"Fill: {show(asked.volume)} - {show(asked.used)} = {fill}")
    if dates.alarm is not None and reserve.alarm is not None:
        lines.append(f"Alarm: ({fill} - {show(reserve.alarm)}) / {rate} = {_days(dates.alarm)}, cut down to whole days")
    if dates.empty is not None and reserve.unusable is not None and reserve.above is not None:
        worst = f"{rate} + {show_percent(reserve.above)}"
        lines.append(f"May be empty: ({fill} - {show(reserve.unusable)}) / ({worst}) = {_days(dates.empty)}")
    if dates.window is not None:
        lines.append("Appointment: before the earlier of the two, and not after the latest day")
    return tuple(lines)


def _days(due: Due) -> str:
    return show(due.after, "days", 2)


def _pocket(tested: Tested) -> list[Piece]:
    fires = {True: "SUSPECTED", False: "not suspected", None: "cannot be told for this pump"}[tested.fires]
    measured = tested.measured if isinstance(tested.measured, Volume) else None
    bound = f", bound {show(tested.bound)}" if isinstance(tested.bound, Volume) else ""
    text = f"missing right after the fill: {show(measured) if measured else 'not known'}{bound}"
    return [Heading("Pocket fill"), Line((strong(fires), f"  {text}"), 2, 4), Gap()]


def refill_data(asked: RefillAsked, page: PumpPage, dates: RefillDates) -> shapes.PumpRefillOutput:
    """A refill as data."""
    given: dict[str, JsonValue] = {
        "volume": stored(asked.volume),
        "used": stored(asked.used),
        "dose": stored(asked.program.daily_dose),
        "concentration": stored(asked.program.programmed),
        "filled": asked.filled.date().isoformat(),
        "device": asked.pump.key if asked.pump else None,
        "preset": asked.preset,
    }
    return {
        **common_data(page, given),
        "flow": str(stored(asked.flow)),
        "alarm": due_data(dates.alarm),
        "empty": due_data(dates.empty),
        "cap": {"days": plain_number(dates.cap.days), "day": dates.cap.day.isoformat()},
        "appointment": [day.isoformat() for day in dates.window or ()],
        "needs": list(dates.needs),
        "draw_up": ways_data(asked.drawn),
        "residual": left_data(asked.left),
        "trend": trend_data(asked.row) if asked.earlier else None,
        "pocket_fill": tested_data(asked.pocket) if asked.pocket else None,
    }


def due_data(due: Due | None) -> shapes.DueShape | None:
    """A date as data."""
    return None if due is None else {"days": plain_number(Fraction(due.days)), "day": due.day.isoformat()}
