"""The day of a pump's program, drawn before and after the change that is being typed, at one scale.

What runs now comes from the record, what would run from the form; the pump floor works both out. What the record does
not hold, such as the hours of a flex program that was found running, is said and not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from lentus.course import State, standing_events
from lentus.course.events import Program
from lentus.course.faults import sentence
from lentus.course.plan_program import PlanProgram
from lentus.course.program_step import ProgramStep
from lentus.errors import CannotAssess, LentusError
from lentus.present.amounts import intrathecal
from lentus.present.pieces import Inline, Table
from lentus.present.sketches import Stair, stair_sketch
from lentus.protocol.lowest_rate import lowest_flow
from lentus.protocol.pump_plan.schedules import mode_of
from lentus.pump import Program as Told
from lentus.pump import PumpClock, expand
from lentus.pump.modes import clock_time
from lentus.quantity import Concentration, DoseRate, Duration, show
from lentus.web.pages.actions import own_bolus
from lentus.web.pages.actions.action import Draft, Panel, Scene

Day = tuple[tuple[Duration, Duration, DoseRate], ...]
MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
"""Any Monday: a program repeats, and the picture is of the pump's own clock."""
ANY = Concentration.exact(1, "mcg/mL")
"""A day in mcg/h does not depend on the strength; where none is recorded, any one draws it."""


def written_program(
    mode: str | None, daily: DoseRate | None, strength: Concentration | None, steps: Iterable[ProgramStep]
) -> PlanProgram:
    """The program as the pump floor reads it. CannotAssess where its hours are not recorded."""
    told = tuple(steps)
    if mode == "flex" and not told:
        raise CannotAssess("the day", ("the steps of the flex program",))
    if mode == "periodic bolus":
        raise CannotAssess("the day", ("the times of the periodic boluses, which the record does not keep",))
    data: dict[str, Any] = {"mode": mode or "simple continuous", "concentration": strength or ANY}
    if daily is not None and mode != "stopped":
        data["daily_dose"] = daily
    if mode == "flex":
        data["steps"] = [{"starts": one.starts, "rate": one.rate} for one in told]
    return PlanProgram.model_validate(data)


def told_program(written: PlanProgram, device: str) -> Told:
    """The program as the pump holds it; PlanError for a day with a gap."""
    return Told(written.concentration or ANY, mode_of(written, lowest_flow(device)), PumpClock(timedelta(0)))


def day_of(told: Told) -> Day:
    """What it gives by the hour of the pump's day."""
    flow = expand(told, MONDAY, MONDAY + timedelta(days=1))
    return tuple((one.start, one.end, one.flow * told.programmed) for one in flow.segments)


def running(state: State) -> tuple[PlanProgram, str] | None:
    """What runs now with the device's name; None where no pump runs. CannotAssess as `written_program`."""
    use = state.pump_at()
    if use is None:
        return None
    device = state.system.device if state.system else ""
    last = next((one for one in reversed(standing_events(state)) if isinstance(one, Program)), None)
    steps = last.steps if last is not None and last.at == use.start else ()
    value = use.value
    return written_program(value.mode, value.daily_dose, value.concentration, steps), device


def typed_program(scene: Scene, values: Mapping[str, Any]) -> PlanProgram | None:
    """The program of a form; None where its dose is not typed yet."""
    if "daily_dose" not in values and values.get("mode") not in ("stopped", "minimum rate"):
        return None
    use = scene.state.pump_at()
    strength = Concentration.read(values["concentration"]) if "concentration" in values else None
    daily = DoseRate.read(values["daily_dose"]) if "daily_dose" in values else None
    mode = values.get("mode") or (use.value.mode if use else None)
    steps = [ProgramStep.model_validate(one) for one in values.get("steps", ()) if "rate" in one and "starts" in one]
    return written_program(mode, daily, strength or (use.value.concentration if use else None), steps)


def day_panel(scene: Scene, draft: Draft) -> Panel | None:
    """Before and after, side by side; what cannot be drawn is said."""
    device = scene.state.system.device if scene.state.system else ""
    before, why_before = _tried(lambda: _running_day(scene.state))
    after, why_after = _tried(lambda: _typed_day(scene, draft, device))
    if before is None and after is None:
        return None
    highest = max(float(rate.amount("mcg/h")) for day in (before, after) if day for _, _, rate in day)
    pictures = [
        stair_sketch(Stair(title, day), highest=highest, hours=24.0)
        for title, day in (("Now", before), ("As typed", after))
        if day
    ]
    said = [f"Now: {why_before}." if why_before else "", f"As typed: {why_after}." if why_after else ""]
    words = " ".join([one for one in said if one] or ["On the pump's own 24-hour clock, both at one scale."])
    more = own_bolus.said(draft)
    words += f" {more} They are not drawn." if more else ""
    return Panel("The day, now and as typed", "".join(pictures), words, (_table(before, after),))


def _running_day(state: State) -> Day | None:
    found = running(state)
    return None if found is None else day_of(told_program(*found))


def _typed_day(scene: Scene, draft: Draft, device: str) -> Day | None:
    written = typed_program(scene, draft.answers.values)
    return None if written is None else day_of(told_program(written, device))


def _tried(make: Any) -> tuple[Day | None, str]:
    try:
        return make(), ""
    except LentusError as error:
        return None, str(error)
    except ValidationError as error:
        return None, sentence(error.errors(include_url=False)[0])


def _table(before: Day | None, after: Day | None) -> Table:
    edges = sorted({start for day in (before, after) if day for start, _, _ in day})
    ends = [*edges[1:], Duration.exact(24, "h")]
    rows: list[tuple[Inline, ...]] = [
        (f"{clock_time(start)} to {clock_time(end)}", _rate(before, start), _rate(after, start))
        for start, end in zip(edges, ends, strict=True)
    ]
    rows.append(("Whole day", _total(before), _total(after)))
    return Table(("Pump's clock", "Now", "As typed"), tuple(rows))


def _rate(day: Day | None, at: Duration) -> str:
    if day is None:
        return "not known"
    return next(show(rate, "mcg/h") for start, end, rate in day if start <= at < end)


def _total(day: Day | None) -> str:
    if day is None:
        return "not known"
    parts = [rate * (end - start) for start, end, rate in day]
    return intrathecal(sum(parts[1:], start=parts[0]))
