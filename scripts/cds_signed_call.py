"""Signs a call of the services as a hospital's record would: for connecting one before the record itself can sign.

    .venv/bin/python scripts/cds_signed_call.py keys > jwks.json
    .venv/bin/python scripts/cds_signed_call.py call https://record.hospital.example SERVICE call.json

`keys` prints the public keys, for the address that the list of callers names; the private key is made once, in
cds-key.json, readable by its owner alone. `call` posts a file to the address of a service, with a token of that issuer.
Only for a test system: a hospital's own key never lies in a file of this kind.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

KEY_FILE = Path("cds-key.json")
LIFE = 120


def key_in(file: Path) -> ECKey:
    """The key of a file; made with it where there is none."""
    if file.exists():
        return ECKey.import_key(json.loads(file.read_text(encoding="utf-8")))
    made = ECKey.generate_key("P-384")
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as private:
        json.dump(made.as_dict(private=True), private)
    return made


def published(key: ECKey) -> str:
    """The key set that a record publishes, as JSON."""
    return json.dumps({"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES384"}]})


def token(key: ECKey, issuer: str, audience: str) -> str:
    """A token for one call of one address."""
    now = int(time.time())
    claims = {"iss": issuer, "aud": audience, "iat": now, "exp": now + LIFE, "jti": str(uuid4())}
    header = {"alg": "ES384", "typ": "JWT", "kid": key.thumbprint()}
    return jwt.encode(header, claims, key, algorithms=["ES384"])


def posted(address: str, body: bytes, bearer: str) -> tuple[int, str]:
    """Status and text of one call."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {bearer}"}
    try:
        with urlopen(Request(address, body, headers), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def main(arguments: list[str] | None = None) -> int:
    """The status 0 where the call was answered, 1 where it was refused or nobody answered."""
    parser = argparse.ArgumentParser(description="Sign a call of Lentus's services as a hospital's record would.")
    parser.add_argument("--key", type=Path, default=KEY_FILE, help="where the private key lies")
    wanted = parser.add_subparsers(dest="wanted", required=True)
    wanted.add_parser("keys", help="print the public keys")
    call = wanted.add_parser("call", help="post a file to a service")
    call.add_argument("issuer", help="as the list of callers has it")
    call.add_argument("service", help="the address of the service, which is the token's audience too")
    call.add_argument("file", type=Path, help="the call, as JSON")
    call.add_argument("--at", default="", help="where to send it, where that is another address than the audience")
    asked = parser.parse_args(arguments)
    key = key_in(asked.key)
    if asked.wanted == "keys":
        sys.stdout.write(published(key) + "\n")
        return 0
    signed = token(key, asked.issuer, asked.service)
    try:
        status, text = posted(asked.at or asked.service, asked.file.read_bytes(), signed)
    except OSError as error:
        sys.stderr.write(f"The call was not answered: {error}\n")
        return 1
    sys.stdout.write(f"{status}\n{text}\n")
    return 0 if status == 200 else 1


if __name__ == "__main__":
    raise SystemExit(main())
