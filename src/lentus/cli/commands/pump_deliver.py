"""`lentus pump deliver`: what leaves the tip, from flags alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lentus.cli.commands.pump_inputs import (
    bolus_dose,
    own_unit,
    path_given,
    per_day,
    pump_named,
    required,
    start_named,
    strength,
)
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.present.pump_deliver import DeliverAsked, deliver_data, deliver_page, moment_after
from lentus.present.pump_page import page_pieces
from lentus.pump import (
    MIDNIGHT,
    STOPPED,
    BridgeBolus,
    Mode,
    OneTime,
    Path,
    PrimingBolus,
    Program,
    PumpClock,
    SingleBolus,
    Supply,
    deliver,
    expand,
    followed,
    mode_written,
    strength_or_nothing,
)
from lentus.quantity import Concentration, Duration, FlowRate, Volume


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
    start = at or MIDNIGHT
    program = Program(programmed, _mode(given["dose"], steps), PumpClock.set_by(start), _first(given))
    length = followed(Duration.read(given["over"]))
    path = path_given(given["path"], given["tubing"], given["catheter"])
    full = Path.full(path.volume, strength_or_nothing(given["path_holds"]) or filled)
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


def _mode(dose: str, steps: Sequence[str]) -> Mode:
    if bool(dose) == bool(steps):
        raise PlanError('what runs: give --dose "300 mcg/day", --dose stopped, or a --step for each part of the day')
    mode = mode_written(dose, steps)
    daily = [dose] if dose and dose != STOPPED else []
    for one in (*steps, *daily):
        own_unit(one)
    for one in daily:
        per_day(one)
    return mode


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
        found.append(SingleBolus(bolus_dose(dose), Duration.read(over), over_mode=False))
    return tuple(found)


def _pair(text: str, between: str, example: str) -> tuple[str, str]:
    first, found, second = text.partition(between)
    if not found:
        raise PlanError(f"{text!r} cannot be read: write {example}")
    return first, second
