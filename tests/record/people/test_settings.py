"""The clinic's profile: versions with who and why, nothing that cannot be, and nothing about the drug."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from lentus.errors import Conflict, NotAllowed, RecordError
from lentus.record import Actor, Store
from lentus.record.settings import (
    DeviceFigure,
    Settings,
    change_settings,
    settings,
    settings_history,
    settings_version,
)
from tests.record.people.cheap import ADMIN

FIGURE = {
    "device": "synchromed-ii-20",
    "figure": "minimum-flow",
    "value": "0.048 mL/day",
    "source": "our programmer manual, 2024, page 12",
}


def test_a_new_clinic_has_a_profile(store: Store) -> None:
    assert settings(store) == Settings()
    assert settings_history(store) == ()


def test_each_change_is_a_version_with_who_what_and_why(store: Store) -> None:
    first = Settings(name="A clinic", zone="America/Chicago")
    change_settings(store, first, actor=ADMIN, expected=0, reason="first start")
    second = first.model_copy(update={"preset": "shorter"})
    change_settings(store, second, actor=ADMIN, expected=settings_version(store), reason="fewer visits")
    assert settings(store) == second
    newest, oldest = settings_history(store)
    assert (newest.changed, newest.reason, newest.by) == (("preset",), "fewer visits", "admin")
    assert (oldest.settings, oldest.changed) == (first, ("name", "zone"))


def test_two_who_change_at_once_are_told(store: Store) -> None:
    change_settings(store, Settings(name="A"), actor=ADMIN, expected=0, reason="first start")
    with pytest.raises(Conflict):
        change_settings(store, Settings(name="B"), actor=ADMIN, expected=0, reason="first start")
    assert settings(store).name == "A"


def test_the_same_request_twice_is_one_change(store: Store) -> None:
    for _ in range(2):
        change_settings(store, Settings(name="A"), actor=ADMIN, expected=0, reason="first start", key="k")
    assert len(settings_history(store)) == 1


def test_who_may_not_and_what_is_not_said(store: Store) -> None:
    with pytest.raises(NotAllowed):
        change_settings(store, Settings(name="A"), actor=Actor("p", "prescriber"), expected=0, reason="because")
    with pytest.raises(RecordError, match="reason"):
        change_settings(store, Settings(name="A"), actor=ADMIN, expected=0, reason=" ")
    with pytest.raises(RecordError, match="Nothing was changed"):
        change_settings(store, Settings(), actor=ADMIN, expected=0, reason="because")
    assert settings_history(store) == ()


def test_another_store_has_its_own(store: Store, sqlite_store: Store) -> None:
    change_settings(store, Settings(name="A"), actor=ADMIN, expected=0, reason="first start")
    assert settings(store).name == "A"
    assert settings(sqlite_store).name == ""


def test_a_devices_own_figure_has_its_source() -> None:
    made = Settings(devices=(DeviceFigure.model_validate(FIGURE),))
    entered = made.entered()["synchromed-ii-20"]["minimum-flow"]
    assert entered.source == FIGURE["source"]
    assert Settings.model_validate(made.model_dump(mode="json")) == made


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"zone": "Chicago"}, "is not a time zone"),
    ({"profile": "fr"}, "us"),
    ({"idle_minutes": 0}, "greater than or equal"),
    ({"idle_minutes": 100_000}, "less than or equal"),
    ({"devices": [FIGURE, FIGURE]}, "twice"),
    ({"devices": [{**FIGURE, "source": ""}]}, "at least 3"),
    ({"devices": [{**FIGURE, "device": "no-such-pump"}]}, "no-such-pump"),
    ({"devices": [{**FIGURE, "figure": "color"}]}, "is no figure of"),
    ({"devices": [{**FIGURE, "value": "12 mg"}]}, "is a FlowRate"),
    ({"devices": [{**FIGURE, "value": "0.048"}]}, "unit"),
    ({"devices": [{**FIGURE, "figure": "steps-a-day", "value": "ten"}]}, "whole number"),
    ({"max_dose": "1 mg"}, "Extra inputs"),
]


@pytest.mark.parametrize(("given", "says"), REFUSED)
def test_what_cannot_be_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Settings.model_validate(given)
