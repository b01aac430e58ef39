"""Beside a refill: what to draw up, when the next one is due, and what was aspirated against what was expected."""

from __future__ import annotations

from lentus import monograph
from lentus.course import State
from lentus.course.moment import read_moment
from lentus.errors import LentusError
from lentus.present.pieces import Line
from lentus.present.pump_drawn import drawn_pieces, drawn_up
from lentus.present.pump_refill import date_pieces
from lentus.present.pump_residual import Left, left_pieces
from lentus.pump import Pump, Reserve, Visit, device_of, refill_dates, residual_tests
from lentus.quantity import Concentration, Volume
from lentus.web.pages.actions.action import Draft, Panel, Scene
from lentus.web.pages.actions.pump_day import running, told_program


def pump_named(name: str) -> Pump | None:
    """The pump of that name with its published figures; None where the monograph has none so called."""
    known = next((one.key for one in monograph.devices() if one.name == name), None)
    return device_of(known) if known else None


def pump_of(state: State) -> Pump | None:
    """The patient's pump, where its model is known."""
    return pump_named(state.system.device) if state.system else None


def draw_up_panel(scene: Scene, draft: Draft) -> Panel | None:
    """What to draw up for the volume and strength that are ordered."""
    said = draft.answers.values
    if draft.order is None or "concentration" not in said:
        return None
    pump = pump_of(scene.state)
    capacity = pump.volume("reservoir") if pump and pump.knows("reservoir") else None
    drawn = drawn_up(Concentration.read(said["concentration"]), Volume.read(said["volume"]), capacity)
    words = "Ready-made strengths first, then fewest containers, then least waste."
    told = [Line(f"Nothing to draw up: {drawn.refused}.")] if drawn.refused else drawn_pieces(drawn)
    return Panel("Draw-up", "", words, tuple(told))


def dates_panel(scene: Scene, draft: Draft) -> Panel | None:
    """Alarm, possible emptiness and the latest day, with the program that runs now."""
    said, pump = draft.answers.values, pump_of(scene.state)
    if "volume" not in said or "at" not in said:
        return None
    words = "With the program that runs now, from the time of the fill."
    try:
        found = running(scene.state)
        if found is None:
            return Panel("Dates", "", "No pump is known to run: dates cannot be told.")
        if pump is None:
            return Panel("Dates", "", "The model of the pump is not known: dates cannot be told.")
        program = told_program(*found)
        filled = read_moment(said["at"], scene.zone)
        dates = refill_dates(program, filled, Volume.read(said["volume"]), Reserve.of(pump))
    except LentusError as error:
        return Panel("Dates", "", f"Dates cannot be told: {error}.")
    lacking = tuple(Line(f"Not known: {one}.") for one in dates.needs)
    return Panel("Dates", "", words, (*date_pieces(dates), *lacking))


def residual_panel(scene: Scene, draft: Draft) -> Panel | None:
    """Every published test of expected against aspirated."""
    said, before, pump = draft.answers.values, scene.state.reservoir_holds, pump_of(scene.state)
    if "aspirated" not in said or "expected" not in said:
        return None
    if before is None:
        return Panel("Residual volume", "", "The last fill is not recorded: nothing to hold it against.")
    expected, aspirated = (Volume.read(said[name]) for name in ("expected", "aspirated"))
    try:
        visit = Visit.expecting(before.volume, expected, aspirated)
        tests = residual_tests(visit, pump) if pump else ()
    except LentusError as error:
        return Panel("Residual volume", "", f"Cannot be held against the last fill: {error}.")
    words = "All published tests side by side; none decides alone."
    return Panel("Residual volume", "", words, tuple(left_pieces(Left(scene.now.date(), expected, visit, tests))))
