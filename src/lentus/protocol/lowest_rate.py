"""What a pump gives at its minimum rate: its lowest flow times the strength that it is programmed for.

A pump set to its minimum rate gives this, whatever daily dose is written beside it. Few makers publish the flow; where
it is not known, neither is the dose.
"""

from __future__ import annotations

from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.protocol.models import figure_fact
from lentus.quantity import Concentration, DoseRate, FlowRate

FIGURE = "minimum-flow"
LOWEST_FLOW = "the device's minimum flow"
STRENGTH = "the concentration programmed"


def lowest_flow(device: str) -> FlowRate | None:
    """The published lowest flow of a device by its name; None where none is published or its models differ."""
    fact = figure_fact(device, FIGURE)
    return None if fact is None else monograph.flow_rate(fact)


def lowest_dose(state: State, moment: datetime) -> DoseRate | None:
    """What the pump gives a day at its minimum rate; None where flow or strength is not known."""
    flow = lowest_flow(state.system.device) if state.system else None
    strength = _strength(state, moment)
    return None if flow is None or strength is None else flow * strength


def unknown_of_lowest(state: State, moment: datetime) -> tuple[str, ...]:
    """What is missing to work the minimum rate out; empty where it can be."""
    lacking = [LOWEST_FLOW] if state.system is None or lowest_flow(state.system.device) is None else []
    lacking += [STRENGTH] if _strength(state, moment) is None else []
    return tuple(lacking)


def _strength(state: State, moment: datetime) -> Concentration | None:
    running = state.pump_at(moment)
    return running.value.concentration if running else None
