"""A plan of a pump: verified, and two programs side by side."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, FindingShape, SourceShape
from lentus.present.shapes.pump_common import BridgeIfShape, BridgeShape, DrawUpShape, DueShape


@STRICT
class VerifiedWindowShape(TypedDict):
    """The largest dose in a window, with what the patient may ask for in it, `on_demand`.

    `by_label` is the program's own at the label's strength, without what stays in the reservoir.
    """

    length: str
    start: str
    end: str
    dose: str
    on_demand: str
    by_label: str


@STRICT
class PumpVerifyOutput(TypedDict):
    """What `lentus pump verify` prints. `passes` is false as well where a needed fact is missing."""

    lentus: str
    title: str
    generated: bool
    at: str
    passes: bool
    blocked: bool
    findings: list[FindingShape]
    missing: list[str]
    bridge: BridgeShape | None
    bridge_if: list[BridgeIfShape]
    windows: list[VerifiedWindowShape]
    mixture: str | None
    alarm: DueShape | None
    empty: DueShape | None
    appointment: list[str]
    draw_up: list[DrawUpShape]
    clear_from: str | None
    sources: list[SourceShape]


@STRICT
class ComparedShape(TypedDict):
    """One field of two programs."""

    field: str
    first: str
    second: str
    differs: bool


@STRICT
class PumpCompareOutput(TypedDict):
    """What `lentus pump compare` prints; `picture` names the file in which both days were drawn."""

    lentus: str
    first: str
    second: str
    fields: list[ComparedShape]
    percent_change: str | None
    picture: str | None
