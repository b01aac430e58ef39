"""An amount as it was understood, in words that a person did not type: a slipped decimal point is seen there."""

from __future__ import annotations

from typing import Literal

from lentus.present.amounts import INTRATHECAL_UNITS, ORAL_UNITS, span
from lentus.quantity import DoseRate, Duration, Quantity, Reading, show

Way = Literal["", "oral", "intrathecal"]
"""Which route an amount belongs to: its units on the screen, and the word that the echo ends with."""

WAY_WORDS: dict[Way, str] = {"": "", "oral": ", by mouth", "intrathecal": ", intrathecal"}
_UNITS: dict[Way, dict[type, str]] = {"": {}, "oral": ORAL_UNITS, "intrathecal": INTRATHECAL_UNITS}


def said_back(read: Quantity | Reading, way: Way, text: str) -> str:
    """The amount that was read from `text`, in the units of its route."""
    if isinstance(read, Duration):
        return span(read)
    words = show(read, _UNITS[way].get(type(read)))
    if isinstance(read, DoseRate) and text.endswith("/h"):
        # Per hour against per day is a slip that only shows when both stand there.
        words = f"{show(read, text.rsplit(' ', 1)[1])}, that is {words}"
    return words + WAY_WORDS[way]
