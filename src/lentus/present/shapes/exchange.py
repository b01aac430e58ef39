"""The JSON that the commands of exchange print: a sheet taken in, and the addresses of calendars."""

from __future__ import annotations

from typing_extensions import TypedDict

from lentus.present.shapes.common import STRICT


@STRICT
class SheetProblemShape(TypedDict):
    """One thing about a cell or, where `column` is empty, about its row; 1 is the row of names."""

    row: int
    column: str
    value: str
    says: str


@STRICT
class ImportOutput(TypedDict):
    """What `lentus import sheet` prints. Problems keep the whole file out, remarks nothing.

    `new` counts charts that were opened or, where nothing was `written`, would be; `known` those that came before.
    """

    rows: int
    new: int
    known: int
    written: bool
    problems: list[SheetProblemShape]
    remarks: list[SheetProblemShape]


@STRICT
class CalendarOpenOutput(TypedDict):
    """What `lentus calendar open` prints. `path` is the secret, shown this once; no `chart` means the whole clinic."""

    id: str
    path: str
    names: bool
    chart: str


@STRICT
class CalendarAddressShape(TypedDict):
    """An address of a feed; `closed` is null while it works."""

    id: str
    chart: str
    names: bool
    label: str
    by: str
    opened: str
    closed: str | None


@STRICT
class CalendarListOutput(TypedDict):
    """What `lentus calendar list` prints."""

    addresses: list[CalendarAddressShape]


EXCHANGE_OUTPUTS = {
    "import-output": ImportOutput,
    "calendar-open-output": CalendarOpenOutput,
    "calendar-list-output": CalendarListOutput,
}
"""Outputs by the names of their schemas."""
