"""Implanted pumps and catheters: under which name the engine takes which fact, and what nobody found.

A device names each figure of a closed list exactly once, with the fact that states it or among those not found, so
that a figure is never missing by accident. What is not found is entered by the clinic, with its own source.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.monograph.age import Age
from lentus.monograph.values import Percent
from lentus.quantity import Concentration, Duration, FlowRate, Length, Volume

KINDS = ("programmable", "constant flow", "catheter")
DRIVES = ("rotor", "valve", "flow restrictor", "gas pressure", "diaphragm", "not known", "none")

FIGURES: dict[str, type] = {
    "reservoir": Volume,
    "residual": Volume,
    "port": Volume,
    "minimum-flow": FlowRate,
    "maximum-flow": FlowRate,
    "maximum-bolus-flow": FlowRate,
    "accuracy-above": Percent,
    "accuracy-below": Percent,
    "alarm-volume": Volume,
    "alarm-by": str,
    "steps-a-day": int,
    "actuation": Volume,
    "life": Age,
    "refill-interval": Duration,
    "minimum-age": Age,
    "strengths": Concentration,
    "mri": str,
    "mri-return": Duration,
    "valve-bolus": Volume,
    "septum-punctures": int,
    "pocket-fill": Volume,
}
"""What the engine asks of a pump, and the kind of value that answers."""

CATHETER_FIGURES: dict[str, type] = {"length": Length, "volume-per-cm": Volume}
"""What the engine asks of a catheter."""

MRI_HANDLING = ("stops and restarts", "emptied before the scan", "no effect described")


@dataclass(frozen=True, slots=True)
class Tubing:
    """One stated volume of a pump's internal tubing: `fact` holds it, `shown` says what displays it.

    More than one stands in the field at the same time, so a plan names the version that it used.
    """

    id: str
    devices: tuple[str, ...]
    fact: str
    shown: str
    valid: str
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Device:
    """A pump or a catheter. `figures` pairs names of the closed list with ids of facts.

    `not_found` are the rest of that list; `told` are facts that a reader should know and that nothing computes with.
    """

    key: str
    name: str
    maker: str
    models: tuple[str, ...]
    kind: str
    drive: str
    figures: tuple[tuple[str, str], ...]
    not_found: tuple[str, ...]
    told: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    def fact_id(self, figure: str) -> str | None:
        """The id of the fact that states the figure; None where it was not found."""
        return dict(self.figures).get(figure)


def figures_of(kind: str) -> dict[str, type]:
    """The closed list of figures for a kind of device."""
    return CATHETER_FIGURES if kind == "catheter" else FIGURES
