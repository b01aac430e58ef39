"""What is known of each pump and catheter."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT, SourceShape


@STRICT
class DeviceFigureShape(TypedDict):
    """A figure of a device that the engine uses, with the fact that states it."""

    figure: str
    words: str
    values: list[str]
    fact: str
    says: str
    sources: list[str]
    verified: bool


@STRICT
class DeviceToldShape(TypedDict):
    """What is known of a device and computed with nowhere."""

    fact: str
    says: str
    sources: list[str]
    verified: bool


@STRICT
class DeviceUnknownShape(TypedDict):
    """A figure that nobody found: the clinic enters it, with its own source."""

    figure: str
    words: str


@STRICT
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


@STRICT
class PumpDevicesOutput(TypedDict):
    """What `lentus pump devices` prints."""

    lentus: str
    devices: list[DeviceShape]
    sources: list[SourceShape]
