"""What a program asks for beyond what its pump can do: comparisons of numbers, without judgment.

How grave a breach is, and who may pass over it, stands in the protocol. What cannot be compared, because a figure of
the pump is not known, is listed and not passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lentus.pump.boluses import SingleBolus
from lentus.pump.device import WORDS, Pump
from lentus.pump.modes import Flex, StepDosing
from lentus.pump.program import Program, week_of
from lentus.quantity import Concentration, FlowRate, Volume, show

Compared = FlowRate | Volume | Concentration | int


@dataclass(frozen=True, slots=True)
class Breach:
    """A value beyond a bound; `figure` names the pump's figure that bounds it, `within` a range with both its ends."""

    figure: str
    value: Compared
    bound: Compared
    says: str
    within: tuple[Concentration, Concentration] | None = None

    @property
    def bound_words(self) -> str:
        """The bound as it is shown: a range with both its ends, since one end alone does not say what would do."""
        if self.within is not None:
            return " to ".join(show(end) for end in self.within)
        return str(self.bound) if isinstance(self.bound, int) else show(self.bound)


@dataclass(frozen=True, slots=True)
class Limits:
    """The breaches, and the figures that were needed and are not known."""

    breaches: tuple[Breach, ...]
    unchecked: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether everything was compared and nothing breached."""
        return not self.breaches and not self.unchecked


def lowest_flow(pump: Pump | None, entered: FlowRate | None) -> FlowRate | None:
    """The lowest flow of the pump where it is known, else as it was entered; None where nobody knows it."""
    return pump.flow("minimum-flow") if pump is not None and pump.knows("minimum-flow") else entered


def limits(program: Program, pump: Pump, filled: Volume | None = None) -> Limits:
    """Hold a program, and the volume after a fill where given, against its pump."""
    flows, bolus_flows = _flows(program), _bolus_flows(program)
    found: list[Breach] = []
    needed = ["minimum-flow", "maximum-flow", "strengths"]
    if pump.knows("minimum-flow"):
        found += _below(flows, pump.flow("minimum-flow"))
    if pump.knows("maximum-flow"):
        found += _above(flows, "maximum-flow", pump.flow("maximum-flow"))
    if bolus_flows:
        needed.append("maximum-bolus-flow")
        if pump.knows("maximum-bolus-flow"):
            found += _above(bolus_flows, "maximum-bolus-flow", pump.flow("maximum-bolus-flow"))
    if isinstance(program.mode, Flex):
        needed.append("steps-a-day")
        found += _steps(program.mode, pump)
    if filled is not None:
        needed.append("reservoir")
        found += _volume(filled, pump)
    found += _strength(program.programmed, pump)
    return Limits(tuple(found), tuple(name for name in needed if not pump.knows(name)))


def _flows(program: Program) -> list[FlowRate]:
    """The different flows above zero of a mode, slowest first."""
    mode = program.mode
    if isinstance(mode, StepDosing):
        doses = (*(stage.dose for stage in mode.stages), mode.then)
        return sorted({dose / program.programmed for dose in doses})
    week = week_of(mode, program.programmed)
    return sorted({FlowRate.exact(rate, "mL/h") for _, rate, _ in week if rate > 0})


def _bolus_flows(program: Program) -> list[FlowRate]:
    found = {
        bolus.flow(program.programmed) if isinstance(bolus, SingleBolus) else bolus.flow for bolus in program.first
    }
    if program.patient is not None:
        found.add(program.patient.flow(program.programmed))
    return sorted(found)


def _below(flows: list[FlowRate], bound: FlowRate) -> Iterator[Breach]:
    for flow in flows:
        if flow < bound:
            yield Breach("minimum-flow", flow, bound, f"{flow} is below the {WORDS['minimum-flow']} of {bound}")


def _above(flows: list[FlowRate], name: str, bound: FlowRate) -> Iterator[Breach]:
    for flow in flows:
        if flow > bound:
            yield Breach(name, flow, bound, f"{flow} is above the {WORDS[name]} of {bound}")


def _steps(mode: Flex, pump: Pump) -> Iterator[Breach]:
    if pump.knows("steps-a-day") and mode.most_steps > pump.count("steps-a-day"):
        bound = pump.count("steps-a-day")
        yield Breach("steps-a-day", mode.most_steps, bound, f"{mode.most_steps} steps a day are more than {bound}")


def _volume(filled: Volume, pump: Pump) -> Iterator[Breach]:
    if pump.knows("reservoir") and filled > pump.volume("reservoir"):
        bound = pump.volume("reservoir")
        yield Breach("reservoir", filled, bound, f"{filled} exceeds the reservoir of {bound}")


def _strength(strength: Concentration, pump: Pump) -> Iterator[Breach]:
    if not pump.knows("strengths"):
        return
    low, high = pump.strengths()
    if not low <= strength <= high:
        bound = low if strength < low else high
        says = f"{strength} lies outside of the range from {low} to {high}"
        yield Breach("strengths", strength, bound, says, (low, high))
