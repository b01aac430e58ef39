"""`lentus pump deliver`: what leaves the tip, from flags alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from lentus.cli.commands.pump_inputs import path_given, pump_named, required, start_named, strength
from lentus.cli.main import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.monograph import duration
from lentus.present.pump_deliver import DeliverAsked, deliver_data, deliver_page, moment_after
from lentus.present.pump_page import page_pieces
from lentus.pump import (
    BridgeBolus,
    Flex,
    Mode,
    OneTime,
    Path,
    PrimingBolus,
    Program,
    PumpClock,
    SimpleContinuous,
    SingleBolus,
    Step,
    Stopped,
    Supply,
    deliver,
    expand,
)
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume

STEP = re.compile(r"([0-9]{2}):([0-9]{2}) to ([0-9]{2}):([0-9]{2}) at (.+)", re.ASCII)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


def run(given: Mapping[str, str], steps: Sequence[str], *, as_json: bool) -> int:
    """Deliver a program."""
    required(given, "concentration")
    asked = _asked(given, steps)
    page = deliver_page(asked)
    if as_json:
        show_json(deliver_data(asked, page))
    else:
        show_pieces(page_pieces(page))
    return STANDS if page.stands else FINE


def _asked(given: Mapping[str, str], steps: Sequence[str]) -> DeliverAsked:
    programmed = Concentration.read(given["concentration"])
    filled = strength(given["filled_with"]) or programmed
    at, notes = start_named(given["at"], given["zone"])
    # Without a start, hours count from a midnight, so that a schedule begins with its first step.
    start = at or MIDNIGHT
    clock = PumpClock(start.utcoffset() or timedelta(0))
    program = Program(programmed, _mode(given["dose"], steps), clock, _first(given))
    length = length_of(given["over"])
    path = path_given(given["path"], given["tubing"], given["catheter"])
    held = _held(given["path_holds"], filled)
    full = Path.full(path.volume, held)
    flow = expand(program, start, moment_after(start, length))
    given_out = deliver(flow, Supply(filled), full)
    return DeliverAsked(
        program,
        filled,
        full,
        path.words,
        given_out,
        start,
        at is not None,
        pump=pump_named(given["device"]),
        facts=path.facts,
        notes=notes,
    )


def length_of(text: str) -> Duration:
    """How long to follow a program. PlanError beyond the longest time for which a pump is filled."""
    length, longest = Duration.read(text), duration("pump.refill-interval")
    if length > longest:
        raise PlanError(f"{length} is longer than the {longest} for which a pump is filled: ask for a shorter time")
    return length


def _held(text: str, filled: Concentration) -> Concentration:
    if text == "nothing":
        return Concentration.exact(0, "mcg/mL")
    return strength(text) or filled


def _mode(dose: str, steps: Sequence[str]) -> Mode:
    if bool(dose) == bool(steps):
        raise PlanError('what runs: give --dose "300 mcg/day", --dose stopped, or a --step for each part of the day')
    if steps:
        return Flex.daily([_step(text) for text in steps])
    return Stopped() if dose == "stopped" else SimpleContinuous(DoseRate.read(dose))


def _step(text: str) -> Step:
    read = STEP.fullmatch(text)
    if read is None:
        raise PlanError(f'step {text!r} cannot be read: write it as "06:00 to 09:00 at 30 mcg/h"')
    begin, end = (Duration.exact(Fraction(int(read[n]) * 60 + int(read[n + 1]), 60), "h") for n in (1, 3))
    return Step(begin, end, DoseRate.read(read[5]))


def _first(given: Mapping[str, str]) -> tuple[OneTime, ...]:
    found: list[OneTime] = []
    if given["prime"]:
        volume, over = _pair(given["prime"], " over ", '--prime "0.34 mL over 20 min"')
        found.append(PrimingBolus(Volume.read(volume), Duration.read(over)))
    if given["bridge"]:
        volume, flow = _pair(given["bridge"], " at ", '--bridge "0.34 mL at 0.15 mL/day"')
        found.append(BridgeBolus(Volume.read(volume), FlowRate.read(flow)))
    if given["bolus"]:
        dose, over = _pair(given["bolus"], " over ", '--bolus "50 mcg over 30 min"')
        found.append(SingleBolus(Mass.read(dose), Duration.read(over), over_mode=False))
    return tuple(found)


def _pair(text: str, between: str, example: str) -> tuple[str, str]:
    first, found, second = text.partition(between)
    if not found:
        raise PlanError(f"{text!r} cannot be read: write {example}")
    return first, second
