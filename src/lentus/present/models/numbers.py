"""Figures of a model, as many digits as they deserve: three, without a trailing zero, thousands with a comma."""

from __future__ import annotations

from math import floor, isfinite, log10

DIGITS = 3
MICRO = 1e-9


def rounded(number: float) -> str:
    """A figure at three digits: 0.0852, 4.5, 30, 1,670."""
    if not isfinite(number):
        return "no figure"
    if abs(number) < MICRO:
        return "0"
    places = max(0, DIGITS - 1 - floor(log10(abs(number))))
    text = f"{round(number, places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(number: float, unit: str) -> str:
    """A figure with its unit behind a space that does not break; a unit of 1 is none."""
    return rounded(number) if unit in ("", "1") else f"{rounded(number)}\u00a0{unit_words(unit)}"


def unit_words(unit: str) -> str:
    """A unit as it is written on a page: no slash between drug and fluid."""
    return unit.replace("/", " per ").replace("percent", "percent")
