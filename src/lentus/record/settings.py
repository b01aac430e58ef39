"""The clinic's own profile: its clock, its jurisdiction, its habits, and figures of its devices with their source.

Nothing about the drug is set here: limits and doses are the monograph's. Each version of the profile stays in the
record with who changed what and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import Field, field_validator, model_validator

from lentus import monograph
from lentus.course import zone_named
from lentus.course.model import Written
from lentus.course.names import KEPT, PersonName
from lentus.course.state import HouseStrengths
from lentus.course.words import Profile
from lentus.errors import CourseError, LentusError, RecordError
from lentus.monograph import Age, Percent, Value
from lentus.monograph.device import figures_of
from lentus.pump import Entered, Preset, device_of
from lentus.quantity import Concentration, read, read_percent
from lentus.record.entry import Actor, NewEntry
from lentus.record.roles import require
from lentus.record.store import Store

STREAM = "clinic"
STRENGTHS, TO = "strengths", " to "
"""The one figure that is a range, and the word between its ends."""


class DeviceFigure(Written):
    """One figure of a device as the clinic has it, such as a pump's lowest flow from its own manual."""

    device: str = Field(min_length=1, max_length=100, description="Key of the device.")
    figure: str = Field(min_length=1, max_length=100, description="Name of the figure, such as minimum-flow.")
    value: str = Field(min_length=1, max_length=100, description="With its unit.")
    source: str = Field(min_length=3, max_length=500, description="Where it stands: manual, edition, page.")

    def entered(self) -> Entered:
        """The figure as the pump floor takes it. LentusError where device, figure or value cannot be."""
        kind = figures_of(monograph.device(self.device).kind).get(self.figure)
        if self.figure == STRENGTHS:
            low, _, high = self.value.partition(TO)
            return Entered(_value(low, kind), self.source, _value(high, kind) if high else None)
        return Entered(_value(self.value, kind), self.source)


def _value(text: str, kind: type | None) -> Value:
    if kind is Percent:
        return Percent(read_percent(text))
    if kind is Age:
        return Age.read(text)
    if kind is int:
        if not (text.isascii() and text.isdigit()):
            raise RecordError(f"{text!r} is not a whole number")
        return int(text)
    return text if kind in (None, str) else read(text)


class Settings(Written):
    """The clinic's profile."""

    name: PersonName = Field(default="", max_length=200, description="The clinic's name, as sheets print it.")
    zone: str = Field(default="UTC", description="IANA time zone of the clinic's wall clocks.")
    profile: Profile = Field(default="us", description="Jurisdiction of new patients.")
    preset: Preset = Field(default="longer", description="How long before a refill is due to book it.")
    devices: tuple[DeviceFigure, ...] = ()
    review_every_days: int | None = Field(
        default=None, ge=1, le=1_000, description="Longest time between assessments that the clinic wants."
    )
    order_days_ahead: int = Field(
        default=180, ge=1, le=366, description="An order begins no later than so many days from now: a project choice."
    )
    order_minutes_back: int = Field(
        default=60, ge=5, le=1_440, description="An order begins no longer ago than this: a project choice."
    )
    override_days: int = Field(
        default=90, ge=1, le=366, description="An override ends so many days after its order begins: a project choice."
    )
    idle_minutes: int = Field(default=15, ge=2, le=240, description="A session ends after so long without use.")
    session_hours: int = Field(default=12, ge=1, le=24, description="A session ends after so long in any case.")

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        try:
            zone_named(zone)
        except CourseError as error:
            raise ValueError(str(error)) from error
        return zone

    @model_validator(mode="after")
    def _figures_fit(self) -> Settings:
        names = [(one.device, one.figure) for one in self.devices]
        if len(set(names)) < len(names):
            raise ValueError("devices has one figure of a device twice: keep one")
        try:
            for key, own in self.entered().items():
                device_of(key, own)
        except LentusError as error:
            raise ValueError(str(error)) from error
        return self

    def entered(self) -> dict[str, dict[str, Entered]]:
        """The clinic's own figures by device and name."""
        found: dict[str, dict[str, Entered]] = {}
        for one in self.devices:
            found.setdefault(one.device, {})[one.figure] = one.entered()
        return found


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """One version of the profile: what it was, who wrote it, when, why, and which fields it changed."""

    version: int
    settings: Settings
    by: str
    at: datetime
    reason: str
    changed: tuple[str, ...]


_LAST: WeakKeyDictionary[Store, tuple[int, Settings]] = WeakKeyDictionary()


def house_strengths(own: Settings) -> tuple[HouseStrengths, ...]:
    """The ranges of strengths that the clinic has entered for its pumps, each with its source."""
    found = []
    for one in own.devices:
        given = one.entered() if one.figure == STRENGTHS else None
        if given is not None and isinstance(given.value, Concentration) and isinstance(given.upto, Concentration):
            found.append(HouseStrengths(one.device, given.value, given.upto, given.source))
    return tuple(found)


def settings(store: Store) -> Settings:
    """The profile as it stands now."""
    version = store.version(STREAM)
    kept = _LAST.get(store)
    # What an open commit wrote itself may never come to be: another commit would then write another such version.
    settled = store.writing is None or STREAM not in store.writing.written
    if kept is not None and kept[0] == version and settled:
        return kept[1]
    now = Settings()
    for entry in store.entries(STREAM, types=["settings changed"]):
        now = settings_from(entry.body)
    if settled:
        _LAST[store] = (version, now)
    return now


def settings_from(body: Mapping[str, Any]) -> Settings:
    """The profile in the body of a `settings changed`; Lentus's own choices where `body` is empty."""
    return Settings.model_validate(body["settings"], context=KEPT) if body else Settings()


def settings_version(store: Store) -> int:
    """The version to hand to `change_settings`."""
    return store.version(STREAM)


def change_settings(
    store: Store, new: Settings, *, actor: Actor, expected: int | None, reason: str, key: str = ""
) -> Settings:
    """Write a new version of the profile, with who and why. Raises NotAllowed, Conflict, RecordError."""
    require(actor.role, "change settings")
    with store.transaction() as writing:
        if writing.repeated(STREAM, key):
            return settings(store)
        writing.expect(STREAM, expected)
        changed = changed_fields(settings(store), new)
        if not changed:
            raise RecordError("Nothing was changed in the settings.")
        if len(reason.strip()) < 3:
            raise RecordError("A reason is needed: write in a few words why the settings change.")
        body = {"settings": new.model_dump(mode="json"), "changed": list(changed), "reason": reason.strip()}
        writing.append(STREAM, [NewEntry("settings changed", body, key)], expected=expected, actor=actor)
    return new


def changed_fields(before: Settings, after: Settings) -> tuple[str, ...]:
    """The names of the fields in which two versions differ."""
    return tuple(name for name in Settings.model_fields if getattr(before, name) != getattr(after, name))


def settings_history(store: Store) -> tuple[SettingsVersion, ...]:
    """Every version of the profile, newest first."""
    found = [
        SettingsVersion(
            entry.version,
            settings_from(entry.body),
            entry.actor,
            entry.recorded,
            entry.body["reason"],
            tuple(entry.body["changed"]),
        )
        for entry in store.entries(STREAM, types=["settings changed"])
    ]
    return tuple(reversed(found))
