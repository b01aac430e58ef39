"""A hospital's record as far as Lentus sees it: it signs its calls, publishes its keys, answers as a FHIR server.

Only for trying the services: the key lives as long as the program does, and the server listens on this machine alone.
"""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

KEY_ID = "trial"
ISSUER = "https://record.example"
NUMBERS = "urn:example:clinic-number"
LIFE = 120


class PretendRecord:
    """Keys at /jwks.json, one patient at /fhir/Patient/{id}; `asked` are the paths that somebody asked for."""

    def __init__(self, patient: dict[str, Any]) -> None:
        self.patient = patient
        self.token = uuid4().hex
        self.asked: list[str] = []
        self._key = ECKey.generate_key("P-384")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def fhir(self) -> str:
        """Its FHIR server."""
        return f"{self.address}/fhir"

    def callers(self, lentus: str) -> str:
        """The file for `lentus serve --callers`, for a Lentus at this address."""
        return (
            f'address = "{lentus}"\n\n[[caller]]\nissuer = "{ISSUER}"\nkeys = "{self.address}/jwks.json"\n'
            f'number_system = "{NUMBERS}"\nfhir = "{self.fhir}"\n'
        )

    def bearer(self, audience: str) -> str:
        """The Authorization header of one call: a token for this address, for a short time, once."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": audience, "iat": now, "exp": now + LIFE, "jti": str(uuid4())}
        header = {"alg": "ES384", "typ": "JWT", "kid": KEY_ID}
        return "Bearer " + jwt.encode(header, claims, self._key, algorithms=["ES384"])

    def stop(self) -> None:
        """Off the line."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path: str, authorization: str) -> dict[str, Any] | None:
        if path == "/jwks.json":
            return {"keys": [{**self._key.as_dict(private=False), "kid": KEY_ID, "use": "sig", "alg": "ES384"}]}
        if path == f"/fhir/Patient/{self.patient['id']}" and authorization == f"Bearer {self.token}":
            return self.patient
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        record = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                record.asked.append(self.path)
                found = record._answer(self.path, self.headers.get("authorization", ""))
                body = json.dumps(found or {"resourceType": "OperationOutcome"}).encode()
                self.send_response(200 if found else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        return Handler
