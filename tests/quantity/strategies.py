"""Amounts, texts and numbers for the laws of this floor."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
)

# Any of them: the laws choose by themselves which pairs they combine.
AMOUNTS: tuple[type[Any], ...] = (Mass, Volume, Concentration, DoseRate, FlowRate, Duration)
READINGS: tuple[type[Any], ...] = (Weight, Length, Temperature, Egfr)
TYPES = (*AMOUNTS, *READINGS)

# Any exact number, thirds and sevenths included, of sizes well beyond a bedside.
POSITIVE = st.fractions(min_value=Fraction(1, 10**12), max_value=10**9, max_denominator=10**12)
NUMBERS = st.one_of(st.integers(0, 10**12), POSITIVE, st.just(Fraction(0)))


@st.composite
def numerals(draw: st.DrawFn) -> str:
    """A number as the grammar takes it, with or without comma groups and spare zeros at the end."""
    whole = draw(st.integers(0, 10**12 - 1))
    text = draw(st.sampled_from([str(whole), f"{whole:,}"]))
    decimals = draw(st.text("0123456789", max_size=9))
    return f"{text}.{decimals}" if decimals else text


def texts_of(kind: type[Any]) -> st.SearchStrategy[str]:
    """Every plain text of one kind that is short enough to be read."""
    units = st.sampled_from(sorted(kind.kind().units))
    return st.builds(lambda number, unit: f"{number} {unit}", numerals(), units)


TYPED_TEXTS = st.sampled_from(TYPES).flatmap(lambda kind: st.tuples(st.just(kind), texts_of(kind)))


def of(kind: type[Any], numbers: st.SearchStrategy[int | Fraction] = NUMBERS) -> st.SearchStrategy[Any]:
    """Amounts of one type that need not have a finite decimal form."""
    units = st.sampled_from(sorted(kind.kind().units))
    return st.builds(kind.exact, numbers, units)


ANY_VALUE = st.sampled_from(TYPES).flatmap(of)
