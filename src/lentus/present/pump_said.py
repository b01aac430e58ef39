"""What every answer about a pump says of the strength, the path and the reservoir that were asked about.

A question from flags is asked by somebody in a hurry. What a whole plan would be stopped for, because of the numbers in
the question alone, stops the answer as well; the words are those of the rules about a plan.
"""

from __future__ import annotations

from lentus.present.pump_page import Said
from lentus.protocol import Finding
from lentus.protocol.pump_plan import of_strength
from lentus.pump import Pump, largest_published_path
from lentus.quantity import Concentration, Volume, show

CAPACITY, PATH, EXCHANGED = "pump.above-capacity", "pump.path-beyond-published", "pump.unit-exchanged"


def strength_said(strength: Concentration, pump: Pump | None) -> list[Said]:
    """What stands against a strength in the reservoir of this pump; else what stands beside it."""
    found = _said(strength, pump)
    return [one for one in found if one.severity == "stop"] or found


def old_strength_said(strength: Concentration, pump: Pump | None) -> list[Said]:
    """What stands beside a strength that is in the pump already: a fact stops nothing, an exchanged unit is none."""
    return [one for one in _said(strength, pump) if one.severity != "stop" or one.rule == EXCHANGED]


def _said(strength: Concentration, pump: Pump | None) -> list[Said]:
    if strength.amount("mcg/mL") == 0:
        return []
    found = of_strength(strength, pump.name if pump is not None else None)
    return [Said(one.severity.word, _with_bound(one), _small(one.resolve).rstrip("."), one.rule) for one in found]


def _with_bound(found: Finding) -> str:
    return f"{found.says} Bound: {found.bound}." if found.bound else found.says


def path_said(volume: Volume) -> list[Said]:
    """A path larger than any that was published: a lost decimal point, perhaps."""
    largest = largest_published_path()
    if volume <= largest:
        return []
    says = (
        f"A path of {show(volume)} is larger than the largest tubing and catheter published, {show(largest)} together."
    )
    return [Said("warn", says, "read both volumes again; where they are right, go on", PATH)]


def capacity_said(volume: Volume, pump: Pump | None) -> list[Said]:
    """More than the reservoir holds."""
    if pump is None or not pump.knows("reservoir") or volume <= pump.volume("reservoir"):
        return []
    says = f"{show(volume)} against the reservoir volume of {show(pump.volume('reservoir'))}."
    return [Said("stop", says, "another fill", CAPACITY)]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
