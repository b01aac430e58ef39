"""The profile as a form's fields and back. What cannot be read is told field by field."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from lentus.record.settings import Settings
from lentus.web.posted import Fields

DEVICE_ROWS = 12
PLAIN = ("name", "zone", "profile", "preset")
REACH = ("order_days_ahead", "order_minutes_back", "override_days")
NUMBERS = ("review_every_days", *REACH, "idle_minutes", "session_hours")
COLUMNS = ("device", "figure", "value", "source")
LABELS = {
    "name": "Name of the clinic",
    "zone": "Time zone",
    "profile": "Jurisdiction",
    "preset": "Appointment before a refill is due",
    "devices": "Figures of devices",
    "review_every_days": "Longest time between assessments",
    "order_days_ahead": "Days from now within which an order begins",
    "order_minutes_back": "Minutes before now within which an order begins",
    "override_days": "Days after its order within which an override ends",
    "idle_minutes": "Minutes until an unused session ends",
    "session_hours": "Hours until any session ends",
}


def typed_of(settings: Settings) -> dict[str, str]:
    """A profile as the texts of its form."""
    typed = {name: str(getattr(settings, name)) for name in PLAIN}
    for name in NUMBERS:
        value = getattr(settings, name)
        typed[name] = "" if value is None else str(value)
    for at, own in enumerate(settings.devices):
        for column in COLUMNS:
            typed[f"{column}_{at}"] = str(getattr(own, column))
    return typed


def device_rows(typed: dict[str, str]) -> list[dict[str, str]]:
    """The rows of the table of figures: those with something in them, and two empty ones."""
    rows = [{column: typed.get(f"{column}_{at}", "") for column in COLUMNS} for at in range(DEVICE_ROWS)]
    used = [row for row in rows if any(row.values())]
    return [*used, *(dict.fromkeys(COLUMNS, "") for _ in range(min(2, DEVICE_ROWS - len(used))))]


def read_settings(fields: Fields) -> Settings:
    """The profile that a form describes; ValidationError where it cannot be one."""
    given: dict[str, Any] = {name: fields[name] for name in PLAIN}
    for name in NUMBERS:
        text = fields[name]
        if text or name not in REACH:
            given[name] = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text or None
    given["devices"] = [
        row
        for row in ({column: fields[f"{column}_{at}"] for column in COLUMNS} for at in range(DEVICE_ROWS))
        if any(row.values())
    ]
    return Settings.model_validate(given)


def refusals(error: ValidationError) -> list[tuple[str, str]]:
    """Each fault as the id of its field and a sentence that names it."""
    told = []
    for one in error.errors():
        place = [str(part) for part in one["loc"]]
        field = place[0] if place else ""
        where = f"{place[2]}_{place[1]}" if len(place) == 3 else field
        row = f", row {int(place[1]) + 1}, {place[2]}" if len(place) == 3 else ""
        says = one["msg"].removeprefix("Value error, ")
        told.append((where, f"{LABELS.get(field, 'Settings')}{row}: {says[:1].lower()}{says[1:]}"))
    return told
