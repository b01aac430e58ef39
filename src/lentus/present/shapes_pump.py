"""The shape of every `--json` output of `lentus pump`, held like the others; see `shapes`."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, JsonValue, with_config
from typing_extensions import TypedDict

from lentus.present.shapes import FindingShape, SeverityWord, SourceShape

_STRICT = with_config(ConfigDict(extra="forbid"))


@_STRICT
class SaidShape(TypedDict):
    """What stands against an answer, or beside it, what would resolve it, and its rule, where it has one."""

    severity: SeverityWord
    says: str
    resolve: str
    rule: str


@_STRICT
class FigureShape(TypedDict):
    """A figure of the device that was used; `entered` where it was given and not published."""

    figure: str
    values: list[JsonValue]
    source: str
    verified: bool
    entered: bool


@_STRICT
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


@_STRICT
class BridgeShape(TypedDict):
    """A bridge bolus. Times are null where no start was given; `clear_from` is when something else may be changed."""

    volume: str
    amount: str
    flow: str
    lasts: str
    starts: str | None
    ends: str | None
    clear_from: str | None


@_STRICT
class BridgeIfShape(TypedDict):
    """A bridge if it used that dose, where a plan does not say which. `bridge` is null where the pump cannot run it."""

    uses: str
    bridge: BridgeShape | None


@_STRICT
class MisjudgedShape(TypedDict):
    """A stretch of a wrong dose where the path truly holds `true_path`. `excess` is negative where it is too little."""

    true_path: str
    dose: str
    lasts: str
    excess: str


@_STRICT
class AlternativeShape(TypedDict):
    """A way out of a plan that the pump cannot run, and its bound."""

    way: Literal["higher dose", "weaker fill", "longer plan", "empty and rinse"]
    says: str


@_STRICT
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


@_STRICT
class DueShape(TypedDict):
    """Something that falls due: exactly so many days after the fill, and the calendar day."""

    days: str
    day: str


@_STRICT
class ContainersShape(TypedDict):
    """So many containers of one product."""

    product: str
    count: int


@_STRICT
class DrawUpShape(TypedDict):
    """One way to have the volume, best first."""

    containers: list[ContainersShape]
    ready_made: bool
    stock: str
    diluent: str
    discarded: str


@_STRICT
class TestedShape(TypedDict):
    """One published test of what was left; `fires` is null where it cannot be done."""

    test: str
    measured: JsonValue
    bound: JsonValue
    fires: bool | None
    basis: str
    verified: bool


@_STRICT
class ResidualShape(TypedDict):
    """What should be left on a day, and what was found. Empty where nothing was aspirated."""

    on: str
    expected: str
    aspirated: str
    discrepancy: str
    ratio: str
    tests: list[TestedShape]


@_STRICT
class TrendShape(TypedDict):
    """Several refills in their order: of each the share that has gone of what was programmed, and of all together.

    `in_a_row` is how many of the last ones lie on the same `side`.
    """

    ratios: list[str]
    overall: str
    side: Literal["over", "under", "none"]
    in_a_row: int


@_STRICT
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


@_STRICT
class PumpPrimeOutput(PumpCommon):
    """What `lentus pump prime` prints. Empty where it is not known what the catheter holds."""

    before_implant: str
    inside: str
    dose: str
    delivered_plug: str
    delivered_unmixed: str
    whole_content: str
    needs: list[str]


@_STRICT
class TipShape(TypedDict):
    """A stretch in which the same flow of the same strength leaves the tip; hours from the start as text."""

    start: str
    end: str
    flow: str
    strength: str
    dose: str


@_STRICT
class WindowShape(TypedDict):
    """The most that leaves the tip in any window of that length."""

    length: str
    start: str
    end: str
    dose: str


@_STRICT
class BalanceShape(TypedDict):
    """Where all drug went; `unaccounted` is always nothing."""

    path_before: str
    drawn: str
    delivered: str
    path_after: str
    unaccounted: str


@_STRICT
class StrokesShape(TypedDict):
    """How a pump with a valve makes one flow: strokes a day, and the time from one to the next."""

    flow: str
    a_day: str
    apart: str


@_STRICT
class PumpDeliverOutput(PumpCommon):
    """What `lentus pump deliver` prints."""

    pieces: list[TipShape]
    arrival: str | None
    strokes: list[StrokesShape]
    windows: list[WindowShape]
    balance: BalanceShape


@_STRICT
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


@_STRICT
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


@_STRICT
class ComparedShape(TypedDict):
    """One field of two programs."""

    field: str
    first: str
    second: str
    differs: bool


@_STRICT
class PumpCompareOutput(TypedDict):
    """What `lentus pump compare` prints; `picture` names the file in which both days were drawn."""

    lentus: str
    first: str
    second: str
    fields: list[ComparedShape]
    percent_change: str | None
    picture: str | None


@_STRICT
class DeviceFigureShape(TypedDict):
    """A figure of a device that the engine uses, with the fact that states it."""

    figure: str
    words: str
    values: list[str]
    fact: str
    says: str
    sources: list[str]
    verified: bool


@_STRICT
class DeviceToldShape(TypedDict):
    """What is known of a device and computed with nowhere."""

    fact: str
    says: str
    sources: list[str]
    verified: bool


@_STRICT
class DeviceUnknownShape(TypedDict):
    """A figure that nobody found: the clinic enters it, with its own source."""

    figure: str
    words: str


@_STRICT
class DeviceShape(TypedDict):
    """A pump or catheter: known and used, known and not used, unknown."""

    key: str
    name: str
    maker: str
    models: list[str]
    kind: str
    used: list[DeviceFigureShape]
    not_used: list[DeviceToldShape]
    unknown: list[DeviceUnknownShape]


@_STRICT
class PumpDevicesOutput(TypedDict):
    """What `lentus pump devices` prints."""

    lentus: str
    devices: list[DeviceShape]
    sources: list[SourceShape]


@_STRICT
class SheetComparedShape(TypedDict):
    """A line of the worksheet's table of before and after."""

    label: str
    before: str
    after: str
    changed: bool


@_STRICT
class SheetFindingShape(TypedDict):
    """A finding as the worksheet prints it."""

    word: str
    says: str
    bound: str
    resolve: str
    until: str
    overridden: str
    source: str
    rule: str


@_STRICT
class PumpSheetOutput(TypedDict):
    """What `lentus pump sheet --json` prints: every text of the page in its order; a row is a label and its text."""

    title: str
    at: str
    generated: str
    patient: list[list[str]]
    verdict: str
    tone: Literal["ok", "warn", "stop"]
    device: list[list[str]]
    compared: list[SheetComparedShape]
    draw: list[list[str]]
    change: list[list[str]]
    dates: list[list[str]]
    most: list[list[str]]
    arithmetic: list[list[str]]
    findings: list[SheetFindingShape]
    sources: list[list[str]]
    note: str
    again: list[list[str]]
    intended: str


PUMP_OUTPUTS: dict[str, type] = {
    "pump-change-output": PumpChangeOutput,
    "pump-refill-output": PumpRefillOutput,
    "pump-prime-output": PumpPrimeOutput,
    "pump-deliver-output": PumpDeliverOutput,
    "pump-verify-output": PumpVerifyOutput,
    "pump-compare-output": PumpCompareOutput,
    "pump-devices-output": PumpDevicesOutput,
    "pump-sheet-output": PumpSheetOutput,
}
"""Every output of `lentus pump` by the name that `lentus schema` knows it by."""
