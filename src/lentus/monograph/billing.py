"""Look-ups in the code lists: units of a billed drug, billable diagnoses, hints of an origin.

The answers are the code table's and stop where it stops. A diagnosis code hints at the origin
of spasticity and never decides it: multiple sclerosis can be both, so the prescriber is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from lentus.errors import CannotAssess, MonographError, UnknownFactError
from lentus.monograph.book import shipped
from lentus.monograph.listed import Code
from lentus.quantity import Mass


@dataclass(frozen=True, slots=True)
class Billable:
    """Whether a diagnosis code is billable on a date, why, and the codes to choose from."""

    ok: bool
    says: str
    specific: tuple[str, ...]
    code: Code


@dataclass(frozen=True, slots=True)
class OriginHint:
    """What a diagnosis code suggests about the origin. `asks` is the question to put."""

    origin: str
    asks: str
    code: Code


def billing_units(hcpcs: str, mass: Mass) -> int:
    """The whole units of a drug code in a mass: 40 mg under J0475 is 4.

    MonographError where the mass is no whole number of units (no rounding rule is known),
    UnknownFactError for a code without a unit.
    """
    code = _exact(hcpcs)
    if code.unit is None:
        raise UnknownFactError(f"{hcpcs} has no unit in the monograph")
    units: Fraction = mass / code.unit
    if units.denominator != 1:
        raise MonographError(f"{mass} is not a whole number of units of {code.unit} ({hcpcs})")
    return units.numerator


def billable(icd10: str, day: date) -> Billable:
    """Whether a diagnosis code is billable on a date of service.

    CannotAssess where the monograph knows nothing about that code's dates.
    """
    for code in shipped().codes():
        change = code.not_billable_from
        if change is None or icd10 not in (code.code, *code.specific):
            continue
        if icd10 == code.code:
            ok = day < change
            says = f"{icd10} is not billable from {change.isoformat()}"
            if not ok:
                says += f"; use one of {', '.join(code.specific)}"
            return Billable(ok, says, () if ok else code.specific, code)
        ok = day >= change
        says = f"{icd10} is among the codes that replace {code.code} from {change.isoformat()}"
        return Billable(ok, says, (), code)
    raise CannotAssess(f"whether {icd10} is billable", ("the code's dates from its publisher",))


def not_together(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of procedure codes, in the order given, that are not reported together."""
    barred = {code.code: code.not_with for code in shipped().codes()}
    pairs = combinations(dict.fromkeys(codes), 2)
    return tuple(pair for pair in pairs if pair[1] in barred.get(pair[0], ()))


def origin_hint(icd10: str) -> OriginHint | None:
    """What a diagnosis code hints at, from the closest entry that covers it; None without one."""
    covering = [code for code in shipped().codes() if code.origin and _covers(code, icd10)]
    if not covering:
        return None
    found = max(covering, key=lambda code: (code.code == icd10, len(_stem(code))))
    asks = f"{icd10} ({found.meaning}) hints at an origin: {found.origin}. Ask the prescriber."
    return OriginHint(found.origin, asks, found)


def _covers(code: Code, icd10: str) -> bool:
    """Whether an entry covers a code: exactly, or below it where it ends in a hyphen."""
    if not code.code.endswith("-"):
        return icd10 == code.code
    below = icd10.startswith(_stem(code))
    return below and (not code.seventh or icd10.endswith(code.seventh))


def _stem(code: Code) -> str:
    return code.code.removesuffix("-").removesuffix(".")


def _exact(wanted: str) -> Code:
    for code in shipped().codes():
        if code.code == wanted:
            return code
    raise UnknownFactError(f"the monograph has no code {wanted!r}")
