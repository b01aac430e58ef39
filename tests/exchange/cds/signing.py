"""A calling record's keys and tokens, made for the tests."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
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
        self.more: dict[str, Any] = {}
        self.now = float(BEGAN)

    def published(self, address: str) -> Any:
        """What stands at the address of its keys."""
        from lentus.errors import ExchangeError

        assert address == JWKS
        self.asked += 1
        if self.away:
            raise ExchangeError("away")
        return {"keys": [{**key.as_dict(private=False), "kid": name, **self.more} for name, key in self.keys.items()]}

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

    def token(
        self,
        algorithm: str = "ES384",
        key: str = "",
        *,
        kid: str | None = None,
        header: dict[str, Any] | None = None,
        **more: Any,
    ) -> str:
        """An Authorization header; `header` is what the token's own header says further."""
        name = key or ("ec" if algorithm.startswith("ES") else "rsa")
        whole = {"alg": algorithm, "kid": name if kid is None else kid, "typ": "JWT", **(header or {})}
        if header is not None:
            return f"Bearer {_signed_by_hand(self.keys[name], whole, self.claims(**more))}"
        return "Bearer " + jwt.encode(whole, self.claims(**more), self.keys[name], algorithms=[algorithm])


def _signed_by_hand(key: ECKey, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """An ES384 token with any header: a library that signs refuses what one that reads has to refuse."""
    data = ".".join(_part(json.dumps(one).encode()) for one in (header, claims))
    assert key.private_key is not None
    numbers = decode_dss_signature(key.private_key.sign(data.encode(), ECDSA(SHA384())))
    return f"{data}.{_part(b''.join(one.to_bytes(48, 'big') for one in numbers))}"


def _part(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


@cache
def _keys() -> dict[str, Any]:
    return {
        "ec": ECKey.generate_key("P-384"),
        "p256": ECKey.generate_key("P-256"),
        "rsa": RSAKey.generate_key(2048),
    }
