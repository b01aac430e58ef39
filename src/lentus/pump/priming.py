"""Priming: how much is pushed to bring the drug to the tip, and what that gives the patient at once.

A part of the path that already holds drug must not be primed again: its whole content would be delivered in minutes.
What the catheter holds is therefore stated, and where it is not known nothing is computed. Which parts are primed for
a new system, a new pump on an old catheter and a revised catheter follows a panel's text in part and inference in
part, to be confirmed by the clinical lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lentus.errors import CannotAssess, PlanError
from lentus.pump.delivery import Delivery, deliver
from lentus.pump.flow import Flow
from lentus.pump.laminar import Bracket
from lentus.pump.path import Path, Slug
from lentus.pump.reservoir import Supply
from lentus.quantity import Concentration, Duration, Mass, Volume

System = Literal["new system", "new pump on an old catheter", "revised catheter"]
SYSTEMS: tuple[System, ...] = ("new system", "new pump on an old catheter", "revised catheter")

_NOTHING = Volume.exact(0, "mL")
_NO_DRUG = Concentration.exact(0, "mcg/mL")


@dataclass(frozen=True, slots=True)
class Priming:
    """What is asked. `catheter_holds` is the strength in the catheter, 0 mcg/mL for none, None where nobody knows.

    `back_table`: the tubing was filled with drug before implanting. `over`: how long the bolus takes.
    """

    system: System
    tubing: Volume
    catheter: Volume
    strength: Concentration
    catheter_holds: Concentration | None
    back_table: bool
    over: Duration

    def __post_init__(self) -> None:
        if self.tubing <= _NOTHING or self.catheter <= _NOTHING:
            raise PlanError(f"a tubing of {self.tubing} and a catheter of {self.catheter} make no path")
        if self.strength <= _NO_DRUG or self.over.amount("h") <= 0:
            raise PlanError(f"priming with {self.strength} over {self.over} is none")
        if self.system == "revised catheter" and self.back_table:
            raise PlanError("a catheter revision leaves the pump in place: nothing is primed on the back table")


@dataclass(frozen=True, slots=True)
class PrimingPlan:
    """The volumes to push, before implanting and inside the patient, and what leaves the tip meanwhile.

    `delivered` is the dose that the patient gets at once: by plug flow, and without any mixing. `whole_content` is what
    the catheter would give if it held the drug after all and were primed in full.
    """

    before_implant: Volume
    inside: Volume
    dose: Mass
    delivered: tuple[Mass, Mass]
    whole_content: Mass
    picture: Delivery | None


def plan_priming(asked: Priming) -> PrimingPlan:
    """The priming of a system; CannotAssess where it is not known what the catheter holds."""
    if asked.catheter_holds is None:
        raise CannotAssess("the priming bolus", ("what the catheter holds: which drug and strength, or none",))
    tubing_holds = asked.strength if asked.back_table or asked.system == "revised catheter" else _NO_DRUG
    inside = _NOTHING
    if tubing_holds == _NO_DRUG:
        inside += asked.tubing
    if asked.catheter_holds == _NO_DRUG:
        inside += asked.catheter
    path = Path((Slug(asked.catheter, asked.catheter_holds), Slug(asked.tubing, tubing_holds)))
    picture = None
    delivered = (Mass.exact(0, "mcg"), Mass.exact(0, "mcg"))
    if inside > _NOTHING:
        flow = Flow.constant(inside / asked.over, asked.over, "priming bolus")
        picture = deliver(flow, Supply(asked.strength), path)
        delivered = (picture.total, _unmixed(asked, tubing_holds, inside))
    return PrimingPlan(
        before_implant=asked.tubing if asked.back_table else _NOTHING,
        inside=inside,
        dose=inside * asked.strength,
        delivered=delivered,
        whole_content=asked.catheter * asked.strength,
        picture=picture,
    )


def _unmixed(asked: Priming, tubing_holds: Concentration, inside: Volume) -> Mass:
    """The dose at the tip without mixing across tubing and catheter, as if both were one tube.

    What was pushed in comes through the whole path, what stood in the tubing through the catheter alone.
    """
    assert asked.catheter_holds is not None
    pushed = Bracket(asked.tubing + asked.catheter, inside).left[1]
    behind = Bracket(asked.catheter, inside).left[1]
    return pushed * asked.strength + (behind - pushed) * tubing_holds + (inside - behind) * asked.catheter_holds
