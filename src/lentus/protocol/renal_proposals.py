"""Each published proposal for reduced kidney function, as one row beside the others.

They answer to different measures and disagree. A row that cannot be read for this patient says which fact is missing;
a row that does not concern the patient says so. Nothing here is an order, and nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from lentus import monograph
from lentus.course import State
from lentus.course.words import Profile
from lentus.monograph import Percent
from lentus.protocol.exposure import age_at
from lentus.protocol.kidney import CLEARANCE_TABLE, EGFR_TABLE, Kidneys, kidneys, table
from lentus.quantity import DoseRate, Egfr, FlowRate, show, show_percent


@dataclass(frozen=True, slots=True)
class Proposal:
    """One source's advice for one patient and one daily dose by mouth.

    `fraction` is the share of the usual dose to give and `dose` what that makes of the dose asked about; a fixed
    published dose stands in `dose` alone. `applies` is False where the row does not concern the patient or
    `missing` names what it lacks.
    """

    id: str
    by: str
    measure: str
    advice: str
    applies: bool
    reading: FlowRate | Egfr | None = None
    fraction: Fraction | None = None
    dose: DoseRate | None = None
    lowest_toxic: DoseRate | None = None
    risk_difference: Fraction | None = None
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    verified: bool = True

    @property
    def words(self) -> str:
        """The row as one sentence or two."""
        part = worked_out(self.dose) if self.fraction and self.dose else ""
        return f"{self.by}: {self.advice}{part}"


def worked_out(dose: DoseRate) -> str:
    """What a share of the dose asked about comes to: the part of a row that no source has written."""
    return f" That is {show(dose, 'mg/day')} of the dose asked about."


def renal_proposals(state: State, daily: DoseRate) -> tuple[Proposal, ...]:
    """Every published proposal for a `daily` dose by mouth, side by side, in the order of the register."""
    return proposals_for(state, kidneys(state), daily)


def proposals_for(state: State, kidney: Kidneys, daily: DoseRate) -> tuple[Proposal, ...]:
    """As `renal_proposals`, for kidneys that were looked at already."""
    return (
        _by_clearance(kidney, daily),
        _by_egfr(kidney),
        *_fixed(kidney, state.patient.profile),
        _older(state, kidney, daily),
    )


def _by_clearance(kidney: Kidneys, daily: DoseRate) -> Proposal:
    head = table(CLEARANCE_TABLE)
    row = ("Vlavonou 2014, by creatinine clearance", "creatinine clearance")
    band = kidney.clearance_band
    if band is None or kidney.clearance is None:
        words = f"not read: needs {', '.join(kidney.missing)}."
        return Proposal(head.id, *row, words, applies=False, missing=kidney.missing, sources=head.sources)
    share = band.holds.items[0]
    fraction = share if isinstance(share, Fraction) else Fraction(1)
    return Proposal(
        head.id,
        *row,
        band.says,
        applies=True,
        reading=kidney.clearance.value,
        fraction=fraction,
        dose=daily * fraction,
        sources=band.sources,
        verified=band.verified,
    )


def _by_egfr(kidney: Kidneys) -> Proposal:
    head = table(EGFR_TABLE)
    row = ("Kidney review 2018, by eGFR", "eGFR")
    if kidney.egfr is None and not kidney.dialysis:
        return Proposal(head.id, *row, "not read: needs eGFR.", applies=False, missing=("eGFR",), sources=head.sources)
    if kidney.dialysis:
        fact = monograph.fact("renal.dialysis-avoid")
        return Proposal(head.id, *row, fact.says, applies=True, reading=kidney.egfr, sources=fact.sources)
    band = kidney.egfr_band
    if band is None:
        words = "gives no advice at this eGFR."
        return Proposal(head.id, *row, words, applies=False, reading=kidney.egfr, sources=head.sources)
    return Proposal(head.id, *row, band.says, applies=True, reading=kidney.egfr, sources=band.sources)


def _fixed(kidney: Kidneys, profile: Profile) -> Iterator[Proposal]:
    """Sources that give a fixed daily dose to a group, with the lowest daily dose that poisoned it."""
    late = kidney.severe and not kidney.dialysis
    yield _group(
        "renal.cheong-start", "renal.cheong-lowest-toxic", "Cheong 2020", "stage 4 or 5", profile=profile, applies=late
    )
    on = bool(kidney.dialysis)
    yield _group(
        "renal.cheong-dialysis-start",
        "renal.cheong-dialysis-lowest-toxic",
        "Cheong 2020",
        "dialysis",
        profile=profile,
        applies=on,
    )
    yield _group("renal.hong-kong-dialysis", None, "Hong Kong text", "dialysis", profile=profile, applies=on)


@cache
def _group(dose: str, toxic: str | None, by: str, group: str, *, profile: Profile, applies: bool) -> Proposal:
    fact = monograph.fact(dose)
    fixed = monograph.dose_rate(dose, profile)
    lowest = monograph.dose_rate(toxic, profile) if toxic else None
    seen = f"; lowest toxic daily dose seen {show(lowest, 'mg/day')}" if lowest is not None else ""
    return Proposal(
        dose,
        f"{by}, {group}",
        group,
        f"{show(fixed, 'mg/day')}{seen}.",
        applies=applies,
        dose=fixed,
        lowest_toxic=lowest,
        sources=fact.sources,
        verified=fact.verified,
    )


def _older(state: State, kidney: Kidneys, daily: DoseRate) -> Proposal:
    head = table("renal.muanda")
    row = ("Muanda 2019, the old, by eGFR", "eGFR")
    age = age_at(state, state.now)
    missing = tuple(name for name, value in (("date of birth", age), ("eGFR", kidney.egfr)) if value is None)
    if missing or age is None or kidney.egfr is None:
        words = f"not read: needs {', '.join(missing)}."
        return Proposal(head.id, *row, words, applies=False, missing=missing, sources=head.sources)
    band = head.find(kidney.egfr)
    low_dose = daily < monograph.dose_rate("renal.muanda-dose", state.patient.profile)
    if band is None or age < monograph.age("renal.muanda-age", state.patient.profile) or low_dose:
        words = "does not concern this age, eGFR or dose."
        return Proposal(head.id, *row, words, applies=False, reading=kidney.egfr, sources=head.sources)
    held = band.holds.items[0]
    risk = held.amount if isinstance(held, Percent) else None
    words = f"risk of a hospital stay for encephalopathy higher by {show_percent(risk or 0)} than on a lower dose."
    return Proposal(head.id, *row, words, applies=True, reading=kidney.egfr, risk_difference=risk, sources=band.sources)
