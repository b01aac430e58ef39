"""Whatever text comes, the answer is an amount or a refusal, and what is read reads the same way again."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from lentus.errors import GrammarError
from lentus.quantity import canonical, read, read_percent, read_reading
from tests.quantity.strategies import TYPED_TEXTS, TYPES, numerals

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = {
    "not-text", "empty", "too-long", "outer-space", "micro-sign", "display-space", "foreign-digit",
    "foreign-dash", "control-character", "not-ascii", "not-a-number", "approximate", "comparison", "sign-plus",
    "exponent", "range", "underscore", "leading-point", "fraction", "product", "group-mark", "group-space",
    "trailing-point", "two-points", "comma-after-point", "decimal-comma", "leading-zero", "too-many-digits",
    "too-many-decimals", "unit-missing", "missing-space", "extra-space", "sign-minus", "number-missing",
    "wrong-kind", "unit-ug", "unit-international", "unit-cc", "unit-pound", "unit-calendar", "per-weight",
    "full-stop", "slash-space", "per-word", "in-word", "unit-case", "unit-spelling", "zero-volume",
    "numbered-time", "ratio-too-fine", "trailing-text", "unit-unknown",
}  # fmt: skip

NEARLY = st.text("0123456789.,-+eE_ mcgLhday/%uµxto'\u00a0５{}()", max_size=45)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good text with one or two characters put in, taken out or exchanged."""
    _, text = draw(TYPED_TEXTS)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(text)))
        put = draw(st.one_of(st.just(""), st.text(max_size=1), st.sampled_from(list(".,- _+eE/%5０\u00a0\n"))))
        text = text[:at] + put + text[at + draw(st.integers(0, 1)) :]
    return text


def outcome(reader: Callable[[str], Any], text: str) -> Any:
    """The value, or the refusal; another exception fails the law."""
    try:
        return reader(text)
    except GrammarError as refused:
        return refused


@given(st.one_of(st.text(), NEARLY, damaged()), st.sampled_from(TYPES), st.booleans())
@example("\ud800", TYPES[0], False)
@example("5 " + "m" * 10_000, TYPES[0], False)
def test_any_text_is_read_or_refused(text: str, kind: type[Any], signed: bool) -> None:
    value = outcome(lambda given: kind.read(given, signed=signed), text)
    if not isinstance(value, GrammarError):
        assert kind.read(canonical(value), signed=signed) == value
        return
    assert value.code in CODES
    assert value.text == text
    assert str(value).startswith('"')
    str(value).encode("utf-8")


@given(st.one_of(st.text(), NEARLY, damaged()))
def test_the_readers_without_a_type_are_as_strict(text: str) -> None:
    for reader in (read, read_reading, read_percent):
        value = outcome(reader, text)
        if isinstance(value, GrammarError):
            assert value.code in CODES
            assert value.text == text


@given(st.one_of(NEARLY, damaged()), st.sampled_from(TYPES))
def test_what_is_read_is_what_a_careful_person_reads(text: str, kind: type[Any]) -> None:
    value = outcome(kind.read, text)
    if isinstance(value, GrammarError):
        return
    number, unit = text.split(" ", 1)
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", number)
    assert not re.match(r"0[0-9,]", number)
    if not re.search(r"/[0-9]", unit):
        assert value.amount(unit) == Fraction(number.replace(",", ""))


@given(TYPED_TEXTS)
def test_every_good_text_is_read(typed: tuple[type[Any], str]) -> None:
    kind, text = typed
    number, unit = text.split(" ", 1)
    assert kind.read(text).amount(unit) == Fraction(number.replace(",", ""))


@given(numerals(), st.sampled_from(["mcg", "mg", "g", "ng"]), st.sampled_from(["mL", "L", "uL", "dL"]), numerals())
def test_strengths_are_read_exactly_or_refused(number: str, mass: str, volume: str, under: str) -> None:
    text = f"{number} {mass}/{under} {volume}"
    value = outcome(read, text)
    if isinstance(value, GrammarError):
        assert value.code in {"zero-volume", "ratio-too-fine", "too-long"}
        return
    exact = Fraction(number.replace(",", "")) / Fraction(under.replace(",", ""))
    assert value.amount(f"{mass}/{volume}") == exact
    assert read(canonical(value)) == value
