"""A change of strength."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT
from lentus.present.shapes.pump_common import BridgeIfShape, BridgeShape, PumpCommon


@STRICT
class MisjudgedShape(TypedDict):
    """A stretch of a wrong dose where the path truly holds `true_path`. `excess` is negative where it is too little."""

    true_path: str
    dose: str
    lasts: str
    excess: str


@STRICT
class AlternativeShape(TypedDict):
    """A way out of a plan that the pump cannot run, and its bound."""

    way: Literal["higher dose", "weaker fill", "longer plan", "empty and rinse"]
    says: str


@STRICT
class PumpChangeOutput(PumpCommon):
    """What `lentus pump change` prints."""

    verdict: Literal["bridge", "no bridge", "refused", "not said"]
    uses: str
    bridge: BridgeShape | None
    bridge_if: list[BridgeIfShape]
    omitted: MisjudgedShape | None
    band: list[MisjudgedShape]
    filled: str
    label_error_percent: str
    alternatives: list[AlternativeShape]
