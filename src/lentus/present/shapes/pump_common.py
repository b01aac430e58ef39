"""What several answers about a pump hold."""

from __future__ import annotations

from pydantic import JsonValue
from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, SeverityWord, SourceShape


@STRICT
class SaidShape(TypedDict):
    """What stands against an answer, or beside it, what would resolve it, and its rule, where it has one."""

    severity: SeverityWord
    says: str
    resolve: str
    rule: str


@STRICT
class FigureShape(TypedDict):
    """A figure of the device that was used; `entered` where it was given and not published."""

    figure: str
    values: list[JsonValue]
    source: str
    verified: bool
    entered: bool


@STRICT
class PumpCommon(TypedDict):
    """What every answer about a pump holds: what was asked, what stands, the arithmetic, and where it is from."""

    lentus: str
    title: str
    asked: dict[str, JsonValue]
    blocked: bool
    said: list[SaidShape]
    arithmetic: list[str]
    facts: list[str]
    figures: list[FigureShape]
    sources: list[SourceShape]


@STRICT
class BridgeShape(TypedDict):
    """A bridge bolus. Times are null where no start was given; `clear_from` is when something else may be changed."""

    volume: str
    amount: str
    flow: str
    lasts: str
    starts: str | None
    ends: str | None
    clear_from: str | None


@STRICT
class BridgeIfShape(TypedDict):
    """A bridge if it used that dose, where a plan does not say which. `bridge` is null where the pump cannot run it."""

    uses: str
    bridge: BridgeShape | None


@STRICT
class DueShape(TypedDict):
    """Something that falls due: exactly so many days after the fill, and the calendar day."""

    days: str
    day: str


@STRICT
class ContainersShape(TypedDict):
    """So many containers of one product."""

    product: str
    count: int


@STRICT
class DrawUpShape(TypedDict):
    """One way to have the volume, best first."""

    containers: list[ContainersShape]
    ready_made: bool
    stock: str
    diluent: str
    discarded: str
