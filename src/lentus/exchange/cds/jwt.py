"""Who calls: the signed token of the calling record, held against everything that it must say.

A token is good for one call, of one service, for a few minutes, by a record on the list. Its address of keys comes
from the list and never from the token: one that names another address is refused.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from lentus.errors import ExchangeError
from lentus.exchange.cds.callers import Caller, Callers
from lentus.exchange.cds.keys import Key, Keys

ES384, RS384 = "ES384", "RS384"
LONGEST_LIFE = 300
"""Seconds after `iat` for which a token is good, also where it says itself that it lasts longer: ids that were used are
remembered for so long."""
SKEW = 30
"""Seconds by which the clocks of two servers may differ."""
LONGEST_TOKEN = 8_192
SMALLEST_RSA = 2_048
REFUSED = "The token is refused: {}."


@dataclass(slots=True)
class Doorkeeper:
    """Lets a token in once. `clock` is the time in seconds since 1970, handed in by tests."""

    callers: Callers
    keys: Keys = field(default_factory=Keys)
    clock: Callable[[], float] = time.time
    _used: dict[tuple[str, str], float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _began: float = 0.0

    def __post_init__(self) -> None:
        # What was used before this process began is not known: tokens from then are refused, once, for a moment.
        self._began = self.clock()

    def needs_no_fetch(self, authorization: str) -> bool:
        """Whether this header can be judged with what is known here, without asking another server for keys."""
        try:
            header, claims = _unproved(_bearer(authorization))
        except ExchangeError:
            return True
        caller = self.callers.by_issuer.get(str(claims.get("iss")))
        return caller is None or self.keys.known(caller.keys, str(header.get("kid"))) is not None

    def caller(self, authorization: str, addresses: tuple[str, ...]) -> Caller:
        """The record that this header proves to be calling one of `addresses`; ExchangeError with the reason."""
        token = _bearer(authorization)
        header, claims = _unproved(token)
        caller = self.callers.by_issuer.get(str(claims.get("iss")))
        _hold(caller is not None, "its issuer is not on the list")
        assert caller is not None
        jku = header.get("jku", caller.keys)
        _hold(jku == caller.keys, "the address of its keys (jku) is not the one on the list")
        self._proved(token, header, caller)
        self._timely(claims)
        given = claims.get("aud")
        audience = given if isinstance(given, list) else [given]
        _hold(any(one in addresses for one in audience), "it is for another address (aud)")
        self._once(caller, claims)
        return caller

    def _proved(self, token: str, header: dict[str, Any], caller: Caller) -> None:
        algorithm, key_id = header.get("alg"), header.get("kid")
        _hold(algorithm in (ES384, RS384), "its signature must be ES384 or RS384")
        _hold(isinstance(key_id, str) and bool(key_id), "it names no key (kid)")
        key = self.keys.key(caller.keys, str(key_id))
        _hold(_fits(key, str(algorithm)), "its key is of another kind than its signature")
        try:
            jwt.decode(token, key, algorithms=[str(algorithm)])
        except (JoseError, ValueError) as error:
            raise ExchangeError(REFUSED.format("its signature is not right")) from error

    def _timely(self, claims: dict[str, Any]) -> None:
        issued, expires, now = claims.get("iat"), claims.get("exp"), self.clock()
        _hold(_is_time(issued) and _is_time(expires), "it must say when it was issued and when it expires (iat, exp)")
        assert isinstance(issued, int | float)
        assert isinstance(expires, int | float)
        _hold(issued <= now + SKEW, "it was issued in the future (iat)")
        _hold(now < expires + SKEW, "it has expired (exp)")
        _hold(issued < expires, "it expires before it was issued (iat, exp)")
        _hold(now < issued + LONGEST_LIFE + SKEW, f"it was issued more than {LONGEST_LIFE} s ago (iat)")
        begins = claims.get("nbf", issued)
        _hold(_is_time(begins) and begins <= now + SKEW, "it is not good yet (nbf)")
        _hold(issued >= self._began - SKEW, "it is older than this server")

    def _once(self, caller: Caller, claims: dict[str, Any]) -> None:
        name = claims.get("jti")
        _hold(isinstance(name, str) and 0 < len(name) <= 200, "it has no id (jti)")
        with self._lock:
            now = self.clock()
            self._forget_before(now)
            used = (caller.issuer, str(name))
            _hold(used not in self._used, "it was used before (jti)")
            self._used[used] = now + LONGEST_LIFE + 2 * SKEW

    def _forget_before(self, now: float) -> None:
        """Drop the ids that no token can use any more. They lie in order of time: at most a few are looked at."""
        while self._used:
            oldest = next(iter(self._used))
            if self._used[oldest] >= now:
                return
            del self._used[oldest]


def _hold(right: bool, why: str) -> None:
    if not right:
        raise ExchangeError(REFUSED.format(why))


def _bearer(authorization: str) -> str:
    kind, _, token = authorization.partition(" ")
    _hold(kind.lower() == "bearer" and bool(token.strip()), "the request brings none (Authorization: Bearer)")
    _hold(len(token) <= LONGEST_TOKEN, "it is too long")
    return token.strip()


def _unproved(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they are said, before anything is proved: only to know whose key to ask for."""
    parts = token.split(".")
    _hold(len(parts) == 3, "it is no signed token")
    try:
        header, claims = (json.loads(base64.urlsafe_b64decode(one + "=" * (-len(one) % 4))) for one in parts[:2])
    except (ValueError, RecursionError) as error:
        raise ExchangeError(REFUSED.format("it is no signed token")) from error
    _hold(isinstance(header, dict) and isinstance(claims, dict), "it is no signed token")
    return header, claims


def _fits(key: Key, algorithm: str) -> bool:
    if isinstance(key, ECKey):
        return algorithm == ES384 and key.curve_name == "P-384"
    return algorithm == RS384 and key.raw_value.key_size >= SMALLEST_RSA


def _is_time(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given < 1e11
