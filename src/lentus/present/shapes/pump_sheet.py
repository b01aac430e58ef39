"""The worksheet's texts."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT


@STRICT
class SheetComparedShape(TypedDict):
    """A line of the worksheet's table of before and after."""

    label: str
    before: str
    after: str
    changed: bool


@STRICT
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


@STRICT
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
