"""Orders: what somebody wants to happen, before anybody has judged it.

An order keeps the words in which it was written beside the amounts read from them, because a rule about mg against
mcg must see the unit that the prescriber chose.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, model_validator

from lentus.course.model import Written
from lentus.course.own_bolus import OwnBolus
from lentus.course.program_step import ProgramStep
from lentus.course.stamped import Moment, Stamped
from lentus.course.words import DoseReason, PumpMode, Route, Setting, StopReason
from lentus.errors import QuantityError
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Length, Mass, Volume, read

QUANTITIES = (
    "doses",
    "dose",
    "daily_dose",
    "volume_each",
    "concentration",
    "dispense",
    "hourly_rate",
    "oral_doses",
)
"""Fields whose original wording an order keeps."""


class Override(Stamped):
    """A named person's decision to proceed against an override finding: owner, reason and end (law 8)."""

    rule: str = Field(min_length=3, description="Id of the rule that is overridden.")
    by: str = Field(min_length=1, max_length=200, description="The prescriber who owns the decision.")
    role: Literal["prescriber"] = "prescriber"
    reason: str = Field(min_length=3, max_length=2_000)
    ends: Moment = Field(description="When the override lapses.")

    @model_validator(mode="after")
    def _ends_later(self) -> Override:
        if self.ends <= self.at:
            raise ValueError("ends must be later than at: an override without an end is not kept")
        return self

    def covers(self, rule: str, moment: Moment) -> bool:
        """Whether the override answers `rule` at `moment`: from `at`, up to but without `ends`."""
        return self.rule == rule and self.at <= moment < self.ends


class Order(Stamped):
    """Any order. `at` is when it takes effect."""

    overrides: tuple[Override, ...] = ()
    note: str = Field(default="", max_length=10_000)
    as_written: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="The texts that amounts were read from; kept by Lentus, unchanged."
    )

    @model_validator(mode="before")
    @classmethod
    def _keep_wording(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {"as_written": _wording(data), **_with_zone(data)}

    @model_validator(mode="after")
    def _wording_says_the_same(self) -> Self:
        for name, texts in self.as_written.items():
            if not _reads_as(texts, getattr(self, name, None)):
                raise ValueError(f"as_written: {name} {', '.join(texts)} is not what {name} says: leave as_written out")
        return self

    def wording(self, field: str) -> tuple[str, ...]:
        """The texts that `field` was read from, in order; empty where the field was not written as text."""
        return self.as_written.get(field, ())


def _reads_as(texts: tuple[str, ...], value: object) -> bool:
    """Whether the kept texts still read as the amounts of the order."""
    amounts = value if isinstance(value, tuple) else (value,)
    try:
        return tuple(read(text) for text in texts) == amounts
    except QuantityError:
        return False


def _with_zone(data: dict[str, Any]) -> dict[str, Any]:
    """An override without a time or zone of its own begins with its order, on its order's clock."""
    if not isinstance(data.get("overrides"), list | tuple):
        return data
    own = {name: data[name] for name in ("at", "zone") if name in data}
    return {
        **data,
        "overrides": [{**own, **one} if isinstance(one, dict) else one for one in data["overrides"]],
    }


def _wording(data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    kept: dict[str, tuple[str, ...]] = {}
    for name in QUANTITIES:
        value = data.get(name)
        texts = value if isinstance(value, list | tuple) else (value,)
        written = tuple(text for text in texts if isinstance(text, str))
        if written:
            kept[name] = written
    return kept


class OralOrder(Order):
    """A day's doses by mouth, from `at` on, until something else is ordered."""

    kind: Literal["oral"] = "oral"
    doses: tuple[Mass, ...] = Field(min_length=1, max_length=24, description="Each single dose of one day, in mg.")
    reason: DoseReason = "titration"
    product: str | None = Field(default=None, description="Product key; see `lentus products`.")
    volume_each: Volume | None = Field(default=None, description="What is drawn up for each dose.")
    route: Route = "oral"
    prescriber: str = Field(default="", max_length=200)


class OralStopOrder(Order):
    """Stop baclofen by mouth at once."""

    kind: Literal["oral stop"] = "oral stop"
    reason: StopReason
    owner: str = Field(default="", max_length=200, description="The prescriber who owns an abrupt stop.")


class TaperStep(Written):
    """The doses of a day from `day` (1 is the first) until the next step; no doses means none are taken."""

    day: int = Field(ge=1, le=366)
    doses: tuple[Mass, ...] = Field(max_length=24)


class OralTaperOrder(Order):
    """Withdraw baclofen by mouth slowly."""

    kind: Literal["oral taper"] = "oral taper"
    steps: tuple[TaperStep, ...] = Field(min_length=1)
    reason: StopReason = "other"

    @model_validator(mode="after")
    def _in_order(self) -> OralTaperOrder:
        days = [step.day for step in self.steps]
        if days[0] != 1 or days != sorted(set(days)):
            raise ValueError("steps must begin at day 1 and each begin later than the one before")
        return self


class TransdermalOrder(Order):
    """A compounded preparation for the skin; its text is kept and nothing is computed from it."""

    kind: Literal["transdermal"] = "transdermal"
    text: str = Field(min_length=1, max_length=2_000)


class ScreeningOrder(Order):
    """One screening dose."""

    kind: Literal["screening"] = "screening"
    dose: Mass
    concentration: Concentration | None = None
    over: Duration | None = Field(default=None, description="How long the injection takes.")
    route: Route = "intrathecal"
    product: str | None = None


class DischargeOrder(Order):
    """End the observation after a screening dose."""

    kind: Literal["end of observation"] = "end of observation"
    stable: bool | None = Field(default=None, description="Cardiopulmonary state stable and recovered.")


class ImplantOrder(Order):
    """Implant a pump."""

    kind: Literal["implant"] = "implant"
    device: str | None = None
    depth: Length | None = Field(default=None, description="Depth of the pump under the skin.")


class PumpStartOrder(Order):
    """The first 24 hours of a pump."""

    kind: Literal["pump start"] = "pump start"
    daily_dose: DoseRate
    concentration: Concentration | None = None
    path_volume: Volume | None = Field(default=None, description="Pump tubing and catheter, to the tip.")
    primed: bool | None = Field(default=None, description="Whether the path already holds drug to the tip.")
    device: str | None = None


class PumpDoseOrder(Order):
    """Another daily dose for a running pump."""

    kind: Literal["pump dose"] = "pump dose"
    daily_dose: DoseRate
    reason: DoseReason
    mode: PumpMode | None = Field(default=None, description="As before where left out.")
    hourly_rate: DoseRate | None = None
    flow: FlowRate | None = None
    steps: tuple[ProgramStep, ...] = Field(default=(), max_length=400, description="The day of a flex program.")
    bolus: Mass | None = Field(default=None, description="A single bolus given with it.")
    patient_bolus: OwnBolus | None = Field(
        default=None, description="What the patient may add; none may be given where left out."
    )


class RefillOrder(Order):
    """Fill the reservoir. `concentration` is what the label of the drug says, `programmed` what the pump is told."""

    kind: Literal["refill"] = "refill"
    concentration: Concentration | None = None
    programmed: Concentration | None = None
    volume: Volume | None = None
    product: str | None = None
    ndc: str | None = None
    lot: str = Field(default="", max_length=100)
    expires: date | None = None
    diluent: str | None = Field(default=None, max_length=200)
    other_drugs: tuple[str, ...] = ()
    opened_before: bool | None = Field(default=None, description="A container already used for something else.")
    bridge: bool | None = Field(default=None, description="A bridge bolus is programmed for a change of strength.")
    sterile_field: bool = Field(default=False, description="Before implantation, in an aseptic field.")
    port: Literal["reservoir fill port", "catheter access port"] = "reservoir fill port"
    route: Route = "intrathecal"
    device: str | None = None


class PumpStopOrder(Order):
    """Stop or empty the pump."""

    kind: Literal["pump stop"] = "pump stop"
    reason: StopReason
    owner: str = Field(default="", max_length=200)


class HolidayStep(Written):
    """The intrathecal daily dose from `day` (1 is the first) until the next step."""

    day: int = Field(ge=1, le=366)
    daily_dose: DoseRate


class HolidayOrder(Order):
    """A drug holiday: a gradual withdrawal of intrathecal baclofen, then a time without, then a fresh start."""

    kind: Literal["drug holiday"] = "drug holiday"
    setting: Setting
    steps: tuple[HolidayStep, ...] = Field(min_length=1, description="The reduction, day by day.")
    withdrawal_days: int = Field(ge=1, le=366, description="Days from the first reduction to none.")
    drug_free_days: int | None = Field(default=None, ge=0, le=366)
    alternative: str = Field(default="", max_length=500, description="Another treatment, from the first day.")
    alternative_from_day: int | None = Field(default=None, ge=1, le=366)
    minimum_flow: FlowRate | None = Field(default=None, description="The pump's own minimum, with `concentration`.")
    concentration: Concentration | None = None

    @model_validator(mode="after")
    def _in_order(self) -> HolidayOrder:
        days = [step.day for step in self.steps]
        if days[0] != 1 or days != sorted(set(days)):
            raise ValueError("steps must begin at day 1 and each begin later than the one before")
        return self


class RestartOrder(Order):
    """Start the pump again after an interruption or a holiday."""

    kind: Literal["pump restart"] = "pump restart"
    daily_dose: DoseRate
    concentration: Concentration | None = None


class WeanChange(Written):
    """One other drug against spasticity, or baclofen by mouth, and its new daily amount."""

    drug: str = Field(min_length=1, max_length=200)
    from_daily: Mass
    to_daily: Mass


class WeanOrder(Order):
    """Reduce oral drugs once the pump runs."""

    kind: Literal["wean"] = "wean"
    changes: tuple[WeanChange, ...] = Field(min_length=1)


class MedicineOrder(Order):
    """Another drug, looked at for what it does together with baclofen."""

    kind: Literal["medicine"] = "medicine"
    name: str = Field(min_length=1, max_length=200)
    route: str = Field(default="", max_length=100)


class ConversionOrder(Order):
    """A request to convert a dose from one route to another. No source gives a conversion."""

    kind: Literal["conversion"] = "conversion"
    from_route: Route
    to_route: Route
    daily_dose: DoseRate | None = None


AnyOrder = Annotated[
    OralOrder
    | OralStopOrder
    | OralTaperOrder
    | TransdermalOrder
    | ScreeningOrder
    | DischargeOrder
    | ImplantOrder
    | PumpStartOrder
    | PumpDoseOrder
    | RefillOrder
    | PumpStopOrder
    | HolidayOrder
    | RestartOrder
    | WeanOrder
    | MedicineOrder
    | ConversionOrder,
    Field(discriminator="kind"),
]
"""Any order, told apart by its `kind`."""

ORDERS: tuple[type[Order], ...] = get_args(get_args(AnyOrder)[0])
"""Every order class."""

__all__ = [
    "ORDERS",
    "AnyOrder",
    "ConversionOrder",
    "DischargeOrder",
    "HolidayOrder",
    "HolidayStep",
    "ImplantOrder",
    "MedicineOrder",
    "OralOrder",
    "OralStopOrder",
    "OralTaperOrder",
    "Order",
    "Override",
    "PumpDoseOrder",
    "PumpStartOrder",
    "PumpStopOrder",
    "RefillOrder",
    "RestartOrder",
    "ScreeningOrder",
    "TaperStep",
    "TransdermalOrder",
    "WeanChange",
    "WeanOrder",
]
