"""A single dose as a Quantity says it, read to a mass or refused: `read_dose`.

Mass and volume count by their UCUM codes; a volume through the strength of its product. Tablets and the like count only
through a strength that the product's code tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import Content, content_of
from lentus.exchange.fhir.naming import SNOMED, UCUM
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.unit_words import TABLETS, is_mass_or_volume, said_unit
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import Concentration, Mass, Volume, canonical, show
from lentus.quantity.dimension import MASS_UNITS, VOLUME_UNITS
from lentus.quantity.numerals import fits, written

PARTS = 4
"""A tablet can be halved or quartered; a third of one is no number of milligrams that a decimal can say."""
_SNOMED_UNITS = {
    "258682000": "g",
    "258684004": "mg",
    "258685003": "ug",
    "258686002": "ng",
    "258773002": "mL",
    "258770004": "L",
    "732936001": TABLETS,
    "428673006": TABLETS,
}
"""Units by SNOMED CT, as the dictionary of medicines and devices of the NHS uses them beside UCUM's."""
NEEDS_UNIT = ("a dose in mg, ug or mL by UCUM",)


@dataclass(frozen=True, slots=True)
class Dose:
    """A single dose as read, with the words that say it."""

    mass: Mass
    volume: Volume | None
    wording: str


def read_dose(given: Any, resource: Resource) -> Dose | CannotRead:
    """A single dose, in mass; through the product's strength where it counts mL or tablets."""
    unit = unit_of(given)
    if isinstance(unit, CannotRead):
        return unit
    value = exact(given.get("value"))
    if value is None or value < 0 or "comparator" in given:
        return CannotRead("the dose is not one number", ("the dose as one number",))
    if unit in MASS_UNITS:
        mass = Mass.exact(value, unit)
        return Dose(mass, None, _written(value, unit, mass))
    content = content_of(resource)
    if isinstance(content, CannotRead):
        return CannotRead(f"the dose counts {unit}, and {content.reason}", content.needs, content.grave)
    return _in_volume(value, unit, content) if unit in VOLUME_UNITS else _in_tablets(value, unit, content)


def _written(value: Fraction, unit: str, mass: Mass) -> str:
    return f"{written(value)} {unit}" if fits(value) else canonical(mass)


def _counted_out(mass: Mass, content: Content) -> str:
    """A mass that nobody wrote, in the unit of its product's route: mcg for tablets would read as a slip."""
    if any(one.route != "oral" for one in content.products):
        return canonical(mass)
    return _written(mass.amount("mg"), "mg", mass)


def _in_volume(value: Fraction, unit: str, content: Content) -> Dose | CannotRead:
    if not isinstance(content.strength, Concentration):
        each = show(content.strength, "mg")
        return CannotRead(f"the dose is a volume, and the product has {each} in each unit", ("the dose as mg",))
    volume = Volume.exact(value, unit)
    mass = volume * content.strength
    return Dose(mass, volume, _counted_out(mass, content))


def _in_tablets(value: Fraction, unit: str, content: Content) -> Dose | CannotRead:
    forms = {one.form for one in content.products}
    if not isinstance(content.strength, Mass):
        return CannotRead(f"the dose counts {unit}, and the product is a liquid", ("the dose as mg or mL",))
    if unit != TABLETS or forms != {"tablet"}:
        return CannotRead(
            f"the dose counts {unit}, and the product is {' or '.join(sorted(forms))}", ("the dose as mg",)
        )
    if (value * PARTS).denominator != 1:
        return CannotRead(f"{float(value):g} tablets are no halves or quarters", ("the dose as mg",))
    mass = content.strength * value
    return Dose(mass, None, _counted_out(mass, content))


def unit_of(given: Any) -> str | CannotRead:
    """The unit of a Quantity: mcg, mg, g, ng, mL, L, or `tablets` and other counted forms."""
    if not isinstance(given, dict):
        return CannotRead("the dosage gives no dose", ("the dose as a number with its unit",))
    code, system, said = (_text_of(given.get(name)) for name in ("code", "system", "unit"))
    if not code and not said:
        return CannotRead("the dose is a number without a unit", ("the unit of the dose",))
    by_code = _by_code(code, system)
    if isinstance(by_code, CannotRead):
        return by_code
    by_words = said_unit(said) if said else None
    if by_code and by_words and by_code != by_words:
        return _differ(said, code)
    if by_code and said and not by_words and said != code and by_code in CODES:
        return CannotRead(f"the unit says {said}, which is not known, and its code {code}", NEEDS_UNIT)
    if not by_words and by_code in CODES and system not in (UCUM, SNOMED):
        return CannotRead(f"the unit code {code} is of no system that is read", NEEDS_UNIT)
    meant = by_code or by_words
    if meant is None:
        return CannotRead(f"the unit {said or code} is not known", NEEDS_UNIT)
    return _in_our_words(meant)


def _differ(said: str, code: str) -> CannotRead:
    return CannotRead(f"the unit says {said} and its code {code}", ("unit and code that agree",), grave=True)


def _in_our_words(meant: str) -> str | CannotRead:
    unit = CODES.get(meant)
    if unit is None:
        return meant
    return unit if is_mass_or_volume(unit) else CannotRead(f"{unit} is no unit of a dose", NEEDS_UNIT)


def _by_code(code: str, system: str) -> str | CannotRead | None:
    """What a code means: a UCUM code of ours, a counted form, or None where it tells nothing."""
    code = {"ml": "mL", "l": "L"}.get(code, code)  # UCUM knows the liter by both letters
    if not code:
        return None
    if system == SNOMED:
        return _SNOMED_UNITS.get(code)
    if system != UCUM:
        return said_unit(code)
    if code in CODES:
        return code
    if "{" not in code:
        return CannotRead(f"{code} is no UCUM code of a dose", NEEDS_UNIT)
    return said_unit(code)


def _text_of(given: Any) -> str:
    return given if isinstance(given, str) else ""
