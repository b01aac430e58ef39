"""The public keys of calling records, fetched once and kept: a call must not wait for another server.

A key that is not known is looked for at once, so that a record can change its keys without a gap; but only a few times
in a while: whoever sends tokens with made-up key ids must not turn this server against the record's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from lentus.errors import ExchangeError
from lentus.exchange.cds.fetching import fetched

KEPT_SECONDS = 3600.0
AGAIN_SECONDS = 30.0
MOST_LOOKS = 3
"""Within AGAIN_SECONDS, unknown keys of one record are looked for so often and no more."""
AGAIN_AFTER_FAILURE = 5.0
LONG_AGO = float("-inf")
Key = ECKey | RSAKey


AWAY = "The keys of the calling record cannot be fetched now."


@dataclass(frozen=True, slots=True)
class _Kept:
    """Keys as fetched `at` some time; `looks` are the latest times at which unknown keys were looked for.

    `away` is when the record could not be reached, and has not been since.
    """

    keys: dict[str, Key]
    at: float
    looks: tuple[float, ...] = ()
    away: float = LONG_AGO


@dataclass(slots=True)
class Keys:
    """Keys by address. `fetch` and `clock` (seconds, only ever rising) are handed in by tests."""

    fetch: Callable[[str], Any] = fetched
    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def known(self, address: str, key_id: str) -> Key | None:
        """The key where it lies here already and is fresh: nothing is fetched."""
        kept = self._kept.get(address)
        if kept is None or self.clock() - kept.at > KEPT_SECONDS:
            return None
        return kept.keys.get(key_id)

    def key(self, address: str, key_id: str) -> Key:
        """The key called `key_id`, fetched where needed. ExchangeError where there is none."""
        found = self.known(address, key_id)
        if found is None:
            with self._lock:
                found = self.known(address, key_id) or self._look(address).get(key_id)
        if found is None:
            raise ExchangeError("The token was signed with a key that its record does not publish.")
        return found

    def _look(self, address: str) -> dict[str, Key]:
        """Look for the keys anew, but not so soon again. Those at hand stay right while their record is away."""
        now = self.clock()
        kept = self._kept.get(address, _Kept({}, LONG_AGO))
        if now - kept.away < AGAIN_AFTER_FAILURE:
            raise ExchangeError(AWAY)
        looks = tuple(one for one in kept.looks if now - one < AGAIN_SECONDS)
        if len(looks) >= MOST_LOOKS:
            return {}
        try:
            keys = _keys_of(self.fetch(address))
        except ExchangeError as error:
            self._kept[address] = replace(kept, away=now)
            raise ExchangeError(AWAY) from error
        fresh = now - kept.at <= KEPT_SECONDS
        self._kept[address] = _Kept(keys, now, (*looks, now) if fresh else looks)
        return keys


def _keys_of(data: Any) -> dict[str, Key]:
    """The usable public keys of a key set; what is of another kind is left out."""
    given = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(given, list):
        raise ExchangeError("The answer is no key set.")
    made: dict[str, Key] = {}
    for one in given:
        try:
            if _is_usable(one):
                made[one["kid"]] = ECKey.import_key(one) if one["kty"] == "EC" else RSAKey.import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return made


def _is_usable(one: Any) -> bool:
    named = isinstance(one, dict) and isinstance(one.get("kid"), str) and one.get("kty") in ("EC", "RSA")
    return named and one.get("use", "sig") == "sig"
