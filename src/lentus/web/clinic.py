"""What every request works in: the store, the clinic's settings and its clock. Requests share nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request

from lentus.record import Store
from lentus.record.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class Clinic:
    """One clinic being served. `secret` signs tokens of visitors who have no session yet."""

    store: Store
    secret: bytes
    behind_proxy: bool = False

    @property
    def demo(self) -> bool:
        """Whether this is the demo clinic, in which no real patient may stand."""
        return self.store.demo

    @property
    def settings(self) -> Settings:
        """The settings as they stand now."""
        return settings(self.store)

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone: wall clocks on screens are its own."""
        return ZoneInfo(self.settings.zone)

    def now(self) -> datetime:
        """The present moment by the store's clock, on the clinic's wall."""
        return self.store.now().astimezone(self.zone)


def clinic_of(request: Request) -> Clinic:
    """The clinic that this request came to."""
    clinic = request.app.state.clinic
    assert isinstance(clinic, Clinic)
    return clinic
