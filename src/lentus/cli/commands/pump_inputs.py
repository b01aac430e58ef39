"""What the pump commands read from their flags: the device, the path, a start, and each left out said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lentus import monograph
from lentus.course import read_moment
from lentus.errors import PlanError
from lentus.present.pump_page import Said
from lentus.protocol.units import mass_unit
from lentus.pump import Entered, PathStated, Pump, Visit, device_of, tubing_of_version, tubing_versions
from lentus.quantity import Concentration, DoseRate, Mass, Volume

GIVEN = "given with this command"
NO_ZONE = "UTC"


def pump_named(key: str, entered: Mapping[str, Entered] | None = None) -> Pump | None:
    """The device of that key with figures from the command line over its own; None where none is named."""
    if not key:
        return None
    keys = [one.key for one in monograph.devices() if one.kind != "catheter"]
    if key not in keys:
        raise PlanError(f"no pump is called {key!r}: there are {', '.join(keys)}")
    return device_of(key, entered)


def start_named(text: str, zone: str) -> tuple[datetime | None, tuple[Said, ...]]:
    """A start on the clock of a zone, and a word where no zone was given."""
    if not text:
        return None, ()
    moment = read_moment(text, zone or NO_ZONE)
    # An offset written in the time itself is a zone.
    if zone or text[-1] == "Z" or text[-6:-5] in ("+", "-"):
        return moment, ()
    return moment, (Said("info", f"No --zone was given: {text} is read on the clock of {NO_ZONE}."),)


FLAGS = {"old": "--from", "new": "--to"}
"""Flags that are not called like what they give."""


def _flag(name: str) -> str:
    return FLAGS.get(name, f"--{name.replace('_', '-')}")


def required(given: Mapping[str, str], *names: str) -> None:
    """Refuse a question without what it is about: neither a plan nor these flags."""
    missing = [_flag(name) for name in names if not given[name]]
    if missing:
        raise PlanError(f"not given: {', '.join(missing)}; give each, or a plan file instead")


def alone(given: Mapping[str, object], *beside: str) -> None:
    """Refuse flags beside a plan, other than those named: the plan says it all."""
    found = [_flag(name) for name, value in given.items() if value and name not in beside]
    if found:
        raise PlanError(f"{', '.join(found)} beside a plan: write it into the plan, or leave the plan out")


def path_given(path: str, tubing: str, catheter: str) -> PathStated:
    """The path as one volume, or as tubing (a volume or a version's id) and catheter. PlanError for neither or both."""
    if path and (tubing or catheter):
        raise PlanError("the path is given twice: with --path, or with --tubing and --catheter")
    if path:
        return PathStated.whole(Volume.read(path))
    if not (tubing and catheter):
        raise PlanError(
            'the path is missing: give --path "0.34 mL", or --tubing and --catheter; a volume that nobody '
            "knows is not guessed"
        )
    part, facts = tubing_given(tubing)
    return PathStated.of_parts(part, Volume.read(catheter), facts)


def tubing_given(text: str) -> tuple[Volume, tuple[str, ...]]:
    """A tubing volume, or the volume of a version by its id with the fact behind it."""
    versions = tubing_versions()
    if text in versions:
        return tubing_of_version(text)
    if not text[:1].isdigit():
        raise PlanError(f"tubing {text!r}: write a volume, or a version: {', '.join(versions)}")
    return Volume.read(text), ()


def dose(text: str) -> DoseRate | None:
    """A dose rate, or none given."""
    return dose_rate(text) if text else None


def dose_rate(text: str) -> DoseRate:
    """A pump's daily dose. PlanError where it is written in another unit than mcg, or not per day."""
    read = DoseRate.read(text)
    own_unit(text)
    per_day(text)
    return read


def bolus_dose(text: str) -> Mass:
    """An intrathecal dose. PlanError where it is written in another unit of mass than mcg."""
    read = Mass.read(text)
    own_unit(text)
    return read


def own_unit(text: str) -> None:
    """Refuse an intrathecal dose that is not written in the unit of intrathecal doses."""
    unit = monograph.text("units.intrathecal-dose-unit")
    if mass_unit(text) != unit:
        raise PlanError(
            f"{text!r} is written in {mass_unit(text)}, and intrathecal doses are written in {unit}: one taken for the "
            f"other is a thousand times wrong; look at the order, and write it in {unit}"
        )


def per_day(text: str) -> None:
    """Refuse a daily dose that is written per hour, minute or week: read for the other it is 24 times wrong or more."""
    span = monograph.text("units.daily-dose-time")
    written = text.rpartition("/")[2].strip()
    if written != span:
        raise PlanError(
            f"{text!r} is written per {written}, and a daily dose is written per {span}: one taken for the other is "
            f"many times wrong; look at the order, and write it in mcg/{span}"
        )


VISIT = "20 mL filled, 8.85 mL programmed, 9 mL aspirated"
_PARTS = ("filled", "programmed", "aspirated")


def visits_named(texts: Sequence[str]) -> tuple[Visit, ...]:
    """Earlier refills, each as "20 mL filled, 8.85 mL programmed, 9 mL aspirated", the first one first.

    PlanError for anything else, and for more aspirated than filled.
    """
    return tuple(_visit(text) for text in texts)


def _visit(text: str) -> Visit:
    held = {name: amount for amount, _, name in (part.strip().rpartition(" ") for part in text.split(","))}
    if sorted(held) != sorted(_PARTS) or len(text.split(",")) != len(_PARTS):
        raise PlanError(f'a refill {text!r}: write "{VISIT}", each of the three once')
    visit = Visit(*(Volume.read(held[name]) for name in _PARTS))
    if visit.aspirated > visit.filled:
        raise PlanError(f"a refill {text!r}: more was aspirated than had been filled; correct one of the two")
    return visit


def strength(text: str) -> Concentration | None:
    """A strength, or none given."""
    return Concentration.read(text) if text else None


def volume(text: str) -> Volume | None:
    """A volume, or none given."""
    return Volume.read(text) if text else None
