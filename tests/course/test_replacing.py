"""The quick copy with changes is the copy that `dataclasses.replace` makes."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from lentus.course import Patient, State
from lentus.course.replacing import replace
from lentus.course.state import OralUse, System
from lentus.quantity import Mass

MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)
STATE = State(patient=Patient(id="p", name="Example"), at=MOMENT)
OLD: list[tuple[Any, dict[str, Any]]] = [
    (STATE, {"at": None}),
    (STATE, {"setting": "home", "close_contact": True, "medicines": {}}),
    (STATE, {}),
    (System(implanted=MOMENT), {"explanted": MOMENT}),
    (OralUse((Mass.exact(5, "mg"),)), {"doses": (Mass.exact(10, "mg"),) * 3}),
]


@pytest.mark.parametrize(("old", "changes"), OLD)
def test_it_is_the_copy_that_the_standard_library_makes(old: Any, changes: dict[str, Any]) -> None:
    before = dataclasses.replace(old)
    made = replace(old, **changes)
    assert made == dataclasses.replace(old, **changes)
    assert type(made) is type(old)
    assert old == before, "the old one is as it was"
    assert made is not old


def test_what_is_worked_out_is_worked_out_anew() -> None:
    one = OralUse((Mass.exact(5, "mg"),))
    assert replace(one, doses=(Mass.exact(10, "mg"),)).daily == OralUse((Mass.exact(10, "mg"),)).daily


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError):
        replace(STATE, weather="fine")  # type: ignore[call-arg]
