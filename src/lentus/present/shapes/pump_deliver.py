"""What leaves the catheter's tip, and the priming before it."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT
from lentus.present.shapes.pump_common import PumpCommon


@STRICT
class PumpPrimeOutput(PumpCommon):
    """What `lentus pump prime` prints. Empty where it is not known what the catheter holds."""

    before_implant: str
    inside: str
    dose: str
    delivered_plug: str
    delivered_unmixed: str
    whole_content: str
    needs: list[str]


@STRICT
class TipShape(TypedDict):
    """A stretch in which the same flow of the same strength leaves the tip; hours from the start as text."""

    start: str
    end: str
    flow: str
    strength: str
    dose: str


@STRICT
class WindowShape(TypedDict):
    """The most that leaves the tip in any window of that length."""

    length: str
    start: str
    end: str
    dose: str


@STRICT
class BalanceShape(TypedDict):
    """Where all drug went; `unaccounted` is always nothing."""

    path_before: str
    drawn: str
    delivered: str
    path_after: str
    unaccounted: str


@STRICT
class StrokesShape(TypedDict):
    """How a pump with a valve makes one flow: strokes a day, and the time from one to the next."""

    flow: str
    a_day: str
    apart: str


@STRICT
class PumpDeliverOutput(PumpCommon):
    """What `lentus pump deliver` prints."""

    pieces: list[TipShape]
    arrival: str | None
    strokes: list[StrokesShape]
    windows: list[WindowShape]
    balance: BalanceShape
