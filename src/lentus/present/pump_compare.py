"""Two programs side by side, field by field, as a programmer's last screen shows them: what differs is said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lentus import __version__
from lentus.course.plan_program import PlanBolus, PlanProgram
from lentus.errors import LentusError
from lentus.present.amounts import stored
from lentus.present.pieces import Fields, Gap, Heading, Line, Piece, Span, Table
from lentus.present.pump_page import SUPPORT, bare, lasting
from lentus.pump import Delivery, Extremes, Program, percent_change
from lentus.quantity import show, show_percent

if TYPE_CHECKING:
    from lentus.present import shapes

NONE = "none"
NOT_KNOWN = "not known"
TIP = "At the tip"
DIFFERS = Span("DIFFERS", "warn")


@dataclass(frozen=True, slots=True)
class Sided:
    """One side: a program as written, as the pump holds it, and what leaves the tip of it where that was computed.

    `title` says whose it is; `settled` is the pump's day once the path is flushed, or `why_not` says why there is none.
    """

    name: str
    title: str
    written: PlanProgram
    program: Program | None
    hour: Extremes | None = None
    day: Extremes | None = None
    settled: Delivery | None = None
    why_not: LentusError | None = None


def compared(first: Sided, second: Sided) -> list[tuple[str, str, str]]:
    """Each field with both sides in words, those that neither has left out."""
    one, other = dict(_fields(first)), dict(_fields(second))
    names = sorted(dict.fromkeys((*one, *other)), key=lambda name: name.startswith(TIP))
    rows = [(name, one.get(name, NONE), other.get(name, NONE)) for name in names]
    return [row for row in rows if row[1:] != (NONE, NONE)]


def _fields(side: Sided) -> Iterator[tuple[str, str]]:
    written, program = side.written, side.program
    daily = program.daily_dose if program else None
    yield "Strength", show(written.concentration) if written.concentration is not None else NOT_KNOWN
    yield "Mode", written.mode
    yield "Daily dose, as written", show(written.daily_dose) if written.daily_dose is not None else NONE
    yield "Daily dose, as programmed", show(daily) if daily is not None else NOT_KNOWN
    if daily is not None and program is not None:
        yield "Mean rate", show(daily / program.programmed)
    for number, step in enumerate(written.steps, 1):
        amount = show(step.rate, "mcg/h") if step.rate is not None else show(step.dose) if step.dose is not None else ""
        on = f" on {', '.join(step.days)}" if step.days else ""
        yield f"Step {number}", f"{step.starts} to {step.ends or 'the next'}: {amount}{on}"
    for number, stage in enumerate(written.stages, 1):
        yield f"Stage {number}", f"{show(stage.daily_dose)} for {lasting(stage.over)}"
    if written.periodic is not None:
        each = written.periodic
        yield "Periodic bolus", f"{show(each.bolus)} over {lasting(each.over)}, {each.a_day} a day from {each.first} on"
    for number, bolus in enumerate(written.boluses, 1):
        yield f"First bolus {number}", _bolus(bolus)
    if written.patient_bolus is not None:
        own = written.patient_bolus
        yield "Patient's bolus", f"{show(own.dose)} over {lasting(own.over)}, {own.most_a_day} a day"
        yield "Lockout", lasting(own.lockout)
    most = program.most_daily if program and program.patient else None
    yield "Most in a day, with patient's boluses", show(most) if most is not None else NONE
    yield f"{TIP}, any hour", show(side.hour.most.dose, "mcg") if side.hour else NONE
    yield f"{TIP}, any 24 h", show(side.day.most.dose, "mcg") if side.day else NONE


def _bolus(bolus: PlanBolus) -> str:
    amount = [show(one) for one in (bolus.volume, bolus.dose) if one is not None]
    return f"{bolus.kind}: {', '.join(amount)} over {lasting(bolus.over)}"


def change_between(first: Sided, second: Sided) -> str | None:
    """The change of the daily dose as a percentage, where both are known."""
    one = first.program.daily_dose if first.program else None
    other = second.program.daily_dose if second.program else None
    if one is None or other is None or one.amount("mcg/h") == 0:
        return None
    return str(stored(percent_change(one, other)))


def compare_pieces(first: Sided, second: Sided, drawn: str = "") -> list[Piece]:
    """The page; `drawn` is the file in which both days were drawn."""
    rows = tuple(
        (name, one, other, "same" if one == other else DIFFERS) for name, one, other in compared(first, second)
    )
    differing = sum(1 for row in rows if row[3] is DIFFERS)
    one = first.program.daily_dose if first.program else None
    other = second.program.daily_dose if second.program else None
    pieces: list[Piece] = [
        Heading("Two programs side by side", 1),
        Fields(tuple((side.name, side.title) for side in (first, second)), 2),
        Gap(),
        Table(("Field", first.name, second.name, ""), rows, 2),
        Gap(),
    ]
    if one is not None and other is not None and one.amount("mcg/h") > 0:
        change = show_percent(percent_change(one, other), 2)
        pieces.append(Line(f"Daily dose: {show(one)} to {show(other)}, a change of {change}."))
    total = f"{differing} of {len(rows)} fields differ." if differing else "No field differs."
    hint = f"Both days drawn: {drawn}" if drawn else "--out days.svg draws both days side by side."
    return [*pieces, Line(total), Line(hint), Gap(), Line(SUPPORT)]


def compare_data(first: Sided, second: Sided, drawn: str = "") -> shapes.PumpCompareOutput:
    """A comparison as data; `drawn` is the file in which both days were drawn."""
    return {
        "lentus": __version__,
        "first": bare(first.title),
        "second": bare(second.title),
        "fields": [
            {"field": name, "first": bare(one), "second": bare(other), "differs": one != other}
            for name, one, other in compared(first, second)
        ],
        "percent_change": change_between(first, second),
        "picture": drawn or None,
    }
