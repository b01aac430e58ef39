"""A table before it is written: named columns, each with its kind and with what becomes of it without identities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "whole", "number", "flag", "day", "moment", "clock"]
"""What a cell holds. A moment is in UTC; a clock is the time on the patient's own clock, without its zone.

None in any cell means not known.
"""

Without = Literal["drop", "keep", "pseudonym", "shift", "age"]
"""What becomes of a column in an export without identities.

drop: it is left out. keep: it stands as it is. pseudonym: the patient's or entry's own, by the key. shift: a day or
moment moved by the patient's own span. age: years, grouped where there are many.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `without` is drop unless somebody decided otherwise: what is forgotten does not leave the house."""

    name: str
    kind: Kind
    says: str
    without: Without = "drop"


@dataclass(frozen=True, slots=True)
class Table:
    """A table by name; each row has a cell for each column. The first column is the chart's id."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), f"a row of {self.name} has another length"
