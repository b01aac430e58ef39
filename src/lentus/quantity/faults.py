"""Why a text is not an amount, in words that say how to write it.

Refusing is half of the grammar's work: each entry is a way in which a dose has been misread somewhere.
The first one that fits decides. Codes are stable: tests, screens and other programs may rely on them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from lentus.errors import GrammarError
from lentus.quantity import dimension
from lentus.quantity.fault_tables import CASES, NUMBER_FAULTS, SPELLINGS, UNIT_FAULTS, WHOLE_SPELLINGS
from lentus.quantity.numerals import MOST_CHARACTERS

if TYPE_CHECKING:
    from lentus.quantity.dimension import Kind

_SHOWN_CHARACTERS = 60
_NUMBER_FIRST = re.compile(r"-?[0-9][0-9.,]* (?! )")
_UNIT_FIRST = re.compile(r"[A-Za-z%]+(?:/[A-Za-z]+)*")
_ZERO = re.compile(r"0(?:\.0+)? ")


class Reason(NamedTuple):
    """A stable code and the words for it."""

    code: str
    words: str


def _refusal(text: str, reason: Reason) -> GrammarError:
    """Return the error for a refused text, naming it."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "..."
    visible = "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in shown)
    message = f'"{visible}" cannot be read: {reason.words}'
    return GrammarError(message, code=reason.code, text=text)


def explain(text: object, kinds: tuple[Kind, ...], *, signed: bool) -> GrammarError:
    """Return the refusal of what is not an amount of one of these kinds."""
    if not isinstance(text, str):
        return _refusal(_repr(text), _not_text(text, kinds))
    return _refusal(text, _text_reason(text) or _reason(text, kinds, signed=signed))


def _text_reason(text: str) -> Reason | None:
    """Return what is wrong with a text before any number is looked for, if anything."""
    if not text.strip():
        return Reason("empty", "nothing is there; write a number and its unit")
    if len(text) > MOST_CHARACTERS:
        return Reason("too-long", f"it has more than {MOST_CHARACTERS} characters; write the amount alone")
    odd = next((mark for mark in text if not (mark.isascii() and mark.isprintable())), None)
    if odd:
        return _odd_character(odd)
    if text != text.strip():
        return Reason("outer-space", "a space stands before or after it; leave it out")
    return None


def _repr(given: object) -> str:
    try:
        return repr(given)
    except ValueError:  # Python refuses to print an int of thousands of digits
        return type(given).__name__


def _not_text(given: object, kinds: tuple[Kind, ...]) -> Reason:
    example, given_type = kinds[0].example, type(given).__name__
    return Reason("not-text", f'{kinds[0].described} is a text such as "{example}", not a bare {given_type}')


def _odd_character(odd: str) -> Reason:
    category = unicodedata.category(odd)
    if odd in "\u00b5\u03bc\u338d":
        return Reason("micro-sign", "the micro sign is misread as m; write mcg or uL")
    if category == "Zs":
        return Reason("display-space", "its space is one made for display; write an ordinary space")
    if category.startswith("N"):
        return Reason("foreign-digit", "a character in it is not one of 0 to 9; write plain digits")
    if category == "Pd" or odd == "\u2212":
        return Reason("foreign-dash", "it has a typographic dash; write one amount without a dash")
    if category[0] in "CZ":
        words = "it has a tab, a line end or a hidden character; write a number, a space and a unit"
        return Reason("control-character", words)
    return Reason("not-ascii", f"{odd} is not a plain character; write digits, a space and a unit")


def _reason(text: str, kinds: tuple[Kind, ...], *, signed: bool) -> Reason:
    example = kinds[0].example
    for fault in NUMBER_FAULTS:
        if fault.pattern.match(text):
            return Reason(fault.code, fault.words.format(example=example))
    if text.startswith("-") and not signed:
        return Reason("sign-minus", "an amount here is not negative; leave the minus sign out")
    match = _NUMBER_FIRST.match(text)
    if not match:
        return Reason("number-missing", f"an amount begins with a number, such as {example}")
    return _unit_reason(text[match.end() :], kinds)


def _unit_reason(unit: str, kinds: tuple[Kind, ...]) -> Reason:
    other = kind_of_unit(unit)
    if other:
        return Reason("wrong-kind", f"it is {other.described}, and {_expected(kinds)}")
    for fault in UNIT_FAULTS:
        if fault.pattern.match(unit):
            return Reason(fault.code, fault.words)
    meant = _meant(unit, kinds)
    if meant and meant.lower() == unit.lower():
        return Reason("unit-case", f"capital letters matter in a unit; write {meant}")
    if meant:
        return Reason("unit-spelling", f"its unit is spelled in another way here; write {meant}")
    top, _, under = unit.partition("/")
    if under[:1].isdigit() and dimension.CONCENTRATION in kinds:
        return _strength_reason(top, under)
    if under[:1].isdigit() and top in dimension.MASS_UNITS:
        return Reason("wrong-kind", f"it is {dimension.CONCENTRATION.described}, and {_expected(kinds)}")
    head = _UNIT_FIRST.match(unit)
    if head and kind_of_unit(head[0]):
        return Reason("trailing-text", f"nothing may follow the unit; end it after {head[0]}")
    return Reason("unit-unknown", f"its unit is not known, and {_expected(kinds)}")


def _strength_reason(top: str, under: str) -> Reason:
    """Return what is wrong with a strength such as 10 mg/20 mL: its mass, its volume, or the two together."""
    if top not in dimension.MASS_UNITS:
        return _reason(f"1 {top}", (dimension.MASS,), signed=False)
    volume = under.partition(" ")[2]
    if kind_of_unit(volume) is dimension.DURATION:
        return Reason("numbered-time", "a rate is for one unit of time; write mcg/day or mcg/h")
    if _ZERO.match(under):
        return Reason("zero-volume", "the volume is zero; write the volume that holds the mass")
    if volume in dimension.VOLUME_UNITS and not any(f.pattern.match(under) for f in NUMBER_FAULTS):
        words = "no short number holds this strength exactly; write it with fewer digits"
        return Reason("ratio-too-fine", words)
    return _reason(under, (dimension.VOLUME,), signed=False)


def _meant(unit: str, kinds: tuple[Kind, ...]) -> str | None:
    """Return the unit of these kinds that a person means by another case, spelling or plural."""
    lowered = unit.lower()
    top, *under = (SPELLINGS.get(part, CASES.get(part, part)) for part in lowered.split("/"))
    composed = "/".join([top, *(dimension.SINGULARS.get(part, part) for part in under)])
    guess = WHOLE_SPELLINGS.get(lowered, composed)
    return guess if any(guess in kind.units for kind in kinds) else None


def kind_of_unit(unit: str) -> Kind | None:
    """Return the kind that a unit belongs to, amounts before readings."""
    kinds = (*dimension.AMOUNTS, *dimension.READINGS, dimension.PERCENT)
    return next((kind for kind in kinds if unit in kind.units), None)


def _expected(kinds: tuple[Kind, ...]) -> str:
    if len(kinds) > 1:
        units = ", ".join(kind.canonical for kind in kinds)
        return f"units are such as {units}"
    (kind,) = kinds
    *others, last = kind.printable[:5]
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"{kind.described} is expected here, in {listed}"
