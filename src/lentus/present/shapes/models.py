"""The JSON that the model's commands print."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, PatientShape


@STRICT
class PaperShape(TypedDict):
    """A source of the model."""

    id: str
    title: str
    address: str
    read: str


@STRICT
class ParameterShape(TypedDict):
    """A parameter of the model."""

    id: str
    symbol: str
    says: str
    unit: str
    value: float
    low: float
    high: float
    spread: float | None
    spread_of: str | None
    spread_status: str | None
    status: Literal["read", "derived", "fitted", "assumed"]
    basis: str
    sources: list[str]


@STRICT
class ParametersOutput(TypedDict):
    """What `lentus parameters` prints."""

    lentus: str
    parameters: list[ParameterShape]
    sources: list[PaperShape]


@STRICT
class HeldShape(TypedDict):
    """One published figure beside the model's."""

    target: str
    title: str
    measure: str
    unit: str
    observed: float
    simulated: float
    low: float
    high: float
    kind: Literal["preset", "fitted", "predicted"]
    inside: bool
    how: str
    sources: list[str]


@STRICT
class ValidateOutput(TypedDict):
    """What `lentus validate` prints."""

    lentus: str
    inside: int
    outside: int
    findings: list[HeldShape]
    sources: list[PaperShape]


@STRICT
class BandShape(TypedDict):
    """A median with the inner 90 percent."""

    name: str
    unit: str
    low: list[float]
    middle: list[float]
    high: list[float]


@STRICT
class MarkShape(TypedDict):
    """A change of the therapy."""

    at: str
    says: str


@STRICT
class SimulateOutput(TypedDict):
    """What `lentus simulate` prints."""

    lentus: str
    patient: PatientShape
    model: str
    start: str
    now: str
    hours: list[float]
    bands: list[BandShape]
    marks: list[MarkShape]
    assumed: list[str]
    people: int
    own_fit: bool
    notes: list[str]
    missed_refill: bool
    empty_without_refill: str | None


MODEL_OUTPUTS: dict[str, type] = {
    "parameters-output": ParametersOutput,
    "validate-output": ValidateOutput,
    "simulate-output": SimulateOutput,
}
"""Every output of the model's commands by the name that `lentus schema` knows it by."""
