"""A pump with what is known of it: published figures, what the clinic entered itself, and what nobody knows.

A figure that was not found stays unknown until a clinic enters it with its own source. Asking for it before that says
what is needed and computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from lentus import monograph
from lentus.errors import CannotAssess, PlanError
from lentus.monograph import Age, Fact, Percent, Tubing, Value
from lentus.monograph.device import MRI_HANDLING, figures_of
from lentus.pump.catheter import Bore
from lentus.quantity import Concentration, Duration, FlowRate, Length, Volume

T = TypeVar("T")

WORDS = {
    "reservoir": "reservoir volume",
    "residual": "volume that cannot be drawn or delivered",
    "port": "volume of the catheter access port",
    "minimum-flow": "lowest flow",
    "maximum-flow": "highest flow",
    "maximum-bolus-flow": "highest flow of a bolus",
    "accuracy-above": "upper accuracy limit",
    "accuracy-below": "lower accuracy limit",
    "alarm-volume": "low-reservoir alarm volume",
    "alarm-by": "way in which the alarm works",
    "steps-a-day": "most steps in a day",
    "actuation": "volume of one actuation",
    "life": "life of the pump",
    "refill-interval": "longest time between refills",
    "minimum-age": "lowest age",
    "strengths": "range of strengths",
    "mri": "handling for MRI",
    "mri-return": "longest time until flow returns after MRI",
    "valve-bolus": "volume that its valve lets through in a magnet",
    "septum-punctures": "number of septum punctures",
    "pocket-fill": "volume missing after a fill that suggests a pocket fill",
    "length": "length before trimming",
    "volume-per-cm": "volume of each centimeter",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A figure that the clinic entered, with where it has it from; `upto` is the upper end of a range."""

    value: Value
    source: str
    upto: Value | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in use. `published` is the fact of the monograph, where there is one, also under an entered figure."""

    name: str
    values: tuple[Value, ...]
    source: str
    verified: bool
    published: Fact | None
    entered: bool


@dataclass(frozen=True, slots=True)
class Pump:
    """A device in three lists: `figures` known and used, `told` known and not used, `unknown`."""

    key: str
    name: str
    kind: str
    drive: str
    figures: tuple[Figure, ...]
    told: tuple[Fact, ...]
    unknown: tuple[str, ...]
    tubings: tuple[Tubing, ...]

    def figure(self, name: str) -> Figure:
        """The figure of that name; CannotAssess, with what to enter, where it is not known.

        PlanError for a name that no figure of such a device has.
        """
        for figure in self.figures:
            if figure.name == name:
                return figure
        if name not in figures_of(self.kind):
            raise PlanError(f"{name!r} is no figure of {self.name}; there are {', '.join(figures_of(self.kind))}")
        words = WORDS[name]
        raise CannotAssess(f"the {words} of {self.name}", (f"the {words}, entered with its source",))

    def knows(self, name: str) -> bool:
        """Whether the figure is known."""
        return any(figure.name == name for figure in self.figures)

    def _one(self, name: str, kind: type[T]) -> T:
        value = self.figure(name).values[-1]
        assert isinstance(value, kind)
        return value

    def volume(self, name: str) -> Volume:
        """A figure that is a volume."""
        return self._one(name, Volume)

    def flow(self, name: str) -> FlowRate:
        """A figure that is a flow."""
        return self._one(name, FlowRate)

    def percent(self, name: str) -> Fraction:
        """A figure that is a percentage, as its number."""
        return self._one(name, Percent).amount

    def count(self, name: str) -> int:
        """A figure that is a whole number."""
        return self._one(name, int)

    def duration(self, name: str) -> Duration:
        """A figure that is a duration."""
        return self._one(name, Duration)

    def age(self, name: str) -> Age:
        """A figure that is a calendar span; of a range, the later end."""
        return self._one(name, Age)

    def words(self, name: str) -> str:
        """A figure that is said in words."""
        return self._one(name, str)

    def strengths(self) -> tuple[Concentration, Concentration]:
        """The range of strengths that it is labeled for."""
        low, high = self.figure("strengths").values
        assert isinstance(low, Concentration)
        assert isinstance(high, Concentration)
        return low, high


def device_of(key: str, entered: Mapping[str, Entered] | None = None) -> Pump:
    """The device of that key with the clinic's own figures over the published ones.

    UnknownFactError for a key that the monograph does not have; PlanError for a figure that this kind of device does
    not have, of the wrong kind, or without a source.
    """
    return _with_own(key, dict(entered)) if entered else _published(key)


@lru_cache(maxsize=64)
def _published(key: str) -> Pump:
    return _with_own(key, {})


def _with_own(key: str, own: dict[str, Entered]) -> Pump:
    device = monograph.device(key)
    kinds = figures_of(device.kind)
    for name, given in own.items():
        _prove(device.name, name, given, kinds)
    known = [name for name in kinds if name in own or device.fact_id(name)]
    return Pump(
        key=device.key,
        name=device.name,
        kind=device.kind,
        drive=device.drive,
        figures=tuple(_figure(name, device.fact_id(name), own.get(name)) for name in known),
        told=tuple(monograph.fact(fact_id) for fact_id in device.told),
        unknown=tuple(name for name in kinds if name not in known),
        tubings=monograph.tubings(key),
    )


def _prove(device: str, name: str, given: Entered, kinds: Mapping[str, type]) -> None:
    if name not in kinds:
        raise PlanError(f"{name!r} is no figure of {device}; there are {', '.join(kinds)}")
    if type(given.value) is not kinds[name]:
        raise PlanError(f"the {WORDS[name]} of {device} is a {kinds[name].__name__}, not {given.value}")
    if name == "mri" and given.value not in MRI_HANDLING:
        raise PlanError(f"the {WORDS[name]} of {device} is one of {', '.join(MRI_HANDLING)}, not {given.value}")
    _prove_range(device, name, given)
    if not given.source.strip():
        raise PlanError(f"the {WORDS[name]} of {device} was entered without a source: say where it stands")


def _prove_range(device: str, name: str, given: Entered) -> None:
    """PlanError where a range has no two ends in order, or a single figure has two."""
    if name != "strengths":
        if given.upto is not None:
            raise PlanError(f"the {WORDS[name]} of {device} is one figure and no range: enter one")
        return
    low, high = given.value, given.upto
    if not isinstance(low, Concentration) or not isinstance(high, Concentration):
        raise PlanError(
            f"the {WORDS[name]} of {device} has two ends: write the lower, to, and the upper, each with its unit"
        )
    if low > high:
        raise PlanError(f"the {WORDS[name]} of {device} begins at {low} and ends at {high}: exchange them")


def _figure(name: str, fact_id: str | None, own: Entered | None) -> Figure:
    fact = monograph.fact(fact_id) if fact_id else None
    if own is not None:
        values = (own.value,) if own.upto is None else (own.value, own.upto)
        return Figure(name, values, own.source, False, fact, True)
    assert fact is not None
    return Figure(name, fact.holds.us.items, ", ".join(fact.sources), fact.verified, fact, False)


def tubing_volume(version: str) -> Volume:
    """The volume of a stated version of the internal tubing; PlanError with the versions there are."""
    versions = {tubing.id: tubing for tubing in monograph.tubings()}
    if version not in versions:
        raise PlanError(f"no tubing version {version!r}; there are {', '.join(versions)}")
    return monograph.volume(versions[version].fact)


def bore_of(catheter: str) -> Bore:
    """The published bore of a catheter; CannotAssess where it was not found."""
    figure = device_of(catheter).figure("volume-per-cm")
    value = figure.values[0]
    assert isinstance(value, Volume)
    return Bore(value, figure.source)


def length_of(catheter: str) -> Length:
    """The published length of a catheter before trimming; CannotAssess where it was not found."""
    value = device_of(catheter).figure("length").values[0]
    assert isinstance(value, Length)
    return value
