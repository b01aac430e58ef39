"""The pump system of a plan file: device, catheter, reservoir, what stands in the path, and the fill.

What a clinic knows it writes down, with where it has it from. What it does not know stays out, and nothing fills the
gap: the rules then say which fact is missing.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.day import Day
from lentus.course.model import Written
from lentus.course.stamped import Moment
from lentus.course.strength import Strength
from lentus.quantity import Length, Volume

Holds = Literal["drug", "no drug", "unknown"]
"""What stands in the tubing and the catheter now."""

Situation = Literal["refill", "new system", "new pump on an old catheter", "revised catheter", "program"]
"""What the plan is for: a refill, an operation after which something is primed, or a change of program alone."""


class PlanFigure(Written):
    """A figure of the device that the clinic enters itself: name from `lentus pump devices`, value, own source."""

    figure: str = Field(min_length=1, max_length=60)
    value: str | int = Field(
        description="With its unit: 0.048 mL/day, 14.5 %, 7 years, 500 mcg/mL to 2000 mcg/mL; or a whole number."
    )
    source: str = Field(min_length=1, max_length=300, description="Where the clinic has it from.")


class PlanTubing(Written):
    """The internal tubing volume as the programmer displays it, with the version of what displays it."""

    volume: Volume
    version: str | None = Field(default=None, max_length=60, description="Version id, such as card-from-2016.")
    source: str = Field(default="", max_length=300, description="Where it was read, where no version is known.")


class PlanDevice(Written):
    """The pump: a key that the monograph has, or a name alone."""

    key: str | None = Field(default=None, max_length=60)
    name: str | None = Field(default=None, max_length=200)
    tubing: PlanTubing | None = None
    figures: tuple[PlanFigure, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> PlanDevice:
        if self.key is None and self.name is None:
            raise ValueError("a device needs its key or its name: see the list of devices")
        return self


class PlanSegment(Written):
    """One piece of catheter. `trimmed` left out means that the cut was not recorded."""

    name: str = Field(min_length=1, max_length=100)
    length: Length = Field(description="Before trimming.")
    trimmed: tuple[Length, ...] | None = None
    per_cm: Volume = Field(description="Volume of each centimeter.")
    source: str = Field(min_length=1, max_length=300)


class PlanCatheter(Written):
    """The catheter by a stated volume with its source, or by its segments; neither means that it is not known."""

    stated: Volume | None = None
    source: str = Field(default="", max_length=300)
    segments: tuple[PlanSegment, ...] = ()
    at_least: Volume | None = Field(
        default=None, description="The least that it may hold, where the record is doubted."
    )
    at_most: Volume | None = Field(default=None, description="The most that it may hold, where the record is doubted.")

    @model_validator(mode="after")
    def _one_way(self) -> PlanCatheter:
        if self.stated is not None and self.segments:
            raise ValueError("a catheter is described by its stated volume or by its segments, not by both")
        if self.stated is not None and not self.source:
            raise ValueError("a stated catheter volume needs its source: the implant record, or who measured it")
        return self

    @model_validator(mode="after")
    def _bounds_hold_it(self) -> PlanCatheter:
        if self.at_least is not None and self.at_least <= Volume.exact(0, "mL"):
            raise ValueError("at_least is above zero: a catheter of nothing does not exist")
        held = [one for one in (self.at_least, self.stated, self.at_most) if one is not None]
        if held != sorted(held):
            raise ValueError("at_least, the stated volume and at_most rise in this order: correct one of them")
        return self


class PlanReservoir(Written):
    """What is in the reservoir before anything is done."""

    concentration: Strength | None = None
    volume: Volume | None = Field(default=None, description="What is in it now, by the programmer.")
    filled_at: Moment | None = Field(default=None, description="When it was last filled.")
    filled: Volume | None = Field(default=None, description="The volume after that fill.")
    programmed_since: Volume | None = Field(default=None, description="Programmed to be delivered since then.")


class PlanPath(Written):
    """What stands in tubing and catheter now, and a bridge that still runs."""

    holds: Holds = "unknown"
    concentration: Strength | None = Field(default=None, description="Of the drug that stands there.")
    tubing_filled: bool | None = Field(
        default=None, description="The tubing was filled with drug on the back table, before implanting."
    )
    bridge_until: Moment | None = Field(default=None, description="When a bridge bolus that still runs ends.")
    flushed_until: Moment | None = Field(default=None, description="When the path is flushed after it.")

    @model_validator(mode="after")
    def _strength_of_a_drug(self) -> PlanPath:
        if self.concentration is not None and self.holds != "drug":
            raise ValueError("concentration is that of a drug in the path: write holds as drug")
        return self


class PlanFill(Written):
    """The refill: what is taken out and what goes in."""

    aspirated: Volume | None = None
    emptied: bool | None = Field(
        default=None,
        description="Aspirated until nothing came, before the new drug goes in; asked for where it is left out.",
    )
    rinsed: bool | None = Field(
        default=None,
        description="Rinsed with the new solution after it was emptied, so that nothing of the old one mixes with it.",
    )
    added: Volume | None = None
    concentration: Strength | None = Field(default=None, description="Of what goes in, by its label.")
    product: str | None = Field(default=None, max_length=100)
    ndc: str | None = Field(default=None, max_length=20)
    lot: str = Field(default="", max_length=100)
    expires: Day | None = None
    diluent: str | None = Field(default=None, max_length=200)
    opened_before: bool | None = Field(default=None, description="A container already used for something else.")
    other_drugs: tuple[str, ...] = ()
    measured_after: Volume | None = Field(default=None, description="Aspirated again right after the fill, as a test.")
    sterile_field: bool = Field(default=False, description="Before implantation, in an aseptic field.")
    port: Literal["reservoir fill port", "catheter access port"] = "reservoir fill port"
    first_visit: bool = Field(default=False, description="The first time that this pump is read after implanting.")


class PlanMri(Written):
    """A magnetic resonance scan that is planned, or was done, while this program stands."""

    when: Literal["before", "after"]
    emptied: bool | None = None
    interrogated: bool | None = None
    flow_confirmed: bool | None = None
    stalled_since: Moment | None = Field(default=None, description="Since when the pump has stood still.")
