"""Results of the kidney as laboratories send them: which LOINC code means what, and in which units it is read.

A code names the analyte and the kind of its amount; the unit is read by UCUM. Where the two contradict each other,
nothing is read. A rate that was worked out with a patient's race is not read either: records send two of them side by
side, and which of the two holds is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity.dimension import MASS_UNITS, VOLUME_UNITS
from lentus.quantity.numerals import written

Amount = Literal["mass", "moles", "rate", "by race"]

CPG = "HL7 FHIR Clinical Guidelines 1.0.0, value sets of the example on kidney disease, https://hl7.org/fhir/uv/cpg/"
DQM = "CMS measures 2026 as FHIR, https://build.fhir.org/ig/cqframework/dqm-content-cms-2026/"
CH = "HL7 Switzerland, CH LAB-Report, https://build.fhir.org/ig/hl7ch/ch-lab-report/"
R4 = "HL7 FHIR, example f205 of Observation, https://hl7.org/fhir/R4/observation-example-f205-egfr.json.html"
SEEN = "https://creatinineclearancecalculator.net/convert/units/, which agrees with the standard atomic weights"


@dataclass(frozen=True, slots=True)
class Code:
    """One LOINC code: its analyte in our word, which kind of amount it means, its name, and where that was read."""

    analyte: str
    amount: Amount
    name: str
    source: str


_PREDICTED = "Glomerular filtration rate/1.73 sq M.predicted"
LABORATORY = {
    "2160-0": Code("creatinine", "mass", "Creatinine [Mass/volume] in Serum or Plasma", f"{CPG}; {DQM}"),
    "38483-4": Code("creatinine", "mass", "Creatinine [Mass/volume] in Blood", DQM),
    "14682-9": Code("creatinine", "moles", "Creatinine [Moles/volume] in Serum or Plasma", f"{CPG}; {DQM}"),
    "77140-2": Code("creatinine", "moles", "Creatinine [Moles/volume] in Serum, Plasma or Blood", CPG),
    "98979-8": Code("eGFR", "rate", f"{_PREDICTED} by Creatinine-based formula (CKD-EPI 2021)", CH),
    "98980-6": Code("eGFR", "rate", f"{_PREDICTED} by Creatinine and Cystatin C-based formula (CKD-EPI 2021)", CH),
    "62238-1": Code("eGFR", "rate", f"{_PREDICTED} by Creatinine-based formula (CKD-EPI)", CH),
    "33914-3": Code("eGFR", "rate", f"{_PREDICTED} by Creatinine-based formula (MDRD)", f"{CPG}; {R4}"),
    "77147-7": Code("eGFR", "rate", f"{_PREDICTED} in Serum, Plasma or Blood (MDRD)", CPG),
    "76633-7": Code("eGFR", "rate", f"{_PREDICTED} in Blood (MDRD)", CPG),
    "88293-6": Code("eGFR", "by race", f"{_PREDICTED} among blacks (CKD-EPI)", CH),
    "48643-1": Code("eGFR", "by race", f"{_PREDICTED} among blacks (MDRD)", R4),
}
"""Codes whose meaning was read in a published source, each with it; any other code is not read."""

MOLAR_MASS = Fraction("113.12")
"""Grams of a mole of creatinine, C4H7N3O; see SEEN."""
MOLES = {"umol/L": Fraction(1), "nmol/mL": Fraction(1), "mmol/L": Fraction(1000), "umol/dL": Fraction(10)}
"""Units of an amount of substance in a volume, in micromoles a liter."""
RATES = ("mL/min/{1.73_m2}", "mL/min/{1.73m2}", "mL/min/1.73.m2")
"""How UCUM can write milliliters a minute for 1.73 square meters."""


def read_laboratory(code: str, given: Any) -> Plain | CannotRead | None:
    """The result of a Quantity with a UCUM unit; None where the code is none of the kidney's.

    A number of moles becomes a mass, exactly; the note says what was reported.
    """
    known = LABORATORY.get(code)
    if known is None:
        return None
    value, unit = exact(given.get("value")), str(given.get("code"))
    if value is None or value < 0:
        return CannotRead("it has no value that is a number", ("a value with its unit by UCUM",))
    if known.amount == "by race":
        return CannotRead(
            f"{known.name} was worked out with the patient's race", ("the result of a formula without race",)
        )
    text = _text(known, value, unit)
    if text is None:
        told = {"mass": "a mass in a volume", "moles": "moles in a volume", "rate": "mL/min for 1.73 m2"}[known.amount]
        return CannotRead(
            f"the code {code} means {told}, and the unit is {unit!r}", ("a code and a unit by UCUM that agree",)
        )
    return {"kind": "laboratory", "analyte": known.analyte, "value": text, **_as_reported(known, value, unit)}


def _text(known: Code, value: Fraction, unit: str) -> str | None:
    if known.amount == "rate":
        return f"{written(value)} mL/min/1.73 m2" if unit in RATES else None
    if known.amount == "moles":
        return f"{written(value * MOLES[unit] * MOLAR_MASS / 10_000)} mg/dL" if unit in MOLES else None
    over, _, under = CODES.get(unit, "").partition("/")
    return f"{written(value)} {over}/{under}" if over in MASS_UNITS and under in VOLUME_UNITS else None


def _as_reported(known: Code, value: Fraction, unit: str) -> Plain:
    return {"note": f"Reported as {written(value)} {unit}."} if known.amount == "moles" else {}
