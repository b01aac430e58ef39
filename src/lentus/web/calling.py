"""Who may call the services for other records, and what is remembered between their calls.

A record signs each call. The demo clinic, in which nobody is real, takes unsigned calls from this machine; a clinic's
own store never does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import Request

from lentus.errors import ExchangeError
from lentus.exchange.cds.callers import LOOPBACK, UNSIGNED, Caller, Callers
from lentus.record import Store
from lentus.record.cache import Recent
from lentus.record.settings import Settings, settings
from lentus.web.rounds import Rounds

if TYPE_CHECKING:
    from lentus.exchange.cds.jwt import Doorkeeper

NOBODY = "This Lentus takes no calls of other records: whoever runs it has named none (lentus serve --callers FILE)."
ELSEWHERE = "The demo clinic takes calls from its own machine only."
FOREIGN_PAGE = "A page of this origin may not call this Lentus."
CARDS_KEPT = 10_000
SETTINGS_SECONDS = 1.0


@dataclass(slots=True)
class Calling:
    """What the services of one application share. Without `callers`, only a demo answers, and only to its machine."""

    demo: bool
    callers: Callers | None = None
    doorkeeper: Doorkeeper | None = None
    rules: Recent[tuple[str, ...]] = field(default_factory=lambda: Recent(CARDS_KEPT))
    rounds: Rounds = field(default_factory=Rounds)
    kept: tuple[float, Settings] | None = None

    @classmethod
    def of(cls, callers: Callers | None, *, demo: bool) -> Calling:
        """The services' state for an application."""
        if callers is None:
            return cls(demo)
        from lentus.exchange.cds.jwt import Doorkeeper

        return cls(demo, callers, Doorkeeper(callers))

    def settings_of(self, store: Store) -> Settings:
        """The clinic's settings, asked anew each second: thousands of calls would ask for what nobody changes."""
        kept, now = self.kept, time.monotonic()
        if kept is None or now - kept[0] > SETTINGS_SECONDS:
            self.kept = kept = (now, settings(store))
        return kept[1]

    def admit(self, request: Request, paths: Iterable[str]) -> Caller:
        """Who calls; ExchangeError with the reason where nobody may. `paths` are what a token may be for."""
        if self.callers is None or self.doorkeeper is None:
            if not self.demo:
                raise ExchangeError(NOBODY)
            if not from_this_machine(request):
                raise ExchangeError(ELSEWHERE)
            return UNSIGNED
        addresses = tuple(f"{self.callers.address}{path}" for path in paths)
        return self.doorkeeper.caller(request.headers.get("authorization", ""), addresses)

    def origin_allowed(self, origin: str) -> bool:
        """Whether a page of this origin may call from a browser."""
        if self.callers is not None:
            return any(origin in one.origins for one in self.callers.caller)
        return self.demo and _host_of(origin) in LOOPBACK

    def base(self, request: Request) -> str:
        """The address of Lentus as cards link to it."""
        if self.callers is not None:
            return self.callers.address
        return f"{request.url.scheme}://{request.headers.get('host', '')}"


def from_this_machine(request: Request) -> bool:
    """Whether the other end of the connection is on this machine."""
    return request.client is not None and request.client.host in LOOPBACK


def _host_of(origin: str) -> str:
    from urllib.parse import urlsplit

    try:
        return urlsplit(origin).hostname or ""
    except ValueError:
        return ""
