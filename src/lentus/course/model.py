"""The base of everything written in a course: frozen, strict, and fond of plain words.

A course is evidence. What was read is never changed afterwards, and a key that Lentus does not know is refused
rather than dropped, because a dropped key is a fact lost without a word.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Written(BaseModel):
    """A frozen record read from a file, a form or a message; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)
