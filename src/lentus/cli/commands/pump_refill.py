"""`lentus pump refill`: dates of a fill, what to draw up for it, and what should be left on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from lentus.cli.commands.pump_inputs import GIVEN, bolus_dose, dose_rate, pump_named, required, visits_named, volume
from lentus.cli.reading import day_named
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.monograph import Percent, duration
from lentus.present.pump_drawn import drawn_up
from lentus.present.pump_page import page_pieces
from lentus.present.pump_refill import NO_PUMP, RefillAsked, refill_data, refill_page
from lentus.present.pump_residual import Left, left_on
from lentus.pump import (
    Entered,
    PatientBolus,
    Preset,
    Program,
    Pump,
    PumpClock,
    Reserve,
    SimpleContinuous,
    Tested,
    left_by,
    pocket_fill,
)
from lentus.quantity import Concentration, Duration, Volume, read_percent

CLOCK = PumpClock(timedelta(0))
BOLUS = ("bolus", "bolus_over", "lockout")


def run(given: Mapping[str, str], most_a_day: int | None, visits: Sequence[str] = (), *, as_json: bool) -> int:
    """Tell the dates of a fill; `visits` are earlier refills, the first one first."""
    required(given, "volume", "dose", "concentration", "filled")
    pump = pump_named(given["device"], _entered(given))
    asked = replace(_asked(given, most_a_day, pump), earlier=visits_named(visits))
    page, dates = refill_page(asked)
    if as_json:
        show_json(refill_data(asked, page, dates))
    else:
        show_pieces(page_pieces(page))
    return STANDS if page.stands else FINE


def _entered(given: Mapping[str, str]) -> dict[str, Entered]:
    found: dict[str, Entered] = {}
    if given["unusable"]:
        found["residual"] = Entered(Volume.read(given["unusable"]), GIVEN)
    if given["above"]:
        found["accuracy-above"] = Entered(Percent(read_percent(given["above"])), GIVEN)
    if given["alarm"]:
        found["alarm-volume"] = Entered(Volume.read(given["alarm"]), GIVEN)
    return found


def _asked(given: Mapping[str, str], most_a_day: int | None, pump: Pump | None) -> RefillAsked:
    strength, filled = Concentration.read(given["concentration"]), Volume.read(given["volume"])
    bolus = _bolus(given, most_a_day)
    program = Program(strength, SimpleContinuous(dose_rate(given["dose"])), CLOCK, (), bolus)
    day = day_named(given["filled"])
    if day is None:
        raise PlanError("the day of the fill is missing: give --filled 2026-03-05")
    preset: Preset = "shorter" if given["preset"] == "shorter" else "longer"
    if given["preset"] not in ("", "shorter", "longer"):
        raise PlanError(f"preset {given['preset']!r}: write shorter or longer")
    capacity = pump.volume("reservoir") if pump is not None and pump.knows("reservoir") else None
    asked = RefillAsked(
        program,
        datetime.combine(day, time(0), UTC),
        filled,
        volume(given["used"]) or Volume.exact(0, "mL"),
        Reserve.of(pump) if pump is not None else _reserve(given),
        pump,
        preset,
        drawn_up(strength, filled, capacity),
        pocket=_pocket(given, filled, pump),
        notes=() if pump is not None else (NO_PUMP,),
    )
    return replace(asked, left=_left(given, asked))


def _bolus(given: Mapping[str, str], most_a_day: int | None) -> PatientBolus | None:
    if not any(given[name] for name in BOLUS) and most_a_day is None:
        return None
    if not all(given[name] for name in BOLUS) or most_a_day is None:
        raise PlanError("a patient's bolus needs all of --bolus, --bolus-over, --lockout and --most-a-day")
    over, lockout = Duration.read(given["bolus_over"]), Duration.read(given["lockout"])
    return PatientBolus(bolus_dose(given["bolus"]), over, lockout, most_a_day)


def _reserve(given: Mapping[str, str]) -> Reserve:
    above: Fraction | None = read_percent(given["above"]) if given["above"] else None
    return Reserve(volume(given["alarm"]), volume(given["unusable"]), above, duration("pump.refill-interval"))


def _left(given: Mapping[str, str], asked: RefillAsked) -> Left | None:
    on = day_named(given["on"])
    if on is None:
        if given["aspirated"]:
            raise PlanError("what was aspirated needs its day: give --on 2026-05-03")
        return None
    expected = left_by(asked.program, asked.filled, on, asked.usable)
    return left_on(on, asked.usable, expected, volume(given["aspirated"]), asked.pump)


def _pocket(given: Mapping[str, str], filled: Volume, pump: Pump | None) -> Tested | None:
    if not given["measured"]:
        return None
    if pump is None:
        raise PlanError("the test for a pocket fill needs the pump: give --device")
    return pocket_fill(filled, Volume.read(given["measured"]), pump)
