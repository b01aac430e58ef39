"""What every answer about a pump says of the strength, the path and the reservoir that were asked about.

A question from flags is asked by somebody in a hurry. What a whole plan would be stopped for, because of the numbers in
the question alone, stops the answer as well; the words are those of the rules about a plan.
"""

from __future__ import annotations

from lentus.course.words import Profile
from lentus.present.pump_page import Said
from lentus.protocol import Finding
from lentus.protocol.path_size import of_parts, of_path
from lentus.protocol.pump_plan import of_strength
from lentus.protocol.titration.ranges import of_dose
from lentus.protocol.units import of_size
from lentus.pump import Breach, Program, Pump, limits
from lentus.pump.device import WORDS
from lentus.quantity import Concentration, DoseRate, Volume, show

USUAL_PROFILE: Profile = "us"
CAPACITY, SLIPS = "pump.above-capacity", ("pump.tenfold-entry", "pump.unit-exchanged")
FLOWS = {
    "minimum-flow": "pump.below-minimum-flow",
    "maximum-flow": "pump.above-highest-flow",
    "maximum-bolus-flow": "pump.above-highest-flow",
    "steps-a-day": "pump.too-many-changes",
}


def strength_said(strength: Concentration, pump: Pump | None) -> list[Said]:
    """What stands against a strength in the reservoir of this pump; else what stands beside it."""
    found = _said(strength, pump)
    return [one for one in found if one.severity == "stop"] or found


def old_strength_said(strength: Concentration, pump: Pump | None) -> list[Said]:
    """What stands beside a strength that is in the pump already: a fact stops nothing, a slip of the pen is none."""
    return [one for one in _said(strength, pump) if one.severity != "stop" or one.rule in SLIPS]


def _said(strength: Concentration, pump: Pump | None) -> list[Said]:
    if strength.amount("mcg/mL") == 0:
        return []
    found = of_strength(strength, pump.name if pump is not None else None)
    return [_of(one) for one in found]


def _of(one: Finding) -> Said:
    return Said(one.severity.word, _with_bound(one), _small(one.resolve).rstrip("."), one.rule)


def _with_bound(found: Finding) -> str:
    return f"{found.says} Bound: {found.bound}." if found.bound else found.says


def path_said(volume: Volume, pump: Pump | None = None) -> list[Said]:
    """A path larger or smaller than what was published: a lost decimal point, perhaps."""
    found = of_path(volume, pump.name if pump is not None else "", USUAL_PROFILE)
    return [] if found is None else [_of(found)]


def parts_said(tubing: Volume, catheter: Volume, pump: Pump | None = None) -> list[Said]:
    """What stands against a tubing and a catheter; else against the path that they make."""
    found = [_of(one) for one in of_parts(tubing, catheter, USUAL_PROFILE)]
    return found or path_said(tubing + catheter, pump)


def dose_said(*doses: DoseRate | None) -> list[Said]:
    """What stands against the largest of these daily doses, whoever it is for: beyond what was ever reported."""
    known = [one for one in doses if one is not None]
    found = tuple(of_dose(max(known), USUAL_PROFILE)) if known else ()
    return [_of(one) for one in found]


def size_said(running: DoseRate | None, *ordered: DoseRate | None) -> list[Said]:
    """A dose that is ten or a thousand times off the one that runs: mostly a slip of the pen in one of the two."""
    doses = dict.fromkeys(one for one in ordered if one is not None)
    return [_of(one) for dose in doses if running is not None for one in of_size(running, dose, USUAL_PROFILE)][:1]


def limits_said(program: Program, pump: Pump | None) -> list[Said]:
    """What this pump cannot run of a program, its strength left aside."""
    held = limits(program, pump) if pump is not None else None
    against = [one for one in held.breaches if one.figure in FLOWS] if held is not None else []
    return [Said("stop", f"{breach_words(one)}.", "another strength or dose", FLOWS[one.figure]) for one in against]


def breach_words(breach: Breach) -> str:
    """What the program asks of a pump, against what the pump can."""
    value = str(breach.value) if isinstance(breach.value, int) else show(breach.value)
    return f"{value} against the {WORDS[breach.figure]} of {breach.bound_words}"


def capacity_said(volume: Volume, pump: Pump | None) -> list[Said]:
    """More than the reservoir holds."""
    if pump is None or not pump.knows("reservoir") or volume <= pump.volume("reservoir"):
        return []
    says = f"{show(volume)} against the reservoir volume of {show(pump.volume('reservoir'))}."
    return [Said("stop", says, "another fill", CAPACITY)]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
