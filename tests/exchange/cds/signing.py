"""A calling record's keys and tokens, made for the tests."""

from __future__ import annotations

from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from lentus.exchange.cds.callers import Caller, Callers
from lentus.exchange.cds.jwt import Doorkeeper
from lentus.exchange.cds.keys import Keys

ISSUER, ADDRESS = "https://record.example", "https://lentus.example"
JWKS = "https://record.example/jwks.json"
SERVICE = f"{ADDRESS}/cds-services/order-sign"
BEGAN = 1_800_000_000


class Record:
    """A calling record with an EC and an RSA key, and how often its keys were asked for."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = _keys()
        self.asked = 0
        self.away = False
        self.now = float(BEGAN)

    def published(self, address: str) -> Any:
        """What stands at the address of its keys."""
        from lentus.errors import ExchangeError

        assert address == JWKS
        self.asked += 1
        if self.away:
            raise ExchangeError("away")
        return {"keys": [{**key.as_dict(private=False), "kid": name} for name, key in self.keys.items()]}

    def door(self, **more: Any) -> Doorkeeper:
        """A doorkeeper that has this record on its list."""
        callers = Callers(address=ADDRESS, caller=(Caller(issuer=ISSUER, keys=JWKS, **more),))
        clock = lambda: self.now  # noqa: E731
        return Doorkeeper(callers, Keys(self.published, clock), clock)

    def claims(self, **more: Any) -> dict[str, Any]:
        """The claims of a right token."""
        now = int(self.now)
        whole = {"iss": ISSUER, "aud": SERVICE, "iat": now, "exp": now + 120, "jti": f"t{self.now}", **more}
        return {name: value for name, value in whole.items() if value is not None}

    def token(self, algorithm: str = "ES384", key: str = "", *, kid: str | None = None, **more: Any) -> str:
        """An Authorization header."""
        name = key or ("ec" if algorithm.startswith("ES") else "rsa")
        header = {"alg": algorithm, "kid": name if kid is None else kid, "typ": "JWT"}
        return "Bearer " + jwt.encode(header, self.claims(**more), self.keys[name], algorithms=[algorithm])


@cache
def _keys() -> dict[str, Any]:
    return {
        "ec": ECKey.generate_key("P-384"),
        "p256": ECKey.generate_key("P-256"),
        "rsa": RSAKey.generate_key(2048),
    }
