"""A program in words, row by row, so that before and after can be read across."""

from __future__ import annotations

from itertools import groupby

from lentus.present.amounts import counted, intrathecal, span, times_a_day
from lentus.present.sheet.content import Side
from lentus.pump import (
    WEEKDAYS,
    BridgeBolus,
    Day,
    Flex,
    MinimumRate,
    Mode,
    PeriodicBolus,
    PrimingBolus,
    Program,
    SimpleContinuous,
    SingleBolus,
    StepDosing,
    Stopped,
)
from lentus.pump.modes import clock_time
from lentus.quantity import show

NOT_KNOWN = "not known"
NONE = "none"
NEW_PUMP = "new pump"


def compared(before: Side | None, after: Side) -> list[tuple[str, str, str]]:
    """Label, before, after; a row stands only where one of the two says something."""
    old = dict(_rows(before)) if before is not None else {}
    new = dict(_rows(after))
    missing = NEW_PUMP if before is None else NOT_KNOWN
    rows = [(label, old.get(label, missing), new[label]) for label in new]
    return [row for row in rows if {row[1], row[2]} - {NONE, NEW_PUMP}]


def _rows(side: Side) -> list[tuple[str, str]]:
    program = side.program
    return [
        ("Drug", "baclofen, intrathecal"),
        ("Strength in the reservoir", intrathecal(side.filled) if side.filled else NOT_KNOWN),
        ("Strength programmed", intrathecal(program.programmed) if program else NOT_KNOWN),
        ("Volume in the reservoir", show(side.volume, "mL") if side.volume else NOT_KNOWN),
        ("Mode", _mode(program.mode) if program else NOT_KNOWN),
        ("Daily dose", _daily(program)),
        ("Steps", _steps(program.mode) if program else NOT_KNOWN),
        ("Given once, first", _first(program) if program else NOT_KNOWN),
        ("Patient's bolus", _patient(program) if program else NOT_KNOWN),
        ("Most in a day with it", _most(program)),
    ]


def _daily(program: Program | None) -> str:
    if program is None:
        return NOT_KNOWN
    return intrathecal(program.daily_dose) if program.daily_dose is not None else "in stages, see steps"


def _most(program: Program | None) -> str:
    if program is None or program.patient is None or program.most_daily is None:
        return NONE
    return intrathecal(program.most_daily)


def _mode(mode: Mode) -> str:
    match mode:
        case Stopped():
            return "stopped"
        case MinimumRate():
            return f"minimum rate, {show(mode.flow)}"
        case SimpleContinuous():
            return "simple continuous"
        case Flex():
            return "flex, on the pump's own clock"
        case PeriodicBolus():
            return "periodic bolus, on the pump's own clock"
        case StepDosing():
            return "step dosing"


def _steps(mode: Mode) -> str:
    match mode:
        case Flex():
            return "\n".join(f"{days}{_day(day)}" for days, day in _days(mode))
        case PeriodicBolus():
            return (
                f"{intrathecal(mode.bolus)} over {span(mode.over)} {times_a_day(mode.a_day)}, one of them at "
                f"{clock_time(mode.first)}; between them {show(mode.between, 'mcg/h')}"
            )
        case StepDosing():
            stages = [f"{intrathecal(stage.dose)} for {span(stage.over)}" for stage in mode.stages]
            return "; ".join([*stages, f"then {intrathecal(mode.then)}"])
        case _:
            return NONE


def _days(mode: Flex) -> list[tuple[str, Day]]:
    """Each different day with the days on which it holds; every day alike needs no names."""
    if len(set(mode.week)) == 1:
        return [("", mode.week[0])]
    found = []
    for day, group in groupby(zip(WEEKDAYS, mode.week, strict=True), key=lambda pair: pair[1]):
        names = [name for name, _ in group]
        found.append((f"{names[0]} to {names[-1]}\n" if len(names) > 1 else f"{names[0]}\n", day))
    return found


def _day(day: Day) -> str:
    return "\n".join(
        f"{clock_time(step.start)} to {clock_time(step.end)}, {show(step.dose, 'mcg/h')}" for step in day.steps
    )


def _first(program: Program) -> str:
    said = []
    for bolus in program.first:
        match bolus:
            case BridgeBolus():
                said.append(f"bridge bolus {show(bolus.volume, 'mL')} at {show(bolus.flow)} over {span(bolus.over)}")
            case PrimingBolus():
                said.append(f"priming bolus {show(bolus.volume, 'mL')} over {span(bolus.over)}")
            case SingleBolus():
                under = ", the mode runs on underneath" if bolus.over_mode else ""
                said.append(f"single bolus {intrathecal(bolus.dose)} over {span(bolus.over)}{under}")
    return "; ".join(said) or NONE


def _patient(program: Program) -> str:
    bolus = program.patient
    if bolus is None:
        return NONE
    return (
        f"{intrathecal(bolus.dose)} over {span(bolus.over)}, lockout {span(bolus.lockout)}, at most "
        f"{counted(bolus.most_a_day, 'bolus', 'boluses')} a day"
    )
