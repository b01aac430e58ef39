"""Which records may call, by which keys, and for which address of ours: a file of whoever runs the server.

It is no page of the workbench on purpose: it names the addresses that the server itself fetches from, so a person who
has taken over a clinic's account must not be able to write there.

    address = "https://lentus.hospital.example"

    [[caller]]
    issuer = "https://record.hospital.example"
    keys = "https://record.hospital.example/jwks.json"
    number_system = "urn:oid:1.2.36.146"
    fhir = "https://record.hospital.example/fhir"       # left out: nothing is ever fetched
    origins = ["https://record.hospital.example"]       # pages that may call from a browser
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator

from lentus.course.faults import faults
from lentus.course.model import Written
from lentus.errors import ExchangeError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEMO = "demo"
ANY_SYSTEM = "*"
"""In place of a system of numbers: every identifier counts."""


class Caller(Written):
    """One record that may call."""

    issuer: str = Field(min_length=1, max_length=200, description="What its tokens name as `iss`.")
    keys: str = Field(max_length=500, description="Where its public keys stand (JWKS).")
    number_system: str = Field(
        default="", max_length=200, description="System of the identifiers that hold the clinic's patient numbers."
    )
    fhir: str = Field(default="", max_length=500, description="Its FHIR server, for what it does not send along.")
    origins: tuple[str, ...] = Field(default=(), description="Pages that may call from a browser.")

    @field_validator("keys", "fhir")
    @classmethod
    def _safe(cls, address: str) -> str:
        if address and not safe_address(address):
            raise ValueError(f"{address!r} must begin with https:// (http:// only on this machine itself)")
        return address


class Callers(Written):
    """Every record that may call; `address` is ours, as tokens name it in `aud`."""

    address: str = Field(max_length=500, description="The address of this Lentus, without a path.")
    caller: tuple[Caller, ...] = Field(min_length=1)

    @field_validator("address")
    @classmethod
    def _bare(cls, address: str) -> str:
        if not safe_address(address) or urlsplit(address).path not in ("", "/"):
            raise ValueError(f"{address!r} must be https:// and a host, without a path")
        return address.rstrip("/")

    @model_validator(mode="after")
    def _once(self) -> Callers:
        if len(self.by_issuer) < len(self.caller):
            raise ValueError("caller names one issuer twice: keep one")
        return self

    @property
    def by_issuer(self) -> Mapping[str, Caller]:
        """The callers by the name in their tokens."""
        return {one.issuer: one for one in self.caller}


UNSIGNED = Caller(issuer=DEMO, keys="", number_system=ANY_SYSTEM)
"""Whoever calls the demo clinic from this machine: no token, no server to fetch from, every identifier counts."""


def safe_address(address: str) -> bool:
    """Whether the server may fetch from an address: over TLS, or on this machine itself."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and not parts.fragment
    return plain and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def read_callers(path: Path) -> Callers:
    """The callers of a TOML file; ExchangeError, one sentence a fault, where it cannot be read."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExchangeError(f"{path}: cannot be read: {error}") from error
    try:
        return Callers.model_validate(data)
    except ValidationError as error:
        raise ExchangeError(faults(error, str(path))) from error
