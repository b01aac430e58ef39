"""What every order has: when it takes effect, the wording it was written in, and who overrode what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from lentus.course.stamped import Moment, Stamped
from lentus.errors import QuantityError
from lentus.quantity import read

QUANTITIES = (
    "doses",
    "dose",
    "daily_dose",
    "volume_each",
    "concentration",
    "dispense",
    "hourly_rate",
    "oral_doses",
    "bolus",
    "steps.rate",
    "steps.doses",
    "steps.daily_dose",
    "patient_bolus.dose",
    "stages.daily_dose",
)
"""Fields whose original wording an order keeps; of one inside another, the names of both."""


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
            if not _reads_as(texts, _inside(self, name)):
                raise ValueError(f"as_written: {name} {', '.join(texts)} is not what {name} says: leave as_written out")
        return self

    def wording(self, field: str) -> tuple[str, ...]:
        """The texts that `field` was read from, in order; empty where the field was not written as text."""
        return self.as_written.get(field, ())


def _reads_as(texts: tuple[str, ...], value: object) -> bool:
    """Whether the kept texts still read as the amounts of the order."""
    try:
        return tuple(read(text) for text in texts) == _flat(value)
    except QuantityError:
        return False


def _flat(value: object) -> tuple[object, ...]:
    """One value, or each of a list of them, in order, however deep they lie."""
    if not isinstance(value, list | tuple):
        return (value,)
    return tuple(inner for one in value for inner in _flat(one))


def _inside(whole: object, name: str) -> object:
    """What stands under a name such as `steps.rate`, in a model or in data as it came; None where nothing does."""
    for part in name.split("."):
        if isinstance(whole, list | tuple):
            whole = tuple(_inside(one, part) for one in whole)
        else:
            whole = whole.get(part) if isinstance(whole, dict) else getattr(whole, part, None)
    return whole


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
        written = tuple(text for text in _flat(_inside(data, name)) if isinstance(text, str))
        if written:
            kept[name] = written
    return kept


def begin_in_order(days: Iterable[int]) -> None:
    """ValueError unless steps begin on day 1 and each on a later day than the one before."""
    found = list(days)
    if found[0] != 1 or found != sorted(set(found)):
        raise ValueError("steps must begin at day 1 and each begin later than the one before")
