"""A refill: when it is due, what to draw up, what was left."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue
from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT
from lentus.present.shapes.pump_common import DrawUpShape, DueShape, PumpCommon


@STRICT
class TestedShape(TypedDict):
    """One published test of what was left; `fires` is null where it cannot be done."""

    test: str
    measured: JsonValue
    bound: JsonValue
    fires: bool | None
    basis: str
    verified: bool


@STRICT
class ResidualShape(TypedDict):
    """What should be left on a day, and what was found. Empty where nothing was aspirated."""

    on: str
    expected: str
    aspirated: str
    discrepancy: str
    ratio: str
    tests: list[TestedShape]


@STRICT
class TrendShape(TypedDict):
    """Several refills in their order: of each the share that has gone of what was programmed, and of all together.

    `in_a_row` is how many of the last ones lie on the same `side`.
    """

    ratios: list[str]
    overall: str
    side: Literal["over", "under", "none"]
    in_a_row: int


@STRICT
class PumpRefillOutput(PumpCommon):
    """What `lentus pump refill` prints."""

    flow: str
    alarm: DueShape | None
    empty: DueShape | None
    cap: DueShape
    appointment: list[str]
    needs: list[str]
    draw_up: list[DrawUpShape]
    residual: ResidualShape | None
    trend: TrendShape | None
    pocket_fill: TestedShape | None
