"""What is known about a patient's kidneys: creatinine clearance, eGFR, dialysis and stage, each for itself.

Clearance and eGFR are different measures and are never read for one another. Where no clearance is reported it is
worked out from creatinine by a standard equation, with the weight that was used and the dates of both, since an old
value says little about today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from lentus import monograph
from lentus.course import State
from lentus.course.state import Noted
from lentus.monograph import Age, Band, BandTable
from lentus.protocol.exposure import age_at
from lentus.quantity import Concentration, Egfr, FlowRate, Reading, Weight, show
from lentus.quantity.dates import day

CLEARANCE_TABLE = "renal.vlavonou"
EGFR_TABLE = "renal.ajkd"
EQUATION = "renal.cockcroft-gault"
REPORTED = "reported creatinine clearance or eGFR"


@cache
def table(table_id: str) -> BandTable:
    """A band table of the monograph, kept once found: every order asks for it several times."""
    return monograph.bands(table_id)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Creatinine clearance, reported or worked out; then `weight` is the one used, with its date."""

    value: FlowRate
    at: datetime
    how: Literal["reported", "Cockcroft-Gault"]
    weight: Weight | None = None
    weighed: datetime | None = None
    old: str = ""

    @property
    def words(self) -> str:
        """The clearance with how, when and by which weight it came about."""
        value = show(self.value, "mL/min", None if self.how == "reported" else 1)
        dated = f"{day(self.at)}{self.old}"
        if self.weight is None or self.weighed is None:
            return f"creatinine clearance {value} (reported {dated})"
        return (
            f"creatinine clearance {value} (Cockcroft-Gault, creatinine of {dated}, "
            f"weight {show(self.weight, 'kg')} of {day(self.weighed)})"
        )


@dataclass(frozen=True, slots=True)
class Unread:
    """A creatinine that no clearance can be worked out from: the value as it came, and how old it is."""

    value: Concentration
    at: datetime
    old: str

    @property
    def words(self) -> str:
        """The value as it came, with its date and age."""
        return f"creatinine {show(self.value, 'mg/dL', 2)} ({day(self.at)}{self.old})"


def old(at: datetime, now: datetime) -> str:
    """How many days lie between a result and now, for a bracket; no source says from when on a result is too old."""
    days = (now.astimezone(UTC) - at.astimezone(UTC)).days
    return ", today" if days < 1 else ", 1 day old" if days == 1 else f", {days} days old"


@dataclass(frozen=True, slots=True)
class Kidneys:
    """Everything known about the kidneys at one moment; None means not known.

    `clearance_band` and `egfr_band` are where the values lie in the published tables; the review of eGFR has no band
    where it gives no advice.
    """

    clearance: Clearance | None
    missing: tuple[str, ...]
    egfr: Egfr | None
    egfr_at: datetime | None
    dialysis: bool | None
    late_stage: bool | None
    clearance_band: Band | None
    egfr_band: Band | None
    egfr_old: str = ""
    unread: Unread | None = None

    @property
    def known(self) -> bool:
        """Whether anything at all can be said."""
        return self.clearance is not None or self.egfr is not None or self.dialysis is True or self.late_stage is True

    @property
    def severe(self) -> bool:
        """Whether the sources conflict about giving baclofen at all: stage 4 or 5, or a value in the lowest bands."""
        lowest = (band is not None and band.low is None for band in (self.clearance_band, self.egfr_band))
        return self.late_stage is True or any(lowest)

    @property
    def reduced(self) -> bool:
        """Whether any proposal advises less than the usual dose."""
        shared = self.clearance_band is not None and self.clearance_band.high is not None
        return self.dialysis is True or self.severe or shared or self.egfr_band is not None

    @property
    def words(self) -> str:
        """What is known, with dates, in one line."""
        told = []
        if self.dialysis:
            told.append("on dialysis")
        if self.late_stage:
            told.append("chronic kidney disease stage 4 or 5")
        if self.clearance is not None:
            told.append(self.clearance.words)
        if self.egfr is not None and self.egfr_at is not None:
            told.append(f"eGFR {show(self.egfr)} ({day(self.egfr_at)}{self.egfr_old})")
        return "; ".join(told) if told else "kidney function not recorded"


def kidneys(state: State) -> Kidneys:
    """What the record says about the kidneys at `state.now`."""
    found = clearance(state)
    egfr = state.laboratory.get("eGFR")
    value = egfr.value if egfr is not None and isinstance(egfr.value, Egfr) else None
    return Kidneys(
        clearance=found if isinstance(found, Clearance) else None,
        missing=() if isinstance(found, Clearance) else found,
        egfr=value,
        egfr_at=egfr.at if egfr is not None and value is not None else None,
        dialysis=state.condition("dialysis"),
        late_stage=state.condition("chronic kidney disease stage 4 or 5"),
        clearance_band=table(CLEARANCE_TABLE).at(found.value) if isinstance(found, Clearance) else None,
        egfr_band=None if value is None else table(EGFR_TABLE).find(value),
        egfr_old="" if egfr is None else old(egfr.at, state.now),
        unread=None if isinstance(found, Clearance) else _unread(state),
    )


def _unread(state: State) -> Unread | None:
    """The recorded creatinine, for where nothing is worked out from it."""
    noted = state.laboratory.get("creatinine")
    if noted is None or not isinstance(noted.value, Concentration):
        return None
    return Unread(noted.value, noted.at, old(noted.at, state.now))


def clearance(state: State) -> Clearance | tuple[str, ...]:
    """Creatinine clearance, or the names of the facts that are missing for it.

    A reported clearance is taken unless a later creatinine allows a newer one to be worked out.
    """
    reported = state.laboratory.get("creatinine clearance")
    creatinine = state.laboratory.get("creatinine")
    if reported is not None and isinstance(reported.value, FlowRate):
        own = Clearance(reported.value, reported.at, "reported", old=old(reported.at, state.now))
        if creatinine is None or creatinine.at <= reported.at:
            return own
        newer = _worked_out(state, creatinine)
        return newer if isinstance(newer, Clearance) else own
    return _worked_out(state, creatinine)


def _worked_out(
    state: State, creatinine: Noted[Concentration | FlowRate | Reading] | None
) -> Clearance | tuple[str, ...]:
    level = creatinine.value if creatinine is not None else None
    age, weight, sex = age_at(state, state.now), state.weight, state.patient.sex
    missing = tuple(
        name
        for name, there in (
            ("creatinine", isinstance(level, Concentration) and level.amount("mg/dL") > 0),
            ("date of birth", age is not None),
            ("weight", weight is not None),
            ("sex", sex is not None),
        )
        if not there
    )
    if missing or age is None or weight is None or creatinine is None or not isinstance(level, Concentration):
        return missing
    if age < monograph.age("renal.cockcroft-gault-from-age", state.patient.profile):
        return ("reported creatinine clearance (the equation was made in adults)",)
    value = cockcroft_gault(age, weight.value, level, female=sex == "female")
    return Clearance(value, creatinine.at, "Cockcroft-Gault", weight.value, weight.at, old(creatinine.at, state.now))


def cockcroft_gault(age: Age, weight: Weight, creatinine: Concentration, *, female: bool) -> FlowRate:
    """Creatinine clearance by the Cockcroft-Gault equation, exact and unrounded.

    Raises ZeroDivisionError for a creatinine of zero; below zero, for ages over the equation's own, it gives zero.
    """
    years = max(0, monograph.count("renal.cockcroft-gault-age") - age.years)
    divisor = monograph.count("renal.cockcroft-gault-divisor") * creatinine.amount("mg/dL")
    value = years * weight.amount("kg") / divisor
    factor = monograph.fraction("renal.cockcroft-gault-female") if female else 1
    return FlowRate.exact(value * factor, "mL/min")
