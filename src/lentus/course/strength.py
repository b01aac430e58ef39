"""A strength as a plan states it: of a drug that is there.

A strength of nothing divides every dose by zero. That a path holds no drug, or that nobody knows, is said in words of
its own, and a strength that is not known is left out.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from lentus.quantity import Concentration

_NO_DRUG = Concentration.exact(0, "mcg/mL")


def _of_a_drug(strength: Concentration) -> Concentration:
    if strength <= _NO_DRUG:
        raise ValueError(f"{strength} is no strength of a drug: write the strength, or leave out what is not known")
    return strength


Strength = Annotated[Concentration, AfterValidator(_of_a_drug)]
"""A concentration above nothing."""
