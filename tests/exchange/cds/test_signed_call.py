"""The script that signs a first call for whoever connects a hospital signs as the services ask for: docs/cds.md."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from lentus.exchange.cds.callers import Caller, Callers
from lentus.exchange.cds.jwt import Doorkeeper
from lentus.exchange.cds.keys import Keys
from scripts.cds_signed_call import key_in, main, published, token
from tests.exchange.cds.signing import ADDRESS, ISSUER, JWKS, SERVICE


def test_its_token_is_let_in_by_the_keys_that_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "key.json"
    assert main(["--key", str(file), "keys"]) == 0
    printed = json.loads(capsys.readouterr().out)
    door = Doorkeeper(
        Callers(address=ADDRESS, caller=(Caller(issuer=ISSUER, keys=JWKS),)), Keys(lambda _: printed, time.monotonic)
    )
    bearer = f"Bearer {token(key_in(file), ISSUER, SERVICE)}"
    assert door.caller(bearer, (SERVICE,)).issuer == ISSUER


def test_the_private_key_is_made_once_for_its_owner_and_is_not_printed(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    first = published(key_in(file))
    assert published(key_in(file)) == first
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text(encoding="utf-8"))["d"] not in first


def test_another_key_has_another_name(tmp_path: Path) -> None:
    one, other = (json.loads(published(key_in(tmp_path / name)))["keys"][0]["kid"] for name in ("a", "b"))
    assert one != other


def test_nobody_at_the_address_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = tmp_path / "call.json"
    call.write_text("{}", encoding="utf-8")
    asked = [
        "--key",
        str(tmp_path / "key.json"),
        "call",
        ISSUER,
        "http://127.0.0.1:9/cds-services/order-sign",
        str(call),
    ]
    assert main(asked) == 1
    assert "was not answered" in capsys.readouterr().err
