"""`lentus pump change`: the bridge for another strength, from flags alone."""

from __future__ import annotations

from lentus.cli.commands.pump_inputs import (
    GIVEN,
    dose,
    dose_rate,
    path_given,
    pump_named,
    required,
    start_named,
    volume,
)
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import PlanError
from lentus.present.pump_change import ChangeAsked, change_data, change_page, unchecked
from lentus.present.pump_page import page_pieces
from lentus.pump import Change, Entered, lowest_flow
from lentus.quantity import Concentration, FlowRate, Volume


def run(given: dict[str, str], *, as_json: bool) -> int:
    """Plan a change of strength."""
    required(given, "old", "new", "dose")
    entered = {"minimum-flow": Entered(FlowRate.read(given["minimum"]), GIVEN)} if given["minimum"] else None
    pump = pump_named(given["device"], entered)
    path = path_given(given["path"], given["tubing"], given["catheter"])
    at, notes = start_named(given["at"], given["zone"])
    minimum = lowest_flow(pump, FlowRate.read(given["minimum"]) if given["minimum"] else None)
    change = Change(
        Concentration.read(given["old"]),
        Concentration.read(given["new"]),
        dose_rate(given["dose"]),
        path.volume,
        then=dose(given["then"]),
        running=dose(given["running"]),
        left=volume(given["left"]),
        added=volume(given["added"]),
        minimum=minimum,
    )
    asked = ChangeAsked(
        change, pump, path.words, path.facts, at, _bounds(given, path.volume), (*unchecked(pump, minimum), *notes)
    )
    page, plan = change_page(asked)
    if as_json:
        show_json(change_data(asked, page, plan))
    else:
        show_pieces(page_pieces(page))
    return STANDS if page.stands else FINE


def _bounds(given: dict[str, str], used: Volume) -> tuple[Volume, Volume] | None:
    low, high = volume(given["path_low"]), volume(given["path_high"])
    if low is None and high is None:
        return None
    bounds = (low or used, high or used)
    if not bounds[0] <= used <= bounds[1]:
        raise PlanError(
            f"the path of {used} does not lie between its bounds {bounds[0]} and {bounds[1]}: correct one of the three"
        )
    return bounds
