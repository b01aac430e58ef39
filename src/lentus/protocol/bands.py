"""Which band of steps applies to a patient: by origin of the spasticity, by age, and by the order's own reason.

Titration and maintenance overlap in time; no source says on which day one turns into the other. The order's reason
decides: who writes "maintenance" says that a dose has been found and is being adjusted, mostly at a refill, and the
wider band is read. Every other reason is read as titration. Where the record does not bear the word out, both bands are
asked (`lentus.protocol.titration.claim`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.words import DoseReason, Origin, Profile

SPINAL = "titration.step-adult-spinal"
CEREBRAL = "titration.step-adult-cerebral"
PEDIATRIC = "titration.step-pediatric"
MAINTENANCE_SPINAL = "maintenance.step-spinal"
MAINTENANCE_CEREBRAL = "maintenance.step-cerebral"

ORIGIN = "origin of the spasticity (spinal or cerebral)"
BORN = "date of birth"


@dataclass(frozen=True, slots=True)
class Band:
    """Steps from `usual` on, up to `highest`, both in percent of the current dose; `fact` is where they stand."""

    fact: str
    usual: Fraction
    highest: Fraction


@dataclass(frozen=True, slots=True)
class Unknown:
    """No band can be chosen: `missing` names the facts that would choose one."""

    missing: tuple[str, ...]


def band_of(fact: str, profile: Profile = "us") -> Band:
    """The band that stands in the monograph under `fact`."""
    usual, highest = monograph.percent_range(fact, profile)
    return Band(fact, usual, highest)


def child_at(state: State, moment: datetime) -> bool | None:
    """Whether the children's step is used at `moment`; None where the date of birth is not known."""
    age = state.age(moment)
    return None if age is None else age < monograph.age("titration.pediatric-below", state.patient.profile)


def band_for(state: State, moment: datetime, reason: DoseReason) -> Band | Unknown:
    """The band for an increase at `moment` for `reason`, or what is missing to choose one.

    A fact is asked for only where it makes a difference: a child's step does not depend on the origin, and a cerebral
    step of an adult is the same as a child's.
    """
    profile = state.patient.profile
    choices = {band_of(fact, profile) for fact in _facts(state, moment, reason)}
    sizes = {(band.usual, band.highest) for band in choices}
    if len(sizes) == 1:
        return min(choices, key=lambda band: band.fact)
    return Unknown(_missing(state, moment, reason))


def _facts(state: State, moment: datetime, reason: DoseReason) -> set[str]:
    """Every band that could apply, given what is known."""
    if reason == "maintenance":
        return {_MAINTENANCE[origin] for origin in _origins(state)}
    child = child_at(state, moment)
    adult = {_TITRATION[origin] for origin in _origins(state)}
    if child is None:
        return adult | {PEDIATRIC}
    return {PEDIATRIC} if child else adult


_TITRATION: dict[Origin, str] = {"spinal": SPINAL, "cerebral": CEREBRAL}
_MAINTENANCE: dict[Origin, str] = {"spinal": MAINTENANCE_SPINAL, "cerebral": MAINTENANCE_CEREBRAL}


def _origins(state: State) -> tuple[Origin, ...]:
    return ("spinal", "cerebral") if state.origin is None else (state.origin,)


def _missing(state: State, moment: datetime, reason: DoseReason) -> tuple[str, ...]:
    lacking = [ORIGIN] if state.origin is None else []
    if reason != "maintenance" and child_at(state, moment) is None:
        lacking.append(BORN)
    return tuple(lacking)
